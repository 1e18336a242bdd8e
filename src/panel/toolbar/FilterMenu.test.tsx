import { PanelContextProvider, type PanelContext } from '@grafana/ui';
import { EventBusSrv } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { type Filters } from '../state/filters';
import { FilterMenu } from './FilterMenu';

const labels = [{ name: 'pod', values: [{ value: 'a', total: 3, share: 0.75 }] }];
const shown = (filters: Filters, context: Partial<PanelContext>, sourceLabels = new Set(['pod'])) => {
  const onFilters = jest.fn();
  render(
    <PanelContextProvider value={{ eventBus: new EventBusSrv(), eventsScope: 'global', ...context } as PanelContext}>
      <FilterMenu labels={labels} sourceLabels={sourceLabels} filters={filters} hasIdle onFilters={onFilters} />
    </PanelContextProvider>
  );
  return onFilters;
};
const filter = { label: 'pod', value: 'a' };
const button = () => screen.queryByRole('button', { name: 'Filter the dashboard by pod = a' });

it('filters the dashboard by a label where Grafana and the data source can', () => {
  const onAddAdHocFilter = jest.fn();
  shown({ filter }, { onAddAdHocFilter });
  fireEvent.click(button()!);
  expect(onAddAdHocFilter).toHaveBeenCalledWith({ key: 'pod', value: 'a', operator: '=' });
});

it.each([
  ['Grafana offers no filter', {}, new Set(['pod'])],
  ['the label is not of the data source', { onAddAdHocFilter: jest.fn() }, new Set<string>()],
])('does not offer it where %s', (_, context, sourceLabels) => {
  shown({ filter }, context, sourceLabels);
  expect(button()).toBeNull();
});

it('removes what a chip says', () => {
  const onFilters = shown(
    { filter, onlyMyCode: true, collapseChains: true, stacks: [{ keep: 'hide', pattern: 'x' }] },
    {}
  );
  expect(screen.getAllByTestId('dualflame-filter').map((chip) => chip.textContent)).toEqual([
    'pod = a',
    'hide x',
    'libraries folded',
    'chains collapsed',
  ]);
  fireEvent.click(screen.getByText('hide x'));
  expect(onFilters).toHaveBeenCalledWith({ stacks: [] });
  fireEvent.click(screen.getByText('libraries folded'));
  expect(onFilters).toHaveBeenCalledWith({ onlyMyCode: undefined });
});

it('folds everything but my code from the menu', () => {
  const onFilters = shown({}, {});
  fireEvent.click(screen.getByTestId('dualflame-filters'));
  fireEvent.click(screen.getByText('Only my code'));
  expect(onFilters).toHaveBeenCalledWith({ onlyMyCode: true });
});
