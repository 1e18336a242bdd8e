import { greatest } from 'd3';
import { type FrameInfo, nameOf, rememberWeakly } from '../../profile';
import { functionName } from '../code';
import { waitKey } from '../holders';
import { insideOf, type WaitSite } from '../sites';
import { CATEGORIES, type Category, CPU } from '../waits';
import { inPercent, message, type Message } from '../../profile/message';
import { type Cause } from './cause';
import { callerOf, type CauseContext, clockOf, EVENT_LOOP, FunctionSums, placeOf, sampled, shareOf } from './context';

const GC = CATEGORIES.indexOf('gc');
const SCHEDULER = CATEGORIES.indexOf('scheduler');

/** What a person says of a wait of which no rule knows more. */
const WAITS_FOR: Record<Category, Message> = {
  cpu: message('runs'),
  network: message('waits for the network'),
  poll: message('waits for a socket or an event'),
  lock: message('waits for a lock or another thread'),
  disk: message('waits for the disk'),
  sleep: message('sleeps'),
  channel: message('waits for a channel or queue'),
  scheduler: message('is ready to run and gets no CPU'),
  gc: message('waits for garbage collection'),
  ipc: message('waits for another process'),
  idle: message('waits for work'),
  'unknown-wait': message('waits, the stack does not tell for what'),
};

/** How many of the heaviest wait sites can be causes: none of the others has more than a thousandth of the time. */
const MOST_SITES = 1000;

type PatternOf = (site: WaitSite) => string | undefined;

/** Wait sites as causes: one for each function, kind of wait and pattern of calls (a pool, a name lookup), whatever frames it waits in. */
export function waitCauses(context: CauseContext, patternOf: PatternOf): Cause[] {
  const waits = context.sites.slice(0, MOST_SITES).filter(({ category }) => category !== GC && category !== SCHEDULER);
  return mergedSites(waits, patternOf).map(([site, pattern]) => {
    const cause = waitCause(context, site);
    return { ...cause, pattern, ...(cause.weight >= NAMES_CALLER && cause.hasUser ? mainCaller(context, site) : {}) };
  });
}

/** From this weight on it is said which of several callers waits most in a function. */
const NAMES_CALLER = 0.1;
/** Of a function's waits: where one caller has more, it is the only one that matters and the site says it all. */
const ONLY = 0.95;

/** Of a function that several others wait in, a helper, the one that waits most there. */
function mainCaller(context: CauseContext, { stacks, total }: WaitSite): Pick<Cause, 'caller' | 'callerShare'> {
  const { tree, whole } = context;
  const callers = new Map<string | undefined, number>();
  stacks.at.forEach((at, i) => {
    const caller = callerOf(context, at);
    const name = caller === undefined ? undefined : nameOf(tree, caller);
    callers.set(name, (callers.get(name) ?? 0) + stacks.weight[i]);
  });
  const [most, time] = greatest(callers, ([, weight]) => weight)!;
  return most !== undefined && time < ONLY * total ? { caller: most, callerShare: time / whole } : {};
}

/** Sites of one function that wait for the same kind are one; the heaviest frame is the one named. The heaviest first, with their pattern. */
function mergedSites(sites: WaitSite[], patternOf: PatternOf): Array<[WaitSite, string | undefined]> {
  const merged = new Map<string, [WaitSite, string | undefined]>();
  for (const site of sites) {
    const pattern = patternOf(site);
    const key = `${site.category} ${site.purpose} ${site.idle} ${pattern} ${functionName(site.site)}`;
    const [known] = merged.get(key) ?? [];
    merged.set(key, [known ? bothOf(known, site) : site, pattern]);
  }
  return [...merged.values()].sort(([a], [b]) => b.total - a.total);
}

const bothOf = (a: WaitSite, b: WaitSite): WaitSite => ({
  ...a,
  stacks: {
    ...(a.stacks.inside && b.stacks.inside && { inside: [...a.stacks.inside, ...b.stacks.inside] }),
    node: [...a.stacks.node, ...b.stacks.node],
    at: [...a.stacks.at, ...b.stacks.at],
    weight: [...a.stacks.weight, ...b.stacks.weight],
  },
  total: a.total + b.total,
  ...insideOf((a.inside ?? NaN) + (b.inside ?? NaN)),
  samples: a.samples === undefined ? undefined : a.samples + b.samples!,
});

