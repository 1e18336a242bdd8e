import { finish, type Steps } from '../../profile';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { cpuCauses } from '../causes/cpu';
import { runnableCause, unknownCause, waitCauses } from '../causes/waits';
import { explain, patternOf } from '../rules';

const known = new WeakMap<CauseContext, Cause[]>();

/** Everything that can be a cause, as the rules explain it: looked for once, for the ranking and for what changed. */
export const causesOf = (context: CauseContext): Cause[] => finish(causeSteps(context));

/** The same in steps. */
export function* causeSteps(context: CauseContext): Steps<Cause[]> {
  let causes = known.get(context);
  if (!causes) {
    const pattern = patternOf(context);
    yield;
    const waits = waitCauses(context, pattern);
    yield;
    const cpu = cpuCauses(context);
    yield;
    const found = explain(context, [...waits, ...cpu, ...runnableCause(context), ...unknownCause(context)]);
    causes = context.paired.elapsed ? found.map((cause) => inElapsed(cause, context)) : found;
    known.set(context, causes);
  }
  return causes;
}

/** Of elapsed time what runs and what waits are shares of one whole. */
function inElapsed(cause: Cause, { whole, cpuWhole, evidence }: CauseContext): Cause {
  if (cause.of !== 'cpu') {
    return { ...cause, of: 'elapsed' };
  }
  if (evidence === 'cpu' || !(whole > 0)) {
    return { ...cause, of: 'running' };
  }
  const part = cpuWhole / whole;
  return {
    ...cause,
    of: 'elapsed',
    share: cause.share * part,
    ...(cause.callerShare !== undefined && { callerShare: cause.callerShare * part }),
    ...(cause.interval && { interval: [cause.interval[0] * part, cause.interval[1] * part] as const }),
  };
}
