import { secondsRecorded, secondsShown } from './useBarParts';

it('threads × time is of the time that was recorded, not of the range of a dashboard that shows a file', () => {
  const clock = 'utc' as const;
  expect(
    secondsRecorded([
      { role: 'cpu', recorded: { from: 1000, to: 12_000, clock } },
      { role: 'wall', recorded: { from: 2000, to: 13_000, clock } },
      { role: 'baseline', recorded: { from: 0, to: 90_000, clock } },
    ])
  ).toBe(12);
  expect(secondsRecorded([{ role: 'cpu' }])).toBeUndefined();
});

it('of a part that was chosen, threads × time is of that part, as far as it was recorded', () => {
  const clock = 'utc' as const;
  const queries = [{ role: 'wall' as const, recorded: { from: 1000, to: 13_000, clock } }];
  const at = (from: number, to: number) => ({ from: from * 1e9, to: to * 1e9 });
  expect(secondsRecorded(queries, [at(2, 2.5)])).toBeCloseTo(0.5);
  expect(secondsRecorded(queries, [at(2, 2.5), at(3, 3.5), at(12.5, 14)])).toBeCloseTo(1.5);
  expect(secondsRecorded(queries, [at(20, 21)])).toBeUndefined();
});

it('without times of samples it is of what a comparison asked for, else of the range; chosen requests have no such time', () => {
  const queries = [{ role: 'wall' as const }];
  expect(secondsShown({ queries }, 300)).toBe(300);
  expect(secondsShown({ queries, compared: { seconds: 42 } }, 300)).toBe(42);
  // A window of the strip, whose range the panel has.
  expect(secondsShown({ queries, compared: { seconds: 0 } }, 30)).toBe(30);
  expect(secondsShown({ queries, compared: { seconds: 5, chosen: true } }, 300)).toBeUndefined();
});
