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

it('one short range among several makes all of them precise, if any of them needs it', () => {
  const minute = { from: at('2026-11-27T11:00'), to: at('2026-11-27T12:00') };
  const second = { from: at('2026-11-27T10:12:05'), to: at('2026-11-27T10:13:00') };
  expect(shortTimes([second, minute], shown, 'utc')).toBe('10:12:05–10:13:00, 11:00:00–12:00:00');
  const ends = { from: at('2026-11-27T10:12'), to: at('2026-11-27T10:13:10') };
  expect(shortTimes([ends], shown, 'utc')).toBe('10:12:00–10:13:10');
});

it('seconds of a long range are left out, from five minutes on', () => {
  const long = { from: at('2026-11-27T10:00:05'), to: at('2026-11-27T10:05:05') };
  expect(shortTimes([long], shown, 'utc')).toBe('10:00–10:05');
  expect(shortTime(long.from, long, 'utc')).toBe('10:00');
});

it('a moment on the minute has no seconds; all are of the dashboard’s zone', () => {
  const range = { from: at('2026-11-27T10:12:00'), to: at('2026-11-27T10:13:10') };
  expect(shortTime(range.from, range, 'utc')).toBe('10:12');
  expect(shortTime(range.from, range, 'Europe/Berlin')).toBe('11:12');
  expect(fullTimes([range], 'Europe/Berlin')).toBe('2026-11-27 11:12:00 – 2026-11-27 11:13:10');
});
