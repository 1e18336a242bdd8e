import { buildCallTree, ProfileBuilder } from '../../profile';
import { type Prepared, prepare, readInputs } from '../../prepare';
import { contextOf, findingsOf, inputOf, nodeAt, prepared, preparedOf } from '../../testing';
import { callerOf, type CauseContext, chain, FunctionSums, placeOf, sampled } from './context';

const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
const weights = ({ diagnosis }: Prepared) =>
  diagnosis.causes.map(({ kind, site, share, weight }) => [
    kind,
    site,
    Number(share.toFixed(3)),
    Number(weight.toFixed(3)),
  ]);
const shares = (of: Prepared) => weights(of).map((row) => row.slice(0, 3));

describe('the profiler’s own time', () => {
  const PROFILER = 'runtime/pprof.profileWriter;compress/gzip.(*Writer).Write';

  it('is no part of the CPU time that functions have shares of', () => {
    const of = prepared({ cpu: `main.run;main.work 60\n${PROFILER} 40` });
    expect(shares(of)).toEqual([['cpu', 'main.work', 1]]);
    expect(of.diagnosis.profiler).toBe(0.4);
  });

  it('matters to nobody, and does not want to run', () => {
    const wall = `main.run;main.work 60\n${PROFILER} 40\nmain.run;main.load;${LOCK} 140`;
    const of = prepared({ cpu: `main.run;main.work 60\n${PROFILER} 40`, wall });
    // Of 200 that are not the profiler's: 140 wait for the lock, 60 run.
    expect(weights(of)).toEqual([
      ['wait', 'main.load', 0.583, 0.7],
      ['cpu', 'main.work', 1, 0.3],
    ]);
    expect(findingsOf(of).find(({ kind }) => kind === 'split')?.text).toBe(
      '58 % of wall time waits, 42 % is on the CPU, 40 % of CPU time is the profiler itself and is left out of the findings'
    );
  });

  it('is none where there is none', () => {
    expect(prepared({ cpu: 'main.run;main.work 60' }).diagnosis.profiler).toBe(0);
  });
});

describe('what wants to run', () => {
  const queued = 'app;handle;preempt_schedule_irq;__schedule';

  it('is what runs and what waits for a CPU', () => {
    const of = prepared({
      cpu: 'app;handle;work 40',
      offcpu: `${queued} 40\napp;handle;epoll_wait;ep_poll;schedule 20`,
    });
    expect(weights(of).filter(([kind]) => kind !== 'idle')).toEqual([
      ['cpu', 'work', 1, 0.8],
      ['runnable', 'handle', 0.4, 0.4],
      ['wait', 'handle', 0.2, 0.2],
    ]);
  });

  it('is not what a stack of a script cannot show, and is what machine code cannot', () => {
    const of = prepared({
      cpu: 'run (app.py:3);load (app.py:9) 10\nnative_main;native_work 10',
      wall: 'run (app.py:3);load (app.py:9) 100\nnative_main;native_work 60',
    });
    // 20 run; of 140 that are not explained 90 may wait unseen: 70 of 160 want to run, half of the CPU time is this one's.
    const native = of.diagnosis.causes.find(({ kind, site }) => kind === 'cpu' && site?.startsWith('native'))!;
    expect([native.share, native.weight]).toEqual([0.5, (0.5 * 70) / 160]);
  });
});

