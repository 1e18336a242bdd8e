import { growing as counter, seriesOf as series } from '../../testing';
import { fillIn, type Message } from '../../profile/message';
import { type TimeSeries } from './model';
import { computeCounters } from './ratios';
import { valueIn } from './baseline';

const words = (notes: Message[]) => notes.map(({ text, values }) => fillIn(text, values));
const pair = (instructions: number[], cycles: number[], labels = {}) => [
  series('node_perf_instructions_total', counter(instructions), labels),
  series('node_perf_cpucycles_total', counter(cycles), labels),
];
const ipc = (list: TimeSeries[]) => computeCounters(list).find(({ metric }) => metric === 'ipc')!;

it('are ratios of sums over CPUs and time, never means of ratios', () => {
  const row = ipc([...pair([100, 100], [100, 100], { cpu: '0' }), ...pair([900, 900], [300, 300], { cpu: '1' })]);
  expect(row.value).toBe(2000 / 800); // the mean of the ratios would be 2
  expect(row.values).toEqual([2.5, 2.5]);
  expect(ipc(pair([100, 900], [100, 300])).value).toBe(1000 / 400); // a busy step counts for more than a quiet one
});

it('undo resets of counters and pass over missing points', () => {
  const instructions = series('node_perf_instructions_total', [100, 200, 50, 150, null, 350]);
  const cycles = series('node_perf_cpucycles_total', [100, 200, 300, 400, 500, 600]);
  // increases 100, 50 (reset), 100, –, 200 over two steps; cycles 100 per step
  expect(ipc([instructions, cycles]).value).toBe((100 + 50 + 100 + 200) / 400);
});

it('take rates as they are, and put different steps on the coarser one', () => {
  const rates = [
    series('rate(node_perf_instructions_total[1m])', [200, 200, 400, 400, 400], {}, 1000),
    series('rate(node_perf_cpucycles_total[1m])', [100, 100, 100], {}, 2000),
  ];
  const row = ipc(rates);
  expect(row.times).toEqual([0, 2000, 4000]);
  expect(row.values.slice(1)).toEqual([3, 4]);
});

it('leave out instances that have only one of the two events, and say so', () => {
  const row = ipc([
    ...pair([10], [10], { instance: 'a' }),
    series('node_perf_instructions_total', counter([99]), { instance: 'b' }),
  ]);
  expect(row.value).toBe(1);
  expect(words(row.notes)[0]).toContain('1 of 2 instances');
  expect(row.instances).toEqual([{ labels: 'instance=a', value: 1 }]);
});

it('say nothing where there are no cycles', () => {
  expect(ipc(pair([10], [0])).value).toBeNaN();
  expect(computeCounters([series('node_perf_page_faults_total', counter([1]))])).toEqual([]);
});

it('derive all ratios that the events allow', () => {
  const names = [
    'cpucycles',
    'instructions',
    'cache_refs',
    'cache_misses',
    'branch_instructions',
    'branch_misses',
    'stalled_cycles_frontend',
    'stalled_cycles_backend',
    'cache_ll_read_hits',
    'cache_ll_read_misses',
  ];
  const rows = computeCounters(names.map((name, i) => series(`node_perf_${name}_total`, counter([100 + i, 100 + i]))));
  expect(rows.map(({ metric }) => metric)).toEqual([
    'ipc',
    'cacheMissRatio',
    'mpki',
    'llcMissRatio',
    'branchMissRatio',
    'stalledFrontend',
    'stalledBackend',
  ]);
  expect(rows.find(({ metric }) => metric === 'mpki')!.value).toBeCloseTo((1000 * 103) / 101);
});

it('show given ratios, percent or not, and that a mean of several is no ratio of sums', () => {
  expect(computeCounters([series('job:cache_miss:ratio', [12, 14])])[0].value).toBeCloseTo(0.13);
  const [row] = computeCounters([
    series('job:ipc:ratio', [1], { instance: 'a' }),
    series('job:ipc:ratio', [3], { instance: 'b' }),
  ]);
  expect([row.value, words(row.notes)[0]]).toEqual([2, expect.stringContaining('not weighted')]);
});

it('stand in the order of the metrics, their points in the order of time', () => {
  const rows = computeCounters([
    series('node_perf_cache_misses_total', counter([1, 2, 3])),
    series('node_perf_cache_refs_total', counter([10, 10, 10])),
    series('node_perf_cpucycles_total', counter([100, 100, 100])),
    series('node_perf_instructions_total', counter([100, 200, 300])),
  ]);
  expect(rows.map(({ metric }) => metric).slice(0, 2)).toEqual(['ipc', 'cacheMissRatio']);
  expect(rows[0]).toMatchObject({ value: 2, last: 3, values: [1, 2, 3], times: [1000, 2000, 3000] });
  const mpki = rows.find(({ metric }) => metric === 'mpki');
  expect(valueIn(mpki!, 0, 3000)).toBeCloseTo(mpki!.value, 9);
});

