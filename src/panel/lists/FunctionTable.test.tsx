import { fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { CATEGORIES, type FunctionRow } from '../../analysis';
import { translationsAreLoaded } from '../grafana/translate';
import { download } from '../ui/format';
import { FunctionTable, type FunctionTableProps } from './FunctionTable';
import { NO_COUNTERS } from '../../testingGraph';

jest.mock('../ui/format', () => ({ ...jest.requireActual('../ui/format'), download: jest.fn() }));

const row = (symbol: number, name: string, part: Partial<FunctionRow>): FunctionRow => ({
  symbol,
  key: name,
  name,
  place: '',
  rank: 0,
  own: 0,
  self: 0,
  total: 0,
  onCpu: 0,
  waiting: 0,
  waits: CATEGORIES.map(() => 0),
  node: symbol + 10,
  ...part,
});
const waits = (category: (typeof CATEGORIES)[number], value: number) =>
  CATEGORIES.map((one) => (one === category ? value : 0));

const rows = [
  row(0, 'runtime.gopark', { rank: 2, self: 60, total: 60, waiting: 60, waits: waits('lock', 60) }),
  row(1, 'main.load', { own: 50, total: 70, waiting: 60, waits: waits('lock', 60), onCpu: 10 }),
  row(2, 'net.(*conn).Read', { rank: 1, self: 5, total: 5, waiting: 5, waits: waits('network', 5) }),
  row(3, 'main.decode', { own: 12.5, self: 2, total: 13, onCpu: 13 }),
];
const compared = [
  row(0, 'main.same', { own: 50, total: 50, baseline: 0.5 }),
  row(1, 'main.more', { own: 30, total: 30, baseline: 0.1 }),
  row(2, 'main.gone', { baseline: 0.3 }),
  row(3, 'main.less', { own: 1, total: 1, baseline: 0.042 }),
];

function show(props: Partial<FunctionTableProps> = {}) {
  const onFrame = jest.fn();
  const onHover = jest.fn();
  const all = {
    rows,
    whole: 100,
    format: (value: number) => `${value} ns`,
    hasWaits: true,
    metrics: [],
    counters: NO_COUNTERS,
    width: 340,
    height: 400,
    highlighted: -1,
    onFrame,
    onHover,
    ...props,
  };
  const { rerender } = render(<FunctionTable {...all} />);
  return {
    onFrame,
    onHover,
    again: (next: Partial<FunctionTableProps>) => rerender(<FunctionTable {...all} {...next} />),
  };
}

const table = () => screen.getByRole('grid', { name: 'Functions' });
const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
const cells = () =>
  within(table())
    .getAllByRole('row')
    .slice(1)
    .map((one) =>
      within(one)
        .getAllByRole('gridcell')
        .map(({ textContent }) => textContent!.replaceAll('\u00a0', ' '))
    );
const names = () => cells().map(([name]) => name);
const sortBy = (label: RegExp) => fireEvent.click(screen.getByRole('button', { name: label }));

it('whose code takes the time is first, gopark last; shares are of the whole', () => {
  show();
  expect(heads()).toEqual(['Function', 'Own ↓', 'Self', 'Total']);
  expect(cells()).toEqual([
    ['main.load', '50.0 %', '', '70.0 %'],
    ['main.decode', '12.5 %', '2.0 %', '13.0 %'],
    ['net.(*conn).Read', '', '5.0 %', '5.0 %'],
    ['runtime.gopark', '', '60.0 %', '60.0 %'],
  ]);
});

it('where there is room the waits follow, the largest kind first', () => {
  show({ width: 640 });
  expect(heads()).toEqual(['Function', 'Own ↓', 'Self', 'Total', 'Lock', 'Network', 'Waits', 'On CPU']);
  expect(cells()[0].slice(4)).toEqual(['60.0 %', '', '60.0 %', '10.0 %']);
});

it('at 420 pixels there is room for the largest of them', () => {
  show({ width: 420 });
  expect(heads()).toEqual(['Function', 'Own ↓', 'Self', 'Total', 'Lock']);
});

it('CPU time has no waits', () => {
  show({ width: 640, hasWaits: false });
  expect(heads()).toEqual(['Function', 'Own ↓', 'Self', 'Total']);
  expect(screen.getByTitle(/^main\.load/).title).toBe('main.load\nself 0 ns, total 70 ns, over all call paths');
});

it('a head sorts by its column, and again the other way; the sorted one is marked', () => {
  show();
  sortBy(/^Self/);
  expect(names()).toEqual(['runtime.gopark', 'net.(*conn).Read', 'main.decode', 'main.load']);
  const sorts = () => screen.getAllByRole('columnheader').map((head) => head.getAttribute('aria-sort'));
  expect(sorts()).toEqual(['none', 'none', 'descending', 'none']);
  sortBy(/^Self/);
  expect(names()[0]).toBe('main.load');
  expect(sorts()).toEqual(['none', 'none', 'ascending', 'none']);
  sortBy(/^Function/);
  expect(names()).toEqual(['main.decode', 'main.load', 'net.(*conn).Read', 'runtime.gopark']);
  expect(sorts()).toEqual(['ascending', 'none', 'none', 'none']);
});

it('of two times the change is first, in percentage points, the largest change first, up or down', () => {
  show({ rows: compared });
  expect(heads().slice(0, 2)).toEqual(['Function', 'Δ ↓']);
  expect(cells().map(([name, change]) => [name, change])).toEqual([
    ['main.gone', '−30.0 pp'],
    ['main.more', '+20.0 pp'],
    ['main.less', '−3.2 pp'],
    ['main.same', ''],
  ]);
});

it('of two times the program’s own functions come first, gopark and libraries behind them, what has not changed last', () => {
  show({
    rows: [
      row(0, 'runtime.gopark', { rank: 2, total: 90, baseline: 0.2 }),
      row(1, 'net.(*conn).Read', { rank: 1, total: 30, baseline: 0.1 }),
      row(2, 'main.quiet', { total: 10, baseline: 0.1 }),
      row(3, 'main.load', { own: 12, total: 12, baseline: 0.05 }),
    ],
  });
  expect(names()).toEqual(['main.load', 'net.(*conn).Read', 'runtime.gopark', 'main.quiet']);
});

describe('in German', () => {
  beforeAll(() => translationsAreLoaded('de-DE'));
  afterAll(() => translationsAreLoaded());

  it('changes have a comma, as shares have', () => {
    show({ rows: compared });
    expect(cells()[0].slice(0, 3)).toEqual(['main.gone', '−30,0 pp', '']);
    expect(cells()[1].slice(1, 3)).toEqual(['+20,0 pp', '30,0 %']);
  });
});

it('the order that was chosen holds for its mode: comparing begins with the change', () => {
  const { again } = show();
  sortBy(/^Total/);
  expect(names()[0]).toBe('main.load');
  again({ rows: compared });
  expect(heads()[1]).toBe('Δ ↓');
  again({ rows });
  expect(heads()[3]).toBe('Total ↓');
});

it('the search leaves those that match, and says how many of how many', () => {
  show({ matched: Uint8Array.from([0, 1, 0, 1]) });
  expect(names()).toEqual(['main.load', 'main.decode']);
  expect(screen.getAllByRole('columnheader')[0]).toHaveTextContent('Function · 2 of 4');
  expect(table()).toHaveAttribute('aria-rowcount', '3');
});

it('a click or Enter hands over the heaviest call path, and leaves the list as it is', () => {
  const { onFrame } = show();
  fireEvent.click(screen.getByText('gopark'));
  fireEvent.keyDown(document.activeElement!, { key: 'x' });
  React.act(() => within(table()).getAllByRole('row')[1].focus());
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  fireEvent.keyDown(document.activeElement!, { key: 'Enter' });
  expect(onFrame.mock.calls).toEqual([[10], [13]]);
  expect(names()).toHaveLength(4);
});

it('the focus stays with its function when another answer orders them anew', () => {
  const { again } = show();
  React.act(() => screen.getByText('decode').closest<HTMLElement>('[role=row]')!.focus());
  again({ rows: rows.map((one) => ({ ...one, symbol: one.symbol + 1, own: 100 - one.own })) });
  expect(document.activeElement).toHaveTextContent('main.decode');
});

it('a pointer in the graph marks the function’s row', () => {
  const { again } = show();
  const classOf = (name: string) => screen.getByTitle(new RegExp(name)).className;
  expect(classOf('main.load')).toBe(classOf('main.decode'));
  again({ highlighted: 1 });
  expect(classOf('main.load')).not.toBe(classOf('main.decode'));
});

it('CSV has every column and what the search leaves, in the order shown', () => {
  show({ matched: Uint8Array.from([1, 1, 0, 0]) });
  fireEvent.click(screen.getByRole('button', { name: 'Download as CSV' }));
  expect(jest.mocked(download).mock.calls[0].slice(0, 2)).toEqual(['functions.csv', 'text/csv']);
  expect(jest.mocked(download).mock.calls[0][2]).toBe(
    'function,own,self,total,lock,network,waiting,on_cpu\r\nmain.load,50,0,70,60,0,60,10\r\nruntime.gopark,0,60,60,60,0,60,0\r\n'
  );
});
