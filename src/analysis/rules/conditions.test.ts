// When each rule speaks, one condition after the other, on contexts of their own.
import { finish } from '../../profile';
import { contextOf, nodeAt } from '../../testing';
import { type Cause } from '../causes/cause';
import { type CauseContext, type ThreadTime } from '../causes/context';
import { cpuCauses } from '../causes/cpu';
import { runnableCause, unknownCause, waitCauses } from '../causes/waits';
import { CATEGORIES } from '../waits';
import { blockedLoop } from './blockedLoop';
import { busyThread } from './busyThread';
import { fanOut } from './fanOut';
import { gcPressure } from './gcPressure';
import { interpreterLock } from './interpreterLock';
import { lockConvoy } from './lockConvoy';
import { callersOf, callsOf, type Rule, waitRule } from './rule';
import { semaphore } from './semaphore';
import { explain, patternOf } from '.';

const causesOf = (context: CauseContext): Cause[] => [
  ...waitCauses(context, patternOf(context)),
  ...finish(cpuCauses(context)),
  ...runnableCause(context),
  ...unknownCause(context),
];
/** What a rule says of what is found, as it stands in the place of it. */
const said = (rule: Rule, context: CauseContext, causes = causesOf(context)): Cause[] =>
  rule.find(context, causes).map(({ cause }) => cause);
const sites = (causes: Cause[]) => causes.map(({ site }) => site);

const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark';
const IDLE = 'runtime.gcBgMarkWorker;runtime.gopark';
const message = (text: string) => ({ text, values: {} });

describe('a rule of calls', () => {
  const rule = (more: Partial<Parameters<typeof waitRule>[0]> = {}) =>
    waitRule({
      id: 'x',
      calls: /Mutex|QueryContext/,
      from: 0.2,
      what: message('waits for x'),
      isNot: message('not y'),
      next: message('do z'),
      ...more,
    });
  const context = contextOf({ wall: `main.run;main.store;${LOCK} 20\nmain.run;main.load;${READ} 80` });
  const [read, lock] = causesOf(context);

  it('explains waits in such a call, from a share on, in its words', () => {
    expect(said(rule(), context)).toEqual([
      {
        ...lock,
        rule: 'x',
        what: message('waits for x'),
        via: 'sync.(*Mutex).Lock',
        isNot: message('not y'),
        next: message('do z'),
      },
    ]);
    expect(said(rule({ from: 0.21 }), context)).toEqual([]);
    expect(said(rule({ plain: true }), context)[0].via).toBeUndefined();
    expect(said(rule({ unless: () => true }), context)).toEqual([]);
    expect(said(rule(), context, [{ ...lock, kind: 'idle' }])).toEqual([]);
  });

  it('of the categories that it names only', () => {
    expect(said(rule({ categories: [lock.category!] }), context)).toHaveLength(1);
    expect(said(rule({ categories: [read.category!] }), context)).toEqual([]);
  });

  it('knows a wait by its call, whatever its share', () => {
    expect([lock, read].map((wait) => rule({ from: 1 }).names!(context, wait))).toEqual([true, false]);
  });

  it('says the library where its name tells more than the call', () => {
    const via = (cause: Partial<Cause>) => said(rule(), context, [{ ...lock, call: undefined, ...cause }])[0].via;
    expect(via({ library: 'HikariCP', call: 'getConnection' })).toBe('HikariCP');
    expect(via({ library: 'sync', call: 'getConnection' })).toBe('getConnection');
    expect(via({ call: 'getConnection' })).toBe('getConnection');
    expect(via({})).toBe('sync.(*Mutex).Lock');
  });

  it('frames between a wait and its function, and above that', () => {
    expect(callsOf(context, lock)).toEqual(
      ['runtime.gopark', 'sync.(*Mutex).Lock'].slice(-callsOf(context, lock).length)
    );
    expect(callsOf(context, { node: lock.node })).toEqual([]);
    expect(callsOf(context, { waitNode: lock.waitNode })).toEqual([]);
    expect([callersOf(context, lock.node), callersOf(context, undefined)]).toEqual([['main.run'], []]);
  });
});