it('of several given ratios are their mean at each time, percents as shares, and say so', () => {
  const name = 'sum(rate(node_perf_cache_misses_total[1m])) / sum(rate(node_perf_cache_refs_total[1m]))';
  const rows = computeCounters([
    series(name, [10, null, 30], { instance: 'a' }),
    series(name, [20, 40, null], { instance: 'b' }),
  ]);
  expect(rows).toHaveLength(1);
  const [{ value, last, values, instances, refIds, notes }] = rows;
  expect(value).toBeCloseTo((0.2 + 0.3) / 2, 9);
  expect(last).toBeCloseTo((0.3 + 0.4) / 2, 9);
  expect(values.map((v) => Math.round(v * 100))).toEqual([15, 40, 30]);
  expect(instances.map(({ labels }) => labels)).toEqual(['instance=a', 'instance=b']);
  expect(refIds).toEqual(['C']);
  expect(words(notes)).toEqual(['the mean of 2 ratios, not weighted by work: query the counters for a ratio of sums']);
  expect(words(computeCounters([series(name, [0.1])])[0].notes)).toEqual(['the mean over time of a given ratio']);
});

it('name the queries of their two events and no others', () => {
  const of = (refId: string, name: string) => ({ ...series(name, counter([10, 10])), refId });
  const rows = computeCounters([
    of('A', 'node_perf_cpucycles_total'),
    of('B', 'node_perf_instructions_total'),
    of('C', 'node_perf_branch_misses_total'),
  ]);
  expect(rows.map(({ metric, refIds, names }) => [metric, refIds, names])).toEqual([
    ['ipc', ['A', 'B'], ['node_perf_cpucycles_total', 'node_perf_instructions_total']],
  ]);
});

it('stand in the order of the metrics, given ones among the others', () => {
  const rows = computeCounters([
    series('node_perf_cache_misses_total', counter([1, 2, 3])),
    series('node_perf_cache_refs_total', counter([10, 10, 10])),
    series('job:stalled_frontend:ratio', [0.1, 0.1]),
    series('job:ipc:ratio', [1, 1]),
  ]);
  expect(rows.map(({ metric }) => metric)).toEqual(['ipc', 'cacheMissRatio', 'stalledFrontend']);
});

it('have the step of the counters, whatever else the panel queries', () => {
  const row = ipc([...pair([10, 10, 10], [10, 10, 10]), series('requests_total', [1, 2, 3], {}, 60_000)]);
  expect(row.times).toEqual([1000, 2000, 3000]);
});

it('need two points', () => {
  expect(computeCounters(pair([], []))).toEqual([]);
});

it('are unknown where both events are counted and one has no figure: none is left out', () => {
  const [top, bottom] = pair([10, 10], [10, 10]);
  const row = ipc([{ ...top, values: [null, null, null] }, bottom]);
  expect([row.value, row.last, row.notes]).toEqual([NaN, NaN, []]);
});

it('have the points of all instances in the order of time', () => {
  const late = pair([30, 30], [10, 10], { instance: 'a' }).map((own) => ({ ...own, times: [5000, 6000, 7000] }));
  const row = ipc([...late, ...pair([10, 10], [10, 10], { instance: 'b' })]);
  expect([row.times, row.values]).toEqual([
    [1000, 2000, 6000, 7000],
    [1, 1, 3, 3],
  ]);
});

it('count the instances that lack an event, whichever it is', () => {
  const row = ipc([
    ...pair([10], [10], { instance: 'a' }),
    ...pair([10], [10], { instance: 'b' }),
    series('node_perf_cpucycles_total', counter([99]), { instance: 'c' }),
  ]);
  expect(words(row.notes)).toEqual(['1 of 3 instances have only one of instructions and cycles: left out']);
  expect(ipc(pair([10], [10])).notes).toEqual([]);
});

it('are of the times in which both events were counted', () => {
  const [top, bottom] = pair([10, 20, 30], [10, 10, 10]);
  const row = ipc([top, { ...bottom, values: [1e6, 1e6 + 10, null, 1e6 + 30] }]);
  expect([row.times, row.values]).toEqual([
    [1000, 3000],
    [1, 1.5],
  ]);
});

it('take a given share for percents only where it is beyond 150 %', () => {
  const of = (name: string, ...values: number[]) => computeCounters([series(name, values)])[0].value;
  expect([of('job:cache_miss:ratio', 0.5, 1.5), of('job:cache_miss:ratio', 0, 2)]).toEqual([1, 0.01]);
  expect(of('job:ipc:ratio', 2, 3)).toBe(2.5);
});
