import { startTransition, useEffect, useMemo, useState } from 'react';
import { type Steps, type Work } from '../../profile';
import { advance, inSlices } from './inSlices';

/**
 * Up to so many rows work is done where it is asked for, so that what a click changes is there in the next frame: it takes 10 ms warm, 30
 * cold (docs/performance.md).
 */
export const AT_ONCE = 4000;

/** So many ms of a larger one's are done there, too: most refreshes are done by then, and are rendered once. */
const BEGINNING = 20;

interface Outcome<T> {
  work: Work<T>;
  result?: T;
  error?: { thrown: unknown };
}

/**
 * The result of work. Where it is large it is begun in the render and goes on in slices, and until it is done the result of the work before
 * stays; undefined: there is none. The next work takes the place of one that is not done. What it throws is thrown by the render.
 * `afterFrame`: what else is rendered with it is painted first. `held`: as long as it is, only what is small is done.
 */
export function useInSteps<T>(work: Work<T>, { afterFrame = false, held = false } = {}): { result?: T; busy: boolean } {
  const [last, setLast] = useState<Outcome<T>>();
  // Nothing is there before the first result but what shall be painted at once.
  const waits = afterFrame || last?.result === undefined;
  const { now, rest } = useMemo(
    () => begin(work, waits),
    // `waits`: as it did when the work began
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [work]
  );
  if (now && last !== now) {
    setLast(now);
  }
  useEffect(
    () =>
      !rest || held
        ? undefined
        : inSlices(
            rest,
            // The picture of a million nodes is rendered in slices, too.
            (result) => startTransition(() => setLast({ work, result })),
            (thrown) => setLast({ work, error: { thrown } }),
            { afterFrame: waits }
          ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
    [work, rest, held]
  );
  const outcome = now ?? last;
  if (outcome?.error) {
    throw outcome.error.thrown;
  }
  return { result: outcome?.result, busy: outcome?.work !== work };
}

/** What a render does of it: all of a small one, of a large one what has room unless it `waits`; there may be a `rest`. */
function begin<T>(work: Work<T>, waits: boolean): { now?: Outcome<T>; rest?: Steps<T> } {
  const steps = work.steps();
  const small = work.size <= AT_ONCE;
  if (waits && !small) {
    return { rest: steps };
  }
  const step = advance(steps, small ? Infinity : BEGINNING);
  return step.done ? { now: { work, result: step.value } } : { rest: steps };
}
