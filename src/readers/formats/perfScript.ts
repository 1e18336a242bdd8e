import {
  fail,
  finish,
  labelWaker,
  ok,
  type Problem,
  ProfileBuilder,
  READY_TO_RUN,
  type Result,
  type Steps,
  type ValueType,
  wakerText,
} from '../../profile';
import { counted, Dropped, headLines, linesOf, type Reader, type ReadProfile, type Source, STEP } from '../source';
import { frameBehind, readBareHeader, readHeader, type SampleHeader } from './perfHeader';
import { IDLE_TASK, readSwitch, readWakeup, Runs, Switches } from './perfSwitches';

/** Rows under a frame that are no frames: +srcline, +srccode, branch stacks, the cgroup (before perf 6.5), registers. */
const NO_FRAME = /^(?: {2}\S.*(?::\d+|\])$|\|\d| ?0x[0-9a-f]+\/0x| \/\S*$| unknown$|\s*ABI:\d)/;
/** `\t` and sixteen places, as perf prints an address. */
const PERF_FRAME = /^\t[ 0-9a-f]{15}[0-9a-f](?: |$)/;
/** Where tabs became blanks, or another tool wrote it: an address, a name, and its file. */
const FRAME_WITH_FILE = /^\s+[0-9a-f]{4,16} .*\)$/;
/** An address in a row, which figures in decimals are not. */
const ADDRESS = /(?:^|\s)(?=[0-9a-f]*[a-f])[0-9a-f]{6,16} \S/;
/** The same without call graph and without an event: the padded command, the address, its symbol. */
const ONLY_FRAME = /^ .*?(?<= )[0-9a-f]{12,16} \S/;
/** perf script --show-switch-events, --show-mmap-events …: what happened around the samples. */
const RECORD = /(?:^|\s)PERF_RECORD_[A-Z]/;
/** Clock events count time: their period is in nanoseconds. */
const CLOCK = /^(?:cpu|task)-clock\b/;
const SAMPLED_ON_CPU = /^(?:cycles|cpu-cycles|ref-cycles|cpu(?:_core|_atom)?\/(?:cpu-)?cycles)\b/;
const TRACEPOINT = /^[\w-]+:[\w-]+/;
const SWITCH = 'sched:sched_switch';
/** In the context of who wakes (include/trace/events/sched.h). */
const WAKEUP = /^sched:sched_(?:wakeup|waking|wakeup_new)$/;
/** The BPF program of `perf record --off-cpu`: the period is the blocked time in ns (tools/perf/util/off_cpu.h). */
const OFF_CPU = 'offcpu-time';
/** The kernel counts their delay in ns as period (include/trace/events/sched.h); it is in the arguments, too. */
const SCHED_STAT = /^sched:sched_stat_(sleep|iowait|blocked|wait|runtime)$/;
const DELAY = /\b(?:delay|runtime)=(\d+)/;
const DELAYED = /\bcomm=(.*) pid=(\d+) /;
/** Clocks of perf count ns since the start in 64 bits; what is beyond half of them is a difference below zero. */
const IMPOSSIBLE = 2 ** 63;

interface Sample {
  event: string;
  stack: number;
  /** The period, a wait's time in ns (NaN: it has no end), or 1. */
  value: number;
  /** `value` is what the header or the arguments give, else it counts 1. */
  weighted: boolean;
  /** Begins a wait that ends with a later switch. */
  switched: boolean;
  /** Of a thread that was switched out. */
  state?: string;
  /** When it was ready to run again, where a wakeup was recorded. */
  woken?: number;
  tid?: string;
  time?: number;
  /** Who ended the wait: the first wakeup of the thread after it was switched out. */
  waker?: string;
  wakerThread?: string;
}

/** The leaf of a switch in state D: no signal ends the wait. Mostly the disk; the stack may tell otherwise. */
const UNINTERRUPTIBLE = 'thread [uninterruptible]';
const leafOf = (state: string | undefined): string[] =>
  state?.startsWith('R') ? [READY_TO_RUN] : state?.startsWith('D') ? [UNINTERRUPTIBLE] : [];

