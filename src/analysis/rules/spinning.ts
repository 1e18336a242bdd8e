import { nameOf, totalOf } from '../../profile';
import { message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { SPINS_TO_WAIT } from '../causes/waits';
import { type Explanation, type Rule } from './rule';

/** Calls of loops that wait without sleeping: sched_yield(2), Go runtime.Gosched, Thread.onSpinWait, PAUSE, Rust spin_loop, .NET SpinWait. */
const YIELDS =
  /^(?:__)?sched_yield$|sys_sched_yield|runtime\.(?:Gosched|procyield|osyield|goyield)|Thread\.(?:yield|onSpinWait)|JVM_Yield|_mm_pause|cpu_relax|spin_loop|thread::yield_now|SpinWait\.SpinOnce|pthread_spin_lock|native_queued_spin_lock|TrySpin/;
const SPINS = 0.1;
/** Of a function's time, in calls that yield. */
const YIELDING = 0.2;

/** CPU that does nothing but wait. */
export const spinning: Rule = {
  id: 'spinning',
  find: (context, causes) =>
    causes.flatMap((cause): Explanation[] => {
      const spins = cause.kind === 'spin' || (cause.kind === 'cpu' && yields(context, cause));
      return spins && cause.weight >= SPINS
        ? [
            {
              of: cause,
              cause: {
                ...cause,
                kind: 'spin',
                rule: 'spinning',
                what: SPINS_TO_WAIT,
                isNot: message('It is not work: the same wait without a loop would leave the CPU to others.'),
                next: message('Find what it waits for, and wait for it with a lock, a condition or a channel.'),
              },
            },
          ]
        : [];
    }),
};

function yields({ tree, cpu }: CauseContext, { node }: Cause): boolean {
  if (!cpu || node === undefined) {
    return false;
  }
  const whole = totalOf(tree, cpu.weights, node);
  let sum = 0;
  for (let child = node + 1; child < tree.subtreeEnd[node];) {
    if (YIELDS.test(nameOf(tree, child).slice(0, 300))) {
      sum += totalOf(tree, cpu.weights, child);
      child = tree.subtreeEnd[child];
    } else {
      child++;
    }
  }
  return sum >= YIELDING * whole && whole > 0;
}