describe('how many samples of durations stand behind a share', () => {
  const [{ read }] = readInputs([inputOf('A', `main.run;main.load;${LOCK} 1`, 'wall')]).instances;
  const recorded = (...waits: Array<[site: string, ns: number]>) => {
    const builder = new ProfileBuilder([{ type: 'wall', unit: 'nanoseconds' }]);
    for (const [site, ns] of waits) {
      const frames = ['main.run', site, ...LOCK.split(';')];
      builder.sample(
        frames.reduce((under, name) => builder.stack(under, builder.frame({ name })), -1),
        ns
      );
    }
    const format = { ...read.format, aggregated: false };
    const instance = { input: inputOf('A', '', 'wall'), read: { ...read, format, profile: builder.finish() } };
    return prepare({ instances: [instance], errors: [] }).diagnosis.causes;
  };

  it('spreads the share by the number of waits, not by their time', () => {
    const [long, short] = recorded(['main.a', 900], ['main.b', 50], ['main.b', 50]);
    // Wilson's 95 % intervals of one in three (0.0615 to 0.7923) and of two in three (0.2077 to 0.9385), around 90 % and 10 %.
    expect([long.share, short.share]).toEqual([0.9, 0.1]);
    expect(long.interval?.map((bound) => Number(bound.toFixed(3)))).toEqual([0.166, 1]);
    expect(short.interval?.map((bound) => Number(bound.toFixed(3)))).toEqual([0.031, 0.141]);
  });
});

describe('which function calls', () => {
  const first = (cpu: string) => findingsOf(prepared({ cpu }))[0].text;

  it('is the next other function of the program, whatever of libraries stands between', () => {
    expect(first('main.run;main.serve;net/http.(*conn).serve;main.work 100')).toMatch(
      / in work, called by serve \(100 %\)$/
    );
  });

  it('is not the function itself, nor a lambda that only calls', () => {
    expect(first('main.run;main.walk;main.walk;main.walk 100')).toMatch(/ in walk, called by run \(100 %\)$/);
    expect(first('shop.Main.main;shop.Main.handle;shop.Main$$Lambda/0x01.run;shop.Main.work 100')).toMatch(
      / in shop\.Main\.work, called by shop\.Main\.handle \(100 %\)$/
    );
  });

  it('is nobody above the first function', () => {
    expect(first('net/http.(*conn).serve;main.work 100')).toMatch(/ in work$/);
  });
});

describe('a function without a name', () => {
  const first = (url: string, lineNumber = 11) => {
    const callFrame = { functionName: '', url, lineNumber };
    const v8 = {
      nodes: [
        { id: 1, callFrame: { functionName: '(root)', url: '', lineNumber: -1 }, children: [2] },
        { id: 2, callFrame },
      ],
      samples: Array.from({ length: 50 }, () => 2),
      timeDeltas: Array.from({ length: 50 }, () => 1000),
      startTime: 0,
      endTime: 50_000,
    };
    return findingsOf(preparedOf([inputOf('A', JSON.stringify(v8), 'cpu')]))[0].text;
  };

  it('is told by its file and line', () => {
    expect(first('file:///srv/shop/server.js')).toMatch(/ in \(anonymous\) \(server\.js:12\)$/);
    expect(first('C:\\shop\\server.js')).toMatch(/ in \(anonymous\) \(server\.js:12\)$/);
  });
});

it('lines of two functions of one name in two files are two functions', () => {
  const of = prepared({
    cpu: ['a.py:3', 'a.py:4', 'b.py:7', 'b.py:8'].map((line) => `run (app.py:1);load (${line}) 25`).join('\n'),
  });
  expect(shares(of)).toEqual([
    ['cpu', 'load (a.py:3)', 0.5],
    ['cpu', 'load (b.py:7)', 0.5],
  ]);
});

it('of functions with the same time the first one is named', () => {
  const of = prepared({
    cpu: 'runtime.gcBgMarkWorker;runtime.gcDrain 60\nmain.run;main.a;runtime.mallocgc 20\nmain.run;main.b;runtime.mallocgc 20',
  });
  expect(shares(of).find(([kind]) => kind === 'gc')).toEqual(['gc', 'main.a', 0.6]);
});