/** `sym+0x1f (dso)` as in `perf script`; the dso is the frame's module only where the symbol is not known. */
function frameName(text: string): string {
  const at = dsoAt(text);
  const symbol = (at < 0 ? text : text.slice(0, at)).trimEnd().replace(/\+0x[0-9a-f]+$/, '');
  if (symbol && symbol !== '[unknown]') {
    return symbol;
  }
  const file = (at < 0 ? '' : text.slice(at + 1, -1))
    .replace(/ \(deleted\)$/, '')
    .split('/')
    .pop();
  return file && file !== '[unknown]' ? `[${file.replace(/^\[|\]$/g, '')}]` : '[unknown]';
}

/** Where the parenthesis opens that ends the text, if a blank is before it: `operator()(int) (/lib/a (deleted))`. */
function dsoAt(text: string): number {
  let depth = 0;
  for (let at = text.endsWith(')') ? text.length - 1 : -1; at >= 0; at--) {
    depth += text[at] === ')' ? 1 : text[at] === '(' ? -1 : 0;
    if (depth === 0) {
      return at === 0 || text[at - 1] === ' ' ? at : -1;
    }
  }
  return -1;
}

/** The text behind a frame's address, or undefined where the row is no frame. */
function frameOf(line: string): string | undefined {
  const row = line.trimStart();
  const address = /^[0-9a-f]{1,16}(?=\s|$)/.exec(row);
  return address ? row.slice(address[0].length).trim() : undefined;
}

/** Which fields the headers of a file have: its first lines decide, so that other text in it is not taken for a sample. */
interface Layout {
  time: boolean;
  event: boolean;
}

function layoutOf(lines: string[]): Layout {
  const headers = lines.flatMap((line) => (isFrameRow(line) ? [] : (readHeader(line) ?? [])));
  return {
    time: headers.some(({ time }) => time !== undefined),
    event: headers.some(({ event }) => event !== ''),
  };
}

const isFrameRow = (line: string) => line.startsWith('\t') || line.startsWith('#') || !line.trim();

/** A sample's first line; indented rows are so only in files whose headers have a time or an event. */
function headerOf(line: string, { time, event }: Layout): SampleHeader | undefined {
  if (time || event) {
    const header = readHeader(line);
    return header && (!time || header.time !== undefined) ? header : undefined;
  }
  return /^\s/.test(line) && !frameBehind(line) && frameOf(line) !== undefined ? undefined : readBareHeader(line);
}

/** Reads the lines of one file into samples; what each becomes is known when all are read. */
class Script {
  readonly builder = new ProfileBuilder();
  readonly dropped = new Dropped();
  readonly samples: Sample[] = [];
  readonly switches = new Switches<Sample>();
  readonly runs = new Runs();
  /** Samples that have one function and no callers. */
  single = 0;
  private header?: { fields: SampleHeader; line: number };
  private frames: string[] = [];

  constructor(private readonly layout: Layout) {}

  line(line: string, number: number) {
    if (!line.trim()) {
      this.flush();
      return;
    }
    if (line.startsWith('#') || NO_FRAME.test(line)) {
      return;
    }
    const tabbed = line.startsWith('\t');
    const header = tabbed ? undefined : headerOf(line, this.layout);
    if (header) {
      this.flush();
      this.header = RECORD.test(line.slice(0, 200)) ? undefined : { fields: header, line: number };
      return;
    }
    const frame = /^\s/.test(line) ? frameOf(line) : undefined;
    if (frame !== undefined && (this.header || !this.layout.event)) {
      this.header ??= { fields: { comm: '', event: '', rest: '' }, line: number };
      this.frames.push(frameName(frame));
    } else if (!/^\s/.test(line)) {
      this.flush();
      this.dropped.add(number, `neither a sample's first line nor a frame: ${line.slice(0, 80)}`);
    } else if (this.header) {
      this.dropped.add(number, `not a frame: ${line.trim().slice(0, 80)}`);
    }
  }

