import {
  createDataFrame,
  type DataFrame,
  FieldType,
  type StandardEditorContext,
  type StandardEditorProps,
} from '@grafana/data';
import { act, cleanup, fireEvent, render, renderHook, screen, within } from '@testing-library/react';
import React, { useState } from 'react';
import { regexEngine, type UserRule } from '../../../analysis';
import { prepareProfile } from '../../../prepare';
import { fileReaders } from '../../../readers';
import { describeDetected, noteAutomatic, noteDetected, useDetected } from '../detected';
import { splitFrames } from '../../grafana/dataFrames';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options';
import { AutomaticEditor, type AutomaticSettings } from './AutomaticEditor';
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

interface HeldProps<T> {
  editor: React.ComponentType<StandardEditorProps<T>>;
  start: T;
  /** Is told every value. */
  saved?(value: T): void;
  series?: DataFrame[];
  /** The option that is edited. */
  item?: object;
}

/** Keeps the value as Grafana's option pane does. */
function Held<T>({ editor: Editor, start, saved, series = data, item = {} }: HeldProps<T>) {
  const [value, setValue] = useState(start);
  return (
    <Editor
      value={value}
      onChange={(next) => (setValue(next!), saved?.(next!))}
      context={{ data: series } as StandardEditorContext<unknown>}
      item={item as never}
    />
  );
}

/** Chooses by keyboard. */
function pick(box: HTMLElement, label: string) {
  fireEvent.click(box);
  fireEvent.change(box, { target: { value: label } });
  fireEvent.keyDown(box, { key: 'Home' });
  fireEvent.keyDown(box, { key: 'Enter' });
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
  expect(screen.getByRole('combobox', { name: 'Category of rule 1' })).toHaveValue('Lock');
  fireEvent.click(screen.getByLabelText(/^Idle/));
  expect(screen.getByLabelText(/^Idle/)).toBeChecked();
});

it('offers role, format and unit for each query of the panel', () => {
  render(<Held<PanelOptions['queries']> editor={QueriesEditor} start={[{ refId: 'B', role: 'wall', unit: 'ms' }]} />);
  const shown = screen.getAllByRole<HTMLInputElement>('combobox').map(({ value }) => value);
  expect(shown).toEqual(['Detect', 'Detect', 'Detect', 'Wall', 'Detect', 'ms']);
  expect(screen.getAllByRole('combobox', { name: 'role' })).toHaveLength(2);
});

