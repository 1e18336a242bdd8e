import { createDataFrame, type DataQueryRequest, dateTime, FieldType, type TimeRange } from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { lastValueFrom, of } from 'rxjs';
import { comparisonOf, objectiveWindows, queryRanges, spanOf } from './comparison';

const range: TimeRange = { from: dateTime(1000), to: dateTime(9000), raw: { from: '', to: '' } };
const latency = (values: number[], limit?: number) =>
  createDataFrame({
    refId: 'L',
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map((_, i) => 1000 + i * 1000) },
      {
        name: 'Value',
        type: FieldType.number,
        values,
        config:
          limit === undefined
            ? {}
            : {
                thresholds: {
                  mode: 'absolute' as never,
                  steps: [
                    { value: -Infinity, color: 'text' },
                    { value: limit, color: 'red' },
                  ],
                },
              },
      },
    ],
  });

it('finds the windows where the objective was broken, and where it held', () => {
  const windows = objectiveWindows([latency([0.1, 0.1, 0.9, 0.8, 0.7, 0.1, 0.1, 0.1, 0.1], 0.2)], 1000, 9000)!;
  expect(windows).toEqual({
    limit: 0.2,
    broken: [{ from: 3000, to: 6000 }],
    held: [
      { from: 6000, to: 9000 },
      { from: 1000, to: 3000 },
    ],
  });
  expect(objectiveWindows([latency([1, 2, 3])], 1000, 9000)).toBeUndefined();
});

it.each([
  ['previous' as const, { before: [{ from: -7000, to: 1000 }] }],
  ['day' as const, { before: [{ from: 1000 - 86_400_000, to: 9000 - 86_400_000 }] }],
  ['week' as const, { before: [{ from: 1000 - 7 * 86_400_000, to: 9000 - 7 * 86_400_000 }] }],
])('%s', (type, expected) => expect(comparisonOf({ type }, range, [])).toEqual(expected));

it('compares a marked window with the rest of the range', () => {
  expect(comparisonOf({ type: 'window', from: 3000, to: 5000 }, range, [])).toEqual({
    now: [{ from: 3000, to: 5000 }],
    before: [
      { from: 1000, to: 3000 },
      { from: 5000, to: 9000 },
    ],
  });
  expect(comparisonOf({ type: 'window', from: 1000, to: 9000 }, range, [])).toBeUndefined();
  // Of a link, whose time range has moved on since: the rest is what the panel shows.
  const before = [{ from: 1000, to: 9000 }];
  expect(comparisonOf({ type: 'window', from: -5000, to: -2000 }, range, [])?.before).toEqual(before);
  expect(comparisonOf({ type: 'window', from: 20_000, to: 30_000 }, range, [])?.before).toEqual(before);
});

it('has nothing to compare where the objective held or broke all the time', () => {
  expect(comparisonOf({ type: 'objective' }, range, [latency([0.1, 0.1, 0.1], 0.2)])).toBeUndefined();
  expect(comparisonOf({ type: 'objective' }, range, [])).toBeUndefined();
});

describe('what a side of a comparison lasted and served', () => {
  const rate = (values: Array<number | null>, unit = 'reqps') =>
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
    expect(spanOf(ranges, [rate([10, 20, 30, 40, null, 50, 60]), latency([1, 1, 1])])).toEqual({
      seconds: 6,
      requests: 240,
    });
    expect(spanOf([ranges[0]], [rate([1, 1, 1]), rate([4, 4, 4], 'mps')])).toEqual({ seconds: 2, requests: 10 });
  });

  it('is not known without a series of requests, or where a range has no point', () => {
    expect(spanOf([{ from: 0, to: 60_000 }], [latency([1, 2])])).toEqual({ seconds: 60, requests: undefined });
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

describe('the panel’s queries at another time', () => {
  const ranges = [
    { from: 1000, to: 2000 },
    { from: 5000, to: 9000 },
  ];
  let asked: Array<{ source: unknown; request: DataQueryRequest }>;
  beforeEach(() => {
    asked = [];
    const get = async (source: unknown) => ({
      query: (request: DataQueryRequest) => {
        asked.push({ source, request });
        return of({ data: request.targets.map(({ refId }) => createDataFrame({ refId, fields: [] })) });
      },
    });
    setDataSourceSrv({ get } as unknown as DataSourceSrv);
  });
  const pyroscope = { type: 'pyroscope', uid: 'p' };
  const request = {
    requestId: 'R',
    targets: [
      { refId: 'A', datasource: pyroscope },
      { refId: 'B', datasource: pyroscope, hide: true },
      { refId: 'C', datasource: { uid: 'clickhouse' } },
      { refId: 'D', datasource: pyroscope },
      { refId: 'E', datasource: pyroscope },
    ],
  } as unknown as DataQueryRequest;
  const ask = (refs: string[]) => lastValueFrom(queryRanges(request, ranges, new Set(refs)));

  it('one request for each range and data source; hidden queries, and those without an answer now, are not asked', async () => {
    const frames = await ask(['A', 'B', 'C', 'D']);
    expect(
      asked.map(({ source, request: { targets, range } }) => [
        source,
        targets.map(({ refId }) => refId).join(),
        range.from.valueOf(),
        range.to.valueOf(),
      ])
    ).toEqual([
      [pyroscope, 'A,D', 1000, 2000],
      [{ uid: 'clickhouse' }, 'C', 1000, 2000],
      [pyroscope, 'A,D', 5000, 9000],
      [{ uid: 'clickhouse' }, 'C', 5000, 9000],
    ]);
    expect(frames.map(({ refId }) => refId)).toEqual(['A', 'D', 'C', 'A', 'D', 'C']);
    expect(new Set(asked.map(({ request: { requestId } }) => requestId)).size).toBe(4);
  });

  it('says so where only hidden ones are left', async () => {
    await expect(ask(['B'])).rejects.toThrow('cannot be asked again here');
  });
});
