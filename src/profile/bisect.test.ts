import * as fc from 'fast-check';
import { bisectLeft, bisectRight } from './bisect';

it('has as many values in front of the place as are smaller, or not greater', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.integer({ min: -6, max: 6 }), (values, x) => {
      const sorted = Float64Array.from(values).sort();
      expect(bisectLeft(sorted, x)).toBe(values.filter((value) => value < x).length);
      expect(bisectRight(sorted, x)).toBe(values.filter((value) => value <= x).length);
    })
  );
});

it('looks in a part only', () => {
  const values = Int32Array.of(1, 2, 2, 2, 3);
  expect([bisectLeft(values, 2, 2, 4), bisectRight(values, 2, 0, 3), bisectLeft(values, 9, 1, 3)]).toEqual([2, 3, 3]);
});
