import { useLayoutEffect, useRef, useState } from 'react';

/**
 * Handlers that stay the same between renders and act on what is current: what is handed them need not render again when
 * a frame is hovered or zoomed. To be called from events and effects, never while rendering.
 */
export function useStable<T extends Record<string, (...args: never[]) => unknown>>(latest: T): T {
  const current = useRef(latest);
  useLayoutEffect(() => {
    current.current = latest;
  });
  /* eslint-disable react-hooks/refs -- read when a handler is called, not when it is made */
  const [stable] = useState(
    () =>
      Object.fromEntries(
        Object.keys(latest).map((name) => [name, (...args: never[]) => current.current[name](...args)])
      ) as T
  );
  /* eslint-enable react-hooks/refs */
  return stable;
}

/** Whether it was true at any render so far: what was shown once stays in the page, hidden, and need not be made again. */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) {
    setEver(true);
  }
  return now || ever;
}
