import { findingsOf, inputOf, prepared, preparedOf } from '../../testing';
import { type ThrottledContainer } from '../counters';
import { type Finding } from '../findings';
import { RULES } from '.';

/** The finding that a rule speaks in, of folded texts. */
function said(
  rule: string,
  texts: Parameters<typeof prepared>[0],
  beside?: NonNullable<Parameters<typeof prepared>[1]>['beside']
) {
  return findingsOf(prepared(texts, { beside })).find((finding) => finding.rule === rule);
}

const text = (finding: Finding | undefined) => finding?.text;

describe('each rule has a name of its own, and speaks in full', () => {
  it('ids are distinct', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });
});

describe('pool exhausted', () => {
  const wall = (call: string) =>
    `main.handle;main.(*Store).Load;database/sql.(*DB).QueryContext;${call};runtime.gopark 80\nmain.handle;main.(*Store).Load;net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark 20`;

  it('names the pool and the function that wants a connection', () => {
    const finding = said('pool-exhausted', { wall: wall('database/sql.(*DB).conn;runtime.selectgo') });
    expect(text(finding)).toMatch(/^80 % waits for a connection of the pool \(database\/sql.*\) in Store.Load/);
    expect(finding?.reasons?.join()).toContain('not the database or the service');
  });

  it('is Go’s getConn where nobody dials, apart from the round trip of the same function', () => {
    const client = 'main.handle;main.(*Catalogue).fetch;net/http.(*Client).Do;net/http.(*Transport).RoundTrip';
    const http = (dialing: number) =>
      [
        `${client};net/http.(*Transport).getConn;runtime.selectgo;runtime.gopark 60`,
        `${client};net/http.(*persistConn).roundTrip;runtime.selectgo;runtime.gopark 40`,
        `net/http.(*Transport).dialConnFor;net/http.(*Transport).dialConn;net.(*Dialer).DialContext;internal/poll.runtime_pollWait ${dialing}`,
      ].join('\n');
    const [first, second] = findingsOf(prepared({ wall: http(1) }));
    expect(first.text).toMatch(/^59 % waits for a connection of the pool \(net\/http\) in Catalogue.fetch$/);
    expect(second).toMatchObject({ kind: 'wait', site: 'main.(*Catalogue).fetch', rule: undefined });
    expect(said('pool-exhausted', { wall: http(58) })).toBeUndefined();
  });

  it('is silent on the query itself', () => {
    expect(said('pool-exhausted', { wall: wall('database/sql.(*DB).query;runtime.selectgo') })).toBeUndefined();
  });
});

it('a pool of the program’s own is known by its name, above a wait for a queue or a lock only', () => {
  const stack = (leaf: string) =>
    `java/lang/Thread.run;Billing.load;Billing$ConnectionPool.borrow;${leaf} 90\nBilling.work 10`;
  expect(
    text(
      said('pool-exhausted', {
        wall: stack('java/util/concurrent/ArrayBlockingQueue.poll;jdk/internal/misc/Unsafe.park'),
      })
    )
  ).toMatch(/^90 % waits until one of the pool is free .*in Billing\$ConnectionPool.borrow/);
  expect(said('pool-exhausted', { wall: stack('java/net/SocketInputStream.socketRead0') })).toBeUndefined();
});

