import {
  buildCallTree,
  type CallTree,
  denseOf,
  ProfileBuilder,
  sparseColumns,
  type SparseWeights,
  totalOf,
  type Weights,
  weightsOf,
  type NodeIndex,
  type SymbolIndex,
} from '../profile';
import { forEachOutermost } from './outermost';
import { type PairedProfile, type RoleWeights } from './pairing';

/** One function in the middle, over all its call paths: it is the root of both trees. */
export interface Sandwich {
  total: number;
  callers: Side;
  callees: Side;
}

/** A tree of its own, with the symbols of the whole one, and what puts columns of the whole one on it. */
export interface Side {
  tree: CallTree;
  weights(column: Weights): Weights;
  role(role: RoleWeights): RoleWeights;
  paired(paired: PairedProfile): PairedProfile;
}

/**
 * Callers are the paths from the function to the root, turned round; callees its subtrees, laid over each other. A recursive
 * call counts once: only the outermost of the function's nodes on a path is taken. Undefined where it has no weight.
 */
export function sandwichOf(tree: CallTree, weights: Weights, symbol: SymbolIndex): Sandwich | undefined {
  const tops: number[] = [];
  const wanted = new Uint8Array(tree.symbols.length);
  wanted[symbol] = 1;
  forEachOutermost(
    tree,
    (node) => {
      tops.push(node);
      return false;
    },
    wanted
  );
  const total = tops.reduce((sum, top) => sum + totalOf(tree, weights, top), 0);
  if (!(total > 0)) {
    return undefined;
  }
  const callers = new SideBuilder(tree);
  const callees = new SideBuilder(tree);
  for (const top of tops) {
    let up = -1;
    for (let node = top; node > 0; node = tree.parent[node]) {
      // Only the function's own time came this way, at the end of the path all of it.
      up = callers.add(up, node, top, tree.parent[node] <= 0);
    }
    // Preorder: the stack of a node's parent is known when the node is reached.
    const stacks = new Int32Array(tree.subtreeEnd[top] - top);
    for (let node = top; node < tree.subtreeEnd[top]; node++) {
      stacks[node - top] = callees.add(node === top ? -1 : stacks[tree.parent[node] - top], node, node, true);
    }
  }
  return {
    total,
    callers: callers.side((column, top) => totalOf(tree, column, top)),
    callees: callees.side(({ self }, node) => self[node]),
  };
}

class SideBuilder {
  private readonly builder = new ProfileBuilder([{ type: '', unit: '' }]);
  /** Per sample: the node whose look it has, the node whose time it stands for, and whether that time is its own. */
  private readonly looks: number[] = [];
  private readonly times: number[] = [];
  private readonly owns: boolean[] = [];

  constructor(private readonly whole: CallTree) {}

  add(under: number, look: number, time: number, own: boolean): number {
    const symbol = this.whole.symbol[look];
    // Told apart by number: the whole tree has decided which frames are the same function. The name keeps the order of siblings.
    const frame = this.builder.frame({ name: `${this.whole.symbols[symbol].name}\0${symbol}` });
    const stack = this.builder.stack(under, frame);
    this.builder.sample(stack, 1);
    this.looks.push(look);
    this.times.push(time);
    this.owns.push(own);
    return stack;
  }

  side(ownOf: (column: Weights, node: NodeIndex) => number): Side {
    const { whole, looks, times, owns } = this;
    const built = buildCallTree([this.builder.finish()]);
    const nodes = built.nodesOfSamples(0).map((node) => node - 1);
    const tree = withoutRoot(built.tree, whole);
    const moved = (column: Weights): Float64Array => {
      const self = new Float64Array(tree.length);
      nodes.forEach((node, i) => (self[node] += owns[i] ? ownOf(column, times[i]) : 0));
      return self;
    };
    const sparse = (column: SparseWeights | undefined) =>
      column && sparseColumns(moved(weightsOf(denseOf(column, whole.length))), new Uint8Array(tree.length), 1)[0];
    const role = (old: RoleWeights): RoleWeights => ({
      ...old,
      weights: weightsOf(moved(old.weights)),
      displayCategory: heaviest(tree.length, nodes, (i) => [
        old.displayCategory[looks[i]],
        totalOf(whole, old.weights, times[i]),
      ]),
    });
    return {
      tree,
      weights: (column) => weightsOf(moved(column)),
      role,
      paired: (old) => ({
        ...old,
        tree,
        cpu: old.cpu && role(old.cpu),
        wall: old.wall && role(old.wall),
        offcpu: old.offcpu && role(old.offcpu),
        wallTime: old.wallTime && role(old.wallTime),
        waiting: old.waiting.map(sparse),
        ...(old.unsure && { unsure: sparse(old.unsure) }),
      }),
    };
  }
}

/** By node: the category that most of its time is shown as. */
function heaviest(length: number, nodes: Int32Array, shownAs: (sample: number) => [number, number]): Uint8Array {
  const sums = new Map<number, number>(); // by node and category
  const most = new Float64Array(length);
  const category = new Uint8Array(length);
  nodes.forEach((node, i) => {
    const [shown, weight] = shownAs(i);
    const key = node * 256 + shown;
    const sum = (sums.get(key) ?? 0) + weight;
    sums.set(key, sum);
    if (sum > most[node]) {
      most[node] = sum;
      category[node] = shown;
    }
  });
  return category;
}

/** The tree under the root's only child, its symbols by their numbers in the whole tree. */
function withoutRoot(
  { length, symbol, parent, level, subtreeEnd, symbols, maxLevel }: CallTree,
  whole: CallTree
): CallTree {
  return {
    length: length - 1,
    symbol: symbol.slice(1).map((own) => Number(symbols[own].name.split('\0').pop())),
    parent: parent.slice(1).map((node) => node - 1),
    level: level.slice(1).map((own) => own - 1),
    subtreeEnd: subtreeEnd.slice(1).map((node) => node - 1),
    symbols: whole.symbols,
    maxLevel: maxLevel - 1,
  };
}
