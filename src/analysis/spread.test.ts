import { randomLcg, randomNormal } from 'd3';
import { FEWEST_WINDOWS, spreadOfRatio } from './spread';

it('windows that are all alike leave no doubt', () => {
  expect(spreadOfRatio(Array(12).fill(3), Array(12).fill(10))).toEqual([0.3, 0.3]);
});

it('has the ratio of the sums within it, and is wider where windows differ more', () => {
  const random = randomLcg(0.3);
  const noise = Array.from({ length: 20 }, () => random() - 0.5);
  const of = (width: number) =>
    spreadOfRatio(
      noise.map((at) => 3 + width * at),
      noise.map(() => 10)
    )!;
  const [alike, unlike] = [of(0.2), of(4.2)];
  for (const [low, high] of [alike, unlike]) {
    expect(low).toBeLessThan(0.31);
    expect(high).toBeGreaterThan(0.29);
  }
  expect(unlike[1] - unlike[0]).toBeGreaterThan(10 * (alike[1] - alike[0]));
});

it('is about as wide as the standard error of the mean says', () => {
  // s = 0.5, the error of the mean of 100 is 0.05, the interval ± 1.96 of it, a tenth more for 20 runs.
  const random = randomLcg(0.7);
  const parts = Array.from({ length: 100 }, () => Math.round(random()));
  const [low, high] = spreadOfRatio(
    parts,
    parts.map(() => 1)
  )!;
  expect(high - low).toBeGreaterThan(0.16);
  expect(high - low).toBeLessThan(0.26);
});

it('says the same of the same windows, and nothing of few: empty ones are none', () => {
  const parts = [1, 5, 2, 8, 3, 4, 9];
  const wholes = parts.map(() => 10);
  expect(spreadOfRatio(parts, wholes)).toEqual(spreadOfRatio(parts, wholes));
  expect(spreadOfRatio(parts.slice(0, FEWEST_WINDOWS - 1), wholes.slice(0, FEWEST_WINDOWS - 1))).toBeUndefined();
  expect(spreadOfRatio([...parts, 0, 0], [...wholes, 0, 0])).toEqual(spreadOfRatio(parts, wholes));
  expect(
    spreadOfRatio(
      parts,
      wholes.map((whole, i) => (i < 2 ? 0 : whole))
    )
  ).toBeUndefined();
});

describe('covers the true share in about 95 of 100 runs', () => {
  /** Threads of one process: the share of each window is near 0.3, the samples of a window follow it. */
  function covered(windows: number, follows: number): number {
    const uniform = randomLcg(0.42);
    const normal = randomNormal.source(uniform)();
    let hits = 0;
    for (let run = 0; run < 400; run++) {
      let state = normal();
      const wholes = Array.from({ length: windows }, () => 80 + Math.floor(40 * uniform()));
      const parts = wholes.map((samples) => {
        state = follows * state + Math.sqrt(1 - follows ** 2) * normal();
        const share = 0.3 + 0.08 * state;
        return Array.from({ length: samples }, () => uniform() < share).filter(Boolean).length;
      });
      const [low, high] = spreadOfRatio(parts, wholes)!;
      hits += low <= 0.3 && 0.3 <= high ? 1 : 0;
    }
    return hits / 4;
  }

  it.each([
    [6, 0],
    [12, 0],
    [24, 0],
    [48, 0],
    [12, 0.3],
    [24, 0.3],
    [48, 0.3],
  ])('%d windows, each like the one before it by %d', (windows, follows) => {
    const hits = covered(windows, follows);
    expect(hits).toBeGreaterThanOrEqual(90);
    expect(hits).toBeLessThanOrEqual(98);
  });

  it('but not where likeness lasts, which it does not claim', () => {
    expect(covered(24, 0.9)).toBeLessThan(80);
  });
});
