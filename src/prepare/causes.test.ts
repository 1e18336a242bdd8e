import {
  Function as PprofFunction,
  Label,
  Line,
  Location,
  Profile as Pprof,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { type Cause } from '../analysis';
import { ProfileBuilder } from '../profile';
import { inputOf, preparedOf, text } from '../testing';
import { prepare, type ProfileInput, readInputs, type Settings } from '.';

interface Row {
  stack: string;
  values: number[];
  labels?: Record<string, string>;
}

/** A pprof file; value types as `type/unit`. */
function pprof(valueTypes: string[], rows: Row[]): Uint8Array {
  const stringTable = new StringTable();
  const word = (name: string) => stringTable.dedup(name);
  const names = [...new Set(rows.flatMap(({ stack }) => stack.split(';')))];
  const idOf = (name: string) => names.indexOf(name) + 1;
  return new Pprof({
    stringTable,
    sampleType: valueTypes.map((valueType) => {
      const [type, unit] = valueType.split('/');
      return new ValueType({ type: word(type), unit: word(unit) });
    }),
    function: names.map((name) => new PprofFunction({ id: idOf(name), name: word(name) })),
    location: names.map((name) => new Location({ id: idOf(name), line: [new Line({ functionId: idOf(name) })] })),
    sample: rows.map(
      ({ stack, values, labels = {} }) =>
        new Sample({
          locationId: stack.split(';').reverse().map(idOf),
          value: values,
          label: Object.entries(labels).map(([key, value]) => new Label({ key: word(key), str: word(value) })),
        })
    ),
  }).encode();
}

const wallPprof = (rows: Row[]): ProfileInput => ({
  refId: 'A',
  role: 'wall',
  source: { kind: 'bytes', bytes: pprof(['samples/count', 'wall/nanoseconds'], rows) },
});

const [LOCK, POLL] = ['sync.(*Mutex).Lock;sync.runtime_SemacquireMutex', 'internal/poll.runtime_pollWait'];
const said = ({ kind, site, share, samples }: Cause) => [kind, site, share, samples];
const causesOf = (inputs: ProfileInput[], settings?: Settings) =>
  preparedOf(inputs, settings).diagnosis.causes.map(said);

it('a wait is counted among the samples of its own profile: beside off-CPU time, wall time has CPU time, too', () => {
  const offcpu = pprof(
    ['samples/count', 'off_cpu/nanoseconds'],
    [
      { stack: `main.main;main.load;${LOCK}`, values: [30, 3e8] },
      { stack: `main.main;main.read;${POLL}`, values: [10, 1e8] },
    ]
  );
  const cpu = pprof(['samples/count', 'cpu/nanoseconds'], [{ stack: 'main.main;main.sum', values: [60, 6e8] }]);
  const inputs = [cpu, offcpu].map((bytes, i): ProfileInput => ({
    refId: 'AB'[i],
    source: { kind: 'bytes', bytes },
  }));
  const wide = ({ interval: [low, high] = [0, 0] }: Cause) => (high - low).toFixed(3);
  const known = preparedOf(inputs).diagnosis.causes.map((cause) => [...said(cause), wide(cause)]);
  expect(known).toEqual([
    ['cpu', 'main.sum', 1, 60, expect.anything()],
    ['wait', 'main.load', 0.3, 30, '0.104'], // Wilson's of 30 of 40, times 400 of 1000 ms
    ['wait', 'main.read', 0.1, 10, expect.anything()],
  ]);
});

describe('the diagnosis speaks of what filters keep', () => {
  const ms = (n: number) => [n, n * 1e7];
  const labelled = wallPprof([
    { stack: `main.main;main.load;${LOCK}`, values: ms(30), labels: { pod: 'a' } },
    { stack: `main.main;main.load;${LOCK}`, values: ms(10), labels: { pod: 'b' } },
    { stack: `main.main;main.read;${POLL}`, values: ms(60), labels: { pod: 'b' } },
  ]);

  it('of all without one', () => {
    expect(causesOf([labelled])).toEqual([
      ['wait', 'main.read', 0.6, 60],
      ['wait', 'main.load', 0.4, 40],
    ]);
  });

  it('of one value of a label: shares and numbers of samples are those of its samples', () => {
    expect(causesOf([labelled], { filter: { label: 'pod', value: 'a' } })).toEqual([['wait', 'main.load', 1, 30]]);
    const [read, load] = causesOf([labelled], { filter: { label: 'pod', value: 'b' } });
    expect([read[3], load[3]]).toEqual([60, 10]);
  });

  it('of the stacks that a filter keeps', () => {
    expect(causesOf([labelled], { stacks: [{ keep: 'without', pattern: '/read/' }] })).toEqual([
      ['wait', 'main.load', 1, 40],
    ]);
    const folded = inputOf('A', `main.main;main.load;${LOCK} 40\nmain.main;main.read;${POLL} 60`, 'wall');
    expect(causesOf([folded], { stacks: [{ keep: 'only', pattern: '/load/' }] })).toEqual([
      ['wait', 'main.load', 1, 40],
    ]);
  });

  it('of what is left without idle stacks', () => {
    const idle = wallPprof([
      { stack: `main.main;main.load;${LOCK}`, values: ms(30) },
      { stack: 'runtime.gcBgMarkWorker;runtime.gopark', values: ms(170) },
    ]);
    const [all] = causesOf([idle]);
    expect(all).toEqual(['wait', 'main.load', 0.15, 30]);
    expect(causesOf([idle], { hideIdle: true })).toEqual([['wait', 'main.load', 1, 30]]);
  });

  it('of both sides of a differential answer', () => {
    const both = inputOf('A', `main.main;main.load;${LOCK} 10 50\nmain.main;main.read;${POLL} 50 10`, 'wall');
    const totals = (settings: Settings) => {
      const { paired, baseline, changes } = preparedOf([both], settings);
      const whole = [paired, baseline].map((p) => p!.wallTime!.weights.prefixSum[p!.tree.length]);
      return { whole, changes: changes!.map(({ cause, before: then, now }) => [cause.site, then, now]) };
    };
    const all = totals({});
    expect(all.whole).toEqual([60, 60]);
    expect(all.changes).toContainEqual(['main.load', 10 / 60, 50 / 60]);
    const kept = totals({ stacks: [{ keep: 'only', pattern: '/main\\.load/' }] });
    expect(kept).toEqual({ whole: [50, 10], changes: [] });
  });

  it('of threads: those of another pod do not queue for the interpreter of this one', () => {
    const thread = (name: string, pod: string): Row => ({
      stack: 'handle (app.py:3);render (app.py:9)',
      values: ms(50),
      labels: { thread: name, pod },
    });
    const threads = wallPprof([thread('t1', 'a'), thread('t2', 'b'), thread('t3', 'b'), thread('t4', 'b')]);
    const cpu: ProfileInput = { ...inputOf('B', 'handle (app.py:3);render (app.py:9) 400'), role: 'cpu' };
    const inputs = [threads, { ...cpu, options: { unit: 'ms' }, labels: [['pod', 'a']] as Array<[string, string]> }];
    const rules = (settings?: Settings) => preparedOf(inputs, settings).diagnosis.causes.map(({ rule }) => rule);
    expect(rules()).toContain('interpreter-lock');
    expect(rules({ filter: { label: 'pod', value: 'a' } })).not.toContain('interpreter-lock');
  });
});

describe('grouped by a label', () => {
  const grouped = (stack: string) =>
    wallPprof([
      { stack, values: [30, 30e7], labels: { pod: 'a' } },
      { stack: `main.main;main.read;${POLL}`, values: [30, 30e7], labels: { pod: 'b' } },
    ]);

  it('causes are the same ones', () => {
    const inputs = [grouped(`main.main;main.load;${LOCK}`)];
    expect(causesOf(inputs, { groupBy: 'pod' })).toEqual(causesOf(inputs));
  });

  it('the name of a group is no function that runs, nor one that waits', () => {
    const input = (stack: string): ProfileInput => ({
      ...inputOf('A', ''),
      source: text(`${stack} 9`),
      role: 'cpu',
      labels: [['pod', 'a']],
    });
    const library = [input('java.util.concurrent.ForkJoinPool.runWorker;java.util.HashMap.get')];
    const plain = causesOf(library);
    expect(plain.map(([, site]) => site)).toEqual(['java.util.concurrent.ForkJoinPool.runWorker']);
    expect(causesOf(library, { groupBy: 'pod' })).toEqual(plain);
    const waits: ProfileInput[] = [{ ...input('io.netty.channel.nio.Loop.run;ep_poll'), role: 'wall' }];
    expect(causesOf(waits, { groupBy: 'pod' })).toEqual(causesOf(waits));
  });
});

describe('who lets go of a contended lock', () => {
  const waiting = wallPprof([{ stack: `main.main;main.load;${LOCK}`, values: [40, 40e7] }]);
  const released = (type: string, role?: ProfileInput['role']): ProfileInput => ({
    refId: 'L',
    role,
    source: {
      kind: 'bytes',
      bytes: pprof(
        [`${type}/nanoseconds`],
        [
          { stack: 'main.main;main.load;sync.(*Mutex).Unlock', values: [15] },
          { stack: 'main.main;main.store;sync.(*Mutex).Unlock', values: [40] },
          { stack: 'main.other;main.store;sync.(*Mutex).Unlock', values: [20] },
          { stack: 'sync.(*Mutex).Unlock', values: [25] },
        ]
      ),
    },
  });
  const holder = (...inputs: ProfileInput[]) => preparedOf([waiting, ...inputs]).diagnosis.causes[0].holder;

  it('is the function of the program with most of the contention, over all call paths', () => {
    for (const type of ['delay', 'contentions', 'contention', 'contended', 'lock wait']) {
      expect([type, holder(released(type))]).toEqual([type, { share: 0.6, site: 'main.store' }]);
    }
  });

  it('is not known from a profile of something else', () => {
    expect([holder(released('alloc_space')), holder()]).toEqual([undefined, undefined]);
    expect(holder(released('delay', 'cpu'))).toBeUndefined();
  });
});

describe('threads', () => {
  const row = (thread: string | undefined, label: string, n = 50): Row => ({
    stack: 'handle (app.py:3);render (app.py:9)',
    values: [n, n * 1e7],
    labels: thread === undefined ? {} : { [label]: thread },
  });
  const rules = (...rows: Row[]) =>
    preparedOf([
      wallPprof(rows),
      { ...inputOf('B', 'handle (app.py:3);render (app.py:9) 450', 'cpu'), options: { unit: 'ms' } },
    ]).diagnosis.causes.map(({ rule }) => rule);
  const four = (label: string) => ['t1', 't2', 't3', 't4'].map((thread) => row(thread, label));

  it.each(['thread', 'Thread Name', 'thread_name', 'thread.name', 'threadname'])('are told apart by %s', (label) =>
    expect(rules(...four(label))).toContain('interpreter-lock')
  );

  it.each(['threadpool', 'main thread', 'thread-name', 'pod'])('are not told apart by %s', (label) =>
    expect(rules(...four(label))).not.toContain('interpreter-lock')
  );

  it('what names no thread is none', () => {
    expect(rules(...four('thread'), row(undefined, 'thread', 150))).toContain('interpreter-lock');
  });
});

describe('how many samples stand behind a share', () => {
  const samples = (inputs: ProfileInput[]) => preparedOf(inputs).diagnosis.causes.map((cause) => cause.samples);
  const folded = (weight: number) => inputOf('A', `main.main;main.load;${LOCK} ${weight}`, 'wall');

  it('is not known of figures that are too large for a number of samples, or that are time', () => {
    expect([samples([folded(1e7)]), samples([folded(1e7 + 1)])]).toEqual([[1e7], [undefined]]);
    expect(samples([inputOf('A', `main.main;main.load;${LOCK} 5000`, 'offcpu')])).toEqual([undefined]);
  });

  it('is what a column of samples says, and no other column', () => {
    const of = (type: string) =>
      samples([
        {
          refId: 'A',
          role: 'wall',
          source: {
            kind: 'bytes',
            bytes: pprof([type, 'wall/nanoseconds'], [{ stack: `main.main;main.load;${LOCK}`, values: [40, 4e9] }]),
          },
        },
      ]);
    expect([of('samples/count'), of('objects/count'), of('samples/seconds')]).toEqual([[40], [undefined], [undefined]]);
  });

  it('is the number of rows where each row is a sample, of single frames where there is one recording', () => {
    const [{ read }] = readInputs([folded(1)]).instances;
    const recorded = (...waits: Array<[site: string, ns: number]>) => {
      const builder = new ProfileBuilder([{ type: 'wall', unit: 'nanoseconds' }]);
      for (const [site, ns] of waits) {
        const frames = ['main.main', site, ...LOCK.split(';')];
        builder.sample(
          frames.reduce((under, name) => builder.stack(under, builder.frame({ name })), -1),
          ns
        );
      }
      const format = { ...read.format, aggregated: false };
      return { input: folded(1), read: { ...read, format, profile: builder.finish() } };
    };
    const of = (...instances: Array<ReturnType<typeof recorded>>) =>
      prepare({ instances, errors: [] }).diagnosis.causes.map(({ site, samples: own }) => [site, own]);
    const [a, b] = [recorded(['main.a', 900], ['main.b', 50], ['main.b', 50]), recorded(['main.a', 1000])];
    expect(of(a)).toEqual([
      ['main.a', 1],
      ['main.b', 2],
    ]);
    expect(of(a, b)).toEqual([
      ['main.a', 4], // 95 % of four
      ['main.b', 0],
    ]);
  });
});

it('compares what both times measured: waits with waits, though CPU was measured only now', () => {
  const wall = (lock: number, poll: number): ProfileInput =>
    wallPprof([
      { stack: `main.main;main.load;${LOCK}`, values: [lock, lock * 1e7] },
      { stack: `main.main;main.read;${POLL}`, values: [poll, poll * 1e7] },
    ]);
  const cpu: ProfileInput = { ...inputOf('B', 'main.main;main.work 100', 'cpu'), options: { unit: 'ms' } };
  const changes = (...inputs: ProfileInput[]) =>
    preparedOf(inputs).changes?.map(({ cause, before, now }) => [cause.site, before, now]);
  const before = (input: ProfileInput) => ({ ...input, baseline: true });
  expect(changes(wall(80, 20), cpu, before(wall(20, 80)))).toEqual(
    expect.arrayContaining([
      ['main.load', 0.2, 0.8],
      ['main.read', 0.8, 0.2],
    ])
  );
  expect(changes(wall(80, 20))).toBeUndefined();
  expect(changes(cpu, before(wall(20, 80)))).toBeUndefined();
});
