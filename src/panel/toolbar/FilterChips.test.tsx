import { EventBusSrv } from '@grafana/data';
import { type PanelContext, PanelContextProvider } from '@grafana/ui';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { exactPattern } from '../../analysis';
import { filterChips, type Filters } from '../state/filters';
import { FilterChips } from './FilterChips';

const shown = (
  filters: Filters,
  context: Partial<PanelContext> = {},
  labels: Array<[string, string]> = [['pod', 'a']]
) => {
  const on = { onFilters: jest.fn(), onReset: jest.fn(), onHeight: jest.fn() };
  render(
    <PanelContextProvider value={{ eventBus: new EventBusSrv(), eventsScope: 'global', ...context } as PanelContext}>
      <FilterChips chips={filterChips(filters, String)} inputs={[{ labels }]} {...on} />
    </PanelContextProvider>
  );
  return on;
};
const filter = { label: 'pod', value: 'a' };
const add = () => screen.queryByRole('button', { name: 'Filter the dashboard by pod = a' });
const chips = () => screen.queryAllByTestId('dualflame-filter');

it('filters the dashboard by a label where Grafana and the data source can', () => {
  const onAddAdHocFilter = jest.fn();
  shown({ filter }, { onAddAdHocFilter });
  fireEvent.click(add()!);
  expect(onAddAdHocFilter).toHaveBeenCalledWith({ key: 'pod', value: 'a', operator: '=' });
});

it('a label with dots is a chip and a filter of the dashboard like any other', () => {
  const onAddAdHocFilter = jest.fn();
  const dotted = { label: 'k8s.pod.name', value: 'orders-1' };
  const { onFilters } = shown({ filter: dotted, groupBy: 'service.name' }, { onAddAdHocFilter }, [
    ['k8s.pod.name', 'orders-1'],
  ]);
  expect(chips().map(({ textContent }) => textContent)).toEqual(['k8s.pod.name = orders-1', 'by service.name']);
  fireEvent.click(screen.getByRole('button', { name: 'Filter the dashboard by k8s.pod.name = orders-1' }));
  expect(onAddAdHocFilter).toHaveBeenCalledWith({ key: 'k8s.pod.name', value: 'orders-1', operator: '=' });
  fireEvent.click(screen.getByRole('button', { name: 'Remove: by service.name' }));
  expect(onFilters).toHaveBeenLastCalledWith({ groupBy: undefined });
});

it.each<[string, Partial<PanelContext>, Array<[string, string]>]>([
  ['Grafana offers no filter', {}, [['pod', 'a']]],
  ['the label is not of the data source', { onAddAdHocFilter: jest.fn() }, []],
])('does not offer it where %s', (_, context, labels) => {
  shown({ filter }, context, labels);
  expect(add()).toBeNull();
});

it('reads as a person says it; each removes itself alone, and the last button everything', () => {
  const name = 'github.com/acme/shop.(*Store).Load';
  const { onFilters, onReset } = shown({
    filter,
    onlyMyCode: true,
    stacks: [{ keep: 'only', pattern: exactPattern(name) }],
  });
  expect(chips().map(({ textContent }) => textContent)).toEqual([
    'pod = a',
    'only shop.Store.Load',
    'libraries folded',
  ]);
  expect(chips()[1]).toHaveAttribute('title', `only ${name}`);
  fireEvent.click(screen.getByRole('button', { name: 'Remove: only shop.Store.Load' }));
  expect(onFilters).toHaveBeenLastCalledWith({ stacks: [] });
  fireEvent.click(screen.getByRole('button', { name: 'Remove: libraries folded' }));
  expect(onFilters).toHaveBeenLastCalledWith({ onlyMyCode: undefined });
  fireEvent.click(screen.getByRole('button', { name: 'Reset' }));
  expect(onReset).toHaveBeenCalled();
});

it('is not there where nothing is filtered', () => {
  const { onHeight } = shown({});
  expect(screen.queryByTestId('dualflame-filter-chips')).toBeNull();
  expect(onHeight).toHaveBeenLastCalledWith(24);
});

it('says how much room it takes', () => {
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 52 });
  const { onHeight } = shown({ filter });
  expect(onHeight).toHaveBeenLastCalledWith(52);
  Reflect.deleteProperty(HTMLElement.prototype, 'offsetHeight');
});
