import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import {
  type CounterReading,
  Dropped,
  headLines,
  isObject,
  linesOf,
  type Reader,
  type ReadProfile,
  type Source,
} from '../source';

const NOT_COUNTED = /^<not (?:supported|counted)>$/;
/** value unit event # metric ( +- 0.04% ) (83.38%); digits may be grouped by any locale */
const HUMAN =
  /^\s*(?:(\d+\.\d+)\s+)?([\d.,'\u00a0]+|<not (?:supported|counted)>)\s+(?:(msec|seconds|Joules|MiB)\s+)?([A-Za-z][\w./:=-]*)(?: \((msec)\))?(?:\s+#.*?)?(?:\s+\(\s*\+-\s*[\d.]+%\s*\))?(?:\s+\(([\d.]+)%\))?\s*$/;
const EVENT =
  /^(?:cpu_(?:core|atom|lowpower)\/)?(?:task-clock|cpu-clock|cycles|instructions|cache-(?:references|misses)|branch(?:es|-misses|-instructions)|context-switches|cpu-migrations|page-faults|stalled-cycles-\w+|ref-cycles|bus-cycles|L1-[\w-]+|LLC-[\w-]+|[id]TLB-[\w-]+|\w+\/[^/]+\/)/;

/** "5,373,530,212", "71,67,29,23,288", "2'140,5": the last separator is a decimal point only where it is alone of its kind. */
function grouped(text: string): number {
  const digits = text.replace(/['\u00a0]/g, '');
  const commas = digits.split(',').length - 1;
  const dots = digits.split('.').length - 1;
  if (commas && dots) {
    const decimal = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
    return Number(digits.replaceAll(decimal === '.' ? ',' : '.', '').replace(',', '.'));
  }
  if (dots > 1 || commas > 1) {
    return Number(digits.replace(/[.,]/g, ''));
  }
  return commas && /,\d{3}$/.test(digits) ? Number(digits.replace(',', '')) : Number(digits.replace(',', '.'));
}

/**
 * `perf stat`: text, `-x,` (CSV), `-j` (JSON lines), also by interval (-I) and by core. Counters, not stacks: the profile is
 * empty. Values of multiplexed counters are already scaled by perf; `running` says by how much to trust them.
 */
export const perfStat: Reader = {
  id: 'perf-stat',
  label: 'perf stat',

  matches(source) {
    const lines = headLines(source).filter((line) => line.trim() && !line.startsWith('#'));
    if (lines.some((line) => line.includes('Performance counter stats for') || /^\{.*"counter-value"/.test(line))) {
      return 'yes';
    }
    const found = lines.filter((line) => readCsv(line) ?? readHuman(line));
    return found.length * 2 > lines.length && found.length > 0 ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('perf stat output is text, not a table.');
    }
    const counters: CounterReading[] = [];
    const dropped = new Dropped();
    const unsupported = new Set<string>();
    for (const { line, number } of linesOf(source.text)) {
      const found = readJson(line) ?? readCsv(line) ?? readHuman(line);
      if (found === undefined) {
        if (/^\{|^[\d<]|^\s*[\d<]/.test(line) && !/seconds (?:time elapsed|user|sys)/.test(line)) {
          dropped.add(number, `not a counter: ${line.trim().slice(0, 80)}`);
        }
      } else if (typeof found === 'string') {
        unsupported.add(found);
      } else {
        counters.push(found);
      }
    }
    if (!counters.length && !unsupported.size) {
      return fail('No counter in this perf stat output.', {
        remedy: 'Expected lines such as "9,709,304,679 instructions".',
      });
    }
    const warnings = dropped.warnings('line');
    if (unsupported.size) {
      warnings.push({
        message: `Not counted on that machine: ${[...unsupported].join(', ')}.`,
        remedy: 'Virtual machines often have no hardware counters; those are not zero but unknown.',
      });
    }
    const builder = new ProfileBuilder([{ type: 'counters', unit: 'count' }]);
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings, counters });
  },
};

/** A reading, or the event's name where it was not counted, or undefined where the line is none. */
type Found = CounterReading | string | undefined;

const reading = (event: string, text: string, value: number, more: Partial<CounterReading>): Found =>
  NOT_COUNTED.test(text.trim())
    ? event
    : Number.isFinite(value) && value >= 0
      ? { event, value, unit: '', running: 1, ...more }
      : undefined;

function readJson(line: string): Found {
  if (!line.startsWith('{')) {
    return undefined;
  }
  try {
    const json: unknown = JSON.parse(line);
    if (!isObject(json) || typeof json.event !== 'string') {
      return undefined;
    }
    const scope = json.cpu ?? json.core ?? json.socket ?? json.node ?? json['aggregate-id'];
    return reading(json.event, String(json['counter-value']), Number(json['counter-value']), {
      unit: String(json.unit ?? ''),
      running: Number(json['pcnt-running'] ?? 100) / 100,
      ...(json.interval === undefined ? {} : { time: Number(json.interval) }),
      ...(scope === undefined ? {} : { scope: String(scope) }),
    });
  } catch {
    return undefined;
  }
}

/** [time,][scope,cpus,]value,unit,event,run time,percent[,…]: found from the event, because the front varies. */
function readCsv(line: string): Found {
  const cells = line.split(/[,;]/);
  const at = cells.findIndex((cell, i) => i >= 2 && EVENT.test(cell.trim()) && /^\s*\d+\s*$/.test(cells[i + 1] ?? ''));
  if (at < 0) {
    return undefined;
  }
  const front = cells.slice(0, at - 2);
  const time = front[0] !== undefined && /^\s*\d+\.\d+$/.test(front[0]) ? Number(front.shift()) : undefined;
  return reading(cells[at].trim(), cells[at - 2], Number(cells[at - 2]), {
    unit: cells[at - 1].trim(),
    running: Number(cells[at + 2] ?? 100) / 100,
    ...(time === undefined ? {} : { time }),
    ...(front.length ? { scope: front[0].trim() } : {}),
  });
}

function readHuman(line: string): Found {
  const match = HUMAN.exec(line);
  if (!match || (!EVENT.test(match[4]) && !match[3])) {
    return undefined;
  }
  const [, time, value, unit, event, oldUnit, percent] = match;
  return reading(event, value, grouped(value), {
    unit: unit ?? oldUnit ?? '',
    running: percent === undefined ? 1 : Number(percent) / 100,
    ...(time === undefined ? {} : { time: Number(time) }),
  });
}
