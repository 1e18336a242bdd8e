import { type AbsoluteTimeRange, type DataFrame, FieldType } from '@grafana/data';
import { type Served } from '../../analysis';

/** How long one side of a comparison lasted, and how many requests it served, where a series tells it. */
export interface Span {
  seconds: number;
  requests?: number;
  /** ns that one of them took in the mean, where each is known. */
  measured?: number;
  /** The requests were chosen among others: their number over the seconds is no rate. */
  chosen?: boolean;
}

/** Grafana's units of requests and messages per second. */
const RATE_UNITS = new Set(['reqps', 'mps']);

export const isRequestRate = (frame: DataFrame): boolean =>
  frame.fields.some((f) => f.type === FieldType.time) &&
  frame.fields.some((f) => f.type === FieldType.number && RATE_UNITS.has(f.config.unit ?? ''));

/** Requests are the mean rate of each range times its length; a range without a point leaves them unknown. */
export function spanOf(ranges: AbsoluteTimeRange[], series: DataFrame[]): Span {
  const rates = series.filter(isRequestRate).flatMap((frame) => {
    const times = frame.fields.find((f) => f.type === FieldType.time)!.values;
    return frame.fields.flatMap((f) =>
      f.type === FieldType.number && RATE_UNITS.has(f.config.unit ?? '') ? [{ times, values: f.values }] : []
    );
  });
  let seconds = 0;
  let requests = rates.length ? 0 : NaN;
  for (const { from: start, to } of ranges) {
    const length = (to - start) / 1000;
    seconds += length;
    let known = false;
    for (const { times, values } of rates) {
      const inside = [...values.keys()].filter(
        (i) => times[i] >= start && times[i] <= to && Number.isFinite(Number(values[i])) && values[i] !== null
      );
      if (inside.length) {
        known = true;
        requests += (inside.reduce((sum, i) => sum + Number(values[i]), 0) / inside.length) * length;
      }
    }
    requests = known ? requests : NaN;
  }
  return { seconds, requests: requests > 0 ? requests : undefined };
}

/** Requests of both sides of a comparison; undefined where no rate is among the queries. */
export const servedOf = ({ now, before }: { now: Span; before: Span }): Served | undefined =>
  now.requests && before.requests
    ? {
        now: { requests: now.requests, seconds: now.seconds },
        before: { requests: before.requests, seconds: before.seconds },
        chosen: now.chosen,
      }
    : undefined;
