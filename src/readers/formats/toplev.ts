import { min } from 'd3';
import { type CounterReading, fail, ok, ProfileBuilder, type Result } from '../../profile';
import { headLines, linesOf, type Reader, type ReadProfile, type Source } from '../source';

/** `# 5.1-full on Xeon [skx]`: what pmu-tools says of itself (tl_output.py), first in text and last in a table. */
const VERSION = /^# \d[\w.-]* on .*\[\w+\]/;
const TABLE = /^(?:Timestamp(.))?(?:CPUs.)?Area(.)(?:Value|Node)\2/;
const AREA = '(?:FE|BE|BAD|RET|[A-Z][\\w/]*)';
/** `[interval] [S0-C0] [BE/Mem] Backend_Bound.Memory_Bound  % Slots  25.7  <==`: below its threshold `<`, unsure `?`, the bottleneck `<==`. */
const ROW = new RegExp(
  `^ {0,6}(?:(\\d+\\.\\d+|SUMMARY) +)?(?:([SC]\\d+(?:-[CT]\\d+)*|CPU\\d+|all) +)?(?:${AREA} +)?([A-Z]\\w*(?:\\.\\w+)*):? +(% Slots|%) +(-?\\d+[.,]\\d+)`
);
/** The old form, `Backend_Bound:  62.00 %`, and columns of cores: figures before their unit. */
const COLUMNS = new RegExp(
  `^ {0,6}(?:(\\d+\\.\\d+) +)?(?:${AREA} +)?([A-Z]\\w*(?:\\.\\w+)*):? +((?:-?\\d+[.,]\\d+[ ?*]+)+)(% Slots|%)`
);
/** A counter of Chrome's trace format (`--json`): shares as fractions, each under its parent. */
const EVENT = /^\{"name": "\w+", "ph": "C", "pid": \d+, "ts": [\d.e+-]+, "args": (\{[^{}]*\})\}/;
const LEVEL_1 = new Set(['Frontend_Bound', 'Bad_Speculation', 'Backend_Bound', 'Retiring']);

interface Found {
  name: string;
  /** In percent. */
  shares: number[];
  time?: number;
  core?: string;
}

/** A share of slots: one of the first level, or below one. Other metrics of toplev are of other units. */
const isShare = (name: string): boolean => LEVEL_1.has(name.split('.')[0]);

const numberOf = (text: string) => Number(text.replace(',', '.'));

function ofText(text: string): Found | undefined {
  const line = text.slice(0, 500);
  const row = ROW.exec(line);
  if (row) {
    const [, time, core, name, , share] = row;
    return { name, shares: [numberOf(share)], ...(Number(time) && { time: Number(time) }), ...(core && { core }) };
  }
  const columns = COLUMNS.exec(line);
  return columns
    ? {
        name: columns[2],
        shares: (columns[3].match(/-?\d+[.,]\d+/g) ?? []).map(numberOf),
        ...(columns[1] && { time: Number(columns[1]) }),
      }
    : undefined;
}

/** Rows of `-x`: one share a row, or one a core between the node and its description. */
function ofTable(head: string[], line: string, separator: string): Found | undefined {
  const cells = line.slice(0, 2000).split(separator, 200);
  const at = (name: string) => cells[head.indexOf(name)] ?? '';
  const node = head.indexOf('Node');
  const shares = node < 0 ? [at('Value')] : cells.slice(node + 1, head.indexOf('Description'));
  const figures = shares.filter((share) => /^-?\d+(?:[.,]\d+)?$/.test(share)).map(numberOf);
  const name = node < 0 ? at('Area') : at('Node');
  const time = Number(at('Timestamp'));
  return name && figures.length
    ? { name, shares: figures, ...(time && { time }), ...(at('CPUs') && { core: at('CPUs') }) }
    : undefined;
}

function ofJson(line: string): Found[] {
  const [, args] = EVENT.exec(line.slice(0, 2000)) ?? [];
  try {
    return Object.entries(JSON.parse(args ?? '{}')).flatMap(([name, share]) =>
      typeof share === 'number' ? [{ name, shares: [isShare(name) ? share * 100 : share] }] : []
    );
  } catch {
    return [];
  }
}

function foundIn(text: string): Found[] {
  let head: string[] | undefined;
  let separator = ',';
  return [...linesOf(text)].flatMap(({ line }): Found[] => {
    const table = TABLE.exec(line);
    if (table) {
      separator = table[2];
      head = line.trim().split(separator);
      return [];
    }
    const found = head ? ofTable(head, line, separator) : ofText(line);
    return line.startsWith('{') ? ofJson(line) : found ? [found] : [];
  });
}

/**
 * toplev of pmu-tools: text, columns of cores, `-x`, `--json`, also by interval. Shares of the pipeline's slots of levels 1 and 2 become readings
 * in percent; deeper levels and other metrics are passed over. MUX says which share of the time the counters ran.
 */
export const toplev: Reader = {
  id: 'toplev',
  label: 'toplev',

  matches(source) {
    const lines = headLines(source).map((line) => line.trimEnd());
    return lines.some((line) => VERSION.test(line) || TABLE.test(line)) ||
      lines.some((line) => ofJson(line).some(({ name }) => LEVEL_1.has(name)))
      ? 'yes'
      : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('toplev output is text, not a table.');
    }
    const found = foundIn(source.text);
    // Of as many intervals and cores as there are: more than a call takes as arguments.
    const running = (min(found, ({ name, shares }) => (name === 'MUX' ? min(shares) : undefined)) ?? 100) / 100;
    const counters = found.flatMap(({ name, shares, time, core }): CounterReading[] =>
      !isShare(name) || name.split('.').length > 2
        ? []
        : shares.map((share) => ({
            event: name.split('.').pop()!,
            value: Math.max(0, share),
            unit: '%',
            running: Math.min(1, running),
            ...(time !== undefined && { time }),
            ...((core !== undefined || shares.length > 1) && { scope: core ?? 'cores', wide: true }),
          }))
    );
    if (!counters.length) {
      return fail('No top-down share in this toplev output.', {
        remedy: 'Ask for all nodes: toplev -l2 -v. Without -v only those above their threshold are printed.',
      });
    }
    const builder = new ProfileBuilder([{ type: 'counters', unit: 'count' }]);
    return ok({ profile: builder.finish(), dropped: 0, warnings: [], counters });
  },
};
