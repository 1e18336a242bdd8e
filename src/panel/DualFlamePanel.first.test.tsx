// The first picture of an answer that takes long to read: boxes at their places, and nothing said of them.
import { createDataFrame, dateTime, EventBusSrv, FieldType, LoadingState, type PanelProps } from '@grafana/data';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import React from 'react';
import { nameOf, totalOf } from '../profile';
import { DualFlamePanel } from './DualFlamePanel';
import { type FlameGraphProps } from './graph/FlameGraph';
import { describeFrame } from './model/graphModel';
import { AT_ONCE } from './model/useInSteps';
import { DEFAULT_OPTIONS, type PanelOptions } from './options/options';
import { forgetViews } from './state/keptView';
import { NEUTRAL } from './ui/palette';

// What it draws is tested in a browser; jsdom has no canvas.
jest.mock('./graph/FlameGraph', () => ({
  FlameGraph: function FlameGraph(props: FlameGraphProps) {
    graphs.push(props);

    const [number] = jest.requireActual<typeof React>('react').useState(() => mounted++);
    return <div data-testid="graph">{number}</div>;
  },
}));
/** What graphs were handed, the last one last, and how many were mounted. */
const graphs: FlameGraphProps[] = [];
let mounted = 0;

const RANGE = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };

/** `main` runs `work` and waits in `epoll_wait`, and calls so many others that it is read in slices. */
const large = (refId: string, wait: number, others = AT_ONCE) => {
  const work = 2 * others;
  const rows: Array<[string, number, number]> = [
    ['total', 0, work + wait + others],
    ['main', 1, work + wait + others],
    ['work', 2, work],
    ...(wait ? [['epoll_wait', 2, wait] as [string, number, number]] : []),
    ...Array.from({ length: others }, (_, i): [string, number, number] => [`f${i}`, 2, 1]),
  ];
  return createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: rows.map(([, level]) => level) },
      { name: 'value', type: FieldType.number, values: rows.map(([, , value]) => value), config: { unit: 'ns' } },
      { name: 'label', type: FieldType.string, values: rows.map(([name]) => name) },
    ],
  });
};
const TARGETS = [
  { refId: 'A', profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' },
  { refId: 'B', profileTypeId: 'wall:wall:nanoseconds:wall:nanoseconds' },
];

function show(series = [large('A', 0), large('B', 10_000)], options: Partial<PanelOptions> = {}) {
  const props: Partial<PanelProps<PanelOptions>> = {
    id: 1,
    title: 'Panel',
    width: 1200,
    height: 700,
    data: { state: LoadingState.Done, series, timeRange: RANGE, request: { targets: TARGETS } as never },
    timeRange: RANGE,
    timeZone: 'utc',
    options: { ...DEFAULT_OPTIONS, ...options },
    eventBus: new EventBusSrv(),
    replaceVariables: (text) => text,
  };
  render(<DualFlamePanel {...(props as PanelProps<PanelOptions>)} />);
}

beforeEach(() => {
  graphs.length = 0;
  mounted = 0;
});
afterEach(() => {
  cleanup();
  forgetViews();
});

const now = () => graphs[graphs.length - 1];
const nodeOf = (name: string) => {
  const { tree } = now();
  return Array.from({ length: tree.length }, (_, node) => node).find((node) => nameOf(tree, node) === name)!;
};
/** Slices wait for frames, and a machine may have other work. */
const LATEST = { timeout: 20_000 };
jest.setTimeout(60_000);
const judged = () => waitFor(() => expect(screen.getByTestId('dualflame-waits')).toBeInTheDocument(), LATEST);
/** Of a node, in full. */
const look = (node: number) => {
  const { fill, label } = now().model.styleOf(node, false);
  const { prefix = '', name, values = () => [] } = label();
  return [fill, [prefix + name, ...values()].join(' ')];
};

it('has the boxes and no figure, colour or sentence; then these come, and the graph is the same one, as large as before', async () => {
  show();
  const first = now();
  expect(totalOf(first.tree, first.model.weights, nodeOf('epoll_wait'))).toBe(10_000);
  expect(['main', 'work', 'epoll_wait'].map((name) => look(nodeOf(name)))).toEqual([
    [NEUTRAL.fill, 'main'],
    [NEUTRAL.fill, 'work'],
    [NEUTRAL.fill, 'epoll_wait'],
  ]);
  expect(describeFrame(first.model, nodeOf('work'))).toBe('being read');
  expect(first.model.strip!({ root: 0, width: 100 }).partsOf(nodeOf('main'), 0, 100)).toBeUndefined();
  const panel = screen.getByTestId('dualflame-panel');
  expect(panel).toHaveAttribute('aria-busy', 'true');
  expect(within(panel).queryByText(/\d/, { ignore: '[data-testid=graph]' })).toBeNull();

  await judged();
  expect(panel).toHaveAttribute('aria-busy', 'false');
  expect(look(nodeOf('epoll_wait'))).toEqual([
    expect.not.stringContaining(NEUTRAL.fill),
    expect.stringMatching(/10.*µs/),
  ]);
  expect(now().tree.length).toBe(AT_ONCE + 4);
  expect([now().width, now().height, now().skipRoot]).toEqual([first.width, first.height, first.skipRoot]);
  expect(now().model.mode).toBe(first.model.mode);
  expect(mounted).toBe(1);
});

it('a zoom that is clicked in it stays', async () => {
  show();
  act(() => now().onZoom(nodeOf('work')));
  expect(look(now().root)).toEqual([NEUTRAL.fill, 'work']);
  await judged();
  expect(nameOf(now().tree, now().root)).toBe('work');
  expect(now().tree.length).toBe(AT_ONCE + 4);
});

it('is of the mode that the panel is set to', async () => {
  show(undefined, { mode: 'cpu' });
  expect(now().model).toMatchObject({ mode: 'cpu', unjudged: true });
  expect(nodeOf('epoll_wait')).toBeUndefined();
  await waitFor(() => expect(now().model.unjudged).toBe(false), LATEST);
  expect(now().model.mode).toBe('cpu');
});

it('is not shown where two graphs are, nor of what is read at once', async () => {
  show(undefined, { mode: 'side' });
  expect(graphs).toEqual([]);
  await judged();
  cleanup();
  show([large('A', 0, 10), large('B', 100, 10)]);
  expect(graphs.every(({ model }) => !model.unjudged)).toBe(true);
});
