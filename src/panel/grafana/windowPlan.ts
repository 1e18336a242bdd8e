import { type AbsoluteTimeRange } from '@grafana/data';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths of windows, in ms. */
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
  ...[10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 3, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 4, 7, 14, 28, 56, 112, 224, 448].map((n) => n * DAY),
];
/** Pyroscope's and Alloy's agents send a profile every 10 or 15 s: shorter windows would be empty in turns. */
const OF_A_PROFILE = 10 * SECOND;
const LONGEST = STEPS[STEPS.length - 1];

/** Equal parts of time, the earliest first; each begins at a multiple of `step` since 1970, wherever the range begins. */
export interface WindowPlan {
  /** In ms. */
  step: number;
  windows: AbsoluteTimeRange[];
}

/**
 * The windows that a range is looked at in: as short as at most `most` of them cover it. Windows that are not over at `now` are not among
 * them. In ms: the `shortest` that one is, and the `bucket` that they are whole multiples of. The same moment is in the same window as long as the range keeps its length, so that a refresh asks only for what is new.
 */
export function planWindows(
  { from, to }: AbsoluteTimeRange,
  now: number,
  most: number,
  { shortest = OF_A_PROFILE, bucket = 1 }: { shortest?: number; bucket?: number } = {}
): WindowPlan {
  // By the length alone: a range that moves by a second cuts one window more in two, and keeps its step.
  const fits = (step: number) => Math.ceil((to - from) / step) + 1 <= most;
  const round = STEPS.find((length) => length >= Math.max(shortest, bucket) && length % bucket === 0 && fits(length));
  const whole = (of: number) => of * Math.ceil((to - from) / of / (most - 1));
  // A bucket of an odd length goes into round ones that are far too long, if into any.
  const step = bucket > 1 && !(round! <= 2 * whole(bucket)) ? whole(bucket) : (round ?? whole(LONGEST));
  const first = Math.floor(from / step);
  const end = Math.min(Math.ceil(to / step), Math.floor(now / step));
  return {
    step,
    windows: Array.from({ length: Math.max(0, end - first) }, (_, i) => ({
      from: (first + i) * step,
      to: (first + i + 1) * step,
    })),
  };
}

/** A window by its time. */
export const windowKey = ({ from, to }: AbsoluteTimeRange): string => `${from}-${to}`;

/** Those that are not known, in the order in which they are asked for: the latest first, which is what somebody on call looks at. */
export const windowsToAsk = ({ windows }: WindowPlan, isKnown: (window: AbsoluteTimeRange) => boolean) =>
  windows.filter((window) => !isKnown(window)).reverse();
