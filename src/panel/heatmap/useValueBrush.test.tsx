import { act, renderHook } from '@testing-library/react';
import { scaleLinear } from 'd3';
import type React from 'react';
import { durationFactor, HEAD, SIDE, useValueBrush } from './useValueBrush';

const below = { onPointerDown: jest.fn(), onPointerMove: jest.fn(), onPointerUp: jest.fn() };
const [cancel, onBox] = [jest.fn(), jest.fn()];
beforeEach(() => jest.clearAllMocks());

/** The plot is 600 px of time, 0 to 600 ms, and 100 px of durations, 100 ms above to 0. */
function strip(factor = 1e6) {
  const x = scaleLinear([0, 600], [0, 600]).clamp(true);
  const y = scaleLinear([100, 0], [0, 100]);
  const { result } = renderHook(() => useValueBrush({ x, y, factor, cancel, onBox } as never));
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

it('the first six pixels tell nothing, and what they told stays', () => {
  const { result, send } = strip();
  send('onPointerDown', 100, 50);
  send('onPointerMove', 105, 55);
  expect(result.current.box).toBeUndefined();
  expect(cancel).not.toHaveBeenCalled();
  send('onPointerMove', 105, 56);
  expect(result.current.box).toEqual({ x: 100, y: 50, width: 5, height: 6 });
  send('onPointerMove', 190, 56);
  expect(result.current.box).toEqual({ x: 100, y: 50, width: 90, height: 6 });
  send('onPointerUp', 190, 56);
  expect(result.current.box).toBeUndefined();
});

it('as far to the side as up is over time', () => {
  const { result, send } = strip();
  send('onPointerDown', 100, 50);
  send('onPointerMove', 90, 60);
  expect(result.current.box).toBeUndefined();
});

it('stays on the plot, and stands from left to right whichever way it was drawn', () => {
  const { send } = strip();
  send('onPointerDown', 100, 20);
  send('onPointerMove', 95, 40);
  send('onPointerMove', -30, -20);
  send('onPointerUp', -30, -20);
  send('onPointerDown', 100, 20);
  send('onPointerMove', 95, 40);
  send('onPointerMove', 9999, 60);
  send('onPointerUp', 9999, 60);
  const whole = (ns: number) => expect.closeTo(ns, 0);
  expect(onBox.mock.calls).toEqual([
    [{ from: 0, to: 100, least: whole(80e6), most: whole(100e6) }],
    [{ from: 100, to: 600, least: whole(40e6), most: whole(80e6) }],
  ]);
});

it.each([
  ['another button', { button: 2 }],
  ['Shift, which compares', { shiftKey: true }],
])('with %s it is over time', (_, more) => {
  const { result, send } = strip();
  send('onPointerDown', 100, 80, more);
  send('onPointerMove', 101, 20, more);
  expect(result.current.box).toBeUndefined();
  expect([below.onPointerDown, below.onPointerMove].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

it('at the very edge of the plot it begins; where nothing can be chosen it does not', () => {
  const edge = strip();
  edge.send('onPointerDown', 0, 80);
  edge.send('onPointerMove', 0, 20);
  expect(edge.result.current.box).toEqual({ x: 0, y: 20, width: 0, height: 60 });
  const without = renderHook(() =>
    useValueBrush({ x: scaleLinear(), y: scaleLinear(), factor: undefined, cancel, onBox } as never)
  ).result;
  const event = {
    clientX: SIDE + 1,
    clientY: 80,
    button: 0,
    currentTarget: { getBoundingClientRect: () => ({ left: 0, top: 0 }) },
  };
  act(() => without.current.around(below).onPointerDown(event as never));
  act(() => without.current.around(below).onPointerMove({ ...event, clientY: 20 } as never));
  expect([without.current.box, without.current.factor]).toEqual([undefined, undefined]);
});

it('durations are chosen where there are exemplars, and where they are times', () => {
  const cells = (unit?: string) => [{ field: { config: { unit } } }] as never;
  const exemplars = [{}] as never;
  expect([durationFactor(cells('ms'), exemplars), durationFactor(cells('s'), exemplars)]).toEqual([1e6, 1e9]);
  expect(durationFactor(cells('bytes'), exemplars)).toBeUndefined();
  expect(durationFactor(cells('ms'), [])).toBeFalsy();
  expect(durationFactor([], exemplars)).toBeUndefined();
});
