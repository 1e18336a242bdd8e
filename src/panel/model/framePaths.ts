import { type CallTree, foldedLibrary, pathNames, type NodeIndex } from '../../profile';

/** The node at the end of a path of names; names that are not there are passed over: hidden frames, vanished callees. */
export function resolvePath(tree: CallTree, path: string[]): number {
  let node = 0;
  for (const name of path) {
    const child = childNamed(tree, node, name);
    node = child < 0 ? throughBar(tree, node, name) : child;
  }
  return node;
}

/** The frame that `node` of another tree is in this one, by the names on its path; undefined where it is gone. */
export function sameFrame(tree: CallTree, other: CallTree, node: NodeIndex): number | undefined {
  if (tree === other) {
    return node;
  }
  let at = 0;
  for (const name of node < other.length ? pathNames(other, node) : []) {
    at = childNamed(tree, at, name);
    if (at < 0) {
      return undefined;
    }
  }
  return node < other.length ? at : undefined;
}

function childNamed(tree: CallTree, node: NodeIndex, name: string): number {
  for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
    if (tree.symbols[tree.symbol[child]].name === name) {
      return child;
    }
  }
  return -1;
}

/** The callee of that name behind a bar of folded frames; the node itself where there is none. */
function throughBar(tree: CallTree, node: NodeIndex, name: string): number {
  for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
    if (foldedLibrary(tree.symbols[tree.symbol[child]]) !== undefined) {
      const behind = childNamed(tree, child, name);
      if (behind >= 0) {
        return behind;
      }
    }
  }
  return node;
}
