import { renderHook } from '@testing-library/react';
import { useEver, useStable } from './useStable';

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
