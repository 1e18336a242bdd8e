import { type FrameName, type FrameRuntime, readFrame } from './canonical';
import { THREADS } from './compiled';
import { type ThreadKind, type ThreadMark } from './entry';
import { BETWEEN, NameTable } from './nameTable';
import { type LibraryRuntime, withoutNumber } from './threadTable';

export { PURPOSES, type Purpose } from './threadTable';

const THREAD_ROWS = THREADS.rows;

/** What the thread table says of one symbol. */
export interface ThreadMarks {
  /** In the table in any way; else only `library` differs. */
  known: boolean;
  /** Row whose loop the function is, and one that holds below the start of the main thread only; -1: none. */
  row: number;
  join: number;
  /** Row by the thread's name, where the frame stands at the root; -1: none. */
  named: number;
  handsOver: boolean;
  /** Where the main thread begins: 0 no, 1 anywhere, 2 near the root only. */
  main: 0 | 1 | 2;
  /** Bits of the loops whose own frame it can be: LIBRARY_BIT of the runtime, or the row's own bit. */
  library: number;
}

const RUNTIMES: LibraryRuntime[] = ['go', 'jvm', 'node', 'python', 'ruby', 'dotnet', 'rust', 'native'];
/** HotSpot's threads run C++ only: what is no Java code of the program is still theirs. */
const OF_THE_VM = 1 << RUNTIMES.length;
const OWN = THREAD_ROWS.flatMap(({ own }, i) => (own === undefined ? [] : [{ own: new RegExp(own), i }]));
const ALL = -1;

/** The bit of a runtime's library. */
export const libraryBit = (runtime: string): number => {
  const at = RUNTIMES.indexOf(runtime as LibraryRuntime);
  return at < 0 ? ALL : 1 << at;
};

/** Of each row: which bits a frame must have to be the loop's own. */
const OWN_BIT = THREAD_ROWS.map((row, i) => {
  const at = OWN.findIndex((own) => own.i === i);
  return at < 0 ? libraryBit(row.runtime) : 1 << (RUNTIMES.length + 1 + at);
});

const GO_LIBRARY =
  /^(?:(?:archive|bufio|bytes|cmp|compress|container|context|crypto|database|encoding|errors|expvar|fmt|hash|html|internal|io|iter|log|maps|math|mime|net|os|path|reflect|regexp|runtime|slices|sort|strconv|strings|sync|syscall|text|time|unicode|unique|vendor|weak)(?:\/[\w/.-]+)?\.|golang\.org\/x\/|google\.golang\.org\/grpc|github\.com\/(?:felixge\/fgprof|grafana\/pyroscope-go|pyroscope-io\/client|DataDog\/dd-trace-go)|gopkg\.in\/DataDog\/dd-trace-go|k8s\.io\/client-go|cloud\.google\.com\/go\/profiler)/;
const JAVA_LIBRARY =
  /^(?:java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|akka|reactor|okhttp3|org\.apache\.(?:pekko|tomcat|catalina|coyote|kafka|zookeeper|http|hc)|io\.(?:netty|grpc|undertow|pyroscope)|org\.(?:eclipse\.jetty|xnio|jboss\.threads|glassfish\.grizzly)|one\.profiler|com\.(?:datadog|mysql|zaxxer\.hikari))\./;
/** JNI names a native method by its class: https://docs.oracle.com/en/java/javase/21/docs/specs/jni/design.html#resolving-native-method-names; NET_: src/java.base/unix/native/libnet. */
const isJavaNative = (name: string) =>
  name.startsWith('NET_') || (name.startsWith('Java_') && JAVA_LIBRARY.test(name.slice(5).replaceAll('_', '.')));
const PYTHON_LIBRARY =
  /(?:^|[/\\])(?:threading|queue|socketserver|socket|selectors|ssl|subprocess|heapq|contextlib|logging\/\w+|asyncio\/\w+|concurrent\/futures\/\w+|multiprocessing\/\w+|http\/server|wsgiref\/\w+|gunicorn\/(?:arbiter|workers\/\w+)|waitress\/\w+|cheroot\/\w+|gevent\/\w+|eventlet\/hubs\/\w+|twisted\/internet\/\w+|trio\/_core\/\w+|uvloop\/\w+|tornado\/ioloop|kombu\/asynchronous\/\w+|apscheduler\/\w+|grpc\/_\w+|ddtrace\/\S+|googlecloudprofiler\/\w+|sentry_sdk\/profiler\/\w+|pyroscope\/\w+)\.pyx?$/;
