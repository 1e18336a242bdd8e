import { type KeyboardEvent, type RefObject } from 'react';
import {
  type CssPixels,
  extentOf,
  type Geometry,
  panned,
  revealing,
  rowTop,
  type Span,
  WHOLE,
  zoomed,
} from '../../flamegraph';
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
  onMenu(node: number, x: CssPixels, y: CssPixels): void;
  onReset(): void;
}

/** Where an arrow leads to. Where the cursor would stand above the first row it goes to the first frame of that row. */
function stepFrom({ tree, weights, lowest, cursor }: KeyboardInput, at: number, direction: Direction): number {
  const next = neighbour(tree, weights, at, direction);
  if (tree.level[next] >= lowest) {
    return next;
  }
  return cursor === undefined ? neighbour(tree, weights, next, 'down') : at;
}

/** Where a frame's lower left corner is on the page, or the nearest place in the graph. */
function placeOf(
  { tree, weights, root, surface }: KeyboardInput,
  node: number,
  { from, to }: Span,
  geometry: Geometry
) {
  const { width, height, rowHeight } = geometry;
  const rect = surface.current!.getBoundingClientRect();
  const left = ((extentOf(tree, weights, root, node).from - from) / (to - from)) * width;
  const top = rowTop(geometry, tree.level[node]);
  return {
    x: rect.left + Math.min(Math.max(left, 0), width - INDENT) + INDENT,
    y: rect.top + Math.min(Math.max(top, 0), height - rowHeight) + rowHeight,
  };
}

/** Moves the cursor, brings it into view and puts the tooltip beside it. */
function walk(input: KeyboardInput, at: number, direction: Direction) {
  const { tree, weights, root, viewport, hover, graph } = input;
  const node = stepFrom(input, at, direction);
  const span = revealing(viewport.now(), extentOf(tree, weights, root, node));
  if (span !== viewport.now()) {
    viewport.set(span);
  }
  input.onCursor(node);
  const place = placeOf(input, node, span, input.reveal(tree.level[node]));
  hover.setGraph(tree, { node, merged: false, ...place, graph });
}

/** In the middle of what W and S zoom, as a share of the graph's width: the pointer, or the frame that the keyboard stands on. */
function middleOfZoom({ tree, weights, root, viewport, pointerX, geometry }: KeyboardInput, at: number): number {
  if (pointerX.current !== undefined) {
    return pointerX.current / geometry.width;
  }
  const { from, to } = viewport.now();
  const frame = extentOf(tree, weights, root, at);
  return Math.min(1, Math.max(0, ((frame.from + frame.to) / 2 - from) / (to - from)));
}

/** Arrows walk, Enter zooms, Backspace goes back, Escape and Home show all; W A S D zoom and pan, by their place on the keyboard. */
export function useKeyboard(input: KeyboardInput) {
  const { tree, root, flame, viewport, geometry, hover, onZoom } = input;
  const at = input.cursor ?? root;
  const leave = () => {
    input.onCursor(undefined);
    hover.setGraph(tree, undefined);
  };
  const zoom = (factor: number) => viewport.set(zoomed(viewport.now(), middleOfZoom(input, at), factor));
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
      const action = arrow
        ? () => walk(input, at, flame ? TURNED[arrow] : arrow)
        : (actions[event.key] ?? actions[event.code]);
      if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
        action();
        event.preventDefault();
        event.stopPropagation();
      }
    },
    /** Opens the menu at the frame that the keyboard stands on. Gives false where that is the root, which has none. */
    openMenu(): boolean {
      if (at > 0) {
        const { x, y } = placeOf(input, at, viewport.now(), geometry);
        hover.setGraph(tree, undefined);
        input.onMenu(at, x, y);
      }
      return at > 0;
    },
  };
}
