import { type CallTree, type NodeIndex, type StackTree, totalOf, type Weights } from '../profile';

/** Totals of every symbol in each of the columns: only the outermost of a function's nodes on a path from `root` is counted. */
export function totalsBySymbol(
  tree: CallTree,
  columns: Array<Weights | undefined>,
  root = 0
): Array<Float64Array | undefined> {
  const sums = columns.map((column) => column && new Float64Array(tree.symbols.length));
  const add = (node: NodeIndex) =>
    columns.forEach((column, i) => {
      if (column) {
        sums[i]![tree.symbol[node]] += totalOf(tree, column, node);
      }
    });
  forEachOutermost(tree, add, undefined, root);
  return sums;
}

/**
 * Visits the nodes of a subtree that lie under no other node of the same function in it, in preorder; `false`: nothing under the node.
 * `wanted`: 1 for the symbols whose nodes are visited; absent: all.
 */
export function forEachOutermost(
  tree: CallTree,
  visit: (node: NodeIndex) => boolean | void,
  wanted?: Uint8Array,
  root = 0
): void {
  const { symbol: symbolOf, subtreeEnd } = tree;
  const end = subtreeEnd[root];
  const open = new Uint32Array(tree.symbols.length);
  const path: number[] = [];
  for (let node = Math.max(1, root); node < end;) {
    const symbol = symbolOf[node];
    if (wanted && !wanted[symbol]) {
      node++;
      continue;
    }
    while (path.length && subtreeEnd[path[path.length - 1]] <= node) {
      open[symbolOf[path.pop()!]]--;
    }
    if (open[symbol] === 0 && visit(node) === false) {
      node = subtreeEnd[node];
      continue;
    }
    open[symbol]++;
    path.push(node);
    node++;
  }
}

/** 1 for the nodes that lie under no other node of the same function. */
export function outermostNodes({ length, parent, symbol, symbols }: StackTree): Uint8Array {
  const firstCallee = new Int32Array(length);
  const next = new Int32Array(length); // 0: there is none
  for (let node = length - 1; node > 0; node--) {
    next[node] = firstCallee[parent[node]];
    firstCallee[parent[node]] = node;
  }
  const outermost = new Uint8Array(length);
  const open = new Uint32Array(symbols.length);
  for (let node = firstCallee[0]; node > 0;) {
    outermost[node] = open[symbol[node]]++ === 0 ? 1 : 0;
    if (firstCallee[node]) {
      node = firstCallee[node];
      continue;
    }
    open[symbol[node]]--;
    while (node > 0 && !next[node]) {
      node = parent[node];
      if (node > 0) {
        open[symbol[node]]--;
      }
    }
    node = next[node];
  }
  return outermost;
}

/** As totalsBySymbol, of one column of all stacks, by what `outermostNodes` has found. */
export function totalsByOutermost(
  { length, parent, symbol, symbols }: StackTree,
  self: Float64Array,
  outermost: Uint8Array
): Float64Array {
  const totals = self.slice();
  const sums = new Float64Array(symbols.length);
  for (let node = length - 1; node > 0; node--) {
    totals[parent[node]] += totals[node];
    sums[symbol[node]] += outermost[node] ? totals[node] : 0;
  }
  return sums;
}
