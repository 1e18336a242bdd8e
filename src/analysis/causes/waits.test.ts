import { type Prepared } from '../../prepare';
import { contextOf, findingsOf, inputOf, nodeAt, prepared, preparedOf } from '../../testing';
import { waitKey } from '../holders';
import { CATEGORIES } from '../waits';
import { runnableCause, unknownCause, waitCauses } from './waits';

const of = (wanted: string, { diagnosis }: Prepared) => diagnosis.causes.filter(({ kind }) => kind === wanted);
const texts = (wanted: string, all: Prepared) =>
  findingsOf(all)
    .filter(({ kind }) => kind === wanted)
    .map(({ text }) => text);
const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark';

describe('waits of one function', () => {
  const HTTP = 'net/http.(*Client).Do;net/http.(*persistConn).roundTrip;runtime.selectgo;runtime.gopark';

  it('for one kind of thing are one cause, with the samples of both, named by the heavier call', () => {
    const all = prepared({
      wall: `main.run;main.load;${READ} 10\nmain.run;main.load;${READ.replace('Read', 'Write')} 50\nmain.run;main.x 40`,
    });
    expect(of('wait', all).map(({ site, share, samples }) => [site, share, samples])).toEqual([['main.load', 0.6, 60]]);
    expect(texts('wait', all)[0]).toBe('60 % waits for a socket or an event (net.conn.Write) in load');
  });

  it('for two kinds are two, the heavier first', () => {
    const all = prepared({
      wall: `main.run;main.load;${READ} 30\nmain.run;main.load;time.Sleep;runtime.gopark 50\nmain.run;main.x 20`,
    });
    expect(of('wait', all).map(({ site, share }) => [site, share])).toEqual([
      ['main.load', 0.5],
      ['main.load', 0.3],
    ]);
    expect(texts('wait', all)).toEqual([
      '50 % sleeps (time.Sleep) in load',
      '30 % waits for a socket or an event (net.conn.Read) in load',
    ]);
  });

  it('say through which library’s call, and nothing where only a runtime’s own function is left', () => {
    expect(texts('wait', prepared({ wall: `main.run;main.get;${HTTP} 90\nmain.run;main.x 10` }))[0]).toMatch(
      / \(http\.Client\.Do\) in get$/
    );
    expect(
      texts('wait', prepared({ wall: 'main.run;main.take;runtime.chanrecv1;runtime.gopark 90\nmain.run;main.x 10' }))[0]
    ).toBe('90 % waits for a channel or queue in take');
  });

  it('name one of several callers from a tenth of the time that matters on, and none of one', () => {
    const get = (caller: string, n: number) => `main.run;main.${caller};main.get;${READ} ${n}`;
    const text = (slow: number, quick: number) =>
      texts(
        'wait',
        prepared({ wall: `${get('slow', slow)}\n${get('quick', quick)}\nmain.run;main.x ${100 - slow - quick}` })
      )[0];
    expect(text(6, 4)).toMatch(/ in get, called by slow \(6 %\)$/);
    expect(text(5, 4)).toMatch(/ in get$/);
    expect(text(95, 5)).toMatch(/ in get$/);
    expect(text(94, 6)).toMatch(/ in get, called by slow \(94 %\)$/);
  });
});

describe('ready to run without a CPU', () => {
  const queued = (site: string, n: number) => `app;${site};preempt_schedule_irq;__schedule ${n}`;

  it('is one cause over all functions, named by the one that waits most', () => {
    const all = prepared({
      cpu: 'app;load 400\napp;store 200',
      offcpu: `${queued('load', 200)}\n${queued('store', 100)}\napp;load;epoll_wait;ep_poll;schedule 100`,
    });
    const [cause] = of('runnable', all);
    expect([cause.site, cause.share, cause.weight]).toEqual(['load', 0.3, 0.3]);
    const [said] = findingsOf(all).filter(({ kind }) => kind === 'runnable');
    expect(said.text).toBe('30 % is ready to run and gets no CPU in load');
    expect(said.reasons).toEqual([
      '0.5 s wait for a CPU for each second on one',
      'Look at CPU throttling (container_cpu_cfs_throttled_periods_total), the load of the host and steal time.',
    ]);
  });

  it('has nothing to compare with where the CPU is not known', () => {
    const all = prepared({ offcpu: `${queued('load', 30)}\napp;load;epoll_wait;ep_poll;schedule 70` });
    expect(findingsOf(all).find(({ kind }) => kind === 'runnable')!.reasons).toHaveLength(1);
  });

  it('that was given away by itself is spinning, and no part of it', () => {
    const all = prepared({
      cpu: 'app;load 40',
      offcpu: `app;spin;__sched_yield;do_sched_yield;schedule 50\n${queued('load', 10)}`,
    });
    expect(of('spin', all).map(({ site, share }) => [site, share])).toEqual([['spin', 0.5]]);
    expect(of('runnable', all).map(({ site, share }) => [site, share])).toEqual([['load', 0.1]]);
    expect(texts('spin', all)[0]).toMatch(/^50 % spins only to wait/);
  });
});

