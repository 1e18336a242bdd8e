import { type Profile, type ProfileBuilder, type Problem, stepEnd, type Steps } from '../profile';
import { type Column, Dropped, numberOf, type RowTimes } from './source';

/** Columns that are a time by their name, where what they hold is one. Of several the first name in the list is taken. */
const NAMES = ['tsns', 'time', '_time', 'timestamp', 'ts', 'datetime', 'start', 'start_time', 'minute', 'bucket'];
const MS = 1e6;
const SECOND = 1e9;
/** Between 2001 and 2099 a count of seconds, ms, µs or ns since 1970 tells by its size which of them it is. */
const [EARLIEST, LATEST] = [1e9, 4.1e9];
const UNITS = [SECOND, MS, 1e3, 1];
/** `2026-11-24T16:20:36.123456789Z`, with a blank for the T, without seconds, with an offset; without one it is UTC, as databases answer. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?\s*(Z|UTC|[+-]\d\d:?(?:\d\d)?)?$/;

/** ns since 1970 of a cell; NaN: none. A number in a field of times is in ms, as Grafana has it; another tells its unit by its size. */
export function momentOf(cell: unknown, isTime = false): number {
  if (cell instanceof Date) {
    return cell.valueOf() * MS;
  }
  const number = numberOf(cell);
  if (number !== undefined) {
    const unit = isTime && typeof cell === 'number' ? MS : UNITS.find((ns) => inReach((number * ns) / SECOND));
    return unit === undefined ? NaN : number * unit;
  }
  const parts = typeof cell === 'string' ? ISO.exec(cell.trim()) : null;
  if (!parts) {
    return NaN;
  }
  const [, day, minute, seconds = '00', fraction = '', zone = 'Z'] = parts;
  const offset = zone === 'UTC' ? 'Z' : zone.length === 3 ? `${zone}:00` : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  return Date.parse(`${day}T${minute}:${seconds}${offset}`) * MS + Number(fraction.padEnd(9, '0'));
}

const inReach = (seconds: number) => seconds >= EARLIEST && seconds <= LATEST;

/** Rows that are looked at to tell whether a column by the name of a time is one. */
const HEAD = 20;

/** The column that says when rows were taken: by its type, else by its name and what it holds. */
export function timeColumn(columns: Column[]): Column | undefined {
  const holdsTimes = (column: Column) => {
    const head = Array.from({ length: Math.min(HEAD, column.values.length) }, (_, row) => column.values[row]);
    const known = head.filter((cell) => cell !== null && cell !== undefined && cell !== '');
    return known.length > 0 && known.every((cell) => !Number.isNaN(momentOf(cell)));
  };
  // Numbers by such a name are weights where there are no others.
  const several = columns.filter(({ type }) => type === 'number').length > 1;
  const byName = NAMES.flatMap((name) => columns.filter((column) => column.name.toLowerCase() === name));
  return (
    byName.find((column) => column.name.toLowerCase() === 'tsns') ??
    columns.find(({ type }) => type === 'time') ??
    byName.find((column) => (column.type === 'string' || (column.type === 'number' && several)) && holdsTimes(column))
  );
}

/** Undefined: no column has times, or all rows have the same one, to a millisecond. No array of all times is made: a table may have ten million rows. */
export function* rowTimeSteps(columns: Column[], length: number): Steps<RowTimes | undefined> {
  const column = timeColumn(columns);
  if (!column) {
    return undefined;
  }
  const { values } = column;
  const isTime = column.type === 'time';
  let [lastCell, lastMoment]: [unknown, number] = [undefined, NaN];
  // Rows of one time mostly stand together: a text is taken apart once for all of them.
  const at = (row: number): number => {
    const cell = values[row];
    if (cell !== lastCell) {
      [lastCell, lastMoment] = [cell, momentOf(cell, isTime)];
    }
    return lastMoment + (column.nanos?.[row] ?? 0);
  };
  const found = yield* survey(at, length);
  return found && { column, at, ...found };
}

/** Different times that are kept, to see how far they stand apart; where there are more, nobody has sent them in turns. */
const MOST_DIFFERENT = 100_000;

function* survey(
  at: RowTimes['at'],
  length: number
): Steps<Pick<RowTimes, 'first' | 'last' | 'bucket' | 'gap'> | undefined> {
  let [first, last, begin, timed, grid] = [Infinity, -Infinity, NaN, 0, 0];
  const different = new Set<number>();
  for (let row = 0; row < length;) {
    for (const end = stepEnd(row, length); row < end; row++) {
      const moment = at(row);
      if (Number.isNaN(moment)) {
        continue;
      }
      timed++;
      [first, last] = [Math.min(first, moment), Math.max(last, moment)];
      const ms = Math.round(moment / MS); // as ns since 1970 a number is exact to 256
      begin = Number.isNaN(begin) ? ms : begin;
      grid = grid === 1 ? 1 : commonDivisor(grid, Math.abs(ms - begin));
      if (different.size < MOST_DIFFERENT) {
        different.add(ms);
      }
    }
    yield;
  }
  // Lines of one file are put into a log a nanosecond apart.
  if (!(last - first >= MS)) {
    return undefined;
  }
  const gap = usualGap(different) * MS;
  const rowsAtOnce = different.size < MOST_DIFFERENT ? timed / different.size : 1;
  return { first, last, gap, bucket: bucketOf(grid * MS, gap, rowsAtOnce) };
}