it('what is explained stands in the place of what was found; one cause is explained once', () => {
  const context = contextOf({ wall: `main.run;main.acquireSlot;${LOCK} 60\nmain.run;main.load;${READ} 40` });
  const causes = causesOf(context);
  const explained = explain(context, causes);
  expect(explained.map(({ site, rule }) => [site, rule])).toEqual([
    ['main.acquireSlot', 'lock-convoy'],
    ['main.load', undefined],
  ]);
  expect(explained[1]).toBe(causes[1]);
});

describe('lock convoy', () => {
  const wall = (stack: string, percent: number) => `${stack} ${percent}\nmain.run;main.load;${READ} ${100 - percent}`;
  const convoy = (stack: string, percent: number, beside: CauseContext['beside'] = {}) =>
    said(lockConvoy, contextOf({ wall: wall(stack, percent) }, { beside }));
  const STORE = `main.run;main.store;${LOCK}`;

  it('is a line from a tenth of the time on, from 3 % where it is said who holds the lock', () => {
    const owner = { heldBy: () => [{ name: 'main.save', process: 'worker-3', share: 0.9 }] };
    expect([convoy(STORE, 9).length, convoy(STORE, 10).length]).toEqual([0, 1]);
    expect([convoy(STORE, 2, owner).length, convoy(STORE, 3, owner).length]).toEqual([0, 1]);
  });

  it('is that of waits for a lock in a call that takes one, not of conditions', () => {
    expect(convoy('main.run;main.store;sync.(*Cond).Wait;runtime.gopark', 50)).toEqual([]);
    expect(convoy(`main.run;main.store;${READ}`, 50)).toEqual([]);
    const context = contextOf({ wall: wall(STORE, 60) });
    const [lock] = causesOf(context);
    const other = CATEGORIES.indexOf('channel');
    expect(
      said(lockConvoy, context, [
        { ...lock, category: other },
        { ...lock, kind: 'idle' },
      ])
    ).toEqual([]);
    expect(said(lockConvoy, context, [lock])).toHaveLength(1);
  });

  it('without the program’s frames is known by where it waits', () => {
    expect(convoy('__lll_lock_wait', 50)).toHaveLength(1);
  });

  it('names who held the lock where the recording does, and by what', () => {
    const by = (byLock: boolean) =>
      convoy(STORE, 50, { heldBy: () => [{ name: 'main.save', process: 'worker-3', share: 0.9, byLock }] })[0];
    expect(by(false)).toMatchObject({
      holder: { site: 'main.save', share: 0.9, thread: 'worker-3' },
      next: { text: 'Shorten what the holder does under the lock, or split the lock.' },
    });
    expect(by(false).evidence.map(({ text }) => text.slice(0, 50))).toEqual([
      'By the recording itself, which names the last owne',
    ]);
    expect(by(true).evidence.map(({ text }) => text.slice(0, 50))).toEqual([
      'By the recording itself: who held the very lock th',
    ]);
  });

  it('asks for who held what the frames of the wait stand in line for', () => {
    const asked: number[][] = [];
    const context = contextOf({ wall: wall(STORE, 50) }, { beside: { heldBy: (...range) => (asked.push(range), []) } });
    const [cause] = said(lockConvoy, context);
    const node = nodeAt(context.tree, 'main.run', 'main.store');
    expect(asked).toEqual([[node, context.tree.subtreeEnd[node]]]);
    expect(cause.holder).toBeUndefined();
    expect(cause.next!.text).toMatch(/^Add a contention profile/);
    expect(
      said(
        lockConvoy,
        context,
        causesOf(context).map((one) => ({ ...one, node: undefined }))
      )[0].holder
    ).toBeUndefined();
  });

  it('says what else its function waits for: it may do so under the lock', () => {
    const evidence = (...others: string[]) => {
      const [cause] = said(lockConvoy, contextOf({ wall: [`${STORE} 50`, ...others].join('\n') }));
      return cause.evidence.map(({ values }) => values?.frame);
    };
    expect(evidence(`main.run;main.store;${READ} 50`)).toEqual(['internal/poll.runtime_pollWait']);
    expect(evidence(`main.run;main.load;${READ} 50`)).toEqual([]);
    expect(evidence('main.run;main.store 50')).toEqual([]);
  });

  it('is the JVM’s monitor where Java code waits in C without parking', () => {
    const java = (...frames: string[]) =>
      ['java/lang/Thread.run', 'shop.Store.save', ...frames, '__futex_wait'].join(';');
    expect(convoy(java(), 50)).toHaveLength(1);
    expect(convoy(java('java/lang/Object.wait', 'libjvm.so'), 50)).toEqual([]);
    expect(convoy('app;save;__futex_wait', 50)).toEqual([]);
  });

  it('of a database is of its transactions: by the name of the call, or a wait for a condition inside of a storage engine', () => {
    const what = (stack: string) => convoy(stack, 50).map(({ what: { text } }) => text);
    expect(what('main;heap_update;LockAcquireExtended;ProcSleep;futex_wait')).toEqual([
      'waits for a lock of another transaction',
    ]);
    expect(what('mysql_update;handler::ha_update_row;pthread_cond_timedwait;futex_wait')).toEqual([
      'waits for a lock of another transaction',
    ]);
    expect(what('mysql_update;handler::ha_update_row;pthread_mutex_lock;futex_wait')).toEqual([
      'waits for a lock that others hold',
    ]);
    expect(what('mysql_update;other;pthread_cond_timedwait;futex_wait')).toEqual([]);
  });

  it('knows by a contention profile who lets locks go', () => {
    const contention = { standing: [], released: [{ site: 'main.save', share: 0.7 }] } as never;
    const [cause] = said(lockConvoy, contextOf({ wall: wall(STORE, 3) }, { beside: { contention } }));
    expect([cause.holder?.site, cause.next!.text.slice(0, 7)]).toEqual(['main.save', 'Shorten']);
    const none = { standing: [], released: [] } as never;
    expect(convoy(STORE, 9, { contention: none })).toEqual([]);
  });
});

