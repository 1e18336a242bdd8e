import { seriesOf } from '../../testing';
import { judgeCounter } from './baseline';
import { kindOf } from './names';
import { computeCounters } from './ratios';

it.each([
  ['perfspect_TMA_Frontend_Bound(pct', 'frontendBound'],
  ['perfspect_TMA_Frontend_Bound_pct', 'frontendBound'],
  ['perfspect_TMA___Memory_Bound_pct', 'memoryBound'],
  ['perfspect_TMA___Core_Bound_pct', 'coreBound'],
  ['perfspect_TMA_Bad_Speculation_pct', 'badSpeculation'],
  ['Pipeline Utilization - Backend Bound - Memory (%)', 'memoryBound'],
  ['Pipeline Utilization - Backend Bound - CPU (%)', 'coreBound'],
  ['Pipeline Utilization - Backend Bound (%)', 'backendBound'],
  ['Pipeline Utilization - Frontend Bound - Latency (%)', undefined],
  ['Pipeline Utilization - Retiring - Microcode (%)', undefined],
  ['tma_retiring', 'retiring'],
  ['tma_backend_bound', 'backendBound'],
  // pcm's JSON, as Telegraf names its values
  ['pcm_Core Aggregate_Core Counters_Frontend Bound', 'frontendBound'],
  ['pcm_Core Aggregate_Core Counters_Memory Bound', 'memoryBound'],
  ['pcm_Core Aggregate_Core Counters_Fetch Latency Bound', undefined],
  ['pcm_Core Aggregate_Core Counters_Branch Misprediction Bound', undefined],
  ['backend_stalls_per_dispatch_slot_pct', 'backendBound'],
  ['retiring_per_dispatch_slot_pct', 'retiring'],
  ['node_perf_stalled_cycles_backend_total', 'stalled-cycles-backend'],
  ['job:frontend_stall:ratio', 'stalledFrontend'],
])('%s is %s', (name, kind) => expect(kindOf(seriesOf(name, [1, 2]))).toBe(kind));

it('all shares of an exporter have one unit, however small they are, and belong to the process that its labels name', () => {
  const labels = { cgroup: 'shop', pid: '12', cmd: 'java' };
  const rows = computeCounters([
    seriesOf('tma_retiring', [30, 34], labels),
    seriesOf('tma_bad_speculation', [0.8, 1.2], labels),
    seriesOf('tma_backend_bound', [52, 48], labels),
  ]);
  expect(rows.map(({ metric, value, scope }) => [metric, Number(value.toFixed(3)), scope])).toEqual([
    ['retiring', 0.32, 'process'],
    ['badSpeculation', 0.01, 'process'],
    ['backendBound', 0.5, 'process'],
  ]);
  expect(computeCounters([seriesOf('perfspect_TMA_Bad_Speculation_pct', [0.8, 1.2])])[0].value).toBeCloseTo(0.01);
  expect(computeCounters([seriesOf('tma_bad_speculation', [0.1, 0.3])])[0].value).toBeCloseTo(0.2);
});

it('warns at Intel’s own thresholds', () => {
  expect(judgeCounter('frontendBound', 0.14)).toBe('neutral');
  expect(judgeCounter('frontendBound', 0.16)).toBe('warn');
  expect(judgeCounter('backendBound', 0.21)).toBe('warn');
  expect(judgeCounter('retiring', 0.9)).toBe('neutral');
  expect(judgeCounter('retiring', 0.3, 0.4)).toBe('warn');
});

it('pcm’s counters: IPC and cache misses of the host, from its sums and from its cores alike', () => {
  const of = (labels: Record<string, string>, scale: number) => [
    seriesOf(
      'Instructions_Retired_Any',
      [0, 3, 6, 9, 12].map((n) => n * 1e6 * scale),
      labels
    ),
    seriesOf(
      'Clock_Unhalted_Thread',
      [0, 2, 4, 6, 8].map((n) => n * 1e6 * scale),
      labels
    ),
    seriesOf(
      'L3_Cache_Misses',
      [0, 6, 12, 18, 24].map((n) => n * 1e3 * scale),
      labels
    ),
  ];
  const rows = (...given: ReturnType<typeof of>) =>
    computeCounters(given).map(({ metric, value, scope }) => [metric, Number(value.toFixed(3)), scope]);
  const expected = [
    ['ipc', 1.5, 'host'],
    ['mpki', 2, 'host'],
  ];
  expect(rows(...of({ source: 'core', aggregate: 'system' }, 2))).toEqual(expected);
  expect(
    rows(...of({ source: 'core', socket: '0', core: '0' }, 1), ...of({ source: 'core', socket: '0', core: '1' }, 1))
  ).toEqual(expected);
});
