import { type ProfileBuilder, roomFor, withRoom } from '../profile';

/** Interns names from root to leaf on top of a stack. */
export function pushFrames(builder: ProfileBuilder, names: Iterable<string>, onto = -1): number {
  let stack = onto;
  for (const name of names) {
    const trimmed = name.trim();
    if (trimmed) {
      stack = builder.stack(stack, builder.frame({ name: trimmed }));
    }
  }
  return stack;
}

/** What to say of a weight that is isImpossible (iovisor/bcc#757, #3227). */
export const UNDERFLOW_REMEDY = 'A clock ran backwards while it was recorded: 2^64 - x stands for -x.';

/** Frames of the recorder itself at the leaf, where BPF runs on a tracepoint: bpf_prog_6896d07dd3e1383c_sched_switch, bpf_trace_run4. */
const RECORDER =
  /^(?:bpf_prog_[0-9a-f]{16}\w*|bpf_trace_run\d+|__bpf_trace_\w+|trace_call_bpf|bpf_get_stackid\w*)(?:\+\S*)?$/;

/** A stack, leaf first, without the recorder's own frames. */
export function withoutRecorder(leafFirst: string[]): string[] {
  const first = leafFirst.findIndex((frame) => !RECORDER.test(frame.trim()));
  return first > 0 ? leafFirst.slice(first) : leafFirst;
}

const SEMICOLON = 59;
/** Characters made bytes at once: they fit into a core's cache. */
const CHUNK = 1 << 16;

/**
 * Interns `a;b;c`, a part of a text, frame by frame, as pushFrames does. Empty frames (`a;;b`) carry no function and are passed over.
 * A file has millions of frames and some thousand names, so no string is made of a frame whose name is known: ASCII is scanned as
 * bytes. Lines mostly stand sorted: what a line begins with as the one before it did is passed over; where it goes on, the last callee
 * of the stack is tried before any table is asked. Other text falls back to pushFrames.
 */
export function stackPusher(builder: ProfileBuilder): (text: string, from?: number, to?: number) => number {
  const chunk = new Chunk();
  const names = new ByteNames((name) => {
    const trimmed = name.trim();
    return trimmed ? builder.frame({ name: trimmed }) : -1;
  });
  // By stack, the empty one first: the callee that was found last, and its own name. Side by side, because both are asked in turn.
  let known = new Int32Array(2048).fill(-1);
  const remember = (under: number, stack: number, name: number) => {
    const place = 2 * (stack + 1);
    if (place >= known.length) {
      known = withRoom(new Int32Array(2 * place).fill(-1), known);
    }
    known[2 * (under + 1)] = stack;
    known[place + 1] = name;
  };
  const before = new LineBefore();

  return (text, from = 0, to = text.length) => {
    if (!chunk.covers(text, from, to)) {
      return pushFrames(builder, text.slice(from, to).split(';'));
    }
    const { view, start } = chunk;
    const end = to - start;
    let at = before.begin(chunk, from - start, end);
    let stack = before.stack;
    while (at <= end) {
      const likely = known[2 * (stack + 1)];
      const next = likely < 0 ? -1 : names.endAt(known[2 * (likely + 1) + 1], view, at, end);
      if (next >= 0) {
        stack = likely;
        at = next + 1;
      } else {
        const name = names.find(view, at, end);
        at = names.foundEnd + 1;
        const frame = names.ids[name];
        if (frame >= 0) {
          const under = stack;
          stack = builder.stack(under, frame);
          remember(under, stack, name);
        }
      }
      before.add(at, stack);
    }
    return stack;
  };
}

/** The frames of the line that was read last, as far as the one that is read has them, too. */
class LineBefore {
  private fills = 0;
  private from = 0;
  private end = 0;
  private frames = 0;
  /** By frame: where the next one begins, from the line's begin on, and the stack up to it. */
  private nexts = new Int32Array(256);
  private stacks = new Int32Array(256);

  get stack(): number {
    return this.frames ? this.stacks[this.frames - 1] : -1;
  }

  /** Of the chunk's line from `from` to `end`: where its first frame begins that the line before has not. */
  begin({ view, fills }: Chunk, from: number, end: number): number {
    const most = fills === this.fills ? Math.min(this.end - this.from, end - from) : 0;
    const same = sameBytes(view, this.from, from, most);
    // A frame is the same if the `;` behind it is: the last one of the line before has none.
    while (this.frames && this.nexts[this.frames - 1] > same) {
      this.frames--;
    }
    [this.fills, this.from, this.end] = [fills, from, end];
    return from + (this.frames ? this.nexts[this.frames - 1] : 0);
  }

  add(next: number, stack: number): void {
    if (this.frames === this.nexts.length) {
      this.nexts = roomFor(this.nexts, this.frames + 1);
      this.stacks = roomFor(this.stacks, this.frames + 1);
    }
    this.nexts[this.frames] = next - this.from;
    this.stacks[this.frames++] = stack;
  }
}

