import { spreadOfRatio, Z } from '../spread';

/** Low and high end, 0 to 1. */
export type Interval = readonly [low: number, high: number];

/** How well a share is known: its 95 % interval, and what that is from. */
export interface ShareInterval {
  interval: Interval;
  /** Samples behind the share, where they are known. */
  samples?: number;
  /** So many windows of time were drawn from (bootstrap); absent: by counts of samples. */
  windows?: number;
}

/**
 * The 95 % interval of a share of which `samples` of `of` samples were seen, by Wilson's score: holds for few samples and for
 * shares near 0 and 1. Samples are taken to be independent, which those of threads at one tick are not: the true one is wider.
 * Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
 */
export function shareInterval(samples: number, of: number): Interval {
  if (!(of > 0)) {
    return [0, 1];
  }
  const p = Math.min(1, Math.max(0, samples / of));
  const spread = (Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of))) / (1 + (Z * Z) / of);
  const middle = (p + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  return [Math.max(0, middle - spread), Math.min(1, middle + spread)];
}

/**
 * The 95 % interval of how much a share changed, from `a` with the interval `ofA` to `b` with `ofB`, by square and add; with Wilson's
 * intervals it is Newcombe's. Where it holds 0, noise explains the difference. Newcombe, R. G. (1998), Interval estimation for the difference
 * between independent proportions, method 10; Zou, G. Y., Donner, A. (2008), Construction of confidence limits about effect measures.
 */
export const changeInterval = (a: number, ofA: Interval, b: number, ofB: Interval): Interval => [
  b - a - Math.hypot(b - ofB[0], ofA[1] - a),
  b - a + Math.hypot(ofB[1] - b, a - ofA[0]),
];

/** Whether a change may be none at all. */
export const isNoise = (interval: Interval | undefined): boolean =>
  interval !== undefined && interval[0] <= 0 && interval[1] >= 0;

/** The same relative spread around another share. */
export const around = ([low, high]: Interval, share: number, of: number): Interval =>
  of > 0 ? [Math.max(0, (low * share) / of), Math.min(1, (high * share) / of)] : [low, high];

/**
 * Of how a share is known by counts and how by windows, the wider: samples of threads at one tick are alike, which counts do not know,
 * and windows may be alike by chance. Undefined: neither is known.
 */
export function widerOf(
  byCounts: ShareInterval | undefined,
  byWindows: ShareInterval | undefined
): ShareInterval | undefined {
  if (!byCounts || !byWindows) {
    return byCounts ?? byWindows;
  }
  const width = ({ interval: [low, high] }: ShareInterval) => high - low;
  return width(byWindows) >= width(byCounts) ? { ...byWindows, samples: byCounts.samples } : byCounts;
}

/** `share`, known by what part of each window it is; undefined: too few windows. */
export function shareOfWindows(
  parts: readonly number[],
  wholes: readonly number[],
  share: number
): ShareInterval | undefined {
  const interval = spreadOfRatio(parts, wholes);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  return interval && sum(parts) > 0
    ? {
        interval: around(interval, share, sum(parts) / sum(wholes)),
        windows: wholes.filter((whole) => whole > 0).length,
      }
    : undefined;
}
