import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ProfileInput, prepareProfile, type Settings } from '../prepare';
import { type Profile, ProfileBuilder } from '../profile';
import { CATEGORIES, type Category, fillIn } from '.';
import { column, table } from '../testing';
import { roleOfContent, roleOfProfileType, roleOfValueType, rolesOf, settleRoles } from './roles';
import { splitAt } from './pairing';
import { timeUnits } from './unnamedUnits';

/** One sample of `main;work` with these weights: `{'cpu-time nanoseconds': 5}`. */
function fileOf(weights: Record<string, number>, periodType?: string, primary = 0): Profile {
  const types = Object.keys(weights).map((key) => ({ type: key.split(' ')[0], unit: key.split(' ')[1] ?? 'count' }));
  const builder = new ProfileBuilder(types, primary);
  builder.periodType = periodType;
  builder.sample(builder.stack(-1, builder.frame({ name: 'main' })), ...Object.values(weights));
  return builder.finish();
}

const roles = (profile: Profile, set?: Parameters<typeof rolesOf>[2], hints = {}) =>
  rolesOf(profile, hints, set).map(({ role, index }) => `${role}: ${profile.valueTypes[index].type}`);

describe('value types', () => {
  it.each<[string, Record<string, number>, string | undefined, string[]]>([
    [
      'Datadog, all kinds in one file',
      {
        'cpu-time nanoseconds': 3,
        'cpu-samples': 1,
        'wall-time nanoseconds': 9,
        'exception-samples': 0,
        'alloc-space bytes': 7,
        'heap-space bytes': 0,
      },
      undefined,
      ['cpu: cpu-time', 'wall: wall-time'],
    ],
    [
      'Datadog for Node',
      { sample: 1, 'wall nanoseconds': 9, 'cpu nanoseconds': 2 },
      'wall',
      ['wall: wall', 'cpu: cpu'],
    ],
    [
      'perf record --off-cpu',
      { 'cycles cycles': 5, 'offcpu-time nanoseconds': 9 },
      undefined,
      ['cpu: cycles', 'offcpu: offcpu-time'],
    ],
    ['Go CPU', { samples: 1, 'cpu nanoseconds': 9 }, 'cpu', ['cpu: cpu']],
    ['fgprof', { samples: 1, 'time nanoseconds': 9 }, 'wallclock', ['wall: time']],
    ['Parca off-CPU', { 'wallclock nanoseconds': 9 }, 'samples', ['offcpu: wallclock']],
    ['go tool trace -pprof=sync', { contentions: 1, 'delay nanoseconds': 9 }, 'trace', ['offcpu: delay']],
    ['Go mutex', { contentions: 1, 'delay nanoseconds': 9 }, 'contentions', ['contention: delay']],
    [
      'memory beside a kind of time',
      { 'alloc-space bytes': 4, 'wall-time nanoseconds': 9 },
      undefined,
      ['wall: wall-time'],
    ],
    ['CPU time of 0', { 'cpu-time nanoseconds': 0, 'wall-time nanoseconds': 9 }, undefined, ['wall: wall-time']],
    [
      'the delays of the scheduler, iowait within blocked',
      {
        'sched:sched_stat_sleep nanoseconds': 5,
        'sched:sched_stat_iowait nanoseconds': 1,
        'sched:sched_stat_blocked nanoseconds': 2,
        'sched:sched_stat_runtime nanoseconds': 3,
      },
      undefined,
      ['offcpu: sched:sched_stat_sleep', 'offcpu: sched:sched_stat_blocked', 'cpu: sched:sched_stat_runtime'],
    ],
    ['nothing of time', { 'inuse_space bytes': 4 }, 'space', ['other: inuse_space']],
  ])('%s', (_, weights, period, expected) => {
    const primary = Object.keys(weights).length - 1;
    expect(roles(fileOf(weights, period, primary)).sort()).toEqual([...expected].sort());
  });

  const datadog = fileOf(
    { 'cpu-time nanoseconds': 3, 'cpu-samples': 1, 'wall-time nanoseconds': 0, 'exception-samples': 0 },
    '',
    3
  );

  it('never shows a value type that is 0 throughout, nor under a role that is set', () => {
    expect(datadog.valueTypes[datadog.primary].type).toBe('cpu-samples');
    expect(roles(datadog, 'wall')).toEqual(['wall: cpu-samples']);
    expect(roles(datadog, 'cpu')).toEqual(['cpu: cpu-samples']);
  });

  it('takes time rather than a count under a role that is set', () => {
    const all = fileOf({ 'cpu-time nanoseconds': 3, 'cpu-samples': 1, 'wall-time nanoseconds': 4 }, '', 2);
    expect(roles(all, 'cpu')).toEqual(['cpu: cpu-time']);
    expect(roles(all, undefined, { profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' })).toEqual([
      'cpu: cpu-time',
    ]);
  });

  it('takes the one that a person chose, and nothing else', () => {
    expect(
      roles(fileOf({ 'cpu-time ns': 3, 'wall-time ns': 4 }, '', 1), undefined, { valueType: 'wall-time' })
    ).toEqual(['wall: wall-time']);
  });
});

const folded = (text: string): ProfileInput['source'] => ({ kind: 'text', text });
const prepared = (texts: Record<string, string>, rest: Partial<ProfileInput> = {}, settings?: Settings) =>
  prepareProfile(
    Object.entries(texts).map(([refId, text]) => ({ refId, source: folded(text), ...rest })),
    settings
  );
const notes = ({ paired }: ReturnType<typeof prepareProfile>) =>
  (paired?.notes ?? []).map(({ text, values }) => fillIn(text, values));

describe('CPU above wall', () => {
  it('swaps what nothing told', () => {
    const { queries, paired } = prepared({ A: 'main;work 70\nmain;wait_for_it 30', B: 'main;work 20' });
    expect(queries.map(({ refId, role }) => [refId, role])).toEqual(
      [
        ['B', 'cpu'],
        ['A', 'wall'],
      ].sort((a, b) => (a[0] < b[0] ? -1 : 1))
    );
    expect(splitAt(paired!, 0)).toMatchObject({ total: 100, onCpu: 20 });
  });

  it('leaves alone what was set, and does not subtract it', () => {
    const both = prepareProfile([
      { refId: 'A', source: folded('main;work 1493'), role: 'cpu' },
      { refId: 'B', source: folded('main;work 60\nmain;epoll_wait 40'), role: 'wall' },
    ]);
    expect(both.queries.map(({ role }) => role)).toEqual(['cpu', 'wall']);
    expect(both.paired!.evidence).toBe('wall');
    expect(splitAt(both.paired!, 0)).toMatchObject({ total: 100, onCpu: 60 });
    expect(notes(both)[0]).toMatch(/^CPU is 14.9 times wall/);
  });

  it('takes an assumed wall out beside a CPU profile that is certain', () => {
    const member = { unit: 'count', certain: true };
    const [cpu, wall] = settleRoles([
      { ...member, role: 'cpu', origin: 'detected', total: 100 },
      { ...member, role: 'wall', origin: 'assumed', certain: false, total: 50 },
    ]);
    expect([cpu.role, wall.role]).toEqual(['cpu', 'other']);
  });

  it('never has a part above the whole, at no frame', () => {
    const { paired } = prepareProfile([
      { refId: 'A', source: folded('main;hot 52\nmain;rest 50'), role: 'cpu' },
      { refId: 'B', source: folded('main;hot 48\nmain;rest 50'), role: 'wall' },
    ]);
    expect(paired!.evidence).toBe('cpu+wall');
    for (let node = 0; node < paired!.tree.length; node++) {
      const { onCpu, total } = splitAt(paired!, node);
      expect(onCpu).toBeLessThanOrEqual(total);
    }
  });
});

describe('figures without a unit', () => {
  const cpuSamples = Array.from({ length: 10 }, (_, i) => `main;f${i} ${i + 1}`).join('\n');
  const offCpuMicroseconds = 'main;net;schedule 4200000\nmain;nap;schedule 1800000';

  it('of off-CPU time are microseconds, as bcc prints them, and are not added to samples', () => {
    const both = prepared({ A: cpuSamples, B: offCpuMicroseconds });
    expect(both.queries.map(({ role, unit, total }) => [role, unit, total])).toEqual([
      ['cpu', 'count', 55],
      ['offcpu', 'nanoseconds', 6e9],
    ]);
    expect(both.paired!.evidence).toBe('offcpu');
    expect(notes(both)).toEqual([
      'B names no unit: its figures are taken for microseconds. Set the unit of the query if they are not.',
      'CPU is in samples and off-CPU in nanoseconds: they cannot be added up to wall time. Shares are of each of the two; set the unit of the query that has none.',
    ]);
  });

  it('are added to CPU time that is a multiple of a period', () => {
    const both = prepared({ A: cpuSamples.replace(/\d+$/gm, (n) => String(Number(n) * 5025)), B: offCpuMicroseconds });
    expect(both.paired!.evidence).toBe('cpu+offcpu');
    expect(splitAt(both.paired!, 0)).toMatchObject({ total: 6e9 + 55 * 5_025_000, onCpu: 55 * 5_025_000 });
  });

  it('stay what an option says', () => {
    const { queries } = prepared({ A: offCpuMicroseconds }, { options: { unit: 'ms' } });
    expect([queries[0].unit, queries[0].total]).toEqual(['nanoseconds', 6e12]);
  });

  it.each<[string, Array<['cpu' | 'wall' | 'offcpu', number[]]>, Array<string | undefined>]>([
    [
      'samples of both',
      [
        ['cpu', [1, 5]],
        ['wall', [3, 90]],
      ],
      [undefined, undefined],
    ],
    [
      'ns of both',
      [
        ['cpu', [1e7, 3e7]],
        ['wall', [20_408_162, 10_204_081]],
      ],
      [undefined, undefined],
    ],
    [
      'samples and ns',
      [
        ['cpu', [1, 5]],
        ['wall', [1, 2, 3, 4].map((n) => n * 10_204_081)],
      ],
      [undefined, 'nanoseconds'],
    ],
    ['switches', [['offcpu', [1, 900, 4]]], [undefined]],
    ['µs', [['offcpu', [3, 55, 900_000]]], ['microseconds']],
  ])('%s', (_, files, expected) => {
    const found = timeUnits(
      files.map(([role, weights]) => ({ role, weights: Float64Array.from(weights), unit: 'count', named: false }))
    );
    expect(found.map(({ unit }) => unit)).toEqual(expected);
  });
});

describe('one sampler', () => {
  const wall = Array.from({ length: 30 }, (_, i) => `main;f${i} ${10 + i}\nmain;f${i};epoll_wait 20`).join('\n');
  const cpu = Array.from({ length: 30 }, (_, i) => `main;f${i} ${10 + (i % 9)}`).join('\n');

  it('in two queries, as Pyroscope files a wall recording of the JVM, is an exact pair', () => {
    const both = prepareProfile([
      { refId: 'A', source: folded(cpu), role: 'cpu' },
      { refId: 'B', source: folded(wall), role: 'wall' },
    ]);
    expect(both.paired!.sameSamples).toBe(true);
    expect(notes(both)).toEqual([]);
  });

  it('is not assumed where CPU is above wall at any stack', () => {
    const both = prepareProfile([
      { refId: 'A', source: folded(`${cpu}\nmain;f0 40`), role: 'cpu' },
      { refId: 'B', source: folded(wall), role: 'wall' },
    ]);
    expect(both.paired!.sameSamples).toBeUndefined();
    expect(notes(both)[0]).toMatch(/both in samples/);
  });

  it('of one file fills both roles; as a baseline its times are not added up', () => {
    const file = readFileSync(join(__dirname, '../../testdata/cpuprofile/app.cpuprofile'));
    const source = { kind: 'bytes' as const, bytes: file };
    const { paired, baseline, queries } = prepareProfile([
      { refId: 'A', source },
      { refId: 'B', source, role: 'baseline' },
    ]);
    expect([paired!.evidence, paired!.sameSamples, baseline!.evidence]).toEqual(['cpu+wall', true, 'cpu+wall']);
    const total = splitAt(paired!, 0).total;
    expect(queries.map((query) => [query.role, query.total])).toEqual([
      ['cpu', splitAt(paired!, 0).onCpu],
      ['wall', total],
      ['baseline', total],
    ]);
  });
});

it.each([
  ['µs', 18446744073709551, 4_200_000],
  ['ns', 18446744073709551615, 4_200_000_000],
])('leaves out weights that cannot be (2^64 − x in %s), and says so', (_, impossible, blocked) => {
  const stacks = column('stack', ['app;net;schedule', 'kworker;finish_task_switch']);
  const source = table(stacks, column('offcpu_us', [blocked, impossible], 'number'));
  const { queries, warnings } = prepareProfile([{ refId: 'A', source, role: 'offcpu' }]);
  expect(queries.map(({ total, dropped }) => [total, dropped])).toEqual([[blocked * 1000, 1]]);
  expect(warnings[0].message).toMatch(/1 sample left out: a weight that cannot be/);
});

it('leaves out weights that cannot be, and says so', () => {
  const { queries, warnings } = prepared({
    A: 'app;net;schedule 4200000\nkworker;finish_task_switch 18446744073709551',
  });
  expect(queries.map(({ total, dropped }) => [total, dropped])).toEqual([[4.2e9, 1]]);
  expect(warnings[0].message).toMatch(/1 (?:line|sample) left out: .*(?:cannot be|no recording reaches)/);
});

describe('samples by thread', () => {
  const threads = (counts: number[], root = (i: number) => `thread (${i}): worker`) =>
    counts.map((count, i) => `${root(i)};features (score.py:8) ${count}`).join('\n');
  const role = (text: string) => prepared({ A: text }).queries.map((query) => `${query.role} (${query.origin})`);

  it.each([
    ['equal: the clock sampled them', threads([593, 593, 593, 592, 593, 120]), ['wall (detected)']],
    ['of async-profiler -t', threads([123, 123, 123, 122, 123], (i) => `[pool-${i} tid=${i}]`), ['wall (detected)']],
    ['unequal: by what they ran', threads([250, 199, 145, 131, 130, 118, 18]), ['cpu (assumed)']],
    ['nearly equal', threads([59, 57, 56, 55, 50, 46, 7]), ['cpu (assumed)']],
    ['too few to tell', threads([500, 500]), ['cpu (assumed)']],
    ['not of threads', threads([500, 500, 500, 500, 500], (i) => `main${i}`), ['cpu (assumed)']],
  ])('%s', (_, text, expected) => expect(role(text)).toEqual(expected));
});

describe('recordings without their names', () => {
  const DATA = join(__dirname, '../../testdata/incident/recorded');
  it.each(readdirSync(DATA).filter((name) => /\.(?:folded|pb\.gz|frame\.json)$/.test(name)))('%s', (name) => {
    const source = { kind: 'bytes' as const, bytes: readFileSync(join(DATA, name)) };
    const { queries } = prepareProfile([{ refId: 'A', source }]);
    const kind = name.split('.')[1];
    expect(queries.map(({ role }) => role)).toEqual([kind === 'mutex' ? 'contention' : kind]);
  });

  it('py-spy --idle -f speedscope under Python 3.9, whose functions lack their class: files tell their waits', () => {
    const file = readFileSync(join(__dirname, '../../testdata/speedscope/py-spy-idle-py39.speedscope.json'));
    const { queries, paired } = prepareProfile([{ refId: 'A', source: { kind: 'bytes', bytes: file } }]);
    expect(queries.map(({ role, origin, total }) => [role, origin, Math.round(total / 1e6)])).toEqual([
      ['wall', 'detected', 8005],
    ]);
    // By name and file: wait and _wait_for_tstate_lock of threading.py; get and put of queue.py.
    const waiting = splitAt(paired!, 0).waiting;
    expect(['lock', 'channel'].map((name) => Math.round(waiting[CATEGORIES.indexOf(name as Category)] / 1e7))).toEqual([
      200, 199,
    ]);
  });
});

describe('what the stacks end in', () => {
  const content = (text: string) => {
    const builder = new ProfileBuilder([{ type: 'x', unit: 'count' }]);
    for (const line of text.split('\n')) {
      const at = line.lastIndexOf(' ');
      const frames = line.slice(0, at).split(';').filter(Boolean);
      builder.sample(
        frames.reduce((stack, name) => builder.stack(stack, builder.frame({ name })), -1),
        Number(line.slice(at + 1))
      );
    }
    return roleOfContent(builder.finish());
  };
  it.each<[what: string, text: string, role: string | undefined]>([
    ['work', 'main;hot 100', undefined],
    ['nothing', ' 0', undefined],
    ['45 % waits', 'main;futex_wait_queue 45\nmain;hot 55', 'wall'],
    ['44 % waits, as of a fought-over GIL', 'main;futex_wait_queue 44\nmain;hot 56', undefined],
    ['35 % with nothing to run', 'main;ep_poll 35\nmain;hot 65', 'wall'],
    ['34 % with nothing to run', 'main;ep_poll 34\nmain;hot 66', undefined],
    ['35 % of locks, which a CPU profile meets', 'main;futex_wait_queue 35\nmain;hot 65', undefined],
    ['a quarter of goroutines put aside', 'main.run;runtime.gopark 25\nmain;hot 75', 'wall'],
    ['less than a quarter of them', 'main.run;runtime.gopark 24\nmain;hot 76', undefined],
    ['98 % switched out', 'main;schedule 98\nmain;hot 2', 'offcpu'],
    ['all switched out, as the kernel was built', 'main;finish_task_switch.isra.0_[k] 98\nmain;hot 2', 'offcpu'],
    [
      '98 % where locks block and let go',
      'main.f;sync.(*Mutex).Unlock 60\nmain.g;runtime.chanrecv1 38\nmain 2',
      'contention',
    ],
    ['97 % of them', 'main.f;sync.(*Mutex).Unlock 97\nmain 3', undefined],
    ['ticks that come up after a switch', 'main;poll;finish_task_switch 60\nmain;hot 40', undefined],
    ['spinning', 'main;native_queued_spin_lock_slowpath 90\nmain;hot 10', undefined],
    ['collection', 'runtime.gcBgMarkWorker;runtime.gcDrain 90\nmain;hot 10', undefined],
    ['samples without a stack', ' 60\nmain;ep_poll 40', 'wall'],
  ])('%s', (_, text, role) => expect(content(text)).toBe(role));
});

describe('a value type by its name', () => {
  it.each<[type: string, period: string, role: string | undefined, unit?: string]>([
    ['sched:sched_stat_wait', '', 'offcpu'],
    ['sched_stat_runtime', '', 'cpu'],
    ['wallclock', 'samples', 'offcpu'],
    ['wallclock', 'cpu', 'wall'],
    ['time', 'samples', undefined],
    ['delay', 'trace', 'offcpu'],
    ['contentions', 'trace', 'contention'],
    ['time', 'wallclock', 'wall'],
    ['samples', 'wallclock', 'wall'],
    ['mytime', 'wallclock', undefined],
    ['timer', 'wallclock', undefined],
    ['goroutines', '', 'wall'],
    ['threads', '', 'wall'],
    ['samples', 'cpu', 'cpu'],
    ['bytes', 'cpu', undefined],
    ['cycles', '', 'cpu'],
    ['cpu_core/cycles/', '', 'cpu'],
    ['instructions', '', 'counter'],
    ['LLC-load-misses', '', 'counter'],
    ['lock', '', 'contention'],
    ['locked', '', undefined],
    ['syscalls:sys_enter_read', '', 'other'],
    ['used', '', 'other', 'bytes'],
    ['alloc_objects', '', 'other'],
    ['myalloc', '', undefined],
  ])('%s (%s) is %s', (type, period, role, unit = 'count') =>
    expect(roleOfValueType({ type, unit }, period)).toBe(role)
  );
});

it('what a person chose of a file has no other role than it tells; names come before content', () => {
  const file = fileOf({ used: 3, 'cpu-time ns': 4 }, '', 0);
  expect(rolesOf(file, { valueType: 'used' })).toEqual([]);
  expect(rolesOf(file, { valueType: 'used', names: ['wall'] })).toEqual([{ role: 'wall', index: 0, certain: true }]);
  expect(roles(file, undefined, { valueType: 'cpu-time' })).toEqual(['cpu: cpu-time']);
  expect(rolesOf(fileOf({ used: 3 }), { names: ['', 'off-cpu'] })).toMatchObject([{ role: 'offcpu', certain: true }]);
  expect(rolesOf(fileOf({ used: 3 }), { refId: 'wall' })).toMatchObject([{ role: 'wall', certain: true }]);
  expect(rolesOf(fileOf({ used: 3 }), {})).toEqual([]);
});

describe('two roles that contradict each other', () => {
  const of = (
    role: 'cpu' | 'wall',
    total: number,
    certain: boolean,
    origin: 'assumed' | 'detected',
    unit = 'count'
  ) => ({
    role,
    total,
    certain,
    origin,
    unit,
  });
  const settled = (...members: Array<ReturnType<typeof of>>) => settleRoles(members).map(({ role }) => role);
  it('are swapped where nothing tells of any', () => {
    expect(settled(of('cpu', 106, false, 'detected'), of('wall', 100, false, 'detected'))).toEqual(['wall', 'cpu']);
  });
  it('stay within what two samplers differ by', () => {
    expect(settled(of('cpu', 105, false, 'detected'), of('wall', 100, false, 'detected'))).toEqual(['cpu', 'wall']);
  });
  it('stay where one is told, and a wall that was assumed beside it is none', () => {
    expect(settled(of('cpu', 200, true, 'detected'), of('wall', 100, false, 'detected'))).toEqual(['cpu', 'wall']);
    expect(settled(of('cpu', 200, true, 'detected'), of('wall', 100, false, 'assumed'))).toEqual(['cpu', 'other']);
    expect(
      settled(of('cpu', 200, true, 'detected'), of('wall', 50, false, 'assumed'), of('wall', 50, true, 'detected'))
    ).toEqual(['cpu', 'wall', 'wall']);
    expect(
      settled(of('cpu', 100, false, 'detected'), of('cpu', 100, true, 'detected'), of('wall', 50, false, 'detected'))
    ).toEqual(['cpu', 'cpu', 'wall']);
  });
  it('stay where their units cannot be compared', () => {
    expect(settled(of('cpu', 200, false, 'detected', 'nanoseconds'), of('wall', 100, false, 'detected'))).toEqual([
      'cpu',
      'wall',
    ]);
  });
});

it.each([
  ['cpu', undefined],
  ['offcpu:x:count', 'offcpu'],
  ['my_off_cpu:x:count', 'other'],
  ['x:offcpu:nanoseconds', 'offcpu'],
  ['x:off_cpu_time:nanoseconds', 'other'],
  ['fgprof:x:count', 'wall'],
  ['x:wallclock:nanoseconds', 'wall'],
  ['wall:cpu:nanoseconds', 'cpu'],
  ['wall:x:nanoseconds', 'wall'],
  ['my_lock:x:count', 'other'],
  ['block:contentions:count', 'contention'],
  ['memory:cpu:bytes', 'other'],
  ['goroutine:goroutine:count:goroutine:count', 'other'],
  ['process_cpu:samples:count', 'cpu'],
  ['x:samples:count:cpu:nanoseconds', 'cpu'],
  ['x:samples:count', 'other'],
  ['parca_agent:wallclock:nanoseconds:samples:count:delta', 'offcpu'],
  ['fgprof:time:nanoseconds:wallclock:nanoseconds', 'wall'],
  ['off_cpu:off_cpu:nanoseconds:off_cpu:nanoseconds', 'offcpu'],
  ['mutex:delay:nanoseconds:contentions:count', 'contention'],
  ['process_cpu:cpu:nanoseconds:cpu:nanoseconds', 'cpu'],
])('the profile type %s is %s', (id, role) => expect(roleOfProfileType(id)).toBe(role));
