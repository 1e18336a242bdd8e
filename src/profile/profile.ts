import { PairIndex } from './pairIndex';
import { invariant } from './result';
import { type ValueType } from './units';

/** Interned strings: `list[id]`. Names are data, so they are kept in a Map and never used as object keys. */
export class StringTable {
  readonly list: string[] = [];
  private readonly ids = new Map<string, number>();

  intern(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.list.length;
      this.list.push(text);
      this.ids.set(text, id);
    }
    return id;
  }
}

/** One function (or pseudo frame) a row. Columns are string ids, `line` is 0 where unknown. */
export interface FrameTable {
  length: number;
  name: Int32Array;
  file: Int32Array;
  line: Int32Array;
  module: Int32Array;
}

/**
 * One distinct stack a row: the stack `prefix` (-1: the empty stack) with `frame` as its leaf.
 * Invariant: prefix[i] < i, so that one pass in order visits callers before callees.
 */
export interface StackTable {
  length: number;
  prefix: Int32Array;
  frame: Int32Array;
}

/** One measurement a row: `stack` (-1: the empty stack) and one weight per value type. */
export interface SampleTable {
  length: number;
  stack: Int32Array;
  weights: Float64Array[];
}

/** What one query, file or instance delivered. */
export interface Profile {
  strings: string[];
  frames: FrameTable;
  stacks: StackTable;
  samples: SampleTable;
  valueTypes: ValueType[];
  /** Index into valueTypes of the weight to show when nothing else is asked for. */
  primary: number;
  /** Index of the weight that the primary one is compared with (a differential profile), if any. */
  baseline?: number;
  /** Primary weight that the source cut off and lumped together (Pyroscope's `other` at its maxNodes). */
  truncated: number;
}

export interface FrameInfo {
  name: string;
  file?: string;
  line?: number;
  module?: string;
}

/** Builds a Profile; every check on what a profile must be stands here. */
export class ProfileBuilder {
  truncated = 0;
  private readonly strings = new StringTable();
  private readonly frameKeys = new Map<string, number>();
  private readonly frames: number[] = []; // name, file, line, module
  private readonly stacks = new PairIndex();
  private readonly sampleStacks: number[] = [];
  private readonly sampleWeights: number[][];

  constructor(
    private readonly valueTypes: ValueType[],
    private readonly primary = 0,
    private readonly baseline?: number
  ) {
    invariant(primary >= 0 && primary < valueTypes.length, 'primary is one of the value types');
    this.sampleWeights = valueTypes.map(() => []);
  }

  frame({ name, file = '', line = 0, module = '' }: FrameInfo): number {
    // U+0000 separates: it cannot be typed into a name that reaches us as text, and a clash would only merge two frames.
    const key = file || module || line ? `${name}\0${file}\0${line}\0${module}` : name;
    let id = this.frameKeys.get(key);
    if (id === undefined) {
      id = this.frames.length / 4;
      this.frames.push(this.strings.intern(name), this.strings.intern(file), line, this.strings.intern(module));
      this.frameKeys.set(key, id);
    }
    return id;
  }

  /** The stack `prefix` with `frame` on top; -1 is the empty stack. */
  stack(prefix: number, frame: number): number {
    invariant(prefix >= -1 && prefix < this.stacks.size, 'the prefix was built before');
    invariant(frame >= 0 && frame < this.frames.length / 4, 'the frame was built before');
    return this.stacks.intern(prefix, frame);
  }

  /** `weights`: one finite number per value type. */
  sample(stack: number, ...weights: number[]): void {
    invariant(stack >= -1 && stack < this.stacks.size, 'the stack was built before');
    invariant(weights.length === this.valueTypes.length, 'one weight a value type');
    this.sampleStacks.push(stack);
    weights.forEach((weight, i) => {
      invariant(Number.isFinite(weight), 'a weight is finite');
      this.sampleWeights[i].push(weight);
    });
  }

  finish(): Profile {
    const count = this.frames.length / 4;
    const column = (offset: number) => Int32Array.from({ length: count }, (_, i) => this.frames[i * 4 + offset]);
    return {
      strings: this.strings.list,
      frames: { length: count, name: column(0), file: column(1), line: column(2), module: column(3) },
      stacks: {
        length: this.stacks.size,
        prefix: this.stacks.first.slice(0, this.stacks.size),
        frame: this.stacks.second.slice(0, this.stacks.size),
      },
      samples: {
        length: this.sampleStacks.length,
        stack: Int32Array.from(this.sampleStacks),
        weights: this.sampleWeights.map((w) => Float64Array.from(w)),
      },
      valueTypes: this.valueTypes,
      primary: this.primary,
      baseline: this.baseline,
      truncated: this.truncated,
    };
  }
}