describe('what is neither known to run nor to wait', () => {
  const unknown = (site: string) => {
    const all = prepared({ cpu: `${site} 20`, wall: `${site} 100` });
    const [cause] = of('unknown', all);
    return { share: cause.share, site: cause.site, text: texts('unknown', all)[0] };
  };

  it('is the function’s that has most of it, which need not be the one that runs most', () => {
    const all = prepared({ cpu: 'app;busy 50\napp;hidden 10', wall: 'app;busy 60\napp;hidden 100' });
    expect(of('unknown', all).map(({ site, share }) => [site, share])).toEqual([['hidden', 0.625]]);
  });

  it.each([
    ['run (app.py:3);score (app.py:9)', /interpreter lock \(GIL\).*py-spy --native/],
    ['run (app.rb:3);score (app.rb:9)', /VM lock \(GVL\).*rbspy/],
    ['main.run;runtime.main;main.score', /goroutines that are ready to run.*go tool trace/],
    ['app;score', /page faults, or waits in code without symbols.*perf record --off-cpu/],
  ])('what it can be and what to record next goes by the language: %s', (stack, words) => {
    expect(unknown(stack)).toMatchObject({ share: 0.8, text: expect.stringMatching(words) });
  });

  it('of a wall profile alone is in stacks that cannot show it', () => {
    const all = prepared({
      wall: 'run (app.py:3);score (app.py:9) 90\nrun (app.py:3);f (app.py:1);get (queue.py:171) 10',
    });
    expect(texts('unknown', all)[0]).toMatch(
      /^90 % of wall time is in stacks that cannot show whether they run or wait in score/
    );
  });

  it('is none where all is known', () => {
    expect(of('unknown', prepared({ cpu: 'app;f 50', wall: `app;f 50\napp;g;epoll_wait;ep_poll 50` }))).toEqual([]);
    expect(of('unknown', prepared({ cpu: 'app;f 50' }))).toEqual([]);
  });
});

describe('an event loop that waits', () => {
  const loop = (n: number) =>
    prepared({
      wall: `main (app.py:1);run_forever (asyncio/base_events.py:607);_run_once (asyncio/base_events.py:1890);EpollSelector.select (selectors.py:468) ${n}\nmain (app.py:1);serve (app.py:9);recv (socket.py:706) ${100 - n}`,
    });

  it('takes time and weighs nothing: nobody knows whether somebody waits for it', () => {
    const [cause] = of('unknown', loop(80)).filter(({ category }) => category !== undefined);
    expect([cause.share, cause.weight]).toEqual([0.8, 0]);
    const [said] = findingsOf(loop(80)).filter(({ text }) => text.includes('event loop waits'));
    expect(said.text).toMatch(
      /^80 % of the time the event loop waits: it has nothing to do, or requests queue .*\. Look at the queue lengths/
    );
  });
});

it('a wait without samples, of a source that has summed them up, has no interval', () => {
  const all = preparedOf([
    {
      ...inputOf('A', `main.run;main.load;${READ} 40000000000\nmain.run;main.x 60000000000`, 'wall'),
      options: { unit: 'ns' },
    },
  ]);
  const [cause] = of('wait', all);
  expect([cause.share, cause.samples, cause.interval]).toEqual([0.4, undefined, undefined]);
});

const NONE = () => undefined;
const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
const RLOCK = 'sync.(*RWMutex).RLock;runtime.gopark';
const SLEEP = 'time.Sleep;runtime.gopark';
const IDLE = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';
const LOOP = '_run_once (asyncio/base_events.py:1890);EpollSelector.select (selectors.py:468)';
const QUEUED = 'preempt_schedule_irq;__schedule';

