import { CATEGORIES, CPU, type Evidence, type PairedProfile, type Split, splitOf, type SplitSums } from '../analysis';
import { type TimedRole, type TimedSamples } from './types';

/** Equal windows, one after the other, in the unit and of the clock of the samples' times (ns). */
export interface EqualWindows {
  from: number;
  /** Length of each. */
  step: number;
  count: number;
}

/** Whose waits are shown, and whose sum is 100 %; of CPU and off-CPU time, that is both. */
const WAITS_OF: Record<Evidence, TimedRole> = {
  'cpu+wall': 'wall',
  'cpu+offcpu': 'offcpu',
  wall: 'wall',
  offcpu: 'offcpu',
  cpu: 'cpu',
  other: 'cpu',
};

/** Of a sample's time: ns since 1970 are exact to 256. */
const ROUNDING = 1e-6;

/**
 * How the time of samples splits over windows. A sample is in the window in which it was taken; one that lasted gives each window
 * its part of it, so that a wait of a minute is no peak where it ended, and so does a sum over a bucket. What lies outside of all windows
 * is in none.
 */
export function splitsOver(
  samples: TimedSamples,
  { evidence, unsure }: Pick<PairedProfile, 'evidence' | 'unsure'>,
  { from, step, count }: EqualWindows
): Split[] {
  const sums = Array.from({ length: count }, () => ({ cpu: 0, total: 0, waiting: CATEGORIES.map(() => 0), unsure: 0 }));
  const isUnsure = new Set(unsure?.nodes);
  const waits = samples.roles.indexOf(WAITS_OF[evidence]);
  const cpu = samples.roles.indexOf('cpu');
  const add = (window: number, row: number, weight: number) => {
    const sum = sums[window];
    const role = samples.role[row];
    if (role === cpu) {
      sum.cpu += weight;
    }
    if (role === waits || (role === cpu && evidence === 'cpu+offcpu')) {
      sum.total += weight;
    }
    if (role === waits && samples.category[row] !== CPU) {
      sum.waiting[samples.category[row]] += weight;
    } else if (role === waits && isUnsure.has(samples.node[row])) {
      sum.unsure += weight;
    }
  };
  for (let row = 0; row < samples.length; row++) {
    const bucket = samples.bucket[samples.role[row]] / step;
    const end = (samples.time[row] - from) / step + bucket;
    const lasted = bucket || samples.duration[row] / step;
    if (!(lasted > 0)) {
      const window = Math.floor(end);
      if (window >= 0 && window < count) {
        add(window, row, samples.weight[row]);
      }
      continue;
    }
    const begin = end - lasted;
    for (let window = Math.max(0, Math.floor(begin)); window < Math.min(count, end); window++) {
      const part = (Math.min(end, window + 1) - Math.max(begin, window)) / lasted;
      if (part > ROUNDING) {
        add(window, row, samples.weight[row] * part);
      }
    }
  }
  return sums.map((sum: SplitSums) => splitOf(evidence, sum));
}
