/** As much of the single samples with a time as lengths of waits need, in order of time: columns as in prepare's TimedSamples. */
export interface SingleSamples {
  length: number;
  time: Float64Array;
  duration: Float64Array;
  node: Int32Array;
  category: Uint8Array;
  thread: Int32Array;
}

/** Waits between `from` and `to`, ns: how many, and how long all of them together. */
export interface LengthBucket {
  from: number;
  to: number;
  count: number;
  time: number;
}

/** What a frame's single waits are: it is blocked, ready to run without a CPU, or has nothing to do. */
export type WaitClass = 'blocked' | 'runnable' | 'idle';

/** How long one wait is, in ns. */
export interface WaitLengths {
  class: WaitClass;
  count: number;
  total: number;
  /** Half of the waits are not longer. */
  half: number;
  /** One in a hundred is longer. */
  most: number;
  longest: number;
  /** Of a histogram that was recorded as such: the figures are edges of its buckets, and `total` is counted from their middles. */
  rough: boolean;
  /** From the shortest to the longest, each a power of two as wide as the others. */
  buckets: LengthBucket[];
}
