import { isObject } from '../profile/guard';
import { type CounterReading, type Problem, type Profile, type Result, type StackTables, type Steps } from '../profile';
import { type Column, textAt } from './cells';

/** What one query or file delivered. `length` is the number of rows. */
export type Source =
  | { kind: 'columns'; columns: Column[]; length: number; flamegraph?: boolean }
  | { kind: 'text'; text: string; times?: LineTimes }
  | { kind: 'bytes'; bytes: Uint8Array };

/** When the rows of a table were taken: see `rowTimeSteps`. */
export interface RowTimes {
  column: Column;
  /** ns since 1970; NaN where the row has no time. */
  at(row: number): number;
  /** The first and the last of them, ns. */
  first: number;
  last: number;
  /** ns that a row's value is a sum of, from its time on; 0: a row is a sample of that moment. */
  bucket: number;
  /** ns from one of the different times to the next, as it usually is. */
  gap: number;
}

/** When the lines of a text were written, where each came as a row of its own. */
export interface LineTimes extends RowTimes {
  /** The row of each line. */
  rows: ArrayLike<number>;
}

export type Table = Source & { kind: 'columns' };

/** What the panel's options say of a query; everything is detected where nothing is said. */
export interface ReadOptions {
  /** Id of a reader, against its own detection. */
  format?: string;
  /** Unit of figures that carry none (folded text). */
  unit?: string;
  /** Name of the value type (pprof sample type, perf event) to take instead of the default one. */
  valueType?: string;
  /** Stacks are written leaf first. Detected where the roots are known ones. */
  leafFirst?: boolean;
  /** Join stacks under the origin that the format names (`created by`). */
  stitchAsync?: boolean;
}

/** Rows that could not be used are counted and the first one is named: nothing is lost silently. */
export interface ReadProfile {
  profile: Profile;
  dropped: number;
  warnings: Problem[];
  /** Readings that are no stacks. */
  counters?: CounterReading[];
}

export interface Reader {
  id: string;
  /** What people call the format, for chips and messages. */
  label: string;
  /** Its rows are distinct stacks with sums, not single samples. */
  aggregated?: boolean;
  matches(source: Source): Certainty;
  read(source: Source, options: ReadOptions): Result<ReadProfile>;
  /** The same in steps, where a table may be so large that a page would stop for it. `tables`: whose frames and stacks it may use. */
  steps?(source: Source, options: ReadOptions, tables?: StackTables): Steps<Result<ReadProfile>>;
}

/** Lines or rows of a file in one step (profile/steps.ts): each is a frame and more. */
export const STEP = 2048;

export type Certainty = 'yes' | 'no' | 'unsure';

const HEAD = 16_384;
const LONGEST_LINE = 4_000_000;

/** What `matches` looks at: the first lines of a text, without the last one if it may be cut. */
export function headLines(source: Source, count = 60): string[] {
  if (source.kind !== 'text') {
    return [];
  }
  // A first line that is longer, a very deep stack, is taken whole.
  const end = Math.max(
    HEAD,
    source.text.slice(0, LONGEST_LINE).indexOf('\n') + 1 || Math.min(source.text.length, LONGEST_LINE)
  );
  const head = source.text.slice(0, source.text.lastIndexOf('\n', HEAD) < 0 ? end : HEAD);
  const lines = head.split(/\r?\n/, count + 1);
  return source.text.length > head.length && lines.length <= count ? lines.slice(0, -1) : lines.slice(0, count);
}

/** Lines of a text without their ends (LF, CRLF), numbered from 1. No array of all lines is built. */
export function* linesOf(text: string): Generator<{ line: string; number: number }> {
  let number = 0;
  for (let from = 0; from < text.length;) {
    const at = text.indexOf('\n', from);
    const to = at < 0 ? text.length : at;
    number++;
    yield { line: text.slice(from, to > from && text.charCodeAt(to - 1) === 13 ? to - 1 : to), number };
    from = to + 1;
  }
}

const parsed = new WeakMap<Source, { value: unknown }>();

/** JSON of a source, parsed once for all readers that ask. Undefined: no JSON. */
export function jsonOf(source: Source): unknown {
  if (source.kind !== 'text') {
    return undefined;
  }
  let known = parsed.get(source);
  if (!known) {
    known = { value: undefined };
    try {
      known.value = /^\s*[[{]/.test(source.text.slice(0, 1000)) ? JSON.parse(source.text) : undefined;
    } catch {
      // no JSON
    }
    parsed.set(source, known);
  }
  return known.value;
}

export * from './cells';
export { isObject };
export const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((v) => typeof v === 'number' && Number.isFinite(v));

/** Columns that carry no label of a profile: times, and Loki's own. */
const NO_LABELS = new Set(['id', 'tsns', 'labeltypes', 'time', 'timestamp', 'ts']);

/** The labels of a row: text columns by their name, and the entries of columns that hold objects (Loki's `labels`). */
export function labelReader(columns: Column[]): (row: number) => Array<[string, string]> {
  const carriers = columns.filter(
    (c) => ['string', 'enum', 'other'].includes(c.type) && !NO_LABELS.has(c.name.toLowerCase())
  );
  return (row) =>
    carriers.flatMap((column): Array<[string, string]> => {
      const cell = column.values[row];
      if (isObject(cell) && !Array.isArray(cell)) {
        return Object.entries(cell).map(([name, value]) => [name, String(value)]);
      }
      const text = textAt(column, row);
      return text ? [[column.name, text]] : [];
    });
}

/** So many of something, in a sentence. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Collects unusable rows: how many, and the first one in words. */
export class Dropped {
  count = 0;
  private first?: Problem;

  add(row: number, message: string, remedy?: string) {
    this.count++;
    this.first ??= { message, row, remedy };
  }

  /** `became`: what was done with them, where they were not left out. */
  warnings(what: string, became = 'left out'): Problem[] {
    return this.first
      ? [
          {
            ...this.first,
            message: `${counted(this.count, what, `${what}s`)} ${became}: ${this.first.message}`,
          },
        ]
      : [];
  }
}
