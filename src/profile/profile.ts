import { type ValueType } from './units';

/** Row of a FrameTable. */
export type FrameIndex = number;
/** Row of a StackTable; -1 is the empty stack. */
export type StackIndex = number;
/** Index into CallTree.symbols: what frames of all profiles are, once their identity is settled. */
export type SymbolIndex = number;
/** Index into the columns of a CallTree; 0 is the root. */
export type NodeIndex = number;

/** One function (or pseudo frame) per row. Columns are string ids, `line` is 0 where unknown. */
export interface FrameTable {
  length: number;
  name: Int32Array;
  file: Int32Array;
  line: Int32Array;
  module: Int32Array;
  /** Frames from this one on are values of a label (groupByLabel), no functions. */
  firstLabel?: number;
}

/**
 * One distinct stack per row: the stack `prefix` (-1: the empty stack) with `frame` as its leaf.
 * Invariant: prefix[i] < i, so that one pass in order visits callers before callees.
 */
export interface StackTable {
  length: number;
  prefix: Int32Array;
  frame: Int32Array;
}

/** One measurement per row: `stack` (-1: the empty stack) and one weight per value type. */
export interface SampleTable {
  length: number;
  stack: Int32Array;
  weights: Float64Array[];
  /** When single samples were taken, or began where they lasted, in ns of the recording's clock (Profile.clock); NaN where one has none. */
  time?: Float64Array;
  /** How long single samples lasted (a wait, an event), in ns; NaN where one has none. */
  duration?: Float64Array;
  /** Samples are no single ones: each is a sum over so many ns from its time on. */
  bucket?: number;
}

/** Which clock sample times are of: `utc` counts from 1970, `monotonic` from an unknown start such as the boot. */
export type Clock = 'utc' | 'monotonic';

/** A label of the samples (pod, thread, version): `index[i]` into `values` for sample i, -1 where it has none. */
export interface LabelColumn {
  name: string;
  values: string[];
  index: Int32Array;
}

/** One bucket of a latency histogram: `from` inclusive, `to` exclusive (Infinity: open). */
export interface Bucket {
  from: number;
  to: number;
  count: number;
}

/** A recorded histogram behind a frame's weight, in `unit`. */
export interface Distribution {
  unit: string;
  buckets: Bucket[];
}

/**
 * When threads ran, by a scheduler's events: from `from` to `to`, ns of the samples' clock, in the order of `from`; `thread`: index into
 * `threads`, named as in the label `thread`.
 */
export interface Schedule {
  from: Float64Array;
  to: Float64Array;
  thread: Int32Array;
  threads: string[];
  /** Switches whose other end is not in the recording, and all of them: with many of those nobody knows what ran at once. */
  lost: number;
  switches: number;
}

/**
 * Who held what single samples stood in line for, in parallel columns: one row for each thread that held it meanwhile. `time` in ns; the rows of a
 * sample add up to what is known of its wait.
 */
export interface Holding {
  /** Sample that waited. */
  wait: Int32Array;
  /** Index into `threads`: who held it. */
  thread: Int32Array;
  /** Sample of what that thread did meanwhile, -1: none is known. */
  meanwhile: Int32Array;
  time: Float64Array;
  threads: string[];
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
  labels: LabelColumn[];
  /** By frame index. */
  distributions: Map<number, Distribution>;
  /** Where the source names who held a lock. */
  holding?: Holding;
  /** pprof's period type, where the format has one: `cpu`, `wallclock`, `contentions` … */
  periodType?: string;
  /** Where samples have times: of which clock. */
  clock?: Clock;
  /** When all threads ran, where the recording says so. */
  schedule?: Schedule;
  /** Primary weight that the source cut off and lumped together (Pyroscope's `other` at its maxNodes). */
  truncated: number;
  /** Samples left out because a weight was none that can be. */
  impossible: number;
}

export interface FrameInfo {
  name: string;
  file?: string;
  line?: number;
  module?: string;
  distribution?: Distribution;
  /** No function of the profile: a value of the label that stacks are grouped by, or a bar of folded frames of a library ('': of nobody known). */
  standsFor?: 'label' | { library: string };
}
