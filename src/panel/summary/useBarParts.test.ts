import { secondsRecorded } from './useBarParts';

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
