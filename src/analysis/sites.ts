import {
  type StackTree,
  finish,
  mapInSteps,
  nameOf,
  PairIndex,
  startsThread,
  stepEnd,
  type Steps,
  type SymbolIndex,
} from '../profile';
import { type Code, codeOfTree, type TreeCode } from './code';
import { type ClassifiedRole } from './pairing';
import { insideOf, type SiteStacks, type WaitSite } from './siteRows';
import { CATEGORIES, CPU, IDLE, type NodeWaits, PURPOSES, type SymbolFacts } from './waits';

export * from './siteRows';

/**
 * The heaviest sites first. `facts[symbol]` as in classifyWaits; `counts`: samples by node, where weights are durations; `inside`: by node,
 * which part of its waiting is within spans of requests.
 */
export const waitSites = (
  tree: StackTree,
  role: ClassifiedRole,
  facts: SymbolFacts[],
  code: TreeCode = codeOfTree(tree),
  counts?: Float64Array,
  inside?: Float64Array
): WaitSite[] => finish(siteSteps(tree, role, facts, code, counts, inside));

/** The same in steps. */
export function* siteSteps(
  tree: StackTree,
  role: ClassifiedRole,
  facts: SymbolFacts[],
  code: TreeCode,
  counts?: Float64Array,
  inside?: Float64Array
): Steps<WaitSite[]> {
  const { weights, waits } = role;
  const above = aboveOf(tree, facts, code);
  const siteNode = new Int32Array(tree.length).fill(-1); // of a wait frame's node
  const numbers = new PairIndex(); // a site's function; its wait frame, category, purpose and idleness
  const found: FoundSite[] = [];
  const calls = new PairIndex(); // a site and what it calls
  const callWeight: number[] = [];
  for (let node = 1; node < tree.length;) {
    for (const end = stepEnd(node, tree.length); node < end; node++) {
      const category = waits.category[node];
      const self = category === CPU ? 0 : weights.self[node];
      if (!(self > 0)) {
        continue;
      }
      const wait = waits.waitNode[node] < 0 ? node : waits.waitNode[node];
      const at = siteNode[wait] < 0 ? (siteNode[wait] = siteOf(tree, wait, above, code)) : siteNode[wait];
      const kind = (category * PURPOSES.length + waits.purpose[node]) * 2 + waits.idle[node];
      const number = numbers.intern(tree.symbol[at], tree.symbol[wait] * KINDS + kind);
      const site = (found[number] ??= new FoundSite(at, wait, node));
      site.add(at, wait, self, counts ? counts[node] : 0);
      site.stacks.node.push(node);
      site.stacks.at.push(at);
      site.stacks.weight.push(self);
      if (inside) {
        (site.stacks.inside ??= []).push(self * inside[node]);
      }
      if (code.user[site.first] === site.first && code.call[wait] >= 0) {
        const call = calls.intern(number, tree.symbol[code.call[wait]]);
        callWeight[call] = (callWeight[call] ?? 0) + self;
      } else {
        site.direct += self;
      }
    }
    yield;
  }
  const call = heaviestCalls(found, calls, callWeight);
  const sites = yield* mapInSteps(found, (site, number) =>
    named(tree, site, call[number], waits, code, counts !== undefined)
  );
  return sites.sort((a, b) => b.total - a.total || (a.site < b.site ? -1 : 1));
}

/** The same sites on a tree from which frames were taken out: `toNew[node]` is where a node has gone. */
export const movedSites = (sites: WaitSite[], toNew: Int32Array): WaitSite[] =>
  sites.map((site) => ({
    ...site,
    node: toNew[site.node],
    waitNode: toNew[site.waitNode],
    stacks: {
      ...site.stacks,
      node: site.stacks.node.map((node) => toNew[node]),
      at: site.stacks.at.map((node) => toNew[node]),
    },
  }));

/** A site while it is added up: its node that waits longest, and the wait frame's node that waits longest under it. */
class FoundSite {
  total = 0;
  samples = 0;
  /** Waits without a call in between. */
  direct = 0;
  readonly stacks: SiteStacks = { node: [], at: [], weight: [] };
  node = 0;
  waitNode = 0;
  /** In preorder the stacks of a node, and of a wait, mostly come in a row: the node and the wait being summed, and their running weights. */
  private at = -1;
  private wait = -1;
  private weight = 0;
  private waitWeight = 0;
  /** The most of any node, and of any wait of the node that comes now. */
  private most = 0;
  private mostOfWaits = 0;
  private longestWait = -1;

  /** By the first node that was found, its wait frame's, and a stack that waits there. */
  constructor(
    readonly first: number,
    readonly firstWait: number,
    readonly stack: number
  ) {}

  add(at: number, wait: number, weight: number, samples: number): void {
    this.total += weight;
    this.samples += samples;
    if (at !== this.at) {
      this.at = at;
      this.wait = -1;
      this.weight = this.mostOfWaits = 0;
    }
    this.waitWeight = wait === this.wait ? this.waitWeight + weight : weight;
    this.wait = wait;
    if (this.waitWeight > this.mostOfWaits) {
      this.mostOfWaits = this.waitWeight;
      this.longestWait = wait;
    }
    this.weight += weight;
    if (this.weight > this.most) {
      this.most = this.weight;
      this.node = at;
      this.waitNode = this.longestWait;
    }
  }
}

/** Of one wait frame: its category, purpose and idleness. */
const KINDS = CATEGORIES.length * PURPOSES.length * 2;

const [FUNCTION, STARTS, NAMED, UNNAMED, KERNEL] = [1, 2, 3, 4, 5];

