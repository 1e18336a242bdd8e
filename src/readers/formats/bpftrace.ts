import { type Bucket, fail, isImpossible, LOCK, ok, ProfileBuilder, type Result } from '../../profile';
import { pushFrames, UNDERFLOW_REMEDY, withoutRecorder } from '../stackText';
import { Dropped, headLines, isObject, linesOf, type Reader, type ReadProfile, type Source } from '../source';

const ATTACHED = /^Attach(?:ing|ed) \d+ probes?/;
const MAP_KEY = /^@(\w*)\[(.*)$/;
/** The end of a key and its value: a number, stats()'s three, or nothing where a histogram follows. No frame begins a line with it. */
const KEY_END = /^(\S.*)?\]: ?(-?\d+|count -?\d+, average -?\d+, total -?\d+)?$/;
const BUCKET = /^(?:[[(])(\.\.\.|-?\d+[KMGTPE]?)(?:, (\.\.\.|-?\d+[KMGTPE]?))?[\])]\s+(\d+)\s*\|/;
const SUFFIX = 'KMGTPE';

/** bpftrace prints 2K for 2048. */
function boundary(text: string): number {
  const exponent = SUFFIX.indexOf(text.slice(-1));
  return exponent < 0 ? Number(text) : Number(text.slice(0, -1)) * 1024 ** (exponent + 1);
}

/** The unit that a map's name tells: `@us`, `@off_ns`, `@usecs`; samples otherwise. */
function unitOfMap(name: string): { unit: string; factor: number } {
  const found = /(?:^|_)(ns|nsecs?|us|usecs?|ms|msecs?)(?:_|$)/i.exec(name)?.[1].toLowerCase();
  const factor = { n: 1, u: 1e3, m: 1e6 }[found?.[0] ?? ''];
  return factor ? { unit: 'nanoseconds', factor } : { unit: 'count', factor: 1 };
}

/** A map that carries time and is keyed by stacks holds off-CPU time as a rule: on-CPU profilers count. */
const typeOfMap = (name: string) =>
  unitOfMap(name).unit === 'nanoseconds' ? (HELD.test(name) ? 'lock held' : 'off_cpu') : name ? `@${name}` : 'samples';

/** How long a lock was held, not waited for. */
const HELD = /(?:^|_)(?:held|hold)(?:_|$)/i;

/** A number of a key as an address, in hex; empty: it is none. */
const addressOf = (word: string): string =>
  word.length >= 25
    ? ''
    : /^0x[0-9a-f]+$/i.test(word)
      ? word.toLowerCase()
      : /^-?\d+$/.test(word)
        ? `0x${BigInt.asUintN(64, BigInt(word)).toString(16)}`
        : '';

/**
 * The address of a lock among the numbers of a key, as hex: pointers are printed as such or in decimal. No pid (below 2^22) nor the id of a cgroup
 * or a device is that large; a small address is one where the same output has it as a pointer.
 */
function lockOf(scalars: string[], pointers: ReadonlySet<string>): string | undefined {
  return scalars
    .map(addressOf)
    .find((word) => pointers.has(word) || /^0x(?:7[ef]|5[56]|ffff)[0-9a-f]{10,12}$/.test(word));
}

/** System call named in a histogram's map: `@recvfrom_us`, `@usecs_read`; else the map itself is the frame. */
const CALLS =
  /(?:^|_)(recvfrom|recvmsg|recv|read|pread|readv|write|writev|send|sendto|sendmsg|poll|epoll_wait|select|futex|fsync|connect|accept)(?:_|$)/;

/** A key taken apart: its stacks, leaf first, and what stands beside them (comm, pid, …), each in its order. */
interface Key {
  stacks: string[][];
  scalars: string[];
}

/** An address, a symbol and a file, as ustack(perf) prints them: `55af286051f3 computer+26 (/app/waits)`. */
const PERF_FRAME = /^[0-9a-f]+ (.+?)(?:\+(?:0x)?[0-9a-f]+)? \(([^()]*)\)$/;

function frameName(text: string): string {
  const frame = text.trim();
  const perf = PERF_FRAME.exec(frame);
  if (!perf) {
    return frame.replace(/\+\d+$/, '');
  }
  const [, symbol, file] = perf;
  const name = file.slice(file.lastIndexOf('/') + 1);
  return /^(?:0x[0-9a-f]+|\[unknown\])$/.test(symbol)
    ? name && name !== '[unknown]'
      ? `[${name}]`
      : '[unknown]'
    : symbol;
}

/**
 * `waits, \n    f+1\n    g+2\n, 14959`: the elements of a key stand between commas, in text with a blank behind each, and every
 * frame of a stack on a line of its own that begins with a blank. A stack that is empty leaves nothing between its commas.
 */
