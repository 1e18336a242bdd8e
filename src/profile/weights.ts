import { bisectLeft } from './bisect';
import { type CallTree } from './callTree';
import { type NodeIndex } from './profile';

/**
 * A column of a tree, in one unit. `self[i]` is the weight of the stack that ends at node i; `prefixSum[i]` is the sum of `self` over
 * the nodes in front of i (length: nodes + 1). The total of a subtree is a difference of two sums, so no figure walks the tree, and several
 * columns (CPU, wall, each wait category) share one tree. Of the tree drawn above CallTree, with 3 in `read`, 1 in `run`, 2 in `work`:
 *
 *     node       0 all   1 main   2 run   3 read   4 work
 *     self       0       0        1       3        2
 *     prefixSum  0       0        0       1        4      6
 *     total of run: prefixSum[subtreeEnd[2]] − prefixSum[2] = prefixSum[4] − prefixSum[2] = 4 − 0
 */
export interface Weights {
  self: Float64Array;
  prefixSum: Float64Array;
}

/** A node's own weight and its descendants'. */
export const totalOf = (tree: CallTree, { prefixSum }: Weights, node: NodeIndex): number =>
  prefixSum[tree.subtreeEnd[node]] - prefixSum[node];

/** The weight of all stacks: the root's total. */
export const grandTotal = ({ prefixSum }: Weights): number => prefixSum[prefixSum.length - 1];

/** A column of which few nodes have anything: their indices, ascending, and the running sum in front of each and at the end. */
export interface SparseWeights {
  nodes: Int32Array;
  sums: Float64Array;
}

/** Self weights divided over `count` columns: `columnOf[node]` takes the node's; undefined where a column has none. */
export function sparseColumns(
  self: Float64Array,
  columnOf: Uint8Array,
  count: number
): Array<SparseWeights | undefined> {
  const filled = new Int32Array(count);
  for (let node = 0; node < self.length; node++) {
    if (self[node] !== 0) {
      filled[columnOf[node]]++;
    }
  }
  const columns = Array.from(filled, (length) =>
    length ? { nodes: new Int32Array(length), sums: new Float64Array(length + 1) } : undefined
  );
  filled.fill(0);
  for (let node = 0; node < self.length; node++) {
    const column = self[node] !== 0 ? columns[columnOf[node]] : undefined;
    if (column) {
      const at = filled[columnOf[node]]++;
      column.nodes[at] = node;
      column.sums[at + 1] = column.sums[at] + self[node];
    }
  }
  return columns;
}

export const sparseTotalOf = (tree: CallTree, { nodes, sums }: SparseWeights, node: NodeIndex): number =>
  sums[bisectLeft(nodes, tree.subtreeEnd[node])] - sums[bisectLeft(nodes, node)];

/** Whether any of the nodes, which ascend, is under `node` or it. */
export const anyUnder = (tree: CallTree, nodes: Int32Array, node: NodeIndex): boolean =>
  nodes[bisectLeft(nodes, node)] < tree.subtreeEnd[node]; // behind the last one is none, which is not smaller

/** Self weights by node. */
export function denseOf({ nodes, sums }: SparseWeights, length: number): Float64Array {
  const self = new Float64Array(length);
  nodes.forEach((node, i) => (self[node] = sums[i + 1] - sums[i]));
  return self;
}

export function weightsOf(self: Float64Array): Weights {
  const prefixSum = new Float64Array(self.length + 1);
  for (let i = 0; i < self.length; i++) {
    prefixSum[i + 1] = prefixSum[i] + self[i];
  }
  return { self, prefixSum };
}

/** Weight to the left of a node in the graph of the whole tree: its own weight is the gap at the right of each caller. */
export function leftOf(tree: CallTree, { prefixSum }: Weights, node: NodeIndex): number {
  let left = 0;
  for (let at = node; at > 0; at = tree.parent[at]) {
    left += prefixSum[at] - prefixSum[tree.parent[at] + 1];
  }
  return left;
}
