import { Menu } from '@grafana/ui';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CompareItems } from './CompareItems';

it('has the same offers and measures as the menu of the row', async () => {
  const onCompare = jest.fn();
  const onMeasure = jest.fn();
  render(
    <Menu>
      <CompareItems
        offers={() => [
          { spec: { type: 'day' }, label: 'One day before', description: '', disabled: false },
          { spec: { type: 'objective' }, label: 'When it held', description: 'it always held', disabled: true },
        ]}
        onCompare={onCompare}
        measures={['share']}
        measure="share"
        onMeasure={onMeasure}
      />
    </Menu>
  );
  fireEvent.mouseEnter(screen.getByText('What changed?').closest('[role=menuitem]')!);
  fireEvent.click(await screen.findByText('One day before'));
  expect(onCompare).toHaveBeenCalledWith({ type: 'day' });
  expect(screen.getByText('When it held').closest('[role=menuitem]')).toBeDisabled();
  expect(screen.getByText('What changes are measured in')).toBeVisible();
});
