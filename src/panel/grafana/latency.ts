import { type DataFrame, type Field, FieldType, getFieldDisplayName, ThresholdsMode } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { type ObjectiveSeries } from '../model/objective';
import { isCounter } from './dataFrames';
import { isRequestRate } from './requests';

/** The series that the dashboard has an objective for: mostly a latency. */
export interface Latency extends ObjectiveSeries {
  refId?: string;
  /** As Grafana names it: "p99". */
  name: string;
  /** With the panel's field config: unit, decimals. */
  field: Field;
}

/** The first series with a threshold, which is the limit. Rates of requests and counters may have thresholds, but no objective. */
export function latencyOf(series: DataFrame[], targets: DataQuery[]): Latency | undefined {
  for (const frame of series) {
    if (isRequestRate(frame) || isCounter(frame, targets)) {
      continue;
    }
    for (const field of frame.fields) {
      const limit = limitOf(field);
      const points = limit !== undefined && pointsOf(frame, field);
      if (points) {
        return { ...points, limit: limit!, refId: frame.refId, name: getFieldDisplayName(field, frame, series), field };
      }
    }
  }
  return undefined;
}

/**
 * The same series in the answers of another time, which have been through neither Grafana's field config nor its transformations:
 * where these renamed it, it is the first one of its query.
 */
export function sameSeries({ refId, field, limit }: Latency, answers: DataFrame[]): ObjectiveSeries {
  const series = answers
    .filter((frame) => frame.refId === refId)
    .flatMap((frame) =>
      frame.fields.flatMap((one) => {
        const points = one.type === FieldType.number ? pointsOf(frame, one) : undefined;
        return points ? [{ ...points, id: idOf(one) }] : [];
      })
    );
  const id = series.some((one) => one.id === idOf(field)) ? idOf(field) : series[0]?.id;
  const parts = series.filter((one) => one.id === id);
  return { times: parts.flatMap(({ times }) => times), values: parts.flatMap(({ values }) => values), limit };
}

function limitOf({ type, config }: Field): number | undefined {
  const { steps = [], mode } = config.thresholds ?? {};
  const limit = steps.find(({ value }) => value !== null && Number.isFinite(value))?.value;
  return type === FieldType.number && mode !== ThresholdsMode.Percentage ? limit : undefined;
}

function pointsOf(frame: DataFrame, { values }: Field): { times: number[]; values: number[] } | undefined {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  return time && { times: Array.from(time.values, Number), values: Array.from(values, (v) => Number(v ?? NaN)) };
}

const idOf = ({ name, labels = {} }: Field) => JSON.stringify([name, Object.entries(labels).sort()]);