/** How many bytes from `a` and from `b` on are equal. Of ASCII eight at a time are a number, and never NaN. */
function sameBytes(view: DataView, a: number, b: number, most: number): number {
  let same = 0;
  while (same + 8 <= most && view.getFloat64(a + same, true) === view.getFloat64(b + same, true)) {
    same += 8;
  }
  while (same < most && view.getUint8(a + same) === view.getUint8(b + same)) {
    same++;
  }
  return same;
}

/** A part of a text as bytes, one a character. */
class Chunk {
  /** How often it was filled: what is known of other bytes is not of these. */
  fills = 0;
  view = new DataView(new ArrayBuffer(CHUNK));
  /** Where in the text its first byte is. */
  start = 0;
  private end = 0;
  private text?: string;
  private ascii = false;
  private readonly encoder = new TextEncoder();

  /** Makes text[from, to) part of it; false where it cannot be: a character is more than one byte. */
  covers(text: string, from: number, to: number): boolean {
    if (text !== this.text || from < this.start || to > this.end) {
      const part = text.slice(from, Math.max(to, from + CHUNK));
      if (part.length > this.view.byteLength) {
        this.view = new DataView(new ArrayBuffer(part.length));
      }
      this.fills++;
      this.text = text;
      this.start = from;
      this.end = from + part.length;
      const { read, written } = this.encoder.encodeInto(part, new Uint8Array(this.view.buffer));
      this.ascii = read === part.length && written === part.length;
    }
    return this.ascii;
  }
}

/** Names as bytes, numbered as they come, each with the id that `idOf` gives it. */
class ByteNames {
  readonly ids: number[] = [];
  /** Where the name that was found last ends. */
  foundEnd = 0;
  private view = new DataView(new ArrayBuffer(CHUNK));
  private begins = new Int32Array(1025); // and where the last one ends
  private hashes = new Int32Array(1024);
  private slots = new Int32Array(2048).fill(-1);
  private readonly decoder = new TextDecoder();
  /** Random per table: prevents hash flooding by crafted files. */
  private readonly factor = (Math.random() * 2 ** 32) | 1;

  constructor(private readonly idOf: (name: string) => number) {}

  /** Where the frame ends that begins at `at`, if it is this name; -1. */
  endAt(name: number, text: DataView, at: number, end: number): number {
    const own = this.view;
    const begin = this.begins[name];
    const stop = at + this.begins[name + 1] - begin;
    if (stop > end || (stop < end && text.getUint8(stop) !== SEMICOLON)) {
      return -1;
    }
    // Four bytes at a time, the last four once more where they overlap.
    const last = stop - 4;
    if (last < at) {
      for (let i = at; i < stop; i++) {
        if (text.getUint8(i) !== own.getUint8(begin + i - at)) {
          return -1;
        }
      }
      return stop;
    }
    for (let i = at; i < last; i += 4) {
      if (text.getInt32(i, true) !== own.getInt32(begin + i - at, true)) {
        return -1;
      }
    }
    return text.getInt32(last, true) === own.getInt32(begin + last - at, true) ? stop : -1;
  }

  /** The number of the frame's name that begins at `at` and ends before the next `;`. */
  find(text: DataView, at: number, end: number): number {
    const { factor } = this;
    let hash = 0;
    let stop = at;
    for (let byte; stop < end && (byte = text.getUint8(stop)) !== SEMICOLON; stop++) {
      hash = (Math.imul(hash, factor) + byte) | 0;
    }
    this.foundEnd = stop;
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let name = this.slots[slot]; name >= 0; name = this.slots[slot]) {
      if (this.hashes[name] === hash && this.endAt(name, text, at, stop) === stop) {
        return name;
      }
      slot = (slot + 1) & mask;
    }
    return this.add(new Uint8Array(text.buffer, at, stop - at), hash, slot);
  }

  private add(own: Uint8Array, hash: number, slot: number): number {
    const name = this.ids.length;
    if (name === this.hashes.length) {
      this.hashes = withRoom(new Int32Array(2 * name), this.hashes);
      this.begins = withRoom(new Int32Array(2 * name + 1), this.begins);
    }
    const begin = this.begins[name];
    if (begin + own.length > this.view.byteLength) {
      const room = new Uint8Array(2 * (begin + own.length));
      this.view = new DataView(withRoom(room, new Uint8Array(this.view.buffer)).buffer);
    }
    new Uint8Array(this.view.buffer).set(own, begin);
    this.begins[name + 1] = begin + own.length;
    this.hashes[name] = hash;
    this.slots[slot] = name;
    this.ids.push(this.idOf(this.decoder.decode(own)));
    if (2 * this.ids.length > this.slots.length) {
      this.spread();
    }
    return name;
  }

  private spread() {
    this.slots = new Int32Array(2 * this.slots.length).fill(-1);
    const mask = this.slots.length - 1;
    for (let name = 0; name < this.ids.length; name++) {
      let slot = (this.hashes[name] ^ (this.hashes[name] >>> 15)) & mask;
      while (this.slots[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      this.slots[slot] = name;
    }
  }
}