describe('a semaphore', () => {
  const SEND = 'runtime.chansend1;runtime.chansend;runtime.gopark';
  const LINE = `main.serve;main.render;main.(*Store).open;${SEND}`;
  const found = (wall: string, cpu?: string) => said(semaphore, contextOf({ wall, ...(cpu && { cpu }) })).length;
  const rest = `main.serve;main.render;${READ} 10`;

  it('is a channel that nobody else takes from: other threads sleep, idle or do next to nothing', () => {
    const beside = (stack: string, weight: number) => found(`${LINE} 90\n${rest}\n${stack} ${weight}`);
    expect(found(`${LINE} 90\n${rest}`)).toBe(1);
    // From 2 % of the line on: of 90 that is 1.8.
    expect([beside(`main.drain;main.take;${READ}`, 1.7), beside(`main.drain;main.take;${READ}`, 1.8)]).toEqual([1, 0]);
    expect(beside('main.tick;time.Sleep;runtime.gopark', 50)).toBe(1);
    expect(beside(IDLE, 50)).toBe(1);
    expect(beside(`net/http.serve;${READ}`, 50)).toBe(0);
  });

  it('nor runs any other thread of the program', () => {
    const wall = `${LINE} 90\n${rest}\nmain.drain 5`;
    expect([found(wall), found(wall, 'main.drain 5'), found(`${LINE} 90\n${rest}`, 'main.serve;main.x 50')]).toEqual([
      0, 0, 1,
    ]);
    expect(found(`${LINE} 90\n${rest}`, 'net/http.serve;bufio.read 50')).toBe(1);
    expect(found(`${LINE} 90\n${rest}`, 'main.drain 50')).toBe(0);
  });

  it('or one that is named so, above a send: by its own name or its caller’s, no farther', () => {
    const busy = `main.drain;main.take;${READ} 50`;
    const named = (path: string) => found(`${path};${SEND} 90\n${busy}`);
    expect(
      [
        'main.serve;main.acquire',
        'main.limiter;main.open',
        'main.Limiter;main.serve;main.open',
        'main.serve;main.open',
      ].map(named)
    ).toEqual([1, 1, 0, 0]);
    expect(found(`main.serve;main.acquire;${READ} 90\n${busy}`)).toBe(0);
  });
});