describe('a semaphore', () => {
  it.each([
    ['golang.org/x/sync/semaphore.(*Weighted).Acquire;runtime.selectgo;runtime.gopark', 'semaphore.Weighted.Acquire'],
    [
      'java.util.concurrent.Semaphore.acquire;java.util.concurrent.locks.LockSupport.park;jdk.internal.misc.Unsafe.park',
      'Semaphore.acquire',
    ],
  ])('by its library: %s', (call, name) => {
    expect(text(said('semaphore', { wall: `main.run;main.convert;${call} 90\nmain.run;main.other 10` }))).toContain(
      name
    );
  });

  const send = 'runtime.chansend1;runtime.chansend;runtime.gopark';
  const line = `main.serve;main.render;main.(*Store).open;${send} 90\nmain.serve;main.render;net.(*conn).Read;internal/poll.runtime_pollWait 9`;

  it('is a Go channel from which nobody else takes', () => {
    expect(text(said('semaphore', { wall: line }))).toMatch(/^91 % waits for a place of the program’s own semaphore/);
    const consumer = 'main.drain;main.deliver;net.(*conn).Read;internal/poll.runtime_pollWait 9';
    expect(said('semaphore', { wall: `${line}\n${consumer}` })).toBeUndefined();
    expect(said('slow-consumer', { wall: `${line}\n${consumer}` })?.site).toBe('main.(*Store).open');
  });

  it('is one by the name of the function that sends, never by a name without the send', () => {
    const named = line.replace('main.(*Store).open', 'main.(*Limit).acquire');
    const busy = 'main.other;main.load;net.(*conn).Read;internal/poll.runtime_pollWait 50';
    expect(said('semaphore', { wall: `${named}\n${busy}` })?.site).toBe('main.(*Limit).acquire');
    expect(
      said('semaphore', { wall: 'main.serve;main.(*Limit).acquire;sync.(*Mutex).Lock;runtime.gopark 90' })
    ).toBeUndefined();
  });
});

describe('handing work to others and waiting for them', () => {
  const join = (weight: number) => `main.serve;main.collect;sync.(*WaitGroup).Wait;runtime.gopark ${weight}`;
  const read = (name: string, weight: number) =>
    `main.collect.func1;main.${name};net.(*conn).Read;internal/poll.runtime_pollWait ${weight}`;

  it('stands behind the function in which the others wait as long', () => {
    const [first, second] = findingsOf(prepared({ wall: `${join(50)}\n${read('slow', 49)}\n${read('quick', 5)}` }));
    expect(first.site).toBe('main.slow');
    expect(second).toMatchObject({ rule: 'fan-out', site: 'main.collect' });
    expect(second.share).toBeCloseTo(50 / 104);
  });

  it('is the finding itself where the others wait for less: they stand in a queue', () => {
    const [first] = findingsOf(prepared({ wall: `${join(90)}\n${read('slow', 9)}` }));
    expect(first).toMatchObject({ site: 'main.collect', rule: undefined });
  });
});

describe('lock convoy', () => {
  it('knows the locks of a database’s transactions, by name or inside of a storage engine', () => {
    const postgres =
      'main;PostgresMain;PortalRun;heap_update;XactLockTableWait;LockAcquireExtended;ProcSleep;WaitLatch';
    expect(
      text(said('lock-convoy', { offcpu: `${postgres};epoll_wait 80\nmain;PostgresMain;XLogFlush;fdatasync 20` }))
    ).toBe('80 % waits for a lock of another transaction in LockAcquireExtended');
    const maria = (call: string) =>
      `start_thread;[mariadbd];handle_one_connection;mysql_update;handler::ha_index_read_map;[mariadbd];${call} 80`;
    expect(text(said('lock-convoy', { offcpu: maria('pthread_cond_timedwait;futex_wait') }))).toMatch(
      /lock of another transaction in handler::ha_index_read_map$/
    );
    expect(said('lock-convoy', { offcpu: maria('fdatasync') })).toBeUndefined();
    const sqlite =
      'save (app.py:8);sqlite3_step (libsqlite3.so.0);sqlite3BtreeBeginTrans (libsqlite3.so.0);sqlite3InvokeBusyHandler (libsqlite3.so.0);usleep (libc.so.6);clock_nanosleep (libc.so.6) 90\nf (app.py:1) 10';
    expect(text(said('lock-convoy', { wall: sqlite }))).toBe('90 % waits for a lock of another transaction in save');
  });

  it('knows the JVM’s monitor by the wait right below a Java function', () => {
    const wall = (between: string) =>
      `java/lang/Thread.run;Ledger.post;Ledger$Journal.append;${between}__futex_abstimed_wait_common 80\nLedger.work 20`;
    expect(text(said('lock-convoy', { wall: wall('') }))).toMatch(
      /^80 % waits for a lock that others hold in Ledger\$Journal.append/
    );
    expect(
      said('lock-convoy', { wall: wall('java/util/concurrent/FutureTask.get;jdk/internal/misc/Unsafe.park;') })
    ).toBeUndefined();
  });

  const wall = (lock: string, weight = 60) =>
    `main.serve;main.(*Journal).Append;${lock};runtime.gopark ${weight}\nmain.serve;main.(*Journal).Append;net.(*conn).Read;internal/poll.runtime_pollWait ${100 - weight}`;

  it('says that threads stand in line, and what the holder may wait for', () => {
    const finding = said('lock-convoy', { wall: wall('sync.(*Mutex).Lock;sync.runtime_SemacquireMutex') });
    expect(text(finding)).toMatch(/^60 % waits for a lock that others hold in Journal.Append/);
    expect(finding?.reasons?.join()).toMatch(/waits elsewhere too .*contention profile/);
  });

  it('is silent on a condition variable, and where hardly anything waits', () => {
    expect(said('lock-convoy', { wall: wall('sync.(*Cond).Wait;sync.runtime_notifyListWait') })).toBeUndefined();
    expect(said('lock-convoy', { wall: wall('sync.(*Mutex).Lock;sync.runtime_SemacquireMutex', 5) })).toBeUndefined();
  });
});

