import { type CallTree, type StackTree } from './callTree';
import { frameIdentity } from './frameIdentity';
import { LinkedStacks } from './linkedStacks';
import { type FrameInfo, type NodeIndex, type Profile, type SampleTable, type StackIndex } from './profile';
import { invariant } from './result';
import { finish, ROWS, stepEnd, type Steps } from './steps';
import { frameOf, SymbolTable } from './symbolTable';

/**
 * Sums the samples of a profile into one self weight per node. `valueType`: the weight column; `keep`: rejects samples that are to be
 * skipped; `count`: adds 1 per sample instead of its weight.
 */
export type Attach = (valueType: number, keep?: (sample: number) => boolean, count?: boolean) => Float64Array;

/** `nodeOf`: the node of each stack. */
export const attachBy =
  ({ stack, length, weights }: SampleTable, tree: StackTree, nodeOf: (stack: StackIndex) => NodeIndex): Attach =>
  (valueType, keep, count) => {
    const self = new Float64Array(tree.length);
    const own = weights[valueType];
    for (let i = 0; i < length; i++) {
      if (keep === undefined || keep(i)) {
        self[stack[i] < 0 ? 0 : nodeOf(stack[i])] += count ? Math.sign(own[i]) : own[i];
      }
    }
    return self;
  };

/**
 * Frames that start a thread, at the root of a stack. They belong to no function of the program, and profilers disagree
 * on them: Go's CPU profile has no runtime.goexit where fgprof has one. Left in, no stack of the two would ever meet, so
 * the tree begins below them. Anywhere else in a stack such a name is kept.
 */
const THREAD_START: ReadonlySet<string> = new Set([
  'runtime.goexit',
  'runtime.goexit.abi0',
  'clone',
  'clone3',
  '__clone',
  '__clone3',
  'start_thread',
  'thread_start',
  '_start',
]);

export const startsThread = (name: string): boolean => THREAD_START.has(name);

/** `attach[p]` puts a weight of the p-th profile on the tree. */
export interface UnionTree {
  tree: CallTree;
  attach: Attach[];
  /** The node of each sample of the p-th profile. */
  nodesOfSamples(p: number): Int32Array;
}

export const buildCallTree = (profiles: Profile[]): UnionTree => finish(callTreeSteps(profiles));

/** Names that are looked up in one step. */
const NAMES = 2048;

/** One tree of all profiles. Linear in stacks, no recursion. */
export function* callTreeSteps(profiles: Profile[]): Steps<UnionTree> {
  const { symbols, symbolsOf } = yield* uniteFrames(profiles);
  // Frames that became one symbol (lines of a function, normalised names) mostly make stacks equal, too.
  const merges = symbolsOf.some((ids) => new Set(ids).size < ids.length);
  let { linked, toUnion } = yield* unite(profiles, symbolsOf, symbols, merges);
  let ordered = yield* preorder(linked, symbols);
  if (!ordered) {
    ({ linked, toUnion } = yield* unite(profiles, symbolsOf, symbols, true));
    ordered = yield* preorder(linked, symbols);
  }
  invariant(ordered !== undefined, 'stacks that were looked up are distinct');
  const { tree, nodeOf } = ordered;
  const attach = profiles.map(({ samples }, p): Attach => {
    const union = toUnion[p];
    return attachBy(samples, tree, (stack) => (union[stack] < 0 ? 0 : nodeOf[union[stack]]));
  });
  const nodesOfSamples = (p: number) =>
    profiles[p].samples.stack.map((stack) => {
      const at = stack < 0 ? -1 : toUnion[p][stack];
      return at < 0 ? 0 : nodeOf[at];
    });
  return { tree, attach, nodesOfSamples };
}

