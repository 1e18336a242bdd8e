// From which share of the time that matters on each rule speaks: below it there is a cause, in the words of no rule.
import { findingsOf, prepared } from '../../testing';

type Texts = Parameters<typeof prepared>[0];
const rulesOf = (texts: Texts, beside?: NonNullable<Parameters<typeof prepared>[1]>['beside']) =>
  findingsOf(prepared(texts, { beside })).flatMap(({ rule }) => rule ?? []);

const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark';
const wall = (stack: string, percent: number): Texts => ({
  wall: `${stack} ${percent}\nmain.drain;main.other;${READ} ${100 - percent}`,
});

describe('waits in a call of a known name', () => {
  const TOKEN = 'main.serve;main.(*Limit).acquire;runtime.chansend1;runtime.chansend;runtime.gopark';
  it.each([
    ['pool-exhausted', 5, 'main.run;main.load;database/sql.(*DB).conn;runtime.selectgo;runtime.gopark'],
    ['rate-limiter', 5, 'main.run;main.send;golang.org/x/time/rate.(*Limiter).Wait;runtime.selectgo;runtime.gopark'],
    ['name-lookup', 5, 'app;resolve_route;getaddrinfo;__res_context_query;poll;do_sys_poll;schedule'],
    ['commit', 5, 'app;append_record;fsync;do_fsync;ext4_sync_file;jbd2_log_wait_commit;schedule'],
    ['page-faults', 5, 'app;lookup;asm_exc_page_fault;handle_mm_fault;filemap_fault;folio_wait_bit_common;io_schedule'],
    ['semaphore', 5, 'main.run;main.convert;golang.org/x/sync/semaphore.(*Weighted).Acquire;runtime.selectgo'],
    ['semaphore', 5, TOKEN],
    ['retry', 5, 'main.run;main.callWithRetry;time.Sleep;runtime.gopark'],
    ['slow-consumer', 10, 'main.run;main.(*Tail).Publish;runtime.chansend1;runtime.gopark'],
    [
      'pool-exhausted',
      10,
      'java/lang/Thread.run;Shop$ConnectionPool.borrow;java/util/concurrent/locks/LockSupport.park',
    ],
    ['lock-convoy', 10, 'main.run;main.store;sync.(*Mutex).Lock;runtime.gopark'],
    [
      'blocked-event-loop',
      10,
      'main (app.py:1);run_forever (asyncio/base_events.py:607);quote (app.py:9);recv (socket.py:706)',
    ],
  ])('%s from %d %%: %s', (rule, percent, stack) => {
    expect(rulesOf(wall(stack, percent))).toEqual([rule]);
    expect(rulesOf(wall(stack, percent - 1))).toEqual([]);
  });
});

it('cpu-throttled from a tenth that waits for a CPU and 5 % of the periods', () => {
  const offcpu = (percent: number) => ({
    offcpu: `app;handle;preempt_schedule_irq;__schedule ${percent}\napp;handle;epoll_wait;ep_poll;schedule ${100 - percent}`,
  });
  expect(rulesOf(offcpu(10), { throttled: [{ is: [], share: 0.05 }] })).toEqual(['cpu-throttled']);
  expect(rulesOf(offcpu(10), { throttled: [{ is: [], share: 0.049 }] })).toEqual([]);
  expect(rulesOf(offcpu(9), { throttled: [{ is: [], share: 0.05 }] })).toEqual([]);
});

it('idle-but-queueing from four fifths of the time, of other threads that idle, too', () => {
  const loop = (percent: number, parked = 0) => ({
    wall: [
      `(root);(idle) ${percent}`,
      `(root);serve;handle ${100 - percent - parked}`,
      `java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park ${parked}`,
    ].join('\n'),
  });
  expect(rulesOf(loop(80), { objectiveBroken: true })).toContain('idle-but-queueing');
  expect(rulesOf(loop(79), { objectiveBroken: true })).not.toContain('idle-but-queueing');
  expect(rulesOf(loop(60, 20), { objectiveBroken: true })).toContain('idle-but-queueing');
});

