import { act, renderHook } from '@testing-library/react';
import type React from 'react';
import { useShown } from './useShown';
import { useStripKeys } from './useStripKeys';

const WINDOWS = [0, 1, 2].map((i) => ({ from: 10 * i, to: 10 * i + 10, answered: true }));

function strip(windows = WINDOWS, shown?: { from: number; to: number }) {
  const calls = { setCursor: jest.fn(), onShow: jest.fn(), onCompare: jest.fn() };
  const describe = ({ from }: { from: number }) => `from ${from}`;
  const { result, rerender } = renderHook(
    ({ windows }) => useStripKeys({ windows: windows as never, shown, describe, ...calls }),
    { initialProps: { windows } }
  );
  /** Whether the key was taken: then neither the page nor the dashboard has it. */
  const press = (key: string, shiftKey = false) => {
    const event = { key, shiftKey, preventDefault: jest.fn(), stopPropagation: jest.fn() };
    act(() => result.current.onKeyDown(event as unknown as React.KeyboardEvent));
    const taken = [event.preventDefault, event.stopPropagation].map(({ mock }) => mock.calls.length);
    return taken[0] === taken[1] ? taken[0] === 1 : taken;
  };
  const at = () => [result.current['aria-valuenow'], result.current['aria-valuetext']];
  return { ...calls, result, rerender, press, at };
}

describe('the strip by the keyboard', () => {
  it('begins with the latest window; moves by one, to both ends, and not beyond', () => {
    const { press, at, result, setCursor } = strip();
    expect(result.current).toMatchObject({ role: 'slider', tabIndex: 0, 'aria-valuemin': 0, 'aria-valuemax': 2 });
    expect(at()).toEqual([2, 'from 20']);
    const walk = (key: string) => (press(key), at()[0]);
    expect(['ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'End', 'Home'].map(walk)).toEqual([
      2, 1, 0, 0, 1, 2, 0,
    ]);
    // The crosshair is in the middle of the window.
    expect(setCursor.mock.calls.map(([time]) => time)).toEqual([25, 15, 5, 5, 15, 25, 5]);
    act(() => result.current.onBlur());
    expect(setCursor).toHaveBeenLastCalledWith(undefined);
  });

  it('Enter and the space bar show, with Shift they compare; Escape shows all where there is less', () => {
    const { press, onShow, onCompare } = strip(WINDOWS, WINDOWS[0]);
    expect([press('Enter'), press(' '), press('Enter', true), press('Escape')]).toEqual([true, true, true, true]);
    expect(onShow.mock.calls).toEqual([[{ from: 20, to: 30 }], [{ from: 20, to: 30 }], [undefined]]);
    expect(onCompare.mock.calls).toEqual([[{ from: 20, to: 30 }]]);
  });

  it('takes no other key, nor Escape where all is shown', () => {
    const { press, onShow, setCursor } = strip();
    expect([press('Escape'), press('a'), press('ArrowUp'), press('Tab')]).toEqual([false, false, false, false]);
    expect([onShow, setCursor].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });

  it('without windows there is nothing to stand on', () => {
    const { press, at, result, onShow } = strip([]);
    expect([press('ArrowRight'), press('Home'), press('Enter')]).toEqual([false, false, false]);
    expect([at(), result.current['aria-valuemax'], onShow.mock.calls]).toEqual([[0, undefined], 0, []]);
  });

  it('stays within when there are fewer', () => {
    const { press, at, rerender } = strip();
    press('End');
    rerender({ windows: WINDOWS.slice(0, 2) });
    expect(at()).toEqual([1, 'from 10']);
  });
});

describe('the window whose graph is shown', () => {
  const NS = 1e6;
  const shownBy = (from: 'samples' | 'queries', view: object = {}) => {
    const [filters, dispatch] = [jest.fn(), jest.fn()];
    const given = { state: {}, filters: {}, on: { filters }, dispatch, ...view };
    const { result } = renderHook(() => useShown(given as never, { from } as never));
    return { ...result.current, filters, dispatch };
  };
  const times = [{ from: 10 * NS, to: 20 * NS }];

  it('of samples it is the time that is chosen, where it is one', () => {
    expect(shownBy('samples', { filters: { times } }).shown).toEqual({ from: 10, to: 20 });
    expect(shownBy('samples', { filters: { times: [...times, ...times] } }).shown).toBeUndefined();
    expect(shownBy('samples', { state: { window: WINDOWS[0] } }).shown).toBeUndefined();
    expect(shownBy('queries', { filters: { times }, state: { window: { from: 0, to: 9 } } }).shown).toEqual({
      from: 0,
      to: 9,
    });
  });

  it('is chosen from samples, and asked for of queries; once more on the same one shows all', () => {
    const ofSamples = shownBy('samples', { filters: { times } });
    [{ from: 10, to: 30 }, { from: 0, to: 20 }, { from: 10, to: 20 }, undefined].forEach(ofSamples.show);
    expect(ofSamples.filters.mock.calls).toEqual([
      [{ times: [{ from: 10 * NS, to: 30 * NS }] }],
      [{ times: [{ from: 0, to: 20 * NS }] }],
      [{ times: undefined }],
      [{ times: undefined }],
    ]);
    const ofQueries = shownBy('queries', { state: { window: { from: 0, to: 9 } } });
    [WINDOWS[1], { from: 0, to: 9 }].forEach(ofQueries.show);
    expect(ofQueries.dispatch.mock.calls).toEqual([
      [{ type: 'window', window: { from: 10, to: 20 } }],
      [{ type: 'window', window: undefined }],
    ]);
    expect([ofSamples.dispatch, ofQueries.filters].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });
});
