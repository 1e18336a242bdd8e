import { buildCallTree, weightsOf } from '../profile';
import { nodeAt, profileOf } from '../testing';
import {
  baselineOf,
  computeCounters,
  counterCaveats,
  fillIn,
  type Message,
  countersOfReadings,
  type CounterKind,
  type EventProfiles,
  frameMarks,
  isCounter,
  judgeCounter,
  kindOf,
  poissonError,
  ratioAt,
  sampledMetrics,
  scopeOf,
  type TimeSeries,
  valueIn,
} from '.';

const words = (notes: Message[]) => notes.map(({ text, values }) => fillIn(text, values));
const caveatsOf = (...given: Parameters<typeof counterCaveats>) => words(counterCaveats(...given));

const series = (
  name: string,
  values: Array<number | null>,
  labels: Record<string, string> = {},
  step = 1000,
  from = 0
): TimeSeries => ({
  refId: 'C',
  names: [name],
  labels: Object.entries(labels),
  times: values.map((_, i) => from + i * step),
  values,
});
const counter = (perStep: number[]) => perStep.reduce((all, n) => [...all, all[all.length - 1] + n], [1e6]);

describe('kinds', () => {
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

  it('tells counters from rates', () => {
    expect(isCounter(series('node_perf_cpucycles_total', [1, 2]))).toBe(true);
    expect(isCounter(series('rate(node_perf_cpucycles_total[1m])', [1, 2, 3, 4, 5]))).toBe(false);
    expect(isCounter(series('cycles', counter([5, 5, 5, 5, 5])))).toBe(true);
    expect(isCounter(series('cycles', [5, 4, 6, 5, 4]))).toBe(false);
  });

  it('knows what a figure belongs to', () => {
    expect(
      scopeOf([
        ['instance', 'a'],
        ['cpu', '0'],
      ])
    ).toBe('host');
    expect(scopeOf([['pod', 'a']])).toBe('process');
    expect(
      scopeOf([
        ['pod', 'a'],
        ['function', 'main.run'],
      ])
    ).toBe('function');
  });
});