  flush() {
    const { header, frames } = this;
    this.header = undefined;
    this.frames = [];
    if (!header) {
      return;
    }
    const { fields, line } = header;
    if (!frames.length) {
      const only = frameBehind(fields.rest);
      if (only !== undefined && !TRACEPOINT.test(fields.event)) {
        frames.push(frameName(only));
        this.single++;
      }
    }
    const { event, comm, tid, time, period } = fields;
    const sample: Sample = {
      event: event === '' && period !== undefined ? 'period' : event || 'samples',
      stack: -1,
      value: period ?? 1,
      weighted: period !== undefined,
      switched: false,
      tid: tid === '-1' ? undefined : tid,
      time,
    };
    if (this.accept(sample, fields, frames, line)) {
      frames.unshift(...leafOf(sample.state));
      sample.stack = this.stackOf(SCHED_STAT.test(event) ? delayedThread(fields).comm : comm, frames);
      this.samples.push(sample);
    }
  }

  /** Gives the sample its value by its event; false where it is left out. */
  private accept(sample: Sample, fields: SampleHeader, frames: string[], line: number): boolean {
    const { event, rest, period } = fields;
    if (sample.value >= IMPOSSIBLE) {
      this.dropped.add(line, `a period of ${period} cannot be: more than 2^63, a clock that ran backwards`);
      return false;
    }
    if (event === SWITCH) {
      return this.acceptSwitch(sample, fields, line);
    }
    if (WAKEUP.test(event)) {
      const thread = readWakeup(rest);
      if (thread !== undefined) {
        const waker = frames.length ? wakerText([fields.comm, ...[...frames].reverse()]) : undefined;
        this.switches.wake(thread, sample.time, waker, sample.tid);
      }
      if (!frames.length && thread !== undefined) {
        return false; // of use without a stack: when it was, and whom it woke
      }
    }
    if (SCHED_STAT.test(event)) {
      sample.value = period ?? Number(DELAY.exec(rest.slice(0, 300))?.[1] ?? NaN);
      sample.tid = delayedThread(fields).tid;
      sample.weighted = true;
      if (!(sample.value < IMPOSSIBLE)) {
        this.dropped.add(line, `${event} without a delay that can be: ${rest.trim().slice(0, 80)}`);
        return false;
      }
    } else if (!frames.length && event !== OFF_CPU) {
      this.dropped.add(line, 'a sample without stack', 'Record with -g or --call-graph.');
      return false;
    }
    return true;
  }

  private acceptSwitch(sample: Sample, fields: SampleHeader, line: number): boolean {
    const found = readSwitch(fields.rest);
    if (!found) {
      this.dropped.add(line, `a ${SWITCH} whose threads cannot be read: ${fields.rest.trim().slice(0, 80)}`);
      return false;
    }
    fields.comm = found.prevComm;
    sample.tid = found.prev;
    // perf inject -s puts the delay of a sched_stat event into the switch that began it.
    if ((fields.period ?? 1) > 1) {
      return found.prev !== IDLE_TASK;
    }
    sample.switched = true;
    sample.state = found.state;
    sample.value = NaN;
    this.runs.add(found, sample.time);
    return this.switches.add(found, sample.time, sample);
  }

  private stackOf(comm: string, frames: string[]): number {
    const { builder } = this;
    let stack = comm ? builder.stack(-1, builder.frame({ name: comm })) : -1;
    for (let i = frames.length - 1; i >= 0; i--) {
      // Broken unwinding leaves runs of [unknown]: one says as much.
      if (frames[i] !== '[unknown]' || frames[i + 1] !== '[unknown]') {
        stack = builder.stack(stack, builder.frame({ name: frames[i] }));
      }
    }
    return stack;
  }
}

