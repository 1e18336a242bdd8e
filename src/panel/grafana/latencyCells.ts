import { type DataFrame, DataFrameType, type Field, FieldType } from '@grafana/data';

/**
 * Cells of a heat map of durations over time, of one query. Columns: `from` and `to` in ms, `low` and `high` in the unit of `field`
 * (`high` may be Infinity), `count` of what fell into the cell.
 */
export interface LatencyCells {
  refId: string;
  /** With unit and decimals as the panel's field config has them. */
  field: Field;
  from: number[];
  to: number[];
  low: number[];
  high: number[];
  count: number[];
}

/** Pyroscope's heat maps of profiles and of spans, Tempo's metrics; Prometheus histograms in heat map format are rows. */
export const isHeatmap = ({ meta }: DataFrame): boolean =>
  meta?.type === DataFrameType.HeatmapCells || meta?.type === DataFrameType.HeatmapRows;

/** Undefined: without a time, or without a bound of the buckets. */
export function latencyCells(frame: DataFrame): LatencyCells | undefined {
  return frame.meta?.type === DataFrameType.HeatmapRows ? ofRows(frame) : ofCells(frame);
}

const numbers = (field: Field): number[] => Array.from(field.values, (value) => Number(value ?? NaN));

/** https://grafana.com/developers/dataplane/heatmap: one row a cell; a bound that is not given follows from its neighbours. */
function ofCells(frame: DataFrame): LatencyCells | undefined {
  const named = (...names: string[]) => frame.fields.find(({ name }) => names.includes(name));
  const [xMin, xMax, x] = [named('xMin'), named('xMax'), named('x', 'Time')];
  const [yMin, yMax, y] = [named('yMin'), named('yMax'), named('y')];
  const count =
    named('count') ?? frame.fields.find(({ name, type }) => type === FieldType.number && !/^[xy]/.test(name));
  const [when, bound] = [xMin ?? xMax ?? x, yMin ?? yMax ?? y];
  if (!when || !bound || !count) {
    return undefined;
  }
  const [times, bounds] = [numbers(when), numbers(bound)];
  const [step, width] = [leastGap(times), leastGap(bounds)];
  return {
    refId: frame.refId ?? '',
    field: bound,
    from: xMin ? times : times.map((time) => time - step),
    to: xMin ? (xMax ? numbers(xMax) : times.map((time) => time + step)) : times,
    low: yMin ? bounds : yMax ? below(bounds) : bounds.map((at) => at - width / 2),
    high: yMax ? numbers(yMax) : yMin ? bounds.map((at) => at + width) : bounds.map((at) => at + width / 2),
    count: numbers(count),
  };
}

/** A time, and a field for each bucket, named by its upper bound; Prometheus' own differences, not sums. */
function ofRows(frame: DataFrame): LatencyCells | undefined {
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const buckets = frame.fields
    .filter(({ type }) => type === FieldType.number)
    .map((field) => ({ field, high: upperBound(field) }))
    .filter(({ high }) => !Number.isNaN(high))
    .sort((a, b) => a.high - b.high);
  if (!time || !buckets.length) {
    return undefined;
  }
  const times = numbers(time);
  const step = leastGap(times);
  const each = <T>(value: (bucket: number, row: number) => T) =>
    buckets.flatMap((_, bucket) => times.map((__, row) => value(bucket, row)));
  return {
    refId: frame.refId ?? '',
    field: buckets[0].field,
    from: each((_, row) => times[row] - step),
    to: each((_, row) => times[row]),
    low: each((bucket) => buckets[bucket - 1]?.high ?? 0),
    high: each((bucket) => buckets[bucket].high),
    count: each((bucket, row) => Number(buckets[bucket].field.values[row] ?? NaN)),
  };
}

const upperBound = ({ labels, name }: Field): number => {
  const text = labels?.le ?? name;
  return text === '+Inf' ? Infinity : text.trim() === '' ? NaN : Number(text);
};

/** The next smaller bound of each; of the smallest 0. */
function below(bounds: number[]): number[] {
  const known = [...new Set(bounds)].sort((a, b) => a - b);
  const lower = new Map(known.map((bound, i) => [bound, known[i - 1] ?? 0]));
  return bounds.map((bound) => lower.get(bound)!);
}

/** Between two different values; 0 where there is one alone. */
function leastGap(values: number[]): number {
  const known = [...new Set(values.filter(Number.isFinite))].sort((a, b) => a - b);
  const gaps = known.slice(1).map((value, i) => value - known[i]);
  return gaps.reduce((least, gap) => Math.min(least, gap), gaps[0] ?? 0);
}
