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

/** The object or array before as long as it holds the same, entry by entry: what is made of it need not be made again. */
export function useSame<T extends object>(next: T): T {
  const kept = useRef(next);
  /* eslint-disable react-hooks/refs -- whichever render it is of, it holds what `next` does */
  if (!holdsSame(kept.current, next)) {
    kept.current = next;
  }
  return kept.current;
  /* eslint-enable react-hooks/refs */
}

function holdsSame<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as Array<keyof T>;
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && a[key] === b[key]);
}

/** What it was before it was `held`. */
export function useHeld<T>(now: T, held: boolean): T {
  const [last, setLast] = useState(now);
  if (!held && last !== now) {
    setLast(now);
  }
  return held ? last : now;
}
