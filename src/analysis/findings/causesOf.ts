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
    causes = explain(context, [...waits, ...cpu, ...runnableCause(context), ...unknownCause(context)]);
    known.set(context, causes);
  }
  return causes;
}
