import { type AbsoluteTimeRange, type DataFrame, LoadingState, type PanelProps } from '@grafana/data';
import { useEffect, useState } from 'react';
import { hasSamples, withConfig } from '../grafana/answers';
import { type KnownAnswers, queryRanges } from '../grafana/queryRanges';
import { spanOf } from '../grafana/requests';
import { t } from '../grafana/translate';
import { shortTimes } from '../ui/timeText';
import { type ComparisonState, panelRange } from './useComparison';
import { wordsOfThrown } from '../../profile';

/** A window as the data source is asked for it: its end is the beginning of the next one, and no sample is of both. */
export const askedRange = ({ from, to }: AbsoluteTimeRange): AbsoluteTimeRange => ({ from, to: to - 1 });

/** The profile of a part of the range in the place of that of all of it, as a comparison replaces it, with nothing to compare. */
export interface ShownWindow extends Pick<ComparisonState, 'frames' | 'loading' | 'error'> {
  /** What `frames` are of. */
  range?: AbsoluteTimeRange;
}

type Asking = Pick<PanelProps, 'data' | 'timeRange' | 'timeZone' | 'replaceVariables'>;

/** Asks for the window that the viewer has picked; what the strip has been answered of it is at hand. */
export function useShownWindow(
  props: Asking,
  window: AbsoluteTimeRange | undefined,
  known: KnownAnswers
): ShownWindow | undefined {
  const { data, timeRange, timeZone, replaceVariables } = props;
  const [state, setState] = useState<Omit<ShownWindow, 'loading'> & { key?: string }>({});
  const key = window && JSON.stringify([window, data.request?.requestId, data.state]);
  if (!window && state.key !== undefined) {
    setState({}); // the next one begins with what the panel shows
  }
  // `key` is the content of what is asked for; the objects behind it are new at every render.
  /* eslint-disable react-hooks/exhaustive-deps */
  useEffect(() => {
    if (!window || data.state === LoadingState.Loading) {
      return;
    }
    const refIds = new Set(data.series.map(({ refId }) => refId ?? ''));
    const asked = { request: data.request, ranges: [askedRange(window)], refIds, known, resolve: replaceVariables };
    const running = queryRanges(asked).subscribe({
      next: (now) =>
        setState(
          now.some(hasSamples)
            ? { key, range: window, frames: framesOf(now, window, data.series) }
            : { key, error: noProfile(window, timeRange, timeZone) }
        ),
      error: (error: unknown) => setState({ key, error: wordsOfThrown(error) }),
    });
    return () => running.unsubscribe();
  }, [key]);
  /* eslint-enable react-hooks/exhaustive-deps */
  return window && { ...state, loading: state.key !== key && data.state !== LoadingState.Loading };
}

/** Requests are those of the window; there is nothing before it. */
const framesOf = (now: DataFrame[], window: AbsoluteTimeRange, shown: DataFrame[]): ComparisonState['frames'] => ({
  now,
  spans: { now: spanOf([window], withConfig(now, shown)), before: { seconds: 0 } },
});

const noProfile = (window: AbsoluteTimeRange, shown: PanelProps['timeRange'], timeZone: PanelProps['timeZone']) =>
  t('There is no profile in {time}.', { time: shortTimes([window], panelRange(shown), timeZone) });