const RUBY_LIBRARY =
  /^<internal:|(?:^|\/)(?:puma|sidekiq|unicorn|webrick|nio|async|concurrent|eventmachine)\/\S*\.rb$|(?:^|\/)(?:timeout|monitor|socket|eventmachine)\.rb$/;
const DOTNET_LIBRARY = /^(?:System|Microsoft|Interop|Internal)[.+/]/;
const RUST_LIBRARY =
  /^<?&?(?:mut )?(?:std|core|alloc|tokio|mio|parking_lot\w*|crossbeam\w*|rayon_core|lock_api|async_io|polling)::/;
const NATIVE_LIBRARY = /^(?:WaitLatch\w*|WaitEventSet\w*|pgstat_\w+|apr_\w+|os_event\w*|my_thread\w*)$/;
const UV = /^uv_/;

const isScript = (runtime: FrameRuntime) =>
  runtime === 'python' || runtime === 'ruby' || runtime === 'php' || runtime === 'node';

/** Java methods; `A::b`, `f` and `f(int)` are C and C++. */
const JAVA_NAME = /^[\w$]+(?:[./][\w$<>]+)+$/;

function libraryBits(frame: FrameName): number {
  const { runtime, file } = frame;
  const name = frame.names[frame.names.length > 1 && runtime === 'jvm' ? 1 : 0];
  const java = runtime === 'jvm' || (runtime === undefined && frame.names.some((n) => JAVA_NAME.test(n)));
  const compiled = !isScript(runtime);
  const bit = (own: LibraryRuntime, is: boolean) => (is ? libraryBit(own) : 0);
  const javaLibrary = java ? frame.names.some((n) => JAVA_LIBRARY.test(n)) : compiled && isJavaNative(name);
  return (
    bit('go', compiled && GO_LIBRARY.test(name)) |
    bit('jvm', javaLibrary) |
    (javaLibrary || (compiled && !java) ? OF_THE_VM : 0) |
    bit('node', compiled && UV.test(name)) |
    bit('python', runtime === 'python' ? PYTHON_LIBRARY.test(file) : compiled) |
    bit('ruby', runtime === 'ruby' ? RUBY_LIBRARY.test(file) || frame.cCall : compiled) |
    bit('dotnet', compiled && frame.names.some((n) => DOTNET_LIBRARY.test(n))) |
    bit('rust', compiled && RUST_LIBRARY.test(name)) |
    bit('native', compiled && NATIVE_LIBRARY.test(name)) |
    OWN.reduce((bits, { own, i }) => (compiled && frame.names.some((n) => own.test(n)) ? bits | OWN_BIT[i] : bits), 0)
  );
}

interface Tables {
  functions: NameTable<ThreadMark>;
  threads: Map<string, number>;
  /** The first BEGINNING characters of all names of threads. */
  beginnings: Set<string>;
}
let shared: Tables | undefined;

function tables(): Tables {
  if (shared) {
    return shared;
  }
  const threads = new Map<string, number>();
  for (const [row, names] of THREADS.names) {
    names.split(BETWEEN).forEach((name) => threads.set(name, row));
  }
  const beginnings = new Set([...threads.keys()].map((name) => name.slice(0, BEGINNING)));
  return (shared = { functions: new NameTable(THREADS.functions, (mark) => mark), threads, beginnings });
}

const BEGINNING = 3;
const MAX_THREAD_NAME = 80;

