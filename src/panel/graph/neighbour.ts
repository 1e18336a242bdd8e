import { type CallTree, totalOf, type Weights } from '../../profile';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The next visible frame for an arrow key, the node itself where there is none: callees are "down" whatever way the graph is drawn. */
export function neighbour(tree: CallTree, weights: Weights, node: number, direction: Direction): number {
  const parent = tree.parent[node];
  switch (direction) {
    case 'up':
      return parent < 0 ? node : parent;
    case 'down':
      return heaviestCallee(tree, weights, node);
    case 'right':
      return firstVisible(tree, weights, tree.subtreeEnd[node], parent < 0 ? 0 : tree.subtreeEnd[parent]) ?? node;
    case 'left':
      return lastVisible(tree, weights, parent < 0 ? node : parent + 1, node) ?? node;
  }
}

const isVisible = (tree: CallTree, weights: Weights, node: number) => totalOf(tree, weights, node) > 0;

function heaviestCallee(tree: CallTree, weights: Weights, node: number): number {
  let heaviest = node;
  let most = 0;
  for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
    const total = totalOf(tree, weights, child);
    if (total > most) {
      [heaviest, most] = [child, total];
    }
  }
  return heaviest;
}

/** Among the siblings in [from, end). */
function firstVisible(tree: CallTree, weights: Weights, from: number, end: number): number | undefined {
  for (let at = from; at < end; at = tree.subtreeEnd[at]) {
    if (isVisible(tree, weights, at)) {
      return at;
    }
  }
  return undefined;
}

function lastVisible(tree: CallTree, weights: Weights, from: number, end: number): number | undefined {
  let last: number | undefined;
  for (let at = from; at < end; at = tree.subtreeEnd[at]) {
    if (isVisible(tree, weights, at)) {
      last = at;
    }
  }
  return last;
}
