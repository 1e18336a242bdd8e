import { css } from '@emotion/css';
import { type AbsoluteTimeRange, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { scaleLinear } from 'd3';
import React, { useMemo, useState } from 'react';
import { type VersionReport } from '../../prepare';
import { type Annotation, annotationsOf } from '../grafana/annotations';
import { t } from '../grafana/translate';
import { versionSpec } from '../model/comparison';
import { type TimelineOffer } from '../model/timelineOffer';
import { panelRange } from '../model/useComparison';
import { type View } from '../model/view';
import { TimeOverlay } from '../ui/TimeOverlay';
import { nearestMark, plotIn, useCrosshair, usePlotPointer } from '../ui/timePlot';
import { shortTime, shortTimes } from '../ui/timeText';
import { Bars } from './Bars';
import { changeFigures, changeText, largestChange } from './change';
import { type Measure, rateUnit, type TimelineWindow } from './kinds';
import { figuresInWords, inWords, LINE, overallInWords, Readout, whyNothing } from './Readout';
import { Caption } from './Caption';
import { useShown } from './useShown';
import { useStripKeys } from './useStripKeys';
import { alike, useWindows } from './useWindows';

export type TimelineProps = View & { offer: TimelineOffer };

/**
 * What ran and what waited, window by window, on the dashboard's time axis and crosshair. A click shows a window's graph, a drag sets the
 * dashboard's range, with Shift it compares a window with the rest; a click on an annotation compares before with after.
 */
export function Timeline(view: TimelineProps) {
  const { panel, axis, on, offer, layout, dispatch } = view;
  const { eventBus, width } = panel;
  const styles = useStyles2(getStyles);
  const [measure, setMeasure] = useState<Measure>('rate');
  const state = useWindows(view, offer);
  const { windows } = state;
  const { shown, show } = useShown(view, offer);
  const { narrow, left, right, plot } = plotIn(width);
  const scale = useMemo(() => {
    const { from, to } = panelRange(axis);
    return scaleLinear([from, to], [0, plotIn(width).plot]).clamp(true);
  }, [axis, width]);
  const [cursor, setCursor] = useCrosshair(eventBus);
  const { versions } = view.prepared;
  const marks = useMemo(
    () => [...annotationsOf(panel.data.annotations), ...(versions?.at ? [versionMark(versions, versions.at)] : [])],
    [panel.data.annotations, versions]
  );
  const markAt = (x: number) => nearestMark(marks, scale, x);
  const { area, drag, handlers } = usePlotPointer({
    eventBus,
    onRange: panel.onChangeTimeRange,
    onWindow: on.compareWindow,
    onAnnotation: (time) =>
      versions && time === versions.at
        ? dispatch({ type: 'compare', spec: versionSpec(versions) })
        : on.compareEvent(time),
    onClick: (time) => show(windowAt(windows, time)),
    scale,
    left,
    markAt,
    setCursor,
  });
  const words = useWords(view, windows, measure, narrow);
  const pointed = cursor === undefined ? undefined : windowAt(windows, cursor);
  const keys = useStripKeys({
    windows,
    shown,
    setCursor,
    onShow: show,
    onCompare: on.compareWindow,
    describe: words.of,
  });
  const mark = cursor === undefined ? undefined : markAt(scale(cursor));
  return (
    <div
      ref={area}
      className={styles.strip}
      style={{ width, height: layout.timeline }}
      data-testid="dualflame-timeline"
      aria-busy={state.open > 0 && !state.halted}
      title={mark && t('{what}: a click compares before with after', { what: mark.text })}
      {...handlers}
    >
      <Caption
        {...{ state, measure, narrow, unit: words.unit, change: words.change }}
        width={left}
        lines={Math.floor(layout.timeline / LINE)}
        onMeasure={setMeasure}
        onChange={() => words.change && show(words.change.window)}
      />
      <div className={styles.plot} style={{ width: plot }} {...keys} data-testid="dualflame-timeline-plot">
        <Bars windows={windows} measure={measure} scale={scale} height={layout.timeline} shown={shown} />
      </div>
      <Readout
        {...words.readout(pointed ?? windows.find((window) => isSame(window, shown)))}
        lines={Math.floor(layout.timeline / LINE)}
        width={right}
      />
      <TimeOverlay {...{ marks, cursor, drag, scale, left, height: layout.timeline }} />
    </div>
  );
}

const windowAt = (windows: TimelineWindow[], time: number) => windows.find(({ from, to }) => time >= from && time < to);

const isSame = (a: AbsoluteTimeRange, b: AbsoluteTimeRange | undefined) => a.from === b?.from && a.to === b.to;

/** The moment from which on the newer version is there. */
const versionMark = ({ label, now, before }: VersionReport, time: number): Annotation => ({
  time,
  color: '#b877d9',
  text: t('{label}: {now} after {before}', { label, now, before }),
});

/** All that is said of the windows. */
function useWords({ axis, panel: { timeZone } }: View, windows: TimelineWindow[], measure: Measure, narrow: boolean) {
  return useMemo(() => {
    const range = panelRange(axis);
    const known = alike(windows);
    const unit = rateUnit(known.find(({ whole }) => whole)?.whole?.unit ?? 'nanoseconds');
    const change = largestChange(known, measure);
    const timeOf = (window: AbsoluteTimeRange) => shortTimes([window], range, timeZone);
    const precisely = overallInWords(known, measure, true);
    const all = narrow ? overallInWords(known, measure, false) : precisely;
    const hint = [
      inWords(precisely, '\n'),
      measure === 'rate' ? t('Threads = time ÷ length of the window.') : t('Shares are of the time that is not idle.'),
      t(
        'In brackets: 95 % interval of the whole range, from how its windows differ (bootstrap over {count} windows).',
        {
          count: known.filter(({ whole }) => whole).length,
        }
      ),
    ].join('\n');
    return {
      unit,
      change: change && {
        window: change.window,
        kind: change.kind,
        figures: changeFigures(change, shortTime(change.window.from, range, timeZone), measure),
        text: changeText(change, shortTime(change.window.from, range, timeZone), measure, unit),
      },
      /** For who hears it. */
      of: (window: TimelineWindow) =>
        [
          timeOf(window),
          whyNothing(window) ?? `${unitOf(measure, unit)}: ${inWords(figuresInWords(window, measure), ', ')}`,
        ].join(', '),
      readout: (window: TimelineWindow | undefined) => ({
        title: [window ? timeOf(window) : t('Whole range'), ...(narrow ? [] : [unitOf(measure, unit)])].join(' · '),
        note: window && whyNothing(window),
        figures: window ? figuresInWords(window, measure) : all,
        hint,
      }),
    };
  }, [axis, timeZone, windows, measure, narrow]);
}

const unitOf = (measure: Measure, unit: string) => (measure === 'rate' ? unit : t('Share'));

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({
    display: 'flex',
    flex: 'none',
    position: 'relative',
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'pointer',
    overflow: 'hidden',
  }),
  plot: css({
    position: 'relative',
    flex: 'none',
    height: '100%',
    background: theme.colors.background.secondary,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
});
