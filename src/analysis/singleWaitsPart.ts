import { type CallTree, Part } from '../profile';
import { type SingleWaits } from './singleWaits';
import { type SingleSamples } from './waitLengths';

/** Made for a tree and the samples on it, where somebody asks how long waits are. */
export type SingleWaitsOf = (tree: CallTree, samples: () => SingleSamples | undefined) => SingleWaits;

/** Few recordings have single waits: what works on them is fetched for those that do. */
export const singleWaits = new Part<SingleWaitsOf>(async () => {
  const { SingleWaits: Waits } = await import(/* webpackChunkName: "lengths" */ './singleWaits');
  return (tree, samples) => new Waits(tree, samples);
});

/** Whether a tree has histograms of waits, which are read without a time of their own. */
export const hasHistograms = ({ symbols }: CallTree): boolean => symbols.some(({ distribution }) => distribution);
