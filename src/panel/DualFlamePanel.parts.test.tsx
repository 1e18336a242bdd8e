import {
  createDataFrame,
  type DataFrame,
  dateTime,
  EventBusSrv,
  FieldType,
  LoadingState,
  type PanelProps,
} from '@grafana/data';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';
import { regexEngine } from '../analysis';
import { preparation } from '../prepare';
import { nameOf } from '../profile';
import { fileReaders } from '../readers';
import { DualFlamePanel } from './DualFlamePanel';
import { listPane } from './lists/part';
import { AT_ONCE } from './model/useInSteps';
import { forgetViews } from './state/keptView';
import { DEFAULT_OPTIONS, type PanelOptions } from './options/options';
import { type FlameGraphProps } from './graph/FlameGraph';

// What it draws is tested in a browser; jsdom has no canvas.
jest.mock('./graph/FlameGraph', () => ({
  FlameGraph: ({ tree }: FlameGraphProps) => (
    <div data-testid="graph">{Array.from({ length: tree.length }, (_, node) => nameOf(tree, node)).join(' ')}</div>
  ),
}));

const RANGE = { from: dateTime(0), to: dateTime(60_000), raw: { from: dateTime(0), to: dateTime(60_000) } };

const table = (refId: string, stack: string): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'stack', type: FieldType.string, values: [stack] },
      { name: 'cpu_ns', type: FieldType.number, values: [5] },
    ],
  });
/** Lines of a log query. */
const log = (refId: string, line: string): DataFrame =>
  createDataFrame({ refId, fields: [{ name: 'Line', type: FieldType.string, values: [line] }] });

function show(frames: DataFrame[], options: Partial<PanelOptions> = {}) {
  const propsOf = (series: DataFrame[]) =>
    ({
      id: 1,
      width: 1200,
      height: 700,
      data: { state: LoadingState.Done, series, timeRange: RANGE },
      timeRange: RANGE,
      timeZone: 'utc',
      options: { ...DEFAULT_OPTIONS, ...options },
      fieldConfig: { defaults: {}, overrides: [] },
      eventBus: new EventBusSrv(),
      replaceVariables: (text: string) => text,
    }) as unknown as PanelProps<PanelOptions>;
  const { rerender } = render(<DualFlamePanel {...propsOf(frames)} />);
  return (series: DataFrame[]) => rerender(<DualFlamePanel {...propsOf(series)} />);
}

const graph = () => screen.queryByTestId('graph')?.textContent;
const loads = () => screen.queryByRole('status', { name: 'Loading bar' }) !== null;
const banner = () => screen.getByTestId('dualflame-banner').textContent;

/** A page in which nobody needed the parts yet. */
beforeEach(() => [fileReaders, regexEngine].forEach((part) => part.put(undefined)));
afterEach(() => {
  forgetViews();
  jest.restoreAllMocks();
});

it('tables of stacks need no part: they are drawn at once, and nothing is fetched', () => {
  const fetched = [jest.spyOn(fileReaders, 'fetch'), jest.spyOn(regexEngine, 'fetch')];
  show([table('A', 'main;run')], { rules: [{ pattern: '^main\\.wait', category: 'lock' }], myCode: 'main' });
  expect(graph()).toBe('all main run');
  fireEvent.change(screen.getByLabelText('Search frames'), { target: { value: '/^run$/' } });
  expect(screen.getByTestId('dualflame-matched')).toHaveTextContent('100.0');
  fetched.forEach((fetch) => expect(fetch).not.toHaveBeenCalled());
});

it('a file is drawn when its readers have come', async () => {
  show([log('A', 'main;read 7')]);
  expect([loads(), graph()]).toEqual([true, undefined]);
  await waitFor(() => expect(graph()).toBe('all main read'));
  expect(loads()).toBe(false);
});

it('while readers come, the last picture stays', async () => {
  const again = show([table('A', 'main;run')]);
  again([log('A', 'main;read 7')]);
  expect([loads(), graph()]).toEqual([false, 'all main run']);
  await waitFor(() => expect(graph()).toBe('all main read'));
});

it('where they cannot be fetched, that is said, the rest is drawn, and the next answer tries again', async () => {
  jest.spyOn(fileReaders, 'fetch').mockRejectedValueOnce(new Error('offline'));
  const answer = () => [table('A', 'main;run'), log('B', 'main;read 7')];
  const again = show(answer());
  await waitFor(() => expect(graph()).toBe('all main run'));
  expect(banner()).toContain(
    'Query B: It may hold a file, and the readers of files could not be loaded from the server.'
  );
  again(answer());
  await waitFor(() => expect(graph()).toContain('read'));
  expect(screen.queryByText(/could not be loaded/)).toBeNull();
});

