import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCallTree, weightsOf } from '../../profile';
import { nodeAt, profileOf } from '../../testing';
import { CATEGORIES, type Category } from './categories';
import { classifyStack, classifyWaits, type StackKind } from './classify';
import { symbolFacts } from './rules';
import { isInLoop, libraryBit, PURPOSES, type Purpose, rowOf, rowOfThread, stepThread, threadName } from './threads';
import { THREAD_ROWS } from './threadTable';

function judge(path: string | string[], kind: StackKind = 'wall') {
  const leafFirst = (typeof path === 'string' ? path.split(';') : [...path]).reverse();
  const { category, purpose, idle } = classifyStack(
    { length: leafFirst.length, facts: (i) => symbolFacts(leafFirst[i]) },
    kind
  );
  return { category: CATEGORIES[category], purpose: PURPOSES[purpose], idle };
}

const GO_READ =
  'net.(*conn).Read;net.(*netFD).Read;internal/poll.(*FD).Read;internal/poll.(*pollDesc).wait;internal/poll.runtime_pollWait;runtime.netpollblock;runtime.gopark';
const SERVE = 'runtime.goexit;net/http.(*conn).serve';
const HANDLER = `${SERVE};net/http.serverHandler.ServeHTTP;net/http.(*ServeMux).ServeHTTP;net/http.HandlerFunc.ServeHTTP`;
const ROUND_TRIP =
  'net/http.(*Client).do;net/http.(*Transport).roundTrip;net/http.(*persistConn).roundTrip;runtime.selectgo;runtime.gopark';
const POOL =
  'java/lang/Thread.run;java/util/concurrent/ThreadPoolExecutor$Worker.run;java/util/concurrent/ThreadPoolExecutor.runWorker';
const TAKE =
  'java/util/concurrent/LinkedBlockingQueue.take;java/util/concurrent/locks/LockSupport.park;jdk/internal/misc/Unsafe.park';
const HOTSPOT = 'start_thread;thread_native_entry;Thread::call_run';
const PY =
  'Thread._bootstrap (threading.py:1002);Thread._bootstrap_inner (threading.py:1045);Thread.run (threading.py:982)';
const LOOP =
  'run (asyncio/runners.py:190);BaseEventLoop.run_forever (asyncio/base_events.py:607);BaseEventLoop._run_once (asyncio/base_events.py:1884)';

