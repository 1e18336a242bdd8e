import { CATEGORIES } from '../../analysis';
import { changeText, largestChange } from './change';
import { figuresOf, KINDS, overall, type TimelineWindow } from './kinds';
import { alike } from './useWindows';

/** A window of 10 s, by threads. */
const window = (i: number, cpu: number, waits: Record<string, number> = {}, evidence = 'cpu+wall'): TimelineWindow => {
  const waiting = CATEGORIES.map((name) => (waits[name] ?? 0) * 10e9);
  const total = cpu * 10e9 + waiting.reduce((sum, w) => sum + w, 0) + (waits.unknown ?? 0) * 10e9;
  return {
    from: i * 10_000,
    to: (i + 1) * 10_000,
    answered: true,
    whole: {
      split: { total, onCpu: cpu * 10e9, waiting, unattributed: (waits.unknown ?? 0) * 10e9 },
      evidence: evidence as never,
      unit: 'nanoseconds',
    },
  };
};
const lock = (values: number[]) => values.map((value, i) => window(i, 2, { lock: value, idle: 5 }));
const of = (figures: number[] | undefined, kind: (typeof KINDS)[number]) => figures?.[KINDS.indexOf(kind)];

it('a window’s figures are threads, which add up, or shares of what is not idle', () => {
  const one = window(0, 2, { lock: 3, idle: 5, unknown: 1 });
  const threads = figuresOf(one, 'rate');
  expect([of(threads, 'cpu'), of(threads, 'lock'), of(threads, 'unattributed'), of(threads, 'idle')]).toEqual([
    2, 3, 1, 5,
  ]);
  const shares = figuresOf(one, 'share');
  expect([of(shares, 'cpu'), of(shares, 'lock')].map((share) => share!.toFixed(3))).toEqual(['0.333', '0.500']);
  expect(figuresOf({ from: 0, to: 1, answered: true }, 'rate')).toBeUndefined();
});

it('no part is negative where two samplers saw more CPU time than there was', () => {
  const one = window(0, 2, { lock: 3 });
  one.whole = { ...one.whole!, split: { ...one.whole!.split, total: 40e9 } };
  expect([of(figuresOf(one, 'rate'), 'cpu'), of(figuresOf(one, 'rate'), 'unattributed')]).toEqual([1, 0]);
});

it('the largest change is where a kind grew most against the windows before it, not where it fell back', () => {
  const change = largestChange(lock([3, 3.2, 3.1, 3, 9.8, 9.9, 3]), 'rate')!;
  expect(change.window.from).toBe(40_000);
  expect(changeText(change, '10:34', 'rate', 'threads')).toBe('10:34: Lock 3.1 → 9.8 threads');
  expect(
    changeText(largestChange(lock([3, 3, 3, 9]), 'share')!, '10:34', 'share', 'threads').replaceAll('\u00a0', ' ')
  ).toBe('10:34: Lock 60.0 % → 81.8 %');
});

it('where nothing grew, it is where most fell; idle and what is small are no change', () => {
  expect(largestChange(lock([9, 9, 9, 3]), 'rate')).toMatchObject({ kind: 'lock', before: 9, now: 3 });
  expect(largestChange(lock([3, 3.1, 3, 3.1]), 'rate')).toBeUndefined();
  expect(largestChange([window(0, 2, { idle: 1 }), window(1, 2, { idle: 50 })], 'rate')).toBeUndefined();
  expect(largestChange([window(0, 2)], 'rate')).toBeUndefined();
});

it('a kind’s figure over all windows has an interval from how they differ', () => {
  const { figure, interval } = overall(lock([3, 4, 3, 4, 3, 4, 3, 4]), 'lock', 'rate');
  expect(figure).toBe(3.5);
  expect(interval![0]).toBeGreaterThanOrEqual(3);
  expect(interval![1]).toBeLessThanOrEqual(4);
  expect(overall(lock([3, 4]), 'lock', 'rate').interval).toBeUndefined();
});

it('a window that measures something else than most takes no part in what is said of all', () => {
  const windows = [...lock([3, 3, 3]), window(3, 2, {}, 'cpu'), { from: 40_000, to: 50_000 }];
  expect(alike(windows).map(({ from }) => from)).toEqual([0, 10_000, 20_000, 40_000]);
});
