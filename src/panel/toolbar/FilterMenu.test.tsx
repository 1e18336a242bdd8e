import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { FilterMenu, type FilterMenuProps } from './FilterMenu';

const labels = [{ name: 'pod', values: [{ value: 'a', total: 3, share: 0.75 }] }];
const opened = (props: Partial<FilterMenuProps> = {}) => {
  const all = { labels, filters: {}, hasIdle: true, search: '', onFilters: jest.fn(), onKeep: jest.fn(), ...props };
  render(<FilterMenu {...all} />);
  fireEvent.click(screen.getByRole('button', { name: 'Filter and group' }));
  return all;
};
const entries = () => screen.getAllByRole('menuitem').map(({ textContent }) => textContent ?? '');

it('folds everything but my code', () => {
  const { onFilters } = opened();
  fireEvent.click(screen.getByText('Only my code'));
  expect(onFilters).toHaveBeenCalledWith({ onlyMyCode: true });
});

it('takes back what is set', () => {
  const { onFilters } = opened({ filters: { hideIdle: true }, hasIdle: false });
  fireEvent.click(screen.getByText('Hide idle stacks'));
  expect(onFilters).toHaveBeenCalledWith({ hideIdle: false });
});

it('makes a filter of the search, and offers none where nothing is searched', () => {
  const { onKeep } = opened({ search: 'read' });
  expect(entries().slice(0, 3)).toEqual([
    'Only stacks with “read”',
    'Without stacks with “read”',
    expect.stringMatching(/^Hide frames with “read”/),
  ]);
  fireEvent.click(screen.getByText('Without stacks with “read”'));
  expect(onKeep).toHaveBeenCalledWith('without');
});

it('lists labels, and idle stacks only where there are some', () => {
  opened({ hasIdle: false });
  expect(entries()[0]).toBe('pod (1)');
  expect(screen.queryByText('Hide idle stacks')).toBeNull();
});
