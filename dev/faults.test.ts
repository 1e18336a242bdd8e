// Inputs that were misread once, each with the value that is right and where it comes from: testdata/faults, docs/faults.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, splitAt } from '../src/analysis';
import { prepareProfile } from '../src/prepare';
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
  const names = pathNames(tree, tree.symbol.indexOf(writes));
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
  expect(found.headline).toContain('in <main>');
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

/** Role, and weight by category, of a text; `cpu` is what is not known to wait. */
function splitOf(source: string): [string | undefined, Record<string, number>] {
  const { paired, queries } = prepareProfile([{ refId: 'A', source: { kind: 'text', text: source } }]);
  const { waiting, onCpu } = splitAt(paired!, 0);
  const parts = [onCpu, ...waiting.slice(1)].map((weight, i): [string, number] => [CATEGORIES[i], weight]);
  return [queries[0].role, Object.fromEntries(parts.filter(([, weight]) => weight > 0))];
}

describe('other inputs of the same kinds', () => {
  const switched = (time: string, state: string, frames: string) =>
    `app 100/101 [000] ${time}: sched:sched_switch: prev_comm=app prev_pid=101 prev_prio=120 prev_state=${state} ==> next_comm=b next_pid=7 next_prio=120\n${frames}\n
b 7/7 [000] ${time}5: sched:sched_switch: prev_comm=b prev_pid=7 prev_prio=120 prev_state=X ==> next_comm=app next_pid=101 next_prio=120\n\tffff __schedule+0x1 ([kernel.kallsyms])\n\n`;

  it('K1: a thread that is switched out in state R waits for a CPU, whatever it was doing', () => {
    const frames = '\tffff __schedule+0x1 ([kernel.kallsyms])\n\t5500 compute+0x1 (/app)';
    const text = switched('10.0', 'R+', frames) + switched('20.0', 'S', frames);
    expect(splitOf(text)).toEqual(['offcpu', { scheduler: 50_000_000, 'unknown-wait': 50_000_000 }]);
  });

  it.each([
    ['objects', 'other'],
    ['bytes', 'other'],
    ['exceptions', 'other'],
    ['lock_nanoseconds', 'contention'],
    ['lock_samples', 'contention'],
  ])('K2: %s are no CPU time', (units, role) => {
    const levels = [
      [0, 9, 0, 0],
      [0, 9, 9, 1],
    ];
    const json = { flamebearer: { names: ['total', 'run'], levels }, metadata: { format: 'single', units, name: 'x' } };
    const { queries, paired } = prepareProfile([{ refId: 'A', source: text(JSON.stringify(json)) }]);
    expect([queries[0].role, paired?.evidence, paired && splitAt(paired, 0).total]).toEqual([role, 'other', 9]);
  });

  it('K8: a table with semicolons is no stacks', () =>
    expect(problemOf(text('2025-01-01;api;GET 123\n2025-01-02;api;POST 456\n'))).toContain(
      'nothing in them is a stack'
    ));

  it('K8: words and numbers in lines with tabs are no base64', () =>
    expect(problemOf(text(`Variable_name\tValue\n${'Com_select\t123\n'.repeat(20)}`))).toContain('end in numbers'));

  it('K11: samples without weights are counted, whatever unit is named', () => {
    const file = (unit: string) =>
      text(
        JSON.stringify({
          $schema: 'https://www.speedscope.app/file-format-schema.json',
          shared: { frames: [{ name: 'main' }] },
          profiles: [{ type: 'sampled', name: 't', unit, startValue: 0, endValue: 40, samples: [[0], [0]] }],
        })
      );
    expect(read(file('milliseconds'))).toMatchObject({ types: ['samples/count'], total: 2 });
    expect(read(file('milliseconds')).warnings[0].message).toContain('has no weights');
    expect(read(file('none')).warnings).toEqual([]);
  });

  it('K12: where the C library makes a system call that may be cancelled is no function (musl, glibc 2.41)', () =>
    expect(
      splitOf(
        'main;work;pthread_mutex_lock;__pthread_mutex_timedlock;__timedwait_cp;__syscall_cp_c 60\n' +
          'main;poll;__syscall_cp;__cp_end 20\n' +
          'main;epoll_wait;__syscall_cancel;__internal_syscall_cancel;__syscall_cancel_arch_end 20\n'
      )
    ).toEqual(['wall', { lock: 60, poll: 40 }]));

  it('K13: names as bcc under Python 3 prints them', () =>
    expect(
      splitOf(
        "Tracing off-CPU time (us) of all threads by user + kernel stack... Hit Ctrl-C to end.\n\n    b'finish_task_switch'\n    b'schedule'\n    b'ep_poll'\n    --\n    b'loop'\n    -                b'node' (123)\n        4200\n\n"
      )
    ).toEqual(['offcpu', { poll: 4_200_000 }]));

  it('K17: a javacore with all its lines', () =>
    expect(
      splitOf(
        [
          '0SECTION       THREADS subcomponent dump routine',
          '3XMTHREADINFO      "main" J9VMThread:0x0000000000022500, omrthread_t:0x00007F, java/lang/Thread:0x1, state:CW, prio=5',
          '3XMJAVALTHREAD            (java/lang/Thread getId:0x1, isDaemon:false)',
          '3XMTHREADINFO1            (native thread ID:0x7B, native priority:0x5)',
          '3XMCPUTIME               CPU usage total: 0.1 secs',
          '3XMHEAPALLOC             Heap bytes allocated since last GC cycle=0 (0x0)',
          '3XMTHREADINFO3           Java callstack:',
          '4XESTACKTRACE                at java/lang/Thread.sleep(Native Method)',
          '5XESTACKTRACE                   (entered lock: java/lang/Object@0x1, entry count: 1)',
          '4XESTACKTRACE                at App.main(App.java:10)',
        ].join('\n')
      )
    ).toEqual(['wall', { sleep: 1 }]));

  it('K17: jstack -F', () =>
    expect(
      splitOf(
        [
          'Attaching to process ID 123, please wait...',
          'Deadlock Detection:',
          '',
          'No deadlocks found.',
          '',
          'Thread 30416: (state = BLOCKED)',
          ' - sun.misc.Unsafe.park(boolean, long) @bci=0 (Compiled frame; information may be imprecise)',
          ' - com.example.Work.take() @bci=3, line=12 (Interpreted frame)',
          '',
          'Thread 30417: (state = IN_NATIVE)',
          ' - java.net.SocketInputStream.socketRead0(java.io.FileDescriptor, byte[], int, int, int) @bci=0 (Compiled frame)',
          ' - com.example.Net.read() @bci=3, line=12 (Interpreted frame)',
        ].join('\n')
      )
    ).toEqual(['wall', { lock: 1, network: 1 }]));
});

it('every folder has its test', () => {
  const source = readFileSync(__filename, 'utf8');
  const folders = readdirSync(FAULTS).filter((name) => /^\d/.test(name));
  expect(folders).toHaveLength(27);
  expect(folders.filter((name) => !source.includes(name))).toEqual([]);
});