it('gc-pressure from a quarter of the time: a collector may have that much', () => {
  const cpu = (percent: number) => ({
    cpu: `runtime.gcBgMarkWorker;runtime.gcDrain ${percent}\nmain.run;main.a ${100 - percent}`,
  });
  expect(rulesOf(cpu(25))).toEqual(['gc-pressure']);
  expect(rulesOf(cpu(24))).toEqual([]);
});

describe('spinning', () => {
  it('from a tenth of the time', () => {
    const cpu = (percent: number) => ({
      cpu: `app;spin;sched_yield ${percent / 2}\napp;spin ${percent / 2}\napp;work ${100 - percent}`,
    });
    expect(rulesOf(cpu(10))).toEqual(['spinning']);
    expect(rulesOf(cpu(9))).toEqual([]);
  });

  it('of a function that has a fifth of its time in calls that yield, each of them counted once', () => {
    const cpu = (yields: number) => ({
      cpu: `app;spin;sched_yield;do_sched_yield ${yields}\napp;spin ${100 - yields}`,
    });
    expect(rulesOf(cpu(20))).toEqual(['spinning']);
    expect(rulesOf(cpu(19))).toEqual([]);
    expect(rulesOf({ cpu: 'app;spin;sched_yield 9;runtime.osyield\napp;spin;sched_yield 9\napp;spin 82' })).toEqual([]);
  });
});

describe('fan-out', () => {
  const join = (n: number) => `main.serve;main.collect;sync.(*WaitGroup).Wait;runtime.gopark ${n}`;
  const branch = (n: number) => `main.collect.func1;main.slow;${READ} ${n}`;
  const run = (n: number) => `main.run;main.other ${n}`;

  it('from 5 % that waits, and others that wait for 7 tenths as long', () => {
    expect(rulesOf({ wall: `${join(50)}\n${branch(35)}\n${run(15)}` })).toEqual(['fan-out']);
    expect(rulesOf({ wall: `${join(50)}\n${branch(34)}\n${run(16)}` })).toEqual([]);
    expect(rulesOf({ wall: `${join(5)}\n${branch(5)}\n${run(90)}` })).toEqual(['fan-out']);
    expect(rulesOf({ wall: `${join(4)}\n${branch(4)}\n${run(92)}` })).toEqual([]);
  });

  it('stands right behind what it waits for, and keeps its share', () => {
    const causes = prepared({ wall: `${join(50)}\n${branch(40)}\n${run(10)}` }).diagnosis.causes;
    expect(causes.slice(0, 2).map(({ site, share, weight }) => [site, share, weight])).toEqual([
      ['main.slow', 0.4, 0.4],
      ['main.collect', 0.5, 0.99 * 0.4],
    ]);
  });
});

describe('a busy thread', () => {
  const texts = (busy: number, own: number, starved: number) => ({
    cpu: `start_thread;dispatch;parse ${busy}\nstart_thread;draw ${(100 - busy) / 2}\nstart_thread;paint ${(100 - busy) / 2}`,
    wall: [
      `start_thread;workerLoop;pthread_cond_wait;futex_wait ${starved}`,
      `start_thread;dispatch;parse ${busy}`,
      `start_thread;dispatch;recv ${own}`,
      `start_thread;draw ${(100 - busy) / 2}`,
      `start_thread;paint ${(100 - busy) / 2}`,
    ].join('\n'),
  });

  it('has 4 tenths of the CPU time at least, and so much of the waiting is for it', () => {
    expect(rulesOf(texts(40, 0, 900))).toContain('busy-thread');
    expect(rulesOf(texts(39, 0, 900))).not.toContain('busy-thread');
    expect(rulesOf(texts(90, 0, 67))).toContain('busy-thread');
    expect(rulesOf(texts(90, 0, 66))).not.toContain('busy-thread');
  });

  it('waits for less than 4 tenths of its own time', () => {
    expect(rulesOf(texts(90, 59, 900))).toContain('busy-thread');
    expect(rulesOf(texts(90, 60, 900))).not.toContain('busy-thread');
  });

  it('is no trifle: it has more than a fiftieth of all threads’ time', () => {
    expect(rulesOf(texts(90, 0, 4000))).toContain('busy-thread');
    expect(rulesOf(texts(90, 0, 4400))).not.toContain('busy-thread');
  });
});

