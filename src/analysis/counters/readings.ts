import { group, mean, min, rollup, sum } from 'd3';
import { type CounterReading } from '../../profile';
import { message, type Message } from '../../profile/message';
import { type CounterRow, denominatorOf, DERIVED, type Metric, METRIC_INFO, ratio } from './model';
import { eventOfName, topDownOf } from './names';

type Reading = Pick<CounterReading, 'event' | 'value' | 'running'> &
  Partial<Pick<CounterReading, 'unit' | 'scope' | 'wide'>>;

/** Rows of what `perf stat` and toplev print: sums over cores and intervals, then ratios; no course over time. */
export function countersOfReadings(refId: string, readings: Reading[]): CounterRow[] {
  const known = readings.flatMap((reading) => {
    const event = eventOfName(reading.event);
    return event ? [{ ...reading, event }] : [];
  });
  const sums = rollup(
    known,
    (own) => sum(own, ({ value }) => value),
    ({ event }) => event
  );
  const ratios = DERIVED.flatMap((metric): CounterRow[] => {
    const { numerator } = METRIC_INFO[metric];
    const [top, bottom] = [numerator && sums.get(numerator), denominatorOf(metric, sums)];
    return top === undefined || !bottom
      ? []
      : [rowOf(refId, metric, ratio(metric, { top, bottom }), known, [message('perf stat of a whole command')])];
  });
  return [...ratios, ...sharesOf(refId, readings)];
}

/** Top-down shares, which the tool has computed: their mean over cores and intervals. */
function sharesOf(refId: string, readings: Reading[]): CounterRow[] {
  const shares = readings.flatMap((reading) => {
    const metric = reading.unit === '%' ? topDownOf(reading.event) : undefined;
    return metric ? [{ ...reading, metric }] : [];
  });
  return [...group(shares, ({ metric }) => metric)].map(([metric, own]) =>
    rowOf(refId, metric, mean(own, ({ value }) => value)! / 100, own, [
      own.length > 1
        ? message('the mean of {count} ratios, not weighted by work: query the counters for a ratio of sums', {
            count: own.length,
          })
        : message('perf stat of a whole command'),
    ])
  );
}

function rowOf(refId: string, metric: Metric, value: number, of: Reading[], notes: Message[]): CounterRow {
  const least = min(of, ({ running }) => running) ?? 1;
  return {
    metric,
    value,
    last: value,
    times: [],
    values: [],
    instances: [{ labels: '', value }],
    scope: of.some(({ wide }) => wide) ? 'host' : 'process',
    refIds: [refId],
    names: ['perf stat'],
    notes: [
      ...notes,
      ...(least < 1
        ? [message('counted {share} % of the time and scaled up by perf', { share: Math.round(least * 100) })]
        : []),
    ],
  };
}
