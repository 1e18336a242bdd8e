import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isWhole, type Span, WHOLE } from '../../flamegraph';
import { useStable } from '../ui/useStable';

/** The part of the zoomed frame's width that is in view, and how it is changed. */
export interface HorizontalView {
  span: Span;
  /** The newest one, which may not be drawn yet: what the next event of a gesture goes on from. For events only. */
  now(): Span;
  set(span: Span): void;
}

/**
 * @param zoom names the frame that the graph is zoomed to: another one begins with all of its width, new data of the same one goes
 * on with the part that was in view
 */
export function useViewport(zoom: string): HorizontalView {
  const [shown, setShown] = useState({ zoom, span: WHOLE });
  if (shown.zoom !== zoom) {
    setShown({ zoom, span: WHOLE });
  }
  const span = shown.zoom === zoom ? shown.span : WHOLE;
  const wanted = useRef<Span>(undefined);
  const frame = useRef(0);
  const stop = () => {
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    wanted.current = undefined;
  };
  // What was wanted of one frame is not wanted of the next, and a graph that is gone is not drawn.
  useLayoutEffect(() => stop, [zoom]);
  const on = useStable({
    now: () => wanted.current ?? span,
    // Wheels and fingers report more often than the screen is drawn.
    set: (next: Span) => {
      wanted.current = isWhole(next) ? WHOLE : next;
      frame.current ||= requestAnimationFrame(() => {
        setShown({ zoom, span: wanted.current ?? WHOLE });
        stop();
      });
    },
  });
  return { span, ...on };
}

/** Whether a media query holds, now and when that changes. */
export function useMedia(query: string): boolean {
  const matches = () => window.matchMedia?.(query)?.matches ?? false;
  const [now, setNow] = useState(matches);
  useEffect(() => {
    const media = window.matchMedia?.(query);
    const update = () => setNow(media.matches);
    media?.addEventListener?.('change', update);
    return () => media?.removeEventListener?.('change', update);
  }, [query]);
  return now;
}