describe('who waits for others', () => {
  const JOIN = 'sync.(*WaitGroup).Wait;runtime.gopark';
  const wall = (joins: number, works: number, more = '') =>
    `main.serve;main.collect;${JOIN} ${joins}\nmain.f;main.slow;${READ} ${works}\n${more}`;

  it('stands behind what takes at least 0.7 of it', () => {
    const [join] = said(fanOut, contextOf({ wall: wall(100, 70) }));
    expect(join).toMatchObject({
      site: 'main.collect',
      via: 'sync.(*WaitGroup).Wait',
      what: { text: 'waits until others have done their part' },
    });
    expect(join.weight).toBeCloseTo((0.99 * 70) / 170);
    expect(said(fanOut, contextOf({ wall: wall(100, 69) }))).toEqual([]);
    expect(said(fanOut, contextOf({ wall: wall(50, 200) }))[0].weight).toBeCloseTo(0.2);
  });

  it('from a twentieth of the time on', () => {
    expect([wall(5, 95), wall(4, 96)].map((text) => said(fanOut, contextOf({ wall: text })).length)).toEqual([1, 0]);
  });

  it('not behind another join, a library, nor what idles or is unknown', () => {
    const behind = (stack: string) =>
      said(fanOut, contextOf({ wall: `main.serve;main.collect;${JOIN} 50\n${stack} 60` })).length;
    expect(behind(`main.f;main.slow;${READ}`)).toBe(1);
    expect(behind('main.f;main.slow')).toBe(1);
    expect(behind(`main.f;main.rest;${JOIN}`)).toBe(0);
    expect(behind(`net/http.serve;${READ}`)).toBe(0);
    expect(behind(IDLE)).toBe(0);
    const context = contextOf({ wall: wall(50, 60) });
    const [slow, join] = causesOf(context);
    expect(said(fanOut, context, [join, { ...slow, kind: 'unknown' }])).toEqual([]);
    expect(said(fanOut, context, [{ ...join, kind: 'idle' }, slow])).toEqual([]);
  });
});

describe('pressure on the collector', () => {
  const gc = (share: number, weight = share) =>
    ({ kind: 'gc', of: 'cpu', site: 'main.parse', share, weight, evidence: [] }) as unknown as Cause;
  const runs = (share: number, weight: number, more: Partial<Cause> = {}) =>
    ({ ...gc(share, weight), kind: 'cpu', ...more }) as Cause;
  const context = contextOf({ cpu: 'main 1' });

  it('from a quarter on', () => {
    expect([gc(0.25), gc(0.24), runs(0.5, 0.5)].map((cause) => said(gcPressure, context, [cause]).length)).toEqual([
      1, 0, 0,
    ]);
    expect(said(gcPressure, context, [gc(0.25)])[0].weight).toBe(0.25);
  });

  it('is part of what its function costs where that runs more itself: both weigh as the heavier one', () => {
    const [allocator, collection] = said(gcPressure, context, [gc(0.3), runs(0.5, 0.4)]);
    expect([allocator.kind, allocator.weight, allocator.evidence.length]).toEqual(['cpu', 0.4, 1]);
    expect([collection.rule, collection.weight]).toEqual(['gc-pressure', 0.99 * 0.4]);
    const heavier = said(gcPressure, context, [gc(0.3, 0.6), runs(0.5, 0.4)]);
    expect(heavier.map(({ weight }) => weight)).toEqual([0.6, 0.99 * 0.6]);
  });

  it('not of another function, of another time, of one that runs less, nor of a wait', () => {
    const alone = (other: Cause) => said(gcPressure, context, [gc(0.3), other]).length;
    expect(alone(runs(0.5, 0.4, { site: 'main.x' }))).toBe(1);
    expect(alone(runs(0.5, 0.4, { of: 'wall' }))).toBe(1);
    expect(alone(runs(0.5, 0.4, { kind: 'wait' }))).toBe(1);
    expect(alone(runs(0.3, 0.3))).toBe(1);
    expect(alone(runs(0.31, 0.3))).toBe(2);
  });
});

