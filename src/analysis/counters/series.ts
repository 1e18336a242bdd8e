import { median, pairs } from 'd3';
import { type CounterScope, type TimeSeries } from './model';

/** Labels that tell parts of one instance apart: sums run over them. */
const PARTS = new Set(['__name__', 'cpu', 'core', 'socket', 'event', 'counter', 'pmu', 'mode']);
/** Labels that name a frame; see the honesty table in docs/plugin/counters.md. */
const FRAME_LABELS = ['function', 'frame', 'symbol', 'func'];
const PROCESS_LABELS = [
  'process',
  'comm',
  'container',
  'container_name',
  'pod',
  'pod_name',
  'service',
  'service_name',
  'job_name',
  'cgroup',
  'pid',
  // cAdvisor's, of a container without Kubernetes
  'image',
  'name',
];

/** The function that a series says it is of. */
export const functionOf = (labels: Array<[string, string]>): string | undefined =>
  labels.find(([name, value]) => FRAME_LABELS.includes(name) && value)?.[1];

export function scopeOf(labels: Array<[string, string]>): CounterScope {
  const has = (names: string[]) => labels.some(([name, value]) => names.includes(name) && value);
  // cAdvisor's `id` is the path of a cgroup; the root's is the machine
  const ofCgroup = labels.some(([name, value]) => name === 'id' && /^\/./.test(value));
  return has(FRAME_LABELS) ? 'function' : has(PROCESS_LABELS) || ofCgroup ? 'process' : 'host';
}

/** Whose figures a series has, whatever part of it: `instance=a, job=b`. */
export const instanceOf = (labels: Array<[string, string]>): string =>
  labels
    .filter(([name]) => !PARTS.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ');

/** A gap of more steps than this is no interval: what happened in it is not known. */
const MAX_GAP = 5;

/** Typical distance of two points in ms: the median, which a gap does not move. */
export const stepOf = (times: ArrayLike<number>): number =>
  median(pairs(Array.from(times)), ([before, after]) => after - before) ?? 0;

/** A counter only ever grows, but for its resets; figures per second go up and down. */
export function isCounter(series: TimeSeries): boolean {
  const named = series.names.find((name) => /rate\(|increase\(|delta\(|_total\b/.test(name));
  if (named) {
    return !/rate\(|increase\(|delta\(/.test(named);
  }
  let up = 0;
  let down = 0;
  for (let i = 1; i < series.values.length; i++) {
    const step = Number(series.values[i]) - Number(series.values[i - 1]);
    up += step > 0 ? 1 : 0;
    down += step < 0 ? 1 : 0;
  }
  return up > 3 && down <= up * 0.05;
}

/** Amounts of an event by the end of their interval (ms), and its seconds: increases of a counter, resets undone, or rate × step. */
export function amounts(series: TimeSeries): Array<{ time: number; amount: number; seconds: number }> {
  const { times, values } = series;
  const step = stepOf(times);
  const counter = isCounter(series);
  const out: Array<{ time: number; amount: number; seconds: number }> = [];
  let last = -1;
  for (let i = 0; i < times.length; i++) {
    const value = values[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      continue;
    }
    if (!counter) {
      out.push({ time: times[i], amount: value * (step / 1000), seconds: step / 1000 });
    } else if (last >= 0 && times[i] - times[last] <= MAX_GAP * step) {
      const previous = Number(values[last]);
      const seconds = (times[i] - times[last]) / 1000;
      out.push({ time: times[i], amount: value >= previous ? value - previous : value, seconds });
    }
    last = i;
  }
  return out;
}
