import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { SearchBox, type SearchBoxProps } from './SearchBox';

const shown = (props: Partial<SearchBoxProps> = {}) => {
  const on = { onSearch: jest.fn(), onStep: jest.fn() };
  const all = { search: '', width: 800, ...props, ...on };
  const { rerender } = render(<SearchBox {...all} />);
  return { ...on, again: (more: Partial<SearchBoxProps>) => rerender(<SearchBox {...all} {...more} />) };
};
const MATCHES = { count: 9, current: -1, share: '10.1 %' };
const box = () => screen.getByLabelText('Search frames');
const count = () => screen.getByTestId('dualflame-matched');

it('says how many match, which one the viewer stands on, and their share', () => {
  const { again } = shown({ search: 'read', matches: MATCHES });
  expect(count()).toHaveTextContent(/^9$/);
  expect(count()).toHaveAttribute('title', '9 matches, 10.1 % of the time');
  again({ search: 'read', matches: { ...MATCHES, current: 2 } });
  expect(count()).toHaveTextContent(/^3\/9$/);
  again({ search: 'read', matches: { ...MATCHES, current: 2 }, width: 1200 });
  expect(count()).toHaveTextContent(/^3\/9 · 10.1 %$/);
  again({ search: 'read', matches: { count: 1, current: 0, share: '1.0 %' } });
  expect(count()).toHaveAttribute('title', '1 match, 1.0 % of the time');
  again({ search: 'nothing', matches: { count: 0, current: -1, share: '0.0 %' } });
  expect(count()).toHaveTextContent(/^0$/);
});

it('Enter goes on, Shift and Enter back, as the buttons do', () => {
  const { onStep } = shown({ search: 'read', matches: MATCHES });
  fireEvent.keyDown(box(), { key: 'Enter' });
  fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
  fireEvent.click(screen.getByRole('button', { name: 'Next match' }));
  fireEvent.click(screen.getByRole('button', { name: 'Previous match' }));
  expect(onStep.mock.calls).toEqual([[1], [-1], [1], [-1]]);
});

it('Escape clears', () => {
  const { onSearch } = shown({ search: 'read', matches: MATCHES });
  fireEvent.keyDown(box(), { key: 'Escape' });
  expect(onSearch).toHaveBeenCalledWith('');
});

it('has the same width and the same parts whatever is typed: nothing beside it moves', () => {
  const { again } = shown();
  const size = () => [
    screen.getByRole('search').style.width,
    screen.getByRole('search').querySelectorAll('button').length,
  ];
  const empty = size();
  expect(empty).toEqual(['208px', 2]);
  again({ search: 'read', matches: MATCHES });
  expect(size()).toEqual(empty);
});

it('tells in its own place why a pattern can not be read, and counts nothing', () => {
  shown({ search: '/(/', error: 'Not a regular expression: missing closing )' });
  expect(box()).toBeInvalid();
  expect(screen.getByRole('button', { name: /Not a regular expression/ })).toBeVisible();
  expect(screen.queryByTestId('dualflame-matched')).toBeNull();
});

describe('on a phone', () => {
  it('it is a button; the box stands over the row while it is used, and goes with Escape', () => {
    const { again } = shown({ width: 300 });
    expect(screen.queryByLabelText('Search frames')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Search' }));
    expect(box()).toHaveFocus();
    fireEvent.keyDown(box(), { key: 'Escape' });
    expect(screen.queryByLabelText('Search frames')).toBeNull();
    expect(screen.getByRole('button', { name: 'Search' })).toHaveFocus();
    again({ width: 300, search: 'read', matches: MATCHES });
    expect(screen.getByRole('button', { name: 'Search: read, 9 matches' })).toBeVisible();
  });

  it('goes when the focus goes elsewhere, and not when it goes to its own buttons', () => {
    shown({ width: 300, search: 'read', matches: MATCHES });
    fireEvent.click(screen.getByRole('button', { name: /^Search: read/ }));
    fireEvent.blur(box(), { relatedTarget: screen.getByRole('button', { name: 'Next match' }) });
    expect(box()).toBeVisible();
    fireEvent.blur(box(), { relatedTarget: document.body });
    expect(screen.queryByLabelText('Search frames')).toBeNull();
  });
});
