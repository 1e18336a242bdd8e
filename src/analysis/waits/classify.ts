import { finish, roomFor, type StackTree, stepEnd, type Steps, type Weights } from '../../profile';
import { CATEGORIES, CPU, IDLE, UNKNOWN_WAIT } from './categories';
import { isUserEntry, type SymbolFacts, type WaitEntry } from './rules';
import { isInLoop, libraryBit, type Purpose, PURPOSES, rowOf, stepThread, type ThreadState } from './threads';

/** Which rule a stack is judged by: everything may wait, everything waits, or nothing but spinning, GC, idle, scheduler. */
export type StackKind = 'wall' | 'offcpu' | 'cpu';

/** A stack seen from its leaf: `facts(0)` is the leaf. */
export interface StackView {
  length: number;
  facts(fromLeaf: number): SymbolFacts;
  /** Frames from the leaf to the nearest one that tellsPurpose; -1 where there is none. Absent: it is looked for. */
  nearestPurpose?(): number;
  /** What the thread is for, by the leaf's state (threads.ts). Absent: it is worked out from the root. */
  thread?(): ThreadState;
}

/** `waitFrame`: how many frames above the leaf the frame stands that shows the category; -1 where there is none. */
export interface Verdict {
  /** What the stack waits for. */
  category: number;
  waitFrame: number;
  /** What the thread is for: index into PURPOSES; 0: not known, or it runs the program's own code. */
  purpose: number;
  /** It waits for something to do, in its own loop, whatever it waits with: no request is behind it. */
  idle: boolean;
}

/** Most unknown frames allowed between two frames of the same wait (widest recorded: 6). */
const MAX_GAP = 7;
/** Recorded waits are at most 40 frames deep; the bound keeps a stack of 100,000 equal wait frames linear. */
const MAX_WALK = 256;
/** An on-CPU entry below rank 3 (a spin, a scheduler primitive) must be this near to the leaf. */
const NEAR_LEAF = 2;
const PURPOSE_RANK = 3;

const LOCK = CATEGORIES.indexOf('lock');
const BLOCKING_CALLS = new Set(
  (['network', 'poll', 'disk', 'ipc', 'sleep'] as const).map((c) => CATEGORIES.indexOf(c))
);

/** What a stack waits for, before it is asked what its thread is for. */
type Wait = Pick<Verdict, 'category' | 'waitFrame'>;
const RUNNING: Wait = { category: CPU, waitFrame: -1 };

/**
 * Category of one stack.
 * 1. CPU profile: only entries marked on-cpu count, near the leaf or of rank 3 and more.
 * 2. Else the leaf side decides: neutral frames are skipped; a leaf outside the table is running (in an off-CPU profile
 *    the search goes on, because there everything waits).
 * 3. Walking to the root while gaps are small, the highest rank wins, the nearer to the leaf on a tie; a carrier never
 *    overrides. So getTask over LinkedBlockingQueue.take over park over futex is idle; without getTask it is a channel.
 * 4. A worker, collector or other service thread that waits in its own loop (threads.ts) is idle, whatever it waits with.
 */
export function classifyStack(stack: StackView, kind: StackKind): Verdict {
  const wait = kind === 'cpu' ? onCpuWait(stack) : waitOf(stack, kind);
  const state = stack.thread ? stack.thread() : threadOf(stack);
  return withThread(wait, state, stack, kind);
}

const PURPOSE = (purpose: Purpose) => PURPOSES.indexOf(purpose);
const GC = CATEGORIES.indexOf('gc');
const SCHEDULER = CATEGORIES.indexOf('scheduler');

