import { type CallTree, pathNames, totalOf, type Weights } from '../../profile/index';
import { foldedLibrary, type Metric } from '../../analysis/index';
import { type Measure } from '../model/comparison';
import { type Mode } from '../options/options';

/** What the viewer did. Kept by names, not nodes, so that it survives a refresh with new data. */
export interface ViewState {
  mode?: Mode;
  /** Names from the root's child down to the zoomed frame. */
  zoom: string[];
  search: string;
  /** Category that the graph is filtered to; see FILTERS. */
  category?: number;
  /** The counter that frames are coloured by. */
  colorBy?: Metric;
  /** Name of the function whose callers and callees are shown instead of the graph. */
  sandwich?: string;
  /** What the list beside the graph shows. */
  list?: ListKind;
  /** What the Changed mode measures in. */
  measure?: Measure;
  /** The list takes the place of the graph. */
  listReplacesGraph?: boolean;
}

export const LISTS = ['sites', 'functions', 'tree'] as const;
export type ListKind = (typeof LISTS)[number];

export const INITIAL_VIEW: ViewState = { zoom: [], search: '' };

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
export function sameFrame(tree: CallTree, other: CallTree, node: number): number | undefined {
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

function childNamed(tree: CallTree, node: number, name: string): number {
  for (let child = node + 1; child < tree.subtreeEnd[node]; child = tree.subtreeEnd[child]) {
    if (tree.symbols[tree.symbol[child]].name === name) {
      return child;
    }
  }
  return -1;
}

/** The callee of that name behind a bar of folded frames; the node itself where there is none. */
function throughBar(tree: CallTree, node: number, name: string): number {
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
