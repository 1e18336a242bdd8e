import { type CounterEvent, eventOfName, type EventProfiles } from '../analysis';
import { type CallTree, weightsOf } from '../profile';
import { type Instance, keepsSample, type SampleFilter } from './instances';
import { type Prepared } from './types';

/**
 * Every value type that is a hardware event, whatever role its query has, added up over instances. A ratio's error needs the
 * number of samples: one per row where rows are samples, the weight itself where it counts samples; else it is not known.
 * `kept`: 1 for the nodes whose stacks filters keep.
 */
export function eventProfiles(
  instances: Instance[],
  filter: SampleFilter,
  kept: Uint8Array | undefined
): EventProfiles {
  const sums = new Map<CounterEvent, { weights: Float64Array; counts?: Float64Array }>();
  for (const instance of instances) {
    const { profile, read, attach } = instance;
    if (instance.baseline) {
      continue;
    }
    const keep = keepsSample(instance, filter);
    profile.valueTypes.forEach(({ type, unit }, index) => {
      const event = eventOfName(type);
      if (!event) {
        return;
      }
      const own = (count: boolean) => {
        const weights = attach(index, keep, count);
        return kept ? weights.map((w, node) => (kept[node] ? w : 0)) : weights;
      };
      const weights = own(false);
      const counts = unit === 'count' ? weights : read.format.aggregated ? undefined : own(true);
      const sum = sums.get(event);
      sums.set(event, {
        weights: sum ? sum.weights.map((w, node) => w + weights[node]) : weights,
        counts: sum ? sum.counts && counts && sum.counts.map((n, node) => n + counts[node]) : counts,
      });
    });
  }
  return new Map(
    [...sums].map(([event, { weights, counts }]) => [
      event,
      { weights: weightsOf(weights), counts: counts && weightsOf(counts) },
    ])
  );
}

/** Waits for kernel locks (`perf lock`) by the symbol of the function that asked for the lock. */
export function kernelLocks(tree: CallTree, instances: Instance[]): Prepared['kernelLocks'] {
  const locks: Prepared['kernelLocks'] = new Map();
  for (const { profile, attach } of instances) {
    const [wait, count] = ['lock wait', 'contended'].map((of) =>
      profile.valueTypes.findIndex(({ type }) => type === of)
    );
    if (wait < 0 || count < 0) {
      continue;
    }
    const [waits, counts] = [attach(wait), attach(count)];
    for (let node = 1; node < tree.length; node++) {
      const owner = tree.symbol[tree.parent[node]]; // the leaf names the lock's type
      if (waits[node] > 0 && owner >= 0) {
        const sum = locks.get(owner) ?? { wait: 0, contended: 0 };
        locks.set(owner, { wait: sum.wait + waits[node], contended: sum.contended + counts[node] });
      }
    }
  }
  return locks;
}
