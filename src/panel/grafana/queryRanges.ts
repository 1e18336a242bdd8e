import {
  type AbsoluteTimeRange,
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  DataTopic,
  dateTime,
  type PanelData,
  rangeUtil,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { forkJoin, from, last, map, type Observable, of, switchMap, tap, throwError } from 'rxjs';
import { noteWindow } from './frameWindow';
import { wordsOf } from './queryError';
import { t } from './translate';

/* `getDataSourceSrv` is what Grafana 12.3 has; its successor is in `@grafana/runtime/unstable`, not for plugins of others. */
/* eslint-disable @typescript-eslint/no-deprecated */

/** Requests asked so far on this page. Grafana aborts a running request when another one begins with its id: no two share one. */
let asked = 0;

/** Samples may arrive so many ms after the time that they are of. */
const LATE = 60_000;
/** Four windows on both sides of a comparison, of two data sources, and as many before it. */
const MAX_KNOWN = 32;

/** What a panel has been answered of other times. A time that is over does not change: it is asked for once. */
export class KnownAnswers {
  private readonly answers = new Map<string, DataFrame[]>();

  /** `most`: answers of so many requests are kept, those that were used last. */
  constructor(private readonly most = MAX_KNOWN) {}

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
    if (this.answers.size > this.most) {
      this.answers.delete(this.answers.keys().next().value!);
    }
  }
}

export interface Asked {
  /** The panel's own request. */
  request: PanelData['request'];
  ranges: AbsoluteTimeRange[];
  /** Queries that are asked again; hidden ones never are. */
  refIds: Set<string | undefined>;
  /** What is known is not asked again. */
  known: KnownAnswers;
  /** Replaces the variables of the queries, whose values are part of what was asked. */
  resolve(text: string): string;
  /** Series have no more points than these; undefined: as many as in the panel's own request. */
  points?: number;
  /** Asks something else of each query. */
  change?(target: DataQuery): DataQuery;
  /** Emits when so many queries may be sent; what is known does not wait for it. Undefined: at once. */
  turn?(queries: number): Observable<unknown>;
}

/** The queries of a panel that can be asked again: hidden ones were not asked, either. */
export const queriesToAsk = (request: PanelData['request'], refIds: Asked['refIds']): DataQuery[] =>
  (request?.targets ?? []).filter((target) => !target.hide && refIds.has(target.refId));

/** Queries by their data source: each has a request of its own. */
export function bySource(targets: DataQuery[]): Map<string, DataQuery[]> {
  const sources = new Map<string, DataQuery[]>();
  for (const target of targets) {
    const key = JSON.stringify(target.datasource ?? null);
    sources.set(key, [...(sources.get(key) ?? []), target]);
  }
  return sources;
}

/**
 * The panel's own queries at other times, one request for each range and data source. Frames of several windows are instances of
 * one query and are added up. Emits once; unsubscribing aborts what is still running; a query that fails fails all, in its words.
 */
export function queryRanges({
  request,
  ranges,
  refIds,
  known,
  resolve,
  points,
  turn,
  change,
}: Asked): Observable<DataFrame[]> {
  const targets = queriesToAsk(request, refIds).map((target) => change?.(target) ?? target);
  if (!request || !targets.length) {
    return throwError(
      () =>
        new Error(
          t('The queries of this panel cannot be asked again here: add a second query and set its role to Baseline.')
        )
    );
  }
  const ask = (range: AbsoluteTimeRange, ref: string, own: DataQuery[]) => {
    const one = { ...request, ...atTime(request, range, points), targets: own };
    const key = JSON.stringify([range, ref, resolve(JSON.stringify(own)), request.filters, one.interval]);
    const answered = known.get(key);
    if (answered) {
      return of(answered);
    }
    const over = Date.now() >= range.to + LATE;
    const id = () => ({ requestId: `${request.requestId}-compare-${++asked}`, startTime: Date.now() });
    return (turn?.(own.length) ?? of(0)).pipe(
      switchMap(() => from(getDataSourceSrv().get(JSON.parse(ref), request.scopedVars))),
      switchMap((source) => from(source.query({ ...one, ...id() }))),
      last(null, { data: [] }),
      map(framesOf),
      tap((frames) => {
        frames.forEach((frame) => noteWindow(frame, range));
        if (over) {
          known.set(key, frames);
        }
      })
    );
  };
  return forkJoin(ranges.flatMap((range) => [...bySource(targets)].map(([ref, own]) => ask(range, ref, own)))).pipe(
    map((answers) => answers.flat())
  );
}

/** The parts of a request that depend on its time. */
function atTime(
  { scopedVars }: DataQueryRequest,
  { from: start, to: end }: AbsoluteTimeRange,
  points: number | undefined
): Partial<DataQueryRequest> {
  const raw = { from: dateTime(start), to: dateTime(end) };
  const range = { ...raw, raw };
  if (points === undefined) {
    return { range, rangeRaw: raw };
  }
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, points);
  const vars = {
    __interval: { text: interval, value: interval },
    __interval_ms: { text: String(intervalMs), value: intervalMs },
  };
  return {
    range,
    rangeRaw: raw,
    interval,
    intervalMs,
    maxDataPoints: points,
    scopedVars: { ...scopedVars, ...vars },
  };
}

/** @throws in the query's own words where one failed: an aborted request is an answer without data, too. */
function framesOf({ data, errors, error }: DataQueryResponse): DataFrame[] {
  const [failed = error] = errors ?? [];
  if (failed) {
    const words = wordsOf(failed);
    throw new Error(failed.refId ? t('Query {query}: {words}', { query: failed.refId, words }) : words);
  }
  // Exemplars and annotations come with the answer; Grafana keeps those of the panel's own queries apart from its series.
  return (data as DataFrame[]).filter(({ meta }) => meta?.dataTopic !== DataTopic.Annotations);
}
