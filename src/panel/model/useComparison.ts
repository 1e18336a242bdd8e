import {
  type AbsoluteTimeRange,
  type DataFrame,
  FieldType,
  formattedValueToString,
  getValueFormat,
  LoadingState,
  type PanelProps,
  type TimeRange,
} from '@grafana/data';
import { useEffect, useMemo, useState } from 'react';
import { forkJoin, map, type Observable, of, switchMap } from 'rxjs';
import { type FindingsInput } from '../../analysis';
import { objectiveOf } from '../grafana/beside';
import { isOnlySeries } from '../grafana/dataFrames';
import { type Latency, latencyOf, sameSeries } from '../grafana/latency';
import { KnownAnswers, queryRanges } from '../grafana/queryRanges';
import { type Span, spanOf } from '../grafana/requests';
import { t } from '../grafana/translate';
import { shortTimes } from '../ui/timeText';
import { brokenAgainst, type Comparison, comparisonOf, type CompareSpec, whyNot } from './comparison';
import { extentOf, heldOutside, lengthOf, objectiveWindows, searchedAround } from './objective';

export interface ComparisonFrames {
  /** Replace the panel's own frames; undefined: keep them. */
  now?: DataFrame[];
  /** Absent: nothing is compared, a part of the range is shown. */
  before?: DataFrame[];
  /** What the two sides lasted and served. */
  spans: { now: Span; before: Span };
  /** The latency objective on both sides, where a series with a threshold is among the queries. */
  objective?: FindingsInput['objective'];
}

export interface ComparisonState {
  frames?: ComparisonFrames;
  /** The times that `frames` are of, and what the latency was then, in words. */
  answered?: Comparison & { spec: CompareSpec; latency?: string };
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
  const why = useMemo(() => spec && whyNot(spec, comparedOf(props)), [key]);
  useEffect(() => {
    if (!spec || why !== undefined || data.state === LoadingState.Loading) {
      return;
    }
    const running = timesOf(spec, props, known)
      .pipe(switchMap((times) => answersOf(times, props, known).pipe(map((frames) => ({ times, frames })))))
      .subscribe({
        next: ({ times, frames }) =>
          setState({ key, frames, answered: { ...times, spec, latency: latencyThen(frames, comparedOf(props)) } }),
        error: (error: unknown) => setState({ key, error: error instanceof Error ? error.message : String(error) }),
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
export const comparedOf = ({
  data,
  timeRange,
}: Pick<Asking, 'data' | 'timeRange'>): {
  range: AbsoluteTimeRange;
  objective?: Latency;
} => ({ range: panelRange(timeRange), objective: latencyOf(data.series, data.request?.targets ?? []) });

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

/** Pyroscope answers a time without samples with one row of zero. */
export const hasSamples = (frame: DataFrame): boolean => {
  const numbers = frame.fields.filter(({ type }) => type === FieldType.number);
  return (
    frame.length > 0 &&
    !isOnlySeries(frame) &&
    (!numbers.length || numbers.some(({ values }) => values.some((value) => Number(value) > 0)))
  );
};

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
