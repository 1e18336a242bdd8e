/** Who ends waits: a function of a program, over the processes and threads (as the kernel names them) that it ran in. */
export interface Waker {
  name: string;
  /** The program's function that called it: a helper wakes for several. */
  caller?: string;
  /** The most of the time first; empty for an interrupt, which comes whoever runs: `name` is then what the kernel did. */
  processes: string[];
  interrupt?: boolean;
  /** Of the time whose waker is known. */
  share: number;
}

/** A waker from which most of a function's waiting is ended; `share` is of all its waiting, whoever ends it. */
export type MainWaker = Pick<Waker, 'name' | 'caller' | 'processes' | 'share'>;

/** Below this share of a function's waiting a waker is one of several. */
const MAIN = 0.5;

/** The one waker that accounts for most of `total`; an interrupt (a timer, a device) is no one who could do so sooner. */
export function mainWaker(wakers: Waker[], known: number, total: number): MainWaker | undefined {
  const [first] = wakers;
  const share = first && total > 0 ? (first.share * known) / total : 0;
  return first && !first.interrupt && share >= MAIN ? { ...first, share: Math.min(1, share) } : undefined;
}
