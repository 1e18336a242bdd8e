import * as fc from 'fast-check';
import { byTime } from './order';

it('orders rows by time, those of one time as they came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const time = Float64Array.from(times);
      const rows = Uint32Array.from(time.keys()).filter((row) => row % 3 !== 1);
      const sorted = [...rows].sort((a, b) => time[a] - time[b] || a - b);
      expect([...byTime(time, rows)]).toEqual(sorted);
    })
  );
});
