// Inputs that were misread once, each with the value that is right and where it comes from: testdata/faults, docs/faults.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathNames } from '../src/profile';
import { problemOf, read, text } from '../src/testing';
import { main } from './inspectProfiles';

const FAULTS = join(__dirname, '../testdata/faults');
const path = (file: string) => join(FAULTS, file);

interface Part {
  total: number;
  share: number;
}
interface Report {
  format: string;
  role: string;
  evidence: string;
  unit: string;
  total: number;
  samples: number;
  dropped: number;
  valueTypes: string[];
  warnings: string[];
  headline: string;
  onCpu: Part;
  unattributed: Part;
  waits: Array<Part & { category: string }>;
  sites: Array<Part & { site: string; category: string }>;
  inputs: Array<{ role: string; total: number; unit: string; samples: number }>;
  labels: Array<{ name: string; values: number }>;
  counters: Array<{ event: string; value: number; unit: string; scope?: string }>;
}

function inspect(...args: string[]): Report {
  let out = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((out += String(chunk))));
  const code = main([...args, '--json']);
  stdout.mockRestore();
  expect(code).toBe(0);
  return JSON.parse(out) as Report;
}
const report = (file: string, flag = '--profile') => inspect(flag, path(file));
const waitsOf = ({ waits }: Report) => Object.fromEntries(waits.map(({ category, total }) => [category, total]));
const countersOf = (file: string) => report(file).counters.map(({ event, value }) => [event, value]);
const SECOND = 1e9;

// Differences of the time stamps in the file; the last switch of a thread has no end, the idle task is no thread that waits.
it.each(['01-sched-switch-plugin/switch-plugin.txt', '25-swapper/switch-fields.txt'])('%s', (file) => {
  const found = report(file);
  expect(found).toMatchObject({ role: 'offcpu', evidence: 'offcpu', unit: 'nanoseconds', total: 1.652 * SECOND });
  expect(waitsOf(found)).toEqual({ poll: 0.75 * SECOND, lock: 0.9 * SECOND, scheduler: 0.002 * SECOND });
  expect(found.sites.map(({ site, category }) => [site, category])).toEqual([
    ['backgroundLoop', 'lock'],
    ['eventLoop', 'poll'],
    ['handleRequest', 'scheduler'],
  ]);
  expect(found.warnings.join()).toMatch(/2 of 6 switches have no end.*3 switches of the idle task/);
});

// The kernel sums the blocked ns into the sample's period (tools/perf/util/off_cpu.h).
it.each(['--profile', '--offcpu'])('02-perf-off-cpu-event %s', (flag) => {
  const found = report('02-perf-off-cpu-event/offcpu-time.txt', flag);
  expect(found).toMatchObject({ role: 'offcpu', evidence: 'offcpu', total: 1.3 * SECOND });
  expect(waitsOf(found)).toEqual({ lock: 0.9 * SECOND, network: 0.4 * SECOND });
  expect(found.sites.map(({ site }) => site)).toEqual(['Queue::pop', 'read_reply']);
  expect(found.valueTypes).toEqual(['offcpu-time', 'cycles']);
});

it('02-perf-off-cpu-event has its cycles, too', () =>
  expect(report('02-perf-off-cpu-event/offcpu-time.txt').inputs).toContainEqual(
    expect.objectContaining({ role: 'cpu', unit: 'cycles', samples: 2 })
  ));

it('03-sched-stat: the periods are delays in ns, one event a kind', () => {
  const found = report('03-sched-stat/sched-stat.txt');
  expect(found.inputs.map(({ role, total }) => [role, total])).toEqual([
    ['offcpu', 0.83 * SECOND],
    ['cpu', 0.012 * SECOND],
  ]);
  expect(found.valueTypes).toEqual(
    expect.arrayContaining(['sched:sched_stat_sleep', 'sched:sched_stat_iowait', 'sched:sched_stat_runtime'])
  );
});

it('04-tracepoints-merged: three events (grep -c), no time', () => {
  const { profile, total } = read(text(readFileSync(path('04-tracepoints-merged/tracepoints2.txt'), 'utf8')));
  expect(profile.valueTypes.map(({ type }, i) => [type, profile.samples.weights[i].reduce((a, b) => a + b)])).toEqual([
    ['syscalls:sys_enter_read', 2],
    ['syscalls:sys_enter_futex', 1],
    ['syscalls:sys_exit_futex', 1],
  ]);
  expect(total).toBe(2);
  expect(report('04-tracepoints-merged/tracepoints2.txt')).toMatchObject({ role: 'other', evidence: 'other' });
});

it('05-perf-without-call-graph: 40 samples × 5,025,125 ns, and the advice', () => {
  const found = report('05-perf-without-call-graph/perf-G.txt');
  expect(found).toMatchObject({ role: 'cpu', samples: 40, total: 40 * 5_025_125, dropped: 0 });
  expect(found.warnings.join()).toContain('Record with perf record -g.');
});

