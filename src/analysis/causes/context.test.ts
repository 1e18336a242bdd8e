import { ProfileBuilder } from '../../profile';
import { type Prepared, prepare, readInputs } from '../../prepare';
import { findingsOf, inputOf, prepared, preparedOf } from '../../testing';

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
