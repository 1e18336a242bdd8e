import { type StackTree, startsThread, type SymbolIndex } from '../profile';
import { type TreeCode } from './code';
import { type ClassifiedRole } from './pairing';
import { CATEGORIES, PURPOSES } from './waits';

const WORKER = PURPOSES.indexOf('worker');
const QUEUES = new Set([CATEGORIES.indexOf('channel'), CATEGORIES.indexOf('lock')]);

/**
 * The taking side of queues and what stands in for one: Go runtime/chan.go, select.go; java.util.concurrent; Python queue.py; pthreads
 * and std::condition_variable; Rust std and crossbeam; Ruby thread_sync.c; .NET BlockingCollection.
 */
const TAKES =
  /pthread_cond_(?:timed|clock)?wait|condition_variable\w*::wait|sync\.\(\*Cond\)\.Wait|runtime\.(?:chanrecv\d?|selectgo|selectnbrecv)$|ConditionObject\.await|(?:Queue|Deque)\w*\.(?:take|poll|remove)\w*$|Queue\.get \(|queue\.py:get|Receiver\S*::(?:recv|iter)|Queue#(?:pop|shift|deq)|BlockingCollection\S*\.(?:Take|TryTake|GetConsuming\w*)|Condition\.wait \(/;

/** Frames that begin a thread, or hand a long-lived task to one: Thread and executors of the JDK, Python's threading, Rust's and C++'s starts. */
const BEGINS =
  /^(?:java[./]lang[./](?:Virtual)?Thread\.run\w*|java[./]util[./]concurrent[./](?:ThreadPoolExecutor(?:\$Worker)?\.run(?:Worker)?|FutureTask\.run\w*|Executors\$RunnableAdapter\.call|ForkJoin\w*\.\w+|CompletableFuture\$Async\w+\.\w+)|\S*\$\$Lambda\S*|\S*[Ll]ambda\$\S*|Thread\.(?:_bootstrap(?:_inner)?|run) \(.*|(?:_bootstrap(?:_inner)?|run) \(.*threading\.py:\d+\)|\S*threading\.py:(?:_bootstrap(?:_inner)?|run):\d+|std::(?:sys|thread|rt|sys_common|panicking|panic)\S*|core::ops::function::\S*|<alloc::boxed::Box.*|__rust_\S+|std::thread::_\S*|execute_native_thread_routine|thread_native_entry|Thread::call_run|JavaThread::\w+|runtime\.(?:goexit|mstart\w*|main)|_?start_thread|__libc_start\S*)$/;

/**
 * Marks waits of the program's own workers as idle: threads whose first function takes from a queue and finds nothing. Whether they
 * should have had something is not theirs to say. A handler that a library calls is no such thread, nor is a function
 * that waits for the answer of another thread (a future, a join): somebody waits for it.
 */
export function markOwnWorkers(tree: StackTree, { weights, waits }: ClassifiedRole, code: TreeCode): void {
  const first = firstFunctions(tree, code);
  const ways = wayOf(tree, code);
  for (let node = 1; node < tree.length; node++) {
    const wait = waits.waitNode[node];
    if (wait < 0 || !(weights.self[node] > 0) || !QUEUES.has(waits.category[node])) {
      continue;
    }
    const site = code.user[tree.parent[wait]];
    if (site > 0 && first[site] && takes(tree, wait, site, ways)) {
      waits.idle[node] = 1;
      waits.purpose[node] = WORKER;
    }
  }
}

/** 1 for the program's functions that nothing but the beginning of a thread stands above. */
function firstFunctions({ symbol: symbolOf, parent, length, symbols: named }: StackTree, code: TreeCode): Uint8Array {
  const { user, comm, symbols } = code;
  const begins = (symbol: SymbolIndex) => {
    const { name } = named[symbol];
    return symbols[symbol].kind === 'mark' || startsThread(name) || BEGINS.test(name.slice(0, 300));
  };
  const first = new Uint8Array(length);
  const begun = new Uint8Array(length); // 1: nothing but the beginning of a thread so far
  begun[0] = 1;
  for (let node = 1; node < length; node++) {
    if (begun[parent[node]]) {
      begun[node] = comm[node] || begins(symbolOf[node]) ? 1 : 0;
      first[node] = !begun[node] && user[node] === node ? 1 : 0;
    }
  }
  return first;
}

/** Where queues and conditions live; any other library between the function and its wait makes it that library's wait. */
const QUEUE_LIBRARIES: ReadonlySet<string> = new Set([
  'sync',
  'JDK',
  'queue',
  'threading',
  'libc',
  'libstdc++',
  'std',
  'crossbeam',
  '.NET',
]);

const [PASSES, TAKES_FROM, ENDS] = [1, 2, 3];

/** What a symbol between a function and its wait says, worked out when it is first asked for. */
function wayOf(tree: StackTree, { symbols }: TreeCode): (symbol: SymbolIndex) => number {
  const known = new Uint8Array(symbols.length);
  return (symbol) => {
    if (!known[symbol]) {
      const { kind, library = '' } = symbols[symbol];
      const ends = kind === 'library' && !QUEUE_LIBRARIES.has(library);
      known[symbol] = ends ? ENDS : TAKES.test(tree.symbols[symbol].name.slice(0, 300)) ? TAKES_FROM : PASSES;
    }
    return known[symbol];
  };
}

function takes(
  { symbol: symbolOf, parent }: StackTree,
  wait: number,
  site: number,
  wayOf: (symbol: SymbolIndex) => number
): boolean {
  let found = false;
  for (let node = wait; node !== site && node > 0; node = parent[node]) {
    const way = wayOf(symbolOf[node]);
    if (way === ENDS) {
      return false;
    }
    found ||= way === TAKES_FROM;
  }
  return found;
}
