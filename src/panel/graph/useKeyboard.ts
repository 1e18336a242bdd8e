import { type KeyboardEvent, type RefObject } from 'react';
import { extentOf, type Geometry, panned, revealing, rowTop, type Span, WHOLE, zoomed } from '../../flamegraph';
import { type CallTree, type Weights } from '../../profile';
import { type HoverStore } from '../state/useHover';
import { type Direction, neighbour } from './neighbour';
import { type HorizontalView } from './useViewport';

const ARROWS: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};
const TURNED: Record<Direction, Direction> = { up: 'down', down: 'up', left: 'left', right: 'right' };
/** A press of W or S, and of A or D as a share of what is in view. */
const ZOOM_STEP = 1.5;
const PAN_STEP = 0.15;
/** Of what is shown beside a frame, from its left edge. CSS pixels. */
const INDENT = 8;

export interface KeyboardInput {
  tree: CallTree;
  weights: Weights;
  root: number;
  flame: boolean;
  /** The level of the first row: the cursor does not go above it. */
  lowest: number;
  /** The frame that the keyboard stands on, once it has moved. */
  cursor: number | undefined;
  onCursor(node: number | undefined): void;
  surface: RefObject<HTMLDivElement | null>;
  pointerX: { current: number | undefined };
  viewport: HorizontalView;
  geometry: Geometry;
  reveal(level: number): Geometry;
  hover: HoverStore;
  graph: number;
  onZoom(node: number): void;
  onMenu(node: number, x: number, y: number): void;
  onReset(): void;
}

/** Arrows walk, Enter zooms, Backspace goes back, Escape and Home show all; W A S D zoom and pan, by their place on the keyboard. */
export function useKeyboard(input: KeyboardInput) {
  const { tree, weights, root, flame, lowest, cursor, viewport, geometry, hover, onZoom } = input;
  const at = cursor ?? root;
  /** Where a frame's lower left corner is on the page, or the nearest place in the graph. */
  const placeOf = (node: number, { from, to }: Span, g: Geometry) => {
    const rect = input.surface.current!.getBoundingClientRect();
    const left = ((extentOf(tree, weights, root, node).from - from) / (to - from)) * g.width;
    const top = Math.min(Math.max(rowTop(g, tree.level[node]), 0), g.height - g.rowHeight);
    return { x: rect.left + Math.min(Math.max(left, 0), g.width - INDENT) + INDENT, y: rect.top + top + g.rowHeight };
  };
  const walk = (direction: Direction) => {
    const next = neighbour(tree, weights, at, direction);
    // Where the cursor would stand above the first row it goes to the first frame of that row.
    const node = tree.level[next] >= lowest ? next : cursor === undefined ? neighbour(tree, weights, next, 'down') : at;
    const span = revealing(viewport.now(), extentOf(tree, weights, root, node));
    if (span !== viewport.now()) {
      viewport.set(span);
    }
    input.onCursor(node);
    const place = placeOf(node, span, input.reveal(tree.level[node]));
    hover.setGraph(tree, { node, merged: false, ...place, graph: input.graph });
  };
  const leave = () => {
    input.onCursor(undefined);
    hover.setGraph(tree, undefined);
  };
  /** In the middle of what W and S zoom: the pointer, or the frame that the keyboard stands on. */
  const focus = () => {
    const { from, to } = viewport.now();
    const frame = extentOf(tree, weights, root, at);
    return input.pointerX.current !== undefined
      ? input.pointerX.current / geometry.width
      : Math.min(1, Math.max(0, ((frame.from + frame.to) / 2 - from) / (to - from)));
  };
  const zoom = (factor: number) => viewport.set(zoomed(viewport.now(), focus(), factor));
  const pan = (by: number) => viewport.set(panned(viewport.now(), by));
  const reset = () => {
    input.onReset();
    leave();
  };
  const enter = () => {
    hover.setGraph(tree, undefined);
    onZoom(at);
  };
  const actions: Record<string, () => void> = {
    Enter: enter,
    ' ': enter,
    Escape: reset,
    Home: reset,
    Backspace: () => {
      viewport.set(WHOLE);
      onZoom(Math.max(0, tree.parent[root]));
      leave();
    },
    KeyW: () => zoom(1 / ZOOM_STEP),
    KeyS: () => zoom(ZOOM_STEP),
    KeyA: () => pan(-PAN_STEP),
    KeyD: () => pan(PAN_STEP),
  };
  return {
    onKeyDown(event: KeyboardEvent) {
      const arrow = ARROWS[event.key];
      const action = arrow ? () => walk(flame ? TURNED[arrow] : arrow) : (actions[event.key] ?? actions[event.code]);
      if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
        action();
        event.preventDefault();
        event.stopPropagation();
      }
    },
    /** Opens the menu at the frame that the keyboard stands on. Gives false where that is the root, which has none. */
    openMenu(): boolean {
      if (at > 0) {
        const { x, y } = placeOf(at, viewport.now(), geometry);
        hover.setGraph(tree, undefined);
        input.onMenu(at, x, y);
      }
      return at > 0;
    },
  };
}