/** A thread's name without the marks that profilers put around it: `[GC Thread#3 tid=12]`, `thread (12): MainThread`. */
export const threadName = (frame: string): string =>
  frame.length > MAX_THREAD_NAME
    ? ''
    : frame
        .trim()
        .replace(/^thread \(\d+\): ?/, '')
        .replace(/^[["]|[\]"]$/g, '')
        .replace(/ tid=\d+$/, '')
        .replace(/-\d+\/\d+$/, '');

/** The row of a thread by its name (a label, or the root frame), without regard to its stack; undefined: not known. */
export function rowOfThread(name: string): ThreadKind | undefined {
  const at = rowByName(name);
  return at < 0 ? undefined : THREAD_ROWS[at];
}

function rowByName(frame: string): number {
  const { threads, beginnings } = tables();
  const first = frame.startsWith('[') || frame.startsWith('"') ? 1 : 0;
  if (!beginnings.has(frame.slice(first, first + BEGINNING)) && !frame.startsWith('thread (')) {
    return -1; // nearly every frame
  }
  const name = threadName(frame);
  return name ? (threads.get(withoutNumber(name)) ?? -1) : -1;
}

/** Which library a symbol belongs to is looked at only where it stands under a loop or a wait. */
class Marks implements ThreadMarks {
  known = false;
  row = -1;
  join = -1;
  named = -1;
  handsOver = false;
  main: ThreadMarks['main'] = 0;
  private bits: number | undefined;

  constructor(
    private readonly name: string,
    private readonly file: string,
    waits: boolean
  ) {
    this.bits = waits ? ALL : undefined;
  }

  get library(): number {
    return this.handsOver ? 0 : (this.bits ??= libraryBits(readFrame(this.name, this.file)));
  }
}

/** `name` as recorded. `waits`: the wait table or the rules of the kernel's entry know the frame, so that it is part of any loop's waiting. */
export function threadMarks(name: string, frame: FrameName, waits: boolean): ThreadMarks {
  const { functions } = tables();
  const marks = new Marks(name, frame.file, waits);
  for (const candidate of frame.names) {
    for (const { kind, row } of functions.find(candidate)) {
      marks.known = true;
      if (kind === 'main') {
        marks.main = 1;
      } else if (kind === 'handsOver') {
        marks.handsOver = true;
      } else if (isRowOf(THREAD_ROWS[row].runtime, frame.runtime)) {
        const slot = THREAD_ROWS[row].purpose === 'join' ? 'join' : 'row';
        marks[slot] = marks[slot] < 0 ? row : marks[slot];
      }
    }
  }
  if (name === 'main' || isJavaMain(frame.names) || MAIN_THREAD.test(name)) {
    marks.main ||= 2;
  }
  marks.named = rowByName(name);
  marks.known ||= marks.named >= 0 || marks.main > 0;
  return marks;
}

const isJavaMain = (names: string[]) => names.some((name) => name.endsWith('.main') && !/[@(]/.test(name));

const MAIN_THREAD = /^(?:thread \(\d+\): MainThread|MainThread|\[main(?: tid=\d+)?\])$/;

/** A C function of a runtime stands in frames of no file or of C; a script's function in frames of its own. */
const isRowOf = (row: LibraryRuntime, frame: FrameRuntime) =>
  frame === undefined || frame === 'native' || frame === row;

/**
 * Where a thread is, from the root down to a frame: 0, or a row (+ 1) and flags. Follows from the caller's state and the
 * frame alone, so that a tree's states are filled in in one pass.
 */
export type ThreadState = number;

const ROW = 0xff;
/** The thread does work of its own: compiles, collects, writes a profile. It is no idle waiting. */
const WORKS = 0x100;
/** Below the start of the main thread, with nothing but the program's functions between. */
const MAIN = 0x200;

/** A thread's name stands so near to the root, a process or a group of threads above it; `main` of Java and C too. */
const NEAR_ROOT = 3;

/** `level`: of the frame, the root's child has 1. */
export function stepThread(caller: ThreadState, marks: ThreadMarks, level: number): ThreadState {
  if (!marks.known && caller === 0) {
    return 0;
  }
  if (marks.row >= 0) {
    return marks.row + 1;
  }
  if (marks.named >= 0 && level <= (THREAD_ROWS[marks.named].runtime === 'native' ? 1 : NEAR_ROOT) && !(caller & ROW)) {
    return marks.named + 1;
  }
  const main = (caller & MAIN) !== 0 || marks.main === 1 || (marks.main === 2 && level <= NEAR_ROOT);
  const row = (caller & ROW) - 1;
  if (main && marks.join >= 0 && (row < 0 || THREAD_ROWS[row].purpose === 'join')) {
    return (marks.join + 1) | MAIN;
  }
  if (marks.handsOver) {
    return 0;
  }
  if (row >= 0) {
    if (marks.library & OWN_BIT[row]) {
      return caller;
    }
    const { purpose, runtime } = THREAD_ROWS[row];
    if (purpose === 'service' || purpose === 'profiler') {
      if (marks.library & (runtime === 'jvm' ? OF_THE_VM | libraryBit('jvm') : libraryBit(runtime))) {
        return caller | WORKS;
      }
    }
  }
  return main ? MAIN : 0;
}

export const rowOf = (state: ThreadState): ThreadKind | undefined => THREAD_ROWS[(state & ROW) - 1];

/** Whether the thread is in its own loop, and not at work: a wait there is one for something to do. */
export const isInLoop = (state: ThreadState): boolean => (state & ROW) > 0 && (state & WORKS) === 0;
