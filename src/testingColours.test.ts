import { ciede2000, contrast, difference, seen } from './testingColours';

/** Pairs of Sharma's supplementary test data that reach every branch: hue means over and under 360°, greys, the rotation in blue. */
it.each([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
  [[50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [56, -27, -3], 31.903],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
])('CIEDE2000 of %j and %j is %d', (one, two, expected) => {
  const of = ([l, a, b]: number[]) => ({ l, a, b });
  expect(ciede2000(of(one), of(two))).toBeCloseTo(expected, 3);
  expect(ciede2000(of(two), of(one))).toBeCloseTo(expected, 3);
});

it('leaves greys grey in every sight, and takes red and green together where they are', () => {
  for (const sight of ['protanopia', 'deuteranopia', 'tritanopia'] as const) {
    const { a, b } = seen('#808080', sight);
    expect(Math.hypot(a, b)).toBeLessThan(0.1);
  }
  const redGreen = (sight: Parameters<typeof difference>[2]) => difference('#d04040', '#60801e', sight);
  expect(redGreen('deuteranopia')).toBeLessThan(redGreen('normal') / 3);
  expect(difference('#4060d0', '#307080', 'tritanopia')).toBeLessThan(difference('#4060d0', '#307080', 'normal') / 2);
});

it('contrast as WCAG has it', () => {
  expect(contrast('#000', '#fff')).toBeCloseTo(21);
  expect(contrast('#767676', '#fff')).toBeCloseTo(4.54, 2);
});
