import { type CallTree, totalOf, type Weights, type NodeIndex, type SymbolIndex } from '../../profile';
import { totalsBySymbol } from '../outermost';
import { type CounterEvent, denominatorOf, DERIVED, type Metric, METRIC_INFO, ratio } from './model';

/** Stacks sampled on an event: its sum, and the number of samples where the source tells it, on the union tree. */
export interface EventWeights {
  weights: Weights;
  counts?: Weights;
}

export type EventProfiles = Map<CounterEvent, EventWeights>;

/** A frame's own ratio, and how far to trust it. */
export interface FrameRatio {
  metric: Metric;
  value: number;
  /** Relative error of the sampling; absent for figures that were not sampled. */
  error?: number;
  /** Samples of the rarer event; absent for figures that were not sampled. */
  samples?: number;
}

/**
 * The ratio of the samples under a node: the only figure that belongs to one call path. Undefined below MIN_SAMPLES on either
 * side. Skid moves samples to instructions after the one that is to blame.
 */
export const ratioAt = (
  tree: CallTree,
  events: EventProfiles,
  metric: Metric,
  node: NodeIndex
): FrameRatio | undefined => ratioOf(events, metric, (weights) => totalOf(tree, weights, node));

/** The same for a function over all its call paths, by symbol. */
export function ratiosBySymbol(
  tree: CallTree,
  events: EventProfiles
): (symbol: SymbolIndex, metric: Metric) => FrameRatio | undefined {
  const columns = [...events.values()].flatMap(({ weights, counts }) => (counts ? [weights, counts] : [weights]));
  const sums = new Map(totalsBySymbol(tree, columns).map((sum, i) => [columns[i], sum]));
  return (symbol, metric) => ratioOf(events, metric, (weights) => sums.get(weights)?.[symbol] ?? NaN);
}

function ratioOf(events: EventProfiles, metric: Metric, sumOf: (weights: Weights) => number): FrameRatio | undefined {
  const { numerator } = METRIC_INFO[metric];
  const top = numerator && events.get(numerator);
  const bottom = denominatorOf(metric, events);
  if (!top || !bottom) {
    return undefined;
  }
  const value = ratio(metric, { top: sumOf(top.weights), bottom: sumOf(bottom.weights) });
  if (Number.isNaN(value)) {
    return undefined;
  }
  if (!top.counts || !bottom.counts) {
    return { metric, value };
  }
  const [a, b] = [sumOf(top.counts), sumOf(bottom.counts)];
  if (Math.min(a, b) < MIN_SAMPLES) {
    return undefined;
  }
  return { metric, value, error: poissonError(a, b), samples: Math.min(a, b) };
}

/** Metrics that event profiles allow. */
export const sampledMetrics = (events: EventProfiles): Metric[] =>
  DERIVED.filter((metric) => {
    const { numerator } = METRIC_INFO[metric];
    return numerator !== undefined && events.has(numerator) && denominatorOf(metric, events) !== undefined;
  });

/** Relative error of a ratio of two sample counts: Poisson, √(1/a + 1/b). */
export const poissonError = (a: number, b: number): number => Math.sqrt(1 / a + 1 / b);

/** A per-frame ratio of fewer samples than this on either side says nothing. */
export const MIN_SAMPLES = 30;
