import {
  type AbsoluteTimeRange,
  type DataFrame,
  formattedValueToString,
  getValueFormat,
  LoadingState,
  type PanelProps,
  type TimeRange,
} from '@grafana/data';
import { useEffect, useMemo, useState } from 'react';
import { forkJoin, map, type Observable, of, switchMap } from 'rxjs';
import { type FindingsInput } from '../../analysis';
import { hasSamples, withConfig } from '../grafana/answers';
import { objectiveOf } from '../grafana/beside';
import { latencyOf, sameSeries } from '../grafana/latency';
import { KnownAnswers, queryRanges } from '../grafana/queryRanges';
import { type Span, spanOf } from '../grafana/requests';
import { type SpanBox } from '../grafana/tracedSpans';
import { t } from '../grafana/translate';
import { shortTimes } from '../ui/timeText';
import { boxOf, brokenAgainst, type Comparison, comparisonOf, type CompareSpec, whyNot } from './comparison';
import { type SlowSpans, slowSpansOf } from './slowSpans';
import { spanAnswers, type SpanAnswers } from './spanComparison';
import { extentOf, heldOutside, lengthOf, objectiveWindows, searchedAround } from './objective';
import { wordsOfThrown } from '../../profile';

export interface ComparisonFrames {
  /** Replace the panel's own frames; undefined: keep them. */
  now?: DataFrame[];
  /** Absent: nothing is compared, a part of the range is shown. */
  before?: DataFrame[];
  /** Both sides are the same frames: each has the samples of one version. */
  versions?: Omit<CompareSpec & { type: 'version' }, 'type'>;
  /** What the two sides lasted and served. */
  spans: { now: Span; before: Span };
  /** The latency objective on both sides, where a series with a threshold is among the queries. */
  objective?: FindingsInput['objective'];
}

export interface ComparisonState {
  frames?: ComparisonFrames;
  /** The times that `frames` are of, and what the latency was then, in words. */
  answered?: Comparison & {
    spec: CompareSpec;
    latency?: string;
    /** Where spans are compared: which, and what did not have them. */
    spans?: SlowSpans & Pick<SpanAnswers, 'onlyCpu' | 'left'>;
  };
  /** Asked for and not yet answered. */
  loading: boolean;
  error?: string;
}

type Asking = Pick<PanelProps, 'data' | 'timeRange' | 'timeZone' | 'replaceVariables'>;

/** Runs the queries of a comparison when it is asked for; after a refresh those whose time or text is another one, or is not over. */
export function useComparison(props: Asking, spec: CompareSpec | undefined): ComparisonState {
  const { data, timeRange } = props;
  const [state, setState] = useState<Omit<ComparisonState, 'loading'> & { key?: string }>({});
  const [known] = useState(() => new KnownAnswers());
  const key =
    spec &&
    JSON.stringify([spec, timeRange.from.valueOf(), timeRange.to.valueOf(), data.request?.requestId, data.state]);
  // `key` is the content of what is asked for; the objects behind it are new at every render.
  /* eslint-disable react-hooks/exhaustive-deps */
  const why = useMemo(() => spec && whyNot(spec, comparedOf(props, boxOf(spec))), [key]);
  useEffect(() => {
    if (!spec || why !== undefined || data.state === LoadingState.Loading) {
      return;
    }
    const asked =
      spec.type === 'spans'
        ? spansAnswered(props, known, boxOf(spec))
        : spec.type === 'version'
          ? of(versionsAnswered(spec, props))
          : timesAnswered(spec, props, known);
    const running = asked.subscribe({
      next: ({ frames, ...of }) => setState({ key, frames, answered: { ...of, spec } }),
      error: (error: unknown) => setState({ key, error: wordsOfThrown(error) }),
    });
    return () => running.unsubscribe();
  }, [key]);
  /* eslint-enable react-hooks/exhaustive-deps */
  if (!spec) {
    return { loading: false };
  }
  if (why !== undefined) {
    return { loading: false, error: why };
  }
  // What was answered stays on screen until the next answer is there; while the panel's own queries run, nothing is asked.
  const loading = state.key !== key && (state.key === undefined || data.state !== LoadingState.Loading);
  const same = JSON.stringify(state.answered?.spec) === JSON.stringify(spec);
  return { frames: state.frames, error: state.error, answered: same ? state.answered : undefined, loading };
}

export const panelRange = ({ from, to }: TimeRange): AbsoluteTimeRange => ({ from: from.valueOf(), to: to.valueOf() });

/** What the panel shows that a comparison is asked about. */
export const comparedOf = (
  { data, timeRange, replaceVariables }: Pick<Asking, 'data' | 'timeRange' | 'replaceVariables'>,
  box?: SpanBox
) => {
  const range = panelRange(timeRange);
  const objective = latencyOf(data.series, data.request?.targets ?? []);
  return { range, objective, slow: slowSpansOf(data, range, objective, replaceVariables, box) };
};

type Answered = Omit<NonNullable<ComparisonState['answered']>, 'spec'> & { frames: ComparisonFrames };