describe('ratios', () => {
  const pair = (instructions: number[], cycles: number[], labels = {}) => [
    series('node_perf_instructions_total', counter(instructions), labels),
    series('node_perf_cpucycles_total', counter(cycles), labels),
  ];
  const ipc = (list: TimeSeries[]) => computeCounters(list).find(({ metric }) => metric === 'ipc')!;

  it('are ratios of sums over CPUs and time, never means of ratios', () => {
    const row = ipc([...pair([100, 100], [100, 100], { cpu: '0' }), ...pair([900, 900], [300, 300], { cpu: '1' })]);
    expect(row.value).toBe(2000 / 800); // the mean of the ratios would be 2
    expect(row.values).toEqual([2.5, 2.5]);
  });

  it('undo resets of counters and pass over missing points', () => {
    const instructions = series('node_perf_instructions_total', [100, 200, 50, 150, null, 350]);
    const cycles = series('node_perf_cpucycles_total', [100, 200, 300, 400, 500, 600]);
    // increases 100, 50 (reset), 100, –, 200 over two steps; cycles 100 a step
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
    const rows = computeCounters(
      names.map((name, i) => series(`node_perf_${name}_total`, counter([100 + i, 100 + i])))
    );
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

  it('compare with the first quarter, a number, or another query', () => {
    const row = ipc(pair([200, 200, 160, 160, 160, 160, 160, 160], Array(8).fill(100)));
    expect(valueIn(row, 0, 2000)).toBe(2);
    expect(baselineOf(row, { type: 'first' }, [], 0, 8000)?.value).toBe(2);
    expect(baselineOf(row, { type: 'number', value: 2.1 }, [], 0, 8000)?.value).toBe(2.1);
    expect(baselineOf(row, { type: 'query' }, [ipc(pair([210], [100]))], 0, 8000)).toEqual({
      value: 2.1,
      words: { text: 'the query {query}', values: { query: 'C' } },
    });
    expect(baselineOf(row, { type: 'query' }, [], 0, 8000)).toBeUndefined();
  });

  it('are judged by the documented defaults', () => {
    expect(judgeCounter('ipc', 0.7)).toBe('warn');
    expect(judgeCounter('ipc', 2.1)).toBe('good');
    expect(judgeCounter('ipc', 1.6, 2.1)).toBe('warn');
    expect(judgeCounter('cacheMissRatio', 0.3)).toBe('neutral');
    expect(judgeCounter('cacheMissRatio', 0.112, 0.1)).toBe('warn');
  });
});

describe('caveats', () => {
  const row = (labels: Record<string, string>, name = 'job:ipc:ratio') =>
    computeCounters([series(name, [1, 1, 1], labels)]);
  const range = { from: 0, to: 2000 };
  it('say what the counters belong to, what they do not cover, and what is not in the profile', () => {
    expect(caveatsOf(row({ instance: 'a' }), range, new Map())).toEqual(['counters are of the whole host']);
    expect(caveatsOf(row({ pod: 'x' }), { from: 0, to: 10_000 }, new Map([['pod', ['y']]]))).toEqual([
      'counters cover 20 % of the range',
      'counters of pod x, which is not in the profile',
    ]);
    expect(caveatsOf(row({ pod: 'x' }), range, new Map([['pod', ['x', 'y']]]))).toEqual([]);
    const raw = computeCounters([
      series('node_perf_instructions_total', counter([1, 1, 1]), { pod: 'x' }),
      series('node_perf_cpucycles_total', counter([1, 1, 1]), { pod: 'x' }),
    ]);
    expect(caveatsOf(raw, { from: 1000, to: 3000 }, new Map())).toEqual([
      'node_exporter does not scale multiplexed counters',
    ]);
  });
});

describe('perf stat', () => {
  it('gives ratios of the whole command, and says how long they were counted', () => {
    const rows = countersOfReadings('P', [
      { event: 'cycles:u', value: 100, running: 0.5 },
      { event: 'instructions:u', value: 160, running: 1 },
      { event: 'task-clock', value: 3, running: 1 },
    ]);
    expect(rows.map(({ metric, value, scope }) => [metric, value, scope])).toEqual([['ipc', 1.6, 'process']]);
    expect(words(rows[0].notes).join()).toContain('50 %');
  });
});

describe('on frames', () => {
  const { tree, attach } = buildCallTree([
    profileOf('main;hot 4000\nmain;cold 1000'),
    profileOf('main;hot 2000\nmain;cold 3000'),
    profileOf('main;hot 40\nmain;cold 10'),
    profileOf('main;hot 200\nmain;cold 300'),
  ]);
  const column = (i: number) => weightsOf(attach[i](0));
  const events: EventProfiles = new Map([
    ['cycles', { weights: column(0), counts: column(2) }],
    ['instructions', { weights: column(1), counts: column(3) }],
  ]);

  it('a sampled ratio belongs to a call path, with its error', () => {
    expect(sampledMetrics(events)).toEqual(['ipc']);
    expect(ratioAt(tree, events, 'ipc', nodeAt(tree, 'main', 'hot'))).toMatchObject({
      value: 0.5,
      samples: 40,
      error: poissonError(40, 200),
    });
    expect(ratioAt(tree, events, 'ipc', 0)?.value).toBe(1);
  });

  it('too few samples say nothing', () => {
    expect(ratioAt(tree, events, 'ipc', nodeAt(tree, 'main', 'cold'))).toBeUndefined();
  });

  it('a series with a function label marks that function, by equal names only', () => {
    const of = (name: string, value: number) => series('function:ipc:ratio', [value, value], { function: name });
    const marks = frameMarks(tree, [of('hot+0x1f', 0.7), of('col', 2)]);
    expect([...marks.bySymbol].map(([symbol, ratios]) => [tree.symbols[symbol].name, ratios[0].value])).toEqual([
      ['hot', 0.7],
    ]);
    expect(marks.unmatched).toEqual(['col']);
  });
});

describe('amounts', () => {
  it('adds a counter and a rate in the same unit: events, not events a second', () => {
    // 2 s steps: the counter grows by 200 a step, the rate says 50 a second.
    const rows = computeCounters([
      series('node_perf_instructions_total', counter([200, 200, 200, 200, 200]), {}, 2000),
      series('rate(node_perf_cpucycles_total[1m])', [50, 50, 50, 50, 50, 50], {}, 2000),
    ]);
    expect(rows).toMatchObject([{ metric: 'ipc', value: 2 }]);
    expect(rows[0].values).toEqual([2, 2, 2, 2, 2]);
  });

  it('leaves out what happened in a long gap, and points without a figure', () => {
    const times = [0, 1, 2, 3, 20, 21].map((s) => s * 1000);
    const given = (name: string, values: Array<number | null>): TimeSeries => ({ ...series(name, values), times });
    const [row] = computeCounters([
      given('node_perf_instructions_total', [0, 10, 20, 30, 9000, 9010]),
      given('node_perf_cpucycles_total', [0, 10, 20, 30, 40, 50]),
    ]);
    expect([row.value, row.times]).toEqual([1, [1000, 2000, 3000, 21_000]]);
    const [holes] = computeCounters([
      given('node_perf_instructions_total', [0, 20, null, 60, NaN, null]),
      given('node_perf_cpucycles_total', [0, 10, 20, 30, 40, 50]),
    ]);
    expect(holes.times).toEqual([1000, 3000]);
  });

  it('takes a series without a telling name for a counter only if it hardly ever falls', () => {
    const of = (values: number[]) => isCounter(series('value', values));
    expect(of([1, 2, 3, 4])).toBe(false); // three steps tell nothing
    expect(of([1, 2, 3, 4, 5])).toBe(true);
    expect(of([1, 2, 3, 4, 5, 3, 4])).toBe(false);
    expect(of([5, 5, 5, 5, 5, 5])).toBe(false);
    const grows = Array.from({ length: 25 }, (_, i) => i);
    expect(of([...grows, 0, 1])).toBe(true); // one reset
  });
});

describe('rows', () => {
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
    expect(words(notes)).toEqual([
      'the mean of 2 ratios, not weighted by work: query the counters for a ratio of sums',
    ]);
    expect(words(computeCounters([series(name, [0.1])])[0].notes)).toEqual(['the mean over time of a given ratio']);
  });

  it('are judged at the written thresholds', () => {
    expect(judgeCounter('ipc', 0.99)).toBe('warn');
    expect(judgeCounter('ipc', 1)).toBe('neutral');
    expect(judgeCounter('ipc', 2)).toBe('good');
    expect(judgeCounter('ipc', 1.8, 2)).toBe('warn'); // 10 % less
    expect(judgeCounter('ipc', 1.82, 2)).toBe('neutral');
    expect(judgeCounter('cacheMissRatio', 5)).toBe('neutral');
    expect(judgeCounter('cacheMissRatio', 0.125, 0.1)).toBe('warn');
    expect(judgeCounter('cacheMissRatio', 0.08, 0.1)).toBe('neutral');
  });

  it('are compared with the first quarter of the range only where there is something after it', () => {
    const [row] = computeCounters([
      series('node_perf_instructions_total', counter([100, 100, 300, 300])),
      series('node_perf_cpucycles_total', counter([100, 100, 100, 100])),
    ]);
    expect(baselineOf(row, { type: 'first' }, [], 0, 8000)).toMatchObject({ value: 1 }); // 1 s and 2 s
    expect(baselineOf(row, { type: 'first' }, [], 0, 16_000)).toBeUndefined(); // all of it is in the first quarter
    expect([valueIn(row, 2000, 3000), valueIn(row, 4000, 9000), valueIn(row, 5000, 9000)]).toEqual([2, 3, NaN]);
  });
});