/** What waits in its own loop, and the same threads once they run the program. */
const STACKS: Array<[string, string, Category, Purpose, boolean]> = [
  [
    'MariaDB: a connection between two statements',
    'start_thread;[mariadbd];do_handle_one_connection;do_command;my_net_read_packet;my_net_read_packet_reallen;[mariadbd];vio_read;vio_socket_io_wait;poll',
    'network',
    'listener',
    true,
  ],
  [
    'PostgreSQL: the same, without its static functions',
    'main;PostmasterMain;[postgres];PostgresMain;pq_getbyte;[postgres];secure_read;epoll_wait',
    'network',
    'listener',
    true,
  ],
  ['Go: keep-alive', `${SERVE};bufio.(*Reader).Peek;net/http.(*connReader).Read;${GO_READ}`, 'poll', 'listener', true],
  [
    'Go: TLS keep-alive',
    `${SERVE};bufio.(*Reader).Peek;net/http.(*connReader).Read;crypto/tls.(*Conn).Read;${GO_READ}`,
    'poll',
    'listener',
    true,
  ],
  ['Go: a handler that waits', `${HANDLER};main.handle;bufio.(*Reader).Peek;${GO_READ}`, 'poll', 'none', false],
  ['Go: a handler of the standard library', `${HANDLER};io.Copy;${GO_READ}`, 'poll', 'none', false],
  [
    'Go: the answer to a slow client',
    `${SERVE};net/http.(*response).finishRequest;bufio.(*Writer).Flush;${GO_READ}`,
    'poll',
    'none',
    false,
  ],
  [
    'Java: an acceptor with its native frames',
    'java/lang/Thread.run;org/apache/tomcat/util/net/Acceptor.run;sun/nio/ch/ServerSocketChannelImpl.accept;sun/nio/ch/Net.accept;Java_sun_nio_ch_Net_accept;__GI_accept',
    'network',
    'listener',
    true,
  ],
  [
    'Java: a selector with its native frames',
    'java/lang/Thread.run;org/apache/tomcat/util/net/NioEndpoint$Poller.run;sun/nio/ch/EPollSelectorImpl.doSelect;sun/nio/ch/EPoll.wait;Java_sun_nio_ch_EPoll_wait;epoll_wait',
    'poll',
    'event-loop',
    false,
  ],
  [
    'Java: a native method of the program in a loop',
    'java/lang/Thread.run;org/apache/tomcat/util/net/Acceptor.run;com/acme/Gate.await;Java_com_acme_Gate_await;__GI_accept',
    'network',
    'none',
    false,
  ],
  [
    'Java: the thread that ends the virtual machine',
    'clone3;start_thread;ThreadJavaMain;JavaMain;jni_DestroyJavaVM;Threads::destroy_vm;Monitor::wait;os::PlatformMonitor::wait;___pthread_cond_wait;__futex_abstimed_wait_common',
    'idle',
    'service',
    true,
  ],
  [
    'Java: the launcher that waits for it',
    'java;__libc_start_main_alias_2;JLI_Launch;ContinueInNewThread;CallJavaMainInNewThread;__pthread_clockjoin_ex;__futex_abstimed_wait_common',
    'idle',
    'service',
    true,
  ],
  ['Go: backgroundRead', `runtime.goexit;net/http.(*connReader).backgroundRead;${GO_READ}`, 'poll', 'listener', true],
  ['Go: roundTrip', `main.run;${ROUND_TRIP}`, 'network', 'none', false],
  [
    'Go: readLoop beside roundTrip',
    'runtime.goexit;net/http.(*persistConn).readLoop;runtime.selectgo;runtime.gopark',
    'channel',
    'listener',
    true,
  ],
  [
    'Go: accept under main',
    `main.main;net/http.ListenAndServe;net/http.(*Server).Serve;net.(*TCPListener).Accept;${GO_READ}`,
    'poll',
    'listener',
    true,
  ],
  [
    'Go: gRPC transport',
    'google.golang.org/grpc/internal/transport.(*http2Client).keepalive;runtime.selectgo;runtime.gopark',
    'channel',
    'listener',
    true,
  ],
  [
    'Go: the pool opener',
    'database/sql.(*DB).connectionOpener;runtime.selectgo;runtime.gopark',
    'idle',
    'worker',
    true,
  ],
  ['Go: signals', 'os/signal.loop;os/signal.signal_recv;runtime.notetsleepg', 'idle', 'service', true],
  [
    'Go: main waits for its goroutines',
    'main.main;main.run;sync.(*WaitGroup).Wait;sync.runtime_Semacquire;runtime.gopark',
    'lock',
    'join',
    true,
  ],
  [
    'Go: main waits for a signal',
    'main.main;runtime.chanrecv1;runtime.chanrecv;runtime.gopark',
    'channel',
    'join',
    true,
  ],
  ['Go: main sleeps', 'main.main;time.Sleep;runtime.gopark', 'sleep', 'none', false],
  [
    'Go: a goroutine waits for others',
    'main.fetchAll;sync.(*WaitGroup).Wait;sync.runtime_Semacquire;runtime.gopark',
    'lock',
    'none',
    false,
  ],
  ['Go: a handler joins', `${HANDLER};main.handle;sync.(*WaitGroup).Wait;runtime.gopark`, 'lock', 'none', false],
  [
    'Go: the profile endpoint',
    `${HANDLER};net/http/pprof.Profile;net/http/pprof.sleep;runtime.selectgo;runtime.gopark`,
    'channel',
    'profiler',
    true,
  ],
  [
    'Go: code under pprof labels',
    `main.work;runtime/pprof.Do;main.work.func1;time.Sleep;runtime.gopark`,
    'sleep',
    'none',
    false,
  ],
  ['JVM: only a name', '[VM Thread];__futex_abstimed_wait_common', 'idle', 'service', true],
  ['JVM: a name cut by the kernel', '[Monitor Deflati];__futex_abstimed_wait_common', 'idle', 'service', true],
  ['JVM: async-profiler -t', '[C2 CompilerThre tid=20707];__futex_abstimed_wait_common', 'idle', 'service', true],
  ['JVM: perf', 'java;GC Thread#3;__futex_abstimed_wait_common', 'idle', 'service', true],
  ['JVM: dump of a VM thread', 'G1 Conc#0', 'idle', 'service', true],
  [
    'JVM: G1 sleeps',
    `[G1 Service];${HOTSPOT};ConcurrentGCThread::run;G1ServiceThread::run_service;Monitor::wait;pthread_cond_timedwait`,
    'idle',
    'service',
    true,
  ],
  [
    'JVM: GC worker parks',
    `${HOTSPOT};GangWorker::run;GangWorker::loop;GangWorker::wait_for_task;Monitor::wait;pthread_cond_wait`,
    'idle',
    'service',
    true,
  ],
  [
    'JVM: GC worker works',
    `[GC Thread#1];${HOTSPOT};GangWorker::loop;G1EvacuateRegionsBaseTask::work;G1ParScanThreadState::trim_queue`,
    'gc',
    'service',
    false,
  ],
  [
    'JVM: the compiler in malloc',
    `[C2 CompilerThre];${HOTSPOT};CompileBroker::compiler_thread_loop;CompileBroker::invoke_compiler_on_method;C2Compiler::compile_method;Chunk::next_chop;pthread_mutex_lock`,
    'lock',
    'service',
    false,
  ],
  ['JVM: a barrier of the program', 'app/Main.run;G1CollectedHeap::requires_barriers', 'cpu', 'none', false],
  ['JVM: another collector', 'app/Main.run;ShenandoahHeap::requires_barriers', 'cpu', 'none', false],
  ['JVM: idle pool thread', `${POOL};java/util/concurrent/ThreadPoolExecutor.getTask;${TAKE}`, 'idle', 'worker', true],
  ['JVM: a task of the pool takes', `${POOL};com/acme/Task.run;${TAKE}`, 'channel', 'none', false],
  [
    'JVM: a timer without a task',
    '[Timer-0];java/util/TimerThread.run;java/util/TimerThread.mainLoop;java/lang/Object.wait',
    'idle',
    'worker',
    true,
  ],
  [
    'JVM: a task of a timer',
    'java/util/TimerThread.run;java/util/TimerThread.mainLoop;com/acme/Poll.run;java/net/SocketInputStream.socketRead0',
    'network',
    'none',
    false,
  ],
  [
    'JVM: a selector loop',
    'java/lang/Thread.run;io/netty/channel/nio/NioEventLoop.run;io/netty/channel/nio/NioEventLoop.select;sun/nio/ch/SelectorImpl.select;sun/nio/ch/EPoll.wait',
    'poll',
    'event-loop',
    false,
  ],
  [
    'JVM: a call through a selector',
    'com/acme/Consumer.run;org/apache/kafka/common/network/Selector.select;sun/nio/ch/SelectorImpl.select;sun/nio/ch/EPoll.wait',
    'poll',
    'none',
    false,
  ],
  [
    'JVM 25: delayed tasks',
    'java/util/concurrent/DelayScheduler.run;java/util/concurrent/DelayScheduler.loop;jdk/internal/misc/Unsafe.park;futex_wait',
    'idle',
    'worker',
    true,
  ],
  [
    'JVM 21: a virtual thread reads',
    'java/lang/VirtualThread.run;com/acme/Task.run;sun/nio/ch/NioSocketImpl.implRead;sun/nio/ch/NioSocketImpl.park;sun/nio/ch/Poller.poll;java/lang/VirtualThread.park',
    'network',
    'none',
    false,
  ],
  [
    'JVM: main joins',
    '[main tid=1];com/acme/Main.main;java/lang/Thread.join;java/lang/Object.wait',
    'lock',
    'join',
    true,
  ],
  ['JVM: a task joins', `${POOL};com/acme/Task.run;java/lang/Thread.join;java/lang/Object.wait`, 'lock', 'none', false],
  [
    'JVM: a monitor under a selector',
    'sun/nio/ch/SelectorImpl.select;sun/nio/ch/EPollSelectorImpl.doSelect;sun/nio/ch/EPollSelectorImpl.processEvents;__futex_abstimed_wait_common',
    'lock',
    'none',
    false,
  ],
  ['Python: pool worker', `${PY};_worker (concurrent/futures/thread.py:81)`, 'idle', 'worker', true],
  [
    'Python: a task of the pool',
    `${PY};_worker (concurrent/futures/thread.py:83);_WorkItem.run (concurrent/futures/thread.py:58);Event.wait (threading.py:629);Condition.wait (threading.py:327)`,
    'lock',
    'none',
    false,
  ],
  [
    'Python: serve_forever',
    '<module> (score.py:27);BaseServer.serve_forever (socketserver.py:233);_PollLikeSelector.select (selectors.py:415)',
    'poll',
    'listener',
    true,
  ],
  [
    'Python: a request of it',
    '<module> (score.py:27);BaseServer.serve_forever (socketserver.py:233);BaseServer._handle_request_noblock (socketserver.py:316);handle (score.py:9);Future.result (concurrent/futures/_base.py:451)',
    'lock',
    'none',
    false,
  ],
  ['Python: asyncio', `<module> (a.py:1);${LOOP};EpollSelector.select (selectors.py:468)`, 'poll', 'event-loop', false],
  [
    'Python: a callback that blocks',
    `<module> (a.py:1);${LOOP};Handle._run (asyncio/events.py:80);fetch (a.py:9);SocketIO.readinto (socket.py:706)`,
    'network',
    'none',
    false,
  ],
  [
    'Python: main joins',
    '<module> (a.py:30);main (a.py:20);Thread.join (threading.py:1119);Thread._wait_for_tstate_lock (threading.py:1139)',
    'lock',
    'join',
    true,
  ],
  [
    'Python: main waits for a result',
    '<module> (a.py:30);main (a.py:20);Future.result (concurrent/futures/_base.py:451);Condition.wait (threading.py:327)',
    'lock',
    'join',
    true,
  ],
  ['Python: a thread joins', `${PY};gather (a.py:20);Thread.join (threading.py:1119)`, 'lock', 'none', false],
  [
    'Python: backoff',
    '<module> (a.py:1);Retry.sleep (urllib3/util/retry.py:359);Retry._sleep_backoff (urllib3/util/retry.py:343)',
    'sleep',
    'none',
    false,
  ],
  ['Node: the loop', 'node::Start(int, char**);uv_run;uv__io_poll;epoll_pwait', 'poll', 'event-loop', false],
  ['Node: the loop by V8', '(root);(idle)', 'idle', 'event-loop', false],
  [
    'Node: a callback under the loop',
    'uv_run;uv__run_timers;node::Environment::RunTimers(uv_timer_s*);v8::Function::Call;fsync',
    'disk',
    'none',
    false,
  ],
  [
    'Node: platform worker',
    'node::(anonymous namespace)::PlatformWorkerThread;node::TaskQueue<v8::Task>::BlockingPop;uv_cond_wait;pthread_cond_wait',
    'idle',
    'worker',
    true,
  ],
  [
    'Ruby: Puma thread',
    'block (2 levels) in spawn_thread - /gems/puma-6.4.0/lib/puma/thread_pool.rb:155;Thread::ConditionVariable#wait',
    'idle',
    'worker',
    true,
  ],
  ['Ruby: main joins', '<main> - app.rb:9;Thread#join', 'lock', 'join', true],
  [
    '.NET: pool',
    'System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart();System.Threading.LowLevelLifoSemaphore.WaitForSignal(int32)',
    'idle',
    'worker',
    true,
  ],
  ['.NET: finalizer by name', '.NET Finalizer;[unknown];futex_wait;schedule', 'idle', 'service', true],
  [
    '.NET: socket engine',
    'System.Net.Sockets.SocketAsyncEngine.EventLoop();Interop+Sys.WaitForSocketEvents(int)',
    'poll',
    'event-loop',
    false,
  ],
  [
    'Rust: blocking pool',
    'tokio::runtime::blocking::pool::Inner::run;std::sys::pal::unix::sync::condvar::Condvar::wait_timeout;futex_wait',
    'idle',
    'worker',
    true,
  ],
  [
    'Rust: a blocking task',
    'tokio::runtime::blocking::pool::Inner::run;tokio::runtime::task::raw::poll;app::load;std::thread::sleep;nanosleep',
    'sleep',
    'none',
    false,
  ],
  [
    'C: Redis',
    'redis-server;main;aeMain;aeProcessEvents;aeApiPoll;epoll_wait;ep_poll;schedule',
    'poll',
    'event-loop',
    false,
  ],
  [
    'C: PostgreSQL waits for its client',
    'postgres;PostgresMain;ReadCommand;secure_read;WaitEventSetWait;epoll_wait;ep_poll;schedule',
    'poll',
    'listener',
    true,
  ],
  [
    'C: PostgreSQL checkpoints',
    'postgres;CheckpointerMain;CreateCheckPoint;CheckPointGuts;pg_fsync;fsync;ext4_sync_file;jbd2_log_wait_commit;schedule',
    'disk',
    'none',
    false,
  ],
  [
    'C++: main joins',
    'app;__libc_start_call_main;main;std::thread::join();pthread_join;futex_wait;schedule',
    'lock',
    'join',
    true,
  ],
  [
    'C++: a thread joins',
    'app;Pool::drain();std::thread::join();pthread_join;futex_wait;schedule',
    'lock',
    'none',
    false,
  ],
];

