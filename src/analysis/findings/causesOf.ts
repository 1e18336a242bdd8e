import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { cpuCauses } from '../causes/cpu';
import { runnableCause, unknownCause, waitCauses } from '../causes/waits';
import { explain, patternOf } from '../rules';

const known = new WeakMap<CauseContext, Cause[]>();

/** Everything that can be a cause, as the rules explain it: looked for once, for the ranking and for what changed. */
export function causesOf(context: CauseContext): Cause[] {
  let causes = known.get(context);
  if (!causes) {
    causes = explain(context, [
      ...waitCauses(context, patternOf(context)),
      ...cpuCauses(context),
      ...runnableCause(context),
      ...unknownCause(context),
    ]);
    known.set(context, causes);
  }
  return causes;
}