function withThread({ category, waitFrame }: Wait, state: ThreadState, stack: StackView, kind: StackKind): Verdict {
  const row = rowOf(state);
  const lasting = row?.purpose === 'service' || row?.purpose === 'profiler';
  if (category === CPU) {
    // A thread of the virtual machine without a stack: it is known by its name only and has nothing to do.
    const nameless = kind === 'wall' && stack.length === 1 && stack.facts(0).thread.named >= 0;
    return nameless
      ? { category: IDLE, waitFrame: 0, purpose: PURPOSE('service'), idle: true }
      : { category, waitFrame, purpose: lasting ? PURPOSE(row.purpose) : 0, idle: false };
  }
  const entry = waitFrame < 0 ? undefined : stack.facts(waitFrame).entry;
  if (entry && isUserEntry(entry)) {
    return { category, waitFrame, purpose: 0, idle: category === IDLE };
  }
  if (!row) {
    const kernel = entry?.runtime === 'kernel' || entry?.runtime === 'reader';
    return {
      category,
      waitFrame,
      purpose: category === IDLE ? PURPOSE(kernel ? 'service' : 'worker') : 0,
      idle: category === IDLE,
    };
  }
  const own =
    kind !== 'cpu' &&
    isInLoop(state) &&
    category !== SCHEDULER &&
    (row.categories?.includes(CATEGORIES[category]) ?? (category !== GC || parked(stack)));
  if (!own && !lasting && category !== IDLE) {
    return { category, waitFrame, purpose: 0, idle: false };
  }
  const idle = category === IDLE || (own && (row.purpose === 'worker' || row.purpose === 'service'));
  return {
    category: idle ? IDLE : category,
    waitFrame,
    purpose: PURPOSE(row.purpose),
    idle: row.purpose !== 'event-loop' && (own || idle),
  };
}

/** Whether the leaf is asleep: a collector's thread that runs is at work. */
function parked(stack: StackView): boolean {
  for (let i = 0; i < stack.length && i < MAX_WALK; i++) {
    const { entry, neutral } = stack.facts(i);
    if (!neutral) {
      return entry !== undefined && entry.category !== GC && entry.category !== CPU;
    }
  }
  return false;
}

function threadOf(stack: StackView): ThreadState {
  let state: ThreadState = 0;
  for (let i = stack.length - 1; i >= 0; i--) {
    state = stepThread(state, stack.facts(i).thread, stack.length - i);
  }
  return state;
}

/** The entry of a frame as it counts in this stack. */
function entryAt(stack: StackView, i: number): WaitEntry | undefined {
  const { entry, weak, word } = stack.facts(i);
  if (!entry || (entry.maxFromLeaf > 0 && i > entry.maxFromLeaf)) {
    return undefined;
  }
  // perf, bcc and others put the name of the process or thread at the root: a program called `sleep` does not wait by its name.
  if (word && i === stack.length - 1 && i > 0 && stack.facts(i - 1).shows !== entry.runtime) {
    return undefined;
  }
  return weak && !showsRuntime(stack, entry.runtime) ? undefined : entry;
}

function showsRuntime(stack: StackView, runtime: string): boolean {
  for (let i = 0; i < stack.length && i < MAX_WALK; i++) {
    if (stack.facts(i).shows === runtime) {
      return true;
    }
  }
  return false;
}

function waitOf(stack: StackView, kind: 'wall' | 'offcpu'): Wait {
  const unexplained: Wait = kind === 'offcpu' ? { category: UNKNOWN_WAIT, waitFrame: -1 } : RUNNING;
  let leaf = 0;
  let skipped = 0;
  let first: WaitEntry | undefined;
  for (; leaf < stack.length && leaf < MAX_WALK; leaf++) {
    first = entryAt(stack, leaf);
    if (first) {
      break;
    }
    if (!stack.facts(leaf).neutral && (kind === 'wall' || ++skipped > MAX_GAP)) {
      return kind === 'wall' ? onCpuWait(stack) : unexplained;
    }
  }
  if (!first) {
    return unexplained;
  }
  if (first.category === CPU) {
    return isUserEntry(first) ? RUNNING : onCpuWait(stack);
  }
  return strongest(stack, leaf, first);
}