function parseKey(text: string): Key {
  const elements: Array<{ word: string; frames: string[] }> = [];
  text.split('\n').forEach((line, i) => {
    if (i > 0 && /^\s/.test(line)) {
      elements[elements.length - 1].frames.push(...(line.trim() ? [frameName(line)] : []));
      return;
    }
    // After a stack's frames its comma begins the line: what stands before that is the stack.
    const words = line.split(/, ?/).map((word) => word.trim());
    words.slice(i > 0 ? 1 : 0).forEach((word) => elements.push({ word, frames: [] }));
  });
  return {
    stacks: elements.filter(({ word }) => !word).map(({ frames }) => withoutRecorder(frames)),
    scalars: elements.map(({ word }) => word).filter(Boolean),
  };
}

/** Frames of the kernel that stacks enter it by, wait in or are interrupted by; kstack(3) has no other ones. */
const KERNEL =
  /^(?:entry_SYSCALL|do_syscall_|__x64_sys_|__arm64_sys_|el0t_|ret_from_fork|asm_|sysvec_|irqentry_|__irq_exit|handle_softirqs|__schedule$|schedule$|schedule_|finish_task_switch|do_futex|futex_wait|ksys_|vfs_|do_nanosleep|hrtimer_|exc_|common_interrupt)/;

interface Entry {
  map: string;
  key: Key;
  value: number;
  line: number;
}

interface Histogram extends Entry {
  /** The key as it is printed. */
  text: string;
  buckets: Bucket[];
}

/** Names of maps whose values are no sums. Text does not say how a value was made. */
const NO_SUM = /(?:^|_)(?:avg|average|mean|max|min)(?:_|$)/i;
const NO_SUM_REASON = 'averages, greatest and least values do not add up';
const NO_SUM_REMEDY = 'Use sum(), stats() or hist() of the same figure.';

/** Each map with stacks is a value of its own; a script has a handful. */
const MAX_MAPS = 100;

class Maps {
  readonly builder = new ProfileBuilder();
  readonly dropped = new Dropped();
  private readonly entries: Entry[] = [];
  private readonly histograms: Histogram[] = [];
  private readonly taken = new Set<string>();

  /** The value of a key. Whether its map holds stacks is known at the end only: the stack of one key may be empty. */
  add(map: string, key: string, value: number, line: number): void {
    if (NO_SUM.test(map)) {
      this.dropped.add(line, `@${map}: ${NO_SUM_REASON}`, NO_SUM_REMEDY);
    } else if (isImpossible(value)) {
      this.dropped.add(line, `@${map} is ${value}, which no recording reaches`, UNDERFLOW_REMEDY);
    } else if (value < 0) {
      this.dropped.add(line, `@${map} is ${value}, below 0`);
    } else {
      this.entries.push({ map, key: parseKey(key), value, line });
    }
  }

  /** A histogram: its sum is estimated from the middle of each bucket, under the stack or the process that its key names. */
  histogram(map: string, text: string, buckets: Bucket[], line: number): void {
    const middle = ({ from, to }: Bucket) => (Number.isFinite(to) ? (from + to) / 2 : from);
    const value = buckets.reduce((total, bucket) => total + Math.max(0, middle(bucket)) * bucket.count, 0);
    this.histograms.push({ map, text, key: text ? parseKey(text) : { stacks: [], scalars: [] }, value, line, buckets });
  }

  /** Words of the key are frames at the root (comm), numbers (pid, tid, cpu) the label `id`. */
  private sample({ map, key, value }: Entry, type: number, kernelFirst: boolean, pointers: ReadonlySet<string>): void {
    const lock = lockOf(key.scalars, pointers);
    const others = key.scalars.filter((word) => lock === undefined || addressOf(word) !== lock);
    const ids = others.filter((word) => /^-?\d+$/.test(word));
    const words = others.filter((word) => !/^-?\d+$/.test(word));
    // A stack is printed leaf first, and the kernel's frames are the leaf side.
    const stacks = (kernelFirst ? [...key.stacks].reverse() : key.stacks).map((frames) => [...frames].reverse());
    this.builder.label(LOCK, lock);
    this.builder.label('id', ids.length ? ids.join(', ') : undefined);
    const stack = pushFrames(this.builder, [...words, ...stacks.flat()]);
    this.builder.sampleOf(stack, type, value * unitOfMap(map).factor);
  }

