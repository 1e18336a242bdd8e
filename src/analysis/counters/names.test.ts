import { seriesOf as series } from '../../testing';
import { type CounterKind } from './model';
import { kindOf } from './names';

it.each<[string, CounterKind | undefined]>([
  ['node_perf_instructions_total', 'instructions'],
  ['node_perf_cpucycles_total', 'cycles'],
  ['node_perf_ref_cpucycles_total', undefined],
  ['node_perf_cache_refs_total', 'cache-references'],
  ['node_perf_cache_misses_total', 'cache-misses'],
  ['node_perf_branch_instructions_total', 'branches'],
  ['node_perf_branch_misses_total', 'branch-misses'],
  ['node_perf_stalled_cycles_backend_total', 'stalled-cycles-backend'],
  ['node_perf_cache_ll_read_hits_total', 'LLC-loads'], // hits are accesses
  ['node_perf_cache_ll_read_misses_total', 'LLC-load-misses'],
  ['node_perf_cache_l1d_read_misses_total', undefined],
  ['kepler_container_cpu_instructions_total', 'instructions'],
  ['kepler_container_cache_miss_total', 'cache-misses'],
  ['ebpf_exporter_llc_misses_total', 'LLC-load-misses'],
  ['rate(node_perf_instructions_total[1m])', 'instructions'],
  ['sum(rate(node_perf_instructions_total[1m])) / sum(rate(node_perf_cpucycles_total[1m]))', 'ipc'],
  ['1000 * sum(rate(node_perf_cache_misses_total[1m])) / sum(rate(node_perf_instructions_total[1m]))', 'mpki'],
  ['sum(rate(node_perf_cache_misses_total[1m])) / sum(rate(node_perf_cache_refs_total[1m]))', 'cacheMissRatio'],
  ['job:ipc:ratio', 'ipc'],
  ['job:cache_miss:ratio', 'cacheMissRatio'],
  ['histogram_quantile(0.99, rate(latency_bucket[1m]))', undefined],
  ['recipes_total', undefined],
])('%s is %s', (name, kind) => expect(kindOf(series(name, []))).toBe(kind));

it('reads the event label of cAdvisor, and what was set by hand', () => {
  expect(kindOf(series('container_perf_events_total', [], { event: 'cycles' }))).toBe('cycles');
  expect(kindOf({ ...series('x', []), kind: 'ipc' })).toBe('ipc');
});

it.each<[string, CounterKind | undefined]>([
  ['sum(cycles) / sum(instructions)', 'cpi'],
  ['sum(instructions) / sum(branches)', undefined], // neither IPC nor a number of instructions
  ['sum(rate(node_perf_branch_misses_total[1m])) / sum(rate(node_perf_instructions_total[1m]))', undefined],
  ['sum(branches) / sum(cycles)', undefined],
  ['sum(cache_misses) / sum(instructions)', undefined], // MPKI is of 1,000 instructions
  ['1000 * sum(instructions) / sum(cycles)', undefined],
  ['sum(instructions) / sum(cycles) / 2', undefined],
  ['rate(node_perf_instructions_total[1m]) / 1e9', 'instructions'],
  ['sum(instructions)', 'instructions'],
  ['instructions and cycles', undefined],
  ['sum(cpu_core/cycles/) + sum(cpu_atom/cycles/)', 'cycles'],
])('a query %s is %s', (name, kind) => expect(kindOf(series(name, []))).toBe(kind));

it('trusts the label of the event first, by either name, and no other label', () => {
  expect(kindOf(series('node_perf_instructions_total', [], { pod: 'branches', event: 'cycles' }))).toBe('cycles');
  expect(kindOf(series('perf_events', [], { pod: 'branches', counter: 'cycles' }))).toBe('cycles');
  expect(kindOf(series('node_perf_instructions_total', [], { event: 'page-faults' }))).toBe('instructions');
  expect(kindOf(series('perf_events', [], { pod: 'branches' }))).toBeUndefined();
});
