import { randomLcg, randomNormal } from 'd3';
import { FEWEST_WINDOWS, outsideOf, spreadOfRatio } from './spread';

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

describe('how windows are drawn', () => {
  const of = (pattern: number[], count: number) => {
    const parts = Array.from({ length: count }, (_, i) => pattern[i % pattern.length]);
    const [low, high] = spreadOfRatio(parts, Array(count).fill(1))!;
    return [low, high];
  };
  const isWide = ([low, high]: number[]) => high - low > 0.3;

  it('from twelve on two that follow each other, from 16 on three: what changes within a run leaves no doubt', () => {
    expect([of([0, 1], 12), of([0, 1], 14)]).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(of([0, 0, 3], 24)).toEqual([1, 1]);
    expect(isWide(of([0, 1], 18))).toBe(true);
    expect(isWide(of([0, 0, 1], 15))).toBe(true);
  });

  it('fewer one by one, six at least', () => {
    expect([isWide(of([0, 1], 10)), isWide(of([0, 1], 11)), isWide(of([0, 1], FEWEST_WINDOWS))]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('few runs give a wider interval than the plain percentiles', () => {
    // Six runs of two, each 0, 1, 1 or 2: twelve tosses of a coin, of which 3 or fewer come in 7 of 100, 2 or fewer in 2, one in 0.3.
    const [low, high] = of([0, 0, 1, 1], 12);
    expect(low).toBeLessThan(0.25);
    expect(high).toBeGreaterThan(0.75);
    expect([low, 1 - high].every((outside) => outside > 0)).toBe(true);
  });
});

it('the percentiles are those of Student’s t, for few runs farther out', () => {
  // The normal distribution above √(n / (n − 1)) · t of n − 1 degrees of freedom, t by its tables.
  const expected: Array<[runs: number, outside: number]> = [
    [6, 0.002431],
    [8, 0.005737],
    [12, 0.010758],
    [24, 0.017293],
    [100, 0.023066],
    [1e9, 0.025],
  ];
  for (const [runs, outside] of expected) {
    expect(Math.abs(outsideOf(runs) - outside)).toBeLessThan(3.2e-5);
  }
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
