import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { type TimeSeries } from '../../analysis';
import { growing, seriesOf } from '../../testing';
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
    expect(
      besideOf({ series: [series('L', [0.1, 0.9, 0.9, 0.9], 'p99', LIMIT)], targets: [], counters: [] }, range)
        .objectiveBroken
    ).toBe(true);
    expect(
      besideOf({ series: [series('L', [0.1, 0.1, 0.1, 0.1], 'p99', LIMIT)], targets: [], counters: [] }, range)
        .objectiveBroken
    ).toBe(false);
    expect(besideOf({ series: [], targets: [], counters: [] }, range).objectiveBroken).toBeUndefined();
  });

  const named = (name: string, perStep: number[], labels = {}) => seriesOf(name, growing(perStep), labels);
  const throttled = (...counters: TimeSeries[]) =>
    besideOf({ series: [], targets: [], counters }, range).throttled!.map(({ is, share, periods }) => [
      is.map((one) => one.join(' ')).join(),
      Number(share.toFixed(2)),
      periods,
    ]);

  it('takes throttled periods as a share of all periods, of each container', () => {
    const of = (pod: string, stopped: number, all: number) => [
      named('container_cpu_cfs_throttled_periods_total', Array(4).fill(stopped), { pod }),
      named('container_cpu_cfs_periods_total', Array(4).fill(all), { pod }),
    ];
    expect(throttled(...of('a', 28, 100))).toEqual([['pod a', 0.28, 400]]);
    expect(throttled(...of('a', 40, 100), ...of('b', 0, 50))).toEqual([
      ['pod a', 0.4, 400],
      ['pod b', 0, 200],
    ]);
    const ratio = 'rate(container_cpu_cfs_throttled_periods_total[1m]) / rate(container_cpu_cfs_periods_total[1m])';
    expect(throttled(seriesOf(ratio, [0.2, 0.4]))).toEqual([['', 0.3, undefined]]);
  });

  it('counts of throttled periods without those of all periods say nothing', () => {
    expect(throttled(named('container_cpu_cfs_throttled_periods_total', [200, 400]))).toEqual([]);
    expect(throttled(named('container_cpu_cfs_periods_total', [200, 400]))).toEqual([]);
    expect(throttled()).toEqual([]);
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