describe('a busy thread', () => {
  const starved = 'start_thread;workerLoop;pthread_cond_wait;futex_wait 800';

  it('is named before the threads that wait for it', () => {
    const [first, ...others] = findingsOf(
      prepared({
        cpu: 'start_thread;dispatch;parse 95\nstart_thread;workerLoop;draw 5',
        wall: `${starved}\nstart_thread;dispatch;parse 100\nstart_thread;workerLoop;draw 5`,
      })
    );
    expect(first).toMatchObject({ kind: 'cpu', rule: 'busy-thread', site: 'parse' });
    expect(first.text).toMatch(/^95 % of CPU time is one busy thread that others wait for in parse/);
    expect(others.some(({ kind, site }) => kind === 'idle' && site === 'workerLoop')).toBe(true);
  });

  it('is none where the function that runs most waits as well, or hardly runs', () => {
    expect(
      said('busy-thread', {
        cpu: 'start_thread;dispatch;parse 95',
        wall: `${starved}\nstart_thread;dispatch;parse 95\nstart_thread;dispatch;recv 900`,
      })
    ).toBeUndefined();
    expect(
      said('busy-thread', { cpu: 'start_thread;dispatch;parse 5', wall: `${starved}\nstart_thread;dispatch;parse 5` })
    ).toBeUndefined();
  });
});

describe('garbage collection', () => {
  it('names the function that allocates', () => {
    const finding = said('gc-pressure', {
      cpu: 'runtime.gcBgMarkWorker;runtime.gcDrain 70\nmain.serve;main.render;runtime.mallocgc 15\nmain.serve;main.parse 15',
    });
    expect(text(finding)).toBe('70 % of CPU time is garbage collection, most is allocated in render');
    expect(finding).toMatchObject({ kind: 'gc', category: expect.any(Number), site: 'main.render' });
  });

  it('is part of what the allocating function costs, where that one runs for longer', () => {
    const cpu = (own: number) =>
      `runtime.gcBgMarkWorker;runtime.gcDrain 35\nmain.serve;main.compile;regexp.MustCompile ${own}\nmain.serve;main.rest ${65 - own}`;
    const [first, second] = findingsOf(prepared({ cpu: cpu(50) }));
    expect(first).toMatchObject({ kind: 'cpu', site: 'main.compile' });
    expect(first.reasons?.join()).toContain(
      '35\u00a0% of CPU time more is the garbage collection of what it allocates'
    );
    expect(second).toMatchObject({ kind: 'gc', rule: 'gc-pressure' });
    expect(findingsOf(prepared({ cpu: cpu(33) }))[0].kind).toBe('gc');
  });

  it('is silent below a tenth', () => {
    expect(
      said('gc-pressure', { cpu: 'runtime.gcBgMarkWorker;runtime.gcDrain 7\nmain.serve;main.parse 93' })
    ).toBeUndefined();
  });
});

