import { type CallTree, Part } from '../profile';
import { type SingleWaits } from './singleWaits';

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

/** Made for a tree and the samples on it, where somebody asks how long waits are. */
export type SingleWaitsOf = (tree: CallTree, samples: () => SingleSamples | undefined) => SingleWaits;

/** Few recordings have single waits: what works on them is fetched for those that do. */
export const waitLengths = new Part<SingleWaitsOf>(async () => {
  const { SingleWaits: Waits } = await import(/* webpackChunkName: "lengths" */ './singleWaits');
  return (tree, samples) => new Waits(tree, samples);
});

/** Whether a tree has histograms of waits, which are read without a time of their own. */
export const hasHistograms = ({ symbols }: CallTree): boolean => symbols.some(({ distribution }) => distribution);
