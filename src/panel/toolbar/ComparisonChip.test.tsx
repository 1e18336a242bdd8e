import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { ComparisonChip } from './ComparisonChip';

const chip = (loading = false) => {
  const onStop = jest.fn();
  render(
    <ComparisonChip
      maxWidth={300}
      label="vs 10:12–10:19"
      title="27 Nov, 10:12 – 10:19"
      loading={loading}
      stop="Stop comparing"
      onStop={onStop}
    />
  );
  return onStop;
};

it('says the time compared with, in full where the pointer rests on it', () => {
  chip();
  expect(screen.getByText('vs 10:12–10:19')).toHaveAttribute('title', '27 Nov, 10:12 – 10:19');
  expect(screen.queryByTestId('Spinner')).not.toBeInTheDocument();
});

it('shows that an answer is awaited', () => {
  chip(true);
  expect(screen.getByTestId('Spinner')).toBeInTheDocument();
});

it('ends the comparison by its × only', () => {
  const onStop = chip();
  fireEvent.click(screen.getByText('vs 10:12–10:19'));
  expect(onStop).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Stop comparing' }));
  expect(onStop).toHaveBeenCalledTimes(1);
});
