import { createDataFrame, FieldType, type StandardEditorContext, type StandardEditorProps } from '@grafana/data';
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import React, { useState } from 'react';
import { type UserRule } from '../../../analysis/index';
import { prepareProfile } from '../../../prepare/index';
import { describeDetected, noteDetected, useDetected } from '../detected';
import { splitFrames } from '../../grafana/dataFrames';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options';
import { MyCodeEditor } from './MyCodeEditor';
import { QueriesEditor } from './QueriesEditor';
import { RulesEditor } from './RulesEditor';

// Grafana's Combobox asks for it; jsdom has none.
globalThis.IntersectionObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as never;

const data = [
  createDataFrame({
    refId: 'A',
    fields: [
      { name: 'stack', type: FieldType.string, values: ['main.run;main.waitForOrder', 'main.run;main.decode'] },
      { name: 'value', type: FieldType.number, values: [1, 2] },
    ],
  }),
];
const context = { data } as StandardEditorContext<unknown>;

interface HeldProps<T> {
  editor: React.ComponentType<StandardEditorProps<T>>;
  start: T;
  /** Is told every value. */
  saved?(value: T): void;
}

/** Keeps the value as Grafana's option pane does. */
function Held<T>({ editor: Editor, start, saved }: HeldProps<T>) {
  const [value, setValue] = useState(start);
  return (
    <Editor value={value} onChange={(next) => (setValue(next!), saved?.(next!))} context={context} item={{} as never} />
  );
}

it('previews what a wait rule matches while it is typed', () => {
  render(<Held<UserRule[]> editor={RulesEditor} start={[]} />);
  fireEvent.click(screen.getByRole('button', { name: 'Add rule' }));
  const preview = screen.getByTestId('dualflame-rule-preview');
  expect(preview).toHaveTextContent('Type a pattern');
  const pattern = screen.getByLabelText('Pattern of rule 1');
  fireEvent.change(pattern, { target: { value: 'waitFor' } });
  expect(preview).toHaveTextContent('Matches 1 of 3 frames: main.waitForOrder');
  fireEvent.change(pattern, { target: { value: '(' } });
  expect(preview).toHaveTextContent('Not a regular expression');
  fireEvent.click(screen.getByLabelText(/^Idle/));
  expect(screen.getByLabelText(/^Idle/)).toBeChecked();
});

it('offers role, format and unit for each query of the panel', () => {
  render(<Held<PanelOptions['queries']> editor={QueriesEditor} start={[{ refId: 'B', role: 'wall', unit: 'ms' }]} />);
  const shown = screen.getAllByRole<HTMLInputElement>('combobox').map(({ value }) => value);
  expect(shown).toEqual(['Detect', 'Detect', 'Detect', 'Wall', 'Detect', 'ms']);
  expect(screen.getAllByRole('combobox', { name: 'role' })).toHaveLength(2);
});

