import { fail, labelWaker, ok, type Problem, ProfileBuilder, type Result } from '../../profile';
import { type InLine, Monitors } from './jfrHolders';
import { isJfr, JfrChunk, jfrChunks, type JfrEvent, type JfrValue } from '../jfrFile';
import { counted, type Reader, type ReadProfile, type Source } from '../source';

/**
 * Events whose duration is a wait of their thread, and the field that names the class waited for. The event's name becomes
 * the leaf of its stack (the JDK leaves its own frames out), which the wait table knows.
 */
const WAITS = new Map<string, string | undefined>([
  ['jdk.JavaMonitorEnter', 'monitorClass'],
  ['jdk.JavaMonitorWait', 'monitorClass'],
  ['jdk.ThreadPark', 'parkedClass'],
  ['jdk.ThreadSleep', undefined],
  ['jdk.VirtualThreadPinned', undefined],
  ['jdk.SocketRead', undefined],
  ['jdk.SocketWrite', undefined],
  ['jdk.SocketConnect', undefined],
  ['jdk.FileRead', undefined],
  ['jdk.FileWrite', undefined],
  ['jdk.FileForce', undefined],
  ['profiler.NativeLock', undefined],
]);
/** Its `previousOwner` had the monitor last (ObjectMonitor::exit); async-profiler leaves it empty. */
const MONITOR = 'jdk.JavaMonitorEnter';
const PAUSE = 'jdk.GCPhasePause';
const LOST = 'jdk.CPUTimeSamplesLost';
const SETTING = 'jdk.ActiveSetting';
const SAMPLES = new Set([
  'jdk.ExecutionSample',
  'jdk.NativeMethodSample',
  'jdk.CPUTimeSample',
  'profiler.WallClockSample',
]);
const TIMED = new Set([...WAITS.keys(), ...SAMPLES, PAUSE, LOST]);

/** What a sample measures; `run` is the CPU time of wall samples. */
type Kind = 'wall' | 'run' | 'cpuTime' | 'execution' | 'native' | 'wait' | 'pause';

interface Taken {
  kind: Kind;
  stack: number;
  thread?: Thread;
  /** In ns, or a count. */
  weight: number;
  /** UTC, in ns; and how long it lasted. */
  time: number;
  duration?: number;
  /** A wall sample of a thread that ran. */
  runs?: boolean;
  /** It stood in line for a monitor, whose owner the event names. */
  line?: InLine;
  /** The thread that ended the wait by notify. */
  notifier?: string;
}

interface Thread {
  name: string;
  root: number;
  /** Tells threads of one name apart, over all chunks. */
  id: string;
}

/** Frame types of functions that are no Java methods. The JDK says Native of a Java method without bytecode. */
const NATIVE = new Set(['Native', 'C++', 'Kernel']);
/** JDK's default.jfc; recordings name theirs. */
const JDK_PERIOD = 20e6;
/** async-profiler's, where the interval is given as 0: arguments.h, wallClock.cpp. */
const CPU_INTERVAL = 10e6;
const WALL_INTERVAL = 50e6;
/** async-profiler's events whose interval is time; others (cycles, a method's name) count. */
const CLOCK_EVENTS = new Set(['cpu', 'itimer', 'ctimer', 'wall', 'cpu-clock', 'task-clock']);

/**
 * A JFR recording of the JDK or of async-profiler. Wall samples of async-profiler are wall time and, where their thread ran,
 * CPU time: both roles of the same samples. Else CPU samples are CPU time and the durations of waiting events off-CPU time.
 * Samples keep time and duration; threads are the root frame and the label `thread`.
 */
export const jfr: Reader = {
  id: 'jfr',
  label: 'Java Flight Recorder',

  matches: (source) => (source.kind === 'bytes' && isJfr(source.bytes) ? 'yes' : 'no'),

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'bytes') {
      return fail('A JFR recording is binary: send it as base64.');
    }
    const { chunks, rest, version } = jfrChunks(source.bytes);
    if (!chunks.length) {
      return fail(`This JFR file is of version ${version}, which is not read.`, {
        remedy: 'Oracle JDK 7 and 8 wrote version 0.9: record with a newer JDK or with async-profiler.',
      });
    }
    return new Recording(chunks).read(() => [
      ...chunks.flatMap(({ fault }, i): Problem[] =>
        fault ? [{ message: `Chunk ${i + 1} of ${chunks.length} ${fault}: what stands behind that is missing.` }] : []
      ),
      ...(rest ? [{ message: `${rest} bytes at the end are no chunk.` }] : []),
    ]);
  },
};

