import { CATEGORIES } from '../waits';
import { note } from '../words';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { runtimeOf } from '../causes/waits';
import { type Explanation, type Rule } from './rule';

const LOCK = CATEGORIES.indexOf('lock');
/** CPython ceval_gil.c; Ruby thread_pthread.c, thread.c. */
const TAKES =
  /\b(?:take_gil|PyEval_AcquireThread|PyEval_RestoreThread|PyGILState_Ensure|gvl_acquire|thread_sched_to_running|rb_nogvl|do_gvl_timer)\b/;
/** Threads that want to run at once, from which on one lock for all can be the reason. */
const SEVERAL = 1.5;
const FROM = 0.1;
const ONE_RUNS = 0.6;

/**
 * One thread of Python (or Ruby) runs at a time. Named by native frames where they are recorded. Without them: several threads stand
 * in code of the interpreter, no wait is in their stacks, and together they want to run more than one thread's time.
 */
export const interpreterLock: Rule = {
  id: 'interpreter-lock',
  find(context, causes) {
    const named = causes.filter(
      ({ kind, category, waitNode }) =>
        kind === 'wait' &&
        category === LOCK &&
        waitNode !== undefined &&
        TAKES.test(context.tree.symbols[context.tree.frame[waitNode]].name)
    );
    if (named.length) {
      return named.map((of): Explanation => ({ of, cause: explained(of) }));
    }
    const unknown = causes.find(({ kind, hasUser }) => kind === 'unknown' && hasUser);
    const runtime = runtimeOf(context);
    const waits = unknown && (runtime === 'python' || runtime === 'ruby') ? lineForOne(context) : 0;
    return unknown && waits >= FROM * context.whole
      ? [
          {
            of: unknown,
            cause: {
              ...explained(unknown),
              share: waits / context.whole,
              weight: context.matters > 0 ? waits / context.matters : 0,
              interval: undefined,
            },
          },
        ]
      : [];
  },
};

/**
 * How much of the time threads that want to run must wait at least, if one of them runs at a time: their time less that of the
 * thread that was recorded longest. 0 where threads are not told apart or no more than one wants to run.
 */
function lineForOne({ threads, cpu, cpuWhole, evidence }: CauseContext): number {
  const longest = threads.waiting.reduce((most, { total }) => Math.max(most, total), 0);
  const wants = threads.waiting.reduce((sum, { running }) => sum + running, 0);
  const eager = threads.waiting.filter(({ running, total }) => running > total / 2).length;
  if (eager < 2 || wants < SEVERAL * longest) {
    return 0;
  }
  // Threads that wait in C code unseen look the same: only CPU time of about one thread tells that one runs at a time.
  const oneRuns = cpu !== undefined && evidence === 'cpu+wall' && cpuWhole >= ONE_RUNS * longest;
  return oneRuns ? Math.max(0, wants - longest) : 0;
}

const explained = (cause: Cause): Cause => ({
  ...cause,
  kind: 'wait',
  category: LOCK,
  rule: 'interpreter-lock',
  what: note('waits for the interpreter lock (GIL): threads take turns'),
  evidence: [note('Several threads want to run, and the interpreter lets one run at a time')],
  isNot: note('It is not one slow function: each of them is slowed by all the others.'),
  next: note('Use processes, code that gives the lock up, or a build without it; py-spy --gil shows who has it.'),
});
