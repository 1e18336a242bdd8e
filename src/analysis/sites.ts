import { type CallTree, nameOf, PairIndex, startsThread } from '../profile';
import { type Code, codeOf, codeOfTree, type TreeCode } from './code';
import { type JudgedRole } from './pairing';
import { CPU, IDLE, PURPOSES, type SymbolFacts } from './waits';

/** Who waits on what: the program's own function, the wait frame under it, and how much over all call paths. */
export interface WaitSite {
  /** The nearest function of the user's code above the wait; without one, the outermost that is no thread start, or the process. */
  site: string;
  waitFrame: string;
  category: number;
  total: number;
  /** The tree node of the site's frame that waits longest: where a click leads. Calls of the site in itself count apart. */
  node: number;
  /** The wait frame's node of that. */
  waitNode: number;
  /** What the site calls there and waits in: the outermost function of a library under it. Undefined where it is the wait frame. */
  call?: string;
  /** Whose function that is, by the name that people know: `database/sql`, `HikariCP`. */
  library?: string;
  /** The site is a function of the program. */
  hasUser: boolean;
  /** The callers are not known: recorded without frame pointers, or unwound from a file without symbols. `site` is the process or file. */
  broken?: boolean;
  /** Nothing is slower for it: its threads wait for work, or for the end of others. */
  idle: boolean;
  /** What its threads are for: index into PURPOSES. */
  purpose: number;
  /** Samples behind `total`, where weights are durations of single samples. */
  samples?: number;
}

/** Whether a frame, by itself, is no code of the user. */
export const isPlumbing = (name: string): boolean => codeOf({ name }).kind !== 'user';

/** Finds the node of a site that waits longest, and the wait frame's node that waits longest under it. Preorder: their stacks mostly come together. */
class Longest {
  private at = -1;
  private wait = -1;
  private weight = 0;
  private waitWeight = 0;
  /** The most of any node, and of any wait of the node that comes now. */
  private most = 0;
  private mostOfWaits = 0;
  private longestWait = -1;

  constructor(private readonly site: WaitSite) {}

  add(at: number, wait: number, weight: number): void {
    if (at !== this.at) {
      [this.at, this.wait, this.weight, this.mostOfWaits] = [at, -1, 0, 0];
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
      this.site.node = at;
      this.site.waitNode = this.longestWait;
    }
  }
}

/** The heaviest sites first. `facts[symbol]` as in classifyWaits; `counts`: samples by node, where weights are durations. */
export function waitSites(
  tree: CallTree,
  role: JudgedRole,
  facts: SymbolFacts[],
  code: TreeCode = codeOfTree(tree),
  counts?: Float64Array
): WaitSite[] {
  const siteNode = new Int32Array(tree.length).fill(-1); // of a wait frame's node
  const pairs = new PairIndex(); // site and wait frame
  const kinds = new PairIndex(); // such a pair and category: the number of a site
  const calls = new PairIndex(); // a site and what it calls
  const callWeight: number[] = [];
  const sites: WaitSite[] = [];
  const longest: Longest[] = [];
  for (let node = 1; node < tree.length; node++) {
    const self = role.weights.self[node];
    const category = role.waits.category[node];
    if (category === CPU || !(self > 0)) {
      continue;
    }
    const wait = role.waits.waitNode[node] < 0 ? node : role.waits.waitNode[node];
    const at = siteNode[wait] < 0 ? (siteNode[wait] = siteOf(tree, wait, facts, code)) : siteNode[wait];
    const purpose = role.waits.purpose[node];
    const number = kinds.intern(
      pairs.intern(tree.frame[at], tree.frame[wait]),
      (category * PURPOSES.length + purpose) * 2 + role.waits.idle[node]
    );
    const site = (sites[number] ??= {
      ...newSite(tree, at, wait, category, code),
      purpose,
      idle: role.waits.idle[node] === 1 || category === IDLE,
    });
    site.total += self;
    if (counts) {
      site.samples = (site.samples ?? 0) + counts[node];
    }
    const call = calls.intern(number, site.hasUser && code.call[wait] >= 0 ? tree.frame[code.call[wait]] : -1);
    callWeight[call] = (callWeight[call] ?? 0) + self;
    (longest[number] ??= new Longest(site)).add(at, wait, self);
  }
  nameCalls(tree, sites, calls, callWeight, code);
  return sites.sort((a, b) => b.total - a.total || (a.site < b.site ? -1 : 1));
}

/** The user's frame above the wait frame; else the process where the stack is broken, else the outermost frame that is no thread start. */
function siteOf(tree: CallTree, wait: number, facts: SymbolFacts[], code: TreeCode): number {
  const user = code.user[tree.parent[wait]];
  if (user > 0) {
    return user;
  }
  let outermost = wait;
  let named = 0; // the outermost name of a process, a thread or a file
  for (let node = tree.parent[wait], i = 0; node > 0 && i < MAX_CLIMB; node = tree.parent[node], i++) {
    const symbol = tree.frame[node];
    const { name } = tree.symbols[symbol];
    if (code.comm[node] || code.symbols[symbol].kind === 'mark') {
      named = named > 0 && UNRESOLVED.test(name) ? named : node;
    } else if (KERNEL_THREAD.test(name)) {
      return outermost;
    } else if (!facts[symbol].neutral && !startsThread(name) && !RUNS_THREADS.test(name)) {
      outermost = node;
    }
  }
  return named > 0 && startsNothing(code.symbols[tree.frame[outermost]]) ? named : outermost;
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

function newSite(
  tree: CallTree,
  at: number,
  wait: number,
  category: number,
  { user, comm, symbols }: TreeCode
): Omit<WaitSite, 'purpose' | 'idle'> {
  const hasUser = at > 0 && user[at] === at;
  const { kind, library } = symbols[tree.frame[at]];
  const broken = !hasUser && (at === wait ? library === 'libc' : comm[at] === 1 || kind === 'mark');
  const whose = symbols[tree.frame[wait]];
  return {
    site: nameOf(tree, at),
    waitFrame: nameOf(tree, wait),
    category,
    total: 0,
    node: at,
    waitNode: wait,
    hasUser,
    library: whose.kind === 'kernel' ? undefined : whose.library,
    ...(broken ? { broken } : {}),
  };
}

/** Puts down what each site calls for most of its time. */
function nameCalls(tree: CallTree, sites: WaitSite[], calls: PairIndex, weight: number[], { symbols }: TreeCode): void {
  const most = new Float64Array(sites.length);
  for (let i = 0; i < calls.size; i++) {
    const [number, symbol] = [calls.first[i], calls.second[i]];
    if (weight[i] > most[number]) {
      most[number] = weight[i];
      const site = sites[number];
      site.call = symbol < 0 || tree.symbols[symbol].name === site.waitFrame ? undefined : tree.symbols[symbol].name;
      site.library =
        symbol < 0 ? site.library : symbols[symbol].kind === 'kernel' ? undefined : symbols[symbol].library;
    }
  }
}