describe('what is detected of a query', () => {
  const line = (refId: string) => screen.getByRole('group', { name: refId }).textContent;
  const frames = splitFrames({ series: data }, DEFAULT_OPTIONS, (text) => text);
  const note = () => act(() => noteDetected(data, frames, prepareProfile(frames.inputs).queries));

  it('is said in one line as soon as the panel knows it, without what is set by hand', () => {
    render(<Held<PanelOptions['queries']> editor={QueriesEditor} start={[{ refId: 'A', unit: 'ms' }]} />);
    expect(line('A')).not.toContain('detected');
    note();
    expect(line('A')).toContain('detected: CPU (assumed) · stack table');
    expect(line('A')).not.toContain('count');
    cleanup();
    const role = [{ refId: 'A', role: 'wall' as const }];
    render(<Held<PanelOptions['queries']> editor={QueriesEditor} start={role} />);
    expect(line('A')).toMatch(/detected: stack table/);
    cleanup();
  });

  it('is found by the values of the frames, of whatever copy Grafana makes of them', () => {
    note();
    const copies = data.map((frame) => ({ ...frame, fields: frame.fields.map((field) => ({ ...field })) }));
    const { result } = renderHook(() => useDetected());
    expect(describeDetected(result.current(copies, 'A'))).toContain('stack table');
    expect(describeDetected(result.current(copies, 'B'))).toBeUndefined();
  });

  it('of series is what they count', () => {
    const of = (refId: string, name: string) =>
      createDataFrame({
        refId,
        fields: [
          { name: 'Time', type: FieldType.time, values: [1, 2] },
          { name: 'Value', type: FieldType.number, values: [1, 2], labels: { __name__: name } },
        ],
      });
    const series = [of('C', 'node_perf_instructions_total'), of('T', 'up'), of('T', 'up')];
    noteDetected(
      series,
      splitFrames({ series }, DEFAULT_OPTIONS, (text) => text),
      []
    );
    const { result } = renderHook(() => useDetected());
    expect(['C', 'T'].map((refId) => describeDetected(result.current(series, refId)))).toEqual([
      'detected: instructions',
      'detected: time series',
    ]);
  });
});

describe('a change of one setting of a query', () => {
  type Queries = PanelOptions['queries'];
  const FIELDS = ['role', 'format', 'unit'] as const;
  /** What is saved when an option is chosen for query A by keyboard. */
  function choose(start: Queries, field: (typeof FIELDS)[number], label: string): Queries {
    cleanup();
    const saved = jest.fn<void, [Queries]>();
    render(<Held<Queries> editor={QueriesEditor} start={start} saved={saved} />);
    const box = screen.getAllByRole('combobox')[FIELDS.indexOf(field)];
    fireEvent.click(box);
    fireEvent.change(box, { target: { value: label } });
    fireEvent.keyDown(box, { key: 'Home' });
    fireEvent.keyDown(box, { key: 'Enter' });
    return saved.mock.lastCall![0];
  }

  it('is saved, and leaves the other settings and queries as they are', () => {
    expect(choose([], 'role', 'Wall')).toEqual([{ refId: 'A', role: 'wall' }]);
    const start: Queries = [
      { refId: 'B', role: 'cpu' },
      { refId: 'A', role: 'wall', unit: 'ms' },
    ];
    expect(choose(start, 'unit', 'µs')).toEqual([
      { refId: 'B', role: 'cpu' },
      { refId: 'A', role: 'wall', unit: 'µs' },
    ]);
  });

  it('back to Detect: it is as if it had never been set', () => {
    expect(choose([{ refId: 'A', role: 'wall' }], 'role', 'Detect')).toEqual([]);
    expect(choose([{ refId: 'A', role: 'wall', unit: 'ms' }], 'unit', 'Detect')).toEqual([
      { refId: 'A', role: 'wall' },
    ]);
  });

  it('a counter that was set by hand stays', () => {
    const [kept] = choose([{ refId: 'A', counter: 'ipc', unit: 'ms' }], 'unit', 'Detect');
    expect(kept).toMatchObject({ refId: 'A', counter: 'ipc' });
  });
});

it('previews which functions are mine while the pattern is typed', () => {
  render(<Held<string> editor={MyCodeEditor} start="" />);
  const preview = screen.getByTestId('dualflame-mycode-preview');
  expect(preview).toHaveTextContent(
    'Automatic: 3 of 3 functions are yours.Yours: main.run, main.decode, main.waitForOrder'
  );
  const pattern = screen.getByLabelText('Pattern of my code');
  fireEvent.change(pattern, { target: { value: 'decode$' } });
  expect(preview).toHaveTextContent(
    'Matches 1 of 3 functions.Yours: main.decodeLibraries, runtimes, kernel: main.run, main.waitForOrder'
  );
  fireEvent.change(pattern, { target: { value: '(' } });
  expect(preview).toHaveTextContent('Not a regular expression');
});
