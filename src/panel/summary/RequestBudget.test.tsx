import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { prepareProfile } from '../../prepare';
import { inputOf } from '../../testing';
import { RequestBudget, type RequestBudgetProps } from './RequestBudget';

const MS = 1e6;
const input = (refId: string, text: string, role: 'cpu' | 'wall') => ({
  ...inputOf(refId, text),
  role,
  options: { unit: 'nanoseconds' },
});
const prepared = prepareProfile([
  input('A', `main.main;main.decode ${90 * MS}`, 'cpu'),
  input(
    'B',
    `main.main;main.decode ${90 * MS}\nmain.main;main.Commit;sync.(*Mutex).Lock;runtime.gopark ${200 * MS}\nmain.main;main.work ${10 * MS}`,
    'wall'
  ),
]);
const shown = (more: Partial<RequestBudgetProps> = {}) => {
  const onPart = jest.fn();
  render(
    <RequestBudget
      prepared={prepared}
      paired={prepared.paired!}
      span={{ seconds: 60, requests: 10 }}
      filtered={false}
      format={(ns) => `${Math.round(ns / MS)} ms`}
      report={() => ({ range: '10:00 – 10:01 UTC' })}
      onPart={onPart}
      {...more}
    />
  );
  return onPart;
};
const rows = () => screen.queryAllByRole('row').map((row) => row.textContent);

it('says what the time of a request goes to, the parts adding up to it', () => {
  shown();
  expect(screen.getByText('Budget of a request: 30 ms')).toBeTruthy();
  expect(rows()).toEqual([
    '20 ms66.7\u00a0%Lock in main.Commit',
    '9 ms30.0\u00a0%On CPU in main.decode',
    '1 ms3.3\u00a0%not explained',
  ]);
});

it('leads to the place of a part', () => {
  const onPart = shown();
  fireEvent.click(screen.getByText('Lock in main.Commit'));
  expect(onPart.mock.calls[0][0]).toMatchObject({ site: 'main.Commit' });
});

it('of spans that are compared is as long as they took, and claims no more of the rest', () => {
  shown({ span: { seconds: 0.5, requests: 10, measured: 50 * MS }, objective: 'p99' });
  expect(screen.getByText('Budget of a request: 50 ms')).toBeTruthy();
  expect(rows()).toContain('21 ms42.0\u00a0%not explained');
  const { textContent } = screen.getByTestId('dualflame-budget');
  expect(textContent).toContain('Measured: how long 10 spans took, in the mean.');
  expect(textContent).not.toMatch(/Little|p99/);
});

it('says what it assumes, and that it claims nothing about the objective', () => {
  shown({ objective: 'p99' });
  const { textContent } = screen.getByTestId('dualflame-budget');
  expect(textContent).toContain('10 requests in 60 s (Little’s law)');
  expect(textContent).toContain('Time in a queue outside of these processes is not in it.');
  expect(textContent).toContain('It says nothing of p99');
});

it.each<[string, Partial<RequestBudgetProps>, string]>([
  ['filters leave time out', { filtered: true }, 'the request rate is of all of it'],
  ['the rate has no point', { span: { seconds: 60 } }, 'The request rate has no point'],
  [
    'waits are not known',
    (({ paired, ...one }) => ({ prepared: { paired, ...one }, paired }))(
      prepareProfile([input('A', 'main.main;main.decode 9', 'cpu')])
    ) as Partial<RequestBudgetProps>,
    'do not tell what waits',
  ],
])('says why there is none where %s', (_, props, why) => {
  shown(props);
  expect(rows()).toEqual([]);
  expect(screen.getByTestId('dualflame-budget').textContent).toContain(why);
});