/** The functions of all profiles, and `symbolsOf[p][frame]`, which of them each frame is. */
function* uniteFrames(profiles: Profile[]): Steps<{ symbols: FrameInfo[]; symbolsOf: Int32Array[] }> {
  const table = new SymbolTable();
  const symbolsOf: Int32Array[] = [];
  for (const profile of profiles) {
    const { length } = profile.frames;
    const symbolOf = new Int32Array(length);
    for (let f = 0; f < length; f++) {
      if (f % NAMES === NAMES - 1) {
        yield;
      }
      symbolOf[f] = table.intern(frameOf(profile, f));
    }
    symbolsOf.push(symbolOf);
    yield;
  }
  return { symbols: table.list, symbolsOf };
}

/** How many next siblings are tried before all of them. */
const NEAR = 4;

/**
 * Merges the stack tables of all profiles into one; `toUnion[p][stack]` is the merged stack of each own one. Fast path: the largest
 * profile is appended without a look-up per stack, as if its stacks were distinct; where they are not, preorder() gives
 * undefined and the caller comes again with `lookUp`. Profiles of one program mostly name callees in the same order, so the next
 * sibling of the last one found is tried first.
 */
function* unite(
  profiles: Profile[],
  symbolsOf: Int32Array[],
  symbols: FrameInfo[],
  lookUp: boolean
): Steps<{ linked: LinkedStacks; toUnion: Int32Array[] }> {
  const isThread = Uint8Array.from(symbols, ({ name }) => (startsThread(name) ? 1 : 0));
  const toUnion = profiles.map(({ stacks: own }) => new Int32Array(own.length));
  const bySize = profiles.map((_, p) => p).sort((a, b) => profiles[b].stacks.length - profiles[a].stacks.length);
  const linked = new LinkedStacks(profiles[bySize[0]]?.stacks.length).linked();
  for (const [turn, p] of bySize.entries()) {
    const { prefix, frame, length } = profiles[p].stacks;
    const own = symbolsOf[p];
    const merged: Merged = {
      linked,
      union: toUnion[p],
      next: linked.firstChild.slice(0, linked.size + 1),
      append: turn === 0 && !lookUp,
    };
    for (let s = 0; s < length;) {
      for (const end = stepEnd(s, length); s < end; s++) {
        invariant(prefix[s] < s, 'callers stand before callees');
        const under = prefix[s] < 0 ? -1 : merged.union[prefix[s]];
        const symbol = own[frame[s]];
        merged.union[s] = under < 0 && isThread[symbol] ? -1 : merge(merged, under, symbol);
      }
      yield;
    }
  }
  return { linked, toUnion };
}

/** A profile while it is merged: `union` as far as it is; `next`: of each stack that was there before, the callee to look at. */
interface Merged {
  linked: LinkedStacks;
  union: Int32Array;
  next: Int32Array;
  append: boolean;
}

function merge({ linked, next, append }: Merged, under: number, symbol: number): number {
  const { frame, nextSibling } = linked;
  let near = under + 1 < next.length ? next[under + 1] : -1;
  for (let i = 1; near >= 0 && i < NEAR && frame[near] !== symbol; i++) {
    near = nextSibling[near];
  }
  if (near >= 0 && frame[near] === symbol) {
    next[under + 1] = nextSibling[near];
    return near;
  }
  return append ? linked.append(under, symbol) : linked.add(under, symbol);
}

export interface Removed {
  tree: CallTree;
  toNew: Int32Array;
}

/**
 * The tree without the nodes that are `hidden` (1): what is under one moves to its caller, where equal frames become one.
 * `toNew` gives each old node's place, for a hidden one that of its nearest caller that is left. `renamed`: other symbols of the nodes.
 */
export function* removingSteps(
  tree: CallTree,
  hidden: Uint8Array,
  renamed: Pick<CallTree, 'symbol' | 'symbols'> = tree
): Steps<Removed> {
  const linked = new LinkedStacks(tree.length);
  const stackOf = new Int32Array(tree.length).fill(-1);
  for (let node = 1; node < tree.length;) {
    for (const end = stepEnd(node, tree.length); node < end; node++) {
      const under = stackOf[tree.parent[node]];
      stackOf[node] = hidden[node] ? under : linked.add(under, renamed.symbol[node]);
    }
    yield;
  }
  const ordered = yield* preorder(linked, renamed.symbols);
  invariant(ordered !== undefined, 'stacks that were looked up are distinct');
  const { tree: contracted, nodeOf } = ordered;
  return { tree: contracted, toNew: stackOf.map((stack) => (stack < 0 ? 0 : nodeOf[stack])) };
}

