import { Menu } from '@grafana/ui';
import { fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { type QueryReport } from '../../prepare';
import { eachOnce, QueryItems, QueryStatus } from './QueryStatus';

const query = (more: Partial<QueryReport> = {}): QueryReport => ({
  refId: 'A',
  role: 'cpu',
  origin: 'detected',
  format: 'pprof',
  unit: 'nanoseconds',
  total: 5e9,
  measures: 'cpu',
  empty: false,
  samples: 1203,
  aggregated: false,
  instances: 1,
  windows: 1,
  dropped: 0,
  truncated: 0,
  valueTypes: ['cpu'],
  ...more,
});
const WALL = query({
  refId: 'B',
  role: 'wall',
  origin: 'set',
  samples: 40,
  aggregated: true,
  dropped: 3,
  truncated: 0.025,
});
const seconds = ({ total }: QueryReport) => `${total / 1e9} s`;
const button = () => screen.getByTestId('dualflame-status');
async function opened() {
  fireEvent.click(button());
  const table = await screen.findByTestId('dualflame-queries');
  return within(table)
    .getAllByTestId('dualflame-query')
    .map((row) => [...row.children].map(({ textContent }) => textContent?.replaceAll('\u00a0', ' ')));
}

it('is one dot for all queries, with a table of what is known of each', async () => {
  render(
    <QueryStatus queries={[query(), WALL]} notDrawn={[{ refId: 'C', what: 'objective' }]} formatTotal={seconds} />
  );
  expect(button()).toHaveTextContent(/^2 profiles$/);
  expect(await opened()).toEqual([
    ['A', 'CPU (detected)', 'pprof', '5 s', '1,203 samples', '–', '–'],
    ['B', 'Wall (set)', 'pprof', '5 s', '40 stacks', '3 rows', '2.5 %'],
    ['C', 'objective'],
  ]);
});

it.each<[string, Partial<QueryReport>, string]>([
  ['is well', {}, '1 profile'],
  ['left rows out', { dropped: 1 }, '1 profile, with remarks'],
  ['was cut off', { truncated: 0.1 }, '1 profile, with remarks'],
  ['is of no known kind', { origin: 'assumed' }, '1 profile, with remarks'],
  ['is empty', { empty: true }, '1 profile, with remarks'],
])('tells by its name, too, when a query %s', (_, more, name) => {
  render(<QueryStatus queries={[query(more)]} notDrawn={[]} formatTotal={seconds} compact />);
  expect(button()).toHaveAccessibleName(name);
  expect(button()).toHaveTextContent(/^1$/);
});

it('says what a person should do or know', async () => {
  const remarks = { origin: 'assumed' as const, instances: 3, windows: 2, valueTypes: ['cpu', 'samples'] };
  render(<QueryStatus queries={[query(remarks)]} notDrawn={[]} formatTotal={seconds} />);
  await opened();
  expect(screen.getByTestId('dualflame-queries')).toHaveTextContent(
    'Nothing tells what this query measures: set its role in the panel options · 3 instances added up · 2 windows of time added up · cpu shown, also in it: samples'
  );
});

it('is an entry of the menu where the row has no room', () => {
  render(
    <Menu>
      <QueryItems queries={[query(), WALL]} notDrawn={[]} formatTotal={seconds} />
    </Menu>
  );
  expect(screen.getByRole('menuitem', { name: '2 profiles' })).toBeVisible();
});

it('what was not drawn is listed once per query and kind', () => {
  expect(
    eachOnce([
      { refId: 'C', what: 'time series' },
      { refId: 'D', what: 'time series' },
      { refId: 'C', what: 'time series' },
    ])
  ).toEqual([
    { refId: 'C', what: 'time series', count: 2 },
    { refId: 'D', what: 'time series', count: 1 },
  ]);
});