/** The thread that a sched_stat event is about: the header's is the one that wakes it. */
function delayedThread({ rest, comm, tid }: SampleHeader): { comm: string; tid?: string } {
  const found = DELAYED.exec(rest.slice(0, 300));
  return found ? { comm: found[1], tid: found[2] } : { comm, tid };
}

/**
 * Text of `perf script`: one sample a block, leaf first, the process name as root; any list of fields (`-F`). Clock events
 * weigh their period (nanoseconds), others their period or one per sample. `sched:sched_switch` becomes off-CPU time, from the
 * switch of a thread off the CPU to the switch back to it; so do `offcpu-time` and `sched:sched_stat_*` by their period. Each
 * event is a value type of its own. Call graphs by frame pointer or DWARF, inlined frames included.
 */
export const perfScript: Reader = {
  id: 'perf-script',
  label: 'perf script',

  matches(source) {
    const lines = headLines(source, 400);
    const layout = layoutOf(lines);
    if (!layout.time && !layout.event) {
      const rows = lines.filter((line) => line.trim());
      const share = (shape: RegExp) => rows.filter((line) => shape.test(line.slice(0, 200))).length / rows.length;
      return share(PERF_FRAME) > 0.3 ? 'yes' : share(ONLY_FRAME) > 0.9 ? 'unsure' : 'no';
    }
    const at = lines.findIndex((line) => !isFrameRow(line) && headerOf(line, layout));
    const header = headerOf(lines[at], layout);
    const behind = header && !TRACEPOINT.test(header.event) && frameBehind(header.rest);
    const framed = lines.slice(at + 1, at + 4).some((line) => PERF_FRAME.test(line) || FRAME_WITH_FILE.test(line));
    const rows = lines.filter((line) => !isFrameRow(line));
    const addressed = rows.filter((line) => ADDRESS.test(line.slice(0, 2000))).length * 2 >= rows.length;
    if (framed || (behind && layout.event && addressed)) {
      return 'yes';
    }
    return lines.some((line) => !isFrameRow(line) && known(headerOf(line, layout))) ? 'unsure' : 'no';
  },

  read: (source) => finish(steps(source)),
  steps,
};

function* steps(source: Source): Steps<Result<ReadProfile>> {
  if (source.kind !== 'text') {
    return fail('perf script output is text, not a table.');
  }
  const script = new Script(layoutOf(headLines(source, 400)));
  for (const { line, number } of linesOf(source.text)) {
    script.line(line, number);
    if (number % STEP === 0) {
      yield;
    }
  }
  script.flush();
  yield;
  const { samples, builder, dropped } = script;
  if (!samples.length) {
    return fail('No sample with a stack in this perf script output: it was recorded without -g (call graph).', {
      remedy: 'Record with perf record -g.',
    });
  }
  addSamples(script);
  builder.schedule = script.runs.finish();
  return ok({
    profile: builder.finish(),
    dropped: dropped.count,
    warnings: [...dropped.warnings('line'), ...warningsOf(script), ...impossible(samples)],
  });
}

/** An event that is perf's for certain, where no frame says so. */
const known = (header: SampleHeader | undefined) =>
  header !== undefined && header.time !== undefined && header.event !== '' && header.tid !== undefined;

