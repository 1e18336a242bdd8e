import { dateTime, type PanelProps, type TimeRange } from '@grafana/data';
import { LoadingBar } from '@grafana/ui';
import React, { type CSSProperties, useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import { EmptyState } from './EmptyState';
import { FlamePanelView } from './FlamePanelView';
import { linkedView, useLinkedView } from './grafana/dashboardVariable';
import { hasSamples } from './grafana/answers';
import { timesApart } from './grafana/otherTimes';
import { KnownAnswers } from './grafana/queryRanges';
import { drawnFirst, effectiveFilters, hasTime } from './model/selectors';
import { type ComparisonState, useComparison } from './model/useComparison';
import { usePrepared } from './model/usePrepared';
import { type Readable, useReadable } from './model/useReadable';
import { useShownWindow } from './model/useShownWindow';
import { useWholeAnswer } from './model/useWholeAnswer';
import { type PanelInput } from './model/view';
import { type PanelOptions } from './options/options';
import { keptView, useKeptView } from './state/keptView';
import { INITIAL_STATE, panelReducer, type PanelState } from './state/panelState';
import { Boundary } from './ui/Boundary';
import { useHeld, useSame } from './ui/useStable';

export function DualFlamePanel(props: PanelProps<PanelOptions>) {
  return (
    <Boundary data={props.data.series} describe={() => describe(props)}>
      <Panel {...props} />
    </Boundary>
  );
}

/** What an error report needs: the shape of the data, not the data. */
const describe = ({ data, options, width, height }: PanelProps<PanelOptions>): string =>
  JSON.stringify({
    options,
    width,
    height,
    frames: data.series.map(({ length, fields, meta }) => ({
      length,
      type: meta?.preferredVisualisationType,
      fields: fields.map(({ name, type, config }) => ({ name, type, unit: config.unit })),
    })),
  });

function Panel(props: PanelProps<PanelOptions>) {
  const whole = useWholeAnswer(props.data);
  const { present, before } = useMemo(() => timesApart(whole), [whole]);
  const panel = { ...props, data: present };
  const [state, dispatch] = useReducer(
    panelReducer,
    undefined,
    () => linkedView(panel) ?? keptView(panel) ?? INITIAL_STATE
  );
  const restore = useCallback((restored: PanelState) => dispatch({ type: 'restore', state: restored }), []);
  useLinkedView(panel, state, restore);
  useKeptView(panel, state);
  const [windows] = useState(() => new KnownAnswers(MAX_WINDOW_ANSWERS));
  const compared = useComparison(panel, state.compare);
  const shown = useShownWindow(panel, state.window, windows);
  const grafanas = useMemo(() => (before.some(hasSamples) ? { before, spans: UNKNOWN } : undefined), [before]);
  const asked: ComparisonState = shown ?? compared;
  const comparison = { ...asked, frames: asked.frames ?? grafanas };
  const timeRange = useRange(shown?.frames ? shown.range : undefined) ?? panel.timeRange;
  const { data, options } = panel;
  const filters = useMemo(() => effectiveFilters(state.filters, options), [state.filters, options]);
  const { readable, key } = useReadable({ data, options, filters, comparison: comparison.frames });
  return readable ? (
    <PreparedPanel
      key={key}
      readable={readable}
      // It counts renders, and nothing is to be rendered for that.
      panel={{ ...panel, timeRange, data: readable.data, options: readable.options, renderCounter: 0 }}
      axis={panel.timeRange}
      {...{ state, filters, comparison, windows, dispatch }}
    />
  ) : (
    <LoadingBar width={panel.width} />
  );
}

/** How long both times of Grafana's comparison are is not among the frames. */
const UNKNOWN = { now: { seconds: 0 }, before: { seconds: 0 } };

/** Answers of two data sources for as many windows as there can be, as often as a refresh moves them on. */
const MAX_WINDOW_ANSWERS = 256;

function useRange(window: PanelState['window']): TimeRange | undefined {
  return useMemo(() => {
    const raw = window && { from: dateTime(window.from), to: dateTime(window.to) };
    return raw && { ...raw, raw };
  }, [window]);
}

type PreparedPanelProps = Omit<PanelInput, 'prepared' | 'paired'> & { readable: Readable };

/** A new answer is read: said where that takes so long, ms, that it is waited for. */
const LONG = 300;

function Reading({ width }: { width: number }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG);
    return () => clearTimeout(timer);
  }, []);
  return (
    isLong && (
      <div style={OVER}>
        <LoadingBar width={width} />
      </div>
    )
  );
}

/** Over the picture, which stays where it is. */
const OVER: CSSProperties = { position: 'absolute', top: 0, left: 0, zIndex: 1 };

function PreparedPanel({ readable, ...now }: PreparedPanelProps) {
  const { panel, axis, state, filters, comparison, dispatch } = now;
  const { prepared, busy, waits } = usePrepared(panel, readable.filters, readable.comparison, {
    width: panel.width,
    drawn: drawnFirst(state, panel.options),
  });
  const { data, timeRange } = panel;
  // What is shown while the next answer is read is of the last one, times and annotations, too, and is not rendered again for it.
  const answer = useSame({ data, timeRange, axis, comparison: useSame(comparison) });
  const { data: drawn, timeRange: of, ...held } = useHeld(answer, busy && !prepared?.unjudged);
  const shown = useSame({ ...panel, data: drawn, timeRange: of });
  if (!prepared) {
    return waits ? null : <LoadingBar width={panel.width} />;
  }
  const { paired } = prepared;
  return (
    <>
      {busy && <Reading width={panel.width} />}
      {paired && hasTime(paired) ? (
        <FlamePanelView {...now} {...held} panel={shown} prepared={prepared} paired={paired} />
      ) : (
        <EmptyState
          {...{ panel, prepared, state, filters, dispatch }}
          compared={comparison.frames?.before !== undefined}
        />
      )}
    </>
  );
}
