/**
 * Work that can be put down between two of its steps, so that a page goes on answering while a large answer is read. A step takes a
 * few milliseconds; who runs them decides how many come in a row. Left unfinished, nothing of it is kept.
 */
export type Steps<T> = Generator<void, T, void>;

export interface Work<T> {
  /** Rows or nodes that it looks at; 0: it is done. */
  size: number;
  steps(): Steps<T>;
}

/** All steps in a row. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
  }
}

/** Rows of a loop in one step: a millisecond or two, and so many that stepping itself costs nothing. */
export const ROWS = 16_384;

/** The end of the step that begins at a row. */
export const stepEnd = (from: number, length: number): number => Math.min(length, from + ROWS);

/** `of` every entry, as `map` makes it; for what takes microseconds each. */
export function* mapInSteps<T, R>(list: readonly T[], of: (entry: T, index: number) => R): Steps<R[]> {
  const results: R[] = [];
  for (let i = 0; i < list.length; i++) {
    results.push(of(list[i], i));
    if (i % 512 === 511) {
      yield;
    }
  }
  return results;
}