function waitCause(context: CauseContext, site: WaitSite): Cause {
  const { tree, whole, matters, counts } = context;
  const loop = site.purpose === EVENT_LOOP || (!site.hasUser && POLL === site.category && MANY.test(site.waitFrame));
  const idle = loop || site.idle;
  const part = shareOf(site.total, matters);
  const above = callerOf(context, site.node);
  const frame = site.call ?? site.waitFrame;
  return {
    kind: loop ? 'unknown' : idle ? 'idle' : 'wait',
    share: site.total / whole,
    of: clockOf(context),
    part,
    weight: idle ? 0 : part,
    ...sampled(counts.waiting, site.total, whole, site.samples),
    category: site.category,
    node: site.node,
    site: site.site,
    where: placeOf(tree, site.node),
    caller: above === undefined ? undefined : nameOf(tree, above),
    waitFrame: site.waitFrame,
    waitNode: site.waitNode,
    stacks: site.stacks.node,
    call: site.call,
    library: site.library,
    hasUser: site.hasUser,
    what: loop ? LOOP_WAITS : WAITS_FOR[CATEGORIES[site.category]],
    via: loop || (site.call === undefined && INNER.test(site.waitFrame)) ? undefined : frame,
    evidence: [...(loop ? [LOOP_CAN_BE] : []), ...(idle ? [] : inSpans(site))],
    ...(!idle && { waker: context.beside.wakers?.get(waitKey(site)) }),
    ...(loop ? { next: QUEUES, subject: LOOP_WAITING } : {}),
  };
}

/** From this part on all of it is within spans, or none: a sampler that labels spans misses some at their ends. */
const NEARLY_ALL = 0.95;

/** Whether requests wait, or something behind them. */
function inSpans({ inside, total }: WaitSite): Message[] {
  const share = inside === undefined ? NaN : inside / total;
  return Number.isNaN(share)
    ? []
    : share >= NEARLY_ALL
      ? [message('all of it is within spans of requests')]
      : share <= 1 - NEARLY_ALL
        ? [
            message(
              'none of it is within a span of a request: it goes on in the background, or where spans are not told'
            ),
          ]
        : [message('{share} of it is within spans of requests, the rest is not', { share: inPercent(share) })];
}

const POLL = CATEGORIES.indexOf('poll');
/** Waiting for any of many descriptors is an event loop's, even where the stack is cut off above it: epoll(7), kqueue(2). */
const MANY = /epoll|ep_poll|kevent|kqueue/i;

const LOOP_WAITS = message('the event loop waits');
const LOOP_CAN_BE = message(
  'it has nothing to do, or requests queue for something that it cannot see, such as a socket or a pool'
);
const LOOP_WAITING = message('waiting of the event loop');
const QUEUES = message(
  'Look at the queue lengths of the client and the pool: the loop itself cannot show who waits for it.'
);

/** Names that only those who wrote the C library, a runtime or the kernel know: they tell a reader nothing. */
const INNER =
  /^(?:__|futex_|do_|pthread_cond_|lll_|schedule|internal\/poll\.runtime_|runtime\.(?:gopark|netpoll|selectgo|chanrecv|semacquire))|_\[k\]$/;

/** Calls that give the CPU away for a moment and want it back at once: who does so in a loop waits by running. */
const GIVES_WAY =
  /^runtime\.Gosched$|Thread\.(?:yield0?|onSpinWait)$|^(?:__)?sched_yield$|sys_sched_yield|^do_sched_yield|thread::(?:functions::)?yield_now|Threading\.Thread\.Yield|SpinWait\.SpinOnce/;

