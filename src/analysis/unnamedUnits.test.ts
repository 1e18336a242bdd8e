import { type FileWeights, timeUnits, unnamedTimeUnit } from './unnamedUnits';

const unit = (role: FileWeights['role'], ...weights: number[]) => unnamedTimeUnit(role, Float64Array.from(weights));

it('off-CPU figures are µs where their mean is a thousand or more; empty stacks do not count', () => {
  expect([unit('offcpu', 1000, 1000), unit('offcpu', 999, 1000), unit('offcpu', 0, 0, 1000)]).toEqual([
    'microseconds',
    undefined,
    'microseconds',
  ]);
});

it('few stacks, or one that is small, are counts', () => {
  expect(unit('cpu', 1000, 2000, 3000)).toBeUndefined();
  expect(unit('cpu', 1000, 2000, 3000, 0)).toBeUndefined();
  expect(unit('cpu', 1000, 2000, 3000, 4000)).toBe('microseconds');
  expect(unit('cpu', 999, 2000, 3000, 4000)).toBeUndefined();
});

it.each<[string, number, number, string]>([
  ['1 ms in µs', 1e3, 1, 'microseconds'],
  ['100 ms in µs', 1e5, 1, 'microseconds'],
  ['100 ms in µs, many samples', 1e5, 1e4, 'microseconds'],
  ['1 ms in ns', 1e6, 1, 'nanoseconds'],
  ['10 ms in ns', 1e7, 1, 'nanoseconds'],
  ['100 ms in ns', 1e8, 1, 'nanoseconds'],
])('a period of %s tells the unit', (_, period, samples, expected) =>
  expect(unit('cpu', ...[2, 3, 5, 7].map((n) => n * period * samples + (samples > 1 ? period : 0)))).toBe(expected)
);

it('without a period the size does: a mean of a million or more is ns', () => {
  expect(unit('wall', 1_000_003, 1_000_007, 1_000_009, 999_981)).toBe('nanoseconds');
  expect(unit('wall', 900_001, 900_007, 900_011, 900_019)).toBe('microseconds');
  expect(unit('wall', 1000.5, 2000.5, 3000.5, 4000.5)).toBe('microseconds');
  expect(unit('wall', 1e7, 2e7, 3e7, 1000.5)).toBe('nanoseconds');
});

describe('the units of several files', () => {
  const file = (role: FileWeights['role'], scale: number, own = 'count', named = false): FileWeights => ({
    role,
    weights: Float64Array.of(2 * scale, 3 * scale, 5 * scale, 7 * scale),
    unit: own,
    named,
  });
  const units = (...files: FileWeights[]) => timeUnits(files).map((of) => of.unit);

  it('are asked for beside another measure; alone, or all counts, shares are right as they are', () => {
    expect(units(file('cpu', 1000))).toEqual([undefined]);
    expect(units(file('cpu', 1000), file('wall', 1000))).toEqual([undefined, undefined]);
    expect(timeUnits([file('cpu', 1000), file('wall', 1e6, 'nanoseconds')])).toEqual([
      { unit: 'microseconds', factor: 1000 },
      { unit: undefined, factor: 1 },
    ]);
    expect(units(file('cpu', 1000), file('wall', 1))).toEqual(['microseconds', undefined]);
  });

  it('of off-CPU time are, even alone', () => {
    expect(units(file('offcpu', 1000))).toEqual(['microseconds']);
    expect(units(file('offcpu', 1))).toEqual([undefined]);
  });

  it('a unit that is named is that unit; what is no time has none', () => {
    expect(units(file('cpu', 1000, 'count', true), file('wall', 1e6, 'nanoseconds'))).toEqual([undefined, undefined]);
    expect(units(file('cpu', 1000), file('other', 1e6, 'bytes'))).toEqual([undefined, undefined]);
    expect(units(file('other', 1000), file('wall', 1e6, 'nanoseconds'))).toEqual([undefined, undefined]);
  });
});
