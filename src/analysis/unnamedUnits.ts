import { unitOf } from '../profile';
import { type Role } from './roleNames';

/** Weights of a file; one row per stack. */
export interface FileWeights {
  role: Role;
  weights: Float64Array;
  unit: string;
  /** Whether the unit comes from the file or from an option; else it is `count` for want of one. */
  named: boolean;
}

/**
 * bcc's offcputime and offwaketime print µs. A count of switches stays below this in the mean of the stacks; time, even of
 * waits of a few ms, does not. Samples that were multiplied by their period are no smaller than it either.
 */
const LEAST_TIME = 1000;
/** A few stacks can each have a thousand samples. */
const FEWEST_STACKS = 4;
/** Profilers sample 10 to 1000 times a second: the period in µs, and in ns. */
const PERIODS: Array<[string, number, number]> = [
  ['microseconds', 1e3, 1e5],
  ['nanoseconds', 1e6, 1e8],
];

/**
 * The time unit of weights without one, by their size: off-CPU time is µs where it is too much for a count; samples that were
 * multiplied by their period have it as a common divisor, or are at least as large. Undefined: they are counts.
 */
export function unnamedTimeUnit(role: Role, weights: Float64Array): string | undefined {
  const own = weights.filter((weight) => weight > 0);
  const mean = own.reduce((sum, weight) => sum + weight, 0) / own.length;
  if (role === 'offcpu') {
    return mean >= LEAST_TIME ? 'microseconds' : undefined;
  }
  const least = own.reduce((a, b) => Math.min(a, b), Infinity);
  if (own.length < FEWEST_STACKS || least < LEAST_TIME) {
    return undefined;
  }
  const period = own.every(Number.isSafeInteger) ? own.reduce(divisor, 0) : 0;
  const sampled = PERIODS.find(([, from, to]) => period >= from && period <= to)?.[0];
  return sampled ?? (mean >= PERIODS[1][1] ? 'nanoseconds' : 'microseconds');
}

function divisor(a: number, b: number): number {
  while (b > 0) {
    [a, b] = [b, a % b];
  }
  return a;
}

/**
 * What each of the weights is to be multiplied with to be ns, and the unit that it is taken for. CPU and wall are only looked
 * at beside another measure: alone, or all in samples, their shares are right as they are.
 */
export function timeUnits(files: FileWeights[]): Array<{ unit?: string; factor: number }> {
  const isTime = ({ role }: FileWeights) => role === 'cpu' || role === 'wall' || role === 'offcpu';
  const found = files.map((file) =>
    file.unit === 'count' && !file.named && isTime(file) ? unnamedTimeUnit(file.role, file.weights) : undefined
  );
  const offCpu = files.some(({ role }, i) => role === 'offcpu' && found[i]);
  const measures = new Set(files.map((file, i) => (isTime(file) ? (found[i] ?? file.unit) : '')).filter(Boolean));
  return files.map((_, i) => {
    const unit = offCpu || measures.size > 1 ? found[i] : undefined;
    return { unit, factor: unitOf(unit).factor };
  });
}
