import { type FrameInfo, nameOf, rememberWeakly } from '../../profile';
import { type WaitSite } from '../sites';
import { CATEGORIES, type Category, CPU, IDLE } from '../waits';
import { note, type Note } from '../words';
import { type Cause } from './cause';
import { callerOf, type CauseContext, EVENT_LOOP, forEachOf, FunctionSums, placeOf, sampled } from './context';

const GC = CATEGORIES.indexOf('gc');
const SCHEDULER = CATEGORIES.indexOf('scheduler');

/** What a person says of a wait of which no rule knows more. */
const WAITS_FOR: Record<Category, Note> = {
  cpu: note('runs'),
  network: note('waits for the network'),
  poll: note('waits for a socket or an event'),
  lock: note('waits for a lock or another thread'),
  disk: note('waits for the disk'),
  sleep: note('sleeps'),
  channel: note('waits for a channel or queue'),
  scheduler: note('is ready to run and gets no CPU'),
  gc: note('waits for garbage collection'),
  ipc: note('waits for another process'),
  idle: note('waits for work'),
  'unknown-wait': note('waits, the stack does not tell for what'),
};

/** So many of the heaviest wait sites can be causes: none of the others has more than a thousandth of the time. */
const MOST_SITES = 1000;

/** Wait sites as causes: one for each function and kind of wait, whatever frames it waits in. */
export function waitCauses(context: CauseContext): Cause[] {
  return mergedSites(context.sites.slice(0, MOST_SITES))
    .filter(({ category }) => category !== GC && category !== SCHEDULER)
    .map((site) => waitCause(context, site));
}

/** Sites of one function that wait for the same kind are one; the heaviest frame is the one named. */
export function mergedSites(sites: WaitSite[]): WaitSite[] {
  const merged = new Map<string, WaitSite>();
  for (const site of sites) {
    const key = `${site.category} ${site.purpose} ${site.idle} ${site.site}`;
    const known = merged.get(key);
    if (!known) {
      merged.set(key, { ...site });
      continue;
    }
    known.total += site.total;
    known.samples = known.samples && site.samples && known.samples + site.samples;
  }
  return [...merged.values()].sort((a, b) => b.total - a.total);
}

function waitCause(context: CauseContext, site: WaitSite): Cause {
  const { tree, whole, matters, evidence, counts } = context;
  const loop = site.purpose === EVENT_LOOP;
  const idle = loop || site.idle || site.category === IDLE;
  const above = callerOf(context, site.node);
  const frame = site.call ?? site.waitFrame;
  return {
    kind: loop ? 'unknown' : idle ? 'idle' : 'wait',
    share: site.total / whole,
    of: evidence === 'offcpu' ? 'offcpu' : 'wall',
    part: matters > 0 ? site.total / matters : 0,
    weight: idle || !(matters > 0) ? 0 : site.total / matters,
    ...sampled(counts.waiting, site.total, whole, site.samples),
    category: site.category,
    node: site.node,
    site: site.site,
    where: placeOf(tree, site.node),
    caller: above === undefined ? undefined : nameOf(tree, above),
    waitFrame: site.waitFrame,
    waitNode: site.waitNode,
    call: site.call,
    library: site.library,
    hasUser: site.hasUser,
    what: loop ? LOOP_WAITS : WAITS_FOR[CATEGORIES[site.category]],
    via: loop || (site.call === undefined && INNER.test(site.waitFrame)) ? undefined : frame,
    evidence: [],
    ...(loop ? { next: QUEUES } : {}),
  };
}

const LOOP_WAITS = note(
  'of the time the event loop waits: it has nothing to do, or requests queue for something that it cannot see, such as a socket or a pool'
);
const QUEUES = note(
  'Look at the queue lengths of the client and the pool: the loop itself cannot show who waits for it.'
);