describe('what a thread is for', () => {
  it.each(STACKS)('%s', (_, path, category, purpose, idle) => expect(judge(path)).toEqual({ category, purpose, idle }));

  it.each<[string, Category, Purpose]>([
    ['runtime/pprof.profileWriter;compress/flate.(*compressor).deflate', 'cpu', 'profiler'],
    [
      'github.com/felixge/fgprof.Start.func1;github.com/felixge/fgprof.(*profiler).GoroutineProfile;runtime.GoroutineProfile',
      'cpu',
      'profiler',
    ],
    ['main.handle;runtime.mallocgc;runtime.(*profBuf).write', 'cpu', 'profiler'],
    [
      `[C2 CompilerThre];${HOTSPOT};CompileBroker::compiler_thread_loop;C2Compiler::compile_method;Compile::Code_Gen`,
      'cpu',
      'service',
    ],
    ['runtime.gcBgMarkWorker;runtime.gcDrain;runtime.scanobject', 'gc', 'service'],
    [`${SERVE};net/http.(*conn).readRequest;net/http.readRequest`, 'cpu', 'none'],
    [
      '[Finalizer];java/lang/ref/Finalizer$FinalizerThread.run;com/acme/Cache.finalize;com/acme/Cache.close',
      'cpu',
      'none',
    ],
    ['main.handle;main.decode', 'cpu', 'none'],
  ])('in a CPU profile: %s', (path, category, purpose) => {
    expect(judge(path, 'cpu')).toMatchObject({ category, purpose });
  });

  it('says the same of a tree, linear in its nodes, and leaves out the frames of a group', () => {
    const stacks = STACKS.filter(([name]) => name.startsWith('Go')).map(([, path]) =>
      path.replace('runtime.goexit;', '')
    );
    const { tree, attach } = buildCallTree([profileOf(stacks.map((path) => `pod = a;${path} 1`).join('\n'))]);
    const facts = tree.symbols.map(({ name }) => symbolFacts(name));
    const waits = classifyWaits(tree, weightsOf(attach[0](0)), 'wall', facts, 1);
    stacks.forEach((path) => {
      const node = nodeAt(tree, 'pod = a', ...path.split(';'));
      const { purpose, idle } = judge(path);
      expect([path, PURPOSES[waits.purpose[node]], waits.idle[node]]).toEqual([path, purpose, idle ? 1 : 0]);
    });
  });

  it('counts a request once: the loops of its connection are idle, roundTrip is not', () => {
    const profile = profileOf(
      `main.run;${ROUND_TRIP} 10\nnet/http.(*persistConn).readLoop;runtime.selectgo;runtime.gopark 10\nnet/http.(*persistConn).writeLoop;runtime.selectgo;runtime.gopark 10`
    );
    const { tree, attach } = buildCallTree([profile]);
    const weights = weightsOf(attach[0](0));
    const waits = classifyWaits(
      tree,
      weights,
      'wall',
      tree.symbols.map(({ name }) => symbolFacts(name))
    );
    const real = weights.self.reduce((sum, w, node) => sum + (waits.category[node] && !waits.idle[node] ? w : 0), 0);
    expect(real).toBe(10);
  });

  it('takes linear time on a stack of 100,000 frames', () => {
    const path = [
      'net/http.(*conn).serve',
      ...Array<string>(100_000).fill('bufio.(*Reader).fill'),
      'runtime.gopark',
    ].join(';');
    expect(judge(path).purpose).toBe('listener');
  });
});

