import { fail, ok, ProfileBuilder, type Result } from '../../profile';
import {
  counted,
  Dropped,
  headLines,
  isObject,
  jsonOf,
  linesOf,
  type Reader,
  type ReadProfile,
  type Source,
} from '../source';

/** A thread as a dump has it; `frames` leaf first, `state` in the dump's own words. */
interface JavaThread {
  name: string;
  tid: number;
  state?: string;
  /** Class of the object that it waits for. */
  waitsFor?: string;
  frames: Frame[];
  /** Callers are missing: ThreadInfo.toString has eight frames. */
  cut?: boolean;
}

interface Frame {
  name: string;
  file?: string;
  line?: number;
}

const STATE = /^\s+java\.lang\.Thread\.State: (.+)$/;
const STATES = '(?<state>NEW|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|TERMINATED)';
/** What follows the name in its quotes, by dialect. */
const AFTER_NAME = [
  // HotSpot's jstack, jcmd Thread.print, kill -3; IntelliJ writes prio=0 tid=0x0 nid=0x0
  /^(?: #\d+)?(?: \[(?<os>\d+)\])?(?: daemon)?(?: prio=-?\d+)?(?: os_prio=-?\d+)?(?: cpu=[\d.]+ms)?(?: elapsed=[\d.]+s)? tid=0x[0-9a-f]+(?:.{0,80}?\bnid=(?<id>0x[0-9a-f]+|\d+|NA))?/,
  // VisualVM, and Spring Boot's /actuator/threaddump as text
  /^ - Thread t@(?<id>\d+)/,
  // java.lang.management.ThreadInfo.toString
  new RegExp(`^(?: daemon)?(?: prio=-?\\d+)? Id=(?<id>\\d+) ${STATES}(?: on (?<waitsFor>[^ @]+))?`),
];
/** HotSpotDiagnosticMXBean.dumpThreads and jcmd Thread.dump_to_file; the state is there since JDK 25. */
const DUMPED = new RegExp(`^#(\\d+) "(.*)"( virtual)?(?: ${STATES}(?: [\\d-]+T\\S+)?)?$`);
/** jcmd Thread.print: the frames of the virtual thread follow those of its carrier. */
const MOUNTED = /^\s+Mounted virtual thread (?:"(.*)" )?#(\d+)/;
/** jhsdb jstack. */
const SA_THREAD = /^Thread (\d+): \(state = (\w+)\)/;
const SA_FRAME = /^ - ([\w.$<>/]+)\(.*\) @bci=-?\d+(?:, line=(\d+))?/;
/** OpenJ9's javacore: a tag and a text. */
const J9_THREAD = /^3XMTHREADINFO\s+(?:"(.*)"|Anonymous native thread)(?: .*\bstate:(\w+))?/;
const J9_STATES = new Map([
  ['R', 'RUNNABLE'],
  ['B', 'BLOCKED'],
  ['CW', 'WAITING'],
  ['P', 'WAITING (parking)'],
]);
const J9_FRAME = /^4XESTACKTRACE\s+at ([^(]+)\(([^()]*)/; // then perhaps (Compiled Code)
const J9_WAITS_FOR = /^3XMTHREADBLOCK\s+\w+ on: ([\w/$]+)@/;
const FRAME = /^\s+at (.+)\(([^()]*)\)(?: \[.*\])?$/;
const LOCK =
  /^\s+-\s+(?:waiting to lock|parking to wait for|waiting on|blocked on|waiting to re-lock in wait\(\))\s+(?:<[^>]*> \((?:a )?(.*)\)|<?([\w.$/]+)@[0-9a-f]+)/;
const INTELLIJ_LOCK = /^ on ([\w.$/]+)@[0-9a-f]+/;
const ANDROID = /^(?:----- pid \d+ at |DALVIK THREADS)/;

/** More quotes than a thread's name has. */
const MAX_QUOTES = 20;
const KNOWN_DIALECTS =
  'Read are: jstack, jcmd Thread.print, Thread.dump_to_file (text, JSON), jhsdb jstack, VisualVM, IntelliJ, ThreadInfo.toString, Spring Boot, javacore.';

/** The thread that a line begins. Names may hold quotes, so the first one that a known text follows ends it. */
function threadOf(line: string): JavaThread | undefined {
  if (line.startsWith('"')) {
    for (let end = line.indexOf('"', 1), n = 0; end > 0 && n < MAX_QUOTES; end = line.indexOf('"', end + 1), n++) {
      const rest = line.slice(end + 1, end + 1000);
      for (const dialect of AFTER_NAME) {
        const found = dialect.exec(rest);
        if (found) {
          const { id, os, state, waitsFor } = found.groups ?? {};
          return { name: line.slice(1, end), tid: Number(id) || Number(os) || 0, state, waitsFor, frames: [] };
        }
      }
    }
    return undefined;
  }
  const dumped = DUMPED.exec(line);
  if (dumped) {
    return {
      name: dumped[2] || (dumped[3] ? 'virtual thread' : ''),
      tid: Number(dumped[1]),
      state: dumped[4],
      frames: [],
    };
  }
  const mounted = MOUNTED.exec(line);
  if (mounted) {
    return { name: mounted[1] || 'virtual thread', tid: Number(mounted[2]), state: 'RUNNABLE', frames: [] };
  }
  const attached = SA_THREAD.exec(line);
  if (attached) {
    return { name: '', tid: Number(attached[1]), state: `in the VM: ${attached[2]}`, frames: [] };
  }
  const j9 = J9_THREAD.exec(line);
  return j9 ? { name: j9[1] ?? 'native thread', tid: 0, state: J9_STATES.get(j9[2]) ?? j9[2], frames: [] } : undefined;
}

/** `java.base@17/java.lang.Thread.sleep(Native Method)`, `app//a.B.c(B.java:3)`; A$$Lambda/0x01 is a name. */
function frameOf(name: string, place = ''): Frame {
  const [, file, line] = /^(?:[^/]{0,200}\/)?([\w$.-]+\.\w+)(?::(\d+))?$/.exec(place) ?? [];
  const plain = name.replace(/^(?:[\w.-]+\/)?(?:[\w.]+(?:@[\w.+-]+)?)?\/(?!0x)/, '');
  return { name: plain, file, line: line ? Number(line) : undefined };
}

function readLine(thread: JavaThread, line: string): void {
  const frame = FRAME.exec(line);
  const j9 = frame ? null : J9_FRAME.exec(line);
  const attached = frame ? null : SA_FRAME.exec(line);
  if (frame) {
    thread.frames.push(frameOf(frame[1], frame[2]));
  } else if (j9) {
    thread.frames.push(frameOf(j9[1].replaceAll('/', '.'), j9[2]));
  } else if (attached) {
    thread.frames.push({ name: attached[1], line: attached[2] ? Number(attached[2]) : undefined });
  } else {
    const lock = LOCK.exec(line) ?? INTELLIJ_LOCK.exec(line) ?? J9_WAITS_FOR.exec(line);
    thread.waitsFor ??= (lock?.[1] ?? lock?.[2])?.replaceAll('/', '.');
    thread.state ??= STATE.exec(line)?.[1].trim();
    thread.cut ||= line === '\t...';
  }
}

/** A line that begins like a thread and is none that is known. In a deadlock's report stand names alone: `"left":`. */
const UNKNOWN = /^(?:"(?!.*":$)|#\d+ "|3XMTHREADINFO\s)/;

/**
 * Threads of a text. A line at the margin ends the thread before it, known or not: else its frames would become callers of
 * another thread's.
 */
function* threadsOfText(text: string, dropped: Dropped): Generator<JavaThread> {
  let open: JavaThread | undefined;
  const current = new Set<string>(); // a javacore names its current thread first, and once more among all
  for (const { line, number } of linesOf(text)) {
    const repeated = current.has(line);
    const thread = repeated ? undefined : threadOf(line);
    const inside = line === '' || /^(?:\s|3XM(?!THREADINFO\s)|[45]X)/.test(line);
    if (open && (thread || !inside)) {
      yield open;
      open = undefined;
    }
    if (thread) {
      open = thread;
      if (line.startsWith('3X')) {
        current.add(line);
      }
    } else if (open) {
      readLine(open, line);
    } else if (!repeated && UNKNOWN.test(line)) {
      dropped.add(number, `not a thread's header: ${line.slice(0, 80)}`, KNOWN_DIALECTS);
    }
  }
  if (open) {
    yield open;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Lists of threads in a JSON dump: jcmd's, Spring Boot's, Jolokia's and Micronaut's answers. Empty: it is none. */
function threadLists(json: unknown): unknown[][] {
  const isList = (list: unknown): list is unknown[] =>
    Array.isArray(list) && list.some((thread) => isObject(thread) && 'threadName' in thread && 'stackTrace' in thread);
  if (!isObject(json)) {
    return [];
  }
  const containers = isObject(json.threadDump) ? json.threadDump.threadContainers : undefined;
  if (Array.isArray(containers)) {
    return containers.flatMap((container) =>
      isObject(container) && Array.isArray(container.threads) ? [container.threads as unknown[]] : []
    );
  }
  return [json, json.threads, json.value].filter(isList);
}

/** A thread of jcmd's JSON (`name`, `stack` as text) or a ThreadInfo (`threadName`, `stackTrace` as objects). */
function threadOfJson(thread: unknown): JavaThread | undefined {
  const stack = isObject(thread) ? (thread.stack ?? thread.stackTrace) : undefined;
  if (!isObject(thread) || !Array.isArray(stack)) {
    return undefined;
  }
  const frames = stack.map((frame: unknown): Frame => {
    if (isObject(frame)) {
      const line = Number(frame.lineNumber);
      return {
        name: `${textOf(frame.className)}.${textOf(frame.methodName)}`,
        file: textOf(frame.fileName),
        line: line > 0 ? line : undefined,
      };
    }
    const [, name, place] = /^(.+)\(([^()]*)\)$/.exec(textOf(frame)) ?? [undefined, textOf(frame)];
    return frameOf(name, place);
  });
  const blocker = isObject(thread.parkBlocker) ? thread.parkBlocker.object : undefined;
  const waitsFor = [thread.blockedOn, thread.waitingOn, blocker, thread.lockName].map(textOf).find(Boolean);
  const name = textOf(thread.name) || textOf(thread.threadName);
  return {
    name: name || (thread.virtual === true ? 'virtual thread' : ''),
    tid: Number(thread.tid ?? thread.threadId ?? 0) || 0,
    state: textOf(thread.state) || textOf(thread.threadState) || undefined,
    waitsFor: waitsFor?.replace(/@[0-9a-f]+$/, ''),
    frames,
  };
}

/** The platform thread under a virtual one: its time is that of the virtual thread, which has a sample of its own. */
const CARRIER = /^jdk\.internal\.vm\.Continuation\.(?:run|enterSpecial|enter)$/;

/**
 * A frame that says what the stack does not: that a thread is BLOCKED on `synchronized`, that it carries another, or that it
 * has no Java stack (the JVM's own: HotSpot calls them runnable while they wait for work).
 */
function leafOf({ state = '', waitsFor, frames }: JavaThread): string | undefined {
  if (state.startsWith('BLOCKED')) {
    return `thread [${state}]${waitsFor ? ` ${waitsFor}` : ''}`;
  }
  if (!frames.length) {
    return /WAITING/.test(state) ? `thread [${state}]` : 'thread [no Java stack]';
  }
  return CARRIER.test(frames[0].name) ? 'thread [carrying a virtual thread]' : undefined;
}

function addThread(builder: ProfileBuilder, thread: JavaThread): void {
  const { tid, state, frames } = thread;
  const name = thread.name || `tid=${tid}`;
  builder.label('thread', name);
  builder.label('state', state);
  const root = `[${name.replace(/\s/g, ' ').slice(0, 200)} tid=${tid}]`; // as async-profiler writes it: rollUp knows it
  let stack = builder.stack(-1, builder.frame({ name: root }));
  for (let i = frames.length - 1; i >= 0; i--) {
    stack = builder.stack(stack, builder.frame(frames[i]));
  }
  const leaf = leafOf(thread);
  builder.sample(leaf ? builder.stack(stack, builder.frame({ name: leaf })) : stack, 1);
}

/**
 * A Java thread dump, text or JSON: one thread is one sample. The thread's name is the root frame and the label `thread`.
 */
export const javaThreads: Reader = {
  id: 'java-threads',
  label: 'Java thread dump',

  matches(source) {
    const lines = headLines(source, 200);
    const found =
      lines.some((line) => line.startsWith('Full thread dump') || STATE.test(line) || ANDROID.test(line)) ||
      lines.some((line) => line.startsWith('0SECTION ') || J9_THREAD.test(line) || SA_THREAD.test(line)) ||
      lines.some((line) => line.startsWith('"') && threadOf(line)?.state) ||
      (/^\d+$/.test(lines[0] ?? '') && lines.some((line) => DUMPED.test(line))) ||
      threadLists(jsonOf(source)).length > 0;
    return found ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('A thread dump is text, not a table.');
    }
    if (headLines(source, 200).some((line) => ANDROID.test(line))) {
      return fail('This is a dump of Android (ART), which is not read.', {
        remedy: 'Record with simpleperf, and send the text of simpleperf report-sample or of stackcollapse.py.',
      });
    }
    const builder = new ProfileBuilder([{ type: 'threads', unit: 'count' }]);
    const dropped = new Dropped();
    let states = 0;
    let cut = 0;
    const add = (thread: JavaThread) => {
      states += thread.state || !thread.frames.length ? 1 : 0;
      cut += thread.cut ? 1 : 0;
      addThread(builder, thread);
    };
    const lists = threadLists(jsonOf(source));
    for (const [i, thread] of lists.flat().entries()) {
      const read = threadOfJson(thread);
      if (read) {
        add(read);
      } else {
        dropped.add(i + 1, 'the thread has no stack');
      }
    }
    for (const thread of lists.length ? [] : threadsOfText(source.text, dropped)) {
      add(thread);
    }
    if (builder.isEmpty) {
      const first = dropped.warnings('header')[0];
      return fail(`The thread dump holds no thread that can be read${first ? `: ${first.message}` : '.'}`, {
        row: first?.row,
        remedy: KNOWN_DIALECTS,
      });
    }
    const warnings = dropped.warnings('thread');
    if (cut) {
      warnings.push({
        message: counted(
          cut,
          'stack is cut after eight frames: its callers are missing.',
          'stacks are cut after eight frames: their callers are missing.'
        ),
        remedy: 'Dump with jcmd PID Thread.print.',
      });
    }
    if (states === 0) {
      warnings.push({
        message:
          'The dump names no thread states (JDK 21 to 24 leave them out): a thread that is blocked on a monitor counts as running.',
        remedy: 'Dump with jcmd PID Thread.print, or with JDK 25.',
      });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings });
  },
};