  /** Maps with a stack in some key, each a value of its own: two maps may measure the same. */
  private addStacks(entries: Entry[]): void {
    const pointers = new Set(
      entries
        .flatMap(({ key }) => key.scalars.filter((word) => /^0x[0-9a-f]{5,16}$/i.test(word)))
        .map((word) => word.toLowerCase())
    );
    const maps = new Map<string, Entry[]>();
    for (const entry of entries) {
      const known = maps.get(entry.map);
      known ? known.push(entry) : maps.set(entry.map, [entry]);
    }
    for (const [map, own] of maps) {
      if (!own.some(({ key }) => key.stacks.length)) {
        own.forEach(({ line }) => this.dropped.add(line, `@${map} has a key that is no stack`));
        continue;
      }
      if (this.taken.size >= MAX_MAPS) {
        own.forEach(({ line }) => this.dropped.add(line, `@${map}: more than ${MAX_MAPS} maps with stacks`));
        continue;
      }
      const { unit } = unitOfMap(map);
      const name = typeOfMap(map);
      const type = this.builder.valueType(this.taken.has(name) ? `@${map}` : name, unit);
      this.taken.add(this.taken.has(name) ? `@${map}` : name);
      // Of two stacks the kernel's is the leaf side, whichever is written first.
      const kernel = (place: number) =>
        own.filter(({ key }) => key.stacks[place]?.some((frame) => KERNEL.test(frame))).length;
      const kernelFirst = kernel(0) >= kernel(1);
      own.forEach((entry) => this.sample(entry, type, kernelFirst, pointers));
    }
  }

  /** A histogram by process: its frame keeps the buckets. Those of several calls add up. */
  private addHistogram({ map, text, value, buckets }: Histogram): void {
    const { unit, factor } = unitOfMap(map);
    const call = CALLS.exec(map)?.[1];
    const frame = this.builder.frame({
      name: `latency histogram ${call ?? `@${map}`}`,
      distribution: {
        unit: unit === 'nanoseconds' ? 'nanoseconds' : '',
        buckets: buckets.map((b) => ({ ...b, from: b.from * factor, to: b.to * factor })),
      },
    });
    const stack = this.builder.stack(pushFrames(this.builder, text ? [text] : []), frame);
    this.builder.label('id', undefined);
    this.builder.label(LOCK, undefined);
    const type = this.builder.valueType(this.taken.has('off_cpu') ? 'latency histograms' : 'off_cpu', unit);
    this.builder.sampleOf(stack, type, value * factor);
  }

  private addAll(): void {
    this.addStacks(this.entries);
    const byStack = new Set(this.histograms.filter(({ key }) => key.stacks.length).map(({ map }) => map));
    this.addStacks(this.histograms.filter(({ map }) => byStack.has(map)));
    this.histograms.filter(({ map }) => !byStack.has(map)).forEach((histogram) => this.addHistogram(histogram));
  }

  finish(): Result<ReadProfile> {
    this.addAll();
    if (this.builder.isEmpty) {
      return fail('No map with stacks and no histogram in this bpftrace output.', {
        remedy: 'Print a map keyed by stacks, such as @[kstack, ustack, comm] = count(), or a hist().',
      });
    }
    const warnings = this.dropped.warnings('line');
    if (this.histograms.length) {
      warnings.push({ message: 'Time of a histogram is estimated from the middle of its buckets.' });
    }
    return ok({ profile: this.builder.finish(), dropped: this.dropped.count, warnings });
  }
}

/**
 * Text or `-f json` of bpftrace: maps keyed by stacks, alone or beside words and numbers in any order, with count(), sum() or stats(),
 * and hist()/lhist() by stack or by process. Other maps are counted as left out; so are avg(), max() and min(), which do not add up.
 */