/** Names that only those who wrote the C library, a runtime or the kernel know: they tell a reader nothing. */
const INNER =
  /^(?:__|futex_|do_|pthread_cond_|lll_|schedule|internal\/poll\.runtime_|runtime\.(?:gopark|netpoll|selectgo|chanrecv|semacquire))|_\[k\]$/;

/** Ready to run without a CPU, over all functions; the one that waits most is named. */
export function runnableCause(context: CauseContext): Cause[] {
  const { byCategory, whole, matters, counts, evidence, sites, cpuWhole } = context;
  const total = byCategory[SCHEDULER];
  if (!(total > 0) || !(whole > 0) || evidence === 'cpu') {
    return [];
  }
  const [most] = sites.filter(({ category }) => category === SCHEDULER);
  return [
    {
      kind: 'runnable',
      share: total / whole,
      of: evidence === 'offcpu' ? 'offcpu' : 'wall',
      part: matters > 0 ? total / matters : 0,
      weight: matters > 0 ? total / matters : 0,
      ...sampled(counts.waiting, total, whole),
      category: SCHEDULER,
      node: most?.node,
      site: most?.site,
      hasUser: most?.hasUser ?? false,
      waitFrame: most?.waitFrame,
      what: WAITS_FOR.scheduler,
      subject: note('waiting for a CPU'),
      evidence:
        cpuWhole > 0 && evidence !== 'offcpu'
          ? [note('{times} s wait for a CPU for each second on one', { times: (total / cpuWhole).toFixed(1) })]
          : [],
      next: note(
        'Look at CPU throttling (container_cpu_cfs_throttled_periods_total), the load of the host and steal time.'
      ),
    },
  ];
}

/** Time that neither CPU nor a wait explains, by the function that has most of it. */
export function unknownCause(context: CauseContext): Cause[] {
  const { unattributed, whole, matters, tree, waiting, cpu, counts, evidence } = context;
  const unsure = evidence === 'wall' && waiting ? unsureTime(context) : 0;
  const total = unattributed || unsure;
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
      part: matters > 0 ? total / matters : 0,
      weight: matters > 0 ? total / matters : 0,
      ...sampled(counts.waiting, total, whole),
      node: most,
      site: most === undefined ? undefined : nameOf(tree, most),
      hasUser: most !== undefined,
      what: unattributed
        ? note('of wall time is neither on the CPU nor in a wait that a name shows')
        : note('of wall time is in stacks that cannot show whether they run or wait'),
      evidence: [CAN_BE[runtime]],
      next: RECORD_NEXT[runtime],
    },
  ];
}

/** Time of stacks whose runtime hides waits: a scripting frame or a call into C as the leaf. */
const unsureTime = ({ waiting }: CauseContext): number => {
  const { unsure } = waiting!.waits;
  let sum = 0;
  forEachOf(unsure, 1, (node) => (sum += waiting!.weights.self[node]));
  return sum;
};

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

const CAN_BE: Record<Runtime, Note> = {
  python: note(
    'it can be threads that wait for the interpreter lock (GIL), that wait in C code unseen, or that are ready to run and get no CPU'
  ),
  ruby: note('it can be threads that wait for the VM lock (GVL), that wait in C code unseen, or that get no CPU'),
  go: note('it can be goroutines that are ready to run and get no CPU, or system calls that no name shows'),
  other: note('it can be threads that are ready to run and get no CPU, page faults, or waits in code without symbols'),
};

const RECORD_NEXT: Record<Runtime, Note> = {
  python: note('Record with py-spy --native, once more with --gil, or add an off-CPU query.'),
  ruby: note('Add an off-CPU query: offcputime or perf sched see what rbspy cannot.'),
  go: note(
    'Look at go_sched_latencies_seconds and the CPU limit, or label goroutines; a trace (go tool trace) tells for sure.'
  ),
  other: note('Add an off-CPU query (offcputime, perf record --off-cpu): it tells waiting from waiting for a CPU.'),
};
