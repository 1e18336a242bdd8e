import { type MouseEvent, type PointerEvent, useRef } from 'react';
import { type Boxes, type CssPixels, type Geometry, hitTest, levelAt } from '../../flamegraph';
import { type CallTree } from '../../profile';
import { type HoverStore } from '../state/useHover';
import { useDrag, type DragInput } from './useDrag';
import { usePinch } from './usePinch';

export interface PointerInput extends DragInput {
  tree: CallTree;
  boxes: Boxes;
  geometry: Geometry;
  hover: HoverStore;
  graph: number;
  onZoom(node: number): void;
  onMenu(node: number, x: CssPixels, y: CssPixels): void;
  /** All of the graph again. */
  onReset(): void;
  /** The menu key was pressed. Gives true where the keyboard stands on a frame. */
  onKeyMenu(): boolean;
}

/** What mouse and fingers do on the graph. `pointerX` is where the mouse is, in CSS pixels of the graph; undefined where it is not on it. */
export function usePointer(input: PointerInput) {
  const drag = useDrag(input);
  const pinch = usePinch(input.width, input.viewport);
  const pointerX = useRef<number>(undefined);
  const target = targetOf(input);
  const { hitBy, stand, leave } = target;
  const { press, clickHandlers } = useClicks(input, target, drag.wasDrag);
  return {
    pointerX,
    handlers: {
      ...clickHandlers,
      onPointerDown(event: PointerEvent) {
        press(event.pointerType === 'touch' ? 'touch' : 'mouse');
        if (pinch.down(event)) {
          drag.cancel();
          leave();
        } else if (event.button === 0) {
          drag.down(event);
        }
      },
      onPointerMove(event: PointerEvent) {
        if (pinch.move(event)) {
          return;
        }
        if (drag.move(event)) {
          if (drag.wasDrag()) {
            leave();
          }
        } else if (event.pointerType !== 'touch') {
          pointerX.current = event.clientX - event.currentTarget.getBoundingClientRect().left;
          stand(hitBy(event), event);
        }
      },
      onPointerUp(event: PointerEvent) {
        pinch.up(event);
        drag.up(event);
      },
      onPointerCancel(event: PointerEvent) {
        pinch.up(event);
        drag.cancel();
      },
      onPointerLeave(event: PointerEvent) {
        // A finger leaves when it is lifted: what it tapped stays.
        if (event.pointerType !== 'touch') {
          pointerX.current = undefined;
          leave();
        }
      },
    },
  };
}

/** Which box an event is on (-1: none), and the frame that the tooltip speaks of. */
function targetOf({ tree, boxes, geometry, hover, graph }: PointerInput) {
  return {
    hitBy(event: MouseEvent): number {
      const rect = event.currentTarget.getBoundingClientRect();
      return hitTest(boxes, event.clientX - rect.left, levelAt(geometry, event.clientY - rect.top));
    },
    stand: (box: number, event: MouseEvent) =>
      hover.setGraph(
        tree,
        box < 0
          ? undefined
          : { node: boxes.node[box], merged: boxes.merged[box] === 1, x: event.clientX, y: event.clientY, graph }
      ),
    leave: () => hover.setGraph(tree, undefined),
    /** Whether the tooltip speaks of this box already. */
    isStood(box: number): boolean {
      const { graph: before } = hover.on(tree);
      return before?.graph === graph && before.node === boxes.node[box];
    },
  };
}

/** A click zooms; a finger's first tap shows the tooltip and its second one zooms. */
function useClicks(
  { boxes, onZoom, onMenu, onReset, onKeyMenu }: PointerInput,
  { hitBy, stand, leave, isStood }: ReturnType<typeof targetOf>,
  wasDrag: () => boolean
) {
  // A click does not say everywhere what made it, and a context menu may come from a key.
  const pressed = useRef<'mouse' | 'touch' | 'key'>('mouse');
  const clickHandlers = {
    onKeyDownCapture: () => void (pressed.current = 'key'),
    onClick(event: MouseEvent) {
      const box = wasDrag() ? -1 : hitBy(event);
      if (pressed.current === 'touch') {
        if (!wasDrag() && (box < 0 || !isStood(box))) {
          stand(box, event);
          return;
        }
      } else if (event.detail > 1) {
        return; // the second click of two is the double click's
      }
      if (box >= 0) {
        leave();
        onZoom(boxes.node[box]);
      }
    },
    onDoubleClick() {
      if (pressed.current !== 'touch') {
        onReset();
      }
    },
    onContextMenu(event: MouseEvent) {
      if (pressed.current === 'key') {
        if (onKeyMenu()) {
          event.preventDefault();
        }
        return;
      }
      const box = hitBy(event);
      if (box >= 0 && boxes.node[box] > 0) {
        event.preventDefault();
        leave();
        onMenu(boxes.node[box], event.clientX, event.clientY);
      }
    },
  };
  return { press: (by: 'mouse' | 'touch') => void (pressed.current = by), clickHandlers };
}
