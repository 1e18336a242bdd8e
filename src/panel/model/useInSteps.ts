import { startTransition, useEffect, useMemo, useState } from 'react';
import { finish, type Work } from '../../profile';
import { inSlices } from './inSlices';

/**
 * Up to so many rows work is done where it is asked for, so that what a click changes is there in the next frame: it takes 10 ms warm, 30
 * cold (docs/performance.md).
 */
export const AT_ONCE = 4000;

interface Outcome<T> {
  work: Work<T>;
  result?: T;
  error?: { thrown: unknown };
}

/**
 * The result of work. Where it is large it is done in slices, and until then the result of the work before stays; undefined: there is
 * none. The next work takes the place of one that is not done. What it throws is thrown by the render. `afterFrame`: what else is
 * rendered with it is painted first.
 */
export function useInSteps<T>(work: Work<T>, { afterFrame = false } = {}): { result?: T; busy: boolean } {
  const small = work.size <= AT_ONCE;
  const now = useMemo(
    (): Outcome<T> | undefined => (small ? { work, result: finish(work.steps()) } : undefined),
    [work, small]
  );
  const [last, setLast] = useState<Outcome<T> | undefined>(now);
  if (now && last !== now) {
    setLast(now);
  }
  const isFirst = last?.result === undefined;
  useEffect(
    () =>
      small
        ? undefined
        : inSlices(
            work.steps(),
            // The picture of a million nodes is rendered in slices, too.
            (result) => startTransition(() => setLast({ work, result })),
            (thrown) => setLast({ work, error: { thrown } }),
            // Nothing is there before the first result but what shall be painted at once.
            { afterFrame: afterFrame || isFirst }
          ),
    // `isFirst`, `afterFrame`: as they were when the work began
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [work, small]
  );
  const outcome = now ?? last;
  if (outcome?.error) {
    throw outcome.error.thrown;
  }
  return { result: outcome?.result, busy: outcome?.work !== work };
}
