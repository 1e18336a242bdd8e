/** Bad input is a value, not an exception: what is wrong, where, and what to do about it. */
export interface Problem {
  message: string;
  /** 1-based row or line of the input, where one is to blame. */
  row?: number;
  /** What the reader can do about it. */
  remedy?: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (message: string, where: Omit<Problem, 'message'> = {}): Result<never> => ({
  ok: false,
  problem: { message, ...where },
});

/** A broken invariant of our own code: throws, because no input can be blamed. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) {
    throw new Error(`invariant broken: ${message}`);
  }
}

/** What something that was thrown says; anything can be. */
export const wordsOfThrown = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