describe('a wait as a cause', () => {
  it('is a share of all time by the clock, and a part of that which does not idle', () => {
    const context = contextOf({ wall: `main.run;main.load;${READ} 40\nmain.run;main.x 60\n${IDLE} 100` });
    const [idle, load] = waitCauses(context, NONE);
    const at = (...path: string[]) => nodeAt(context.tree, ...path);
    expect(load).toMatchObject({
      kind: 'wait',
      share: 0.2,
      of: 'wall',
      part: 0.4,
      weight: 0.4,
      category: CATEGORIES.indexOf('poll'),
      node: at('main.run', 'main.load'),
      stacks: [at('main.run', 'main.load', ...READ.split(';'))],
      site: 'main.load',
      caller: 'main.run',
      hasUser: true,
      what: { text: 'waits for a socket or an event' },
      evidence: [],
    });
    expect(idle).toMatchObject({ kind: 'idle', share: 0.5, part: 1, weight: 0, what: { text: 'waits for work' } });
    expect([idle.caller, load.next, load.subject]).toEqual([undefined, undefined, undefined]);
  });

  it('of off-CPU time alone is a share of that; where all idles no part of anything', () => {
    const offcpu = contextOf({ cpu: 'app;work 9', offcpu: 'app;load;futex_wait;schedule 40' }, {}, { cpu: 'cycles' });
    expect(waitCauses(offcpu, NONE)).toMatchObject([{ share: 1, of: 'offcpu', part: 1 }]);
    expect(waitCauses(contextOf({ wall: `${IDLE} 100` }), NONE)).toMatchObject([{ share: 1, part: 0, weight: 0 }]);
  });

  it('collecting and standing in line for a CPU are no function’s waits', () => {
    const wall = `main.run;main.p;runtime.gcAssistAlloc;runtime.gcParkAssist;runtime.gopark 30\napp;load;${QUEUED} 30`;
    expect(waitCauses(contextOf({ wall }), NONE)).toEqual([]);
  });

  it('is an event loop’s where many descriptors are waited for and no function of the program is there', () => {
    const one = (stack: string) => waitCauses(contextOf({ wall: `${stack} 10` }), NONE)[0];
    expect(one('epoll_pwait;ep_poll')).toMatchObject({
      kind: 'unknown',
      weight: 0,
      part: 1,
      what: { text: 'the event loop waits' },
      via: undefined,
    });
    expect(one('app;serve;epoll_pwait;ep_poll').kind).not.toBe('unknown');
    expect(one(`main (app.py:1);${LOOP}`)).toMatchObject({ kind: 'unknown', weight: 0, via: undefined });
    expect(one('poll;do_sys_poll').kind).not.toBe('unknown');
  });

  it('knows who ends it, unless it idles', () => {
    const context = contextOf({ wall: `main.run;main.load;${READ} 40\n${IDLE} 100` });
    const waker = { name: 'main.save', share: 0.8 } as never;
    const wakers = new Map(context.sites.map((site) => [waitKey(site), waker]));
    const [idle, load] = waitCauses({ ...context, beside: { wakers } }, NONE);
    expect([idle.waker, load.waker]).toEqual([undefined, waker]);
    expect(Object.keys(idle)).not.toContain('waker');
  });
});

