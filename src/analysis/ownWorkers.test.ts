import { nodeAt, prepared } from '../testing';

/** The kind of the one cause that waits. */
const kindOf = (stack: string) =>
  prepared({ wall: `${stack} 90\nmain.main;main.work 10` }).diagnosis.causes.find(({ share }) => share === 0.9)?.kind;

it.each([
  'runtime.goexit;main.consume;runtime.chanrecv2;runtime.chanrecv;runtime.gopark',
  'thread (7): mailer;Thread._bootstrap (threading.py:1002);Thread._bootstrap_inner (threading.py:1045);Thread.run (threading.py:982);send_mails (mailer.py:16);Queue.get (queue.py:171);Condition.wait (threading.py:320)',
  'java/lang/Thread.run;java/util/concurrent/ThreadPoolExecutor$Worker.run;java/util/concurrent/ThreadPoolExecutor.runWorker;java/util/concurrent/FutureTask.run;java/util/concurrent/Executors$RunnableAdapter.call;Greeter$$Lambda$1.run;Greeter.sendMails;java/util/concurrent/LinkedBlockingQueue.take;jdk/internal/misc/Unsafe.park',
  'start_thread;workerLoop;pthread_cond_wait@@GLIBC_2.3.2;futex_wait',
])('a thread whose first function takes from an empty queue idles: %s', (stack) => {
  expect(kindOf(stack)).toBe('idle');
});

it.each([
  ['a full queue', 'runtime.goexit;main.produce;runtime.chansend1;runtime.chansend;runtime.gopark'],
  [
    'a handler that a library calls',
    'net/http.(*conn).serve;net/http.serverHandler.ServeHTTP;main.handle;runtime.chanrecv1;runtime.chanrecv;runtime.gopark',
  ],
  ['a function that another one calls', 'runtime.goexit;main.run;main.borrow;runtime.chanrecv1;runtime.gopark'],
  [
    'a library that waits for something of its own',
    'runtime.goexit;main.loop;golang.org/x/time/rate.(*Limiter).Wait;runtime.selectgo;runtime.gopark',
  ],
  [
    'the answer of another thread',
    'java/lang/Thread.run;Reports.await;java/util/concurrent/FutureTask.awaitDone;jdk/internal/misc/Unsafe.park',
  ],
  ['a queue that nobody but a library takes from', 'runtime.goexit;io.Copy;runtime.chanrecv1;runtime.gopark'],
  ['a sleep', 'runtime.goexit;main.loop;time.Sleep;runtime.gopark'],
  ['a mutex', 'start_thread;workerLoop;pthread_mutex_lock;__lll_lock_wait;futex_wait'],
])('%s is a wait', (_, stack) => {
  expect(kindOf(stack)).toBe('wait');
});

it('leaves the kind of the wait as it is: the bar shows what the stack shows', () => {
  const { paired } = prepared({ wall: 'runtime.goexit;main.consume;runtime.chanrecv2;runtime.gopark 9\nmain.work 1' });
  expect(nodeAt(paired!.tree, 'main.consume')).toBeGreaterThan(0);
  expect(paired!.waiting.flatMap((column, i) => (column ? [[i, column.sums[column.sums.length - 1]]] : []))).toEqual([
    [6, 9],
  ]);
});
