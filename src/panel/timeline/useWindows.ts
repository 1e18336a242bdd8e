import { type AbsoluteTimeRange, type DataFrame, LoadingState } from '@grafana/data';
import { greatest, rollup } from 'd3';
import { useEffect, useMemo, useReducer, useSyncExternalStore } from 'react';
import { preparation, type ProfileInput, type WholeSplit, type WholeSplits } from '../../prepare';
import { type Steps } from '../../profile';
import { splitFrames } from '../grafana/dataFrames';
import { queryRanges } from '../grafana/queryRanges';
import { planWindows, windowKey, type WindowPlan } from '../grafana/windowPlan';
import { useSettings } from '../model/settings';
import { atOnce, type TimelineOffer } from '../model/timelineOffer';
import { panelRange } from '../model/useComparison';
import { askedRange } from '../model/useShownWindow';
import { type View } from '../model/view';
import { useSame } from '../ui/useStable';
import { type TimelineWindow } from './kinds';
import { queriesPerSecond } from './windowQueue';
import { WindowStore } from './windowStore';

export interface Windows {
  windows: TimelineWindow[];
  /** Of those that cost a query: how many are not answered yet. */
  open: number;
  /** The data source failed too often, and is left alone. */
  halted: boolean;
  /** Asks again for what failed. */
  retry(): void;
}

/** What is known of the windows of the dashboard's range: from single samples, or by asking the queries. */
export function useWindows(view: View, offer: TimelineOffer): Windows {
  const sampled = useSampledWindows(view, offer.from === 'samples');
  const asked = useAskedWindows(view, offer);
  useHandedOver(asked, view.onStrip);
  return offer.from === 'samples' ? { ...asked, windows: sampled } : asked;
}

/** Hands over what all windows have been answered: shares in findings and lists are known by it. */
function useHandedOver({ windows, open }: Windows, onStrip: View['onStrip']): void {
  // The same windows come again in another array with each choice of the viewer: what they tell has not changed.
  const summed = useSame(
    useMemo(() => (open ? [] : alike(windows).flatMap(({ whole }) => whole?.summed ?? [])), [windows, open])
  );
  useEffect(() => onStrip(summed.length ? summed : undefined), [summed, onStrip]);
  useEffect(() => () => onStrip(undefined), [onStrip]);
}

/** Samples have a time to the nanosecond: windows are as short as so many of them allow. */
const SAMPLED_FROM = 1;
const NS = 1e6;

function useSampledWindows({ prepared, paired, axis, panel }: View, wanted: boolean): TimelineWindow[] {
  const most = panel.options.timelineWindows;
  return useMemo(() => {
    const samples = wanted ? prepared.timedSamples?.({ everyTime: true }) : undefined;
    if (!samples?.length) {
      return [];
    }
    const range = panelRange(axis);
    // Of sums no window is shorter than what they are of.
    const bucket = Math.max(1, Math.round(Math.max(...samples.bucket) / NS));
    const from = Math.max(range.from, samples.time[0] / NS);
    const to = Math.min(range.to, samples.time[samples.length - 1] / NS + bucket);
    const { step, windows } = planWindows({ from, to }, Infinity, most, { shortest: SAMPLED_FROM, bucket });
    const unit = (paired.wallTime ?? paired.cpu)!.unit;
    const { evidence } = paired;
    // What is shown has been prepared: what did it is here.
    const splits = preparation.here!.splitsOver(samples, paired, {
      from: windows[0].from * NS,
      step: step * NS,
      count: windows.length,
    });
    return windows.map((window, i) => ({
      ...window,
      answered: true,
      ...(splits[i].total > 0 && { whole: { split: splits[i], evidence, unit } }),
    }));
  }, [wanted, prepared, paired, axis, most]);
}

const NO_PLAN: WindowPlan = { step: 0, windows: [] };