// inferno-collapse-perf 0.12.8 reads 12 samples from each.
it.each(['base', 'nocomm', 'notime', 'srcline'])('06-perf-fields: %s', (list) =>
  expect(report(`06-perf-fields/perf-${list}.txt`)).toMatchObject({
    role: 'cpu',
    samples: 12,
    total: 12 * 5_025_125,
    dropped: 0,
    warnings: [],
  })
);

// LC_NUMERIC: counts have no fraction, msec have.
it.each([
  ['de', 9293, 298.06],
  ['fr', 9335, 292.68],
])('07-perf-stat-german: %s', (language, faults, clock) => {
  const file = `07-perf-stat-german/perfstat-${language}.txt`;
  expect(countersOf(file)).toEqual(
    expect.arrayContaining([
      ['page-faults', faults],
      ['task-clock', clock],
    ])
  );
  expect(report(file).dropped).toBe(0);
});

it('08-perf-stat-events: events of the PMU by name, cgroups as scopes', () => {
  const raw = new Map(report('08-perf-stat-events/perfstat-raw.txt').counters.map((c) => [c.event, c.value]));
  expect(raw.size).toBe(7);
  expect(raw.get('inst_retired.any')! / raw.get('cpu_clk_unhalted.thread')!).toBeCloseTo(1.6, 2);
  const groups = report('08-perf-stat-events/perfstat-cgroup.txt').counters;
  expect(groups.map(({ event, scope }) => `${event} ${scope}`)).toEqual([
    'cycles /app/api',
    'instructions /app/api',
    'cycles /app/worker',
  ]);
});

it.each([
  ['09-sched-timehist/timehist.txt', /table of perf sched/],
  ['10-strace-and-metrics/strace-f.txt', /output of strace/],
  ['10-strace-and-metrics/node_exporter.prom', /Prometheus exporter/],
])('%s is refused by name', (file, name) => expect(problemOf(text(readFileSync(path(file), 'utf8')))).toMatch(name));

// The sums of the maps' values (awk).
it.each([
  ['11-bpftrace-key-order/bpf-commfirst.txt', 36],
  ['11-bpftrace-key-order/bpf-tidustack.txt', 32],
])('%s: %d samples', (file, total) => expect(report(file)).toMatchObject({ total, dropped: 0 }));

it('12-speedscope-backstep: endValue − startValue = 100 s, and the event is named', () => {
  const found = report('12-speedscope-backstep/ss-backstep.json');
  expect(found).toMatchObject({ total: 100 * SECOND, onCpu: { total: 10 * SECOND } });
  expect(waitsOf(found)).toEqual({ sleep: 90 * SECOND });
  expect(found.warnings.join()).toContain('out of order');
});

it('13-dotnet-trace: pseudo frames at the leaf hide no wait', () => {
  const found = report('13-dotnet-trace/dotnet.speedscope.json');
  expect(found).toMatchObject({ role: 'wall', total: SECOND, onCpu: { share: expect.closeTo(0.1, 9) } });
  expect(found.waits.map(({ category, share }) => [category, share])).toEqual([
    ['lock', expect.closeTo(0.7, 9)],
    ['sleep', expect.closeTo(0.2, 9)],
  ]);
});

// Counted by function and file of the frames.
it('14-pyspy-speedscope-py39: the source file tells what waits', () => {
  const found = report('14-pyspy-speedscope-py39/pyspy39.speedscope.json');
  expect(found.role).toBe('wall');
  expect(found.total / SECOND).toBeCloseTo(8.005, 6);
  const waits = waitsOf(found);
  expect(waits.lock / SECOND).toBeCloseTo(1.995, 2);
  expect(waits.channel / SECOND).toBeCloseTo(1.995, 1);
  expect(found.onCpu.share).toBeLessThan(0.01);
});

it('15-austin: the header names the mode, file:function:line the wait', () => {
  const wall = report('15-austin/recording.austin');
  expect(wall).toMatchObject({ role: 'wall', unit: 'nanoseconds', total: 7_353_432_000 });
  const waits = waitsOf(wall);
  expect(Math.abs(waits.lock / 1_831_686_000 - 1)).toBeLessThan(0.005);
  expect(waits.channel / wall.total).toBeCloseTo(0.179, 3);
  // -f: the first of the three metrics is the time.
  const lines = readFileSync(path('15-austin/full.austin'), 'utf8').match(/\d+(?=,[01],-?\d+$)/gm)!;
  expect(report('15-austin/full.austin').total).toBe(lines.reduce((sum, us) => sum + Number(us) * 1000, 0));
});

