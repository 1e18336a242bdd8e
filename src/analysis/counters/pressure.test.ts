import { growing, seriesOf } from '../../testing';
import { judgeCounter } from './baseline';
import { type TimeSeries } from './model';
import { kindOf } from './names';
import { computeCounters } from './ratios';

/** A counter of the kernel, with what it grows by in each second. */
const counter = (name: string, perStep: number[], labels = {}) => seriesOf(name, growing(perStep), labels);
const rows = (...series: TimeSeries[]) =>
  computeCounters(series).map(({ metric, value, scope }) => [metric, Number(value.toFixed(4)), scope]);

it.each([
  ['container_cpu_cfs_throttled_periods_total', 'throttled-periods'],
  ['container_cpu_cfs_periods_total', 'cfs-periods'],
  ['container_cpu_cfs_throttled_seconds_total', 'throttled-time'],
  ['ebpf_exporter_cfs_throttling_seconds_sum', 'throttled-time'],
  ['ebpf_exporter_cfs_throttling_seconds_bucket', undefined],
  ['node_pressure_cpu_waiting_seconds_total', 'cpu-pressure'],
  ['container_pressure_cpu_waiting_seconds_total', 'cpu-pressure'],
  ['node_pressure_io_stalled_seconds_total', 'io-pressure-full'],
  ['rate(container_pressure_memory_waiting_seconds_total{pod="a"}[1m])', 'memory-pressure'],
  ['node_schedstat_waiting_seconds_total', 'run-queue-wait'],
  ['ebpf_exporter_run_queue_latency_seconds_count', 'timeslices'],
  ['avg by (instance) (rate(node_cpu_seconds_total{mode="steal"}[1m]))', 'steal-time'],
  ['sum by (instance) (rate(node_cpu_seconds_total{mode="steal"}[1m]))', undefined],
  ['rate(node_cpu_seconds_total[1m])', undefined],
  ['node_pressure_irq_stalled_seconds_total', undefined],
  ['node_schedstat_running_seconds_total', undefined],
])('%s is %s', (name, kind) => expect(kindOf(seriesOf(name, [1, 2]))).toBe(kind));

it('a container is throttled in a share of its periods, over all of them and by the second', () => {
  expect(
    rows(
      counter('container_cpu_cfs_throttled_periods_total', [2, 4], { pod: 'a' }),
      counter('container_cpu_cfs_periods_total', [10, 10], { pod: 'a' }),
      counter('container_cpu_cfs_throttled_seconds_total', [1, 2], { pod: 'a' })
    )
  ).toEqual([
    ['throttledPeriods', 0.3, 'process'],
    ['throttledTime', 1.5, 'process'],
  ]);
});

it('pressure is a share of the time, of a counter as of its rate, and of several hosts their mean', () => {
  const of = (instance: string, perStep: number[]) =>
    counter('node_pressure_cpu_waiting_seconds_total', perStep, { instance });
  expect(rows(of('a', [0.2, 0.4, 0.3]))).toEqual([['cpuPressure', 0.3, 'host']]);
  expect(rows(seriesOf('rate(node_pressure_cpu_waiting_seconds_total[1m])', [0.2, 0.4]))).toEqual([
    ['cpuPressure', 0.3, 'host'],
  ]);
  expect(rows(of('a', [0.2]), of('b', [0.6]))).toEqual([['cpuPressure', 0.4, 'host']]);
});

it('a counter that was not scraped for a while is divided by the time that it counted in', () => {
  const [row] = computeCounters([
    { ...seriesOf('node_pressure_io_waiting_seconds_total', [1, 1.5, 3.5, 4]), times: [0, 1000, 5000, 6000] },
  ]);
  expect(row.value).toBeCloseTo(3 / 6);
});

it('an increase over overlapping ranges is no share of the time', () => {
  expect(rows(seriesOf('increase(node_pressure_cpu_waiting_seconds_total[5m])', [60, 70]))).toEqual([]);
});

it('steal is of each CPU, not of their sum', () => {
  const of = (cpu: string, perStep: number[]) =>
    counter('node_cpu_seconds_total', perStep, { cpu, mode: 'steal', instance: 'a' });
  expect(rows(of('0', [0.1, 0.1]), of('1', [0.3, 0.3]))).toEqual([['steal', 0.2, 'host']]);
});

it('the wait in a run queue is that of one turn on the CPU, in ms', () => {
  const of = (name: string, cpu: string, perStep: number[]) => counter(name, perStep, { cpu, instance: 'a' });
  expect(
    rows(
      of('node_schedstat_waiting_seconds_total', '0', [0.5, 0.5]),
      of('node_schedstat_timeslices_total', '0', [100, 100]),
      of('node_schedstat_waiting_seconds_total', '1', [0, 0]),
      of('node_schedstat_timeslices_total', '1', [100, 100])
    )
  ).toEqual([['runQueueWait', 2.5, 'host']]);
});

it('throttling warns from a quarter of the periods on', () => {
  expect([0.24, 0.25].map((share) => judgeCounter('throttledPeriods', share))).toEqual(['neutral', 'warn']);
});
