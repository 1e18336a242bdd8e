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
