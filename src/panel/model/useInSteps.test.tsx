import { act, renderHook, waitFor } from '@testing-library/react';
import React from 'react';
import { type Steps, type Work } from '../../profile';
import { AT_ONCE, useInSteps } from './useInSteps';

const log: string[] = [];
beforeEach(() => {
  log.length = 0;
  held = false;
});

/** Large work goes on until it is let go. */
let held = false;
const work = (name: string, size: number): Work<string> => ({
  size,
  *steps(): Steps<string> {
    log.push(`${name} begins`);
    do {
      yield;
    } while (held && size > AT_ONCE);
    log.push(`${name} ends`);
    return name;
  },
});
const fails = (size: number): Work<string> => ({
  size,
  *steps(): Steps<string> {
    throw new Error('broken');
  },
});

const show = (first: Work<string>) => renderHook(({ now }) => useInSteps(now), { initialProps: { now: first } });

it('a small one is there in the same render', () => {
  const { result, rerender } = show(work('a', AT_ONCE));
  expect(result.current).toEqual({ result: 'a', busy: false });
  rerender({ now: work('b', AT_ONCE) });
  expect(result.current).toEqual({ result: 'b', busy: false });
});

it('a large one that takes the place of another is begun in the render, and is there with it where that is enough', () => {
  const { result, rerender } = show(work('small', 1));
  rerender({ now: work('large', AT_ONCE + 1) });
  expect(result.current).toEqual({ result: 'large', busy: false });
});

it('while a longer one is done the result before stays, whatever size that was', async () => {
  const { result, rerender } = show(work('small', 1));
  held = true;
  const large = work('large', AT_ONCE + 1);
  rerender({ now: large });
  expect(result.current).toEqual({ result: 'small', busy: true });
  held = false;
  await waitFor(() => expect(result.current).toEqual({ result: 'large', busy: false }));
  rerender({ now: large });
  expect(log).toEqual(['small begins', 'small ends', 'large begins', 'large ends']);
  held = true;
  rerender({ now: work('larger', AT_ONCE + 2) });
  expect(result.current).toEqual({ result: 'large', busy: true });
  held = false;
  await waitFor(() => expect(result.current.busy).toBe(false));
});

it('there is nothing before the first large one, and nothing of it in the render', async () => {
  const { result } = show(work('large', AT_ONCE + 1));
  expect([result.current, log]).toEqual([{ result: undefined, busy: true }, []]);
  await waitFor(() => expect(result.current).toEqual({ result: 'large', busy: false }));
});

it('the next work takes the place of one that is not done', async () => {
  const { result, rerender, unmount } = show(work('first', AT_ONCE + 1));
  rerender({ now: work('second', AT_ONCE + 1) });
  await waitFor(() => expect(result.current).toEqual({ result: 'second', busy: false }));
  held = true;
  rerender({ now: work('third', AT_ONCE + 1) });
  unmount();
  held = false;
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(log).toEqual(['second begins', 'second ends', 'third begins']);
});

it.each([1, AT_ONCE + 1])('what work of size %d throws, the render throws', async (size) => {
  const seen: unknown[] = [];
  jest.spyOn(console, 'error').mockImplementation(() => {});
  const now = fails(size);
  class Catches extends React.Component<React.PropsWithChildren> {
    state = { failed: false };
    static getDerivedStateFromError(error: Error) {
      seen.push(error.message);
      return { failed: true };
    }
    render = () => (this.state.failed ? null : this.props.children);
  }
  renderHook(() => useInSteps(now), { wrapper: Catches });
  await waitFor(() => expect(seen).toContain('broken'));
});
