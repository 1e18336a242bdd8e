import { bisectLeft, bisectRight, type CallTree, leftOf, totalOf, type Weights, type NodeIndex } from '../profile';
import { type CssPixels } from './canvas';
import { type Span, WHOLE } from './span';

/** What part of the tree is laid out. Levels are the tree's own: 0 is the root "all". */
export interface Viewport {
  /** Node that spans the whole width; its callers are drawn above it, as wide as it is. */
  root: NodeIndex;
  width: CssPixels;
  firstLevel: number;
  lastLevel: number;
  /** The part of the root's width that fills the view; all of it unless given. */
  span?: Span;
}

/**
 * Rectangles in CSS pixels from the left, cut at the edges of the view. They are sorted by level, then from left to right, which is
 * the order of their nodes, too. `merged` boxes stand for a run of siblings too narrow to see.
 */
export interface Boxes {
  length: number;
  node: Int32Array;
  /** The node that a box hangs from, also where that is out of view; of the root -1. */
  parent: Int32Array;
  x0: Float64Array;
  x1: Float64Array;
  level: Int32Array;
  merged: Uint8Array;
  firstLevel: number;
  /** The boxes of level firstLevel + i are [rows[i], rows[i + 1]). */
  rows: Int32Array;
}

/** Narrower boxes are merged with their neighbours. */
const MIN_WIDTH: CssPixels = 1;

/** One box while it is laid out, not yet cut at the edges of the view. */
interface Box {
  node: NodeIndex;
  x0: CssPixels;
  x1: CssPixels;
  merged: boolean;
  /** Its callees are wide enough to be laid out. */
  open: boolean;
}

/**
 * Lays out what can be seen, level by level. Cost follows pixels, not nodes: at most width / MIN_WIDTH boxes per level are visited,
 * because siblings out of view and runs of sub-pixel siblings are jumped over by search in the running sums of the weights.
 * A node's children start at its left edge; its own weight is the gap at the right.
 */
export function layoutBoxes(tree: CallTree, weights: Weights, viewport: Viewport): Boxes {
  const { root, width, firstLevel, lastLevel, span = WHOLE } = viewport;
  const columns = new BoxColumns(tree, width, firstLevel);
  const total = totalOf(tree, weights, root);
  if (total > 0 && width > 0) {
    const scale = width / total / (span.to - span.from); // CSS pixels per unit of weight
    const x0 = -span.from * total * scale;
    const spanning = (node: NodeIndex): Box => ({ node, x0, x1: x0 + total * scale, merged: false, open: true });
    for (const caller of callersOf(tree, root)) {
      if (tree.level[caller] >= firstLevel && tree.level[caller] <= lastLevel) {
        columns.addRow([spanning(caller)], tree.level[caller]);
      }
    }
    let row = [spanning(root)];
    for (let level = tree.level[root]; row.length > 0 && level <= lastLevel; level++) {
      if (level >= firstLevel) {
        columns.addRow(row, level);
      }
      row =
        level < lastLevel ? row.flatMap((box) => (box.open ? childBoxes(tree, weights, box, scale, width) : [])) : [];
    }
  }
  return columns.finish();
}

/** From the root of the tree down to the direct caller. */
function callersOf(tree: CallTree, node: NodeIndex): number[] {
  const callers: number[] = [];
  for (let at = tree.parent[node]; at >= 0; at = tree.parent[at]) {
    callers.push(at);
  }
  return callers.reverse();
}

function childBoxes(tree: CallTree, { prefixSum }: Weights, parent: Box, scale: number, width: number): Box[] {
  const boxes: Box[] = [];
  const end = tree.subtreeEnd[parent.node];
  const start = prefixSum[parent.node + 1]; // where the first child begins
  const xOf = (node: NodeIndex) => parent.x0 + (prefixSum[node] - start) * scale;
  let child = parent.node + 1;
  if (parent.x0 < 0 && child < end) {
    child = siblingBeyond(tree, prefixSum, child, end, start - parent.x0 / scale);
  }
  while (child < end && xOf(child) < width) {
    const next = tree.subtreeEnd[child];
    const open = (prefixSum[next] - prefixSum[child]) * scale >= MIN_WIDTH;
    // A run is ended by the first sibling whose right edge lies a pixel further on.
    const stop = open
      ? next
      : Math.max(next, siblingBeyond(tree, prefixSum, child, end, prefixSum[child] + MIN_WIDTH / scale));
    const [x0, x1] = [xOf(child), xOf(stop)];
    if (x1 > Math.max(x0, 0)) {
      boxes.push({ node: child, x0, x1, merged: stop > next, open });
    }
    child = stop;
  }
  return boxes;
}