export const bpftrace: Reader = {
  id: 'bpftrace',
  label: 'bpftrace',

  matches(source) {
    const lines = headLines(source).filter((line) => line.trim());
    const told = lines.some(
      (line) => ATTACHED.test(line) || /^\{"type": ?"(?:attached_probes|map|hist|stats)"/.test(line)
    );
    if (told) {
      return 'yes';
    }
    return lines.some((line) => /^@\w*\[(?:.*, ?)?$/.test(line) || /^@\w*(?:\[.*\])?: ?$/.test(line)) ? 'yes' : 'no';
  },

  read(source: Source): Result<ReadProfile> {
    if (source.kind !== 'text') {
      return fail('bpftrace output is text, not a table.');
    }
    return /^\s*\{/m.test(source.text.slice(0, 500)) ? readJson(source.text) : readText(source.text);
  },
};

/** The number of a value in text: stats() prints three, of which the total adds up. */
const valueOf = (text: string) => Number(/total (-?\d+)$/.exec(text)?.[1] ?? text);

function bucketOf(line: string): Bucket | undefined {
  const bucket = BUCKET.exec(line);
  if (!bucket) {
    return undefined;
  }
  const [, from, to, count] = bucket;
  const low = from === '...' ? 0 : boundary(from);
  return {
    from: low,
    to: to === undefined ? low + 1 : to === '...' ? Infinity : boundary(to),
    count: Number(count),
  };
}

function readText(text: string): Result<ReadProfile> {
  const maps = new Maps();
  let open: { map: string; lines: string[]; number: number } | undefined;
  let hist: { map: string; key: string; buckets: Bucket[]; number: number } | undefined;
  const endHist = () => {
    if (hist?.buckets.length) {
      maps.histogram(hist.map, hist.key, hist.buckets, hist.number);
    }
    hist = undefined;
  };
  /** Whether the line ends a key. */
  const ends = (map: string, before: string[], line: string, number: number) => {
    const end = KEY_END.exec(line);
    if (end) {
      const key = [...before, end[1] ?? ''].join('\n');
      if (end[2] === undefined) {
        hist = { map, key, buckets: [], number };
      } else {
        maps.add(map, key, valueOf(end[2]), number);
      }
    }
    return end !== null;
  };
  for (const { line, number } of linesOf(text)) {
    if (open && /^@\w*(?:\[|:)/.test(line)) {
      maps.dropped.add(open.number, 'the output ends inside a stack');
      open = undefined;
    }
    if (open) {
      if (ends(open.map, open.lines, line, open.number)) {
        open = undefined;
      } else if (line.trim()) {
        open.lines.push(line);
      }
      continue;
    }
    const bucket = hist && bucketOf(line);
    if (hist && bucket) {
      hist.buckets.push(bucket);
      continue;
    }
    endHist();
    if (!line.trim() || ATTACHED.test(line)) {
      continue;
    }
    const key = MAP_KEY.exec(line);
    const bare = /^@(\w*): ?$/.exec(line);
    if (key) {
      // `@[a, ]: 3` is a key on one line; `@[a, ` goes on with frames.
      open = ends(key[1], [], key[2] || ' ', number) ? undefined : { map: key[1], lines: [key[2]], number };
    } else if (bare) {
      hist = { map: bare[1], key: '', buckets: [], number };
    } else {
      maps.dropped.add(number, `no stack and no histogram: ${line.slice(0, 80)}`);
    }
  }
  endHist();
  if (open) {
    maps.dropped.add(open.number, 'the output ends inside a stack');
  }
  return maps.finish();
}

/** Buckets of a histogram in JSON. */
const bucketsOf = (buckets: unknown): Bucket[] =>
  (Array.isArray(buckets) ? buckets : []).flatMap((b): Bucket[] =>
    isObject(b) && typeof b.count === 'number'
      ? [{ from: Number(b.min ?? 0), to: typeof b.max === 'number' ? b.max + 1 : Infinity, count: b.count }]
      : []
  );

/** A key and its number in a line of JSON. */
const PAIR = /("(?:[^"\\]|\\.)*"): (-?\d+)(?=[,}])/g;

/** Stacks that are printed alike are keys of their own for bpftrace, and equal ones in its JSON, of which a parser keeps the last. */
function pairsOf(content: object, text: string): Array<[string, unknown]> {
  const entries = Object.entries(content);
  const pairs = [...text.matchAll(PAIR)];
  return pairs.length > entries.length && entries.every(([, value]) => typeof value === 'number')
    ? pairs.map(([, key, value]): [string, number] => [JSON.parse(key), Number(value)])
    : entries;
}

function addJson(maps: Maps, type: unknown, map: string, content: unknown, line: number, text: string): void {
  if (type === 'hist') {
    const byKey: Array<[string, unknown]> = Array.isArray(content)
      ? [['', content]]
      : isObject(content)
        ? Object.entries(content)
        : [];
    byKey.forEach(([key, buckets]) => maps.histogram(map, key, bucketsOf(buckets), line));
    return;
  }
  if (!isObject(content) || Array.isArray(content)) {
    maps.dropped.add(line, `@${map} holds no stacks`);
    return;
  }
  for (const [key, value] of pairsOf(content, text)) {
    // stats() is an object with a total; a number of type stats is an average.
    const total = isObject(value) ? value.total : type === 'map' ? value : undefined;
    if (typeof total === 'number') {
      maps.add(map, key, total, line);
    } else {
      maps.dropped.add(line, `@${map}: ${NO_SUM_REASON}`, NO_SUM_REMEDY);
    }
  }
}

function readJson(text: string): Result<ReadProfile> {
  const maps = new Maps();
  for (const { line, number } of linesOf(text)) {
    if (!line.trim()) {
      continue;
    }
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      maps.dropped.add(number, 'not a line of JSON');
      continue;
    }
    const { type, data } = isObject(json) ? json : {};
    if (type === 'map' || type === 'stats' || type === 'hist') {
      Object.entries(isObject(data) ? data : {}).forEach(([name, content]) =>
        addJson(maps, type, name.replace(/^@/, ''), content, number, line)
      );
    } else if (type !== 'attached_probes') {
      maps.dropped.add(number, `a line of type ${String(type).slice(0, 40)}`);
    }
  }
  return maps.finish();
}