/** Ready to run without a CPU, over all functions; the one that waits most is named. What yields by itself spins. */
export function runnableCause(context: CauseContext): Cause[] {
  const { byCategory, whole, matters, counts, evidence, sites, cpuWhole } = context;
  const scheduled = sites.filter(({ category }) => category === SCHEDULER);
  const yielding = scheduled.filter(({ waitFrame, hasUser }) => hasUser && GIVES_WAY.test(waitFrame.slice(0, 300)));
  const spins = yielding.map((site): Cause => ({ ...waitCause(context, site), kind: 'spin', what: SPINS_TO_WAIT }));
  const total = byCategory[SCHEDULER] - yielding.reduce((sum, site) => sum + site.total, 0);
  if (!(total > 0 && whole > 0)) {
    return spins;
  }
  const most = scheduled.find((site) => !yielding.includes(site));
  return [
    ...spins,
    {
      kind: 'runnable',
      share: total / whole,
      of: clockOf(context),
      part: shareOf(total, matters),
      weight: shareOf(total, matters),
      ...sampled(counts.waiting, total, whole),
      category: SCHEDULER,
      node: most?.node,
      site: most?.site,
      hasUser: most?.hasUser ?? false,
      waitFrame: most?.waitFrame,
      what: WAITS_FOR.scheduler,
      subject: message('waiting for a CPU'),
      evidence:
        cpuWhole > 0 && evidence !== 'offcpu'
          ? [
              message('{times} s wait for a CPU for each second on one', {
                times: Number((total / cpuWhole).toFixed(1)),
              }),
            ]
          : [],
      next: message(
        'Look at CPU throttling (container_cpu_cfs_throttled_periods_total), the load of the host and steal time.'
      ),
    },
  ];
}

export const SPINS_TO_WAIT = message('spins only to wait');

/** Time that neither CPU nor a wait explains, by the function that has most of it. */
export function unknownCause(context: CauseContext): Cause[] {
  const { unattributed, whole, matters, tree, waiting, cpu, counts, evidence } = context;
  const total = unattributed;
  if (!(total > 0) || !waiting) {
    return [];
  }
  const sums = new FunctionSums(context);
  const { weights, waits } = waiting;
  for (let node = 1; node < tree.length; node++) {
    if (waits.category[node] === CPU) {
      sums.add(node, weights.self[node] - (cpu ? cpu.weights.self[node] : 0));
    }
  }
  const most = sums.heaviest();
  const runtime = runtimeOf(context);
  return [
    {
      kind: 'unknown',
      share: total / whole,
      of: 'wall',
      part: shareOf(total, matters),
      weight: shareOf(total, matters),
      ...sampled(counts.waiting, total, whole),
      node: most,
      site: most === undefined ? undefined : nameOf(tree, most),
      hasUser: most !== undefined,
      what:
        evidence !== 'wall'
          ? message('is neither on the CPU nor in a wait that a name shows')
          : message('is in stacks that cannot show whether they run or wait'),
      subject: message('time that is neither known to run nor to wait'),
      evidence: [CAN_BE[runtime]],
      next: RECORD_NEXT[runtime],
    },
  ];
}

type Runtime = 'python' | 'ruby' | 'go' | 'other';

/** By how the frames are written: a source file's ending, Go's runtime package. */
export const runtimeOf = ({ tree }: Pick<CauseContext, 'tree'>): Runtime => runtimeOfSymbols(tree.symbols).runtime;

const SCRIPT = /\.(?:(py)(?::\d+)?\)?(?::|$)|rb(?::\d+)?\)?$)/;

const runtimeOfSymbols = rememberWeakly((symbols: FrameInfo[]): { runtime: Runtime } => {
  let runtime: Runtime = 'other';
  for (const { name, file } of symbols) {
    const script = SCRIPT.exec(file || name.slice(-300));
    if (script?.[1]) {
      return { runtime: 'python' };
    }
    runtime = script ? 'ruby' : runtime === 'other' && name.startsWith('runtime.') ? 'go' : runtime;
  }
  return { runtime };
});

const CAN_BE: Record<Runtime, Message> = {
  python: message(
    'it can be threads that wait for the interpreter lock (GIL), that wait in C code unseen, or that are ready to run and get no CPU'
  ),
  ruby: message('it can be threads that wait for the VM lock (GVL), that wait in C code unseen, or that get no CPU'),
  go: message('it can be goroutines that are ready to run and get no CPU, or system calls that no name shows'),
  other: message(
    'it can be threads that are ready to run and get no CPU, page faults, or waits in code without symbols'
  ),
};

const RECORD_NEXT: Record<Runtime, Message> = {
  python: message('Record with py-spy --native, once more with --gil, or add an off-CPU query.'),
  ruby: message('Add an off-CPU query: offcputime or perf sched see what rbspy cannot.'),
  go: message(
    'Look at go_sched_latencies_seconds and the CPU limit, or label goroutines; a trace (go tool trace) tells for sure.'
  ),
  other: message('Add an off-CPU query (offcputime, perf record --off-cpu): it tells waiting from waiting for a CPU.'),
};
