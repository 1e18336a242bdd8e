import { createDataFrame, FieldType, type StandardEditorContext, type StandardEditorProps } from '@grafana/data';
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import React, { useState } from 'react';
import { type UserRule } from '../../analysis';
import { prepareProfile } from '../../pipeline';
import { describeDetected, noteDetected, useDetected } from '../detected';
import { splitFrames } from '../frames';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options';
import { MyCodeEditor } from './MyCodeEditor';
import { changed, QueriesEditor } from './QueriesEditor';
import { RulesEditor } from './RulesEditor';

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

/** Keeps the value as Grafana's option pane does. */
function Held<T>({ editor: Editor, start }: { editor: React.ComponentType<StandardEditorProps<T>>; start: T }) {
  const [value, setValue] = useState(start);
  return <Editor value={value} onChange={(next) => setValue(next!)} context={context} item={{} as never} />;
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
  fireEvent.click(screen.getByLabelText(/^idle/));
  expect(screen.getByLabelText(/^idle/)).toBeChecked();
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

  it('stays beside a change, with what has no place in the editor; a query of which nothing is set is not listed', () => {
    const set: PanelOptions['queries'] = [{ refId: 'A', role: 'wall', counter: 'ipc' }];
    expect(changed(set, 'A', { role: undefined })).toEqual([{ refId: 'A', role: undefined, counter: 'ipc' }]);
    expect(changed(set, 'B', { unit: 'ms' })).toEqual([...set, { refId: 'B', unit: 'ms' }]);
    expect(changed([{ refId: 'A', role: 'wall' }], 'A', { role: undefined })).toEqual([]);
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