function warningsOf({ samples, switches, single }: Script): Problem[] {
  const warnings: Problem[] = [];
  const { waits, timed, withoutEnd, idle } = switches;
  if (samples.some(({ event }) => event === 'period')) {
    warnings.push({
      message: 'The samples do not name their event: what their period counts is not known.',
      remedy: 'Print it: perf script -F +event.',
    });
  }
  if (single) {
    warnings.push({
      message: `${single === samples.length ? 'Recorded' : `${counted(single, 'sample', 'samples')} recorded`} without -g (call graph): each sample has its own function only, not who called it.`,
      remedy: 'Record with perf record -g.',
    });
  }
  if (waits && timed && withoutEnd) {
    warnings.push({
      message: `${withoutEnd} of ${waits} switches have no end in the recording and were left out.`,
    });
  } else if (waits && !timed) {
    warnings.push({
      message:
        `Only ${waits - withoutEnd} of ${waits} sched_switch samples find their end: the recording has gaps. ` +
        'Switches are counted, not timed.',
      remedy: 'Record every switch of all CPUs: perf record -e sched:sched_switch -a -g.',
    });
  }
  if (samples.some(({ event }) => SCHED_STAT.test(event) && !event.endsWith('runtime'))) {
    warnings.push({
      message:
        'The stacks of sched_stat events are those of the code that ended the wait, not of the code that waited.',
      remedy: 'Record sched:sched_switch for the stacks that waited.',
    });
  }
  if (idle) {
    warnings.push({
      message: `${counted(idle, 'switch of the idle task (swapper) is no wait of a thread and was', 'switches of the idle task (swapper) are no waits of a thread and were')} left out.`,
    });
  }
  return warnings;
}

/** What an event's samples measure. `clock` is the clock event whose time is the file's CPU time. */
function valueTypeOf({ event, weighted }: Sample, clock: string | undefined): ValueType {
  if (CLOCK.test(event)) {
    return { type: event === clock ? 'cpu' : event, unit: weighted ? 'nanoseconds' : 'count' };
  }
  if (event === OFF_CPU || SCHED_STAT.test(event)) {
    return { type: event, unit: 'nanoseconds' };
  }
  return { type: event, unit: !weighted || TRACEPOINT.test(event) ? 'count' : event === 'period' ? '' : event };
}

/** Time comes before counts: the lowest is shown where a file has several kinds of weights. */
function rank({ type, unit }: ValueType): number {
  const time = unit === 'nanoseconds';
  const order = [
    type === 'cpu',
    SAMPLED_ON_CPU.test(type),
    time && (type === 'off_cpu' || type === OFF_CPU),
    CLOCK.test(type) || time,
    type === 'off_cpu',
    !TRACEPOINT.test(type),
  ];
  return order.includes(true) ? order.indexOf(true) : order.length;
}

/**
 * Gives every sample its weights. The waits of sched_stat events are off-CPU time together, too, unless the file has better:
 * sleep and iowait, or sleep and blocked, of which iowait is a part (kernel/sched/stats.c); and wait, for a CPU.
 */
function addSamples({ samples, builder, switches }: Script) {
  const events = new Set(samples.map(({ event }) => event));
  const timed = !events.has(SWITCH) || switches.timed;
  const clock = [...events].find((event) => CLOCK.test(event));
  const waits = ['sleep', events.has('sched:sched_stat_blocked') ? 'blocked' : 'iowait', 'wait']
    .map((kind) => `sched:sched_stat_${kind}`)
    .filter((event) => events.has(event));
  const together = waits.length > 1 && !events.has(SWITCH) && !events.has(OFF_CPU);
  const types: ValueType[] = [];
  const indexOf = new Map<string, number>();
  const typeOf = (sample: Sample) => {
    const key = `${sample.event}\n${sample.weighted}`;
    const known = indexOf.get(key);
    if (known !== undefined) {
      return known;
    }
    const type =
      sample.event === SWITCH ? { type: 'off_cpu', unit: timed ? 'nanoseconds' : 'count' } : valueTypeOf(sample, clock);
    const index = builder.valueType(type.type, type.unit);
    types[index] = type;
    indexOf.set(key, index);
    return index;
  };
  const kept = samples.filter(({ switched, value }) => !switched || !timed || !Number.isNaN(value));
  // The best off-CPU time comes last of its kind: that is the one which takes the role.
  const late = (sample: Sample) => (sample.event === SWITCH ? 2 : sample.event === OFF_CPU ? 1 : 0);
  [0, 1, 2].forEach((turn) => kept.filter((sample) => late(sample) === turn).forEach(typeOf));
  if (together) {
    types[builder.valueType('off_cpu', 'nanoseconds')] = { type: 'off_cpu', unit: 'nanoseconds' };
  }
  const total = types.length - 1;
  for (const sample of kept) {
    const index = typeOf(sample);
    const value = sample.switched && !timed ? 1 : sample.value;
    builder.label('thread', sample.tid);
    const named = sample.waker !== undefined && !sample.state?.startsWith('R');
    labelWaker(builder, named ? sample.waker : undefined, named ? sample.wakerThread : undefined);
    if (timed && sample.woken !== undefined) {
      addWoken(builder, sample, index);
      continue;
    }
    if (together && waits.includes(sample.event)) {
      builder.sample(sample.stack, ...types.map((_, i) => (i === index || i === total ? value : 0)));
    } else {
      builder.sampleOf(sample.stack, index, value);
    }
    placeInTime(builder, sample, timed);
  }
  builder.primary = types.reduce((best, type, i) => (rank(type) < rank(types[best]) ? i : best), 0);
}

