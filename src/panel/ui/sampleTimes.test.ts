import { type QueryReport } from '../../prepare';
import { sampleTimes, timeAxis } from './sampleTimes';

const reports = (...recorded: Array<QueryReport['recorded'] & { role?: string }>) =>
  recorded.map((one) => ({ role: one.role ?? 'cpu', recorded: one })) as unknown as QueryReport[];

const AT = Date.UTC(2026, 4, 4, 10, 34, 12, 300);

it('says the time of day by the millisecond, as long as the times are short', () => {
  const axis = timeAxis(reports({ from: AT, to: AT + 1e6, clock: 'utc' }));
  const words = (ms: number) => sampleTimes([{ from: AT * 1e6, to: (AT + ms) * 1e6 }], axis, 'utc');
  expect([words(180), words(120_000)]).toEqual(['10:34:12.300–10:34:12.480', '10:34:12–10:36:12']);
});

it('counts from the first sample where the clock began nobody knows when, with as many digits as tell the two apart', () => {
  const axis = timeAxis(reports({ from: 500_000, to: 530_000, clock: 'monotonic' }));
  const words = (from: number, to: number) =>
    sampleTimes([{ from: (500 + from) * 1e9, to: (500 + to) * 1e9 }], axis, 'utc');
  expect([words(12.3, 12.48), words(10, 30), words(1.5, 1.52)]).toEqual(['12.30–12.48 s', '10–30 s', '1.500–1.520 s']);
});

it('begins with the first of all queries of the present that have its clock', () => {
  expect(
    timeAxis(
      reports(
        { from: 1, to: 2, clock: 'monotonic', role: 'baseline' },
        { from: 20, to: 90, clock: 'utc' },
        { from: 10, to: 30, clock: 'utc' },
        { from: 3, to: 4, clock: 'monotonic' }
      )
    )
  ).toEqual({ clock: 'utc', from: 10e6 });
  expect(timeAxis([])).toEqual({ clock: 'utc', from: 0 });
});

it('says the first of several times, and how many there are', () => {
  const times = [1, 2, 3].map((s) => ({ from: s * 1e9, to: (s + 1) * 1e9 }));
  expect(sampleTimes(times, { clock: 'monotonic', from: 0 }, 'utc')).toBe('1.0–2.0 s and 2 more');
});