describe('waits of a function that are one cause', () => {
  it('have the stacks and samples of all, the heaviest cause is first', () => {
    const wall = `main.run;main.load;${LOCK} 30\nmain.run;main.load;${RLOCK} 50\nmain.run;main.sleep;${SLEEP} 60`;
    const byNode = (context: ReturnType<typeof contextOf>) =>
      context.waiting!.weights.self.map((weight) => weight / 10);
    const context = contextOf({ wall });
    const counted = contextOf({ wall }, { counts: { waiting: { total: 14, weight: 140, byNode: byNode(context) } } });
    const sites = counted.sites.map((site) => ({ ...site, samples: site.total / 10 }));
    expect(counted.sites.map(({ site, total }) => [site, total])).toEqual([
      ['main.sleep', 60],
      ['main.load', 50],
      ['main.load', 30],
    ]);
    const [load, sleep] = waitCauses({ ...counted, sites }, NONE);
    expect([load.site, load.samples, load.stacks?.length, sleep.site, sleep.samples]).toEqual([
      'main.load',
      8,
      2,
      'main.sleep',
      6,
    ]);
    expect(waitCauses(context, NONE)[0].samples).toBeUndefined();
  });

  it('are within spans of requests as far as samples of all say so', () => {
    const context = contextOf({ wall: `main.run;main.load;${LOCK} 30\nmain.run;main.load;${RLOCK} 50` });
    const evidence = (ofHeavier: number | undefined, ofOther: number | undefined) =>
      waitCauses(
        { ...context, sites: context.sites.map((site, i) => ({ ...site, inside: [ofHeavier, ofOther][i] })) },
        NONE
      )[0].evidence.map(({ text, values }) => [text, values]);
    expect(evidence(40, 20)).toEqual([
      ['{share} of it is within spans of requests, the rest is not', { share: { share: 0.75, decimals: 0 } }],
    ]);
    expect(evidence(50, 30)).toEqual([['all of it is within spans of requests', undefined]]);
    expect([evidence(50, undefined), evidence(undefined, 30)]).toEqual([[], []]);
  });

  it('are apart where a pattern of calls is known of one', () => {
    const wall = `main.run;main.load;${LOCK} 30\nmain.run;main.load;${RLOCK} 50`;
    const patterns = (known: (frame: string) => string | undefined) =>
      waitCauses(contextOf({ wall }), ({ waitFrame }) => known(waitFrame)).map(({ share, pattern }) => [
        share,
        pattern,
      ]);
    expect(patterns((frame) => (frame.includes('RLock') ? 'pool' : undefined))).toEqual([
      [0.625, 'pool'],
      [0.375, undefined],
    ]);
    expect(patterns((frame) => (frame.includes('RLock') ? 'pool' : 'lookup'))).toEqual([
      [0.625, 'pool'],
      [0.375, 'lookup'],
    ]);
    expect(patterns(() => 'pool')).toEqual([[1, 'pool']]);
  });
});

describe('which of several callers waits most', () => {
  const first = (...callers: Array<[stack: string, weight: number]>) => {
    const stacks = callers.map(([stack, weight]) => `${stack}main.get;${READ} ${weight}`);
    const [{ caller, callerShare }] = waitCauses(contextOf({ wall: `${stacks.join('\n')}\nmain.run;main.x 60` }), NONE);
    return [caller, callerShare];
  };

  it('is said with its share of all time, over all call paths', () => {
    expect(first(['main.a;', 10], ['main.b;', 20], ['main.c;main.a;', 10.5])).toEqual(['main.a', 20.5 / 100.5]);
    expect(first(['main.a;', 20], ['main.b;', 20])[0]).toBe('main.a');
  });

  it('is none where most of it has no caller, or where one has nearly all', () => {
    expect(first(['', 30], ['main.b;', 10])[1]).toBeUndefined();
    expect(first(['main.a;', 38], ['main.b;', 2])[1]).toBeUndefined();
    expect(first(['main.a;', 37.9], ['main.b;', 2.1])[1]).toBeCloseTo(0.379);
  });

  it('is that of the cause’s own stacks, where a pattern of calls sets others of the function apart', () => {
    const stacks = [
      `main.a;main.get;${RLOCK} 10`,
      `main.b;main.get;${RLOCK} 5`,
      `main.c;main.get;${LOCK} 40`,
      'main.x 45',
    ];
    const [plain, pool] = waitCauses(contextOf({ wall: stacks.join('\n') }), ({ waitFrame }) =>
      waitFrame.includes('RLock') ? 'pool' : undefined
    );
    expect([pool.pattern, pool.caller, pool.callerShare]).toEqual(['pool', 'main.a', 0.1]);
    expect([plain.share, plain.callerShare]).toEqual([0.4, undefined]);
  });

  it('counts the waits of this kind, not those that idle or wait for something else', () => {
    const wall = `main.a;main.get;${READ} 10\nmain.b;main.get;${READ} 20\nmain.a;main.get;${SLEEP} 19\nmain.x 51`;
    const [read, sleep] = waitCauses(contextOf({ wall }), NONE);
    expect([read.caller, read.callerShare, sleep.caller, sleep.callerShare]).toEqual([
      'main.b',
      0.2,
      'main.a',
      undefined,
    ]);
  });
});