function commonDivisor(a: number, b: number): number {
  while (b > 0) {
    [a, b] = [b, a % b];
  }
  return a;
}

/** The median distance of neighbours; of seconds, in whole ones: nobody sends to the millisecond. */
function usualGap(different: Set<number>): number {
  const times = Float64Array.from(different).sort();
  const gaps = times.subarray(1).map((time, i) => time - times[i]);
  const usual = gaps.sort()[gaps.length >> 1];
  return usual >= 1000 ? Math.round(usual / 1000) * 1000 : usual;
}

/** Nobody sums up over less than a second. */
const LEAST_BUCKET = SECOND;

/**
 * What a row is a sum of. Times that all are whole steps apart are buckets (`$__timeInterval`, `toStartOfMinute`), or as precise as that
 * (a column of whole seconds). Several rows at each of few times are profiles that were sent in turns: each is a sum until the next one.
 */
const bucketOf = (grid: number, gap: number, rowsAtOnce: number): number =>
  [grid, rowsAtOnce >= 2 ? gap : 0].reduce(
    (most, length) => (length >= LEAST_BUCKET ? Math.max(most, length) : most),
    0
  );

/** So many stacks are looked for again, so that a table of many does not take the memory twice. */
const MOST_LOOKED_FOR = 1 << 18;

/**
 * Puts the times of rows onto the samples that are made of them. Where no stack (of the same labels) comes at two times, rows are sums over
 * all time, and a time beside such a sum, as of `max(ts)`, says nothing of when it was sampled: then none has one.
 */
export class TimedRows {
  private readonly untimed = new Dropped();
  private readonly seen = new Map<string, number>();
  private comesAgain = false;

  constructor(
    private readonly builder: ProfileBuilder,
    private readonly times: RowTimes | undefined,
    /** The row of each line; undefined: rows are counted as they stand. */
    private readonly rows?: ArrayLike<number>
  ) {}

  /** Of the sample that was built last: of a row or line (from 0) and a stack, with its labels as text. */
  add(place: number, stack: number, labels = ''): void {
    if (!this.times) {
      return;
    }
    const row = this.rows ? this.rows[place] : place;
    const time = this.times.at(row);
    if (Number.isNaN(time)) {
      this.untimed.add(row + 1, `${this.times.column.name} is ${String(this.times.column.values[row])}`);
      return;
    }
    this.builder.at(time);
    if (!this.comesAgain) {
      const key = `${stack} ${labels}`;
      const before = this.seen.get(key);
      this.comesAgain = before !== undefined && before !== time;
      if (before === undefined && this.seen.size < MOST_LOOKED_FOR) {
        this.seen.set(key, time);
      }
    }
  }

  finish(): { profile: Profile; warnings: Problem[] } {
    const { builder, times, comesAgain, untimed } = this;
    builder.clock = times && 'utc';
    const profile = builder.finish();
    if (!times || !comesAgain) {
      const { time: _, ...samples } = profile.samples;
      return { profile: { ...profile, samples, clock: undefined }, warnings: [] };
    }
    return {
      profile: withBucket(profile, times.bucket),
      warnings: untimed.warnings('row', 'not drawn over time'),
    };
  }
}

const withBucket = (profile: Profile, bucket: number): Profile =>
  bucket > 0 ? { ...profile, samples: { ...profile.samples, bucket } } : profile;

/** A file that stands in a row: unless it tells the times of its samples itself, all of them are of the time of the row. */
export function ofRow(profile: Profile, times: RowTimes, row: number): Profile {
  const at = times.at(row);
  const { length, time } = profile.samples;
  return time || Number.isNaN(at)
    ? profile
    : withBucket(
        { ...profile, clock: 'utc', samples: { ...profile.samples, time: new Float64Array(length).fill(at) } },
        times.bucket || times.gap
      );
}

const TIME_STEPS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400].map((seconds) => seconds * SECOND);
/** The end of JavaScript's dates, in milliseconds. */
const LAST_DATE = 8.64e15;
/** A column of times splits into about so many parts. */
const TIME_PARTS = 20;

/** The time of a row as a label to split by: the beginning of its part of the column's span, in UTC. */
export function timeLabelReader(times: RowTimes | undefined): (row: number) => string | undefined {
  if (!times) {
    return () => undefined;
  }
  const { at, first, last } = times;
  const step = TIME_STEPS.find((ns) => (last - first) / ns <= TIME_PARTS) ?? (last - first) / TIME_PARTS;
  let [known, text]: [number, string | undefined] = [NaN, undefined];
  return (row) => {
    const start = (Math.floor(at(row) / step) * step) / MS;
    if (start !== known) {
      known = start;
      text =
        Math.abs(start) <= LAST_DATE ? new Date(start).toISOString().replace('T', ' ').replace('.000', '') : undefined;
    }
    return text;
  };
}
