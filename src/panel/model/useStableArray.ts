import { useState } from 'react';

/** The previous array as long as its entries are the same objects. */
export function useStableArray<T>(next: T[]): T[] {
  const [kept, setKept] = useState(next);
  const same = kept.length === next.length && kept.every((entry, i) => entry === next[i]);
  if (!same) {
    setKept(next);
  }
  return same ? kept : next;
}