describe('names of threads', () => {
  it.each([
    ['[GC Thread#12 tid=33]', 'service'],
    ['C1 CompilerThread0', 'service'],
    ['"Reference Handler"', 'service'],
    ['VM Periodic Tas', 'service'],
    ['ZWorkerYoung#3', 'service'],
    ['JFR Periodic Tasks', 'profiler'],
    ['.NET TP Worker', 'worker'],
    ['pool-1-thread-3', undefined],
    ['worker', undefined],
    ['sleep', undefined],
    ['main', undefined],
    ['__proto__', undefined],
    ['x'.repeat(1_000_000), undefined],
  ])('%s', (name, purpose) => expect(rowOfThread(name)?.purpose).toBe(purpose));

  it('tell nothing in the middle of a stack', () => {
    expect(judge('main;run;step;GC Thread;futex_wait').purpose).toBe('none');
  });

  it.each(['worker', 'sleep', 'wait', 'lock', 'read', 'kswapd0x'])(
    'a process called %s does not wait by its name',
    (name) => {
      expect(judge(`${name};main;render;[unknown];__schedule`, 'offcpu')).toEqual({
        category: 'unknown-wait',
        purpose: 'none',
        idle: false,
      });
    }
  );
});

it('has a source and names in every row, and a row for every runtime', () => {
  expect(THREAD_ROWS.filter(({ source, threads, loops }) => !source || !(threads?.length || loops?.length))).toEqual(
    []
  );
  expect(new Set(THREAD_ROWS.map(({ runtime }) => runtime)).size).toBe(8);
  for (const purpose of PURPOSES.slice(1)) {
    expect(THREAD_ROWS.some((row) => row.purpose === purpose)).toBe(true);
  }
});

