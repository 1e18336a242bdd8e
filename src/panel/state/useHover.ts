import { type ReactNode, useSyncExternalStore } from 'react';
import { type CallTree } from '../../profile';
import { sameFrame } from '../model/framePaths';

/** What pointer, finger or keyboard stand on in a graph. */
export interface Hover {
  node: number;
  /** The box stands for a run of siblings too narrow to draw; `node` is the first of them. */
  merged: boolean;
  /** Of the pointer, or of the box that the keyboard stands on. CSS pixels from the page's visible corner, as in `clientX`. */
  x: number;
  y: number;
  /** Which of the graphs side by side. */
  graph: number;
}

export interface Hovered {
  graph?: Hover;
  /** The row of a list under the pointer: it has no place in the graph but its box. */
  list?: { node: number };
}

/**
 * What is hovered, outside of React's state: a pointer move renders only what asked for it by useHovered, not the panel.
 * What was set on one tree is, on the tree of the next data, the same frame, and gone where that is gone.
 */
export interface HoverStore {
  setGraph(tree: CallTree, hover: Hover | undefined): void;
  setList(tree: CallTree, node: number | undefined): void;
  clear(): void;
  /** The same object until something is set, or another tree is asked for. */
  on(tree: CallTree): Hovered;
  subscribe(listener: () => void): () => void;
}

const NOTHING: Hovered = {};

export function createHoverStore(): HoverStore {
  const listeners = new Set<() => void>();
  let kept: { tree?: CallTree; hovered: Hovered } = { hovered: NOTHING };
  let found = kept; // on the tree that was last asked for
  const put = (tree: CallTree | undefined, hovered: Hovered) => {
    found = kept = { tree, hovered };
    listeners.forEach((listener) => listener());
  };
  const on = (tree: CallTree): Hovered => {
    if (found.tree !== tree) {
      found = { tree, hovered: kept.tree ? onTree(tree, kept.tree, kept.hovered) : kept.hovered };
    }
    return found.hovered;
  };
  return {
    on,
    setGraph(tree, graph) {
      const before = on(tree);
      if (graph || before.graph) {
        put(tree, { ...before, graph });
      }
    },
    setList(tree, node) {
      const before = on(tree);
      if (node !== before.list?.node) {
        put(tree, { ...before, list: node === undefined ? undefined : { node } });
      }
    },
    clear() {
      if (kept.hovered.graph || kept.hovered.list) {
        put(undefined, NOTHING);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function onTree(tree: CallTree, other: CallTree, { graph, list }: Hovered): Hovered {
  const moved = <T extends { node: number }>(value: T | undefined): T | undefined => {
    const node = value && sameFrame(tree, other, value.node);
    return value && node !== undefined ? { ...value, node } : undefined;
  };
  return { graph: moved(graph), list: moved(list) };
}

/**
 * A part of what is hovered; only another one renders again.
 * @param select gives a number, text or boolean, or an object that is in `Hovered`: a new object would be another one each time
 */
export const useHovered = <T>(store: HoverStore, tree: CallTree, select: (hovered: Hovered) => T): T =>
  useSyncExternalStore(store.subscribe, () => select(store.on(tree)));

/** The frame to be marked in graphs and lists; -1: none. A merged box is of many frames, so that none is. */
export const markedNode = ({ graph, list }: Hovered): number =>
  graph && !graph.merged ? graph.node : (list?.node ?? -1);

/** Renders its children, and nothing around them, when what they show of the hovered frame changes. */
export function Hovering<T>(props: {
  store: HoverStore;
  tree: CallTree;
  select(hovered: Hovered): T;
  children(selected: T): ReactNode;
}): ReactNode {
  return props.children(useHovered(props.store, props.tree, props.select));
}
