import { type CallTree, type Weights } from '../../profile';
import { CATEGORIES, CPU, UNKNOWN_WAIT } from './categories';
import { isUserEntry, type SymbolFacts, type WaitEntry } from './rules';

/** Which rule a stack is judged by: everything may wait, everything waits, or nothing but spinning, GC, idle, scheduler. */
export type StackKind = 'wall' | 'offcpu' | 'cpu';

/** A stack seen from its leaf: `facts(0)` is the leaf. */
export interface StackView {
  length: number;
  facts(fromLeaf: number): SymbolFacts;
  /** Frames from the leaf to the nearest one that isRole; -1 where there is none. Absent: it is looked for. */
  nearestRole?(): number;
}

/** `waitFrame`: how many frames above the leaf the frame stands that shows the category; -1 where there is none. */
export interface Verdict {
  category: number;
  waitFrame: number;
}

/** So many unknown frames may lie between two wait frames of one wait. Widest seen in recorded stacks: 6. */
const MAX_GAP = 7;
/** Recorded waits are at most 40 frames deep; the bound keeps a stack of 100,000 equal wait frames linear. */
const MAX_WALK = 256;
/** An on-CPU entry below rank 3 (a spin, a scheduler primitive) must be this near to the leaf. */
const NEAR_LEAF = 2;
const ROLE_RANK = 3;

const LOCK = CATEGORIES.indexOf('lock');
const BLOCKING_CALLS = new Set(
  (['network', 'poll', 'disk', 'ipc', 'sleep'] as const).map((c) => CATEGORIES.indexOf(c))
);

const RUNNING: Verdict = { category: CPU, waitFrame: -1 };

/**
 * Category of one stack.
 * 1. CPU profile: only entries marked on-cpu count, near the leaf or of rank 3 and more.
 * 2. Else the leaf side decides: neutral frames are skipped; a leaf outside the table is running (in an off-CPU profile
 *    the search goes on, because there everything waits).
 * 3. Walking to the root while gaps are small, the highest rank wins, the nearer to the leaf on a tie; a carrier never
 *    overrides. So getTask over LinkedBlockingQueue.take over park over futex is idle; without getTask it is a channel.
 */
export function classifyStack(stack: StackView, kind: StackKind): Verdict {
  if (kind === 'cpu') {
    return onCpuVerdict(stack);
  }
  const unexplained: Verdict = kind === 'offcpu' ? { category: UNKNOWN_WAIT, waitFrame: -1 } : RUNNING;
  let leaf = 0;
  let skipped = 0;
  for (; leaf < stack.length && leaf < MAX_WALK; leaf++) {
    const { entry, neutral } = stack.facts(leaf);
    if (entry && !outOfReach(entry, leaf)) {
      break;
    }
    if (!neutral && (kind === 'wall' || ++skipped > MAX_GAP)) {
      return kind === 'wall' ? onCpuVerdict(stack) : unexplained;
    }
  }
  const first = leaf < stack.length ? stack.facts(leaf).entry : undefined;
  if (!first) {
    return unexplained;
  }
  if (first.category === CPU) {
    return isUserEntry(first) ? RUNNING : onCpuVerdict(stack);
  }

  let best = first;
  let at = leaf;
  let gap = 0;
  const end = Math.min(stack.length, leaf + MAX_WALK);
  for (let i = leaf + 1; i < end && gap <= MAX_GAP; i++) {
    const { entry, neutral } = stack.facts(i);
    if (!entry) {
      gap += neutral ? 0 : 1;
      continue;
    }
    gap = 0;
    if (!outOfReach(entry, i) && !(i === stack.length - 1 && isCommandName(entry)) && overrides(entry, best)) {
      best = entry;
      at = i;
    }
  }
  return best.category === CPU ? RUNNING : { category: best.category, waitFrame: at };
}

const outOfReach = (entry: WaitEntry, fromLeaf: number) => entry.maxFromLeaf > 0 && fromLeaf > entry.maxFromLeaf;

/** perf and bcc put the process name at the root: a program called `sleep` or `flock` does not wait by its name. */
const isCommandName = (entry: WaitEntry) => entry.runtime === 'libc';

function overrides(entry: WaitEntry, best: WaitEntry): boolean {
  if (entry.category === CPU && !isUserEntry(entry)) {
    return false;
  }
  if (best.category === LOCK && BLOCKING_CALLS.has(entry.category) && entry.runtime === 'python') {
    return false; // CPython gave up its lock for the call: a futex under the call waits to get the lock back
  }
  const names = entry.category !== UNKNOWN_WAIT;
  if (best.category === UNKNOWN_WAIT) {
    return entry.rank > best.rank || (names && entry.rank >= 1 && entry.rank >= best.rank);
  }
  return names && entry.rank > best.rank;
}

