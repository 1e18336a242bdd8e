import { explain } from '../rules';
import { type Cause, MIN_SHARE, MUCH_UNKNOWN } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { cpuCauses } from '../causes/cpu';
import { runnableCause, unknownCause, waitCauses } from '../causes/waits';

/** What a profile says, the likeliest cause first. */
export interface Diagnosis {
  causes: Cause[];
  /** Nothing takes so much of the time that matters that it would be worth a change. */
  nothing: boolean;
  /** Share of the CPU time that was the profiler's own and is left out. */
  profiler: number;
}

/**
 * Below these shares of the time that matters nothing stands out. A function that runs needs more: some function always is the
 * one that runs most.
 */
const STANDS_OUT = { cpu: 0.25, other: 0.1 } as const;

/**
 * One ranking over everything that can be a cause. The weight is the share of the time that matters: wall time less what idles
 * (parked workers, listeners, service threads) and less the profiler's own; CPU time where only that is known. Running time is
 * weighed with the time that was ready to run: what waits for a CPU waits for what runs. Nothing without a frame of the
 * program stands before something that has one.
 */
export function diagnose(context: CauseContext): Diagnosis {
  const found = [...waitCauses(context), ...cpuCauses(context), ...runnableCause(context), ...unknownCause(context)];
  const causes = explain(context, found)
    .filter(
      ({ share, weight, kind }) =>
        (kind === 'idle' || kind === 'unknown' ? share : Math.max(share, weight)) >= MIN_SHARE
    )
    .sort((a, b) => Number(b.hasUser) - Number(a.hasUser) || b.weight - a.weight || b.share - a.share);
  return {
    causes,
    nothing: !causes.some(standsOut),
    profiler: context.profilerCpu > 0 ? context.profilerCpu / (context.cpuWhole + context.profilerCpu) : 0,
  };
}

function standsOut({ kind, weight, share, rule }: Cause): boolean {
  if (kind === 'idle') {
    return false;
  }
  if (kind === 'unknown') {
    return share >= MUCH_UNKNOWN;
  }
  return rule !== undefined || weight >= (kind === 'cpu' ? STANDS_OUT.cpu : STANDS_OUT.other);
}
