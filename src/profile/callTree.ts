import { type FrameInfo, type NodeIndex, type SymbolIndex } from './profile';

/**
 * Stacks as nodes, callers in front of callees. Node 0 is the root: the empty stack, with symbol -1 and parent -1. The columns may be
 * longer than `length`.
 */
export interface StackTree {
  length: number;
  /** Index into `symbols`. */
  symbol: Int32Array;
  parent: Int32Array;
  /** The root has 0. */
  level: Int32Array;
  symbols: FrameInfo[];
}

/**
 * One tree over all profiles, in preorder. Node 0 is the root: the empty stack, with symbol -1 and parent -1.
 * - `symbol`: index into `symbols`; `parent` < own index; `level`: the root has 0.
 * - `subtreeEnd`: the subtree of i is the range [i, subtreeEnd[i]), its first child (if any) is i + 1 and the next
 *   sibling of c is subtreeEnd[c].
 * Siblings are ordered by name, so that no box changes its place on a refresh or between modes.
 *
 *     all               node 0   parent -1   level 0   subtreeEnd 5
 *     └ main            node 1   parent 0    level 1   subtreeEnd 4
 *     │ └ run           node 2   parent 1    level 2   subtreeEnd 4
 *     │   └ read        node 3   parent 2    level 3   subtreeEnd 4
 *     └ work            node 4   parent 0    level 1   subtreeEnd 5
 */
export interface CallTree extends StackTree {
  subtreeEnd: Int32Array;
  maxLevel: number;
}

/** The callees of a node, in the order of the tree. */
export function* childrenOf({ subtreeEnd }: CallTree, node: NodeIndex): Generator<NodeIndex, void> {
  for (let child = node + 1; child < subtreeEnd[node]; child = subtreeEnd[child]) {
    yield child;
  }
}

/** Frames from the root's child down to `node`, as symbol indices. */
export function pathOf(tree: CallTree, node: NodeIndex): SymbolIndex[] {
  const path: SymbolIndex[] = [];
  for (let i = node; i > 0; i = tree.parent[i]) {
    path.push(tree.symbol[i]);
  }
  return path.reverse();
}

/** Names of the call path, outermost first; none for the root. */
export const pathNames = (tree: CallTree, node: NodeIndex): string[] =>
  pathOf(tree, node).map((symbol) => tree.symbols[symbol].name);

/** Display name of a node; the empty stack is "all". */
export const nameOf = (tree: StackTree, node: NodeIndex): string =>
  tree.symbol[node] < 0 ? 'all' : tree.symbols[tree.symbol[node]].name;
