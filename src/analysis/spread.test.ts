import { FEWEST_WINDOWS, spreadOfRatio } from './spread';

it('windows that are all alike leave no doubt', () => {
  expect(spreadOfRatio(Array(12).fill(3), Array(12).fill(10))).toEqual([0.3, 0.3]);
});

it('has the ratio of the sums within it, and is wider where windows differ more', () => {
  const wholes = Array<number>(20).fill(10);
  const alike = spreadOfRatio(
    wholes.map((_, i) => 3 + (i % 2) * 0.2),
    wholes
  )!;
  const unlike = spreadOfRatio(
    wholes.map((_, i) => 1 + (i % 2) * 4.2),
    wholes
  )!;
  for (const [low, high] of [alike, unlike]) {
    expect(low).toBeLessThan(0.31);
    expect(high).toBeGreaterThan(0.31);
  }
  expect(unlike[1] - unlike[0]).toBeGreaterThan(10 * (alike[1] - alike[0]));
});

it('is about as wide as the standard error of the mean says', () => {
  // 0 and 1 in turns: s = 0.5, the error of the mean of 100 is 0.05, the interval ± 1.96 of it.
  const parts = Array.from({ length: 100 }, (_, i) => i % 2);
  const [low, high] = spreadOfRatio(
    parts,
    parts.map(() => 1)
  )!;
  expect(low).toBeCloseTo(0.5 - 1.96 * 0.05, 1);
  expect(high).toBeCloseTo(0.5 + 1.96 * 0.05, 1);
});

it('says the same of the same windows, and nothing of few', () => {
  const parts = [1, 5, 2, 8, 3, 4, 9];
  const wholes = parts.map(() => 10);
  expect(spreadOfRatio(parts, wholes)).toEqual(spreadOfRatio(parts, wholes));
  expect(spreadOfRatio(parts.slice(0, FEWEST_WINDOWS - 1), wholes)).toBeUndefined();
});