/** What the recorder was told, of a chunk: `event.setting`. */
class Settings {
  private readonly values = new Map<string, string>();

  constructor(chunk: JfrChunk) {
    for (const event of chunk.events(new Set([SETTING]))) {
      this.values.set(
        `${chunk.typeName(event.number('id')) ?? ''}.${event.text('name') ?? ''}`,
        event.text('value') ?? ''
      );
    }
  }

  get(event: string, setting: string): string | undefined {
    return this.values.get(`${event}.${setting}`);
  }

  /** async-profiler's settings are named apart, but filed under differing events. */
  named(setting: string): string | undefined {
    return [...this.values].find(([key]) => key.endsWith(`.${setting}`))?.[1];
  }
}

const UNITS = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
]);

/** `20 ms`, `10ms`, and a bare number: ns. Undefined: no time. */
function timespan(text: string | undefined): number | undefined {
  const [, number, unit = 'ns'] = /^(\d{1,15}) ?([a-z]{1,2})?$/.exec(text ?? '') ?? [];
  const factor = UNITS.get(unit);
  return number !== undefined && factor ? Number(number) * factor : undefined;
}

/** All chunks of a recording, put into one profile. */
class Recording {
  private readonly builder = new ProfileBuilder();
  private readonly counts = new Map<string, number>();
  private readonly thresholds = new Map<string, string>();
  private readonly disabled = new Set<string>();
  private readonly waits: Taken[] = [];
  private readonly has = new Set<Kind>();
  private readonly monitors = new Monitors();
  private readonly readers: ChunkReader[];
  private readonly names: Record<Kind, [type: string, unit: string]>;
  readonly tally: Tally = { withoutStack: 0, cutStacks: 0, lost: 0, unreadable: 0, periodAssumed: false };

  constructor(chunks: JfrChunk[]) {
    this.readers = chunks.map((chunk) => new ChunkReader(chunk, this.builder, this.tally));
    for (const chunk of chunks) {
      chunk.eventCounts().forEach((count, type) => this.counts.set(type, (this.counts.get(type) ?? 0) + count));
    }
    const wall = this.readers.some(({ wallStates }) => wallStates) || this.counts.has('profiler.WallClockSample');
    const cpu = this.counts.has('jdk.ExecutionSample');
    const better = wall || this.counts.has('jdk.CPUTimeSample');
    const counted = this.readers.find(({ clock }) => !clock)?.event;
    this.names = {
      wall: ['wall', 'nanoseconds'],
      run: ['cpu', 'nanoseconds'],
      cpuTime: [wall ? 'cpu-time-samples' : 'cpu', 'nanoseconds'],
      execution: counted ? [counted, 'count'] : [better ? 'execution-samples' : 'cpu', 'nanoseconds'],
      // async-profiler's locks are a part of the waits only: CPU and locks do not add up to wall time.
      wait: [wall || (cpu && this.readers.every(({ async }) => async)) ? 'waited' : 'off_cpu', 'nanoseconds'],
      native: ['native-samples', 'count'],
      pause: ['gc-pauses', 'nanoseconds'],
    };
  }

  read(faultsOf: () => Problem[]): Result<ReadProfile> {
    for (const reader of this.readers) {
      this.noteSettings(reader.settings);
      for (const taken of reader.read()) {
        if (taken.kind === 'wait') {
          this.waits.push(taken);
        } else {
          this.add(taken);
        }
      }
    }
    takeOverlapsOff(this.waits);
    this.waits.forEach((wait) => this.add(wait));
    const faults = faultsOf(); // events may be found broken only when they are read
    const { builder, has, names } = this;
    if (builder.isEmpty) {
      return this.nothing(faults);
    }
    const main = (['wall', 'run', 'cpuTime', 'execution', 'wait', 'native', 'pause'] as const).find((k) => has.has(k))!;
    builder.primary = builder.valueType(...names[main]);
    builder.clock = 'utc';
    builder.holding = this.monitors.holding();
    const { unreadable, lost } = this.tally;
    return ok({ profile: builder.finish(), dropped: unreadable + lost, warnings: [...faults, ...this.warnings()] });
  }

