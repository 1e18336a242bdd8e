import fc from 'fast-check';
import { MAX_WINDOWS } from '../options/options';
import { planWindows, windowKey, windowsToAsk } from './windowPlan';

const SECOND = 1000;
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 24, 16, 30);

const ranges = fc
  .record({
    to: fc.integer({ min: NOW - 400 * 24 * HOUR, max: NOW }),
    length: fc.integer({ min: 1, max: 5000 * 24 * HOUR }),
  })
  .map(({ to, length }) => ({ from: to - length, to }));
const most = fc.integer({ min: MAX_WINDOWS.fewest, max: MAX_WINDOWS.most });

it.each([
  ['a quarter of an hour', 900 * SECOND, 24, 60 * SECOND, 15],
  ['an hour', HOUR, 24, 180 * SECOND, 20],
  ['an hour, finely', HOUR, 48, 120 * SECOND, 30],
  ['a day', 24 * HOUR, 24, 2 * HOUR, 12],
  ['ten seconds', 10 * SECOND, 24, 10 * SECOND, 1],
])('%s', (_, length, greatest, step, count) => {
  const plan = planWindows({ from: NOW - length, to: NOW }, NOW, greatest);
  expect([plan.step, plan.windows.length]).toEqual([step, count]);
});

it('covers the range without gap or overlap, aligned to its step, in no more windows than the most', () =>
  fc.assert(
    fc.property(ranges, most, (range, greatest) => {
      const { step, windows } = planWindows(range, NOW + 1000 * 24 * HOUR, greatest);
      expect(windows.length).toBeLessThanOrEqual(greatest);
      expect(windows[0].from).toBeLessThanOrEqual(range.from);
      expect(windows[0].to).toBeGreaterThan(range.from);
      expect(windows[windows.length - 1].to).toBeGreaterThanOrEqual(range.to);
      windows.forEach((window, i) => {
        expect(window.from % step).toBe(0);
        expect(window.to - window.from).toBe(step);
        expect(i === 0 || windows[i - 1].to === window.from).toBe(true);
      });
    })
  ));

it('has at least about half as many windows as the most, where they are not shorter than a profile', () =>
  fc.assert(
    fc.property(ranges, most, (range, greatest) => {
      const { step, windows } = planWindows(range, NOW + 1000 * 24 * HOUR, greatest);
      fc.pre(step > 10 * SECOND);
      expect(windows.length).toBeGreaterThanOrEqual(Math.floor(greatest / 2) - 1);
    })
  ));

it('asks for no window that is not over', () =>
  fc.assert(
    fc.property(ranges, most, fc.integer({ min: 0, max: 5 * HOUR }), (range, greatest, ago) => {
      const now = range.to - ago;
      planWindows(range, now, greatest).windows.forEach(({ to }) => expect(to).toBeLessThanOrEqual(now));
    })
  ));

it('a refresh keeps its windows and asks only for those that came to be since', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 60 * SECOND, max: 48 * HOUR }),
      fc.integer({ min: 0, max: 600 * SECOND }),
      most,
      (length, later, greatest) => {
        const at = (now: number) => planWindows({ from: now - length, to: now }, now, greatest);
        const [first, second] = [at(NOW), at(NOW + later)];
        expect(second.step).toBe(first.step);
        const known = new Set(first.windows.map(windowKey));
        const asked = windowsToAsk(second, (window) => known.has(windowKey(window)));
        expect(asked.length).toBeLessThanOrEqual(Math.ceil(later / second.step));
        asked.forEach(({ from }) => expect(from).toBeGreaterThanOrEqual(first.windows[first.windows.length - 1].to));
      }
    )
  ));

it('asks for the latest window first', () => {
  const plan = planWindows({ from: NOW - 900 * SECOND, to: NOW }, NOW, 24);
  const asked = windowsToAsk(plan, () => false).map(({ from }) => from);
  expect(asked).toEqual([...asked].sort((a, b) => b - a));
  expect(asked[0]).toBe(NOW - 60 * SECOND);
});

it('of sums, windows are whole multiples of what each is of, also of an odd length', () => {
  const steps = [60, 90, 7].map(
    (bucket) =>
      planWindows({ from: NOW - 900 * SECOND, to: NOW }, Infinity, 24, { shortest: 1, bucket: bucket * SECOND }).step
  );
  expect(steps).toEqual([60 * SECOND, 180 * SECOND, 42 * SECOND]);
});
