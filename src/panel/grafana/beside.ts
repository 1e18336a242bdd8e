import { type AbsoluteTimeRange, type DataFrame, FieldType, getFieldDisplayName } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { type Beside, type FindingsInput, type Served } from '../../analysis/index';
import { objectiveWindows, type Span } from '../model/comparison';

/** cAdvisor's and the kernel's names: periods in which a cgroup was stopped at its CPU limit, as a share or a rate of both. */
const THROTTLED = /cfs_throttled_periods|nr_throttled|throttled_periods/i;

/** What the panel's other series say that bears on a cause. */
export function besideOf(series: DataFrame[], targets: DataQuery[], range: AbsoluteTimeRange): Beside {
  const names = ({ refId, name, fields }: DataFrame) =>
    JSON.stringify([targets.filter((target) => target.refId === refId), name, fields.map((f) => [f.name, f.labels])]);
  const objective = objectiveWindows(series, range.from, range.to);
  const shares = series
    .filter((frame) => THROTTLED.test(names(frame)))
    .flatMap((frame) => frame.fields.filter(({ type }) => type === FieldType.number))
    .flatMap(({ values }) => mean(values) ?? []);
  const throttled = shares.length ? shares.reduce((most, share) => Math.max(most, share)) : undefined;
  return {
    objectiveBroken: objective && objective.broken.length > 0,
    // Counts of periods are no share: without the number of all periods they say nothing here.
    throttled: throttled !== undefined && throttled <= 1 ? throttled : undefined,
  };
}

const mean = (values: ArrayLike<unknown>): number | undefined => {
  const finite = Array.from(values, Number).filter(Number.isFinite);
  return finite.length ? finite.reduce((sum, value) => sum + value, 0) / finite.length : undefined;
};

/** Requests of both sides of a comparison; undefined where no rate is among the queries. */
export const servedOf = ({ now, before }: { now: Span; before: Span }): Served | undefined =>
  now.requests && before.requests
    ? {
        now: { requests: now.requests, seconds: now.seconds },
        before: { requests: before.requests, seconds: before.seconds },
      }
    : undefined;

/** The latency of both sides against its limit: means of the first series with a threshold. `configured`: frames with field config. */
export function objectiveOf(
  configured: DataFrame[],
  now: DataFrame[],
  before: DataFrame[],
  ranges: { now: AbsoluteTimeRange[]; before: AbsoluteTimeRange[] }
): FindingsInput['objective'] {
  for (const frame of configured) {
    const field = frame.fields.find(({ type }) => type === FieldType.number);
    const limit = field?.config.thresholds?.steps.find(({ value }) => value !== null && Number.isFinite(value))?.value;
    const of = (frames: DataFrame[], own: AbsoluteTimeRange[]) => {
      const same = frames.find(
        ({ refId, fields }) => refId === frame.refId && fields.some(({ type }) => type === FieldType.time)
      );
      return same && meanIn(same, own);
    };
    const [is, was] = [of(now, ranges.now), of(before, ranges.before)];
    if (field && typeof limit === 'number' && is !== undefined && was !== undefined) {
      return { name: getFieldDisplayName(field, frame), limit, before: was, now: is };
    }
  }
  return undefined;
}

function meanIn(frame: DataFrame, ranges: AbsoluteTimeRange[]): number | undefined {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const value = frame.fields.find(({ type }) => type === FieldType.number);
  return time && value
    ? mean(
        Array.from(value.values).filter(
          (v, i) => v !== null && ranges.some(({ from, to }) => time.values[i] >= from && time.values[i] <= to)
        )
      )
    : undefined;
}