  private add({ kind, stack, thread, weight, time, duration, runs, line, notifier }: Taken): void {
    if (!(weight > 0)) {
      return;
    }
    const { builder, names } = this;
    const columns = [kind, ...(kind === 'wall' ? (['run'] as const) : [])].map((k) => builder.valueType(...names[k]));
    const weights = new Array<number>(builder.width).fill(0);
    weights[columns[0]] = weight;
    if (columns.length > 1) {
      weights[columns[1]] = runs ? weight : 0;
    }
    this.has.add(kind);
    builder.label('thread', thread?.name);
    labelWaker(builder, notifier);
    builder.sample(stack, ...weights);
    builder.at(time, duration);
    if (this.counts.has(MONITOR) && builder.last >= 0) {
      // A sample of the CPU stands for the time up to the next one.
      this.monitors.add(thread?.id, { from: time, to: time + (duration ?? weight), sample: builder.last }, line);
    }
  }

  private noteSettings(settings: Settings): void {
    for (const type of WAITS.keys()) {
      const threshold = settings.get(type, 'threshold');
      if (threshold !== undefined && (timespan(threshold) ?? 0) > 0) {
        this.thresholds.set(type, threshold);
      }
      if (settings.get(type, 'enabled') === 'false') {
        this.disabled.add(type);
      }
    }
  }

  private nothing(faults: Problem[]): Result<ReadProfile> {
    const most = [...this.counts].sort(([, a], [, b]) => b - a).slice(0, 4);
    const held = most.map(([type, count]) => `${type} (${count})`).join(', ') || 'nothing';
    return fail(
      `The JFR recording holds no samples of CPU or wall time and no waits that can be read, but ${held}.` +
        (faults[0] ? ` ${faults[0].message}` : ''),
      { remedy: 'Record with asprof -e wall -f FILE.jfr PID, or with jcmd PID JFR.start settings=profile.' }
    );
  }

  private warnings(): Problem[] {
    const { unreadable, withoutStack, cutStacks, lost, periodAssumed } = this.tally;
    const found: Problem[] = [];
    const say = (condition: unknown, message: string, remedy?: string) => {
      if (condition) {
        found.push({ message, remedy });
      }
    };
    say(
      unreadable,
      counted(
        unreadable,
        'event left out: the chunk that it stands in has no stacks.',
        'events left out: the chunk that they stand in has no stacks.'
      )
    );
    say(lost, `${counted(lost, 'CPU sample was', 'CPU samples were')} lost by the JVM while it recorded.`);
    say(
      withoutStack,
      counted(
        withoutStack,
        'event has no stack: it stands under its thread.',
        'events have no stack: they stand under their thread.'
      )
    );
    say(
      cutStacks,
      counted(
        cutStacks,
        "stack is cut at the recorder's depth: its callers are missing.",
        "stacks are cut at the recorder's depth: their callers are missing."
      ),
      'Record deeper: -XX:FlightRecorderOptions:stackdepth=256, or asprof -j 2048.'
    );
    say(periodAssumed, 'The recording does not name its sampling period: 20 ms, the default of the JDK, was taken.');
    if (this.has.has('wait') && !this.has.has('wall')) {
      const values = [...new Set(this.thresholds.values())];
      const typesOf = (value: string) =>
        [...this.thresholds].flatMap(([type, own]) => (own === value ? type.replace('jdk.', '') : []));
      const thresholds = values.map((value) => `${value}: ${typesOf(value).join(', ')}`).join('; ');
      const disabled = [...this.disabled].join(', ');
      say(
        true,
        'Off-CPU time is the sum of waiting events: waits ' +
          (thresholds ? `shorter than their threshold (${thresholds}) and those ` : '') +
          `that had not ended are missing.${disabled ? ` Not recorded: ${disabled}.` : ''}`,
        'For all of the wall time record with asprof -e wall.'
      );
    }
    return found;
  }
}

/** What is said of the whole recording. */
interface Tally {
  withoutStack: number;
  cutStacks: number;
  lost: number;
  unreadable: number;
  periodAssumed: boolean;
}

/** Turns the events of a chunk into samples. */
class ChunkReader {
  readonly settings: Settings;
  /** async-profiler's event, and whether its interval is time. */
  readonly event: string;
  readonly clock: boolean;
  /** Samples say whether their thread ran. */
  readonly wallStates: boolean;
  readonly async: boolean;
  private readonly interval: number;
  private readonly wallInterval: number;
  private readonly threads = new Map<number, Thread>();
  private readonly methods = new Map<number, { name: string; module?: string }>();
  private readonly frameTypes = new Map<number, string>();
  private readonly classes = new Map<number, string>();
  private readonly states = new Map<number, string>();
  /** By root and stack trace. */
  private readonly stacks = new Map<number, Map<number, number>>();
  private readonly cut = new Set<number>();

