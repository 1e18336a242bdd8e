import { inSpanOf } from './labels';
import { withRoom } from './pairIndex';
import {
  type Clock,
  type Distribution,
  type FrameIndex,
  type FrameInfo,
  type Holding,
  type Profile,
  type Schedule,
  type StackIndex,
} from './profile';
import { detached } from './remember';
import { invariant } from './result';
import { StackTables } from './stackTables';
import { StringTable } from './stringTable';
import { type ValueType } from './units';

const FIRST_ROOM = 1024;

/**
 * Weights that cannot be: beyond a signed 64-bit figure, or 2^64 − x ns printed in µs or ms (x up to 5 hours), which is a clock
 * that stepped back (bcc's offcputime, iovisor/bcc#3227).
 */
export const isImpossible = (weight: number): boolean =>
  weight >= 2 ** 63 || (weight > 1e13 && [1e3, 1e6].some((unit) => Math.abs((weight * unit) / 2 ** 64 - 1) < 1e-6));

const notKnown = (length: number) => new Float64Array(length).fill(NaN);

/** Builds a Profile; every check on what a profile must be stands here. */
export class ProfileBuilder {
  truncated = 0;
  periodType?: string;
  clock?: Clock;
  schedule?: Schedule;
  holding?: Holding;
  private times?: Float64Array;
  private durations?: Float64Array;
  private readonly labelColumns = new Map<string, { table: StringTable; index: number[]; current: number }>();
  private readonly distributions = new Map<number, Distribution>();
  private samples = 0;
  private impossible = 0;
  private skipped = false;
  private sampleStacks = new Int32Array(FIRST_ROOM);
  private sampleWeights: Float64Array[];

  private readonly valueTypes: ValueType[];

  constructor(
    valueTypes: ValueType[] = [],
    public primary = 0,
    private readonly baseline?: number,
    private readonly tables = new StackTables()
  ) {
    this.valueTypes = [...valueTypes];
    this.sampleWeights = valueTypes.map(() => new Float64Array(FIRST_ROOM));
  }

  /** Of a recording and the one that it is compared with: each sample has a weight of both, `right` is shown, `left` is the baseline. */
  static differential(
    unit: string,
    { right = 'right', left = 'left', tables }: { right?: string; left?: string; tables?: StackTables } = {}
  ): ProfileBuilder {
    const types = [right, left].map((type) => ({ type, unit }));
    return new ProfileBuilder(types, 0, 1, tables);
  }

  /** Index of the value type; added where no equal one is there: earlier samples then have 0 of it. */
  valueType(type: string, unit: string): number {
    const known = this.valueTypes.findIndex((other) => other.type === type && other.unit === unit);
    if (known >= 0) {
      return known;
    }
    this.sampleWeights.push(new Float64Array(this.sampleStacks.length));
    return this.valueTypes.push({ type: detached(type), unit: detached(unit) }) - 1;
  }

  frame(info: FrameInfo): FrameIndex {
    const id = this.tables.frame(info);
    if (info.distribution) {
      this.distributions.set(id, info.distribution);
    }
    return id;
  }

  /** The stack `prefix` with `frame` on top; -1 is the empty stack. */
  stack(prefix: StackIndex, frame: FrameIndex): StackIndex {
    return this.tables.stack(prefix, frame);
  }

  /** The stack without its leaf. */
  callerOf(stack: StackIndex): StackIndex {
    return this.tables.callerOf(stack);
  }

  /** Like stack() but without de-duplication: for sources whose rows are distinct stacks. A tree merges equal ones. */
  newStack(prefix: StackIndex, frame: FrameIndex): StackIndex {
    return this.tables.newStack(prefix, frame);
  }

  clearLabels(): void {
    this.labelColumns.forEach((column) => (column.current = -1));
  }

  /** The label of all samples from here on; undefined ends it. */
  label(name: string, value: string | undefined): void {
    let column = this.labelColumns.get(name);
    if (!column) {
      if (value === undefined) {
        return;
      }
      column = { table: new StringTable(), index: [], current: -1 };
      this.labelColumns.set(detached(name), column);
    }
    column.current = value === undefined ? -1 : column.table.intern(value);
  }

