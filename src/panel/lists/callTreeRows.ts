import { type CallTree, nameOf, totalOf, type Weights } from '../../profile';

export interface CallTreeRow {
  node: number;
  /** Its call path: survives a refresh with new data. */
  key: string;
  hasChildren: boolean;
  expanded: boolean;
  /** Among its siblings, from 1, heaviest first. */
  position: number;
  siblings: number;
}

/** A name can hold any character but the one that separates names here. */
export const keyOf = (path: string[]): string => path.map((name) => `\0${name}`).join('');

/** The rows that are open, in the order in which they are read. Costs what is shown: closed branches are not walked. */
export function flatten(tree: CallTree, weights: Weights, open: ReadonlySet<string>): CallTreeRow[] {
  const rows: CallTreeRow[] = [];
  const waiting: Array<Omit<CallTreeRow, 'hasChildren' | 'expanded'>> = [
    { node: 0, key: '', position: 1, siblings: 1 },
  ];
  while (waiting.length) {
    const row = waiting.pop()!;
    const children = childrenOf(tree, weights, row.node);
    const expanded = children.length > 0 && open.has(row.key);
    rows.push({ ...row, hasChildren: children.length > 0, expanded });
    if (expanded) {
      for (let i = children.length - 1; i >= 0; i--) {
        const node = children[i];
        waiting.push({
          node,
          key: `${row.key}\0${nameOf(tree, node)}`,
          position: i + 1,
          siblings: children.length,
        });
      }
    }
  }
  return rows;
}

function childrenOf(tree: CallTree, weights: Weights, node: number): number[] {
  const children: number[] = [];
  for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
    if (totalOf(tree, weights, child) > 0) {
      children.push(child);
    }
  }
  return children.sort((a, b) => totalOf(tree, weights, b) - totalOf(tree, weights, a));
}
