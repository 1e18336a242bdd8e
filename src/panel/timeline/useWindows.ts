import { type AbsoluteTimeRange, type DataFrame, LoadingState } from '@grafana/data';
import { greatest, rollup } from 'd3';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { readInputs, type Settings, splitsOver, wholeSplit, type WholeSplit } from '../../prepare';
import { splitFrames } from '../grafana/dataFrames';
import { queryRanges } from '../grafana/queryRanges';
import { planWindows, windowKey, type WindowPlan, windowsToAsk } from '../grafana/windowPlan';
import { useSettings } from '../model/settings';
import { atOnce, type TimelineOffer } from '../model/timelineOffer';
import { panelRange } from '../model/useComparison';
import { askedRange } from '../model/useShownWindow';
import { type View } from '../model/view';
import { type TimelineWindow } from './kinds';
import { queriesPerSecond, type WindowAnswer, WindowQueue } from './windowQueue';

/** Samples may arrive so long after the time that they are of: until then a window is asked for again at each refresh. */
const LATE = 60_000;

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
  const asked = useAskedWindows(view, offer, offer.from === 'queries');
  return offer.from === 'samples' ? { windows: sampled, open: 0, halted: false, retry: asked.retry } : asked;
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
    const from = Math.max(range.from, samples.time[0] / NS);
    const to = Math.min(range.to, samples.time[samples.length - 1] / NS + 1);
    const { step, windows } = planWindows({ from, to }, Infinity, most, SAMPLED_FROM);
    const unit = (paired.wallTime ?? paired.cpu)!.unit;
    const { evidence } = paired;
    const splits = splitsOver(samples, paired, { from: windows[0].from * NS, step: step * NS, count: windows.length });
    return windows.map((window, i) => ({
      ...window,
      answered: true,
      ...(splits[i].total > 0 && { whole: { split: splits[i], evidence, unit } }),
    }));
  }, [wanted, prepared, paired, axis, most]);
}

/** What is known of a window, and whether it is asked for again. */
type Known = Omit<TimelineWindow, 'from' | 'to'> & { final: boolean };

function useAskedWindows(view: View, offer: TimelineOffer, wanted: boolean): Windows {
  const { panel, filters, axis, windows: answers } = view;
  const { data, options, replaceVariables } = panel;
  const { from, to } = panelRange(axis);
  const { request } = data;
  // The choice of samples' times is of the graph: the strip is what it is made on.
  const settings = useSettings(
    options,
    useMemo(() => ({ ...filters, times: undefined }), [filters])
  );
  const plan = useMemo(
    () => planWindows({ from, to }, Date.now(), options.timelineWindows),
    // A refresh is another request: a window more is over.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [from, to, options.timelineWindows, request]
  );
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map());
  const [attempt, setAttempt] = useState(0);
  const question = JSON.stringify([
    replaceVariables(JSON.stringify(request?.targets ?? [])),
    request?.filters,
    attempt,
  ]);
  const latest = useRef({ view, offer, settings, known });
  latest.current = { view, offer, settings, known };
  const queue = useRef<WindowQueue>();
  const run = useSlices();

  // A question of its own: what was known is of another one.
  useEffect(() => {
    if (!wanted) {
      return;
    }
    const turn = queriesPerSecond(latest.current.view.panel.options.timelineQueries);
    const ask = (window: AbsoluteTimeRange) =>
      queryRanges({
        request: latest.current.view.panel.data.request,
        ranges: [askedRange(window)],
        refIds: latest.current.offer.refIds,
        known: answers,
        resolve: latest.current.view.panel.replaceVariables,
        turn,
      });
    const onAnswer = (window: AbsoluteTimeRange, answer: WindowAnswer) =>
      run(() => {
        const what = 'error' in answer ? { error: answer.error } : { whole: splitOf(answer.frames, latest.current) };
        const final = 'error' in answer || Date.now() >= window.to + LATE;
        setKnown((before) => new Map(before).set(windowKey(window), { ...what, answered: true, final }));
      });
    const own = new WindowQueue(ask, onAnswer, atOnce(latest.current.offer, { request }));
    queue.current = own;
    return () => {
      own.stop();
      run.stop();
      setKnown(new Map());
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the request is a new object at every refresh; `question` is its content
  }, [wanted, question, settings, answers]);

  // While the dashboard's own queries run, nothing new is asked for; what runs goes on.
  const loading = data.state === LoadingState.Loading;
  useEffect(() => {
    if (wanted && !loading) {
      const isKnown = (window: AbsoluteTimeRange) => latest.current.known.get(windowKey(window))?.final === true;
      queue.current?.want(windowsToAsk(plan, isKnown));
    }
  }, [wanted, loading, plan, question, settings]);

  const retry = useCallback(() => setAttempt((times) => times + 1), []);
  const windows = useMemo(() => inPlan(plan, known), [plan, known]);
  const open = windows.filter(({ answered }) => !answered).length;
  return { windows, open, halted: queue.current?.halted === true, retry };
}

const inPlan = ({ windows }: WindowPlan, known: ReadonlyMap<string, Known>): TimelineWindow[] =>
  windows.map((window) => ({ ...window, ...known.get(windowKey(window)) }));

/** Splits by the frames that they are of: a refresh answers most windows with the same ones. */
const splits = new WeakMap<DataFrame, { settings: Settings; whole: WholeSplit | undefined }>();

/** How a window's time splits, of the same kind as what the panel shows; undefined: no profile was taken in it. */
function splitOf(frames: DataFrame[], { view, settings }: { view: View; settings: Settings }): WholeSplit | undefined {
  const { data, options, replaceVariables } = view.panel;
  const kept = frames[0] && splits.get(frames[0]);
  if (kept?.settings === settings) {
    return kept.whole;
  }
  const { inputs } = splitFrames({ series: frames, request: data.request }, options, replaceVariables);
  const whole = inputs.length ? wholeSplit(readInputs(inputs), settings) : undefined;
  if (frames[0]) {
    splits.set(frames[0], { settings, whole });
  }
  return whole;
}

/** Runs one thing at a time, each in a task of its own: the page draws and listens between two of them. */
function useSlices() {
  return useMemo(() => {
    const waiting: Array<() => void> = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = () => {
      waiting.shift()?.();
      timer = waiting.length ? setTimeout(next) : undefined;
    };
    const run = (task: () => void) => {
      waiting.push(task);
      timer ??= setTimeout(next);
    };
    run.stop = () => {
      waiting.length = 0;
      clearTimeout(timer);
      timer = undefined;
    };
    return run;
  }, []);
}

/** Windows that measure the same as most: one without an answer of the wall profile has only its CPU time. */
export function alike(windows: TimelineWindow[]): TimelineWindow[] {
  const [usual] =
    greatest(
      rollup(
        windows,
        (same) => same.length,
        ({ whole }) => whole?.evidence
      ),
      ([evidence, count]) => (evidence ? count : 0)
    ) ?? [];
  return windows.filter(({ whole }) => !whole || whole.evidence === usual);
}
