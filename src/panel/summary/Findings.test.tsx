import { fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { type Finding } from '../../analysis/index';
import { Findings } from './Findings';

const FINDINGS: Finding[] = [
  {
    kind: 'wait',
    text: '38 % waits for a connection of the pool (database/sql) in OrderStore.LoadOrder',
    short: '38 % waits for a connection of the pool · LoadOrder',
    share: 0.38,
    weight: 0.9,
    node: 7,
    detail: '36 % to 41 %, 1,203 samples',
    reasons: ['It is not the database: the time is spent before a connection is had.'],
  },
  {
    kind: 'cpu',
    text: '60 % of CPU time runs in encode',
    short: '60 % of CPU time runs · encode',
    share: 0.6,
    weight: 0.1,
    node: 9,
  },
  { kind: 'split', text: '69 % of wall time waits', short: '69 % of wall time waits', share: 1, node: 0 },
];

const show = (findings = FINDINGS) => {
  const onFinding = jest.fn();
  render(<Findings findings={findings} title="Where the time goes" range={() => 'now'} onFinding={onFinding} />);
  return onFinding;
};

it('begins with the cause, and leaves the split to the bar', () => {
  show();
  expect(screen.getByTestId('dualflame-finding')).toHaveTextContent(
    /^38 % waits for a connection of the pool \(database\/sql\) in OrderStore.LoadOrder3 findings/
  );
});

it('lists every finding with its interval and its reasons; a click leads to the frame', async () => {
  const onFinding = show();
  fireEvent.click(screen.getByRole('button', { name: '3 findings' }));
  const list = await screen.findByTestId('dualflame-findings');
  const [first, second] = within(list).getAllByRole('listitem');
  expect(first).toHaveTextContent('(36 % to 41 %, 1,203 samples)');
  expect(first).toHaveTextContent('It is not the database');
  expect(second).not.toHaveTextContent('samples');
  fireEvent.click(within(second).getByRole('button'));
  expect(onFinding).toHaveBeenCalledWith(FINDINGS[1]);
});