/** Rule 3: from the leaf's entry towards the root. */
function strongest(stack: StackView, leaf: number, first: WaitEntry): Wait {
  let best = first;
  let at = leaf;
  let gap = 0;
  let library = -1; // bits of the libraries that all frames since the leaf belong to
  const end = Math.min(stack.length, leaf + MAX_WALK);
  for (let i = leaf + 1; i < end && gap <= MAX_GAP; i++) {
    const { neutral, thread, shows } = stack.facts(i);
    const entry = entryAt(stack, i);
    if (
      entry &&
      (best.category === IDLE || !isLoop(entry) || library & libraryBit(entry.runtime)) &&
      overrides(entry, best)
    ) {
      best = entry;
      at = i;
    }
    library &= thread.library;
    if (!entry) {
      // A Java method that is no wait, straight above a bare futex, waits to enter a monitor: no VM frames were recorded.
      if (shows === 'jvm' && best.category === LOCK && best.rank <= 1 && best.runtime === 'libc') {
        break;
      }
      gap += neutral ? 0 : 1;
      continue;
    }
    gap = 0;
  }
  return best.category === CPU ? RUNNING : { category: best.category, waitFrame: at };
}

/** What a thread does while it has nothing to do: not so where it has called the program, which waits. */
const isLoop = (entry: WaitEntry) => entry.category === IDLE && entry.rank >= PURPOSE_RANK && !isUserEntry(entry);

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

function onCpuWait(stack: StackView): Wait {
  for (let i = 0; i < stack.length && i <= NEAR_LEAF; i++) {
    const entry = entryAt(stack, i);
    if (isOnCpuKind(entry) && entry.rank >= 1) {
      return { category: entry.category, waitFrame: i };
    }
  }
  const purpose = stack.nearestPurpose ? stack.nearestPurpose() : purposeIn(stack);
  const entry = purpose < 0 || purpose >= Math.min(stack.length, MAX_WALK) ? undefined : stack.facts(purpose).entry;
  return entry ? { category: entry.category, waitFrame: purpose } : RUNNING;
}

function purposeIn(stack: StackView): number {
  for (let i = 0; i < stack.length && i < MAX_WALK; i++) {
    if (tellsPurpose(stack.facts(i))) {
      return i;
    }
  }
  return -1;
}

const isOnCpuKind = (entry: WaitEntry | undefined): entry is WaitEntry =>
  entry !== undefined && entry.onCpu && entry.category !== CPU;

/** An on-CPU entry that names what a whole thread does (GC, the scheduler): it counts at any distance from the leaf. */
export const tellsPurpose = ({ entry, weak }: SymbolFacts): boolean =>
  !weak && isOnCpuKind(entry) && entry.rank >= PURPOSE_RANK;

/** One role's stacks judged: for every node, as the leaf of the stack that ends there. */
export interface NodeWaits {
  /** Category of the stack that ends at the node: what it waits for; CPU where it runs or has no self weight. */
  category: Uint8Array;
  /** Node of the wait frame, -1 where there is none. */
  waitNode: Int32Array;
  /** Category that the box takes: the wait frame and what is leafward of it; CPU for all others. */
  displayCategory: Uint8Array;
  /** What the thread is for: index into PURPOSES; 0 where it is not known, runs the program's code, or has no self weight. */
  purpose: Uint8Array;
  /** 1: waits for something to do, so that nothing is slower for it. A keep-alive connection is a poll by category, and idle. */
  idle: Uint8Array;
  /** 1: neither a known wait nor known to run, because the profiler does not see into the runtime or its C code. */
  unsure: Uint8Array;
}

const newWaits = (length: number): NodeWaits => ({
  category: new Uint8Array(length),
  waitNode: new Int32Array(length).fill(-1),
  displayCategory: new Uint8Array(length),
  purpose: new Uint8Array(length),
  idle: new Uint8Array(length),
  unsure: new Uint8Array(length),
});

/**
 * Judges every stack of `weights` that has self weight. `facts[symbol]` is looked up once per symbol. `outer`: number of
 * synthetic frames at the root (values of groupByLabel) that are no part of a stack.
 */
export const classifyWaits = (
  tree: StackTree,
  weights: Weights,
  kind: StackKind,
  facts: SymbolFacts[],
  outer?: number
): NodeWaits => finish(new StackJudge(tree, facts, { outer }).waitsOf(weights, kind));

/**
 * Threads whose own waits no request is slower for: they are shown as idle, whatever call they wait in. A join is not among them: it
 * waits for other threads, and that is what the stack shows.
 */