describe('ready to run without a CPU, as a cause', () => {
  it('is a share of the clock’s time and a part of what matters', () => {
    const wall = `main.run;main.load;${QUEUED} 20\nmain.run;main.work 30\n${IDLE} 50`;
    const cpu = 'main.run;main.work 30';
    expect(
      runnableCause(contextOf({ cpu, wall }, { counts: { waiting: { total: 1000, weight: 100 } } }))
    ).toMatchObject([
      {
        kind: 'runnable',
        share: 0.2,
        of: 'wall',
        part: 0.4,
        weight: 0.4,
        samples: 200,
        site: 'main.load',
        hasUser: true,
        evidence: [{ values: { times: 0.7 } }],
      },
    ]);
    expect(runnableCause(contextOf({ wall }))[0].evidence).toEqual([]);
    const offcpu = contextOf({ cpu, offcpu: wall }, {}, { cpu: 'cycles' });
    expect(runnableCause(offcpu)).toMatchObject([{ of: 'offcpu', evidence: [] }]);
  });

  it('is no function’s where none of the program is known', () => {
    expect(runnableCause(contextOf({ wall: `net/http.serve;${QUEUED} 20` }))).toMatchObject([
      { share: 1, hasUser: false },
    ]);
  });

  it('is none where nobody stands in line, nor of a CPU profile alone', () => {
    expect(runnableCause(contextOf({ wall: 'main.run;main.work 30' }))).toEqual([]);
    expect(runnableCause(contextOf({ cpu: `main.run;main.load;${QUEUED} 20` }))).toEqual([]);
  });

  it('is not what gives its CPU away to wait, which is spinning; where all do, nothing else is said', () => {
    const yields = 'main.run;main.spin;__sched_yield;do_sched_yield;schedule';
    const offcpu = contextOf({ cpu: 'main.run;main.work 30', offcpu: `${yields} 20\nmain.run;main.load;${QUEUED} 50` });
    expect(runnableCause(offcpu).map(({ kind, share, site }) => [kind, share, site])).toEqual([
      ['spin', 0.2, 'main.spin'],
      ['runnable', 0.5, 'main.load'],
    ]);
    expect(
      runnableCause(contextOf({ cpu: 'main.run;main.work 30', offcpu: `${yields} 20` })).map(({ kind }) => kind)
    ).toEqual(['spin']);
  });
});

describe('what is not known, as a cause', () => {
  it('is a share of the clock’s time and a part of what matters', () => {
    const wall = `main.run;main.hidden 70\nmain.run;main.work 30\n${IDLE} 100`;
    expect(
      unknownCause(
        contextOf({ cpu: 'main.run;main.work 30', wall }, { counts: { waiting: { total: 1000, weight: 200 } } })
      )
    ).toMatchObject([
      {
        kind: 'unknown',
        share: 0.35,
        of: 'wall',
        part: 0.7,
        weight: 0.7,
        samples: 350,
        site: 'main.hidden',
        hasUser: true,
      },
    ]);
  });

  it('is nobody’s where no function of the program has any', () => {
    const [cause] = unknownCause(contextOf({ cpu: 'main.run 30', wall: 'net/http.serve 70\nmain.run 30' }));
    expect([cause.site, cause.node, cause.hasUser]).toEqual([undefined, undefined, false]);
  });

  it('is none where all is known, or only CPU time is', () => {
    expect(unknownCause(contextOf({ cpu: 'main.run;main.work 30', wall: 'main.run;main.work 30' }))).toEqual([]);
    expect(unknownCause(contextOf({ cpu: 'main.run;main.work 30' }))).toEqual([]);
    expect(unknownCause(contextOf({ offcpu: 'main.run;main.work 30' }))).toEqual([]);
  });

  it.each([
    ['load (app.py:3)\nruntime.main', /GIL/],
    ['load.py:3:run', /GIL/],
    ['app/models/user.rb:12', /GVL/],
    ['load (app.rb:3)\nruntime.main', /GVL/],
    ['load (app.rb:3)\nload (app.py:3)', /GIL/],
    ['runtime.main', /goroutines/],
    ['main.run\nruntimes.main', /page faults/],
  ])('what it can be goes by how frames are written: %j', (frames, words) => {
    const cpu = frames.split('\n').map((frame) => `${frame} 1`);
    const [cause] = unknownCause(contextOf({ cpu: cpu.join('\n'), wall: cpu.map((line) => `${line}00`).join('\n') }));
    expect(cause.evidence[0].text).toMatch(words);
  });
});
