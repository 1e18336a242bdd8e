import { type Cause, isOf, MIN_SHARE, MUCH_UNKNOWN } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { CPU } from '../waits';
import { causesOf } from './causesOf';

/** What a profile says, the likeliest cause first. */
export interface Diagnosis {
  causes: Cause[];
  /** Nothing takes so much of the time that matters that it would be worth a change. */
  nothing: boolean;
  /** Share of the CPU time that was the profiler's own and is left out. */
  profiler: number;
}

/**
 * Below these shares of the time that matters nothing stands out. A function that runs needs more: some function always is the one that
 * runs most. A collector may have a quarter: that is what Go's aims at while it runs (https://go.dev/doc/gc-guide).
 */
const STANDS_OUT = { cpu: 0.25, gc: 0.25, other: 0.1 } as const;

export const NO_DIAGNOSIS: Diagnosis = { causes: [], nothing: false, profiler: 0 };

/**
 * One ranking over everything that can be a cause. The weight is the share of the time that matters: wall time less what idles
 * (parked workers, listeners, service threads) and less the profiler's own; CPU time where only that is known. Running time is
 * weighed with the time that was ready to run: what waits for a CPU waits for what runs. Nothing without a frame of the
 * program stands before something that has one. `category`: only causes of this kind of time, which then need not stand out in all.
 */
export function diagnose(context: CauseContext, category?: number): Diagnosis {
  const foreign = context.matters >= LITTLE * (context.whole || context.cpuWhole) ? FOREIGN : Infinity;
  const least = MIN_SHARE * (category === undefined ? 1 : partOfCategory(context, category));
  const causes = causesOf(context)
    .filter((cause) => category === undefined || isOf(cause, category))
    .filter(
      ({ share, weight, kind }) => (kind === 'idle' || kind === 'unknown' ? share : Math.max(share, weight)) >= least
    )
    .sort((a, b) => place(a, foreign) - place(b, foreign) || b.weight - a.weight || b.share - a.share);
  const stands = (cause: Cause) =>
    (standsOut(cause) && (cause.hasUser || cause.kind === 'unknown')) || cause.weight >= foreign;
  return {
    causes,
    nothing: category === undefined ? context.evidence !== 'other' && !causes.some(stands) : !causes.length,
    profiler: context.profilerCpu > 0 ? context.profilerCpu / (context.cpuWhole + context.profilerCpu) : 0,
  };
}

/** Share of the whole that waits so; of running time it is 1, because a function's share is of CPU time already. */
const partOfCategory = ({ byCategory, whole }: CauseContext, category: number): number =>
  category === CPU || !(whole > 0) ? 1 : byCategory[category] / whole;

/** So much of the time that matters stands out even where no function of the program is in its stacks. */
const FOREIGN = 0.5;
/** Of all time: where less matters, the program has nothing to do, and what it does now and then is no cause. */
const LITTLE = 0.05;

/**
 * What the program does, what is not known, what it does that does not stand out, and what has none of its functions. Stacks that
 * are cut off from the program (no frame pointers) can still hold most of the time: what does not stand out is no cause beside it.
 */
function place(cause: Cause, foreign: number): number {
  if (cause.kind === 'unknown') {
    // What neither runs nor waits is some function's; an event loop that waits is nobody's.
    return standsOut(cause) ? (cause.hasUser && cause.category === undefined ? 0 : 1) : 3;
  }
  if (cause.hasUser) {
    return standsOut(cause) ? 0 : 2;
  }
  return cause.kind !== 'idle' && cause.weight >= foreign ? 1 : 3;
}

function standsOut({ kind, weight, share }: Cause): boolean {
  switch (kind) {
    case 'idle':
      return false;
    case 'unknown':
      return share >= MUCH_UNKNOWN;
    case 'cpu':
    case 'gc':
      return weight >= STANDS_OUT[kind];
    default:
      return weight >= STANDS_OUT.other;
  }
}
