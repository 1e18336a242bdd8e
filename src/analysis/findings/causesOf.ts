import { finish, type Steps } from '../../profile';
import { type Cause, MIN_SHARE } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { cpuCauses } from '../causes/cpu';
import { widerOf } from '../causes/interval';
import { runnableCause, unknownCause, waitCauses } from '../causes/waits';
import { knownByWindows, type KnownByWindows } from '../causes/windows';
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
    const cpu = yield* cpuCauses(context);
    yield;
    const found = explain(context, [...waits, ...cpu, ...runnableCause(context), ...unknownCause(context)]);
    yield;
    causes = yield* knownBetter(
      context,
      context.paired.elapsed ? found.map((cause) => inElapsed(cause, context)) : found
    );
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

/** Of so many causes, the heaviest, it is looked at how they differ from window to window. */
const MOST = 12;

/** The heaviest causes with the interval of their windows, where that is wider than that of their samples. */
function* knownBetter(context: CauseContext, causes: Cause[]): Steps<Cause[]> {
  if (!context.windows) {
    return causes;
  }
  const large = ({ share, part, kind }: Cause) => (kind === 'idle' ? share : Math.max(share, part));
  const heaviest = [...causes].sort((a, b) => large(b) - large(a)).slice(0, MOST);
  const knownOf = knownByWindows(context);
  const better = new Map<Cause, Cause>();
  for (const cause of heaviest) {
    if (large(cause) < MIN_SHARE) {
      break;
    }
    better.set(cause, withWindows(cause, knownOf(cause)));
    yield;
  }
  return causes.map((cause) => better.get(cause) ?? cause);
}

/** A cause with how well windows know its share, if that is less well than its samples do. */
export function withWindows(cause: Cause, { share, part }: KnownByWindows): Cause {
  const { interval, samples } = cause;
  const known = widerOf(interval && { interval, samples }, share);
  return known ? { ...cause, interval: known.interval, windows: known.windows, partInterval: part?.interval } : cause;
}
