import { act, renderHook } from '@testing-library/react';
import { scaleLinear } from 'd3';
import type React from 'react';
import { HEAD, SIDE, useValueBrush } from './useValueBrush';

const below = { onPointerDown: jest.fn(), onPointerMove: jest.fn(), onPointerUp: jest.fn() };
const [cancel, onBox] = [jest.fn(), jest.fn()];
beforeEach(() => jest.clearAllMocks());

/** The plot is 600 px of time, 0 to 600 ms, and 100 px of durations, 100 ms above to 0. */
function strip() {
  const x = scaleLinear([0, 600], [0, 600]).clamp(true);
  const y = scaleLinear([100, 0], [0, 100]);
  const { result } = renderHook(() => useValueBrush({ x, y, factor: 1e6, cancel, onBox } as never));
  const at = (px: number, py: number, more: object = {}) =>
    ({
      clientX: SIDE + px,
      clientY: HEAD + py,
      button: 0,
      shiftKey: false,
      currentTarget: { getBoundingClientRect: () => ({ left: 0, top: 0 }) },
      ...more,
    }) as unknown as React.PointerEvent;
  const send = (type: keyof typeof below, px: number, py: number, more?: object) =>
    act(() => result.current.around(below)[type](at(px, py, more)));
  return { result, send };
}

it('a drag that begins upwards is over durations: its box are the slow requests, and none of it is a range of time', () => {
  const { result, send } = strip();
  send('onPointerDown', 100, 80);
  send('onPointerMove', 110, 40);
  send('onPointerMove', 300, 20);
  expect(result.current.box).toEqual({ x: 100, y: 20, width: 200, height: 60 });
  expect(cancel).toHaveBeenCalled();
  send('onPointerUp', 300, 20);
  expect(onBox).toHaveBeenCalledWith({
    from: 100,
    to: 300,
    least: expect.closeTo(20e6, 0),
    most: expect.closeTo(80e6, 0),
  });
  expect(below.onPointerUp).not.toHaveBeenCalled();
});

it('one that begins sideways is over time, as on all strips', () => {
  const { result, send } = strip();
  send('onPointerDown', 100, 80);
  send('onPointerMove', 140, 70);
  send('onPointerMove', 150, 10);
  send('onPointerUp', 150, 10);
  expect([result.current.box, onBox.mock.calls, below.onPointerUp.mock.calls.length]).toEqual([undefined, [], 1]);
});

it('begins on the plot alone, and ends where the browser takes the pointer away', () => {
  const { result, send } = strip();
  send('onPointerDown', -20, 80);
  send('onPointerMove', 50, 10);
  expect(result.current.box).toBeUndefined();
  send('onPointerDown', 100, 80);
  send('onPointerMove', 105, 30);
  expect(result.current.box).toBeDefined();
  act(() => result.current.around(below).onPointerCancel());
  expect(result.current.box).toBeUndefined();
});
