import { createDataFrame, type DataFrame, FieldType, ThresholdsMode } from '@grafana/data';
import { latencyOf, sameSeries } from './latency';

const series = (
  refId: string,
  values: Array<number | null>,
  { limit, name = 'Value', labels, unit, mode = ThresholdsMode.Absolute, times = [1000, 2000, 3000] }: Options = {}
): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: times },
      {
        name,
        type: FieldType.number,
        values,
        labels,
        config: {
          unit,
          thresholds:
            limit === undefined
              ? undefined
              : {
                  mode,
                  steps: [
                    { value: -Infinity, color: 'text' },
                    { value: limit, color: 'red' },
                  ],
                },
        },
      },
    ],
  });
interface Options {
  limit?: number;
  name?: string;
  labels?: Record<string, string>;
  unit?: string;
  mode?: ThresholdsMode;
  times?: number[];
}

it('is the first series with a threshold, by its name, with its limit; what is missing is no number', () => {
  const found = latencyOf([series('A', [1, 2, 3]), series('L', [0.1, null, 0.3], { limit: 0.2, name: 'p99' })], [])!;
  expect(found).toMatchObject({ refId: 'L', name: 'p99', limit: 0.2, times: [1000, 2000, 3000] });
  expect(found.values).toEqual([0.1, NaN, 0.3]);
});

it.each<[string, DataFrame, object[]]>([
  ['without a threshold', series('L', [1]), []],
  ['in percent of a range', series('L', [1], { limit: 80, mode: ThresholdsMode.Percentage }), []],
  ['of requests', series('R', [1], { limit: 100, unit: 'reqps' }), []],
  [
    'of a counter, by its metric',
    series('C', [1], { limit: 1, labels: { __name__: 'node_perf_instructions_total' } }),
    [],
  ],
  [
    'of a counter, by its query',
    series('C', [1], { limit: 1 }),
    [{ refId: 'C', expr: 'rate(node_perf_instructions_total[1m])' }],
  ],
])('a series %s has no objective', (_, frame, targets) => expect(latencyOf([frame], targets as never)).toBeUndefined());

describe('the same series of another time', () => {
  const pod = (name: string) => ({ labels: { pod: name } });
  const latency = latencyOf([series('L', [1, 2, 3], { limit: 2, ...pod('b') })], [])!;

  it('has the same query, name and labels, over all windows that were asked for', () =>
    expect(
      sameSeries(latency, [
        series('L', [7, 7, 7], pod('a')),
        series('X', [8, 8, 8], pod('b')),
        series('L', [1, 2, 3], pod('b')),
        series('L', [4, 5, 6], { ...pod('b'), times: [7000, 8000, 9000] }),
      ])
    ).toEqual({ times: [1000, 2000, 3000, 7000, 8000, 9000], values: [1, 2, 3, 4, 5, 6], limit: 2 }));

  it('is the first of its query where a transformation has renamed it', () =>
    expect(sameSeries(latency, [series('L', [4, 5, 6], pod('x')), series('L', [7, 8, 9], pod('y'))]).values).toEqual([
      4, 5, 6,
    ]));

  it('is empty where the query has no answer', () => expect(sameSeries(latency, []).values).toEqual([]));
});