describe('what is not known to wait', () => {
  const unsure = (text: string, kind: StackKind = 'wall') => {
    const { tree, attach } = buildCallTree([profileOf(text)]);
    const weights = weightsOf(attach[0](0));
    const waits = classifyWaits(
      tree,
      weights,
      kind,
      tree.symbols.map(({ name }) => symbolFacts(name))
    );
    return weights.self.reduce((sum, w, node) => sum + w * waits.unsure[node], 0);
  };
  it.each([
    ['<main> - a.rb:1;(unknown) [c function] - (unknown):0', 5],
    ['<module> (a.py:1);step (a.py:3)', 5],
    ['a.py step', 5],
    ['Orders!Orders.Run();UNMANAGED_CODE_TIME', 5],
    ['Orders!Orders.Run();CPU_TIME', 0],
    ['main;decode', 0],
    ['(root);render file:///app/a.js:1:2', 0],
    ['<module> (a.py:1);Queue.get (queue.py:171)', 0],
  ])('%s', (path, weight) => expect(unsure(`${path} 5`)).toBe(weight));

  it('is known where native frames were recorded, and in a CPU profile', () => {
    expect(unsure('<module> (a.py:1);step (a.py:3) 5\n<module> (a.py:1);poll (libc.so.6) 1')).toBe(0);
    expect(unsure('<module> (a.py:1);step (a.py:3) 5', 'cpu')).toBe(0);
  });
});

