import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { besideOf, objectiveOf } from './beside';
import { latencyOf } from './latency';

const range = { from: 0, to: 4000 };
const series = (
  refId: string,
  values: number[],
  name = 'value',
  steps: Array<{ value: number; color: string }> = []
): DataFrame =>
  toDataFrame({
    refId,
    fields: [
      { name: 'time', type: FieldType.time, values: values.map((_, i) => i * 1000) },
      { name, type: FieldType.number, values, config: steps.length ? { thresholds: { mode: 'absolute', steps } } : {} },
    ],
  });
const LIMIT = [
  { value: -Infinity, color: 'green' },
  { value: 0.2, color: 'red' },
];

describe('what other series say beside a cause', () => {
  it('knows that the objective is broken, and that it is not', () => {
    expect(besideOf([series('L', [0.1, 0.9, 0.9, 0.9], 'p99', LIMIT)], [], range).objectiveBroken).toBe(true);
    expect(besideOf([series('L', [0.1, 0.1, 0.1, 0.1], 'p99', LIMIT)], [], range).objectiveBroken).toBe(false);
    expect(besideOf([], [], range).objectiveBroken).toBeUndefined();
  });

  it('takes the share of throttled periods by the query’s text, and no count of them', () => {
    const targets = [
      {
        refId: 'T',
        expr: 'rate(container_cpu_cfs_throttled_periods_total[1m]) / rate(container_cpu_cfs_periods_total[1m])',
      },
    ];
    expect(besideOf([series('T', [0.2, 0.4])], targets, range).throttled).toBeCloseTo(0.3);
    expect(besideOf([series('T', [200, 400])], targets, range).throttled).toBeUndefined();
    expect(besideOf([series('X', [0.2, 0.4])], targets, range).throttled).toBeUndefined();
  });
});

describe('both sides of a comparison', () => {
  it('have the latency of their own windows against the limit of the field', () => {
    const frame = series('L', [0.1, 0.1, 0.9, 0.7], 'p99', LIMIT);
    expect(
      objectiveOf(latencyOf([frame], [])!, [frame], [series('L', [0.1, 0.1, 0.9, 0.7], 'p99')], {
        now: [{ from: 2000, to: 3000 }],
        before: [{ from: 0, to: 1000 }],
      })
    ).toEqual({ name: 'p99', limit: 0.2, before: 0.1, now: 0.8 });
  });
});

it('takes the worst of several throttled series, by the mean of what is known, at most all of the time', () => {
  const named = (refId: string, values: number[]) => series(refId, values, 'nr_throttled');
  const throttled = (...frames: DataFrame[]) => besideOf(frames, [], range).throttled;
  expect(throttled(named('A', [0.1, 0.1]), named('B', [0.4, NaN, 0.6]), named('C', [0.2]))).toBeCloseTo(0.5);
  expect(throttled(named('A', [1, 1]))).toBe(1);
  expect(throttled(named('A', [NaN]))).toBeUndefined();
});

it('a latency that is known of one side only is none; several windows are one mean', () => {
  const now = series('L', [0.1, 0.3, 0.9, 0.7], 'p99', LIMIT);
  const of = (ranges: Parameters<typeof objectiveOf>[3]) => objectiveOf(latencyOf([now], [])!, [now], [now], ranges);
  const [known, none] = [[{ from: 2000, to: 3000 }], [{ from: 9000, to: 9999 }]];
  expect([of({ now: known, before: none }), of({ now: none, before: known })]).toEqual([undefined, undefined]);
  const apart = [
    { from: 0, to: 0 },
    { from: 2000, to: 2000 },
  ];
  expect(of({ now: known, before: apart })).toMatchObject({ before: 0.5, now: 0.8 });
});
