import { type AbsoluteTimeRange, type DataFrame, FieldType } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { type Beside, type FindingsInput } from '../../analysis';
import { type ObjectiveSeries, objectiveWindows } from '../model/objective';
import { type Latency, latencyOf, sameSeries } from './latency';

/** cAdvisor's and the kernel's names: periods in which a cgroup was stopped at its CPU limit, as a share or a rate of both. */
const THROTTLED = /cfs_throttled_periods|nr_throttled|throttled_periods/i;

/** What the panel's other series say that bears on a cause. */
export function besideOf(series: DataFrame[], targets: DataQuery[], range: AbsoluteTimeRange): Beside {
  const names = ({ refId, name, fields }: DataFrame) =>
    JSON.stringify([targets.filter((target) => target.refId === refId), name, fields.map((f) => [f.name, f.labels])]);
  const latency = latencyOf(series, targets);
  const shares = series
    .filter((frame) => THROTTLED.test(names(frame)))
    .flatMap((frame) => frame.fields.filter(({ type }) => type === FieldType.number))
    .flatMap(({ values }) => mean(Array.from(values, Number)) ?? []);
  const throttled = shares.length ? shares.reduce((most, share) => Math.max(most, share)) : undefined;
  return {
    objectiveBroken: latency && objectiveWindows(latency, range).broken.length > 0,
    // Counts of periods are no share: without the number of all periods they say nothing here.
    throttled: throttled !== undefined && throttled <= 1 ? throttled : undefined,
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
