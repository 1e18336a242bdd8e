import { type CallTree, totalOf, type Weights } from '../profile';
import {
  computeCounters,
  type CounterEvent,
  type CounterRow,
  DERIVED,
  eventOfName,
  FRAME_LABELS,
  type Metric,
  METRIC_INFO,
  METRICS,
  MIN_SAMPLES,
  poissonError,
  type TimeSeries,
} from './counters';
import { totalsBySymbol } from './functions';
import { normaliseName } from './rollup';
import { message } from '../profile/message';

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
export const ratioAt = (tree: CallTree, events: EventProfiles, metric: Metric, node: number): FrameRatio | undefined =>
  ratioOf(events, metric, (weights) => totalOf(tree, weights, node));

/** The same for a function over all its call paths, by symbol. */
export function ratiosBySymbol(
  tree: CallTree,
  events: EventProfiles
): (symbol: number, metric: Metric) => FrameRatio | undefined {
  const columns = [...events.values()].flatMap(({ weights, counts }) => (counts ? [weights, counts] : [weights]));
  const sums = new Map(totalsBySymbol(tree, columns).map((sum, i) => [columns[i], sum!]));
  return (symbol, metric) => ratioOf(events, metric, (weights) => sums.get(weights)![symbol]);
}

function ratioOf(events: EventProfiles, metric: Metric, sumOf: (weights: Weights) => number): FrameRatio | undefined {
  const { numerator, denominator, factor } = METRIC_INFO[metric];
  const top = events.get(numerator);
  const bottom = events.get(denominator);
  if (!top || !bottom) {
    return undefined;
  }
  const under = sumOf(bottom.weights);
  const value = (factor * sumOf(top.weights)) / under;
  if (!(under > 0)) {
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
  DERIVED.filter((metric) => events.has(METRIC_INFO[metric].numerator) && events.has(METRIC_INFO[metric].denominator));

/** Figures of series with a function label, by symbol; and the functions that no frame has. */
export interface FrameMarks {
  bySymbol: Map<number, FrameRatio[]>;
  unmatched: string[];
}

/** Equal names only, as written or normalised: a frame is never guessed. One value holds for all call paths of a function. */
export function frameMarks(tree: CallTree, series: TimeSeries[]): FrameMarks {
  const byFunction = new Map<string, TimeSeries[]>();
  for (const one of series) {
    const name = one.labels.find(([label, value]) => FRAME_LABELS.includes(label) && value)?.[1];
    if (name) {
      const own = byFunction.get(name) ?? [];
      own.push(one);
      byFunction.set(name, own);
    }
  }
  const marks: FrameMarks = { bySymbol: new Map(), unmatched: [] };
  if (!byFunction.size) {
    return marks;
  }
  const symbols = new Map<string, number[]>();
  tree.symbols.forEach(({ name }, id) => {
    const key = normaliseName(name);
    const own = symbols.get(key) ?? [];
    own.push(id);
    symbols.set(key, own);
  });
  for (const [name, own] of byFunction) {
    const ratios = computeCounters(own)
      .filter(({ value }) => Number.isFinite(value))
      .map(({ metric, value }): FrameRatio => ({ metric, value }));
    const found = symbols.get(normaliseName(name)) ?? [];
    // One event alone makes no ratio: it marks nothing.
    if (ratios.length) {
      found.forEach((symbol) => marks.bySymbol.set(symbol, [...(marks.bySymbol.get(symbol) ?? []), ...ratios]));
    }
    if (!found.length) {
      marks.unmatched.push(name);
    }
  }
  return marks;
}

interface Reading {
  event: string;
  value: number;
  running: number;
}

/** Rows of `perf stat` output: sums over cores and intervals, then ratios; no course over time. */
export function countersOfReadings(refId: string, readings: Reading[]): CounterRow[] {
  const sums = new Map<CounterEvent, number>();
  let least = 1;
  for (const { event, value, running } of readings) {
    const known = eventOfName(event);
    if (known) {
      sums.set(known, (sums.get(known) ?? 0) + value);
      least = Math.min(least, running);
    }
  }
  return METRICS.filter((metric) => DERIVED.includes(metric)).flatMap((metric): CounterRow[] => {
    const { numerator, denominator, factor } = METRIC_INFO[metric];
    const [top, bottom] = [sums.get(numerator), sums.get(denominator)];
    if (top === undefined || !bottom) {
      return [];
    }
    const value = (factor * top) / bottom;
    return [
      {
        metric,
        value,
        last: value,
        times: [],
        values: [],
        instances: [{ labels: '', value }],
        scope: 'process',
        refIds: [refId],
        names: ['perf stat'],
        notes: [
          message('perf stat of a whole command'),
          ...(least < 1
            ? [message('counted {share} % of the time and scaled up by perf', { share: (least * 100).toFixed(0) })]
            : []),
        ],
      },
    ];
  });
}
