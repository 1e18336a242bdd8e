import { type AbsoluteTimeRange, type DataFrame, type PanelData } from '@grafana/data';
import { forkJoin, map, type Observable } from 'rxjs';
import { hasSamples } from '../grafana/answers';
import { isHeatmap } from '../grafana/latencyCells';
import { type KnownAnswers, queryRanges } from '../grafana/queryRanges';
import { type Span } from '../grafana/requests';
import { spanTargets, withSpans } from '../grafana/spanTargets';
import { type TracedSpan } from '../grafana/tracedSpans';
import { t } from '../grafana/translate';
import { type SlowSpans } from './slowSpans';

export interface SpanAnswers {
  /** Profiles of the slow spans, and of the panel's own frames those that are of latencies. */
  now: DataFrame[];
  /** Profiles of the fast ones. */
  before: DataFrame[];
  /** How many spans a side has, and how long they took together. */
  spans: { now: Span; before: Span };
  /** No waits are in it: only CPU has answered. */
  onlyCpu: boolean;
  /** Queries whose profiles are not in it. */
  left: string[];
}

interface Asking {
  data: PanelData;
  range: AbsoluteTimeRange;
  known: KnownAnswers;
  resolve(text: string): string;
}

/**
 * The panel's profile queries, asked for the slow and for the fast spans. Queries that answer neither stay out.
 * @throws in the data source's words, or where it has no profile of one side.
 */
export function spanAnswers(slow: SlowSpans, { data, range, known, resolve }: Asking): Observable<SpanAnswers> {
  const { carrying, left } = spanTargets(data, resolve);
  const refIds = new Set<string | undefined>(carrying.map(({ refId }) => refId));
  const ask = (spans: TracedSpan[]) => {
    const ids = spans.map(({ id }) => id);
    const { request } = data;
    return queryRanges({ request, ranges: [range], refIds, known, resolve, change: (one) => withSpans(one, ids) });
  };
  return forkJoin([ask(slow.slow), ask(slow.fast)]).pipe(
    map(([now, before]) => {
      for (const [frames, side] of [
        [now, t('slow')],
        [before, t('fast')],
      ] as const) {
        if (!frames.some(hasSamples)) {
          throw new Error(
            t(
              'There is no profile of the {side} spans: profilers label samples of CPU time with the root span of a request, if they are told to, and see none that is shorter than their interval.',
              { side }
            )
          );
        }
      }
      const answered = new Set([...now, ...before].filter(hasSamples).map(({ refId }) => refId));
      const has = ({ refId }: { refId?: string }) => answered.has(refId);
      return {
        now: [...now.filter(has), ...data.series.filter(isHeatmap)],
        before: before.filter(has),
        spans: { now: lengthOf(slow.slow, slow.sampled), before: lengthOf(slow.fast, slow.sampled) },
        onlyCpu: !carrying.some((one) => one.role === 'wall' && has(one)),
        left: [...carrying.filter((one) => !has(one)).map(({ refId }) => refId), ...left],
      };
    })
  );
}

/** A span is a request; what was sampled of one is no length of it. */
function lengthOf(spans: TracedSpan[], sampled: boolean): Span {
  const sum = spans.reduce((all, { duration }) => all + duration, 0);
  return {
    seconds: sum / 1e9,
    requests: spans.length,
    measured: sampled ? undefined : sum / spans.length,
    chosen: true,
  };
}

/** What is not in the answer. */
export const leftOut = ({ onlyCpu, left }: Pick<SpanAnswers, 'onlyCpu' | 'left'>): string[] => [
  ...(onlyCpu ? [t('Only CPU carries spans: waits are not in it.')] : []),
  ...(left.length ? [t('Left out, without profiles of spans: {queries}.', { queries: left.join(', ') })] : []),
];
