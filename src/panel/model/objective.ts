import { type AbsoluteTimeRange } from '@grafana/data';
import { median, pairs } from 'd3';

/** A series and the value that it must not pass. Times ascend, in ms; a value that is missing is NaN. */
export interface ObjectiveSeries {
  times: number[];
  values: number[];
  limit: number;
}

/** Times in which an objective was broken, and in which it held, each in the order of time; what is not known is in none. */
export interface ObjectiveWindows {
  broken: AbsoluteTimeRange[];
  held: AbsoluteTimeRange[];
}

/** A point stands for the time until the next one, but for no more than so many steps: a gap is not known. */
const GAP = 3;

/**
 * Where a series is above its limit, and where not:
 *
 *     value   . . # # # . .        limit: # is above it
 *     time    1 2 3 4 5 6 7        held 1–3, broken 3–6, held 6–end of the range
 */
export function objectiveWindows(
  { times, values, limit }: ObjectiveSeries,
  { from: start, to: end }: AbsoluteTimeRange
): ObjectiveWindows {
  const known = [...times.keys()].filter((i) => Number.isFinite(values[i]) && times[i] <= end);
  const reach = GAP * (median(pairs(times, (a, b) => b - a)) ?? Infinity);
  const windows: ObjectiveWindows = { broken: [], held: [] };
  known.forEach((i, k) => {
    const own = values[i] > limit ? windows.broken : windows.held;
    const from = Math.max(start, k > 0 ? times[i] : Math.max(start, times[i] - reach));
    const to = Math.min(end, times[i] + reach, k + 1 < known.length ? times[known[k + 1]] : end);
    const last = own[own.length - 1];
    if (to <= from) {
      return;
    }
    if (last?.to === from) {
      last.to = to;
    } else {
      own.push({ from, to });
    }
  });
  return windows;
}

/** Agents send a profile every 10 or 15 s, in ms: one that was begun before a change tells of what is behind it. */
const PROFILE = 15_000;

/**
 * A time without the end of it that is not known to be of it: as much as a profile lasts, no more than a third. A series that is worked out over
 * the last seconds tells of a change late by as many, which is in that end, too.
 */
export const clearOfNext = ({ from, to }: AbsoluteTimeRange): AbsoluteTimeRange => ({
  from,
  to: to - Math.min(PROFILE, Math.floor((to - from) / 3)),
});

/** Where the objective was broken and where it held, clear of each other. */
export function apart({ broken, held }: ObjectiveWindows): ObjectiveWindows {
  const clear = (own: AbsoluteTimeRange[], others: AbsoluteTimeRange[]) =>
    own.map((one) => (others.some(({ from }) => from >= one.to && from - one.to < PROFILE) ? clearOfNext(one) : one));
  return { broken: clear(broken, held), held: clear(held, broken) };
}

export const lengthOf = (windows: AbsoluteTimeRange[]): number =>
  windows.reduce((sum, { from, to }) => sum + to - from, 0);

/** From the beginning of the first window to the end of the last one; there is at least one. */
export const extentOf = (windows: AbsoluteTimeRange[]): AbsoluteTimeRange => ({
  from: windows[0].from,
  to: windows[windows.length - 1].to,
});

/** Profilers send a profile every 10 to 60 s: in so many ms there is at least one. */
const ENOUGH = 120_000;

/** A shorter part of the broken time has too few samples beside it, and a longer one is mostly further away. */
const PART = 1 / 3;

/** A held time is worth comparing with where it is a third as long as the broken one, or holds a profile in any case. */
export const isEnough = (held: AbsoluteTimeRange[], broken: AbsoluteTimeRange[]): boolean =>
  held.some(({ from, to }) => to - from >= Math.min(ENOUGH, lengthOf(broken) * PART));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How far from a broken time is looked for one that held. */
const REACH = { times: 8, least: HOUR, most: 7 * 24 * HOUR };

/** Where to look for a time that held: before the range, and after it as far as there is a later. Whole minutes: one question a minute. */
export function searchedAround({ from, to }: AbsoluteTimeRange, now: number): AbsoluteTimeRange {
  const reach = Math.min(Math.max(REACH.times * (to - from), REACH.least), REACH.most);
  const until = Math.min(to + reach, now);
  const whole = (time: number) => Math.floor(time / MINUTE) * MINUTE;
  return { from: whole(from - reach), to: whole(until - to >= MINUTE ? until : from) };
}

/**
 * The time outside of `broken` in which the objective held: the nearest before it that is at least a third of `length` (ms), else the
 * nearest after it, else the longest. No longer than `length`.
 */
export function heldOutside(
  series: ObjectiveSeries,
  searched: AbsoluteTimeRange,
  broken: AbsoluteTimeRange,
  length: number
): AbsoluteTimeRange | undefined {
  const { held } = objectiveWindows(series, searched);
  const before = held
    .map(({ from, to }) => ({ from, to: Math.min(to, broken.from) }))
    .map(({ from, to }) => ({ from: Math.max(from, to - length), to }))
    .filter(({ from, to }) => to > from)
    .reverse();
  const after = held
    .map(({ from, to }) => ({ from: Math.max(from, broken.to), to }))
    .map(({ from, to }) => ({ from, to: Math.min(to, from + length) }))
    .filter(({ from, to }) => to > from);
  const found = [...before, ...after];
  return found.find(({ from, to }) => to - from >= length * PART) ?? longest(found, 1)[0];
}

/** The longest windows, in the order of time. */
export const longest = (windows: AbsoluteTimeRange[], most: number): AbsoluteTimeRange[] =>
  [...windows]
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, most)
    .sort((a, b) => a.from - b.from);
