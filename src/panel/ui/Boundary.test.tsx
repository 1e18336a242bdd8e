import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { Boundary } from './Boundary';

const Child = ({ broken }: { broken: boolean }) => {
  if (broken) {
    throw new Error('invariant: boom');
  }
  return <div>drawn</div>;
};

it('keeps a fault in the panel, offers the report, and tries again with new data', () => {
  const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const writeText = jest.fn();
  Object.assign(navigator, { clipboard: { writeText } });
  const at = (data: unknown, broken: boolean) => (
    <Boundary data={data} describe={() => 'frames: 2'}>
      <Child broken={broken} />
    </Boundary>
  );
  const first = [1];
  const { rerender } = render(at(first, true));
  expect(screen.getByText('invariant: boom')).toBeInTheDocument();
  fireEvent.click(screen.getByRole('button', { name: /Copy a report/ }));
  expect(writeText).toHaveBeenCalledWith(expect.stringMatching(/Dual Flame .*: invariant: boom[\s\S]*frames: 2/));
  rerender(at(first, false));
  expect(screen.queryByText('drawn')).not.toBeInTheDocument(); // the same data: not by itself
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('drawn')).toBeInTheDocument();
  rerender(at([2], true));
  expect(screen.getByText('invariant: boom')).toBeInTheDocument();
  rerender(at([3], false));
  expect(screen.getByText('drawn')).toBeInTheDocument();
  quiet.mockRestore();
});
