import { type RefObject, useEffect } from 'react';
import { isWhole, panned, zoomed } from '../../flamegraph';
import { useStable } from '../ui/useStable';
import { type HorizontalView } from './useViewport';

/** Doublings of the part in view per pixel of wheel: d3-zoom's figure for a pinch on a trackpad, which comes as ctrl + wheel. */
const DOUBLINGS = 0.02;
/** A notch of a mouse wheel is 100 pixels and more: it is no more than this. */
const MOST_DOUBLINGS = 0.5;
/** Pixels per line and per page, where a browser counts the wheel in them. */
const UNIT = [1, 16, 400];

/**
 * Ctrl or ⌘ + wheel zooms at the pointer, a sideways wheel pans what is zoomed. Any other wheel is the scroller's and, where that has
 * nothing to scroll, the dashboard's. Two fingers do not scale the page.
 */
export function useWheel(surface: RefObject<HTMLDivElement | null>, width: number, viewport: HorizontalView): void {
  const on = useStable({
    wheel: (event: WheelEvent) => {
      const unit = UNIT[event.deltaMode] ?? 1;
      if (event.ctrlKey || event.metaKey) {
        const rect = surface.current!.getBoundingClientRect();
        const doublings = Math.max(-MOST_DOUBLINGS, Math.min(MOST_DOUBLINGS, event.deltaY * unit * DOUBLINGS));
        viewport.set(zoomed(viewport.now(), (event.clientX - rect.left) / width, 2 ** doublings));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && !isWhole(viewport.now())) {
        viewport.set(panned(viewport.now(), (event.deltaX * unit) / width));
      } else {
        return;
      }
      event.preventDefault();
    },
    touchMove: (event: TouchEvent) => {
      if (event.touches.length > 1 && event.cancelable) {
        event.preventDefault();
      }
    },
  });
  useEffect(() => {
    // React listens passively to both: the page would scale with the graph.
    const { current } = surface;
    current?.addEventListener('wheel', on.wheel, { passive: false });
    current?.addEventListener('touchmove', on.touchMove, { passive: false });
    return () => {
      current?.removeEventListener('wheel', on.wheel);
      current?.removeEventListener('touchmove', on.touchMove);
    };
  }, [surface, on]);
}