it('where only they would draw anything, the panel says so', async () => {
  jest.spyOn(fileReaders, 'fetch').mockRejectedValue(new Error('offline'));
  show([log('A', 'main;read 7')]);
  expect(await screen.findByText(/readers of files could not be loaded.*reload the page/)).toBeInTheDocument();
});

it('rules that are regular expressions wait for their engine; without it they are left out, and named', async () => {
  const rules = [{ pattern: 'park(ed)?$', category: 'lock' as const }];
  show([table('A', 'main;parked')], { rules });
  expect(loads()).toBe(true);
  await waitFor(() => expect(graph()).toBe('all main parked'));
  expect(screen.queryByText(/could not be loaded/)).toBeNull();
  regexEngine.put(undefined);
  jest.spyOn(regexEngine, 'fetch').mockRejectedValue(new Error('offline'));
  show([table('A', 'main;parked')], { rules });
  await waitFor(() => expect(screen.getAllByTestId('graph')).toHaveLength(2));
  expect(document.body.textContent).toContain('Wait rule "park(ed)?$": Regular expressions could not be loaded');
});

it('a search for a regular expression finds nothing and complains of nothing until its engine is here', async () => {
  show([table('A', 'main;run')]);
  const search = screen.getByLabelText('Search frames');
  fireEvent.change(search, { target: { value: '/^r.n$/' } });
  expect(search).toHaveAttribute('aria-invalid', 'false');
  expect(screen.queryByTestId('dualflame-matched')).toBeNull();
  expect(graph()).toBe('all main run');
  expect(await screen.findByTestId('dualflame-matched')).toHaveTextContent('100.0');
});

it('where it cannot be fetched, the search says so, and the next pattern tries again', async () => {
  jest.spyOn(regexEngine, 'fetch').mockRejectedValueOnce(new Error('offline'));
  show([table('A', 'main;run')]);
  const search = screen.getByLabelText('Search frames');
  fireEvent.change(search, { target: { value: '/^r.n$/' } });
  await waitFor(() => expect(search).toHaveAttribute('aria-invalid', 'true'));
  expect(screen.getByRole('button', { name: /could not be loaded/ })).toBeInTheDocument();
  fireEvent.change(search, { target: { value: '/^ru.$/' } });
  await waitFor(() => expect(search).toHaveAttribute('aria-invalid', 'false'));
  await act(() => regexEngine.fetch());
  expect(screen.getByTestId('dualflame-matched')).toHaveTextContent('100.0');
});

describe('the parts that nearly every panel needs', () => {
  it('until what prepares profiles is here, the panel loads', async () => {
    const here = preparation.here!;
    preparation.put(undefined);
    show([table('A', 'main;run')]);
    expect([loads(), graph()]).toEqual([true, undefined]);
    await waitFor(() => expect(graph()).toBe('all main run'));
    preparation.put(() => here);
  });

  it('where it does not come, the panel says so, and another try brings it', async () => {
    const here = preparation.here!;
    preparation.put(undefined);
    jest.spyOn(console, 'error').mockImplementation(() => {});
    jest.spyOn(preparation, 'fetch').mockRejectedValueOnce(new Error('offline'));
    show([table('A', 'main;run')]);
    expect(await screen.findByTestId('dualflame-fault')).toHaveTextContent(/part of the panel could not be loaded/);
    fireEvent.click(screen.getByText('Try again'));
    await waitFor(() => expect(graph()).toBe('all main run'));
    preparation.put(() => here);
  });

  it('the graph does not wait for the lists', async () => {
    const here = listPane.here!;
    listPane.put(undefined);
    show([table('A', 'main;run')], { showList: true });
    expect([graph(), screen.queryByTestId('dualflame-functions')]).toEqual(['all main run', null]);
    expect(await screen.findByTestId('dualflame-functions')).toBeInTheDocument();
    listPane.put(() => here);
  });
});

it('while a large answer is read the picture stays, and where that takes long a bar says that another one comes', async () => {
  const here = preparation.here!;
  let held = true;
  preparation.put(() => ({
    ...here,
    *readingSteps(inputs) {
      while (held && inputs.some(({ source }) => source.kind === 'columns' && source.length > AT_ONCE)) {
        yield;
      }
      return yield* here.readingSteps(inputs);
    },
  }));
  const many = Array.from({ length: AT_ONCE + 1 }, (_, i) => `main;f${i % 2}`);
  const large = createDataFrame({
    refId: 'A',
    fields: [
      { name: 'stack', type: FieldType.string, values: many },
      { name: 'cpu_ns', type: FieldType.number, values: many.map(() => 1) },
    ],
  });
  const again = show([table('A', 'main;run')]);
  again([large]);
  expect([loads(), graph()]).toEqual([false, 'all main run']);
  await waitFor(() => expect(loads()).toBe(true));
  expect(graph()).toBe('all main run');
  held = false;
  await waitFor(() => expect(graph()).toBe('all main f0 f1'));
  expect(loads()).toBe(false);
  preparation.put(() => here);
});