function useAskedWindows(view: View, offer: TimelineOffer): Windows {
  const { panel, filters, windows: known } = view;
  const { data, options, replaceVariables } = panel;
  const { request } = data;
  const { plan = NO_PLAN, refIds } = offer;
  // The choice of samples' times is of the graph: the strip is what it is made on.
  const settings = useSettings(options, { ...filters, times: undefined });
  const [attempt, retry] = useReducer((times: number) => times + 1, 0);
  const question = JSON.stringify([replaceVariables(JSON.stringify(request?.targets ?? [])), request?.filters]);
  const perSecond = options.timelineQueries;
  // The same question, asked by requests that are new objects at each refresh, keeps what it was answered.
  /* eslint-disable react-hooks/exhaustive-deps */
  const store = useMemo(() => new WindowStore(atOnce(offer, { request })), [question, settings, attempt]);
  const splits = useMemo(() => new preparation.here!.WholeSplits(settings), [settings]);
  const turn = useMemo(() => queriesPerSecond(perSecond), [perSecond]);
  useEffect(() => () => store.stop(), [store]);
  // While the dashboard's own queries run, nothing new is asked for; what runs goes on.
  const loading = data.state === LoadingState.Loading;
  useEffect(() => {
    if (!loading) {
      store.want(plan, {
        ask: (window) =>
          queryRanges({ request, ranges: [askedRange(window)], refIds, known, resolve: replaceVariables, turn }),
        splitOf: (frames, { from, to }) => splittingSteps(frames, { from, to }, view, splits),
      });
    }
  }, [store, loading, plan]);
  /* eslint-enable react-hooks/exhaustive-deps */
  const { byWindow, halted } = useSyncExternalStore(store.subscribe, store.snapshot);
  const windows = useMemo(
    () => plan.windows.map((window): TimelineWindow => ({ ...window, ...byWindow.get(windowKey(window)) })),
    [plan, byWindow]
  );
  return { windows, open: windows.filter(({ answered }) => !answered).length, halted, retry };
}

/** Splits by the frames that they are of: a refresh answers most windows with the same ones. */
const known = new WeakMap<DataFrame, { by: WholeSplits; whole: WholeSplit | undefined }>();

/** How a window's time splits, of the same kind as what the panel shows; undefined: no profile was taken in it. */
function* splittingSteps(
  frames: DataFrame[],
  time: AbsoluteTimeRange,
  view: View,
  splits: WholeSplits
): Steps<WholeSplit | undefined> {
  const kept = frames[0] && known.get(frames[0]);
  if (kept?.by === splits) {
    return kept.whole;
  }
  const { data, options, replaceVariables } = view.panel;
  const { inputs } = splitFrames({ series: frames, request: data.request }, options, replaceVariables);
  const found = yield* splits.of(asInGraph(inputs, view));
  const whole = found?.summed ? { ...found, summed: { ...found.summed, time } } : found;
  if (frames[0]) {
    known.set(frames[0], { by: splits, whole });
  }
  return whole;
}

/** A query measures in each window what it measures in the graph: nothing is guessed from a few samples. */
function asInGraph(inputs: ProfileInput[], { prepared }: View): ProfileInput[] {
  const roles = rollup(
    prepared.queries.filter(({ role, empty }) => role !== 'baseline' && !empty),
    (reports) => (reports.length === 1 ? (reports[0].role as ProfileInput['role']) : undefined),
    ({ refId }) => refId
  );
  return inputs.map((input) => ({ ...input, role: input.role ?? roles.get(input.refId) }));
}

const measured = ({ whole }: TimelineWindow): string | undefined => whole && `${whole.evidence} ${whole.unit}`;

/** Windows that measure the same as most: one without an answer of the wall profile has only its CPU time. */
export function alike(windows: TimelineWindow[]): TimelineWindow[] {
  const counts = rollup(windows, (same) => same.length, measured);
  counts.delete(undefined);
  const [usual] = greatest(counts, ([, count]) => count) ?? [];
  return windows.filter((window) => [undefined, usual].includes(measured(window)));
}
