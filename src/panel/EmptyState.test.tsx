import { dateTime, LoadingState, type PanelProps } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { prepared } from '../testing';
import { EmptyState } from './EmptyState';
import { type PreparedPanel } from './model/usePrepared';
import { type PanelOptions } from './options/options';
import { type Filters } from './state/filters';
import { INITIAL_STATE, type PanelState } from './state/panelState';

const ONLY: Filters = { stacks: [{ keep: 'only', pattern: 'nowhere' }] };
const timeRange = { from: dateTime(0), to: dateTime(1000), raw: { from: '', to: '' } };

function show(
  filters: Filters,
  state: PanelState = INITIAL_STATE,
  compared = false,
  errors?: Array<{ message: string }>
) {
  const dispatch = jest.fn();
  const panel: Partial<PanelProps<PanelOptions>> = {
    id: 1,
    data: { state: LoadingState.Done, series: [], timeRange, errors },
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text) => text,
  };
  const all: PreparedPanel = {
    ...prepared({ wall: 'run;work 1' }, filters),
    frames: { inputs: [], series: [], thresholds: new Map(), heatmaps: [], notDrawn: [] },
    counterRows: { rows: [], baselines: [] },
  };
  render(
    <EmptyState panel={panel as PanelProps<PanelOptions>} prepared={all} {...{ state, filters, compared, dispatch }} />
  );
  return dispatch;
}
const said = () => document.body.textContent!;

describe('an empty graph', () => {
  const zoomed: PanelState = { ...INITIAL_STATE, zoom: ['run'], filters: ONLY };

  it('says that filters emptied it, and takes them all off at once; the rest of the view stays', () => {
    const dispatch = show(ONLY, zoomed);
    expect(said()).toContain('The filters leave no stack in this time range.');
    fireEvent.click(screen.getByRole('button', { name: 'Remove all filters' }));
    // The panel's option may hide idle time: it is off as well.
    expect(dispatch.mock.calls).toEqual([[{ type: 'restore', state: { ...zoomed, filters: { hideIdle: false } } }]]);
  });

  it('says nothing of filters where none is set', () => {
    show({});
    expect(said()).not.toContain('filters');
    expect(screen.queryByRole('button', { name: 'Remove all filters' })).toBeNull();
  });

  it('of a query that failed: its own words, whatever is filtered or compared', () => {
    show(ONLY, { ...zoomed, compare: { type: 'day' } }, true, [{ message: 'connection refused' }]);
    expect(said()).toContain('connection refused');
    expect(screen.queryByRole('button', { name: /Remove all filters|Stop comparing/ })).toBeNull();
  });

  it('of a comparison: one of the times has no profile, once both have answered', () => {
    const compare: PanelState = { ...INITIAL_STATE, compare: { type: 'previous' } };
    const dispatch = show({}, compare, true);
    expect(said()).toContain('There is no profile in one of the times compared.');
    fireEvent.click(screen.getByRole('button', { name: 'Stop comparing' }));
    expect(dispatch.mock.calls).toEqual([[{ type: 'compare', spec: undefined }]]);
  });

  it('of a comparison that is not answered yet says nothing of it', () => {
    show({}, { ...INITIAL_STATE, compare: { type: 'previous' } }, false);
    expect(said()).not.toContain('times compared');
  });
});