describe('what causes are weighed against', () => {
  const PROFILER = 'runtime/pprof.profileWriter;compress/gzip.(*Writer).Write';
  const IDLE = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';
  const QUEUED = 'app;handle;preempt_schedule_irq;__schedule';
  const CPU = `main.run;main.work 60\n${PROFILER} 40`;
  const sums = ({ whole, cpuWhole, profilerCpu, matters, demand, unattributed }: CauseContext) => ({
    whole,
    cpuWhole,
    profilerCpu,
    matters,
    demand,
    unattributed,
  });

  it('is CPU time alone where no other is known', () => {
    expect(sums(contextOf({ cpu: CPU }))).toEqual({
      whole: 0,
      cpuWhole: 60,
      profilerCpu: 40,
      matters: 60,
      demand: 60,
      unattributed: 0,
    });
  });

  it('is the time by the clock without what idles and without the profiler', () => {
    const wall = `${CPU}\n${IDLE} 300\nmain.run;main.load;${LOCK} 100\n${QUEUED} 20\nmain.run;main.hidden 80`;
    expect(sums(contextOf({ cpu: CPU, wall }))).toEqual({
      whole: 600,
      cpuWhole: 60,
      profilerCpu: 40,
      matters: 600 - 300 - 40,
      demand: 60 + 20 + 80,
      unattributed: 80,
    });
  });

  it('adds CPU and off-CPU time up', () => {
    const offcpu = `${IDLE} 300\nmain.run;main.load;futex_wait;schedule 100\n${QUEUED} 20`;
    expect(sums(contextOf({ cpu: CPU, offcpu }))).toMatchObject({
      whole: 520,
      matters: 520 - 300 - 40,
      demand: 60 + 20,
      unattributed: 0,
    });
  });

  it('is off-CPU time alone where the CPU’s has another unit: nothing of that is in its sums', () => {
    const offcpu = `${IDLE} 300\nmain.run;main.load;futex_wait;schedule 100\n${QUEUED} 20\nmain.run;main.gone 7`;
    expect(sums(contextOf({ cpu: CPU, offcpu }, {}, { cpu: 'cycles' }))).toEqual({
      whole: 427,
      cpuWhole: 60,
      profilerCpu: 40,
      matters: 127,
      demand: 20,
      unattributed: 0,
    });
  });

  it('nothing wants to run beyond the time that matters', () => {
    const { matters, demand } = contextOf({ cpu: 'main.run;main.work 60', wall: `main.run;main.work 50\n${IDLE} 100` });
    expect([matters, demand]).toEqual([50, 50]);
  });

  it('is nothing where no time is measured', () => {
    const { paired } = contextOf({ cpu: CPU });
    const contention = { ...paired, evidence: 'other' as const, wallTime: paired.cpu, cpu: undefined };
    const sum = sums(contextOf({ cpu: CPU }, { paired: contention, cpu: undefined }));
    expect(new Set(Object.values(sum))).toEqual(new Set([0]));
  });
});

describe('sums by function', () => {
  const context = contextOf({
    cpu: 'main.a;runtime.mallocgc 1\nmain.a 1\nmain.b;main.a 1\nnet/http.serve;bufio.read 1\nmain.b;bufio.read 1',
  });
  const at = (...path: string[]) => nodeAt(context.tree, ...path);
  const heaviest = (...added: Array<[path: string, weight: number]>) => {
    const sums = new FunctionSums(context);
    added.forEach(([path, weight]) => sums.add(at(...path.split(';')), weight));
    return sums.heaviest();
  };

  it('lead to the first node of the function with the most', () => {
    expect(heaviest(['main.b;main.a', 2], ['main.a;runtime.mallocgc', 2], ['main.b;bufio.read', 3])).toBe(
      at('main.b', 'main.a')
    );
    expect(heaviest(['main.a', 2], ['main.b;bufio.read', 3])).toBe(at('main.b'));
    expect(heaviest(['main.a', 1])).toBe(at('main.a'));
  });

  it('of equals the first; a stack without a function of the program is nobody’s, nor is nothing', () => {
    expect(heaviest(['main.a', 2], ['main.b', 2])).toBe(at('main.a'));
    expect(heaviest(['main.b', 2], ['main.a', 2])).toBe(at('main.b'));
    expect(heaviest(['net/http.serve;bufio.read', 5])).toBeUndefined();
    expect(heaviest(['net/http.serve;bufio.read', 5], ['main.a', 1])).toBe(at('main.a'));
    expect(heaviest(['main.a', 0])).toBeUndefined();
  });
});