const EXPECTED = Uint8Array.from(PURPOSES, (purpose) => (purpose === 'listener' || purpose === 'profiler' ? 1 : 0));

/** What a symbol says, as bits: the table knows it, it is skipped at the leaf of what waits, tellsPurpose, the thread table knows it. */
const [KNOWN, NEUTRAL, TELLS, IN_THREADS] = [1, 2, 4, 8];

const bitsOf = (fact: SymbolFacts): number =>
  (fact.entry ? KNOWN : 0) |
  (fact.neutral ? NEUTRAL : 0) |
  (tellsPurpose(fact) ? TELLS : 0) |
  (fact.thread.known ? IN_THREADS : 0);

/** What a stack has been found to wait for, of one kind of profile; `judged`: 1 where it has been asked. */
type Remembered = NodeWaits & { judged: Uint8Array };

/**
 * Judges the stacks of a tree, as classifyWaits does, for one profile after another. The tree and `facts` may grow in between; then
 * `remembers` keeps each verdict, which a stack's frames decide alone, and `displayCategory` means nothing.
 */
export class StackJudge {
  private bits = new Uint8Array(0);
  private told = 0;
  /** Nodes up to here have what they hand on to their callees. */
  private reached = 1;
  /** Frames since the nearest one that the table knows: where it is out of reach of the leaf, nothing has to be looked up. */
  private sinceKnown = new Uint8Array([NEAR_LEAF + 1]);
  /** Level of the nearest frame that tells a purpose, the node itself included; 0 where there is none. */
  private purposeLevel = new Int32Array(1);
  private thread = new Uint16Array(1);
  private readonly outer: number;
  private readonly remembered?: Map<StackKind, Remembered>;

  constructor(
    private readonly tree: StackTree,
    private readonly facts: SymbolFacts[],
    { outer = 0, remembers = false }: { outer?: number; remembers?: boolean } = {}
  ) {
    this.outer = outer;
    this.remembered = remembers ? new Map() : undefined;
  }

  *waitsOf(weights: Weights, kind: StackKind): Steps<NodeWaits> {
    yield* this.handOn();
    const known = this.remembered && roomOf(this.remembered.get(kind), this.tree.length);
    const waits = known ?? newWaits(this.tree.length);
    yield* this.judge(weights, kind, waits, known?.judged);
    if (kind === 'wall') {
      markUnsure(this.tree, weights, this.facts, waits);
    }
    if (known) {
      this.remembered!.set(kind, known);
    }
    return waits;
  }

  /** From callers to callees. */
  private *handOn(): Steps<void> {
    const { tree, facts, outer } = this;
    const { length, symbol: symbolOf, parent, level: levelOf } = tree;
    this.bits = roomFor(this.bits, facts.length);
    for (; this.told < facts.length; this.told++) {
      this.bits[this.told] = bitsOf(facts[this.told]);
    }
    const { bits } = this;
    const sinceKnown = (this.sinceKnown = roomFor(this.sinceKnown, length));
    const purposeLevel = (this.purposeLevel = roomFor(this.purposeLevel, length));
    const thread = (this.thread = roomFor(this.thread, length));
    for (let node = this.reached; node < length;) {
      for (const end = stepEnd(node, length); node < end; node++) {
        const own = bits[symbolOf[node]];
        const caller = parent[node];
        const level = levelOf[node] - outer;
        purposeLevel[node] = own & TELLS ? levelOf[node] : purposeLevel[caller];
        sinceKnown[node] = own & KNOWN ? 0 : Math.min(sinceKnown[caller] + 1, NEAR_LEAF + 1);
        thread[node] =
          level > 0 && (own & IN_THREADS || thread[caller] !== 0)
            ? stepThread(thread[caller], facts[symbolOf[node]].thread, level)
            : 0;
      }
      yield;
    }
    this.reached = Math.max(this.reached, length);
  }

