/** The first line of a sample of `perf script`, by what its fields are. */
export interface SampleHeader {
  /** Empty where the field is not printed. */
  comm: string;
  tid?: string;
  /** Nanoseconds of the recording's clock. */
  time?: number;
  period?: number;
  /** Without its modifiers (`:ppp`); empty where the field is not printed. */
  event: string;
  /** What stands behind the event: a tracepoint's arguments, a cgroup, the only frame of a recording without call graph. */
  rest: string;
}

const TIME = /(?:^|\s)(\d{1,12})\.(\d{1,9}):(?=\s|$)/;
const EVENT_BEHIND_TIME = /^\s*(?:(\d+)\s+)?([^\s:]+(?::[^\s:]+)*):(?=\s|$)/;
const EVENTS = /(?:^|\s)([^\s:]+(?::[^\s:]+)*):(?=\s|$)/g;
const NUMBER_AT_END = /(?<!\S)\d+$/;
const CPU = /\[\d+\]$/;
const THREAD = /(?<!\S)(-?\d+)(?:\/(-?\d+))?$/;
/** kernel, user, hypervisor, guest; mmap data, exec, switch out, preempted: `perf script -F +misc` */
const MISC = /(?<=[\d\]])\s+[KUHGgMESpF]{1,6}$/;
const MODIFIERS = /:[ukhGHpPDSWeI]+$/;
/** The period is printed in ten places, a thread's id in at most seven. */
const PERIOD_WIDTH = 10;
/** An address and one blank, then its symbol. */
const FRAME_BEHIND = /(?:^|\s)([0-9a-f]{6,16}) (\S.*)$/;
/** Where the event begins: a command has 15 characters, numbers have 20. What is behind it may be long. */
const FRONT = 400;

/** `comm pid/tid [cpu] misc`, all of them optional, read from the right: a command may hold blanks, colons and numbers. */
function frontOf(text: string): { comm: string; tid?: string } {
  const front = text.trimEnd().replace(MISC, '').trimEnd().replace(CPU, '').trimEnd();
  const thread = THREAD.exec(front);
  return thread
    ? { comm: front.slice(0, thread.index).trim(), tid: thread[2] ?? thread[1] }
    : { comm: front.trim(), tid: undefined };
}

/** `comm pid/tid [cpu] misc period`: a last number is the period if it is printed as wide as one, or is the second one. */
function frontWithPeriod(text: string): { comm: string; tid?: string; period?: number } {
  const line = text.trimEnd();
  const number = NUMBER_AT_END.exec(line);
  if (number) {
    const blanks = number.index - line.slice(0, number.index).trimEnd().length;
    const before = frontOf(line.slice(0, number.index));
    if (before.tid !== undefined || blanks + number[0].length > PERIOD_WIDTH) {
      return { ...before, period: Number(number[0]) };
    }
  }
  return frontOf(line);
}

function behindTime(text: string): Pick<SampleHeader, 'period' | 'event' | 'rest'> {
  const found = EVENT_BEHIND_TIME.exec(text.slice(0, FRONT));
  if (found) {
    const [begin, period, event] = found;
    return { period: numberOf(period), event: event.replace(MODIFIERS, ''), rest: text.slice(begin.length) };
  }
  const frame = FRAME_BEHIND.exec(text);
  const period = /^\d+$/.exec((frame ? text.slice(0, frame.index) : text).trim())?.[0];
  return { period: numberOf(period), event: '', rest: frame ? text.slice(frame.index) : text };
}

const numberOf = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));

/** A header without a time: the event is the first name with a colon that stands behind a number, or alone. */
function withoutTime(line: string): SampleHeader | undefined {
  const header = (found: RegExpMatchArray, front: ReturnType<typeof frontWithPeriod>): SampleHeader => ({
    ...front,
    event: found[1].replace(MODIFIERS, ''),
    rest: line.slice((found.index ?? 0) + found[0].length),
  });
  let alone: SampleHeader | undefined;
  for (const found of line.slice(0, FRONT).matchAll(EVENTS)) {
    const front = frontWithPeriod(line.slice(0, found.index));
    if (front.tid !== undefined || front.period !== undefined) {
      return header(found, front);
    }
    alone ??= header(found, front);
  }
  return alone && (alone.event.includes(':') || !alone.rest.trim() || (!alone.comm && frameBehind(alone.rest)))
    ? alone
    : undefined;
}

/**
 * A sample's first line that has a time or an event, else undefined. Fields may be missing and may be padded, in perf's order:
 * comm, pid/tid, cpu, misc, time, period, event, and what the event has to say (tools/perf/builtin-script.c, process_event).
 */
export function readHeader(line: string): SampleHeader | undefined {
  const time = TIME.exec(line.slice(0, FRONT));
  if (!time) {
    return withoutTime(line);
  }
  return {
    ...frontOf(line.slice(0, time.index)),
    time: Number(time[1]) * 1e9 + Number(time[2].padEnd(9, '0')),
    ...behindTime(line.slice(time.index + time[0].length)),
  };
}

/** A first line with neither time nor event (`-F comm,tid,ip,sym`): any line can be one, where a file has no others. */
export function readBareHeader(line: string): SampleHeader {
  const frame = FRAME_BEHIND.exec(line);
  return {
    ...frontWithPeriod(line.slice(0, Math.min(frame?.index ?? FRONT, FRONT))),
    event: '',
    rest: frame ? line.slice(frame.index) : '',
  };
}

/** The only frame of a sample without call graph, which stands behind the event: `ip symbol+offset (dso)`. */
export const frameBehind = (rest: string): string | undefined => FRAME_BEHIND.exec(rest)?.[2];
