import { type CallTree, childrenOf, frameIdentity, PairIndex, StringTable, totalOf, type Weights } from '../../profile';

export interface CallTreeRow {
  node: number;
  /** Number of its call path in PathIds. */
  path: number;
  hasChildren: boolean;
  expanded: boolean;
  /** Among its siblings, from 1, heaviest first. */
  position: number;
  siblings: number;
}

/** The empty path: that of the tree's root. */
export const ROOT_PATH = -1;

/**
 * Numbers for call paths: the same path has the same number in every tree that is asked about, so what is open stays so on a refresh, and
 * no path is ever written out. Only grows, by the rows that were shown.
 */
export class PathIds {
  private readonly names = new StringTable();
  private readonly paths = new PairIndex();

  /** Of a node whose caller's path is known. */
  below(caller: number, tree: CallTree, node: number): number {
    return this.paths.intern(caller, this.names.intern(frameIdentity(tree.symbols[tree.symbol[node]])));
  }

  /** Of any node. Linear in its level. */
  of(tree: CallTree, node: number): number {
    const nodes: number[] = [];
    for (let at = node; at > 0; at = tree.parent[at]) {
      nodes.push(at);
    }
    return nodes.reduceRight((path, at) => this.below(path, tree, at), ROOT_PATH);
  }
}

/** What of a tree is listed: the callees of `root`, heaviest first. */
export interface Branch {
  tree: CallTree;
  /** What callees are ordered by; those without any are left out. */
  weights: Weights;
  root: number;
}

/** The rows under `root` that are open, in the order in which they are read. Costs what is shown: closed branches are not walked. */
export function flatten({ tree, weights, root }: Branch, paths: PathIds, open: ReadonlySet<number>): CallTreeRow[] {
  const rows: CallTreeRow[] = [];
  const waiting: Array<Omit<CallTreeRow, 'hasChildren' | 'expanded'>> = [
    { node: root, path: paths.of(tree, root), position: 1, siblings: 1 },
  ];
  while (waiting.length) {
    const row = waiting.pop()!;
    const children = heaviestFirst(tree, weights, row.node);
    const expanded = children.length > 0 && open.has(row.path);
    rows.push({ ...row, hasChildren: children.length > 0, expanded });
    for (let i = expanded ? children.length - 1 : -1; i >= 0; i--) {
      const node = children[i];
      const path = paths.below(row.path, tree, node);
      waiting.push({ node, path, position: i + 1, siblings: children.length });
    }
  }
  return rows;
}

function heaviestFirst(tree: CallTree, weights: Weights, node: number): number[] {
  return [...childrenOf(tree, node)]
    .filter((child) => totalOf(tree, weights, child) > 0)
    .sort((a, b) => totalOf(tree, weights, b) - totalOf(tree, weights, a));
}

/** A branch of less than this share of its caller is not opened by itself. */
const OPENED = 0.5;

/** The paths of `root` and of the callees under it that have most of its time: what is worth opening with it. */
export function hotPath({ tree, weights, root }: Branch, paths: PathIds): number[] {
  const opened = [paths.of(tree, root)];
  for (let at: number | undefined = root; at !== undefined;) {
    const half: number = OPENED * totalOf(tree, weights, at);
    at = [...childrenOf(tree, at)].find((child) => totalOf(tree, weights, child) > half);
    if (at !== undefined) {
      opened.push(paths.below(opened[opened.length - 1], tree, at));
    }
  }
  return opened;
}