/** What a symbol above a wait is, worked out when it is first asked for: a function, what starts a thread, or a name. */
function aboveOf(tree: StackTree, facts: SymbolFacts[], { symbols }: TreeCode): (symbol: SymbolIndex) => number {
  const known = new Uint8Array(symbols.length);
  return (symbol) => {
    if (!known[symbol]) {
      const { name } = tree.symbols[symbol];
      known[symbol] =
        symbols[symbol].kind === 'mark'
          ? UNRESOLVED.test(name)
            ? UNNAMED
            : NAMED
          : KERNEL_THREAD.test(name)
            ? KERNEL
            : facts[symbol].neutral || startsThread(name) || RUNS_THREADS.test(name)
              ? STARTS
              : FUNCTION;
    }
    return known[symbol];
  };
}

/** The user's frame above the wait frame; else the process where the stack is broken, else the outermost frame that is no thread start. */
function siteOf(tree: StackTree, wait: number, above: (symbol: SymbolIndex) => number, code: TreeCode): number {
  const user = code.user[tree.parent[wait]];
  if (user > 0) {
    return user;
  }
  let outermost = wait;
  let named = 0; // the outermost name of a process, a thread or a file
  for (let node = tree.parent[wait], i = 0; node > 0 && i < MAX_CLIMB; node = tree.parent[node], i++) {
    const is = above(tree.symbol[node]);
    if (is === UNNAMED) {
      named ||= node;
    } else if (code.comm[node] || is === NAMED) {
      named = node;
    } else if (is === KERNEL) {
      return outermost;
    } else if (is === FUNCTION) {
      outermost = node;
    }
  }
  return named > 0 && startsNothing(code.symbols[tree.symbol[outermost]]) ? named : outermost;
}

/** A climb from the wait frame to the outermost frame longer than this is not looked for. */
const MAX_CLIMB = 200;
const UNRESOLVED = /^(?:\[?unknown\]?|0x[0-9a-f]+|[0-9a-f]{8,16})$/;
const KERNEL_THREAD = /^(?:ret_from_fork\w*|kthread)(?:_\[k\])?$/;

/** What a runtime's threads begin with: the same for all of them, so it names no site. */
const RUNS_THREADS =
  /^(?:java[./]lang[./](?:Virtual)?Thread\.run\w*|jdk[./]internal[./]misc[./]InnocuousThread\.run|java[./]util[./]concurrent[./](?:ThreadPoolExecutor(?:\$Worker)?\.run(?:Worker)?|ForkJoinWorkerThread\.run)|Thread\.(?:_bootstrap(?:_inner)?|run) \(.*|(?:std::sys::\S*thread_start|std::thread::|std::sys_common::backtrace::__rust_begin_short_backtrace|std::rt::|core::ops::function::FnOnce::call_once|<alloc::boxed::Box).*|runtime\.(?:mstart\w*|mcall|systemstack\w*)|execute_native_thread_routine|thread_native_entry|Thread::call_run|JavaThread::\w+|System\.Threading\.Thread\.Start\w+.*)$/;

/** Neither a system call nor a function of the C library is the first of a thread: somebody called it, who is missing. */
const startsNothing = ({ kind, library }: Code): boolean =>
  kind === 'kernel' || library === 'libc' || library === 'libstdc++';

function named(
  tree: StackTree,
  found: FoundSite,
  call: number,
  waits: NodeWaits,
  { user, comm, symbols }: TreeCode,
  counted: boolean
): WaitSite {
  const { first, firstWait, stack } = found;
  const hasUser = first > 0 && user[first] === first;
  const { kind, library } = symbols[tree.symbol[first]];
  const whose = symbols[call >= 0 ? call : tree.symbol[firstWait]];
  const waitFrame = nameOf(tree, firstWait);
  const called = call >= 0 ? tree.symbols[call].name : waitFrame;
  return {
    site: nameOf(tree, first),
    waitFrame,
    category: waits.category[stack],
    total: found.total,
    node: found.node,
    waitNode: found.waitNode,
    call: called === waitFrame ? undefined : called,
    library: whose.kind === 'kernel' ? undefined : whose.library,
    hasUser,
    broken:
      (!hasUser && (first === firstWait ? library === 'libc' : comm[first] === 1 || kind === 'mark')) || undefined,
    idle: waits.idle[stack] === 1 || waits.category[stack] === IDLE,
    purpose: waits.purpose[stack],
    samples: counted ? found.samples : undefined,
    upkeep: PURPOSES[waits.purpose[stack]] === 'profiler' || (!hasUser && isUpkeep(kind, waits.category[stack])),
    ...insideOf(found.stacks.inside?.reduce((sum, weight) => sum + weight, 0) ?? NaN),
    stacks: found.stacks,
  };
}

const isUpkeep = (kind: Code['kind'], category: number): boolean =>
  kind === 'runtime' || kind === 'kernel' || CATEGORIES[category] === 'gc' || CATEGORIES[category] === 'scheduler';

/** What each site calls for most of its time, as a symbol; -1 where it waits more without a call. */
function heaviestCalls(sites: FoundSite[], calls: PairIndex, weight: number[]): Int32Array {
  const most = Float64Array.from(sites, ({ direct }) => direct);
  const heaviest = new Int32Array(sites.length).fill(-1);
  for (let call = 0; call < calls.size; call++) {
    const number = calls.first[call];
    if (weight[call] > most[number]) {
      most[number] = weight[call];
      heaviest[number] = calls.second[call];
    }
  }
  return heaviest;
}
