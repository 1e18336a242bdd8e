import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { useEffect, useMemo, useRef, useState } from 'react';
import { type SummedWindow } from '../analysis';
import { FetchedSurface } from './FetchedSurface';
import { GraphPane } from './graph/GraphPane';
import { isExemplar } from './grafana/exemplars';
import { heatMap, latencyStrip } from './heatmap/part';
import { laneMap } from './lanes/part';
import { listPane } from './lists/part';
import { withoutWaits } from './model/beginning';
import { usePanelActions } from './model/usePanelActions';
import { usePart } from './model/usePart';
import { usePanelModel } from './model/usePanelModel';
import { type PanelInput, type View } from './model/view';
import { useWindowsOfSides } from './model/windowsOfSides';
import { HowToSeeWaits } from './start/Start';
import { filterChips } from './state/filters';
import { createHoverStore } from './state/useHover';
import { BarRow } from './summary/BarRow';
import { bannerOf } from './summary/banner';
import { DataQualityBanner } from './summary/DataQualityBanner';
import { counterRows, findingRow } from './summary/part';
import { Quality } from './summary/Quality';
import { FilterChips } from './toolbar/FilterChips';
import { timeline } from './timeline/part';
import { controls } from './toolbar/part';
import { Drawer, useDrawerHabit } from './ui/Drawer';
import { DRAWER_OPENS, GAP, panelLayout, ROWS } from './ui/panelLayout';
import { PRINT } from './ui/print';
import { sampleTimes, timeAxis } from './ui/sampleTimes';
import { useAfterPaint } from './ui/useAfterPaint';
import { useEver } from './ui/useStable';

/** Places the surfaces. What they show is worked out in usePanelModel, what they do in usePanelActions. */
export const FlamePanelView = React.memo(function FlamePanelView(props: PanelInput) {
  const { panel, prepared, paired, state, filters, dispatch } = props;
  const { width, height, options } = panel;
  const styles = useStyles2(getStyles);
  const [habit, setHabit] = useDrawerHabit();
  // Chips are on as many lines as they take.
  const [chipsHeight, setChipsHeight] = useState<number>(ROWS.chips);
  const [strip, onStrip] = useState<readonly SummedWindow[]>();
  const input = { ...props, ...useWindowsOfSides(strip, props) };
  const model = usePanelModel(input);
  const on = usePanelActions({ ...model, prepared, dispatch });
  const banner = bannerOf(model.problems, paired.evidence);
  const lone = withoutWaits(panel.data, paired.evidence, panel.replaceVariables);
  const unjudged = prepared.unjudged !== undefined;
  // A first picture keeps room for a sentence, and the graph stays there where none comes.
  const keptRoom = useEver(unjudged);
  const hasFinding = options.showFinding && (model.findings?.length !== 0 || keptRoom);
  const chips = useMemo(
    () => filterChips(filters, (times) => sampleTimes(times, timeAxis(prepared.queries), panel.timeZone)),
    [filters, prepared.queries, panel.timeZone]
  );
  const showsHeatmap = state.heatmap !== undefined && prepared.areSingle === true;
  const showsLanes = state.lanes === true && prepared.areSingle === true;
  const layout = panelLayout(
    { width, height: height - (chipsHeight - ROWS.chips) },
    {
      finding: hasFinding,
      bar: model.timed,
      chips: chips.length > 0,
      banner: banner !== undefined,
      breadcrumb: model.root > 0,
      timeline: model.timeline?.shown,
      counters: options.showCounters ? prepared.counterRows.rows.length : 0,
      latency: prepared.frames.heatmaps.length > 0 || (panel.data.annotations ?? []).some(isExemplar),
      heatmap: showsHeatmap,
      lanes: showsLanes,
      drawer: state.drawer ?? ((habit.open ?? options.showList) && width >= DRAWER_OPENS),
      drawerWidth: habit.width,
    }
  );
  const painted = useAfterPaint();
  usePart(listPane, painted, panel.data); // here by the time the drawer is opened
  const { drawer } = state;
  useEffect(() => {
    if (drawer !== undefined) {
      setHabit({ open: drawer });
    }
  }, [drawer, setHabit]);
  const [hover] = useState(createHoverStore);
  const view: View = { ...input, model, on, layout, hover, onStrip };
  const canvas = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={canvas}
      className={styles.panel}
      style={{ width, height }}
      data-testid="dualflame-panel"
      aria-busy={unjudged}
    >
      {banner && (
        <DataQualityBanner banner={banner} problems={model.problems}>
          {lone && !banner.failed && <HowToSeeWaits targets={lone} range={panel.timeRange} />}
        </DataQualityBanner>
      )}
      {hasFinding && (
        <FetchedSurface part={findingRow} props={view} height={ROWS.finding} {...laterThan(view)} silent />
      )}
      <FetchedSurface
        part={controls}
        props={{ ...view, canvas: () => canvas.current?.querySelector('canvas') }}
        height={ROWS.controls}
        {...laterThan(view)}
      />
      <FilterChips
        chips={chips}
        inputs={prepared.frames.inputs}
        onFilters={on.filters}
        onReset={() => dispatch({ type: 'reset' })}
        onHeight={setChipsHeight}
      />
      {model.timed && (unjudged ? <div className={styles.barRoom} /> : <BarRow {...view} alone={!hasFinding} />)}
      <AlongTime {...view} />
      {!hasFinding && !model.timed && (
        <div className={styles.corner}>
          <Quality {...view} />
        </div>
      )}
      <GraphAndDrawer view={view} onWidth={(dragged) => setHabit({ width: dragged })} />
    </div>
  );
});

