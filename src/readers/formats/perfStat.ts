import { type CounterReading, fail, ok, ProfileBuilder, type Result } from '../../profile';
import { Dropped, headLines, isObject, linesOf, type Reader, type ReadProfile, type Source } from '../source';
import { isTopDown, sharesBeside, TopDownTable } from './topDown';

const NOT_COUNTED = /^<not (?:supported|counted)>$/;
/** Events whose name alone says that a line is of perf stat, where nothing else does. */
const EVENT =
  /^(?:cpu_(?:core|atom|lowpower)\/)?(?:task-clock|cpu-clock|cycles|instructions|cache-(?:references|misses)|branch(?:es|-misses|-instructions)|context-switches|cpu-migrations|page-faults|stalled-cycles-\w+|ref-cycles|bus-cycles|L1-[\w-]+|LLC-[\w-]+|[id]TLB-[\w-]+|\w+\/[^/]+\/)/;
/** Units that perf's events have (`unit` files of the kernel's PMUs, and perf's own tool events). */
const UNIT = /^(?:[mun]?sec|seconds|ns|us|ms|Joules|[KMGT]?i?B(?:ytes)?|Bytes|Watts|C|%|[KMG]?Hz)$/;
/** Digits, grouped and with a fraction as any locale does: blanks that do not break and apostrophes among them. */
const NUMBER = /^\d[\d.,'\u2019\u00a0\u202f\u2009]*$/;
const TITLE = 'Performance counter stats for';
const TIMES = /seconds (?:time elapsed|user|sys)/;

/**
 * What a file says of itself. Perf writes numbers by the locale of its shell (LC_NUMERIC), one for the whole file; counts have no
 * fraction, so a lone separator before three digits is a group there.
 */
interface Dialect {
  decimal: '.' | ',';
  /** The sign of `-x`, where the lines are made of it. */
  separator?: string;
  /** Figures stand under a title (or a heading of intervals): what the program printed before it is no counter. */
  titled: boolean;
  interval: boolean;
}

/** Fractions whose digits tell the sign: 9 of seconds, 2 of msec and percent, 3 of a metric, 6 of JSON. */
const FRACTION =
  /\d([.,])(?:\d{9} seconds|\d{2} msec|\d{2}%)|# {1,9}\d{1,9}([.,])\d{3} |"counter-value" : "\d{1,20}([.,])\d{6}"/;
/** The tail of a CSV row: how long the counter ran, in ns, and its share in percent. */
const RUNTIME = /([^\w.\s]{1,3}|[\t ])\d+\1\d{1,3}[.,]\d\d(?:\1|$)/;

function dialectOf(text: string, head: string[]): Dialect {
  const fraction = FRACTION.exec(text);
  const separators = head.flatMap((line) => RUNTIME.exec(line)?.[1] ?? []);
  const separator = separators.find((sign) => head.some((line) => splitRow(line, sign)));
  return {
    decimal: (fraction?.[1] ?? fraction?.[2] ?? fraction?.[3]) === ',' ? ',' : '.',
    ...(separator === undefined ? {} : { separator }),
    titled: text.includes(TITLE),
    interval: /^#[ \t]+time[ \t]+.*counts/m.test(text),
  };
}

/** "5,373,530,212", "71,67,29,23,288", "2’140.5", "9.293": counts (`whole`) have a fraction only where it cannot be a group. */
function numberOf(text: string, decimal: string, whole: boolean): number {
  const digits = text.replace(/['\u2019\u00a0\u202f\u2009]/g, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const sign = digits[last];
  const alone = digits.indexOf(sign) === last;
  const other = sign === '.' ? ',' : '.';
  const three = digits.length - last === 4;
  const fraction = last >= 0 && alone && (!three || digits.includes(other) || (!whole && sign === decimal));
  const number = digits.slice(0, fraction ? last : undefined).replace(/[.,]/g, '');
  return Number(fraction ? `${number}.${digits.slice(last + 1)}` : number);
}

/**
 * `perf stat`: text, `-x` with any sign, `-j` (JSON lines), also by interval (-I), core, thread or cgroup, under any locale. The
 * event is what stands in its place, so every PMU's events are read. Counters, not stacks: the profile is empty. Values of
 * multiplexed counters are already scaled by perf; `running` says by how much to trust them.
 */
export const perfStat: Reader = {
  id: 'perf-stat',
  label: 'perf stat',

  matches(source) {
    if (source.kind !== 'text') {
      return 'no';
    }
    const lines = headLines(source).filter((line) => line.trim() && !line.startsWith('# '));
    if (
      lines.some((line) => line.includes(TITLE) || /^\{.*"counter-value"/.test(line)) ||
      headLines(source).some(isTopDown)
    ) {
      return 'yes';
    }
    const dialect = dialectOf(lines.join('\n'), lines);
    const rows = lines.filter((line) => !isMetric(line, dialect.separator));
    const found = rows.flatMap((line) => readCsv(line, dialect) ?? readHuman(line, dialect) ?? []);
    const names = found.filter((one) => EVENT.test(typeof one === 'string' ? one : one.event));
    // Rows of words and numbers are many a tool's: the sign of a table, or a name that is perf's, makes it sure.
    const table = dialect.separator !== undefined && !/^[ :]$/.test(dialect.separator);
    return found.length * 2 > rows.length && (table || names.length * 2 > rows.length) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('perf stat output is text, not a table.');
    }
    const counters: CounterReading[] = [];
    const dropped = new Dropped();
    const unsupported = new Set<string>();
    const dialect = dialectOf(source.text, headLines(source));
    let inTable = !dialect.titled;
    const topDown = new TopDownTable();
    const wide = /stats for '(?:system wide|CPU\(s\))/.test(source.text);
    for (const { line, number } of linesOf(source.text)) {
      if (line.includes(TITLE) || !line.trim()) {
        inTable ||= line.includes(TITLE);
        continue;
      }
      const table = inTable ? topDown.read(line) : undefined;
      const shares = table ?? (inTable ? sharesBeside(line) : []);
      counters.push(...shares);
      if (table) {
        continue;
      }
      const found = readJson(line) ?? readCsv(line, dialect) ?? (inTable ? readHuman(line, dialect) : undefined);
      if (found === undefined) {
        if (isRow(line, dialect) && inTable && !shares.length) {
          dropped.add(number, `not a counter: ${line.trim().slice(0, 80)}`);
        }
      } else if (typeof found === 'string') {
        unsupported.add(found);
      } else {
        counters.push(found);
      }
      inTable &&= !dialect.titled || !TIMES.test(line);
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
    return ok({
      profile: builder.finish(),
      dropped: dropped.count,
      warnings,
      counters: wide ? counters.map((one) => ({ ...one, wide })) : counters,
    });
  },
};

/** A row of `-x` that has a metric only, which belongs to the row above: `CPU0,,,,,,0.25,stalled cycles per insn`. */
const isMetric = (line: string, separator: string | undefined) => {
  const cells = separator === undefined ? [] : line.split(separator, 40);
  return cells.length > 4 && cells.filter((cell) => cell.trim()).length < 4;
};

/** A line that looks like a reading: not a lone number, which the program printed, nor a metric, nor the times at the end. */
const isRow = (line: string, { separator, titled }: Dialect) =>
  /^\{/.test(line) ||
  ((titled ? VALUE_AND_NAME : /^\s*[\d<][^ \t]*[ \t,;|]+\S/).test(line.split('#', 1)[0]) &&
    !TIMES.test(line) &&
    !isMetric(line, separator));

const VALUE_AND_NAME = /(?:^|[ \t])(?:\d[^ \t]*|<not \w+>)[ \t]+\S/;

/** A reading, or the event's name where it was not counted, or undefined where the line is none. */
type Found = CounterReading | string | undefined;

function reading(event: string, text: string, value: number, percent: number, more: Partial<CounterReading>): Found {
  if (NOT_COUNTED.test(text.trim())) {
    return event;
  }
  return Number.isFinite(value) && value >= 0
    ? { event, value, unit: '', running: Number.isFinite(percent) ? percent / 100 : 1, ...more }
    : undefined;
}

/** JSON of perf under a locale with a decimal comma is none: `"pcnt-running" : 100,00, "metric-value" : 1,25}` */
const COMMA_FRACTION = /("[\w-]+" : -?\d{1,20}),(\d{1,20})(?=[,}])/g;

function readJson(line: string): Found {
  if (!line.startsWith('{')) {
    return undefined;
  }
  const json = parsed(line) ?? parsed(line.replace(COMMA_FRACTION, '$1.$2'));
  if (!isObject(json) || typeof json.event !== 'string') {
    return undefined;
  }
  const scope =
    json.cpu ?? json.core ?? json.die ?? json.socket ?? json.node ?? json.thread ?? json.cgroup ?? json['aggregate-id'];
  const value = String(json['counter-value']).replace(',', '.');
  return reading(json.event, value, Number(value), Number(json['pcnt-running'] ?? 100), {
    unit: String(json.unit ?? ''),
    ...(json.interval === undefined ? {} : { time: Number(json.interval) }),
    ...(scope === undefined ? {} : { scope: String(scope) }),
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

interface Row {
  front: string[];
  value: string;
  unit: string;
  event: string;
  cgroup?: string;
  percent: number;
}

/**
 * `[time,][scope,[cpus,]]value,unit,event[,cgroup][,variance%],run time,percent[,metric,unit]`, read backwards from the run time
 * (tools/perf/util/stat-display.c). Under a locale with a decimal comma and `-x,`, fractions are two cells.
 */
function splitRow(line: string, separator: string): Row | undefined {
  const cells = line
    .replace('<not ', '<not_')
    .split(separator, 40)
    .map((cell) => cell.trim().replace('<not_', '<not '));
  for (let run = 3; run + 1 < cells.length; run++) {
    if (!/^\d+$/.test(cells[run])) {
      continue;
    }
    const split = separator === ',' && /^\d{1,3}$/.test(cells[run + 1]) && /^\d\d$/.test(cells[run + 2] ?? '');
    const percent = split ? `${cells[run + 1]}.${cells[run + 2]}` : cells[run + 1].replace(',', '.');
    if (/^\d{1,3}\.\d\d$/.test(percent) && Number(percent) <= 100) {
      return namesBefore(cells, run, separator, split, Number(percent));
    }
  }
  return undefined;
}

function namesBefore(
  cells: string[],
  run: number,
  separator: string,
  split: boolean,
  percent: number
): Row | undefined {
  const end = /^\d+(?:[.,]\d+)?%$/.test(cells[run - 1]) ? run - (split ? 2 : 1) : run;
  // The nearest number with a unit and a name behind it.
  for (let at = end - 3; at >= 0 && at > end - 12; at--) {
    if (!/^(?:-?[\d.,]+|<not (?:supported|counted)>)$/.test(cells[at]) || /\d/.test(cells[at + 1])) {
      continue;
    }
    const unit = cells[at + 1];
    const names = joined(cells.slice(at + 2, end), separator);
    const counted = !cells[at].startsWith('<');
    const half = split && unit !== '' && counted && at > 0 && /^\d+$/.test(cells[at - 1]);
    return names[0] && !/^[\d.]+$/.test(names[0])
      ? {
          front: cells.slice(0, half ? at - 1 : at),
          value: half ? `${cells[at - 1]}.${cells[at]}` : cells[at],
          unit,
          event: names[0],
          ...(names[1] ? { cgroup: names[1] } : {}),
          percent,
        }
      : undefined;
  }
  return undefined;
}

/** An event that holds the sign itself (`cpu/event=1,umask=2/`, `sched:sched_switch` under `-x:`) is one cell again. */
function joined(cells: string[], separator: string): string[] {
  if (separator === ':') {
    return [cells.join(separator)];
  }
  const slashes = (text: string) => text.split('/').length - 1;
  let length = 1;
  while (length < cells.length && !cells[0].startsWith('/') && slashes(cells.slice(0, length).join('')) % 2) {
    length++;
  }
  return [cells.slice(0, length).join(separator), ...cells.slice(length)];
}

function readCsv(line: string, { separator }: Dialect): Found {
  const row = separator === undefined ? undefined : splitRow(line, separator);
  if (!row) {
    return undefined;
  }
  const { front, value, unit, event, cgroup, percent } = row;
  const time = front[0] !== undefined && /^\d+\.\d+$/.test(front[0]) ? Number(front.shift()) : undefined;
  const scope = front[0] ?? cgroup;
  return reading(event, value, Number(value.replace(',', '.')), percent, {
    unit,
    ...(time === undefined ? {} : { time }),
    ...(scope ? { scope } : {}),
  });
}

/** `[time] [scope [cpus]] value [unit] event [cgroup] [# metric] [( +- 0.04% )] [(83.38%)]`, by position. */
function readHuman(whole: string, dialect: Dialect): Found {
  const line = whole.slice(0, 500);
  if (TIMES.test(line)) {
    return undefined;
  }
  const percent = /\((\d{1,3}[.,]\d+)%\)\s*$/.exec(line)?.[1].replace(',', '.');
  const comment = line.search(/[ \t]#[ \t]/);
  const left = (comment < 0 ? line.replace(/\([ \t]*(?:\+-)?[ \t]*[\d.,]+%[ \t]*\)/g, '') : line.slice(0, comment))
    .replaceAll('<not ', '<not_')
    .trimEnd();
  const words = [...left.matchAll(/[^ \t]+/g)];
  const isValue = ([word]: RegExpMatchArray) => NUMBER.test(word) || word.startsWith('<not_');
  const at = words.slice(0, -1).reduce((last, word, i) => (isValue(word) ? i : last), -1);
  const names = words.slice(at + 1).map(([word]) => word);
  const front = words.slice(0, at).map(([word]) => word);
  const time = front.length && /^\d+\.\d+$/.test(front[0]) ? Number(front.shift()) : undefined;
  if (at < 0 || (dialect.interval && time === undefined)) {
    return undefined;
  }
  const parts = namesOf(names, words.slice(at));
  const own = scopeOf(front);
  if (!parts || parts.event.endsWith(':') || (own !== undefined && !SCOPE.test(own))) {
    return undefined;
  }
  const { unit, event, cgroup } = parts;
  const value = words[at][0].replace('<not_', '<not ');
  const scope = own ?? cgroup;
  return reading(event, value, numberOf(value, dialect.decimal, unit === ''), Number(percent ?? 100), {
    unit,
    ...(time === undefined ? {} : { time }),
    ...(scope === undefined ? {} : { scope }),
  });
}

/** A CPU, a socket, die, core or node, or a thread as `comm-tid`. */
const SCOPE = /^(?:CPU\d+|[SND]\d[\w-]*|.*-\d+)$/;

/** `S0 2`: a socket and how many CPUs it has; `waits-123`: a thread, whose name may have blanks. */
const scopeOf = (front: string[]) =>
  front.length ? (/^[SND]\d/.test(front[0]) ? front[0] : front.join(' ')) : undefined;

/** What is behind the value: `[unit] event [cgroup]`, or `event (msec)` of old versions. A unit follows after one blank. */
function namesOf(
  names: string[],
  words: RegExpMatchArray[]
): { unit: string; event: string; cgroup?: string } | undefined {
  const [first, second, third] = names;
  const oldUnit = /^\((msec)\)$/.exec(second ?? '')?.[1];
  if (!/^[A-Za-z{]/.test(first) && !UNIT.test(first)) {
    return undefined;
  }
  if (oldUnit) {
    return { unit: oldUnit, event: first, cgroup: third };
  }
  const near = words[1].index! - words[0].index! - words[0][0].length === 1;
  const isUnit =
    second !== undefined && (UNIT.test(first) || (near && /^[A-Za-z]{1,8}$/.test(first) && third !== undefined));
  const [unit, event, cgroup, more] = isUnit ? names : ['', ...names];
  return more === undefined ? { unit, event, cgroup } : undefined;
}