describe('services.json: Go, JVM, Python and C++ services with one bottleneck each', () => {
  interface Case {
    profile: StackKind;
    category: Category;
    acceptable?: Category[];
    frames: string[];
  }
  const cases: Case[] = JSON.parse(readFileSync(join(__dirname, '../../../testdata/waits/services.json'), 'utf8'));

  it('is right, with acceptable answers, in 99 % and more; in 93 % to the letter', () => {
    const got = cases.map((c) => ({ ...c, got: judge(c.frames, c.profile).category }));
    const wrong = got.filter((c) => c.got !== c.category && !c.acceptable?.includes(c.got));
    expect(cases).toHaveLength(138);
    expect(
      wrong.map(({ got: said, category, frames }) => `${said} for ${category}: ${frames.slice(-3).join(';')}`)
    ).toEqual([]);
    expect(got.filter((c) => c.got === c.category).length).toBeGreaterThanOrEqual(129);
  });
});

describe('whose library a frame is, below a loop', () => {
  const RUNTIMES = ['go', 'jvm', 'node', 'python', 'ruby', 'dotnet', 'rust', 'native'];
  const libraries = (name: string, file = '') => {
    const { library } = symbolFacts(name, [], file).thread;
    return RUNTIMES.filter((runtime) => library & libraryBit(runtime)).join(' ');
  };
  // What is compiled may be called by Python's and Ruby's own loops: they are in C.
  it.each<[name: string, runtimes: string, file?: string]>([
    ['bufio.(*Reader).fill', 'go python ruby'],
    ['main.step', 'python ruby'],
    ['com/acme/Cart.pay', 'python ruby'],
    ['java/util/ArrayList.add', 'jvm python ruby'],
    ['Java_java_net_Socket_read0', 'jvm python ruby'],
    ['Java_com_acme_Cart_pay', 'python ruby'],
    ['NET_Listen', 'jvm python ruby'],
    ['uv_loop_alive', 'node python ruby'],
    ['System.Text.Encode', 'python ruby dotnet'],
    ['std::vec::Vec::push', 'python ruby rust'],
    ['acme::Cart::pay', 'python ruby'],
    ['WaitLatchOrSocket', 'python ruby native'],
    // Scripts are of their own language's library, by file, whatever they are called
    ['io.Copy (app.py:3)', ''],
    ['step (threading.py:3)', 'python'],
    ['step (app.rb:3)', ''],
    ['step (puma/server.rb:3)', 'ruby'],
    ['step (app.php:3)', ''],
    ['uv_x file:///app/a.js:3:1', ''],
    ['step', 'python', '/usr/lib/python3.11/threading.py'],
    ['step', '', '/app/threads.py'],
    ['step', 'ruby', '/gems/puma-6/lib/puma/server.rb'],
  ])('%s: %s', (name, runtimes, file = '') => expect(libraries(name, file)).toBe(runtimes));

  it('of a runtime that has no loops of its own is any', () => expect(libraryBit('beam')).toBe(-1));
});

