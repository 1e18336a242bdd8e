// perf script in its many spellings: testdata/perf-script, recorded by testdata/record-perf.sh, and what the grammar allows besides.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolesOf } from '../../analysis';
import { costGrowth, problemOf, read, text } from '../../testing';

const DATA = join(__dirname, '../../../testdata/perf-script');
const file = (path: string) => readFileSync(join(DATA, path), 'utf8');
const fileOf = (path: string) => read(text(file(path)));
const lines = (...rows: string[]) => text(rows.join('\n'));
type Found = ReturnType<typeof read>;

/** Total of each value type, and which roles the panel gives them. */
const totals = ({ profile }: Found) =>
  Object.fromEntries(
    profile.valueTypes.map(({ type, unit }, i) => [
      `${type}/${unit}`,
      profile.samples.weights[i].reduce((sum, weight) => sum + weight, 0),
    ])
  );
const roles = ({ profile }: Found) =>
  rolesOf(profile, {}).map(({ role, index }) => `${role}: ${profile.valueTypes[index].type}`);
const messages = ({ warnings }: Found) => warnings.map(({ message }) => message);
const threads = ({ profile }: Found) => {
  const { values, index } = profile.labels.find(({ name }) => name === 'thread')!;
  return Array.from(index, (i) => values[i]);
};

