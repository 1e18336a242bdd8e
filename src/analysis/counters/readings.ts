import { min, rollup, sum } from 'd3';
import { type CounterReading } from '../../profile';
import { message } from '../../profile/message';
import { type CounterRow, denominatorOf, DERIVED, METRIC_INFO, ratio } from './model';
import { eventOfName } from './names';

/** Rows of `perf stat` output: sums over cores and intervals, then ratios; no course over time. */
export function countersOfReadings(
  refId: string,
  readings: Array<Pick<CounterReading, 'event' | 'value' | 'running'>>
): CounterRow[] {
  const known = readings.flatMap((reading) => {
    const event = eventOfName(reading.event);
    return event ? [{ ...reading, event }] : [];
  });
  const sums = rollup(
    known,
    (own) => sum(own, ({ value }) => value),
    ({ event }) => event
  );
  const least = min(known, ({ running }) => running) ?? 1;
  return DERIVED.flatMap((metric): CounterRow[] => {
    const { numerator } = METRIC_INFO[metric];
    const [top, bottom] = [numerator && sums.get(numerator), denominatorOf(metric, sums)];
    if (top === undefined || !bottom) {
      return [];
    }
    const value = ratio(metric, { top, bottom });
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
            ? [message('counted {share} % of the time and scaled up by perf', { share: Math.round(least * 100) })]
            : []),
        ],
      },
    ];
  });
}