  private *judge(weights: Weights, kind: StackKind, waits: NodeWaits, judged: Uint8Array | undefined): Steps<void> {
    const { tree, facts, outer, bits, sinceKnown, purposeLevel, thread } = this;
    const paintWeight = new Float64Array(tree.length);
    const path: number[] = [];
    const view: StackView = {
      length: 0,
      nearestPurpose: () => (purposeLevel[path[0]] > 0 ? tree.level[path[0]] - purposeLevel[path[0]] : -1),
      thread: () => thread[path[0]],
      facts(fromLeaf) {
        while (path.length <= fromLeaf) {
          path.push(tree.parent[path[path.length - 1]]);
        }
        return facts[tree.symbol[path[fromLeaf]]];
      },
    };
    for (let node = 1; node < tree.length;) {
      for (const end = stepEnd(node, tree.length); node < end; node++) {
        const self = weights.self[node];
        if (!(self > 0) || judged?.[node]) {
          continue;
        }
        const skipped = kind !== 'cpu' && bits[tree.symbol[node]] & NEUTRAL;
        const runs = kind !== 'offcpu' && !skipped && sinceKnown[node] > NEAR_LEAF && purposeLevel[node] === 0;
        if (!runs || thread[node] !== 0) {
          path.length = 0;
          path.push(node);
          view.length = Math.max(0, tree.level[node] - outer);
          note(waits, classifyStack(view, kind), path, self, paintWeight);
        }
        if (judged) {
          judged[node] = 1;
        }
      }
      yield;
    }
  }
}

/** With room for a tree that has grown. */
function roomOf(known: Remembered | undefined, length: number): Remembered {
  if (known && known.judged.length >= length) {
    return known;
  }
  const room = newWaits(Math.max(length, 2 * (known?.judged.length ?? 0)));
  const columns: Remembered = { ...room, judged: new Uint8Array(room.category.length) };
  for (const [name, column] of Object.entries(known ?? {}) as Array<[keyof Remembered, Uint8Array]>) {
    columns[name].set(column);
  }
  return columns;
}

/** Writes down what was found of the stack whose leaf is path[0] and whose frames up to the wait frame are in `path`. */
function note(
  { category, waitNode, displayCategory, purpose, idle }: NodeWaits,
  verdict: Verdict,
  path: number[],
  self: number,
  paintWeight: Float64Array
): void {
  const [leaf] = path;
  const shown = verdict.idle && EXPECTED[verdict.purpose] ? IDLE : verdict.category;
  category[leaf] = shown;
  purpose[leaf] = verdict.purpose;
  idle[leaf] = verdict.idle ? 1 : 0;
  if (verdict.waitFrame < 0) {
    return;
  }
  waitNode[leaf] = path[verdict.waitFrame];
  // A box under two waits (rare) takes the colour of the heavier one.
  for (let i = 0; i <= verdict.waitFrame; i++) {
    if (self > paintWeight[path[i]]) {
      paintWeight[path[i]] = self;
      displayCategory[path[i]] = shown;
    }
  }
}

/**
 * A stack that ends in Python or Ruby, or in their call into C, says nothing of whether it runs: the profiler sees no frames below.
 * Where it does see such frames in other stacks of the profile (py-spy --native), a script at the leaf is one that runs.
 */
function markUnsure(tree: StackTree, { self }: Weights, facts: SymbolFacts[], { category, unsure }: NodeWaits): void {
  const blind = Uint8Array.from(facts, (fact) => (fact.blind ? 1 : 0));
  if (!blind.includes(1)) {
    return;
  }
  const native = Uint8Array.from(facts, (fact) => (fact.native ? 1 : 0));
  const neutral = Uint8Array.from(facts, (fact) => (fact.neutral ? 1 : 0));
  for (let node = 1; node < tree.length; node++) {
    const symbol = tree.symbol[node];
    if (!(self[node] > 0)) {
      continue;
    }
    if (native[symbol]) {
      unsure.fill(0);
      return;
    }
    // Neutral frames at the leaf (`[unknown]`, addresses) are as good as what is above them.
    const caller = tree.parent[node];
    unsure[node] =
      category[node] === CPU && (blind[symbol] || (neutral[symbol] && caller > 0 && blind[tree.symbol[caller]]))
        ? 1
        : 0;
  }
}