describe('a thread’s name', () => {
  it.each<[frame: string, name: string]>([
    ['[GC Thread#3 tid=12]', 'GC Thread#3'],
    ['thread (12): MainThread', 'MainThread'],
    ['thread (12):MainThread', 'MainThread'],
    ['x thread (12): a', 'x thread (12): a'],
    ['"Reference Handler"', 'Reference Handler'],
    ['a[b]c', 'a[b]c'],
    ['worker-12/345', 'worker'],
    ['worker-12/345x', 'worker-12/345x'],
    ['worker tid=9 x', 'worker tid=9 x'],
    [' padded ', 'padded'],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['x'.repeat(81), ''],
  ])('%s', (frame, name) => expect(threadName(frame)).toBe(name));
});

describe('where a thread is', () => {
  const state = (path: string) => {
    const frames = path.split(';');
    return frames.reduce((at, name, i) => stepThread(at, symbolFacts(name).thread, i + 1), 0);
  };
  const said = (path: string) => [rowOf(state(path))?.purpose, isInLoop(state(path))];
  it.each<[path: string, purpose: Purpose | undefined, inLoop: boolean]>([
    ['main.run', undefined, false],
    ['net/http.(*conn).serve', 'listener', true],
    ['net/http.(*conn).serve;bufio.(*Reader).fill', 'listener', true],
    ['net/http.(*conn).serve;main.step', undefined, false],
    ['net/http.(*conn).serve;net/http.serverHandler.ServeHTTP', undefined, false],
    ['net/http.(*conn).serve;net/http.serverHandler.ServeHTTP;bufio.(*Reader).fill', undefined, false],
    // By the thread's name, which stands near the root
    ['[GC Thread#1 tid=3]', 'service', true],
    ['app;all threads;[GC Thread#1 tid=3]', 'service', true],
    ['app;all;threads;[GC Thread#1 tid=3]', undefined, false],
    // A service thread that works at something of its own
    ['[C2 CompilerThre];CompileBroker::compiler_thread_loop', 'service', true],
    ['[C2 CompilerThre];CompileBroker::compiler_thread_loop;C2Compiler::compile_method', 'service', false],
    ['[C2 CompilerThre];CompileBroker::compiler_thread_loop;com/acme/Cart.pay', undefined, false],
  ])('%s', (path, purpose, inLoop) => expect(said(path)).toEqual([purpose, inLoop]));
});