describe('samples of a share', () => {
  it('are in proportion to its weight, or as they were counted', () => {
    expect(sampled({ total: 50, weight: 100 }, 30, 100)).toMatchObject({ samples: 15 });
    // Beside off-CPU time all time is more than what was sampled.
    expect(sampled({ total: 50, weight: 60 }, 30, 100)).toMatchObject({ samples: 25 });
    expect(sampled({ total: 50, weight: 100 }, 30, 100, 4)).toMatchObject({ samples: 4 });
  });

  it('are not known of nothing, or where they are summed up', () => {
    expect(sampled(undefined, 30, 100)).toEqual({});
    expect([sampled({ total: 50, weight: 1 }, 0, 0), sampled({ total: 0, weight: 0 }, 0, 1)]).toEqual([{}, {}]);
  });
});

describe('frames above a node', () => {
  const { tree, code } = contextOf({
    cpu: 'main.run;main.serve;bufio.read;main.serve;main.work 1\nbufio.read;main.x 1',
  });
  const at = (...path: string[]) => nodeAt(tree, ...path);
  const serve = ['main.run', 'main.serve', 'bufio.read', 'main.serve'];

  it('which of them calls', () => {
    expect(callerOf({ tree, code }, at(...serve, 'main.work'))).toBe(at(...serve));
    expect(callerOf({ tree, code }, at(...serve))).toBe(at('main.run'));
    expect([callerOf({ tree, code }, at('main.run')), callerOf({ tree, code }, at('bufio.read', 'main.x'))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('their names up to one of them, which is none, or to the first', () => {
    expect(chain(tree, at(...serve, 'main.work'), at('main.run', 'main.serve'))).toEqual([
      'main.work',
      'main.serve',
      'bufio.read',
    ]);
    expect(chain(tree, at('main.run', 'main.serve'), 0)).toEqual(['main.serve', 'main.run']);
    expect([chain(tree, 0, 0), chain(tree, at('main.run'), at('main.run'))]).toEqual([[], []]);
  });
});

describe('where a function stands', () => {
  const place = (file?: string, line?: number) => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds' }]);
    builder.sample(builder.stack(-1, builder.frame({ name: 'f', file, line })), 1);
    const { tree } = buildCallTree([builder.finish()]);
    return [placeOf(tree, 1) || undefined, placeOf(tree, 0)];
  };

  it.each([
    ['/srv/shop/server.js', 12, 'server.js:12'],
    ['C:\\shop\\server.js', 12, 'server.js:12'],
    ['server.js', 12, 'server.js:12'],
    ['/srv/shop/server.js', undefined, 'server.js'],
    [undefined, 12, undefined],
  ])('%s, line %p: %p', (file, line, said) => {
    expect(place(file, line)).toEqual([said, undefined]);
  });
});

it('files of one base name in two folders hold two functions', () => {
  const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds' }]);
  for (const file of ['/a/app.py', '/b/app.py']) {
    for (const line of [3, 4]) {
      builder.sample(builder.stack(-1, builder.frame({ name: `load (app.py:${line})`, file })), 1);
    }
  }
  const { tree } = buildCallTree([builder.finish()]);
  expect(tree.length).toBe(5);
  const context = contextOf({ cpu: 'main 1' });
  const { symbol } = contextOf(
    { cpu: 'main 1' },
    { paired: { ...context.paired, tree, cpu: undefined }, cpu: undefined }
  ).tree;
  const files = [...symbol.slice(1)].map((one) => `${one} ${tree.symbols[one].file}`);
  expect([files.length, new Set(files).size, new Set(symbol.slice(1)).size]).toEqual([4, 2, 2]);
});