describe('one busy thread', () => {
  const TAKE = 'runtime.chanrecv1;runtime.chanrecv;runtime.gopark';
  const texts = (works: number, waits: number, more = '') => ({
    cpu: `main.feed;main.parse ${works}`,
    wall: `main.feed;main.parse ${works}\nmain.work;main.next;${TAKE} ${waits}\n${more}`,
  });
  const found = (given: { cpu: string; wall: string }) => said(busyThread, contextOf(given));

  it('runs, and most of the others wait for its work', () => {
    expect(found(texts(50, 50))).toMatchObject([
      { site: 'main.parse', weight: 1, what: { text: 'is one busy thread that others wait for' } },
    ]);
    const [cause] = found(texts(60, 40));
    expect([cause.weight, cause.evidence.length]).toEqual([1, 1]);
    expect(found(texts(61, 39))).toEqual([]);
  });

  it('is not one that waits itself, but it may wait for a CPU', () => {
    const own = (stack: string, weight: number) => found(texts(60, 300, `main.feed;${stack} ${weight}`)).length;
    expect([own(`main.parse;${READ}`, 39), own(`main.parse;${READ}`, 40), own(`main.x;${READ}`, 40)]).toEqual([
      1, 0, 0,
    ]);
    expect(own('main.parse;preempt_schedule_irq;__schedule', 60)).toBe(1);
  });

  it('is not one that runs less than 2 % of all, nor one that others do not wait for', () => {
    expect([found(texts(2, 98)).length, found(texts(3, 97)).length]).toEqual([0, 1]);
    expect(
      found({ cpu: 'main.feed;main.parse 50', wall: `main.feed;main.parse 50\nmain.work;main.next;${LOCK} 50` })
    ).toEqual([]);
    expect(
      found({ cpu: 'main.feed;main.parse 50', wall: `main.feed;main.parse 50\nmain.work;main.next;${READ} 50` })
    ).toEqual([]);
    expect(said(busyThread, contextOf({ wall: texts(50, 50).wall }))).toEqual([]);
  });

  it('is where most of the CPU time is: two are none', () => {
    const two = {
      cpu: 'main.a;main.x 39\nmain.b;main.y 39\nmain.c;main.z 22',
      wall: `main.work;main.next;${TAKE} 300`,
    };
    expect(found(two)).toEqual([]);
  });
});

