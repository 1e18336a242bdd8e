import { createDataFrame, FieldType } from '@grafana/data';
import { isRequestRate, servedOf, spanOf } from './requests';

describe('what a side of a comparison lasted and served', () => {
  const rate = (values: Array<number | null>, unit?: string) => series(values, unit ?? 'reqps');
  const series = (values: Array<number | null>, unit?: string) =>
    createDataFrame({
      refId: 'R',
      fields: [
        { name: 'Time', type: FieldType.time, values: values.map((_, i) => 1000 + i * 1000) },
        { name: 'Value', type: FieldType.number, values, config: { unit } },
      ],
    });

  it('is the mean rate of every range times its length, over all series', () => {
    const ranges = [
      { from: 1000, to: 3000 },
      { from: 4000, to: 8000 },
    ];
    // 2 s at (10 + 20 + 30) / 3, 4 s at (40 + 50 + 60) / 3; the gap counts as no point.
    expect(spanOf(ranges, [rate([10, 20, 30, 40, null, 50, 60]), series([1, 1, 1])])).toEqual({
      seconds: 6,
      requests: 240,
    });
    expect(spanOf([ranges[0]], [rate([1, 1, 1]), rate([4, 4, 4], 'mps')])).toEqual({ seconds: 2, requests: 10 });
  });

  it('is not known without a series of requests, or where a range has no point', () => {
    expect(spanOf([{ from: 0, to: 60_000 }], [series([1, 2])])).toEqual({ seconds: 60, requests: undefined });
    expect(
      spanOf(
        [
          { from: 1000, to: 2000 },
          { from: 50_000, to: 60_000 },
        ],
        [rate([1, 1])]
      ).requests
    ).toBeUndefined();
  });
});

it('both sides of a comparison have a rate only where both know their requests', () => {
  const now = { seconds: 10, requests: 500 };
  expect(servedOf({ now, before: { seconds: 20, requests: 100 } })).toEqual({
    now: { requests: 500, seconds: 10 },
    before: { requests: 100, seconds: 20 },
  });
  expect(servedOf({ now: { ...now, chosen: true }, before: now })).toMatchObject({ chosen: true });
  expect(servedOf({ now, before: { seconds: 20 } })).toBeUndefined();
});

it('counts figures of the unit only, whatever stands beside them, and not a series that served nothing', () => {
  const fields = (unit: string, values: number[]) =>
    createDataFrame({
      refId: 'R',
      fields: [
        { name: 'Errors', type: FieldType.number, values: [100, 100] },
        { name: 'Note', type: FieldType.string, values: ['a', 'b'], config: { unit } },
        { name: 'Time', type: FieldType.time, values: [1000, 2000] },
        { name: 'Value', type: FieldType.number, values, config: { unit } },
      ],
    });
  const range = [{ from: 1000, to: 2000 }];
  expect(spanOf(range, [fields('reqps', [3, 5])])).toEqual({ seconds: 1, requests: 4 });
  expect(spanOf(range, [fields('short', [3, 5])]).requests).toBeUndefined();
  expect(spanOf(range, [fields('reqps', [0, 0])]).requests).toBeUndefined();
  const timeless = createDataFrame({
    fields: [{ name: 'Value', type: FieldType.number, values: [3], config: { unit: 'reqps' } }],
  });
  expect([isRequestRate(timeless), isRequestRate(fields('mps', [1, 1]))]).toEqual([false, true]);
});
