import { group, max, mean, rollup, rollups, sort, sum } from 'd3';
import { message } from '../../profile/message';
import {
  addUp,
  type Amounts,
  type CounterEvent,
  type CounterKind,
  type CounterRow,
  DERIVED,
  isMetric,
  type Metric,
  METRIC_INFO,
  METRICS,
  ratio,
  type TimeSeries,
  TOP_DOWN,
} from './model';
import { kindOf } from './names';
import { amounts, instanceOf, scopeOf, stepOf } from './series';

/**
 * All ratios that the series allow. Counters become increases, rates amounts; both are put into buckets of the coarsest step;
 * a bucket counts where both events are in it; parts (CPUs) are added first and divided then: a ratio of sums, never a mean
 * of ratios. An instance that lacks one of two events takes no part, and is named.
 */
export function computeCounters(series: TimeSeries[]): CounterRow[] {
  const known = series.map((s) => ({ series: s, kind: kindOf(s) }));
  const rows = [...derivedRows(known), ...givenRows(known)];
  return rows.sort((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric));
}

interface KnownSeries {
  series: TimeSeries;
  kind?: CounterKind;
}

/** What one instance counted: the sum of each event in each bucket of the common step. */
interface Instance {
  name: string;
  counted: CountedSeries[];
  events: Map<CounterEvent, Map<number, number>>;
  /** The seconds in which each event was counted, over its parts. */
  elapsed: Map<CounterEvent, Map<number, number>>;
}

interface CountedSeries {
  series: TimeSeries;
  event: CounterEvent;
}

