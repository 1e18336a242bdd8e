import { totalOf } from '../../profile';
import { CATEGORIES, CPU } from '../waits';
import { inPercent, message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { callsOf, type Explanation, nameLike, type Rule } from './rule';

const SCHEDULER = CATEGORIES.indexOf('scheduler');
const STARVED = new Set([CATEGORIES.indexOf('lock'), CATEGORIES.indexOf('channel')]);
/**
 * Waiting for something that another thread makes, not for a mutex. Sources: the wait table's rows; glibc's conditions, semaphores and
 * joins wait in futex_abstimed_wait (sysdeps/nptl/futex-internal.h), its mutexes in lll_lock_wait.
 */
const FOR_WORK =
  /cond_(?:timed)?wait|condition_variable|Condvar\S*::wait|sync\.\(\*Cond\)\.Wait|sync\.\(\*WaitGroup\)\.Wait|runtime\.(?:chanrecv\d?|selectgo)|ConditionObject\.await|\w*(?:Queue|Deque)\w*\.(?:take|poll|get)|CountDownLatch\.await|Future\w*\.(?:get|result|join)|Condition\.wait|Event\.wait|Queue\.get|Receiver\S*::recv|sem_(?:timed)?wait|futex_abstimed_wait/;
const MOSTLY = 0.4;
/** A thread with this share of its time on the CPU is busy all the time, as far as a loaded machine lets it. */
const BUSY = 0.6;
/** Of all threads' time: less is no thread that others would wait for. */
const TRIFLE = 0.02;

/**
 * One thread runs all the time and many wait for what it makes: the waits are the sign, the busy thread is the cause. The threads'
 * own times tell where they are recorded; else one function with most of the CPU time beside waits of threads that have no work.
 */
export const busyThread: Rule = {
  id: 'busy-thread',
  find(context, causes) {
    // The program's own workers without work idle, but beside a thread that makes their work they are what waits for it.
    const starved = causes.filter(
      (cause) =>
        (cause.kind === 'wait' || (cause.kind === 'idle' && cause.hasUser)) &&
        STARVED.has(cause.category!) &&
        nameLike(FOR_WORK, [...callsOf(context, cause), cause.waitFrame!]) !== undefined
    );
    const time = (own: Cause[]) => own.reduce((sum, { share }) => sum + share * context.whole, 0);
    const share = time(starved) / (context.matters + time(starved.filter(({ kind }) => kind === 'idle')));
    const busiest = causes.reduce<Cause | undefined>(
      (most, cause) => (cause.kind === 'cpu' && cause.hasUser && cause.share > (most?.share ?? 0) ? cause : most),
      undefined
    );
    if (!busiest || share < MOSTLY || busiest.share < MOSTLY || !isBusy(context, busiest)) {
      return [];
    }
    return [
      {
        of: busiest,
        cause: {
          ...busiest,
          rule: 'busy-thread',
          weight: Math.min(1, share + busiest.weight),
          what: message('is one busy thread that others wait for'),
          subject: message('CPU time of the busy thread'),
          evidence: [
            ...busiest.evidence,
            message('{share} of the waiting is for another thread’s work', {
              share: inPercent(Math.min(1, share)),
            }),
          ],
          isNot: message('The waiting threads are not the cause: they have nothing to do until it is done.'),
          next: message('Share its work between threads, or take it out of the line; then look who waits.'),
        },
      },
    ] satisfies Explanation[];
  },
};

/**
 * Whether the thread in which the function runs is busy: below its outermost frame of the program hardly anything waits (for a CPU
 * it may), and what runs is no trifle. A thread's own figures are not needed: threads of one kind begin in one function.
 */
function isBusy(context: CauseContext, { node }: Cause): boolean {
  const { tree, code, cpu, waiting, evidence, whole } = context;
  if (node === undefined || !cpu || !waiting) {
    return false;
  }
  let root = node;
  for (let above = tree.parent[node]; above > 0; above = tree.parent[above]) {
    root = code.user[above] === above ? above : root;
  }
  let waits = 0;
  for (let at = root; at < tree.subtreeEnd[root]; at++) {
    const category = waiting.waits.category[at];
    waits += category !== CPU && category !== SCHEDULER ? waiting.weights.self[at] : 0;
  }
  const running = totalOf(tree, cpu.weights, root);
  return evidence === 'offcpu'
    ? waits < (1 - BUSY) * whole // CPU in another unit
    : waits < (1 - BUSY) * (running + waits) && running > TRIFLE * whole;
}