function onCpuVerdict(stack: StackView): Verdict {
  for (let i = 0; i < stack.length && i <= NEAR_LEAF; i++) {
    const { entry } = stack.facts(i);
    if (isOnCpuKind(entry) && entry.rank >= 1) {
      return { category: entry.category, waitFrame: i };
    }
  }
  const role = stack.nearestRole ? stack.nearestRole() : roleIn(stack);
  return role < 0 || role >= Math.min(stack.length, MAX_WALK)
    ? RUNNING
    : { category: stack.facts(role).entry!.category, waitFrame: role };
}

function roleIn(stack: StackView): number {
  for (let i = 0; i < stack.length && i < MAX_WALK; i++) {
    if (isRole(stack.facts(i))) {
      return i;
    }
  }
  return -1;
}

const isOnCpuKind = (entry: WaitEntry | undefined): entry is WaitEntry =>
  entry !== undefined && entry.onCpu && entry.category !== CPU;

/** An on-CPU entry that names what a whole thread does (GC, the scheduler): it counts at any distance from the leaf. */
export const isRole = ({ entry }: SymbolFacts): boolean => isOnCpuKind(entry) && entry.rank >= ROLE_RANK;

/** One role's stacks judged: for every node, as the leaf of the stack that ends there. */
export interface NodeWaits {
  /** Category of the stack that ends at the node; CPU where it runs or has no self weight. */
  category: Uint8Array;
  /** Node of the wait frame, -1 where there is none. */
  waitNode: Int32Array;
  /** What the stack's thread is for: index into PURPOSES, 0 where nothing tells. */
  purpose: Uint8Array;
  /** 1 where the stack's runtime hides waits, so that a stack without one is not known to run. */
  unsure: Uint8Array;
  /** Category that the box takes: the wait frame and what is leafward of it; CPU for all others. */
  paint: Uint8Array;
}

/**
 * Judges every stack of `weights` that has self weight. `facts[symbol]` is looked up once per symbol. So many `outer`
 * frames at the root are no part of a stack: groups by label.
 */
export function classifyWaits(
  tree: CallTree,
  weights: Weights,
  kind: StackKind,
  facts: SymbolFacts[],
  outer = 0
): NodeWaits {
  const category = new Uint8Array(tree.length);
  const waitNode = new Int32Array(tree.length).fill(-1);
  const paint = new Uint8Array(tree.length);
  const paintWeight = new Float64Array(tree.length);
  const path: number[] = [];
  // Frames since the nearest one that the table knows: where it is out of reach of the leaf, nothing has to be looked up.
  const known = Uint8Array.from(facts, ({ entry }) => (entry ? 1 : 0));
  const skipped = Uint8Array.from(facts, ({ neutral }) => (neutral && kind !== 'cpu' ? 1 : 0));
  const sinceKnown = new Uint8Array(tree.length).fill(NEAR_LEAF + 1);
  // Level of the nearest frame with a role, the node itself included; 0 where there is none.
  const role = Uint8Array.from(facts, (fact) => (isRole(fact) ? 1 : 0));
  const roleLevel = new Int32Array(tree.length);
  const view: StackView = {
    length: 0,
    nearestRole: () => (roleLevel[path[0]] > 0 ? tree.level[path[0]] - roleLevel[path[0]] : -1),
    facts(fromLeaf) {
      while (path.length <= fromLeaf) {
        path.push(tree.parent[path[path.length - 1]]);
      }
      return facts[tree.frame[path[fromLeaf]]];
    },
  };
  for (let node = 1; node < tree.length; node++) {
    const self = weights.self[node];
    const symbol = tree.frame[node];
    const caller = tree.parent[node];
    roleLevel[node] = role[symbol] ? tree.level[node] : roleLevel[caller];
    sinceKnown[node] = known[symbol] ? 0 : Math.min(sinceKnown[caller] + 1, NEAR_LEAF + 1);
    const runs = kind !== 'offcpu' && !skipped[symbol] && sinceKnown[node] > NEAR_LEAF && roleLevel[node] === 0;
    if (!(self > 0) || runs) {
      continue;
    }
    path.length = 0;
    path.push(node);
    view.length = Math.max(0, tree.level[node] - outer);
    const verdict = classifyStack(view, kind);
    category[node] = verdict.category;
    if (verdict.waitFrame < 0) {
      continue;
    }
    waitNode[node] = path[verdict.waitFrame];
    // A box under two waits (rare) takes the colour of the heavier one.
    for (let i = 0; i <= verdict.waitFrame; i++) {
      if (self > paintWeight[path[i]]) {
        paintWeight[path[i]] = self;
        paint[path[i]] = verdict.category;
      }
    }
  }
  return { category, waitNode, paint, purpose: new Uint8Array(tree.length), unsure: new Uint8Array(tree.length) };
}

export const PURPOSES = ['none', 'worker', 'listener', 'service', 'event-loop', 'join', 'profiler'] as const;
