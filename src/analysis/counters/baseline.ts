import { mean } from 'd3';
import { message, type Message } from '../../profile/message';
import { addUp, type CounterRow, type Metric, METRIC_INFO, ratio } from './model';

export type BaselineSpec = { type: 'first' } | { type: 'number'; value: number } | { type: 'query' };

/** Share of the range that counts as its first part. */
const FIRST_PART = 0.25;

/** What a row is compared with, and how that is said after “against”. */
export function baselineOf(
  row: CounterRow,
  spec: BaselineSpec,
  others: CounterRow[],
  from: number,
  to: number
): { value: number; words: Message } | undefined {
  if (spec.type === 'number') {
    return { value: spec.value, words: message('the set baseline') };
  }
  const other = others.find(({ metric }) => metric === row.metric);
  if (other) {
    return { value: other.value, words: message('the query {query}', { query: other.refIds.join(', ') }) };
  }
  if (spec.type === 'query') {
    return undefined;
  }
  const end = from + (to - from) * FIRST_PART;
  const early = valueIn(row, from, end);
  // Needs a part that it is compared with.
  return Number.isFinite(early) && row.times[row.times.length - 1] > end
    ? { value: early, words: message('the first quarter of the range') }
    : undefined;
}

/** A row's value over a part of the range: a ratio of sums, or the mean where only ratios are given. NaN: no point in it. */
export function valueIn({ metric, times, values, amounts }: CounterRow, from: number, to: number): number {
  const isInside = (_: unknown, i: number) => times[i] >= from && times[i] <= to && Number.isFinite(values[i]);
  return amounts ? ratio(metric, addUp(amounts.filter(isInside))) : (mean(values.filter(isInside)) ?? NaN);
}

/**
 * Documented defaults (docs/plugin/counters.md): IPC below 1 is likely memory stalled, from 2 on efficient (B. Gregg 2017, who calls
 * the split made up; calibrate). Everything else is judged against its baseline only: +10 % and more is a warning.
 */
export const IPC_LOW = 1;
export const IPC_HIGH = 2;
export const CHANGE_WARNING = 0.1;

/** 1.8 against 2 is 10 % less, and 0.0999… as a number. */
const ROUNDING = 1e-9;

export type CounterVerdict = 'good' | 'warn' | 'neutral';

export function judgeCounter(metric: Metric, value: number, baseline?: number): CounterVerdict {
  const change = baseline ? value / baseline - 1 : 0;
  const worse = (METRIC_INFO[metric].worse === 'up' ? change : -change) + ROUNDING;
  const { warnFrom = Infinity } = METRIC_INFO[metric];
  if (worse >= CHANGE_WARNING || value >= warnFrom || (metric === 'ipc' && value < IPC_LOW)) {
    return 'warn';
  }
  return metric === 'ipc' && value >= IPC_HIGH ? 'good' : 'neutral';
}