describe('the interpreter lock', () => {
  const thread = (name: string, leaf: string, weight: number) =>
    `thread (1): ${name};run (work.py:3);${leaf} ${weight}`;
  const threads = (n: number, leaf: string, weight: number) =>
    ['a', 'b', 'c', 'd']
      .slice(0, n)
      .map((name) => thread(name, leaf, weight))
      .join('\n');
  const texts = (cpuOfEach: number, wantsEach = 100, n = 4) => ({
    cpu: threads(n, 'score (work.py:9)', cpuOfEach),
    wall: threads(n, 'score (work.py:9)', wantsEach),
  });

  it('lets as much run as one thread can, from 4 to 5 fifths, and a little more', () => {
    // Of 4 threads in one line, each 100 long.
    expect(rulesOf(texts(20))).toEqual(['interpreter-lock']);
    expect(rulesOf(texts(27))).toEqual(['interpreter-lock']);
    expect(rulesOf(texts(19))).toEqual([]);
    expect(rulesOf(texts(28))).toEqual([]);
  });

  it('needs two threads that want to run', () => {
    expect(rulesOf(texts(50, 100, 2))).toEqual(['interpreter-lock']);
    expect(rulesOf(texts(100, 100, 1))).toEqual([]);
  });

  it('is named where native frames show it, by each function that stands in line', () => {
    const stack = (site: string) =>
      `main (app.py:1);${site} (app.py:9);PyEval_RestoreThread;take_gil;pthread_cond_timedwait`;
    const found = findingsOf(prepared({ wall: `${stack('score')} 60\n${stack('load')} 40` }));
    expect(found.filter(({ rule }) => rule === 'interpreter-lock').map(({ site, share }) => [site, share])).toEqual([
      ['score (app.py:9)', 0.6],
      ['load (app.py:9)', 0.4],
    ]);
  });
});

describe('Node’s loop', () => {
  const cpu = (percent: number) => ({ cpu: `(root);serve;render ${percent}\n(root);(program) ${100 - percent}` });

  it('is blocked by what runs for 3 tenths of the time: everything of the program runs in it', () => {
    const [first] = findingsOf(
      prepared({ cpu: '(root);serve;render 30\n(root);serve;other 69\n(root);(program) 1' })
    ).filter(({ site }) => site === 'render');
    expect(first.rule).toBe('blocked-event-loop');
    expect(first.text).toMatch(/^30 % of CPU time blocks the event loop in render/);
    const shorter = findingsOf(
      prepared({ cpu: '(root);serve;render 29\n(root);serve;other 70\n(root);(program) 1' })
    ).find(({ site }) => site === 'render');
    expect(shorter?.rule).toBeUndefined();
    expect(rulesOf(cpu(100))).toEqual(['blocked-event-loop']);
  });
});

describe('what a rule makes of a cause', () => {
  it('a callback that blocks unseen has all its time, as a share of the time that is not idle', () => {
    const loop = 'main (app.py:1);run_forever (asyncio/base_events.py:607);quote (app.py:9)';
    const of = prepared({
      cpu: `${loop} 30`,
      wall: `${loop} 100\njava.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park 100`,
    });
    const [first] = of.diagnosis.causes;
    expect([first.rule, first.share, first.weight, first.part]).toEqual(['blocked-event-loop', 0.5, 1, 1]);
  });

  it('Ruby’s threads stand in line for one lock, too; threads of machine code do not', () => {
    const threads = (leaf: string, weight: number) =>
      ['a', 'b', 'c', 'd'].map((name) => `thread (1): ${name};run;${leaf} ${weight}`).join('\n');
    const rules = (leaf: string) => rulesOf({ cpu: threads(leaf, 25), wall: threads(leaf, 100) });
    expect(rules('score (work.rb:9)')).toEqual(['interpreter-lock']);
    expect(rules('score')).toEqual([]);
  });
});