function GraphAndDrawer({ view, onWidth }: { view: View; onWidth(width: number): void }) {
  const styles = useStyles2(getStyles);
  const { panel, layout } = view;
  return (
    <div className={styles.main}>
      <GraphPane {...view} />
      {layout.drawer && (
        <Drawer layout={layout.drawer} panelWidth={panel.width} height={layout.graphHeight} onWidth={onWidth}>
          <FetchedSurface
            part={listPane}
            props={{ ...view, width: layout.drawer.width, height: layout.graphHeight }}
            {...laterThan(view)}
          />
        </Drawer>
      )}
    </div>
  );
}

/** Surfaces that come after the graph, and say something only when stacks are judged. */
const laterThan = ({ panel, prepared }: View) => ({ occasion: panel.data, waits: prepared.unjudged !== undefined });

/** What is drawn along time, where it is wanted and has room. */
function AlongTime(view: View) {
  const { layout, model } = view;
  const later = laterThan(view);
  return (
    <>
      {layout.timeline > 0 && model.timeline && (
        <FetchedSurface
          part={timeline}
          props={{ ...view, offer: model.timeline }}
          height={layout.timeline}
          {...later}
        />
      )}
      {layout.counters > 0 && (
        <FetchedSurface part={counterRows} props={view} height={layout.counters * ROWS.counter} {...later} silent />
      )}
      {layout.latency > 0 && <FetchedSurface part={latencyStrip} props={view} height={layout.latency} {...later} />}
      {layout.heatmap > 0 && <FetchedSurface part={heatMap} props={view} height={layout.heatmap} {...later} />}
      {layout.lanes > 0 && <FetchedSurface part={laneMap} props={view} height={layout.lanes} {...later} />}
    </>
  );
}

const getStyles = () => ({
  panel: css({
    display: 'flex',
    flexDirection: 'column',
    gap: ROWS.gap,
    overflow: 'hidden',
    position: 'relative',
    ...PRINT,
  }),
  main: css({ display: 'flex', gap: GAP, minHeight: 0 }),
  barRoom: css({ height: ROWS.bar, flex: 'none' }),
  // Where neither a finding nor a bar has a row.
  corner: css({ position: 'absolute', right: 0, bottom: 0, zIndex: 1 }),
});
