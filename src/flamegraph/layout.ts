import { bisectRight } from 'd3';
import { type CallTree, totalOf, type Weights } from '../profile';

/** What part of the tree is laid out. Levels are the tree's own: 0 is the root "all". */
export interface Viewport {
  /** Node that spans the whole width; its callers are drawn as full-width boxes above it. */
  root: number;
  /** CSS pixels. */
  width: number;
  firstLevel: number;
  lastLevel: number;
}

/** Rectangles in CSS pixels from the left; `merged` boxes stand for a run of siblings too narrow to see. */
export interface Boxes {
  length: number;
  node: Int32Array;
  x0: Float64Array;
  x1: Float64Array;
  level: Int32Array;
  merged: Uint8Array;
}

/** Narrower boxes are merged with their neighbours. */
const MIN_WIDTH = 1;

/**
 * Lays out what can be seen. Cost follows pixels, not nodes: at most width / MIN_WIDTH boxes a level are visited, because
 * a run of sub-pixel siblings is jumped over by binary search in the running sums of the weights.
 * A node's children start at its left edge; its own weight is the gap at the right.
 */
export function layoutBoxes(tree: CallTree, weights: Weights, viewport: Viewport): Boxes {
  const { root, width, firstLevel, lastLevel } = viewport;
  const { prefixSum } = weights;
  const out = {
    node: [] as number[],
    x0: [] as number[],
    x1: [] as number[],
    level: [] as number[],
    merged: [] as number[],
  };
  const emit = (node: number, x0: number, x1: number, level: number, merged: number) => {
    if (level >= firstLevel) {
      out.node.push(node);
      out.x0.push(x0);
      out.x1.push(x1);
      out.level.push(level);
      out.merged.push(merged);
    }
  };

  const total = totalOf(tree, weights, root);
  if (total > 0 && width > 0) {
    const scale = width / total;
    for (let node = tree.parent[root]; node >= 0; node = tree.parent[node]) {
      if (tree.level[node] <= lastLevel) {
        emit(node, 0, width, tree.level[node], 0);
      }
    }
    const nodes = [root];
    const lefts = [0];
    while (nodes.length) {
      const node = nodes.pop()!;
      const left = lefts.pop()!;
      const end = tree.subtreeEnd[node];
      const level = tree.level[node];
      if (level > lastLevel) {
        continue;
      }
      emit(node, left, left + totalOf(tree, weights, node) * scale, level, 0);
      if (level === lastLevel) {
        continue;
      }
      const start = prefixSum[node + 1]; // where the first child begins
      for (let child = node + 1; child < end;) {
        const x0 = left + (prefixSum[child] - start) * scale;
        const next = tree.subtreeEnd[child];
        const childWidth = (prefixSum[next] - prefixSum[child]) * scale;
        if (childWidth >= MIN_WIDTH) {
          nodes.push(child);
          lefts.push(x0);
          child = next;
          continue;
        }
        // The first sibling whose right edge lies a pixel further on ends the run: the end of the callees, or a frame of one of them.
        let stop = bisectRight(prefixSum, prefixSum[child] + MIN_WIDTH / scale, child + 1, end + 1) - 1;
        while (tree.level[stop] > level + 1) {
          stop = tree.parent[stop];
        }
        stop = Math.max(stop, next);
        const x1 = left + (prefixSum[stop] - start) * scale;
        if (x1 > x0) {
          emit(child, x0, x1, level + 1, stop > next ? 1 : 0);
        }
        child = stop;
      }
    }
  }
  return {
    length: out.node.length,
    node: Int32Array.from(out.node),
    x0: Float64Array.from(out.x0),
    x1: Float64Array.from(out.x1),
    level: Int32Array.from(out.level),
    merged: Uint8Array.from(out.merged),
  };
}

/** The box at x on a level, or -1. A merged box is hit too: its node is the first of the run. */
export function hitTest(boxes: Boxes, x: number, level: number): number {
  for (let i = 0; i < boxes.length; i++) {
    if (boxes.level[i] === level && x >= boxes.x0[i] && x < boxes.x1[i]) {
      return i;
    }
  }
  return -1;
}

/** Weight to the left of a node in the graph of the whole tree: its own weight is the gap at the right of each caller. */
export function leftOf(tree: CallTree, { prefixSum }: Weights, node: number): number {
  let left = 0;
  for (let at = node; at > 0; at = tree.parent[at]) {
    left += prefixSum[at] - prefixSum[tree.parent[at] + 1];
  }
  return left;
}

/** Found levels: looking through a million nodes takes longer than drawing them, and a zoom leads back to where it came from. */
const deepestLevels = new WeakMap<Weights, Map<number, number>>();

/** Deepest level under `root` that has any weight: how far one can scroll. */
export function deepestLevel(tree: CallTree, weights: Weights, root: number): number {
  const known = deepestLevels.get(weights) ?? new Map<number, number>();
  deepestLevels.set(weights, known);
  let deepest = known.get(root);
  if (deepest === undefined) {
    deepest = tree.level[root];
    for (let node = root; node < tree.subtreeEnd[root] && deepest < tree.maxLevel; node++) {
      if (weights.self[node] !== 0 && tree.level[node] > deepest) {
        deepest = tree.level[node];
      }
    }
    known.set(root, deepest);
  }
  return deepest;
}