describe('the interpreter’s lock', () => {
  const PY = 'run (app.py:3);score (app.py:9)';
  const lines = (count: number, weight: number) =>
    Array.from({ length: count }, (_, i) => `run (app.py:3);score (app.py:${10 + i}) ${weight / count}`).join('\n');
  const threads = (...running: number[]): ThreadTime[] =>
    running.map((own, i) => ({ name: `t${i}`, total: 100, running: own }));
  const found = (cpu: number, waiting: ThreadTime[], count = 4) =>
    said(
      interpreterLock,
      contextOf(
        {
          cpu: lines(count, cpu),
          wall: lines(
            count,
            waiting.reduce((sum, { running }) => sum + running, 0)
          ),
        },
        { threads: { cpu: [], waiting } }
      )
    );

  it('is in line where several want to run and one thread’s time runs: what is beyond that waits', () => {
    const [cause] = found(95, threads(100, 100, 100, 100));
    expect(cause).toMatchObject({ share: 0.75, weight: 0.75, samples: undefined, interval: undefined, kind: 'wait' });
    expect(cause.evidence).toHaveLength(1);
  });

  it('of one thread, or of less than one and a half, there is no line', () => {
    expect(found(95, threads(100))).toEqual([]);
    expect([
      found(90, threads(100, 49)).length,
      found(90, threads(100, 51)).length,
      found(90, threads(75, 74)).length,
    ]).toEqual([0, 1, 0]);
    expect(found(90, threads(100, 40, 40))).toEqual([]); // one wants to run most of its time
  });

  it('of more or less CPU time than one thread’s it is none', () => {
    const four = threads(100, 100, 100, 100);
    expect([59, 60, 200, 201].map((cpu) => found(cpu, four).length)).toEqual([0, 1, 1, 0]);
  });

  it('of one line it is a call that waits unseen, unless just one thread runs', () => {
    const four = threads(100, 100, 100, 100);
    expect([
      found(70, four, 1).length,
      found(80, four, 1).length,
      found(110, four, 1).length,
      found(111, four, 1).length,
    ]).toEqual([0, 1, 1, 0]);
  });

  it('by native frames is every wait for it', () => {
    const context = contextOf({
      wall: `${PY};PyEval_RestoreThread;take_gil;pthread_cond_timedwait 60\n${PY};${'f (app.py:1)'} 40`,
    });
    const causes = causesOf(context);
    const [gil] = causes.filter(({ kind }) => kind === 'wait');
    expect(said(interpreterLock, context)).toHaveLength(1);
    const waitNode = nodeAt(context.tree, ...`${PY};PyEval_RestoreThread;take_gil`.split(';'));
    const other = (more: Partial<Cause>) => said(interpreterLock, context, [{ ...gil, waitNode, ...more }]).length;
    expect([
      other({}),
      other({ kind: 'idle' }),
      other({ category: CATEGORIES.indexOf('disk') }),
      other({ waitNode: undefined }),
    ]).toEqual([1, 0, 0, 0]);
  });
});

describe('a blocked event loop', () => {
  const LOOP = 'main (app.py:1);run_forever (asyncio/base_events.py:607)';
  const found = (wall: string, cpu?: string) => said(blockedLoop, contextOf({ wall, ...(cpu && { cpu }) }));

  it('is by waits of the program in it, from a tenth on', () => {
    const loop = (n: number) =>
      `${LOOP};quote (app.py:9);recv (socket.py:706) ${n}\nmain (app.py:1);x (app.py:2);recv (socket.py:706) ${100 - n}`;
    expect([found(loop(9)).length, found(loop(10)).length]).toEqual([0, 1]);
    expect(sites(found(loop(50)))).toEqual(['quote (app.py:9)']);
  });

  it('is by what runs or waits unseen in it: all its time counts', () => {
    const [cause] = found(
      `${LOOP};quote (app.py:9) 60\n${LOOP};quote (app.py:9);recv (socket.py:706) 10\nmain (app.py:1);x (app.py:2);recv (socket.py:706) 30`,
      `${LOOP};quote (app.py:9) 10`
    ).filter(({ what: { text } }) => text.startsWith('runs or waits unseen'));
    expect(cause).toMatchObject({ share: 0.6, part: 0.6, weight: 0.6 });
    expect(cause.evidence).toHaveLength(1);
  });

  it('of Node is by any function that computes for a quarter of the time', () => {
    const node = (n: number) => ({
      cpu: `(root);processTicksAndRejections (node:internal/process/task_queues:95);hash (/app/a.js:3) ${n}\n(root);other (/app/b.js:3) ${100 - n}`,
    });
    const of = (n: number) => sites(said(blockedLoop, contextOf(node(n)))).filter((site) => site?.startsWith('hash'));
    expect(of(50)).toHaveLength(1);
    expect(of(5)).toHaveLength(0);
    expect(said(blockedLoop, contextOf({ cpu: 'main.run;main.hash 100' }))).toEqual([]);
  });
});