  constructor(
    private readonly chunk: JfrChunk,
    private readonly builder: ProfileBuilder,
    private readonly tally: Tally
  ) {
    this.settings = new Settings(chunk);
    const interval = this.settings.named('interval');
    const wall = this.settings.named('wall');
    this.event = this.settings.named('event') || 'cpu';
    this.async = interval !== undefined || chunk.hasType((name) => name.startsWith('profiler.'));
    this.wallStates = this.async && (this.event === 'wall' || Number(wall ?? -1) >= 0);
    this.clock = !this.async || CLOCK_EVENTS.has(this.event);
    this.interval = this.clock ? Number(interval) || CPU_INTERVAL : 1;
    this.wallInterval = Number(wall ?? interval) || WALL_INTERVAL;
  }

  *read(): Generator<Taken> {
    const { chunk, tally } = this;
    if (!chunk.hasConstants('jdk.types.StackTrace')) {
      chunk.eventCounts().forEach((count, type) => (tally.unreadable += TIMED.has(type) ? count : 0));
      return;
    }
    const period = this.async ? this.interval : this.jdkPeriod();
    for (const event of chunk.events(TIMED)) {
      if (event.type === LOST) {
        tally.lost += event.number('lostSamples');
        continue;
      }
      const time = chunk.timeOf(event.number('startTime'));
      const duration = event.number('duration') * chunk.nanosPerTick;
      if (event.type === PAUSE) {
        const stack = this.push(this.push(-1, PAUSE), event.text('name') || 'pause');
        yield { kind: 'pause', stack, weight: duration, time, duration };
        continue;
      }
      const thread = this.thread(event);
      const stack = this.stack(event, thread.root);
      if (SAMPLES.has(event.type)) {
        yield { stack, thread, time, ...this.sample(event, period) };
      } else {
        const waitedFor = this.className(event.number(WAITS.get(event.type) ?? ''));
        const leaf = this.push(stack, waitedFor ? `${event.type} ${waitedFor}` : event.type);
        yield { kind: 'wait', stack: leaf, thread, weight: duration, time, duration, ...this.others(event, waitedFor) };
      }
    }
  }

  /** Threads that a wait's event names: who had the monitor, who notified. */
  private others(event: JfrEvent, monitor: string): Pick<Taken, 'line' | 'notifier'> {
    const [owner, notifier] = ['previousOwner', 'notifier'].map((field) => {
      const key = event.number(field);
      return key ? this.threadOf(key) : undefined;
    });
    return {
      line: owner && { owner, lock: `${monitor} ${event.number('address')}` },
      notifier: notifier?.name,
    };
  }

  private sample(event: JfrEvent, period: number): Pick<Taken, 'kind' | 'weight' | 'duration' | 'runs'> {
    const { nanosPerTick } = this.chunk;
    if (event.type === 'jdk.NativeMethodSample') {
      return { kind: 'native', weight: 1 };
    }
    if (event.type === 'jdk.CPUTimeSample') {
      return { kind: 'cpuTime', weight: event.number('samplingPeriod') * nanosPerTick };
    }
    const state = this.state(event.number('state'));
    const runs = state === 'STATE_RUNNABLE';
    if (event.type === 'profiler.WallClockSample') {
      const span = event.number('timeSpan') * nanosPerTick;
      return {
        kind: 'wall',
        weight: (event.number('samples') || 1) * this.wallInterval,
        duration: span || undefined,
        runs,
      };
    }
    // CPU samples beside wall samples have a state of their own, STATE_DEFAULT. Before async-profiler 3.0 they were
    // STATE_RUNNABLE, but then a recording was of the one or of the other.
    return this.wallStates && state !== 'STATE_DEFAULT'
      ? { kind: 'wall', weight: this.wallInterval, runs }
      : { kind: 'execution', weight: period };
  }

  private jdkPeriod(): number {
    const type = 'jdk.ExecutionSample';
    const period = timespan(this.settings.get(type, 'period'));
    if (period === undefined && this.chunk.eventCounts().has(type)) {
      this.tally.periodAssumed = true;
    }
    return period || JDK_PERIOD;
  }

  private push(stack: number, name: string): number {
    return this.builder.stack(stack, this.builder.frame({ name }));
  }

  private constant(type: string, key: number, field: string): JfrValue | undefined {
    return this.chunk.constant(type, key)?.[this.chunk.fieldIndex(type, field)];
  }

  private state(key: number): string {
    return remembered(this.states, key, () => String(this.constant('jdk.types.ThreadState', key, 'name') ?? ''));
  }

