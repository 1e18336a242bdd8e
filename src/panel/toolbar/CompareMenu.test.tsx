import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CompareMenu, type CompareMenuProps } from './CompareMenu';

async function menu(props: Partial<CompareMenuProps> = {}) {
  const onCompare = jest.fn();
  const offers = jest.fn((): ReturnType<CompareMenuProps['offers']> => [
    { spec: { type: 'objective' }, label: 'Objective', description: 'It held all the time.', disabled: true },
    { spec: { type: 'event', at: 7 }, label: 'Before and after v42', disabled: false },
    { spec: { type: 'previous' }, label: 'Previous period', description: 'with 10:12–10:19', disabled: false },
  ]);
  render(
    <CompareMenu compact={false} offers={offers} onCompare={onCompare} measures={[]} onMeasure={jest.fn()} {...props} />
  );
  expect(offers).not.toHaveBeenCalled();
  await act(async () => void fireEvent.click(screen.getByTestId('dualflame-compare')));
  return { onCompare };
}

it('offers what can be compared when it is opened, each with its time', async () => {
  const { onCompare } = await menu();
  const previous = screen.getByRole('menuitem', { name: /Previous period/ });
  expect(previous).toHaveTextContent('with 10:12–10:19');
  fireEvent.click(screen.getByRole('menuitem', { name: /v42/ }));
  expect(onCompare).toHaveBeenCalledWith({ type: 'event', at: 7 });
});

it('what cannot be compared says why, and does nothing', async () => {
  const { onCompare } = await menu();
  const objective = screen.getByRole('menuitem', { name: /Objective/ });
  expect(objective).toHaveTextContent('It held all the time.');
  fireEvent.click(objective);
  expect(onCompare).not.toHaveBeenCalled();
});

it('is there while something is compared, too, without its words: the chip has them', async () => {
  await menu({ spec: { type: 'event', at: 7 } });
  expect(screen.getByTestId('dualflame-compare')).not.toHaveTextContent('What changed?');
  expect(screen.getByTestId('dualflame-compare')).toHaveAccessibleName('What changed?');
});