describe('the interpreter lock', () => {
  const thread = (name: string, leaf: string, weight: number) =>
    `thread (1): ${name};run (work.py:3);${leaf} ${weight}`;

  it('is what several threads that want to run stand in line for', () => {
    const finding = said('interpreter-lock', {
      cpu: ['a', 'b', 'c', 'd'].map((name) => thread(name, 'score (work.py:9)', 25)).join('\n'),
      wall: ['a', 'b', 'c', 'd'].map((name) => thread(name, 'score (work.py:9)', 100)).join('\n'),
    });
    // Four threads of 100 want to run, one may: three of four wait.
    expect(finding?.share).toBe(0.75);
    expect(text(finding)).toBe('75 % waits for the interpreter lock (GIL) in score');
  });

  it('is none of one call into C that waits unseen, nor of code that has given the lock up', () => {
    const threads = (weight: number, leaf: string) =>
      ['a', 'b', 'c', 'd'].map((name) => thread(name, leaf, weight)).join('\n');
    // What a sampler takes for running of 400 in recv is more than one thread's.
    expect(
      said('interpreter-lock', { cpu: threads(35, 'recv (work.py:9)'), wall: threads(100, 'recv (work.py:9)') })
    ).toBeUndefined();
    const both = (hash: number, sleep: number) =>
      `${threads(hash, 'hash (work.py:5)')}\n${threads(sleep, 'pause (work.py:6)')}`;
    expect(said('interpreter-lock', { cpu: both(29, 6), wall: both(30, 70) })).toBeUndefined();
    expect(said('interpreter-lock', { cpu: both(10, 25), wall: both(30, 70) })).toMatchObject({ share: 0.75 });
  });

  it('is none where one thread runs', () => {
    expect(
      said('interpreter-lock', {
        cpu: thread('a', 'score (work.py:9)', 50),
        wall: thread('a', 'score (work.py:9)', 100),
      })
    ).toBeUndefined();
  });
});

describe('a blocked event loop', () => {
  const loop =
    'main (app.py:1);run_forever (asyncio/base_events.py:607);_run_once (asyncio/base_events.py:1922);_run (asyncio/events.py:80);quote (app.py:9)';

  it('is a wait inside a callback', () => {
    const finding = said('blocked-event-loop', { wall: `${loop};read (socket.py:706);socket.recv 90\n${loop} 10` });
    expect(finding).toMatchObject({ kind: 'wait', site: 'quote (app.py:9)' });
    expect(text(finding)).toMatch(/^90 % blocks the event loop while it waits for the network \(.*\) in quote/);
    expect(finding?.reasons?.join()).toContain('called from the event loop');
  });

  it('is a callback that waits in a call which the profiler does not see', () => {
    const finding = said('blocked-event-loop', { cpu: `${loop} 30`, wall: `${loop} 100` });
    expect(finding).toMatchObject({ kind: 'unknown', site: 'quote (app.py:9)', share: 1 });
    expect(text(finding)).toMatch(/^100 % of wall time runs or waits unseen and blocks the event loop in quote/);
    const thread = 'run (threading.py:982);quote (app.py:9)';
    expect(said('blocked-event-loop', { cpu: `${thread} 30`, wall: `${thread} 100` })).toBeUndefined();
  });

  it('is a synchronous call of Node that V8 takes for running, as the wait that it is', () => {
    const frame = (functionName: string, url: string, id: number, children: number[] = []) => ({
      id,
      callFrame: { functionName, url, lineNumber: 2 },
      children,
    });
    const v8 = {
      nodes: [
        frame('(root)', '', 1, [2, 6]),
        frame('handle', 'file:///srv/app.js', 2, [3, 5]),
        frame('save', 'file:///srv/app.js', 3, [4]),
        frame('fsyncSync', 'node:fs', 4),
        frame('render', 'file:///srv/app.js', 5),
        frame('(idle)', '', 6),
      ],
      samples: [4, 4, 4, 5, 6],
      timeDeltas: [0, 1000, 1000, 1000, 1000],
      startTime: 0,
      endTime: 5000,
    };
    const source = { kind: 'text' as const, text: JSON.stringify(v8) };
    const finding = findingsOf(preparedOf([{ refId: 'A', source }])).find(({ rule }) => rule === 'blocked-event-loop');
    expect(finding).toMatchObject({ kind: 'wait', site: 'save', category: expect.any(Number) });
    expect(finding?.share).toBeCloseTo(0.6);
    expect(text(finding)).toMatch(/blocks the event loop while it waits for the disk \(fsyncSync.*\) in save/);
  });

  it('is none of the same wait in a thread', () => {
    expect(
      said('blocked-event-loop', {
        wall: 'run (threading.py:982);quote (app.py:9);read (socket.py:706);socket.recv 90',
      })
    ).toBeUndefined();
  });
});

