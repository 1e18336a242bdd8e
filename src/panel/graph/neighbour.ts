import { type CallTree, totalOf, type Weights } from '../../profile';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The next visible frame for an arrow key: callees are "down" whatever way the graph is drawn. */
export function neighbour(tree: CallTree, weights: Weights, node: number, direction: Direction): number {
  const visible = (n: number) => totalOf(tree, weights, n) > 0;
  const parent = tree.parent[node];
  switch (direction) {
    case 'up':
      return parent < 0 ? node : parent;
    case 'down': {
      let heaviest = node;
      for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
        if (visible(child) && (heaviest === node || totalOf(tree, weights, child) > totalOf(tree, weights, heaviest))) {
          heaviest = child;
        }
      }
      return heaviest;
    }
    case 'right': {
      const end = parent < 0 ? 0 : tree.subtreeEnd[parent];
      for (let next = tree.subtreeEnd[node]; next < end; next = tree.subtreeEnd[next]) {
        if (visible(next)) {
          return next;
        }
      }
      return node;
    }
    case 'left': {
      let last = node;
      if (parent >= 0) {
        for (let sibling = parent + 1; sibling < node; sibling = tree.subtreeEnd[sibling]) {
          if (visible(sibling)) {
            last = sibling;
          }
        }
      }
      return last;
    }
  }
}