it('16-pyroscope-render: value / sampleRate', () => {
  const [cpu, wall] = ['single', 'wall'].map((name) => path(`16-pyroscope-render/fb-${name}.json`));
  expect(inspect('--profile', cpu)).toMatchObject({ role: 'cpu', unit: 'nanoseconds', total: 12 * SECOND });
  expect(inspect('--cpu', cpu, '--wall', wall)).toMatchObject({
    evidence: 'cpu+wall',
    total: 20 * SECOND,
    onCpu: { total: 12 * SECOND, share: expect.closeTo(0.6, 9) },
    unattributed: { total: 8 * SECOND },
  });
});

it('17-pprof-zstd: unpacked, both kinds of time from the same samples', () => {
  const found = report('17-pprof-zstd/ddtrace.pprof.zst');
  expect(found).toMatchObject({ format: 'pprof', role: 'wall', evidence: 'cpu+wall' });
  // go tool pprof -sample_index=wall-time -top, …=cpu-time -top
  expect(found.total / SECOND).toBeCloseTo(7.53, 2);
  expect(found.onCpu.total / SECOND).toBeCloseTo(0.64, 2);
});

it('18-visualvm-dump: three threads, one of each state', () => {
  const found = report('18-visualvm-dump/visualvm.tdump');
  expect(found).toMatchObject({ total: 3, onCpu: { total: 1 } });
  expect(waitsOf(found)).toEqual({ lock: 1, channel: 1 });
});

it('19-jstack-vm-threads: the dump says cpu=449 ms of one thread, and next to nothing of the others', () =>
  expect(report('19-jstack-vm-threads/jstack17.txt')).toMatchObject({ total: 29, onCpu: { total: 1 } }));

it('20-go-labels: every goroutine has its own frames and labels', () => {
  const file = path('20-go-labels/go126-labels.txt');
  const found = inspect('--profile', file);
  expect(found).toMatchObject({ total: 14, dropped: 0 });
  expect(found.labels).toContainEqual({ name: 'route', values: 3 });
  const { tree } = read(text(readFileSync(file, 'utf8')));
  const writes = tree.symbols.findIndex(({ name }) => name.startsWith('runtime/pprof.writeGoroutineStacks'));
  const names = pathNames(tree, tree.frame.indexOf(writes));
  expect(names).toEqual([
    'main.main',
    'runtime/pprof.(*Profile).WriteTo',
    'runtime/pprof.writeGoroutine',
    'runtime/pprof.writeGoroutineStacks',
  ]);
});

it('21-bcc-default: blocks of frames, comm and µs', () => {
  const found = report('21-bcc-default/bcc-default.txt');
  expect(found.role).toBe('offcpu');
  expect(waitsOf(found)).toEqual({ network: 124_267_000, sleep: 5_000_082_000 });
});

it('22-gdb-backtraces: two threads', () => {
  const found = report('22-gdb-backtraces/gdb-bt.txt');
  expect(found).toMatchObject({ total: 2, samples: 2 });
  expect(waitsOf(found)).toEqual({ sleep: 1, poll: 1 });
});

it('23-bcc-underflow: 584,000 years are left out, and said', () => {
  const found = report('23-bcc-underflow/bccneg.folded');
  expect(found).toMatchObject({ dropped: 1, total: 6 * SECOND });
  expect(waitsOf(found)).toEqual({ network: 4.2 * SECOND, sleep: 1.8 * SECOND });
});

// `time ruby a.rb`: 1.97 s wall, 0.60 s user + system: at most 31 % can have run.
it('24-wall-without-native: nothing is on the CPU that is not known to be', () => {
  const found = report('24-wall-without-native/rbspy.pprof');
  expect(found.total / SECOND).toBeCloseTo(2.04, 2);
  expect(found.onCpu.share).toBeLessThan(0.31);
  expect(found.headline).toContain('cannot show whether they run or wait');
  expect(found.headline).not.toContain('on the CPU');
});

it('26-cpuprofile-parent: edges by parent', () => {
  const { draw } = read(text(readFileSync(path('26-cpuprofile-parent/parent.cpuprofile'), 'utf8')));
  expect(draw).toBe('all 3000000 0\n  main 3000000 1000000\n    work 2000000 2000000');
});

it.each(['comm-worker', 'comm-other'])('27-comm-is-no-function: %s', (name) => {
  const found = report(`27-comm-is-no-function/${name}.folded`, '--offcpu');
  expect(waitsOf(found)).toEqual({ 'unknown-wait': SECOND });
});

it('every folder has its test', () => {
  const source = readFileSync(__filename, 'utf8');
  const folders = readdirSync(FAULTS).filter((name) => /^\d/.test(name));
  expect(folders).toHaveLength(27);
  expect(folders.filter((name) => !source.includes(name))).toEqual([]);
});