  /** `weights`: one finite number per value type. A sample with a weight that cannot be is left out and counted. */
  sample(stack: StackIndex, ...weights: number[]): void {
    invariant(stack >= -1 && stack < this.tables.length, 'the stack was built before');
    invariant(weights.length === this.valueTypes.length, 'one weight per value type');
    this.skipped = false;
    for (let i = 0; i < weights.length; i++) {
      this.skipped ||= isImpossible(weights[i]);
    }
    if (this.skipped) {
      this.impossible++;
      return;
    }
    for (const column of this.labelColumns.size ? this.labelColumns.values() : []) {
      if (column.current >= 0) {
        while (column.index.length < this.samples) {
          column.index.push(-1);
        }
        column.index.push(column.current);
      }
    }
    if (this.samples === this.sampleStacks.length) {
      this.sampleStacks = withRoom(new Int32Array(this.samples * 2), this.sampleStacks);
      this.sampleWeights = this.sampleWeights.map((own) => withRoom(new Float64Array(this.samples * 2), own));
      this.times = this.times && withRoom(notKnown(this.samples * 2), this.times);
      this.durations = this.durations && withRoom(notKnown(this.samples * 2), this.durations);
    }
    this.sampleStacks[this.samples] = stack;
    for (let i = 0; i < weights.length; i++) {
      invariant(Number.isFinite(weights[i]), 'a weight is finite');
      this.sampleWeights[i][this.samples] = weights[i];
    }
    this.samples++;
  }

  /** When the last sample was taken or began, and how long it lasted, in ns. Costs nothing where it is never called. */
  at(time: number, duration?: number): void {
    if (this.skipped) {
      return;
    }
    invariant(this.samples > 0, 'there is a sample that the time is of');
    (this.times ??= notKnown(this.sampleStacks.length))[this.samples - 1] = time;
    if (duration !== undefined) {
      (this.durations ??= notKnown(this.sampleStacks.length))[this.samples - 1] = duration;
    }
  }

  /** Weights that a sample has: the value types so far. */
  get width(): number {
    return this.valueTypes.length;
  }

  /** Index of the sample that was added last; -1 where it was left out, or there is none. */
  get last(): number {
    return this.skipped ? -1 : this.samples - 1;
  }

  /** Nothing to finish: no value type, or no sample that can be. */
  get isEmpty(): boolean {
    return this.valueTypes.length === 0 || this.samples === 0;
  }

  /** A sample with a weight of one value type only. */
  sampleOf(stack: StackIndex, valueType: number, weight: number): void {
    this.sample(stack, ...this.valueTypes.map((_, i) => (i === valueType ? weight : 0)));
  }

  /** What the format shows by default may be a figure that this recording has none of: then the last one with any. */
  private shown(): number {
    const filled = this.sampleWeights.map((weights) => weights.some((weight) => weight !== 0));
    return filled[this.primary] || this.baseline !== undefined || !filled.includes(true)
      ? this.primary
      : filled.lastIndexOf(true);
  }

  finish(): Profile {
    invariant(this.primary >= 0 && this.primary < this.valueTypes.length, 'primary is one of the value types');
    const labels = [...this.labelColumns].map(([name, { table, index }]) => ({
      name,
      values: table.list,
      index: Int32Array.from({ length: this.samples }, (_, i) => index[i] ?? -1),
    }));
    const inSpan = inSpanOf(labels, this.samples);
    return {
      ...this.tables.finish(),
      samples: {
        length: this.samples,
        stack: this.sampleStacks.slice(0, this.samples),
        weights: this.sampleWeights.map((own) => own.slice(0, this.samples)),
        ...(this.times && { time: this.times.slice(0, this.samples) }),
        ...(this.durations && { duration: this.durations.slice(0, this.samples) }),
      },
      valueTypes: this.valueTypes,
      primary: this.shown(),
      baseline: this.baseline,
      labels: inSpan ? [...labels, inSpan] : labels,
      distributions: this.distributions,
      ...(this.holding && { holding: this.holding }),
      periodType: this.periodType,
      clock: this.times && (this.clock ?? 'monotonic'),
      ...(this.schedule && { schedule: this.schedule }),
      truncated: this.truncated,
      impossible: this.impossible,
    };
  }
}