/** `# Samples: 12 of event 'x'`, `# Event count (approx.): 34` of perf report --stdio, by event. */
const reportOf = (path: string) =>
  [...file(path).matchAll(/Samples: (\d+) {2}of event '(.*)'\n# Event count \(approx\.\): (\d+)/g)].map(
    ([, samples, event, total]) => ({ event, samples: Number(samples), total: Number(total) })
  );

describe('lists of fields (perf script -F)', () => {
  const [{ samples, total }] = reportOf('fields/report.txt');
  const all = readdirSync(join(DATA, 'fields')).filter((name) => name !== 'report.txt');
  const withPeriod = (name: string) => !/=(?!.*period)/.test(name);
  const withEvent = (name: string) => !/-event|=(?!.*event)/.test(name);
  const flat = (name: string) => name.startsWith('flat');

  it('there are many of them', () => expect(all.length).toBeGreaterThan(25));

  it.each(all)('%s: the samples and the sum that perf report prints, nothing lost', (name) => {
    const found = fileOf(`fields/${name}`);
    expect(found.format.id).toBe('perf-script');
    expect([found.profile.samples.length, found.dropped]).toEqual([samples, 0]);
    expect(found.total).toBe(withPeriod(name) ? total : samples);
    expect(found.types).toEqual([
      withEvent(name)
        ? withPeriod(name)
          ? 'cpu/nanoseconds'
          : 'cpu/count'
        : withPeriod(name)
          ? 'period/'
          : 'samples/count',
    ]);
    expect(messages(found).some((message) => message.startsWith('Recorded without -g'))).toBe(flat(name));
  });

  it.each(all)('%s: the same functions, under the command where it is printed', (name) => {
    const symbols = fileOf(`fields/${name}`).tree.symbols.map((symbol) => symbol.name);
    const comm = !/-comm|=(?!.*comm)/.test(name);
    expect([symbols.includes('my app'), symbols.includes('inner')]).toEqual([comm, true]);
    expect(symbols.includes('main')).toBe(!flat(name));
    expect(symbols.filter((symbol) => /^\d+$|busy\.c|sink|cpu-clock/.test(symbol))).toEqual([]);
  });

  it('the time of samples, in ns where perf printed them', () => {
    const [coarse, fine] = ['default', 'graph--ns'].map((name) => fileOf(`fields/${name}.txt`).profile.samples.time!);
    expect(fine.length).toBe(samples);
    fine.forEach((time, i) => expect(Math.abs(time - coarse[i])).toBeLessThanOrEqual(1000));
    expect(fine.some((time) => time % 1000 !== 0)).toBe(true);
    expect(fileOf('fields/graph-time.txt').profile.samples.time).toBeUndefined();
  });

  // 12 samples of 5,025,125 ns each, as inferno-collapse-perf 0.12.8 counts them, too; 40 without call graph.
  it.each([
    ['cpp-nocomm.txt', 12],
    ['cpp-notime.txt', 12],
    ['cpp-srcline.txt', 12],
    ['cpp-without-call-graph.txt', 40],
  ])('%s: %i samples of C++, whose names hold blanks, colons and parentheses', (name, count) => {
    const found = fileOf(name);
    expect([found.profile.samples.length, found.total, found.dropped]).toEqual([count, count * 5_025_125, 0]);
    expect(found.tree.symbols.map((symbol) => symbol.name)).toContain(
      '(anonymous namespace)::Box<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >, std::function<void (int)> >::operator()'
    );
  });

  const frame = '\t            1148 inner+0xf (/app/my app)';
  it.each([
    // perf 6.5 and newer: builtin-script.c prints the cgroup behind the event, before the frames.
    ['a cgroup', 'my app  7 [001]  1.000000:   10101010 cpu-clock:  /user.slice/app.service', 'my app', '7'],
    ['a command with colons', 'my 2nd: app  7 [001]  1.000000:   10101010 cpu-clock: ', 'my 2nd: app', '7'],
    ['a command that ends in a number', 'pool 12  7 [001]  1.000000:   10101010 cpu-clock: ', 'pool 12', '7'],
    ['modifiers', 'app  7/9  [001] K  1.000000:   10101010 cpu-clock:uppp: ', 'app', '9'],
    ['a thread that is gone', ':-1    -1 [000]  1.000000:   10101010 cpu-clock: ', ':-1', undefined],
    ['widths of seven', 'app    7/9       [001]  1.000000:   10101010 cpu-clock: ', 'app', '9'],
  ])('%s', (_, header, comm, tid) => {
    const found = read(lines(header, frame, ''));
    expect(found.draw).toBe(`all 10101010 0\n  ${comm} 10101010 0\n    inner 10101010 10101010`);
    expect([found.types, found.dropped]).toEqual([['cpu/nanoseconds'], 0]);
    expect(found.profile.labels.length ? threads(found) : [undefined]).toEqual([tid]);
  });

  it('a cgroup below the frames, as perf before 6.5 prints it', () => {
    const header = 'my app  7 [001]  1.000000:   10 cpu-clock: ';
    const found = read(lines(header, frame, ' /user.slice/app.service', header, frame, ' unknown', ''));
    expect([found.total, found.dropped]).toEqual([20, 0]);
  });

  it('a cgroup beside the only frame of a sample without call graph', () => {
    const row =
      '          my app 19878   993.267198:    5025125 cpu-clock:  /user.slice      55973a12834e computer+0x1e (/app/my app)';
    expect(read(lines(row, row)).draw).toBe('all 10050250 0\n  my app 10050250 0\n    computer 10050250 10050250');
  });

  it('frames whose tabs became blanks stay frames, beside padded headers', () => {
    const header = '          my app  7  1.000000:   10 cpu-clock: ';
    const found = read(lines(header, '                1148 inner+0xf (/app/my app)', '', header, frame, ''));
    expect([found.total, found.dropped]).toEqual([20, 0]);
  });

  it('switch events of perf itself are no loss', () => {
    const found = read(
      lines(
        'app  7 [001]  1.000000:   10 cpu-clock: ',
        frame,
        '',
        'app  7 [001]  1.000001: PERF_RECORD_SWITCH_CPU_WIDE OUT preempt  next pid/tid:    52/52',
        '     app  7 [001]  1.000002: PERF_RECORD_LOST_SAMPLES lost 3'
      )
    );
    expect([found.total, found.dropped, messages(found)]).toEqual([10, 0, []]);
  });

  it('says that a recording without call graph has nothing to show', () => {
    expect(
      problemOf(
        lines('app 7 [001] 1.0: raw_syscalls:sys_enter: NR 1 ()', 'app 7 [001] 1.1: raw_syscalls:sys_enter: NR 1 ()')
      )
    ).toMatch(/without -g \(call graph\).*perf record -g/);
  });

  it.each([
    ['perf sched timehist', file('switches.timehist.txt')],
    ['perf report', file('fields/report.txt')],
    [
      'perf trace',
      '     0.000 ( 0.012 ms): cat/123 openat(dfd: CWD, filename: "/etc/passwd") = 3\n     0.020 ( 0.001 ms): cat/123 read(fd: 3) = 832\n',
    ],
    [
      'ftrace',
      '          <idle>-0     [001] d..2.   100.000000: sched_switch: prev_comm=a prev_pid=1 ==> next_comm=b next_pid=2\n',
    ],
    ['macOS sample', 'Call graph:\n    8000 Thread_77: main\n      8000 start  (in dyld) + 12\n'],
    ['a list', 'Thread 12 name:\n  3 main\n  4 add\n'],
    ['syslog', 'Nov 12 10:00:00 host kernel: usb 1: foo\nNov 12 10:00:01 host 12 kernel: bar\n'],
  ])('%s is not taken for it', (_, content) => {
    expect(problemOf(text(content)) ?? read(text(content)).format.id).not.toMatch(/perf script output|^perf-script$/);
  });
});

describe('sched_switch', () => {
  /** perf sched timehist of the same recording: when each thread of the program was switched out, and what was before. */
  const timehist = file('switches.timehist.txt')
    .split('\n')
    .flatMap((line) => {
      const found = /^ *(\d+)\.(\d{6}) \[\d+\] {2}waits\[(\d+)(?:\/\d+)?\] +([\d.]+) +([\d.]+) +([\d.]+)/.exec(line);
      const us = (ms: string) => Math.round(Number(ms) * 1000);
      return found
        ? [
            {
              tid: found[3],
              until: Number(found[1]) * 1e6 + Number(found[2]) - us(found[6]),
              off: us(found[4]) + us(found[5]),
            },
          ]
        : [];
    });

  it.each(['switches.txt', 'switches-plugin.txt'])('%s: each wait is as long as perf sched timehist says', (name) => {
    const found = fileOf(name);
    const { time, duration } = found.profile.samples;
    const own = threads(found).map((tid, i) => ({
      tid,
      until: (time![i] + duration![i]) / 1000,
      off: duration![i] / 1000,
    }));
    const waits = timehist.filter(({ off }) => off > 0);
    expect(waits.length).toBeGreaterThan(30);
    for (const { tid, until, off } of waits) {
      const same = own.find((wait) => wait.tid === tid && Math.abs(wait.until - until) <= 3);
      expect([tid, until, same && Math.abs(same.off - off) <= 3]).toEqual([tid, until, true]);
    }
    expect([found.types, roles(found)]).toEqual([['off_cpu/nanoseconds'], ['offcpu: off_cpu']]);
  });

  it('both spellings: the same sum, to the nanosecond', () => {
    expect(fileOf('switches.txt').total).toBe(fileOf('switches-plugin.txt').total);
    expect(fileOf('switches.txt').dropped).toBe(0);
    expect(file('switches.txt')).toContain(':-1    -1');
  });

  // The differences of the time stamps: poll 0.400 + 0.350, lock 0.900, preempted 0.002.
  it.each(['idle-task.txt', 'idle-task-plugin.txt'])('%s: the idle task is no thread that waits', (name) => {
    const found = fileOf(name);
    expect(found.total).toBeCloseTo(1.652e9, -2);
    expect(found.tree.symbols.some((symbol) => symbol.name.startsWith('swapper'))).toBe(false);
    expect(messages(found)[1]).toMatch(/^3 switches of the idle task \(swapper\)/);
  });

  const off = (t: number, prev: number, next: number, state = 'S', front = `a ${prev}`) =>
    [
      `${front} [000] ${t}.000000: sched:sched_switch: prev_comm=a prev_pid=${prev} prev_prio=120 prev_state=${state} ==> next_comm=x next_pid=${next} next_prio=120`,
      '\tffff schedule ([kernel.kallsyms])',
      '',
    ].join('\n');

  it('a thread that ends: its last switch is no wait, and ends that of the next thread', () => {
    const found = read(
      text([off(1, 10, 20), off(2, 20, 10, 'X', ':-1 -1'), off(5, 10, 20), off(9, 30, 10, 'Z')].join('\n'))
    );
    // 10 waits from 1 to 2 and from 5 to 9; a new thread 20 begins at 5
    expect([found.total, threads(found)]).toEqual([5e9, ['10', '10']]);
    expect(messages(found)).toEqual([]);
  });

  it('a switch back that was lost: no time is invented, and it is counted', () => {
    const found = read(
      text([off(1, 10, 20), off(2, 20, 10), off(4, 10, 20), off(6, 10, 20), off(7, 20, 10)].join('\n'))
    );
    // 10: 1 to 2, lost, 6 to 7; 20: 2 to 6 (the switch at 4 ended it already)
    expect([found.total, messages(found)[0]]).toEqual([
      1e9 + 2e9 + 1e9,
      '2 of 5 switches have no end in the recording and were left out.',
    ]);
  });

  it('says which sched_switch cannot be read', () => {
    const broken = off(5, 1, 2).replace('prev_pid', 'pid');
    const found = read(text([off(1, 10, 20), off(2, 20, 10), broken].join('\n')));
    expect([found.total, found.dropped]).toEqual([1e9, 1]);
    expect(found.warnings[0]).toMatchObject({
      row: 7,
      message: expect.stringContaining('a sched:sched_switch whose threads cannot be read'),
    });
  });

  it('without stacks: waits by command', () => {
    const bare = (t: number, prev: number, next: number) => off(t, prev, next).split('\n')[0].padStart(200);
    const found = read(lines(bare(1, 10, 20), bare(3, 20, 10), bare(4, 10, 20)), { format: 'perf-script' });
    expect(found.draw).toBe('all 3000000000 0\n  a 3000000000 3000000000');
  });

  it('perf inject -s: the period is the time that the thread was away', () => {
    const row = (t: number, period: number) =>
      off(t, 10, 20).replace('sched:sched_switch', `${period} sched:sched_switch`);
    const found = read(text([row(5, 3e9), row(9, 1e9)].join('\n')));
    expect([found.total, found.types]).toEqual([4e9, ['off_cpu/nanoseconds']]);
    expect([...found.profile.samples.time!, ...found.profile.samples.duration!]).toEqual([2e9, 8e9, 3e9, 1e9]);
  });
});

describe('which time a file holds', () => {
  it('perf record --off-cpu: CPU and off-CPU of one file', () => {
    const found = fileOf('off-cpu-event.txt');
    expect(totals(found)).toEqual({ 'cycles/cycles': 5_000_000, 'offcpu-time/nanoseconds': 1.3e9 });
    expect(roles(found)).toEqual(['cpu: cycles', 'offcpu: offcpu-time']);
    expect(rolesOf(found.profile, {}, 'offcpu')).toMatchObject([{ role: 'offcpu', index: 1 }]);
    expect(found.profile.samples.time!.map((time) => time / 1e6)).toEqual(
      new Float64Array([5_021_100, 5_021_101, NaN, NaN])
    );
  });

  it('perf record --off-cpu alone, and waits as they end (perf 6.16 and newer): a time of their own', () => {
    const found = read(
      lines(
        'app 7 [001]  12.500000:  500000000 offcpu-time:',
        '\t7f read+0x1 (/lib/libc.so.6)',
        '',
        'app 7 [001]  13.100000:  600000000 offcpu-time:',
        '\t7f read+0x1 (/lib/libc.so.6)',
        ''
      )
    );
    expect([found.total, roles(found)]).toEqual([1.1e9, ['offcpu: offcpu-time']]);
    expect([...found.profile.samples.time!, ...found.profile.samples.duration!]).toEqual([12e9, 12.5e9, 5e8, 6e8]);
  });

  it('sched_stat events: off-CPU by their period, CPU time by sched_stat_runtime', () => {
    const found = fileOf('sched-stat.txt');
    expect(totals(found)).toEqual({
      'sched:sched_stat_sleep/nanoseconds': 7.5e8,
      'sched:sched_stat_iowait/nanoseconds': 8e7,
      'sched:sched_stat_runtime/nanoseconds': 1.2e7,
      'off_cpu/nanoseconds': 8.3e8,
    });
    expect(roles(found)).toEqual(['offcpu: off_cpu', 'cpu: sched:sched_stat_runtime']);
    expect(found.total).toBe(8.3e8);
    expect(messages(found)).toEqual([expect.stringContaining('of the code that ended the wait')]);
  });

  const stat = (t: number, kind: string, ns: number, front = 'other 9 [000]') =>
    [
      `${front} ${t}.000000: sched:sched_stat_${kind}: comm=my app pid=7 delay=${ns} [ns]`,
      '\tffff wake ([kernel.kallsyms])',
      '',
    ].join('\n');

  it('sched_stat events without a period: the delay of the arguments, of the thread that they are about', () => {
    const found = read(text(stat(5, 'sleep', 2e9)));
    expect([totals(found), threads(found)]).toEqual([{ 'sched:sched_stat_sleep/nanoseconds': 2e9 }, ['7']]);
    expect(found.draw).toContain('my app');
    expect(found.profile.samples.time![0]).toBe(3e9);
  });

  it('iowait is a part of blocked, and is not added again; a switch is better than all of them', () => {
    const rows = [stat(5, 'sleep', 2e9), stat(6, 'iowait', 1e9), stat(6, 'blocked', 1e9), stat(7, 'wait', 1e8)];
    expect(totals(read(text(rows.join('\n'))))['off_cpu/nanoseconds']).toBe(3.1e9);
    const away = (t: number, prev: number, next: number) =>
      [
        `a ${prev} [000] ${t}.000000: sched:sched_switch: a:${prev} [120] S ==> a:${next} [120]`,
        '\tffff schedule ([kernel.kallsyms])',
        '',
      ].join('\n');
    const both = read(text([away(1, 7, 8), away(2, 8, 7), ...rows].join('\n')));
    expect(totals(both)['off_cpu/nanoseconds']).toBe(1e9);
    expect(roles(both)).toEqual(['offcpu: off_cpu']);
  });

  it('tracepoints keep their names, are counted by themselves, and are no time', () => {
    const found = fileOf('tracepoints.txt');
    expect(totals(found)).toEqual({
      'syscalls:sys_enter_read/count': 2,
      'syscalls:sys_enter_futex/count': 1,
      'syscalls:sys_exit_futex/count': 1,
    });
    expect(roles(found)).toEqual(['other: syscalls:sys_enter_read']);
  });

  it('six events in one file: each with the sum that perf report prints, CPU time is what is shown', () => {
    const found = fileOf('events.txt');
    const report = reportOf('events.report.txt');
    const sums = totals(found);
    const sumOf = (event: string) =>
      Object.entries(sums).find(([type]) => type.startsWith(event.startsWith('cpu-clock') ? 'cpu/' : event))?.[1];
    expect(report.length).toBe(6);
    expect(report.map(({ event }) => [event, sumOf(event)])).toEqual(report.map(({ event, total }) => [event, total]));
    expect(Object.keys(sums)).toEqual(
      expect.arrayContaining(['cpu/nanoseconds', 'raw_syscalls:sys_enter/count', 'raw_syscalls:sys_exit/count'])
    );
    expect(roles(found)).toEqual(['cpu: cpu']);
    expect(found.dropped).toBe(0);
  });

  it('wake-ups are no CPU samples, also where they come first', () => {
    const wake = [
      'a 9 [000] 1.000000: sched:sched_wakeup: comm=b pid=7 prio=120 target_cpu=001',
      '\tffff ttwu ([kernel.kallsyms])',
      '',
    ];
    expect(roles(read(lines(...wake)))).toEqual(['other: sched:sched_wakeup']);
    const cycles = read(lines(...wake, 'a 9 [000] 1.100000: 250 cycles:P: ', '\tffff f ([kernel.kallsyms])', ''));
    expect([cycles.total, roles(cycles)]).toEqual([250, ['cpu: cycles']]);
  });

  it('two clocks in one file are two measurements, and are not added up', () => {
    const row = (event: string) => [`a 9 [000] 1.000000: 100 ${event}: `, '\tffff f ([kernel.kallsyms])', ''];
    const found = read(lines(...row('cpu-clock'), ...row('task-clock:u'), ...row('cpu-clock')));
    expect([found.total, totals(found)]).toEqual([200, { 'cpu/nanoseconds': 200, 'task-clock/nanoseconds': 100 }]);
  });
});

describe('numbers that cannot be', () => {
  const row = (t: string, period: string, tid = 9) => [
    `a ${tid} [000] ${t}: ${period} cpu-clock: `,
    '\tffff f ([kernel.kallsyms])',
    '',
  ];

  it('a period above 2^63 is left out, and said', () => {
    const found = read(lines(...row('1.0', '18446744073709551000'), ...row('1.1', '10')));
    expect([found.total, found.dropped]).toEqual([10, 1]);
    expect(found.warnings[0]).toMatchObject({ row: 1, message: expect.stringContaining('more than 2^63') });
  });

  it('more CPU time than the threads had is said', () => {
    const twice = [...row('1.0', '1000000000'), ...row('2.0', '1000000000')];
    expect(messages(read(lines(...twice)))).toEqual([]);
    expect(messages(read(lines(...twice, ...twice)))).toEqual([
      '4.000 s of cpu-clock cannot be: the recording has 1 thread and 1.000 s.',
    ]);
    expect(messages(read(lines(...twice, ...row('1.0', '1000000000', 10), ...row('2.0', '1000000000', 10))))).toEqual(
      []
    );
  });
});

it('more lines cost in proportion, hostile ones too', () => {
  const block = [
    'a b 9 [000] 1.000000: 100 cpu-clock: ',
    '\tffff f(int (*)(int)) ([kernel.kallsyms])',
    ' '.repeat(300),
    `${' '.repeat(200)}x: ${'(('.repeat(50)}`,
    '',
  ];
  const script = (count: number) =>
    expect(read(text(Array.from({ length: count }, () => block.join('\n')).join('\n'))).profile.samples.length).toBe(
      count
    );
  expect(costGrowth(1000, script)).toBeLessThan(3);
});

describe('perf script written by hand', () => {
  const lines = (...list: string[]) => text(list.join('\n') + '\n');
  const head = (event = 'cpu-clock:', period = '1000000 ') => `a b  12/34 [001] 5.000001: ${period}${event} `;
  it('names: offsets go, an unknown symbol is its binary, several unknown ones in a row are one', () => {
    const found = read(
      lines(
        '# a comment',
        head(),
        '\tffff leaf+0x1f (/usr/bin/app)',
        '\tffff [unknown] ([vdso])',
        '\tffff [unknown] (/tmp/x.so (deleted))',
        '\tffff [unknown] ([unknown])',
        '\tffff [unknown] ([unknown])',
        '\tffff a+0x10b (inlined)',
        '',
        head(),
        '\tffff a+0x10b',
        '  app.c:12',
        '\tno frame at all',
        ''
      )
    );
    expect(found.draw.split('\n').map((l) => l.trim())).toEqual([
      'all 2000000 0',
      'a b 2000000 0',
      'a 2000000 1000000',
      '[unknown] 1000000 0',
      '[x.so] 1000000 0',
      '[vdso] 1000000 0',
      'leaf 1000000 1000000',
    ]);
    expect(found.warnings[0]).toMatchObject({
      row: 13,
      message: expect.stringContaining('not a frame: no frame at all'),
    });
    expect(found.dropped).toBe(1);
    expect(found.types).toEqual(['cpu/nanoseconds']);
    expect(found.profile.labels).toMatchObject([{ name: 'thread', values: ['34'] }]);
  });

  it('counts where no period is given, and names other events by themselves', () => {
    expect(read(lines(head('cpu-clock:', ''), '\tffff f (x)', '')).types).toEqual(['cpu/count']);
    expect(read(lines(head('cycles:ppp:'), '\tffff f (x)', '')).types).toEqual(['cycles/cycles']);
  });

  it('says what is no sample, what has no stack, and when nothing is left', () => {
    const found = read(lines('rubbish', head(), '\tffff f (x)', '', head(), '', head(), '\tffff f (x)'));
    expect([found.total, found.dropped]).toEqual([2e6, 2]);
    expect(found.warnings[0].message).toMatch(/^2 lines left out: neither a sample's first line/);
    expect(problemOf(lines(head(), '', head(), ''), { format: 'perf-script' })).toMatch(/No sample with a stack.*-g/);
    expect(read(lines(head(), '', head(), '\tffff f (x)', '')).warnings[0]).toMatchObject({
      row: 1,
      message: expect.stringContaining('a sample without stack'),
    });
  });

  const off = (t: number, prev: number, next: number, state = 'S') =>
    [
      `a ${prev} [000] ${t}.0: sched:sched_switch: prev_comm=a prev_pid=${prev} prev_prio=120 prev_state=${state} ==> next_comm=x next_pid=${next} next_prio=120`,
      '\tffff schedule ([kernel.kallsyms])',
      '',
    ].join('\n');
  it('switches that never end are left out and counted, where most do end', () => {
    const found = read(text([off(1, 10, 20), off(3, 20, 10), off(4, 10, 30), off(9, 30, 10)].join('\n')));
    // 10 is away from 1 to 3 and from 4 to 9; 20 and the last 30 never come back
    expect(found.total).toBe(7e9);
    expect(found.warnings.map(({ message }) => message)).toEqual([
      '2 of 4 switches have no end in the recording and were left out.',
    ]);
    expect(read(text([off(1, 10, 20), off(3, 20, 10)].join('\n'))).total).toBe(2e9);
    expect(read(text([off(1, 10, 20), off(3, 40, 50), off(4, 60, 10)].join('\n'))).types).toEqual(['off_cpu/count']);
  });
});