  private thread(event: JfrEvent): Thread {
    return this.threadOf(event.number('sampledThread') || event.number('eventThread'));
  }

  /** With the root frame that rollUp takes for a thread's. Virtual threads of a name share one: there may be millions. */
  private threadOf(key: number): Thread {
    return remembered(this.threads, key, () => {
      const of = (field: string) => this.constant('java.lang.Thread', key, field);
      const virtual = of('virtual') === 1;
      const tid = virtual ? 0 : Number(of('osThreadId') ?? 0) || key;
      const given = String(of('javaName') || of('osName') || (virtual ? 'virtual thread' : `[tid=${tid}]`));
      const nameless = /^\[(tid=\d+)\]$/.exec(given)?.[1]; // async-profiler writes it where it knows no name
      const name = nameless ?? given;
      const root = this.push(-1, nameless ?? `[${name.replace(/\s/g, ' ').slice(0, 200)} tid=${tid}]`);
      return { name, root, id: Number(of('javaThreadId') ?? 0) > 0 ? `java ${of('javaThreadId')}` : `os ${tid}` };
    });
  }

  private stack(event: JfrEvent, root: number): number {
    const key = event.number('stackTrace');
    const known = remembered(this.stacks, root, () => new Map<number, number>());
    const stack = remembered(known, key, () => {
      if (this.constant('jdk.types.StackTrace', key, 'truncated') === 1) {
        this.cut.add(key);
      }
      const frames = this.constant('jdk.types.StackTrace', key, 'frames');
      return Array.isArray(frames) ? this.pushFrames(frames, root) : root;
    });
    this.tally.withoutStack += stack === root ? 1 : 0;
    this.tally.cutStacks += this.cut.has(key) ? 1 : 0;
    return stack;
  }

  private pushFrames(frames: JfrValue[], root: number): number {
    const [method, line, type] = ['method', 'lineNumber', 'type'].map((field) =>
      this.chunk.fieldIndex('jdk.types.StackFrame', field)
    );
    let stack = root;
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = frames[i];
      if (Array.isArray(frame)) {
        const info = this.method(Number(frame[method]), Number(frame[type] ?? 0));
        stack = this.builder.stack(stack, this.builder.frame({ ...info, line: Math.max(0, Number(frame[line] ?? 0)) }));
      }
    }
    return stack;
  }

  /** `package.Class.method`; of async-profiler's native and kernel functions the class is the library that they are in. */
  private method(key: number, frameType: number): { name: string; module?: string } {
    return remembered(this.methods, key, () => {
      const owner = this.className(Number(this.constant('jdk.types.Method', key, 'type') ?? 0));
      const method = this.symbol(this.constant('jdk.types.Method', key, 'name'));
      const type = remembered(this.frameTypes, frameType, () =>
        String(this.constant('jdk.types.FrameType', frameType, 'description') ?? '')
      );
      return this.async && NATIVE.has(type) && method
        ? { name: method, module: owner }
        : { name: owner && method ? `${owner}.${method}` : owner || method || '[unknown]' };
    });
  }

  private className(key: number): string {
    return remembered(this.classes, key, () =>
      key ? this.symbol(this.constant('java.lang.Class', key, 'name')).replaceAll('/', '.') : ''
    );
  }

  /** A name is a key into the symbols, or the text itself. */
  private symbol(value: JfrValue | undefined): string {
    return typeof value === 'string'
      ? value
      : String(this.constant('jdk.types.Symbol', Number(value ?? 0), 'string') ?? '');
  }
}

function remembered<V>(known: Map<number, V>, key: number, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}

/** Times of day are so many ns exact as a number. */
const TIME_GRAIN = 1000;

/** A wait within a wait of the same thread (a park while pinned) counts once: the outer one has the time. In place. */
function takeOverlapsOff(waits: Taken[]): void {
  const byThread = new Map<string, Taken[]>();
  for (const wait of waits) {
    const id = wait.thread?.id ?? '';
    byThread.set(id, byThread.get(id) ?? []);
    byThread.get(id)!.push(wait);
  }
  for (const own of byThread.values()) {
    own.sort((a, b) => a.time - b.time || b.weight - a.weight);
    let end = -Infinity;
    for (const wait of own) {
      const ends = wait.time + wait.weight;
      const overlap = Math.min(end, ends) - wait.time;
      wait.weight = overlap > TIME_GRAIN ? Math.max(0, wait.weight - overlap) : wait.weight;
      end = Math.max(end, ends);
    }
  }
}
