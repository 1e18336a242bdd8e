import { createDataFrame, FieldType, type StandardEditorContext, type StandardEditorProps } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import React, { useState } from 'react';
import { type UserRule } from '../../analysis';
import { type PanelOptions } from '../options';
import { MyCodeEditor } from './MyCodeEditor';
import { QueriesEditor } from './QueriesEditor';
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
