// What a click renders: a frame has 16 ms, and every control of the row takes some of them.
import { createDataFrame, dateTime, EventBusSrv, FieldType, LoadingState, type PanelProps } from '@grafana/data';
import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { nodeAt } from '../testing';
import { DualFlamePanel } from './DualFlamePanel';
import { type FlameGraphProps } from './graph/FlameGraph';
import { DEFAULT_OPTIONS, type PanelOptions } from './options/options';
import { forgetViews } from './state/keptView';

/** Grafana's components by name, one for each time that one is rendered. */
const rendered: string[] = [];
jest.mock('@grafana/ui', () => {
  const actual = jest.requireActual<Record<string, unknown>>('@grafana/ui');
  const { createElement, forwardRef } = jest.requireActual<typeof React>('react');
  const counted = (name: string) =>
    forwardRef(function Counted(props: object, ref) {
      rendered.push(name);
      return createElement(actual[name] as React.ComponentType<{ ref: unknown }>, { ...props, ref });
    });
  const names = ['Button', 'Dropdown', 'RadioButtonGroup', 'Toggletip'];
  return { ...actual, ...Object.fromEntries(names.map((name) => [name, counted(name)])) };
});

// What it draws is tested in a browser; jsdom has no canvas.
let graph: FlameGraphProps;
jest.mock('./graph/FlameGraph', () => ({
  FlameGraph: function FlameGraph(props: FlameGraphProps) {
    graph = props;
    return null;
  },
}));

const RANGE = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };
const profile = (refId: string, name: string, rows: Record<string, number>) =>
  createDataFrame({
    refId,
    fields: [
      { name: 'stack', type: FieldType.string, values: Object.keys(rows) },
      { name, type: FieldType.number, values: Object.values(rows), config: { unit: 'ns' } },
    ],
  });
const series = [
  profile('A', 'cpu_ns', { 'main.a;main.work': 10e9, 'main.b;main.work': 10e9, 'main.b;main.send': 1e9 }),
  profile('B', 'wall_ns', { 'main.a;main.work': 11e9, 'main.b;main.work': 10e9, 'main.b;main.send;epoll_wait': 40e9 }),
];
const PROPS: Partial<PanelProps<PanelOptions>> = {
  id: 1,
  title: 'Panel',
  width: 1200,
  height: 700,
  data: { state: LoadingState.Done, series, timeRange: RANGE },
  timeRange: RANGE,
  timeZone: 'utc',
  options: DEFAULT_OPTIONS,
  eventBus: new EventBusSrv(),
  replaceVariables: (text) => text,
};

beforeEach(forgetViews);

const zoom = (...path: string[]) => {
  rendered.length = 0;
  act(() => graph.onZoom(nodeAt(graph.tree, ...path)));
};

it('a zoom renders no control but the way back, and that only where it becomes one; the sentence comes with it', async () => {
  render(<DualFlamePanel {...(PROPS as PanelProps<PanelOptions>)} />);
  await screen.findByTestId('dualflame-toolbar');
  await screen.findByTestId('dualflame-finding');
  zoom('main.b');
  expect(rendered.filter((name) => name !== 'Toggletip')).toEqual(['Button']);
  zoom('main.b', 'main.send');
  expect(rendered.filter((name) => name !== 'Toggletip')).toEqual([]);
  expect(screen.getByTestId('dualflame-finding')).toHaveTextContent(/send/);
  zoom('main.a');
  expect(rendered).toEqual(['Toggletip']); // that of the sentence, which is another
  expect(screen.getByTestId('dualflame-finding')).toHaveTextContent(/work/);
});

it('the menu has what there is when it is opened, and while it is open', async () => {
  const view = render(<DualFlamePanel {...(PROPS as PanelProps<PanelOptions>)} />);
  fireEvent.click(await screen.findByTestId('dualflame-more-menu'));
  expect(await screen.findByRole('menuitem', { name: /Copy link/ })).toBeVisible();
  const side = () => screen.getByRole('menuitem', { name: /Side by side/ });
  expect(side()).toBeEnabled();
  const onlyCpu = { ...PROPS, data: { ...PROPS.data, series: series.slice(0, 1) } };
  view.rerender(<DualFlamePanel {...(onlyCpu as PanelProps<PanelOptions>)} />);
  expect(side()).toBeDisabled();
});
