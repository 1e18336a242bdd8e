import { act, renderHook } from '@testing-library/react';
import { scaleLinear } from 'd3';
import type React from 'react';
import { useLatencyKeys } from './useLatencyKeys';

const [setCursor, onRange, onBox] = [jest.fn(), jest.fn(), jest.fn()];
beforeEach(() => jest.clearAllMocks());

/** 480 px are 480 ms, a column each 10; 120 px of durations, 120 above to 0, a row each 10. */
function strip(factor?: number) {
  const x = scaleLinear([0, 480], [0, 480]).clamp(true);
  const y = scaleLinear([120, 0], [0, 120]);
  const { result } = renderHook(() =>
    useLatencyKeys({ x, y, height: 120, factor, setCursor, onRange, onBox } as never)
  );
  const press = (...keys: string[]) => {
    const prevented = jest.fn();
    for (const key of keys) {
      const shiftKey = key.startsWith('Shift+');
      const event = { key: key.replace('Shift+', ''), shiftKey, preventDefault: prevented, stopPropagation() {} };
      act(() => result.current.onKeyDown(event as unknown as React.KeyboardEvent));
    }
    return prevented.mock.calls.length;
  };
  return { result, press };
}

it('arrows walk, with Shift they mark a box, Enter compares the requests in it', () => {
  const { result, press } = strip(1e6);
  press('Home', 'ArrowRight', 'ArrowUp', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowUp');
  expect(setCursor).toHaveBeenLastCalledWith(25);
  expect(result.current.marked).toEqual({
    from: 10,
    to: 30,
    least: expect.closeTo(10, 9),
    most: expect.closeTo(40, 9),
    box: { x: 10, y: 80, width: 20, height: 30 },
  });
  press('Enter');
  expect(onBox).toHaveBeenCalledWith({
    from: 10,
    to: 30,
    least: expect.closeTo(10e6, 0),
    most: expect.closeTo(40e6, 0),
  });
  expect(onRange).not.toHaveBeenCalled();
});

it('several columns of a row are a range of time, also marked backwards', () => {
  const { press } = strip(1e6);
  press('End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', ' ');
  expect(onRange).toHaveBeenCalledWith({ from: 450, to: 480 });
  expect(onBox).not.toHaveBeenCalled();
});

it('without durations to choose, a mark is over all of them, and a single column is nothing', () => {
  const { result, press } = strip();
  expect(press('Home', 'ArrowUp', 'Enter')).toBe(2); // the arrow upwards is left to the page
  expect(result.current.marked).toMatchObject({ from: 0, to: 10, least: 0, most: 120 });
  expect([onRange.mock.calls.length, onBox.mock.calls.length]).toEqual([0, 0]);
  press('Shift+ArrowRight', 'Enter');
  expect(onRange).toHaveBeenCalledWith({ from: 0, to: 20 });
});

it('stays on the plot; Escape takes the mark back, and goes on to who else listens when there is none', () => {
  const { result, press } = strip(1e6);
  press('Home', 'ArrowLeft', 'ArrowDown');
  expect(result.current.marked).toMatchObject({ from: 0, least: 0 });
  expect(press('Escape')).toBe(1);
  expect([result.current.isOn, setCursor.mock.lastCall]).toEqual([false, [undefined]]);
  expect(press('Escape', 'Enter', 'x')).toBe(0);
});

it('where the keyboard goes on to something else no time is pointed at', () => {
  const { result, press } = strip(1e6);
  press('Home');
  act(() => result.current.onBlur());
  expect(setCursor.mock.calls).toEqual([[5], [undefined]]);
});
