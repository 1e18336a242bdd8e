import { type PointerEvent, useRef } from 'react';
import { brushed, isWhole, panned, type Span } from '../../flamegraph';
import { type HorizontalView } from './useViewport';

/** A hand does not hold still while it presses. CSS pixels, as operating systems have them for a mouse and for a finger. */
const STILL = { mouse: 4, touch: 10 };
/** A narrower brush was not meant to be one. CSS pixels. */
const NARROWEST_BRUSH = 4;

export interface DragInput {
  width: number;
  viewport: HorizontalView;
  /** CSS pixels that the graph is scrolled down by. */
  scrollTop(): number;
  dragTo(scrollTop: number): void;
  /** The range that is brushed, in CSS pixels of the graph; undefined when none is. */
  onBrush(range: [from: number, to: number] | undefined): void;
}

interface Press {
  x: number;
  y: number;
  /** Of the graph, on the page. */
  left: number;
  span: Span;
  scrollTop: number;
  kind?: 'pan' | 'brush' | 'none';
}

/** A press that moves: it pans a graph of which a part is in view, else it brushes the part that is to be. A drag is not a click. */
export function useDrag({ width, viewport, scrollTop, dragTo, onBrush }: DragInput) {
  const press = useRef<Press>(undefined);
  const moved = useRef(false);
  const begin = (from: Press, event: PointerEvent) => {
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    const touch = event.pointerType === 'touch';
    if (Math.hypot(x, y) >= STILL[touch ? 'touch' : 'mouse']) {
      moved.current = true;
      // A finger that moves over all of the graph scrolls; the browser does that.
      from.kind = !isWhole(from.span) ? 'pan' : touch ? 'none' : 'brush';
      event.currentTarget.setPointerCapture?.(event.pointerId);
    }
  };
  const end = () => {
    press.current = undefined;
    onBrush(undefined);
  };
  return {
    down(event: PointerEvent) {
      moved.current = false;
      press.current = {
        x: event.clientX,
        y: event.clientY,
        left: event.currentTarget.getBoundingClientRect().left,
        span: viewport.now(),
        scrollTop: scrollTop(),
      };
    },
    /** Gives true while something is pressed. */
    move(event: PointerEvent): boolean {
      const from = event.buttons === 0 ? undefined : press.current;
      if (!from) {
        press.current = undefined;
        return false;
      }
      if (!from.kind) {
        begin(from, event);
      }
      if (from.kind === 'brush') {
        onBrush([from.x - from.left, event.clientX - from.left]);
      } else if (from.kind === 'pan') {
        viewport.set(panned(from.span, (from.x - event.clientX) / width));
        if (event.pointerType !== 'touch') {
          dragTo(from.scrollTop + from.y - event.clientY);
        }
      }
      return true;
    },
    up(event: PointerEvent) {
      const from = press.current;
      if (from?.kind === 'brush' && Math.abs(event.clientX - from.x) >= NARROWEST_BRUSH) {
        viewport.set(brushed(from.span, (from.x - from.left) / width, (event.clientX - from.left) / width));
      }
      end();
    },
    /** The browser took the gesture over, or it became another one. */
    cancel() {
      moved.current = true;
      end();
    },
    /** Whether the click that comes now ends a drag. */
    wasDrag: () => moved.current,
  };
}
