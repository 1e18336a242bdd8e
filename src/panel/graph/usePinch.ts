import { type PointerEvent, useRef } from 'react';
import { panned, type Span, zoomed } from '../../flamegraph';
import { type HorizontalView } from './useViewport';

interface Point {
  x: number;
  y: number;
}

/** Two fingers zoom the graph's width around the point between them, and move it. */
export function usePinch(width: number, viewport: HorizontalView) {
  const fingers = useRef(new Map<number, Point>());
  const start = useRef<{ span: Span; distance: number; middle: number }>(undefined);
  const measure = () => {
    const [a, b] = fingers.current.values();
    return { distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)), middle: (a.x + b.x) / 2 };
  };
  const put = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    fingers.current.set(event.pointerId, { x: event.clientX - left, y: event.clientY - top });
  };
  return {
    /** Gives true when two fingers are down. */
    down(event: PointerEvent): boolean {
      if (event.pointerType === 'touch') {
        put(event);
      }
      start.current = fingers.current.size === 2 ? { span: viewport.now(), ...measure() } : undefined;
      return start.current !== undefined;
    },
    /** Gives true while two fingers are down. */
    move(event: PointerEvent): boolean {
      if (!start.current || !fingers.current.has(event.pointerId)) {
        return false;
      }
      put(event);
      const { span, distance, middle } = start.current;
      const now = measure();
      const wide = zoomed(span, middle / width, distance / now.distance);
      viewport.set(panned(wide, (middle - now.middle) / width));
      return true;
    },
    up(event: PointerEvent) {
      fingers.current.delete(event.pointerId);
      start.current = undefined;
    },
  };
}
