import { act, fireEvent, render, renderHook, screen } from '@testing-library/react';
import React from 'react';
import { Drawer, useDrawerHabit } from './Drawer';

const shown = (place: 'beside' | 'sheet', onWidth = jest.fn()) => {
  render(
    <Drawer layout={{ place, width: 340 }} panelWidth={1200} height={400} onWidth={onWidth}>
      list
    </Drawer>
  );
  return onWidth;
};

it('is made wider by a drag of its edge to the left', () => {
  const onWidth = shown('beside');
  const edge = screen.getByRole('separator', { name: 'Width of the list' });
  edge.parentElement!.getBoundingClientRect = () => ({ right: 1200 }) as DOMRect;
  edge.setPointerCapture = jest.fn();
  edge.hasPointerCapture = () => true;
  fireEvent.pointerDown(edge, { pointerId: 1, clientX: 860 });
  // jsdom's pointer events carry no position.
  fireEvent(edge, new MouseEvent('pointermove', { bubbles: true, clientX: 700 }));
  expect(onWidth).toHaveBeenLastCalledWith(500);
});

it('moves by arrow keys, and ends where the graph would have nothing left', () => {
  const onWidth = shown('beside');
  const edge = screen.getByRole('separator');
  fireEvent.keyDown(edge, { key: 'ArrowLeft' });
  fireEvent.keyDown(edge, { key: 'ArrowRight' });
  fireEvent.keyDown(edge, { key: 'a' });
  expect(onWidth.mock.calls).toEqual([[364], [316]]);
  expect(edge).toHaveAttribute('aria-valuemax', '840');
});

it('has no edge as a sheet', () => {
  shown('sheet');
  expect(screen.queryByRole('separator')).not.toBeInTheDocument();
});

describe('what was done with it', () => {
  beforeEach(() => window.localStorage.clear());

  it('is remembered by the next panel', () => {
    const first = renderHook(useDrawerHabit);
    act(() => first.result.current[1]({ open: true }));
    act(() => first.result.current[1]({ width: 500 }));
    expect(renderHook(useDrawerHabit).result.current[0]).toEqual({ open: true, width: 500 });
  });

  it.each(['null', '7', '{"open":"yes","width":-3}', '{'])('is forgotten where the storage holds %s', (stored) => {
    window.localStorage.setItem('dualflame.drawer', stored);
    expect(renderHook(useDrawerHabit).result.current[0]).toEqual({});
  });
});
