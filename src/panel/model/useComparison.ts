import {
  type AbsoluteTimeRange,
  type DataFrame,
  FieldType,
  LoadingState,
  type PanelProps,
  type TimeRange,
} from '@grafana/data';
import { useEffect, useMemo, useState } from 'react';
import { forkJoin, of } from 'rxjs';
import { type FindingsInput } from '../../analysis/index';
import { objectiveOf } from '../grafana/beside';
import { comparisonOf, type CompareSpec, KnownAnswers, queryRanges, type Span, spanOf } from './comparison';
import { t, msg } from '../grafana/translate';

export interface ComparisonFrames {
  /** Replace the panel's own frames; undefined: keep them. */
  now?: DataFrame[];
  before: DataFrame[];
  /** What the two sides lasted and served. */
  spans: { now: Span; before: Span };
  /** The latency objective on both sides, where a series with a threshold is among the queries. */
  objective?: FindingsInput['objective'];
}

export interface ComparisonState {
  frames?: ComparisonFrames;
  /** Asked for and not yet answered. */
  loading: boolean;
  error?: string;
}

/** Runs the queries of a comparison when it is asked for; after a refresh those whose time or text is another one, or is not over. */
export function useComparison(
  { data, timeRange, replaceVariables }: Pick<PanelProps, 'data' | 'timeRange' | 'replaceVariables'>,
  spec: CompareSpec | undefined
): ComparisonState {
  const [state, setState] = useState<Omit<ComparisonState, 'loading'> & { key?: string }>({});
  const [known] = useState(() => new KnownAnswers());
  const key =
    spec &&
    JSON.stringify([spec, timeRange.from.valueOf(), timeRange.to.valueOf(), data.request?.requestId, data.state]);
  // `key` is the content of what is asked for; the objects behind it are new at every render.
  /* eslint-disable react-hooks/exhaustive-deps */
  const comparison = useMemo(() => spec && comparisonOf(spec, timeRange, data.series), [key]);
  useEffect(() => {
    if (!comparison || data.state === LoadingState.Loading) {
      return;
    }
    const refIds = new Set(data.series.map(({ refId }) => refId ?? ''));
    const ask = (ranges: typeof comparison.before) =>
      queryRanges(data.request, ranges, refIds, known, replaceVariables);
    const running = forkJoin([comparison.now ? ask(comparison.now) : of(undefined), ask(comparison.before)]).subscribe({
      next: ([now, before]) =>
        setState({
          key,
          frames: {
            now,
            before,
            objective: objectiveOf(data.series, now ?? data.series, before, {
              now: comparison.now ?? [panelRange(timeRange)],
              before: comparison.before,
            }),
            spans: {
              now: spanOf(comparison.now ?? [panelRange(timeRange)], now ? withConfig(now, data.series) : data.series),
              before: spanOf(comparison.before, withConfig(before, data.series)),
            },
          },
        }),
      error: (error: unknown) => setState({ key, error: error instanceof Error ? error.message : String(error) }),
    });
    return () => running.unsubscribe();
  }, [key]);
  /* eslint-enable react-hooks/exhaustive-deps */
  if (!spec) {
    return { loading: false };
  }
  if (!comparison) {
    return { loading: false, error: t(NOTHING[spec.type === 'objective' ? 'objective' : 'other']) };
  }
  // What was answered stays on screen until the next answer is there.
  return { ...state, loading: state.key !== key };
}

export const panelRange = ({ from, to }: TimeRange): AbsoluteTimeRange => ({ from: from.valueOf(), to: to.valueOf() });

/** Frames that the panel asked for itself have not been through Grafana's field config: units are those of the same query. */
const withConfig = (frames: DataFrame[], configured: DataFrame[]): DataFrame[] =>
  frames.map((frame) => {
    const same = configured.find(({ refId }) => refId === frame.refId);
    const unit = same?.fields.find((f) => f.type === FieldType.number)?.config.unit;
    return {
      ...frame,
      fields: frame.fields.map((f) =>
        f.type === FieldType.number && !f.config.unit ? { ...f, config: { ...f.config, unit } } : f
      ),
    };
  });

const NOTHING = {
  objective: msg(
    'No latency query with a threshold, or the objective was neither broken nor held in this range: set a threshold for the latency field.'
  ),
  other: msg('Nothing is left to compare with.'),
};