describe('retry and backoff', () => {
  it('knows the library, and the program’s own function by its name above a sleep', () => {
    expect(
      text(
        said('retry', {
          wall: 'main;fetch (a.py:3);sleep (urllib3/util/retry.py:359);_sleep_backoff (urllib3/util/retry.py:351) 90\nmain 1',
        })
      )
    ).toMatch(/sleeps before it tries again/);
    expect(
      text(said('retry', { wall: 'main.run;main.callWithRetry;time.Sleep;runtime.gopark 90\nmain.run 1' }))
    ).toMatch(/tries again \(retry, backoff\) in .*callWithRetry/);
  });

  it('is silent on another sleep, and on a retry that waits for the network', () => {
    expect(said('retry', { wall: 'main.run;main.poll;time.Sleep;runtime.gopark 90' })).toBeUndefined();
    expect(
      said('retry', {
        wall: 'main.run;main.callWithRetry;net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark 90',
      })
    ).toBeUndefined();
  });
});

describe('waits in calls of known names', () => {
  it.each([
    [
      'rate-limiter',
      'main.send;golang.org/x/time/rate.(*Limiter).Wait;golang.org/x/time/rate.(*Limiter).wait;runtime.selectgo;runtime.gopark',
      'its own rate limiter',
    ],
    ['name-lookup', 'app;resolve_route;getaddrinfo;__res_context_query;poll;do_sys_poll;schedule', 'a name lookup'],
    [
      'commit',
      'app;append_record;fsync;do_fsync;ext4_sync_file;jbd2_log_wait_commit;schedule',
      'until its data is on the disk',
    ],
    [
      'page-faults',
      'app;lookup_item;asm_exc_page_fault;handle_mm_fault;filemap_fault;folio_wait_bit_common;io_schedule',
      'memory to be read from the disk',
    ],
    ['slow-consumer', 'main.run;main.(*Tail).Publish;runtime.chansend1;runtime.gopark', 'a slow consumer'],
    [
      'commit',
      'java.lang.Thread.run;Ledger.post;org.apache.derby.impl.jdbc.EmbedConnection.commit;org.apache.derby.impl.store.raw.log.LogToFile.flush;java.lang.Object.wait',
      'until its data is on the disk (Derby) in Ledger.post',
    ],
  ])('%s', (rule, stack, words) => {
    expect(text(said(rule, { offcpu: `${stack} 90\nmain.other;main.x;epoll_wait 10` }))).toContain(words);
    // The same function that runs is none.
    expect(said(rule, { cpu: `${stack.split(';').slice(0, 2).join(';')} 90` })).toBeUndefined();
  });
});

