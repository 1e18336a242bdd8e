import { createDataFrame, dateTime, EventBusSrv, FieldType, LoadingState, type PanelProps } from '@grafana/data';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { DualFlamePanel } from '../DualFlamePanel';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options/options';
import { forgetViews } from '../state/keptView';

jest.mock('../graph/FlameGraph', () => ({ FlameGraph: () => <div /> }));

const range = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };
afterEach(forgetViews);

/** Folded stacks as a table. */
const stacks = (refId: string, name: string, rows: Array<[string, number]>) =>
  createDataFrame({
    refId,
    name,
    fields: [
      { name: 'stack', type: FieldType.string, values: rows.map(([stack]) => stack) },
      { name: name, type: FieldType.number, values: rows.map(([, value]) => value), config: { unit: 'ns' } },
    ],
  });
const WALL: Array<[string, number]> = [
  ['main.run;main.load;ep_poll', 60e9],
  ['main.run;main.save;fsync', 20e9],
  ['main.run;main.sum', 20e9],
];

async function open(before?: Array<[string, number]>) {
  const props = {
    data: {
      series: [
        stacks('A', 'wall', WALL),
        stacks('B', 'cpu', [['main.run;main.sum', 20e9]]),
        ...(before ? [stacks('C', 'wall', before)] : []),
      ],
      state: LoadingState.Done,
      timeRange: range,
    },
    options: {
      ...DEFAULT_OPTIONS,
      queries: [
        { refId: 'A', role: 'wall' },
        { refId: 'B', role: 'cpu' },
        { refId: 'C', role: 'baseline' },
      ],
    },
    width: 1200,
    height: 600,
    timeRange: range,
    timeZone: 'utc',
    eventBus: new EventBusSrv(),
    replaceVariables: (text: string) => text,
    fieldConfig: { defaults: {}, overrides: [] },
  } as unknown as PanelProps<PanelOptions>;
  await act(async () => {
    render(<DualFlamePanel {...props} />);
  });
  if (!screen.queryByTestId('dualflame-lists')) {
    fireEvent.click(screen.getByRole('button', { name: /list/i }));
  }
}
/** Roles are looked for in the pane only: working them out for a whole panel is slow in jsdom. */
const pane = () => within(screen.getByTestId('dualflame-lists'));
const list = (name: string) => fireEvent.click(pane().getByRole('radio', { name }));
const options = () =>
  pane()
    .getAllByRole('option')
    .map(({ textContent }) => textContent!.replaceAll('\u00a0', ' '));

it('after a zoom all lists say the same part of the time, and of what; one click leads back', async () => {
  await open();
  list('Wait sites');
  expect(options().map((text) => text.replace(/ %.*/, ' %'))).toEqual([
    'main.load Socket or event60.0 %',
    'main.save Disk20.0 %',
  ]);
  expect(screen.queryByText(/^in /)).not.toBeInTheDocument();
  fireEvent.click(screen.getByTitle(/^main\.save/));
  expect(screen.getByText('in main.save')).toBeInTheDocument();
  expect(options().map((text) => text.replace(/ %.*/, ' %'))).toEqual(['main.save Disk100.0 %']);
  list('Functions');
  expect(
    pane()
      .getAllByRole('gridcell')
      .map(({ textContent }) => textContent)
  ).toEqual(expect.arrayContaining(['main.save', 'fsync']));
  expect(screen.queryByTitle(/^main\.load/)).not.toBeInTheDocument();
  list('Call tree');
  expect(
    pane()
      .getAllByRole('treeitem')
      .map(({ title }) => title.split('\n')[0])
  ).toEqual(['main.save', 'fsync']);
  fireEvent.click(pane().getByRole('button', { name: 'Whole profile' }));
  expect(pane().getAllByRole('treeitem')[0].title).toMatch(/^all\n/);
});

it('of two times wait sites say what changed, the largest change first, in the zoomed frame as well', async () => {
  await open([
    ['main.run;main.load;ep_poll', 50e9],
    ['main.run;main.wait;sync.(*Mutex).Lock;runtime.gopark', 50e9],
    ['main.run;main.sum', 100e9],
  ]);
  list('Wait sites');
  expect(options()[0]).toMatch(/60\.0 %1 min$/);
  fireEvent.click(screen.getByRole('radio', { name: 'Changed' }));
  expect(options()).toEqual([
    'main.load Socket or event60.0 %+35.0 pp',
    'main.wait Lock0.0 %−25.0 pp',
    'main.save Disk20.0 %+20.0 pp',
  ]);
  fireEvent.click(screen.getByTitle(/^main\.save/));
  expect(options()).toEqual(['main.save Disk100.0 %+100.0 pp']);
});

it('a click on a function zooms the graph and leaves the list open', async () => {
  await open();
  list('Functions');
  fireEvent.click(screen.getByTitle(/^main\.load/));
  expect(screen.getByText('in main.load')).toBeInTheDocument();
  expect(screen.getByTestId('dualflame-functions')).toBeVisible();
});

it('in CPU mode functions are those of the CPU profile', async () => {
  await open();
  list('Functions');
  fireEvent.click(screen.getByRole('radio', { name: 'CPU' }));
  expect(screen.getByTitle(/^main\.sum/).textContent!.replaceAll('\u00a0', ' ')).toContain('100.0 %');
  expect(screen.queryByTitle(/^main\.load/)).not.toBeInTheDocument();
});
