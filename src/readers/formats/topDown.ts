import { type CounterReading } from '../../profile';

/**
 * Top-down shares in the output of `perf stat --topdown` and `-M TopdownL1` (tools/perf/util/stat-shadow.c, stat-display.c): the names of the kernel's
 * own formulas (until 6.3) and those of the PMUs' metrics, of levels 1 and 2.
 */
const NAMES =
  'tma_\\w+|retiring|bad speculation|frontend bound|backend bound|heavy operations|light operations|branch mispredicts?|machine clears|fetch latency|fetch bandwidth|memory bound|core bound';
const NAME = new RegExp(`(?:${NAMES})\\b`, 'gi');
/** What else a heading has: `#  time`, the columns of scopes, a `%` before each name. */
const HEADING = /#|%|\b(?:time|core|cpus|cpu|socket|die|node|thread|cgroup)\b|[\s,;|@:]/g;
/** `12.3 %  tma_x` behind a counter, `…,12.3,%  tma_x` in a table of `-x`. */
const BESIDE = new RegExp(`(-?\\d{1,3}[.,]\\d+)[ \\t,;|@]{0,4}%[ \\t]+(${NAMES})\\b`, 'gi');
/** `"metric-value" : "12.3", "metric-unit" : "%  tma_x"` of `-j`. */
const IN_JSON = new RegExp(`"metric-value" : "?(-?\\d{1,3}[.,]\\d+)"?, "metric-unit" : "%\\s*(${NAMES})"`, 'gi');
/** `{"%  tma_x" : "12.3"}` of `-j` with metrics only. */
const JSON_ONLY = new RegExp(`"%?\\s*(${NAMES})" : "?(-?\\d{1,3}[.,]\\d+)"?`, 'gi');
const SHARE = /^-?\d{1,3}[.,]\d+%?$/;
const LONGEST = 2000;

/** Shares that cancel out to a little below 0 are 0. */
const reading = (event: string, share: string, more: Partial<CounterReading> = {}): CounterReading => ({
  event: event.trim(),
  value: Math.max(0, Number(share.replace(',', '.').replace('%', ''))),
  unit: '%',
  running: 1,
  ...more,
});

/** The names of a table's heading; undefined where a line is none. */
function namesOf(line: string): string[] | undefined {
  const text = line.slice(0, LONGEST);
  const names = text.match(NAME) ?? [];
  return names.length > 1 && text.replace(NAME, '').replace(HEADING, '') === '' ? names : undefined;
}

export const isTopDown = (line: string): boolean =>
  namesOf(line) !== undefined || (line.startsWith('{') && sharesBeside(line).length > 0);

/** Shares that stand behind a counter, or in a line of JSON. */
export function sharesBeside(line: string): CounterReading[] {
  const text = line.slice(0, LONGEST);
  if (!text.startsWith('{')) {
    return text.includes('%') ? [...text.matchAll(BESIDE)].map(([, share, name]) => reading(name, share)) : [];
  }
  const found = [...text.matchAll(IN_JSON)].map(([, share, name]) => reading(name, share));
  return found.length ? found : [...text.matchAll(JSON_ONLY)].map(([, name, share]) => reading(name, share));
}

/** Tables of shares: a heading of names, and rows of as many figures behind the interval, the scope and how many CPUs it has. */
export class TopDownTable {
  private names: string[] = [];
  private separator: string | undefined;

  /** The shares of a row; none of a heading; undefined where a line is neither. */
  read(line: string): CounterReading[] | undefined {
    const names = namesOf(line);
    if (names) {
      this.names = names;
      this.separator = /[,;|@]/.exec(line)?.[0];
      return [];
    }
    return this.names.length ? this.row(line.slice(0, LONGEST)) : undefined;
  }

  private row(line: string): CounterReading[] | undefined {
    const { names, separator } = this;
    const cells = (separator === undefined ? line.trim().split(/\s+/) : line.trim().split(separator)).filter(Boolean);
    // Under a locale with a decimal comma and `-x,` fractions are two cells.
    const tail = cells.slice(-2 * names.length);
    const halves = separator === ',' && tail.every((cell) => /^-?\d{1,3}$/.test(cell));
    const figures = halves ? names.map((_, i) => tail.slice(2 * i, 2 * i + 2).join('.')) : cells.slice(-names.length);
    if (figures.length !== names.length || !figures.every((figure) => SHARE.test(figure))) {
      return undefined;
    }
    const front = cells.slice(0, cells.length - names.length * (halves ? 2 : 1));
    const time = front[0] !== undefined && /^\d+[.,]\d+$/.test(front[0]) ? front.shift()!.replace(',', '.') : undefined;
    const scope = front.find((cell) => !/^\d+$/.test(cell));
    return names.map((name, i) =>
      reading(name, figures[i], {
        ...(time === undefined ? {} : { time: Number(time) }),
        ...(scope === undefined ? {} : { scope }),
      })
    );
  }
}
