import { changeInterval, shareInterval } from './interval';

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
    const [from, to] = changeInterval(a, samplesA, b, samplesB);
    expect(from).toBeCloseTo(low, 3);
    expect(Math.min(1, to)).toBeCloseTo(high, 3);
  });
});