const timesAnswered = (spec: CompareSpec, props: Asking, known: KnownAnswers): Observable<Answered> =>
  timesOf(spec, props, known).pipe(
    switchMap((times) => answersOf(times, props, known).pipe(map((frames) => ({ ...times, frames })))),
    map((one) => ({ ...one, latency: latencyThen(one.frames, comparedOf(props)) }))
  );

/** Nothing is asked: what is here holds both. How long each ran nobody says, so that rates cannot be compared. */
function versionsAnswered(versions: CompareSpec & { type: 'version' }, { data, timeRange }: Asking): Answered {
  const range = [panelRange(timeRange)];
  const unknown = { seconds: 0 };
  return {
    now: range,
    before: range,
    frames: { before: data.series, versions, spans: { now: unknown, before: unknown } },
  };
}

/** Spans of the panel's own range on both sides. */
function spansAnswered(props: Asking, known: KnownAnswers, box: SpanBox | undefined): Observable<Answered> {
  const { range, slow } = comparedOf(props, box);
  if ('why' in slow) {
    return of();
  }
  return spanAnswers(slow, { data: props.data, range, known, resolve: props.replaceVariables }).pipe(
    map(({ now, before, spans, ...rest }) => ({
      now: [range],
      before: [range],
      spans: { ...slow, ...rest },
      frames: {
        now: withConfig(now, props.data.series),
        before: withConfig(before, props.data.series),
        spans,
      },
    }))
  );
}

/** A search for a time that held is bounded: so many points tell it, whatever the range. */
const SEARCH_POINTS = 1000;

/** The times to compare. Only where the objective did not hold for long enough inside of the range, its query is asked around it. */
function timesOf(spec: CompareSpec, props: Asking, known: KnownAnswers): Observable<Comparison> {
  const compared = comparedOf(props);
  const { range, objective } = compared;
  const there = comparisonOf(spec, compared);
  if (there || !objective) {
    return there ? of(there) : of();
  }
  const windows = objectiveWindows(objective, range);
  const searched = searchedAround(range, Date.now());
  return queryRanges({
    request: props.data.request,
    ranges: [searched],
    refIds: new Set([objective.refId]),
    known,
    resolve: props.replaceVariables,
    points: SEARCH_POINTS,
  }).pipe(
    map((answers) => {
      const broken = lengthOf(windows.broken);
      const outside = heldOutside(sameSeries(objective, answers), searched, extentOf(windows.broken), broken);
      if (!outside && !windows.held.length) {
        throw new Error(
          t('Looked at {time}: no time is known in which the objective held.', {
            time: shortTimes([searched], range, props.timeZone),
          })
        );
      }
      const times = brokenAgainst({ ...windows, held: outside ? [outside] : windows.held });
      // Where all of the range is broken, it is what the panel shows.
      return broken === range.to - range.from ? { before: times.before } : times;
    })
  );
}

/** @throws where one side has no profile: then the panel stays as it is. */
function answersOf(times: Comparison, props: Asking, known: KnownAnswers): Observable<ComparisonFrames> {
  const { data, timeRange, timeZone, replaceVariables } = props;
  const { range, objective } = comparedOf(props);
  const refIds = new Set(data.series.map(({ refId }) => refId ?? ''));
  const ask = (ranges: AbsoluteTimeRange[]) =>
    queryRanges({ request: data.request, ranges, refIds, known, resolve: replaceVariables });
  return forkJoin([times.now ? ask(times.now) : of(undefined), ask(times.before)]).pipe(
    map(([now, before]) => {
      const ranges = { now: times.now ?? [panelRange(timeRange)], before: times.before };
      if (!before.some(hasSamples)) {
        throw new Error(
          t('There is no profile in the time compared with, {time}: choose another time or a longer range.', {
            time: shortTimes(ranges.before, range, timeZone),
          })
        );
      }
      if (now && !now.some(hasSamples)) {
        throw new Error(
          t('There is no profile in {time}: nothing to compare.', { time: shortTimes(ranges.now, range, timeZone) })
        );
      }
      return {
        now,
        before,
        objective: objective && objectiveOf(objective, now ?? data.series, before, ranges),
        spans: {
          now: spanOf(ranges.now, now ? withConfig(now, data.series) : data.series),
          before: spanOf(ranges.before, withConfig(before, data.series)),
        },
      };
    })
  );
}

/** "p99 was 180 ms, and is 640 ms (objective: 200 ms)." */
function latencyThen({ objective }: ComparisonFrames, { objective: latency }: ReturnType<typeof comparedOf>) {
  if (!objective || !latency) {
    return undefined;
  }
  const { unit, decimals } = latency.field.config;
  const format = (value: number) => formattedValueToString(getValueFormat(unit)(value, decimals));
  return t('{name} was {before}, and is {now} (objective: {limit}).', {
    name: objective.name,
    before: format(objective.before),
    now: format(objective.now),
    limit: format(objective.limit),
  });
}
