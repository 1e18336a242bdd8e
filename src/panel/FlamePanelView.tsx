import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { useEffect, useRef, useState } from 'react';
import { GraphPane } from './graph/GraphPane';
import { ListPane } from './lists/ListPane';
import { usePanelActions } from './model/usePanelActions';
import { usePanelModel } from './model/usePanelModel';
import { type PanelInput, type View } from './model/view';
import { filterChips } from './state/filters';
import { createHoverStore } from './state/useHover';
import { bannerOf } from './summary/quality';
import { SummaryRows } from './summary/SummaryRows';
import { Controls } from './toolbar/Controls';
import { FilterChips } from './toolbar/FilterChips';
import { Drawer, useDrawerHabit } from './ui/Drawer';
import { DRAWER_OPENS, GAP, panelLayout, ROWS } from './ui/panelLayout';
import { PRINT } from './ui/print';

/** Places the surfaces. What they show is worked out in usePanelModel, what they do in usePanelActions. */
export function FlamePanelView(props: PanelInput) {
  const { panel, prepared, paired, state, dispatch } = props;
  const { width, height } = panel;
  const styles = useStyles2(getStyles);
  const [habit, setHabit] = useDrawerHabit();
  // Chips are on as many lines as they take.
  const [chipsHeight, setChipsHeight] = useState<number>(ROWS.chips);
  const model = usePanelModel(props);
  const on = usePanelActions({ ...model, prepared, dispatch });
  const layout = panelLayout(
    { width, height: height - (chipsHeight - ROWS.chips) },
    {
      finding: model.findings.length > 0,
      bar: model.timed,
      chips: filterChips(model.filters).length > 0,
      banner: bannerOf(model.problems, paired.evidence) !== undefined,
      breadcrumb: model.root > 0,
      counters: prepared.counterRows.rows.length,
      drawer: state.drawer ?? (habit.open === true && width >= DRAWER_OPENS),
      drawerWidth: habit.width,
    }
  );
  const { drawer } = state;
  useEffect(() => {
    if (drawer !== undefined) {
      setHabit({ open: drawer });
    }
  }, [drawer, setHabit]);
  const [hover] = useState(createHoverStore);
  const view: View = { ...props, model, on, layout, hover };
  const canvas = useRef<HTMLDivElement>(null);
  return (
    <div ref={canvas} className={styles.panel} style={{ width, height }} data-testid="dualflame-panel">
      <Controls {...view} canvas={() => canvas.current?.querySelector('canvas')} />
      <FilterChips
        filters={model.filters}
        inputs={prepared.frames.inputs}
        onFilters={on.filters}
        onReset={() => dispatch({ type: 'reset' })}
        onHeight={setChipsHeight}
      />
      <SummaryRows {...view} />
      <div className={styles.main}>
        <GraphPane {...view} />
        {layout.drawer && (
          <Drawer
            layout={layout.drawer}
            panelWidth={width}
            height={layout.graphHeight}
            onWidth={(dragged) => setHabit({ width: dragged })}
          >
            <ListPane {...view} width={layout.drawer.width} height={layout.graphHeight} />
          </Drawer>
        )}
      </div>
    </div>
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
});
