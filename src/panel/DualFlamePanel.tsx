import { type PanelProps } from '@grafana/data';
import { LoadingBar } from '@grafana/ui';
import React, { type CSSProperties, useCallback, useMemo, useReducer } from 'react';
import { EmptyState } from './EmptyState';
import { FlamePanelView } from './FlamePanelView';
import { linkedView, useLinkedView } from './grafana/dashboardVariable';
import { effectiveFilters, hasTime } from './model/selectors';
import { useComparison } from './model/useComparison';
import { usePrepared } from './model/usePrepared';
import { type Readable, useReadable } from './model/useReadable';
import { useWholeAnswer } from './model/useWholeAnswer';
import { type PanelInput } from './model/view';
import { type PanelOptions } from './options/options';
import { keptView, useKeptView } from './state/keptView';
import { INITIAL_STATE, panelReducer, type PanelState } from './state/panelState';
import { Boundary } from './ui/Boundary';

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
  const panel = { ...props, data: useWholeAnswer(props.data) };
  const [state, dispatch] = useReducer(
    panelReducer,
    undefined,
    () => linkedView(panel) ?? keptView(panel) ?? INITIAL_STATE
  );
  const restore = useCallback((restored: PanelState) => dispatch({ type: 'restore', state: restored }), []);
  useLinkedView(panel, state, restore);
  useKeptView(panel, state);
  const comparison = useComparison(panel, state.compare);
  const { data, options } = panel;
  const filters = useMemo(() => effectiveFilters(state.filters, options), [state.filters, options]);
  const { readable, key } = useReadable({ data, options, filters, comparison: comparison.frames });
  return readable ? (
    <PreparedPanel
      key={key}
      readable={readable}
      panel={{ ...panel, data: readable.data, options: readable.options }}
      {...{ state, filters, comparison, dispatch }}
    />
  ) : (
    <LoadingBar width={panel.width} />
  );
}

type PreparedPanelProps = Omit<PanelInput, 'prepared' | 'paired'> & { readable: Readable };

/** Over the picture, which stays where it is. */
const OVER: CSSProperties = { position: 'absolute', top: 0, left: 0, zIndex: 1 };

function PreparedPanel({ readable, panel, state, filters, comparison, dispatch }: PreparedPanelProps) {
  const { prepared, busy } = usePrepared(panel, readable.filters, readable.comparison);
  if (!prepared) {
    return <LoadingBar width={panel.width} />;
  }
  const { paired } = prepared;
  return (
    <>
      {busy && (
        <div style={OVER}>
          <LoadingBar width={panel.width} />
        </div>
      )}
      {paired && hasTime(paired) ? (
        <FlamePanelView {...{ panel, prepared, paired, state, filters, comparison, dispatch }} />
      ) : (
        <EmptyState {...{ panel, prepared, state, filters, dispatch }} compared={comparison.frames !== undefined} />
      )}
    </>
  );
}