/** The first sibling from `child` on at whose end the running sum is above `sum`; `end`, where their caller ends, if there is none. */
function siblingBeyond(tree: CallTree, prefixSum: Float64Array, child: number, end: number, sum: number): number {
  const inside = bisectRight(prefixSum, sum, child + 1, end + 1) - 1; // the node that brings the sum above it
  if (inside >= end) {
    return end;
  }
  // Up from that node and along the siblings at once: neither a deep stack nor a million siblings is walked where the other way is short.
  let [up, along] = [inside, child];
  while (tree.level[up] > tree.level[child]) {
    if (tree.subtreeEnd[along] > inside) {
      return along;
    }
    up = tree.parent[up];
    along = tree.subtreeEnd[along];
  }
  return up;
}

/** Collects boxes row by row, from the first level on, and cuts them at the edges of the view. */
class BoxColumns {
  private readonly node: number[] = [];
  private readonly x0: number[] = [];
  private readonly x1: number[] = [];
  private readonly level: number[] = [];
  private readonly merged: number[] = [];
  private readonly rows: number[] = [0];

  constructor(
    private readonly tree: CallTree,
    private readonly width: number,
    private readonly firstLevel: number
  ) {}

  addRow(row: Box[], level: number): void {
    for (const { node, x0, x1, merged } of row) {
      this.node.push(node);
      this.x0.push(Math.max(x0, 0));
      this.x1.push(Math.min(x1, this.width));
      this.level.push(level);
      this.merged.push(merged ? 1 : 0);
    }
    this.rows.push(this.node.length);
  }

  finish(): Boxes {
    return {
      length: this.node.length,
      node: Int32Array.from(this.node),
      parent: Int32Array.from(this.node, (node) => this.tree.parent[node]),
      x0: Float64Array.from(this.x0),
      x1: Float64Array.from(this.x1),
      level: Int32Array.from(this.level),
      merged: Uint8Array.from(this.merged),
      firstLevel: this.firstLevel,
      rows: Int32Array.from(this.rows),
    };
  }
}

/** The range of a level's boxes; empty where the level is not laid out. */
function rowOf({ rows, firstLevel }: Boxes, level: number): [from: number, end: number] {
  const row = level - firstLevel;
  return row >= 0 && row + 1 < rows.length ? [rows[row], rows[row + 1]] : [0, 0];
}

/** The box at x on a level, or -1. A merged box is hit, too: its node is the first of the run. */
export function hitTest(boxes: Boxes, x: CssPixels, level: number): number {
  const [from, end] = rowOf(boxes, level);
  const box = bisectRight(boxes.x0, x, from, end) - 1;
  return box >= from && x < boxes.x1[box] ? box : -1;
}

/** The box that stands for a node, or -1 where it is out of view or in a merged box of others. */
export function boxOf(boxes: Boxes, tree: CallTree, node: NodeIndex): number {
  const [from, end] = rowOf(boxes, tree.level[node]);
  const box = bisectLeft(boxes.node, node, from, end);
  return box < end && boxes.node[box] === node ? box : -1;
}

/** The part of the root's width that a node takes. The root's callers take all of it. */
export function extentOf(tree: CallTree, weights: Weights, root: NodeIndex, node: NodeIndex): Span {
  const total = totalOf(tree, weights, root);
  if (total === 0 || node < root || node >= tree.subtreeEnd[root]) {
    return WHOLE;
  }
  const from = (leftOf(tree, weights, node) - leftOf(tree, weights, root)) / total;
  return { from, to: from + totalOf(tree, weights, node) / total };
}

/** Found levels: looking through a million nodes takes longer than drawing them, and a zoom leads back to where it came from. */
const deepestLevels = new WeakMap<Weights, Map<number, number>>();

/** Deepest level under `root` that has any weight: how far one can scroll. */
export function deepestLevel(tree: CallTree, weights: Weights, root: NodeIndex): number {
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
