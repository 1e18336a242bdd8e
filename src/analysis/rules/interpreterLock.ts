import { CATEGORIES, CPU } from '../waits';
import { message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { type CauseContext, shareOf } from '../causes/context';
import { runtimeOf } from '../causes/waits';
import { type Explanation, type Rule } from './rule';

const LOCK = CATEGORIES.indexOf('lock');
/** CPython ceval_gil.c; Ruby thread_pthread.c, thread.c. */
const TAKES =
  /\b(?:take_gil|PyEval_AcquireThread|PyEval_RestoreThread|PyGILState_Ensure|gvl_acquire|thread_sched_to_running|rb_nogvl|do_gvl_timer)\b/;
/** Threads that want to run at once, from which on one lock for all can be the reason. */
const SEVERAL = 1.5;
const FROM = 0.1;
/**
 * CPU time of all threads, in that of one: less, and no line is needed; more, and more than one runs at a time. A sampler that tells by
 * the thread's state takes some of those in line for running: CPython's wake up every 5 ms to ask again (sys.setswitchinterval).
 */
const ONE_RUNS = [0.6, 2] as const;
/** So near to one thread's time it is no chance: then the lines need not tell. */
const JUST_ONE = [0.8, 1.1] as const;
/** One line with so much of what wants to run is a call into C that waits unseen: a thread may be put in line at any of its lines. */
const ONE_LINE = 0.75;
/** Lines that run nearly all the time they are seen, with this share of what wants to run: they have given the lock up. */
const FREE_LINES = 0.2;
const RUNS_FREELY = 0.9;

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
        TAKES.test(context.tree.symbols[context.tree.symbol[waitNode]].name)
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
              samples: undefined,
              weight: shareOf(waits, context.matters),
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
function lineForOne(context: CauseContext): number {
  const { threads, cpu, cpuWhole, evidence } = context;
  const longest = threads.waiting.reduce((most, { total }) => Math.max(most, total), 0);
  const wants = threads.waiting.reduce((sum, { running }) => sum + running, 0);
  const eager = threads.waiting.filter(({ running, total }) => running > total / 2).length;
  if (eager < 2 || wants < SEVERAL * longest) {
    return 0;
  }
  // Threads that wait in C code unseen look the same: only CPU time of about one thread tells that one runs at a time.
  const threadsRun = cpu !== undefined && evidence === 'cpu+wall' ? cpuWhole / longest : 0;
  const within = ([low, high]: readonly [number, number]) => threadsRun >= low && threadsRun <= high;
  return within(JUST_ONE) || (within(ONE_RUNS) && isAnyLine(context)) ? Math.max(0, wants - longest) : 0;
}

/** Whether the lines that want to run are such as threads in line for the lock stand in: several, and all of them wait. */
function isAnyLine({ paired: { tree }, cpu, waiting }: CauseContext): boolean {
  const wants = new Float64Array(tree.symbols.length);
  const runs = new Float64Array(tree.symbols.length);
  let all = 0;
  for (let node = 1; node < tree.length; node++) {
    if (waiting!.waits.category[node] === CPU) {
      wants[tree.symbol[node]] += waiting!.weights.self[node];
      runs[tree.symbol[node]] += cpu!.weights.self[node];
      all += waiting!.weights.self[node];
    }
  }
  const free = wants.reduce((sum, weight, symbol) => (runs[symbol] >= RUNS_FREELY * weight ? sum + weight : sum), 0);
  return free < FREE_LINES * all && !wants.some((weight) => weight > ONE_LINE * all);
}

const explained = (cause: Cause): Cause => ({
  ...cause,
  kind: 'wait',
  category: LOCK,
  rule: 'interpreter-lock',
  what: message('waits for the interpreter lock (GIL)'),
  evidence: [message('Several threads want to run, and the interpreter lets one run at a time')],
  isNot: message('It is not one slow function: each of them is slowed by all the others.'),
  next: message('Use processes, code that gives the lock up, or a build without it; py-spy --gil shows who has it.'),
});
