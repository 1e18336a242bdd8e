import { Menu } from '@grafana/ui';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { type Mode } from '../options/options';
import { ModeItems, ModeSwitch } from './ModeSwitch';

const ALL = { cpu: true, wall: true, hotcold: true, side: true, changed: false };
const props = (mode: Mode, available: Partial<Record<Mode, boolean>> = {}, timed = true) => ({
  mode,
  available: { ...ALL, ...available },
  timed,
  onMode: jest.fn(),
});
const segments = () => screen.getAllByRole('radio').map((radio) => radio.getAttribute('aria-label') ?? '');

it('offers CPU, Wall and Both; Changed only where something is compared', () => {
  const { rerender } = render(<ModeSwitch {...props('hotcold')} />);
  expect(segments()).toEqual(['CPU', 'Wall', 'Both']);
  expect(screen.getByRole('radio', { name: 'Both' })).toBeChecked();
  rerender(<ModeSwitch {...props('changed', { changed: true })} compact />);
  expect(segments()).toEqual(['CPU', 'Wall', 'Both', 'Changed']);
  expect(screen.getByText('Δ')).toBeVisible();
});

it('what the data can not show is there and disabled', () => {
  render(<ModeSwitch {...props('cpu', { wall: false, hotcold: false, side: false })} />);
  expect(segments()).toEqual(['CPU', 'Wall', 'Both']);
  expect(screen.getByRole('radio', { name: 'CPU' })).toBeEnabled();
  expect(screen.getByRole('radio', { name: 'Wall' })).toBeDisabled();
  expect(screen.getByRole('radio', { name: 'Both' })).toBeDisabled();
});

it('memory has a value and no wall, and so no switch', () => {
  const { container } = render(<ModeSwitch {...props('wall', { cpu: false, hotcold: false, side: false }, false)} />);
  expect(container).toBeEmptyDOMElement();
});

it('side by side is in the menu, and has a segment to come back from while it is shown', () => {
  const beside = props('hotcold');
  const { rerender } = render(
    <Menu>
      <ModeItems {...beside} all={false} />
    </Menu>
  );
  fireEvent.click(screen.getByRole('menuitem', { name: /Side by side/ }));
  expect(beside.onMode).toHaveBeenCalledWith('side');
  const side = props('side');
  rerender(<ModeSwitch {...side} />);
  expect(screen.getByRole('radio', { name: 'Side by side' })).toBeChecked();
  fireEvent.click(screen.getByRole('radio', { name: 'Both' }));
  expect(side.onMode).toHaveBeenCalledWith('hotcold');
});

it('where the row has no room for it, all modes are in the menu', () => {
  render(
    <Menu>
      <ModeItems {...props('cpu')} all />
    </Menu>
  );
  expect(screen.getAllByRole('menuitem').map((item) => item.textContent?.split(/(?<=CPU|Wall|Both|side)/)[0])).toEqual([
    'CPU',
    'Wall',
    'Both',
    'Side by side',
  ]);
});
