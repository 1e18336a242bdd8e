import { renderHook } from '@testing-library/react';
import { useEver, useHeld, useSame, useStable } from './useStable';

it('handlers stay the same, and do what the latest render says', () => {
  const { result, rerender } = renderHook(({ by }) => useStable({ add: (value: number) => value + by }), {
    initialProps: { by: 1 },
  });
  const { add } = result.current;
  expect(add(10)).toBe(11);
  rerender({ by: 5 });
  expect(result.current.add).toBe(add);
  expect(add(10)).toBe(15);
});

it('what was true once stays so', () => {
  const { result, rerender } = renderHook(({ now }) => useEver(now), { initialProps: { now: false } });
  const seen = [false, true, false].map((now) => {
    rerender({ now });
    return result.current;
  });
  expect(seen).toEqual([false, true, true]);
  expect(renderHook(() => useEver(true)).result.current).toBe(true);
});

it('an object is the same one as long as it holds the same', () => {
  const show = (first: object) => renderHook(({ next }) => useSame(next), { initialProps: { next: first } });
  const inner = {};
  const first = { inner, count: 1 };
  const { result, rerender } = show(first);
  const shown = (next: object) => {
    rerender({ next });
    return result.current;
  };
  expect(shown({ inner, count: 1 })).toBe(first);
  const others = [{ inner: {}, count: 1 }, { inner, count: 2 }, { inner }, { inner, counts: undefined }, {}];
  others.forEach((other) => expect(shown(other)).toBe(other));
  const list = show([inner]);
  list.rerender({ next: [inner, inner] });
  expect(list.result.current).toEqual([inner, inner]);
});

it('what is held stays until it is let go', () => {
  const { result, rerender } = renderHook(({ now, held }) => useHeld(now, held), {
    initialProps: { now: 1, held: false },
  });
  const seen = [
    { now: 2, held: false },
    { now: 3, held: true },
    { now: 4, held: true },
    { now: 4, held: false },
  ].map((next) => {
    rerender(next);
    return result.current;
  });
  expect(seen).toEqual([2, 2, 2, 4]);
});