/** A wait until its thread was woken, and from then on to the switch back: ready to run, but no CPU was given. */
function addWoken(builder: ProfileBuilder, { stack, state, time = 0, value, woken = time }: Sample, valueType: number) {
  const add = (leaf: number, from: number, to: number) => {
    if (to > from) {
      builder.sampleOf(leaf, valueType, to - from);
      builder.at(from, to - from);
    }
  };
  add(stack, time, woken);
  labelWaker(builder, undefined); // who woke it has nothing to do with the queue
  // What is uninterruptible is so until the wakeup: the state's leaf is not under what is ready to run.
  const blocked = leafOf(state).length ? builder.callerOf(stack) : stack;
  add(builder.stack(blocked, builder.frame({ name: READY_TO_RUN })), woken, time + value);
}

/** A switch stands at the beginning of its wait; the other events stand at the end of theirs. */
function placeInTime(builder: ProfileBuilder, { time, event, switched, value }: Sample, timed: boolean) {
  if (time === undefined || time >= IMPOSSIBLE) {
    return; // perf record --off-cpu stamps its sums with a time that is none
  }
  if (switched) {
    builder.at(time, timed ? value : undefined);
  } else if (event === OFF_CPU || event === SWITCH || SCHED_STAT.test(event)) {
    builder.at(time - value, value);
  } else {
    builder.at(time);
  }
}

/** More time than the threads of the recording can have had. One period more is possible: the first one began before it. */
function impossible(samples: Sample[]): Problem[] {
  const kinds = new Map<string, { sum: number; most: number; from: number; to: number; threads: Set<string> }>();
  for (const { event, value, weighted, tid, time } of samples) {
    if (!weighted || !(CLOCK.test(event) || event === OFF_CPU || SCHED_STAT.test(event))) {
      continue;
    }
    const kind = kinds.get(event) ?? { sum: 0, most: 0, from: Infinity, to: -Infinity, threads: new Set() };
    kinds.set(event, kind);
    kind.sum += value;
    kind.most = Math.max(kind.most, value);
    // The idle task is one thread a CPU, and sums of --off-cpu have no time of their own: nothing is known.
    const unknown = tid === undefined || tid === IDLE_TASK || time === undefined || time >= IMPOSSIBLE;
    kind.threads.add(tid ?? '');
    kind.from = unknown ? -Infinity : Math.min(kind.from, time);
    kind.to = Math.max(kind.to, time ?? Infinity);
  }
  const seconds = (ns: number) => `${(ns / 1e9).toFixed(3)} s`;
  return [...kinds].flatMap(([event, { sum, most, from, to, threads }]) =>
    sum > (to - from + most) * threads.size
      ? [
          {
            message: `${seconds(sum)} of ${event} cannot be: the recording has ${counted(threads.size, 'thread', 'threads')} and ${seconds(to - from)}.`,
            remedy: 'Is a part of the text in it twice, or is it of several recordings?',
          },
        ]
      : []
  );
}
