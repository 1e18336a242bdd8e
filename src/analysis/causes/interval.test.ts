import { randomBinomial, randomLcg } from 'd3';
import { around, changeInterval, isNoise, shareInterval, shareOfWindows, widerOf } from './interval';

const rounded = ([low, high]: readonly [number, number]) => [Number(low.toFixed(4)), Number(high.toFixed(4))];

describe('the interval of a share', () => {
  // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3 (Wilson).
  it.each([
    [81, 263, [0.2553, 0.3662]],
    [15, 148, [0.0624, 0.1605]],
    [0, 20, [0, 0.1611]],
    [1, 29, [0.0061, 0.1718]],
  ])('%d of %d', (samples, of, interval) => {
    expect(rounded(shareInterval(samples, of))).toEqual(interval);
  });

  it('is everything where there is no sample', () => {
    expect(shareInterval(0, 0)).toEqual([0, 1]);
  });
});

describe('the interval of a change', () => {
  // Newcombe (1998), Interval estimation for the difference between independent proportions, table II, method 10.
  it.each([
    [48 / 80, 80, 56 / 70, 70, [0.0524, 0.3339]],
    [3 / 10, 10, 9 / 10, 10, [0.1705, 0.809]],
    [0 / 10, 10, 10 / 10, 10, [0.6075, 1]],
  ])('from %d of %d to %d of %d', (a, samplesA, b, samplesB, [low, high]) => {
    const [from, to] = changeInterval(
      a,
      shareInterval(a * samplesA, samplesA),
      b,
      shareInterval(b * samplesB, samplesB)
    );
    expect(from).toBeCloseTo(low, 3);
    expect(Math.min(1, to)).toBeCloseTo(high, 3);
  });
});

/** In how many of a hundred runs an interval holds what is true; seeded. */
function covered(truth: number, run: (uniform: () => number) => readonly [number, number]): number {
  const uniform = randomLcg(0.42);
  let hits = 0;
  for (let i = 0; i < 400; i++) {
    const [low, high] = run(uniform);
    hits += low <= truth && truth <= high ? 1 : 0;
  }
  return hits / 4;
}
const seen = (uniform: () => number, of: number, share: number) => randomBinomial.source(uniform)(of, share)();

describe('by counts, covers the truth in about 95 of 100 runs', () => {
  it.each([
    [0.4, 1000],
    [0.05, 400],
    [0.3, 40],
  ])('a share of %d, of %d samples', (share, of) => {
    const hits = covered(share, (uniform) => shareInterval(seen(uniform, of, share), of));
    expect(hits).toBeGreaterThanOrEqual(90);
    expect(hits).toBeLessThanOrEqual(98);
  });

  it.each([
    [0.3, 500, 0.4, 300],
    [0.1, 200, 0.1, 900],
  ])('a change from %d of %d samples to %d of %d', (a, ofA, b, ofB) => {
    const hits = covered(b - a, (uniform) => {
      const [seenA, seenB] = [seen(uniform, ofA, a), seen(uniform, ofB, b)];
      return changeInterval(seenA / ofA, shareInterval(seenA, ofA), seenB / ofB, shareInterval(seenB, ofB));
    });
    expect(hits).toBeGreaterThanOrEqual(90);
    expect(hits).toBeLessThanOrEqual(98);
  });
});

it('a change is noise where its interval holds 0; where none is known nothing is said', () => {
  expect([isNoise([-0.1, 0.2]), isNoise([0, 0.2]), isNoise([0.01, 0.2]), isNoise([-0.2, -0.1])]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isNoise(undefined)).toBe(false);
});

it('of counts and windows the wider is believed, and said with what it is from', () => {
  const counts = { interval: [0.3, 0.5] as const, samples: 90 };
  const windows = (low: number, high: number) => ({ interval: [low, high] as const, windows: 24 });
  expect(widerOf(counts, windows(0.2, 0.6))).toEqual({ interval: [0.2, 0.6], windows: 24, samples: 90 });
  expect(widerOf(counts, windows(0.35, 0.45))).toBe(counts);
  expect([widerOf(undefined, windows(0, 1)), widerOf(counts, undefined), widerOf(undefined, undefined)]).toEqual([
    windows(0, 1),
    counts,
    undefined,
  ]);
});

it('is put around another share in proportion, within 0 and 1', () => {
  expect(around([0.3, 0.5], 0.2, 0.4)).toEqual([0.15, 0.25]);
  expect(around([0.3, 0.5], 0.9, 0.4)[1]).toBe(1);
  const known = shareOfWindows([1, 3, 1, 3, 2, 2, 2, 2], Array(8).fill(4), 0.25)!;
  expect(known.windows).toBe(8);
  expect((known.interval[0] + known.interval[1]) / 2).toBeCloseTo(0.25, 1);
  expect(shareOfWindows(Array(8).fill(0), Array(8).fill(4), 0.25)).toBeUndefined();
});
