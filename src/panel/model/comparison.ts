import {
  type AbsoluteTimeRange,
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  FieldType,
  type PanelData,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { forkJoin, from, last, map, type Observable, of, switchMap, tap, throwError } from 'rxjs';
import { describeProblem, wordsOf } from './problems';
import { t, msg } from '../grafana/translate';

/** What the panel's profiles are compared with. Ranges are queried when asked for, through Grafana's data sources. */
export type CompareSpec =
  | { type: 'previous' }
  | { type: 'day' }
  | { type: 'week' }
  | { type: 'objective' }
  | { type: 'window'; from: number; to: number };

export const COMPARE_LABEL: Record<CompareSpec['type'], string> = {
  previous: msg('Previous period'),
  day: msg('One day before'),
  week: msg('One week before'),
  objective: msg('Objective broken against held'),
  window: msg('Marked window against the rest'),
};

const DAY = 86_400_000;
/** Each window is a query of its own: more of them are not asked for, the longest are. */
const MAX_WINDOWS = 4;

export interface Comparison {
  /** Undefined: what the panel shows already. */
  now?: AbsoluteTimeRange[];
  before: AbsoluteTimeRange[];
}

/** The ranges of a comparison; undefined where there is nothing to compare. */
export function comparisonOf(spec: CompareSpec, range: TimeRange, series: DataFrame[]): Comparison | undefined {
  const [start, end] = [range.from.valueOf(), range.to.valueOf()];
  const shifted = (by: number) => ({ before: [{ from: start - by, to: end - by }] });
  switch (spec.type) {
    case 'previous':
      return shifted(end - start);
    case 'day':
      return shifted(DAY);
    case 'week':
      return shifted(7 * DAY);
    case 'window': {
      const rest = [
        { from: start, to: Math.min(spec.from, end) },
        { from: Math.max(spec.to, start), to: end },
      ].filter((part) => part.to > part.from);
      return rest.length ? { now: [{ from: spec.from, to: spec.to }], before: rest } : undefined;
    }
    case 'objective': {
      const windows = objectiveWindows(series, start, end);
      return windows && windows.broken.length && windows.held.length
        ? { now: windows.broken, before: windows.held }
        : undefined;
    }
  }
}

/** Where a latency series with a threshold is above it, and where not. Undefined: no series with a threshold. */
export function objectiveWindows(
  series: DataFrame[],
  start: number,
  end: number
): { broken: AbsoluteTimeRange[]; held: AbsoluteTimeRange[]; limit: number } | undefined {
  for (const frame of series) {
    const time = frame.fields.find((f) => f.type === FieldType.time);
    const value = frame.fields.find((f) => f.type === FieldType.number);
    const limit = value?.config.thresholds?.steps.find(
      (step) => Number.isFinite(step.value) && step.value !== null
    )?.value;
    if (!time || !value || limit === undefined) {
      continue;
    }
    const parts: Array<AbsoluteTimeRange & { broken: boolean }> = [];
    for (let i = 0; i < frame.length; i++) {
      const at = Number(time.values[i]);
      const broken = Number(value.values[i]) > limit;
      const last = parts[parts.length - 1];
      if (last?.broken === broken) {
        last.to = at;
      } else {
        if (last) {
          last.to = at;
        }
        parts.push({ from: last ? at : start, to: at, broken });
      }
    }
    if (parts.length) {
      parts[parts.length - 1].to = end;
    }
    const pick = (broken: boolean) =>
      parts
        .filter((part) => part.broken === broken && part.to > part.from)
        .sort((a, b) => b.to - b.from - (a.to - a.from))
        .slice(0, MAX_WINDOWS)
        .map((part) => ({ from: part.from, to: part.to }));
    return { broken: pick(true), held: pick(false), limit };
  }
  return undefined;
}

/** What a change can be measured in. `request` where a request rate is among the queries. */
export const MEASURES = ['share', 'second', 'request', 'sum'] as const;
export type Measure = (typeof MEASURES)[number];

export const MEASURE_LABEL: Record<Measure, string> = {
  share: msg('Share of the time'),
  second: msg('Per second'),
  request: msg('Per request'),
  sum: msg('Sum'),
};

/** How long one side of a comparison lasted, and how many requests it served, where a series tells it. */
export interface Span {
  seconds: number;
  requests?: number;
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

/* `getDataSourceSrv` is what Grafana 12.3 has; its successor is in `@grafana/runtime/unstable`, not for plugins of others. */
/* eslint-disable @typescript-eslint/no-deprecated */

/** Requests asked so far on this page. Grafana aborts a running request when another one begins with its id: no two share one. */
let asked = 0;

/** Times that were asked for, by the frames of the answer. */
const windows = new WeakMap<DataFrame, string>();

/** Which time a frame was asked for; undefined: that of the panel. */
export const windowOf = (frame: DataFrame): string | undefined => windows.get(frame);

/** Samples may arrive so many ms after the time that they are of. */
const LATE = 60_000;
/** Both sides of a comparison of two data sources, and as many before it. */
const MAX_KNOWN = 4 * 2 * MAX_WINDOWS;

/** What a panel has been answered of other times. A time that is over does not change: it is asked for once. */
export class KnownAnswers {
  private readonly answers = new Map<string, DataFrame[]>();

  get(key: string): DataFrame[] | undefined {
    const frames = this.answers.get(key);
    if (frames) {
      this.answers.delete(key);
      this.answers.set(key, frames); // the last used one is the last to go
    }
    return frames;
  }

  set(key: string, frames: DataFrame[]): void {
    this.answers.set(key, frames);
    if (this.answers.size > MAX_KNOWN) {
      this.answers.delete(this.answers.keys().next().value!);
    }
  }
}

/**
 * The panel's own queries at other times, one request for each range and data source. Frames of several windows are instances of
 * one query and are added up. Emits once; unsubscribing aborts what is still running; a query that fails fails all, in its words.
 * What is `known` is not asked again; `resolve` replaces the variables of the queries, whose values are part of what was asked.
 */
export function queryRanges(
  request: PanelData['request'],
  ranges: AbsoluteTimeRange[],
  refIds: Set<string>,
  known = new KnownAnswers(),
  resolve = (text: string) => text
): Observable<DataFrame[]> {
  const targets = (request?.targets ?? []).filter((target) => !target.hide && refIds.has(target.refId));
  if (!request || !targets.length) {
    return throwError(
      () =>
        new Error(
          t('The queries of this panel cannot be asked again here: add a second query and set its role to Baseline.')
        )
    );
  }
  const bySource = new Map<string, DataQuery[]>();
  for (const target of targets) {
    const key = JSON.stringify(target.datasource ?? null);
    bySource.set(key, [...(bySource.get(key) ?? []), target]);
  }
  const ask = ({ from: start, to: end }: AbsoluteTimeRange, ref: string, own: DataQuery[]) => {
    const key = JSON.stringify([start, end, ref, resolve(JSON.stringify(own)), request.filters, request.interval]);
    const answered = known.get(key);
    if (answered) {
      return of(answered);
    }
    const raw = { from: dateTime(start), to: dateTime(end) };
    const over = Date.now() >= end + LATE;
    const one = (): DataQueryRequest => ({
      ...request,
      requestId: `${request.requestId}-compare-${++asked}`,
      targets: own,
      range: { ...raw, raw },
      rangeRaw: raw,
      startTime: Date.now(),
    });
    return from(getDataSourceSrv().get(JSON.parse(ref), request.scopedVars)).pipe(
      switchMap((source) => from(source.query(one()))),
      last(null, { data: [] }),
      map(framesOf),
      tap((frames) => {
        frames.forEach((frame) => windows.set(frame, `${start}-${end}`));
        if (over) {
          known.set(key, frames);
        }
      })
    );
  };
  return forkJoin(ranges.flatMap((range) => [...bySource].map(([ref, own]) => ask(range, ref, own)))).pipe(
    map((answers) => answers.flat())
  );
}

/** @throws in the query's own words where one failed: an aborted request is an answer without data, too. */
function framesOf({ data, errors, error }: DataQueryResponse): DataFrame[] {
  const [failed = error] = errors ?? [];
  if (failed) {
    throw new Error(describeProblem({ refId: failed.refId, message: wordsOf(failed) }));
  }
  return data as DataFrame[];
}
