import { fullTimes, shortTime, shortTimes } from './timeText';

const at = (text: string) => Date.parse(`${text}Z`);
const shown = { from: at('2026-11-27T14:00'), to: at('2026-11-27T15:00') };

it('tells a time of the same day by the minute, in the zone of the dashboard', () => {
  const range = [{ from: at('2026-11-27T10:12'), to: at('2026-11-27T10:19') }];
  expect(shortTimes(range, shown, 'utc')).toBe('10:12–10:19');
  expect(shortTimes(range, shown, 'Europe/Berlin')).toBe('11:12–11:19');
  expect(fullTimes(range, 'utc')).toBe('2026-11-27 10:12:00 – 2026-11-27 10:19:00');
});

it('tells short ones by the second', () => {
  const range = { from: at('2026-11-27T10:12:05'), to: at('2026-11-27T10:13:10') };
  expect(shortTimes([range], shown, 'utc')).toBe('10:12:05–10:13:10');
  expect(shortTime(range.from, range, 'utc')).toBe('10:12:05');
  expect(shortTime(range.from, shown, 'utc')).toBe('10:12');
  expect(shortTimes([{ from: at('2026-11-27T10:12'), to: at('2026-11-27T10:13') }], shown, 'utc')).toBe('10:12–10:13');
});

it('tells the day where it is another one', () => {
  expect(shortTimes([{ from: at('2026-11-26T14:00'), to: at('2026-11-26T15:00') }], shown, 'utc')).toBe(
    '11/26 14:00–15:00'
  );
  expect(shortTimes([{ from: at('2026-11-26T23:30'), to: at('2026-11-27T00:30') }], shown, 'utc')).toBe(
    '11/26 23:30–11/27 00:30'
  );
});

it('tells several, one after the other', () =>
  expect(
    shortTimes(
      [
        { from: at('2026-11-27T14:00'), to: at('2026-11-27T14:10') },
        { from: at('2026-11-27T14:20'), to: at('2026-11-27T15:00') },
      ],
      shown,
      'utc'
    )
  ).toBe('14:00–14:10, 14:20–15:00'));