describe('spinning', () => {
  it('is CPU under calls that yield', () => {
    const finding = said('spinning', {
      cpu: 'app;waitForSlot;sched_yield;entry_SYSCALL_64 60\napp;waitForSlot 20\napp;work 20',
    });
    expect(finding).toMatchObject({ kind: 'spin', site: 'waitForSlot' });
    expect(text(finding)).toMatch(/^80 % of CPU time spins/);
  });

  it('is wall time in a call that gives the CPU away and wants it back', () => {
    const [first] = findingsOf(
      prepared({
        cpu: 'runtime.mcall;runtime.gosched_m;runtime.schedule 30\nmain.serve;main.other 2',
        wall: 'main.serve;main.(*Gate).await;runtime.Gosched 80\nmain.serve;main.other 2',
      })
    );
    expect(first).toMatchObject({ kind: 'spin', rule: 'spinning', site: 'main.(*Gate).await' });
    expect(first.text).toBe('98 % spins only to wait (runtime.Gosched) in Gate.await');
  });

  it('is none of work that yields now and then', () => {
    expect(said('spinning', { cpu: 'app;work;sched_yield 5\napp;work 95' })).toBeUndefined();
  });
});

describe('rules that need a second query', () => {
  const offcpu = 'app;handle;preempt_schedule_irq;__schedule 60\napp;handle;epoll_wait;ep_poll;schedule 40';

  it.each([
    [
      'asyncio',
      'main (app.py:1);run_forever (asyncio/base_events.py:607);_run_once (asyncio/base_events.py:1890);EpollSelector.select (selectors.py:468) 95\nmain (app.py:1);serve (app.py:9) 5',
    ],
    ['V8', '(root);(idle) 95\n(root);serve;handle 5'],
  ])('idle but queueing: the loop of %s has nothing to do, and the objective is broken', (_, wall) => {
    expect(text(said('idle-but-queueing', { wall }, { objectiveBroken: true }))).toMatch(
      /^95 % of the time it has nothing to do while the objective is broken/
    );
    expect(said('idle-but-queueing', { wall }, { objectiveBroken: false })).toBeUndefined();
    expect(said('idle-but-queueing', { wall })).toBeUndefined();
    expect(said('idle-but-queueing', { wall: wall.replace(' 95', ' 5') }, { objectiveBroken: true })).toBeUndefined();
  });

  it('throttled: threads wait for a CPU and the cgroup is stopped', () => {
    expect(text(said('cpu-throttled', { offcpu }, { throttled: [{ is: [], share: 0.28 }] }))).toMatch(
      /waits for a CPU while the container is throttled in 28\u00a0% of its periods/
    );
    expect(said('cpu-throttled', { offcpu })).toBeUndefined();
    expect(said('cpu-throttled', { offcpu }, { throttled: [{ is: [], share: 0.01 }] })).toBeUndefined();
  });

  it('throttled: says of how many containers, and whether they are the profile’s', () => {
    const series = (...names: string[]) => names.map((pod) => ({ is: [['pod', pod] as const], share: 0.3 }));
    const of = (pods: string[], ...names: string[]) => {
      const labels = pods.map((pod): [string, string] => ['pod', pod]);
      const inputs = labels.map((label) => ({ ...inputOf('A', offcpu, 'offcpu'), labels: [label] }));
      const all = inputs.length ? inputs : [inputOf('A', offcpu, 'offcpu')];
      const beside = { throttled: series(...names) as ThrottledContainer[] };
      const finding = findingsOf(preparedOf(all, { beside })).find(({ rule }) => rule === 'cpu-throttled');
      return finding && [finding.text.replaceAll('\u00a0', ' '), finding.reasons![0]];
    };
    const limit = 'It is not the load of the machine: the limit of the container stops it.';
    const text = (middle: string) => expect.stringMatching(new RegExp(`waits for a CPU while ${middle}`));
    expect(of(['a'], 'a', 'b')).toEqual([text('the container is throttled in 30 % of its periods'), limit]);
    expect(of(['a', 'b'], 'a', 'b', 'c')).toEqual([
      text('its 2 containers are throttled in 30 % of their periods'),
      limit,
    ]);
    expect(of([], 'a', 'b')).toEqual([
      text('containers are throttled in 30 % of their periods'),
      'no label says which of the 2 containers the stacks are of',
    ]);
    expect(of([], 'a')).toEqual([
      text('the container is throttled in 30 % of its periods'),
      'no label says that the stacks are of the container that is throttled',
    ]);
    expect(of(['z'], 'a')).toBeUndefined();
  });
});
