import { LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { Button, LoadingBar } from '@grafana/ui';
import React from 'react';
import { t } from './grafana/translate';
import { beginningOf } from './model/beginning';
import { emptyMessage, failures } from './model/problems';
import { type PreparedPanel } from './model/usePrepared';
import { type PanelOptions } from './options/options';
import { type Filters, leavesOut } from './state/filters';
import { Start } from './start/Start';
import { type Action, type PanelState } from './state/panelState';

export interface EmptyStateProps {
  panel: PanelProps<PanelOptions>;
  prepared: PreparedPanel;
  state: PanelState;
  filters: Filters;
  /** The comparison that was asked for has been answered. */
  compared: boolean;
  dispatch(action: Action): void;
}

/** Nothing to draw: why, and what to do about it. */
export function EmptyState({ panel, prepared, state, filters, compared, dispatch }: EmptyStateProps) {
  const { data } = panel;
  const failed = failures(data).length > 0;
  if (compared && state.compare && !failed) {
    return (
      <Undo
        why={t('There is no profile in one of the times compared.')}
        how={t('Stop comparing')}
        onUndo={() => dispatch({ type: 'compare', spec: undefined })}
      />
    );
  }
  if (leavesOut(filters) && !failed && prepared.queries.some(({ empty }) => !empty)) {
    return (
      <Undo
        why={t('The filters leave no stack in this time range.')}
        how={t('Remove all filters')}
        onUndo={() => dispatch({ type: 'restore', state: { ...state, filters: { hideIdle: false } } })}
      />
    );
  }
  if (data.state === LoadingState.Loading && !data.series.length) {
    return <LoadingBar width={panel.width} />; // Nothing is wrong yet.
  }
  const beginning = beginningOf(data, prepared, panel.replaceVariables);
  if (beginning) {
    return <Start targets={beginning} range={panel.timeRange} width={panel.width} />;
  }
  return (
    <PanelDataErrorView
      panelId={panel.id}
      data={data}
      fieldConfig={panel.fieldConfig}
      message={emptyMessage(data, prepared, panel.replaceVariables)}
      needsStringField={!prepared.frames.inputs.length}
    />
  );
}

const Undo = ({ why, how, onUndo }: { why: string; how: string; onUndo(): void }) => (
  <div>
    {why}{' '}
    <Button size="sm" variant="secondary" onClick={onUndo}>
      {how}
    </Button>
  </div>
);
