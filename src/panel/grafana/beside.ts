import { type AbsoluteTimeRange, type DataFrame } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { type BesideSeries, type FindingsInput, type TimeSeries } from '../../analysis';
import { preparation } from '../../prepare';
import { type ObjectiveSeries, objectiveWindows } from '../model/objective';
import { type Latency, latencyOf, sameSeries } from './latency';

/** What the panel's other series say that bears on a cause: `counters` are those that are known by name. */
export function besideOf(
  { series, targets, counters }: { series: DataFrame[]; targets: DataQuery[]; counters: TimeSeries[] },
  range: AbsoluteTimeRange
): BesideSeries {
  const latency = latencyOf(series, targets);
  return {
    objectiveBroken: latency && objectiveWindows(latency, range).broken.length > 0,
    throttled: preparation.here?.throttledContainers(counters), // where it cannot be fetched nothing is judged
  };
}

const mean = (values: number[]): number | undefined => {
  const finite = values.filter(Number.isFinite);
  return finite.length ? finite.reduce((sum, value) => sum + value, 0) / finite.length : undefined;
};

/** The latency of both sides against its limit, each the mean over its ranges; undefined where one of them is not known. */
export function objectiveOf(
  latency: Latency,
  now: DataFrame[],
  before: DataFrame[],
  ranges: { now: AbsoluteTimeRange[]; before: AbsoluteTimeRange[] }
): FindingsInput['objective'] {
  const is = meanIn(sameSeries(latency, now), ranges.now);
  const was = meanIn(sameSeries(latency, before), ranges.before);
  return is === undefined || was === undefined
    ? undefined
    : { name: latency.name, limit: latency.limit, before: was, now: is };
}

const meanIn = ({ times, values }: ObjectiveSeries, ranges: AbsoluteTimeRange[]): number | undefined =>
  mean(values.filter((_, i) => ranges.some(({ from, to }) => times[i] >= from && times[i] <= to)));