/** Increases over ranges that overlap: of two events they can be divided, by the time that passes they cannot. */
const isIncrease = ({ names }: TimeSeries): boolean => names.some((name) => /\b(?:increase|delta)\(/.test(name));
const OF_TIME = new Set(
  Object.values(METRIC_INFO).flatMap((info) => (info.denominator === 'elapsed' ? (info.numerator ?? []) : []))
);

function derivedRows(known: KnownSeries[]): CounterRow[] {
  const counted = known.flatMap(({ series, kind }) =>
    kind && !isMetric(kind) && !(OF_TIME.has(kind) && isIncrease(series)) ? [{ series, event: kind }] : []
  );
  const step = max(counted, ({ series }) => stepOf(series.times)) ?? 0;
  if (!step) {
    return [];
  }
  const instances = [...group(counted, ({ series }) => instanceOf(series.labels))].map(([name, own]): Instance => {
    const points = own.flatMap(({ series, event }) =>
      amounts(series).map(({ time, ...counted }) => ({ event, bucket: Math.ceil(time / step), ...counted }))
    );
    const sums = (what: 'amount' | 'seconds') =>
      rollup(
        points,
        (some) => sum(some, (point) => point[what]),
        ({ event }) => event,
        ({ bucket }) => bucket
      );
    const events = sums('amount');
    own.forEach(({ event }) => events.set(event, events.get(event) ?? new Map()));
    return { name, counted: own, events, elapsed: sums('seconds') };
  });
  return DERIVED.flatMap((metric) => derivedRow(metric, instances, step) ?? []);
}

/** One metric over the instances that have both of its events; undefined: none has. */
function derivedRow(metric: Metric, instances: Instance[], step: number): CounterRow | undefined {
  const { numerator, denominator } = METRIC_INFO[metric];
  if (numerator === undefined || denominator === undefined) {
    return undefined;
  }
  const bottomOf = ({ events, elapsed }: Instance) =>
    denominator === 'elapsed' ? elapsed.get(numerator) : events.get(denominator);
  const both = instances.flatMap((instance) => {
    const [top, bottom] = [instance.events.get(numerator), bottomOf(instance)];
    return top && bottom ? [{ ...instance, buckets: inBoth(top, bottom) }] : [];
  });
  if (!both.length) {
    return undefined;
  }
  const buckets = sort(
    rollups(
      both.flatMap((instance) => instance.buckets),
      addUp,
      ({ bucket }) => bucket
    ),
    ([bucket]) => bucket
  );
  const sums = buckets.map(([, own]) => own);
  const values = sums.map((own) => ratio(metric, own));
  const halves =
    denominator === 'elapsed'
      ? 0
      : instances.filter(({ events }) => events.has(numerator) !== events.has(denominator)).length;
  const series = both.flatMap(({ counted }) =>
    counted.flatMap((own) => (own.event === numerator || own.event === denominator ? own.series : []))
  );
  return {
    metric,
    value: ratio(metric, addUp(sums)),
    last: values[values.length - 1] ?? NaN,
    times: buckets.map(([bucket]) => bucket * step),
    values,
    amounts: sums,
    instances: both.map(({ name, buckets: own }) => ({ labels: name, value: ratio(metric, addUp(own)) })),
    scope: scopeOf(series[0].labels),
    refIds: [...new Set(series.map(({ refId }) => refId))],
    names: series.flatMap(({ names }) => names),
    notes: halves
      ? [
          message('{count} of {all} instances have only one of {a} and {b}: left out', {
            count: halves,
            all: halves + both.length,
            a: numerator,
            b: denominator,
          }),
        ]
      : [],
  };
}

/** Only where both events were counted can they be divided. */
const inBoth = (top: Map<number, number>, bottom: Map<number, number>): Array<Amounts & { bucket: number }> =>
  [...top].flatMap(([bucket, amount]) => {
    const under = bottom.get(bucket);
    return under === undefined ? [] : [{ bucket, top: amount, bottom: under }];
  });

/** Ratios that the data source computed: shown as they are; over several instances only their range can be said. */
function givenRows(known: KnownSeries[]): CounterRow[] {
  const topDown = known.filter(({ kind }) => kind && isMetric(kind) && TOP_DOWN.has(kind));
  const inPercent = topDown.some(({ series }) => isPercent(series));
  return [
    ...group(
      known.flatMap(({ series, kind }) => (kind && isMetric(kind) ? [{ series, metric: kind }] : [])),
      ({ metric }) => metric
    ),
  ].map(([metric, own]) =>
    givenRow(
      metric,
      own.map(({ series }) => series),
      TOP_DOWN.has(metric) ? inPercent : METRIC_INFO[metric].share && own.some(({ series }) => isPercent(series))
    )
  );
}

/** A share that is given in percent is one of 100: its name says so, or its figures do. */
const isPercent = ({ names, values }: TimeSeries): boolean =>
  names.some((name) => /pct(?![a-z])|percent(?![a-z])|%/i.test(name)) || (max(Array.from(values, finite)) ?? 0) > 1.5;

const finite = (value: number | null | undefined): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : NaN;

function givenRow(metric: Metric, list: TimeSeries[], percent: boolean): CounterRow {
  const figures = list.map(({ values }) => Array.from(values, finite));
  const scaled = figures.map((values) => values.map((value) => value / (percent ? 100 : 1)));
  const [first] = list;
  const several = list.length > 1;
  const average = (values: number[]) => mean(values) ?? NaN;
  return {
    metric,
    value: average(scaled.map(average)),
    last: average(scaled.map((values) => values.filter(Number.isFinite).pop() ?? NaN)),
    times: Array.from(first.times),
    values: Array.from(first.times, (_, i) => average(scaled.map((values) => values[i] ?? NaN))),
    instances: list.map(({ labels }, i) => ({ labels: instanceOf(labels), value: average(scaled[i]) })),
    scope: scopeOf(first.labels),
    refIds: [...new Set(list.map(({ refId }) => refId))],
    names: list.flatMap(({ names }) => names),
    notes: [
      several
        ? message('the mean of {count} ratios, not weighted by work: query the counters for a ratio of sums', {
            count: list.length,
          })
        : message('the mean over time of a given ratio'),
    ],
  };
}