it('asks for the probability of off-CPU events only, takes figures and the empty field, and marks what cannot be', () => {
  const saved: Array<PanelOptions['queries']> = [];
  render(
    <Held<PanelOptions['queries']>
      editor={QueriesEditor}
      start={[
        { refId: 'A', role: 'cpu' },
        { refId: 'B', role: 'offcpu' },
      ]}
      saved={(value) => saved.push(value)}
    />
  );
  const [field, ...others] = screen.getAllByRole('spinbutton', { name: /recorded with/ });
  expect(others).toEqual([]);
  const type = (value: string) => {
    fireEvent.change(field, { target: { value } });
    fireEvent.blur(field);
    return saved.at(-1)!.find(({ refId }) => refId === 'B')?.probability;
  };
  expect(type('0.1')).toBe(0.1);
  expect(field).not.toHaveAttribute('title');
  expect(type('20')).toBe(20);
  expect(field).toHaveAttribute('title', 'Above 0 and at most 1');
  expect(type('')).toBeUndefined();
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
  /** What is saved when an option is chosen for a query. */
  function choose(start: Queries, field: string, label: string, refId = 'A'): Queries {
    cleanup();
    const saved = jest.fn<void, [Queries]>();
    render(<Held<Queries> editor={QueriesEditor} start={start} saved={saved} />);
    pick(within(screen.getByRole('group', { name: refId })).getByRole('combobox', { name: new RegExp(field) }), label);
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

  it('says what a counter is: an event by its name, a ratio by its label', () => {
    expect(choose([{ refId: 'A', counter: 'ipc' }], 'counts', 'branch-misses')).toEqual([
      { refId: 'A', counter: 'branch-misses' },
    ]);
    expect(choose([{ refId: 'A', counter: 'cycles' }], 'counts', 'IPC')).toEqual([{ refId: 'A', counter: 'ipc' }]);
    expect(choose([{ refId: 'A', counter: 'cycles' }], 'counts', 'Detect')).toEqual([]);
  });
});

describe('a query of time series', () => {
  const series = createDataFrame({
    refId: 'C',
    fields: [
      { name: 'Time', type: FieldType.time, values: [1, 2] },
      { name: 'Value', type: FieldType.number, values: [1, 2] },
    ],
  });
  const asked = (refId: string) =>
    within(screen.getByRole('group', { name: refId }))
      .getAllByRole('combobox')
      .map((box) => screen.getByText((_, label) => label?.getAttribute('for') === box.id).textContent);

  it('is asked what it counts, and a query of profiles what its figures are', () => {
    const saved = jest.fn<void, [PanelOptions['queries']]>();
    render(
      <Held<PanelOptions['queries']> editor={QueriesEditor} start={[]} saved={saved} series={[...data, series]} />
    );
    expect([asked('A'), asked('C')]).toEqual([
      ['role', 'format', 'unit'],
      ['role', 'counts'],
    ]);
    pick(screen.getByRole('combobox', { name: /counts/ }), 'cache-misses');
    expect(saved.mock.lastCall![0]).toEqual([{ refId: 'C', counter: 'cache-misses' }]);
  });
});

describe('what Automatic comes to', () => {
  const shown = (of: AutomaticSettings['of'], start: string) => {
    cleanup();
    const item = { name: of, settings: { of } };
    const { container } = render(<Held<string> editor={AutomaticEditor as never} start={start} item={item} />);
    return container.textContent;
  };

  it('is said as soon as the panel has decided, by the names that the panel shows', () => {
    expect(shown('mode', 'auto')).not.toContain('Automatic:');
    act(() => noteAutomatic(data, { mode: 'hotcold', list: 'functions' }));
    expect(shown('mode', 'auto')).toContain('Automatic: Both');
    expect(shown('list', 'auto')).toContain('Automatic: Functions');
    act(() => noteAutomatic(data, { mode: 'wall', list: 'sites' }));
    expect(shown('mode', 'auto')).toContain('Automatic: Wall');
    expect(shown('list', 'auto')).toContain('Automatic: Wait sites');
  });

  it('is not said of an option that is set', () => expect(shown('mode', 'cpu')).not.toContain('Automatic:'));

  it('a mode is saved that a panel can open with; a comparison is asked for in the panel', () => {
    const choose = (label: string) => {
      cleanup();
      const saved = jest.fn<void, [string]>();
      const item = { name: 'Mode', settings: { of: 'mode' } };
      render(<Held<string> editor={AutomaticEditor as never} start="wall" saved={saved} item={item} />);
      pick(screen.getByRole('combobox', { name: 'Mode' }), label);
      return saved.mock.lastCall?.[0];
    };
    expect(['Automatic', 'Both', 'Side by side'].map(choose)).toEqual(['auto', 'hotcold', 'side']);
    expect(choose('Changed')).toBeUndefined();
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

describe('until the parts that they need have come', () => {
  const log = [
    createDataFrame({ refId: 'L', fields: [{ name: 'Line', type: FieldType.string, values: ['main;read 7'] }] }),
  ];

  it('formats are offered when the readers are here', async () => {
    fileReaders.put(undefined);
    render(<Held<PanelOptions['queries']> editor={QueriesEditor} start={[{ refId: 'A', format: 'folded' }]} />);
    await act(() => fileReaders.fetch());
    expect(screen.getByRole('combobox', { name: 'format' })).toHaveValue('folded stacks');
  });

  it('a rule of a regular expression is neither previewed nor called wrong before its engine and the readers are here', async () => {
    fileReaders.put(undefined);
    regexEngine.put(undefined);
    const start: UserRule[] = [{ pattern: 'r.ad', category: 'lock' }];
    render(<Held<UserRule[]> editor={RulesEditor} start={start} series={log} />);
    const preview = screen.getByTestId('dualflame-rule-preview');
    expect(preview).toBeEmptyDOMElement();
    expect(screen.getByLabelText('Pattern of rule 1')).not.toBeInvalid();
    await act(() => Promise.all([fileReaders.fetch(), regexEngine.fetch()]));
    expect(preview).toHaveTextContent('Matches 1 of 2 frames: read');
  });

  it('so with my code', async () => {
    fileReaders.put(undefined);
    regexEngine.put(undefined);
    render(<Held<string> editor={MyCodeEditor as never} start="^(main|acme)$" series={log} />);
    const preview = screen.getByTestId('dualflame-mycode-preview');
    expect(preview).toBeEmptyDOMElement();
    await act(() => Promise.all([fileReaders.fetch(), regexEngine.fetch()]));
    expect(preview).toHaveTextContent('Matches 1 of 2 functions.');
  });
});