/**
 * Orders the stacks: a walk from the root that sorts the callees of each by name. Undefined where two stacks are equal.
 */
function* preorder(
  linked: LinkedStacks,
  symbols: FrameInfo[]
): Steps<{ tree: CallTree; nodeOf: Int32Array } | undefined> {
  const { size, prefix, frame, firstChild, nextSibling } = linked.linked();
  const rank = ranksOf(symbols);
  const length = size + 1;
  const tree: CallTree = {
    length,
    symbol: new Int32Array(length).fill(-1),
    parent: new Int32Array(length).fill(-1),
    level: new Int32Array(length),
    subtreeEnd: new Int32Array(length),
    symbols,
    maxLevel: 0,
  };
  const nodeOf = new Int32Array(size);
  const pending: number[] = [];
  /** Onto the pending ones, the last by name first. */
  const push = (stack: number): boolean => {
    const from = pending.length;
    for (let child = firstChild[stack + 1]; child >= 0; child = nextSibling[child]) {
      pending.push(child);
    }
    sortDescending(pending, from, (child) => rank[frame[child]]);
    for (let i = from + 1; i < pending.length; i++) {
      if (frame[pending[i]] === frame[pending[i - 1]]) {
        return false;
      }
    }
    return true;
  };
  let next = 1;
  let distinct = push(-1);
  while (distinct && pending.length) {
    for (const end = stepEnd(next, length); distinct && pending.length && next < end; next++) {
      const stack = pending.pop()!;
      const under = prefix[stack];
      nodeOf[stack] = next;
      tree.symbol[next] = frame[stack];
      tree.parent[next] = under < 0 ? 0 : nodeOf[under];
      tree.level[next] = tree.level[tree.parent[next]] + 1;
      tree.maxLevel = Math.max(tree.maxLevel, tree.level[next]);
      distinct = push(stack);
    }
    yield;
  }
  if (!distinct) {
    return undefined;
  }
  invariant(next === length, 'every stack is reached from the root');
  yield* endSubtrees(tree);
  return { tree, nodeOf };
}

/** The place of each symbol in the order of callees: by name. */
function ranksOf(symbols: FrameInfo[]): Int32Array {
  const rank = new Int32Array(symbols.length);
  symbols
    .map((symbol, id) => ({ key: frameIdentity(symbol), id }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .forEach(({ id }, position) => (rank[id] = position));
  return rank;
}

/** From the last node to the first: what a node calls stands behind it. */
function* endSubtrees({ length, parent, subtreeEnd }: CallTree): Steps<void> {
  for (let node = length - 1; node >= 0; node--) {
    if (node % ROWS === 0) {
      yield;
    }
    subtreeEnd[node] = Math.max(subtreeEnd[node], node + 1);
    if (node > 0) {
      subtreeEnd[parent[node]] = Math.max(subtreeEnd[parent[node]], subtreeEnd[node]);
    }
  }
}

/** Few have many callees: for the others an insertion sort in place is the quickest. */
function sortDescending(list: number[], from: number, key: (entry: number) => number): void {
  if (list.length - from > 24) {
    list
      .splice(from)
      .sort((a, b) => key(b) - key(a))
      .forEach((entry) => list.push(entry));
    return;
  }
  for (let i = from + 1; i < list.length; i++) {
    const entry = list[i];
    const own = key(entry);
    let at = i;
    for (; at > from && key(list[at - 1]) < own; at--) {
      list[at] = list[at - 1];
    }
    list[at] = entry;
  }
}
