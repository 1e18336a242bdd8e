import { type AbsoluteTimeRange, DataHoverClearEvent, DataHoverEvent, type EventBus } from '@grafana/data';
import { least, type ScaleLinear } from 'd3';
import React, { useEffect, useRef, useState } from 'react';
import { type Annotation } from '../grafana/annotations';

/** From time in ms to CSS pixels of a plot; the inverse stays in the range. */
export type TimeScale = ScaleLinear<number, number>;

/** Narrower strips have less beside the plot. */
const NARROW = 620;
/** CSS pixels of the words on the left and of the figures on the right. */
const SIDES = { wide: { left: 168, right: 236 }, narrow: { left: 152, right: 120 } };
const MIN_PLOT = 20;

/** How a strip of so many CSS pixels is divided, so that the plots of all strips stand below each other. */
export function plotIn(width: number): { narrow: boolean; left: number; right: number; plot: number } {
  const narrow = width < NARROW;
  const { left, right } = narrow ? SIDES.narrow : SIDES.wide;
  return { narrow, left, right, plot: Math.max(MIN_PLOT, width - left - right) };
}

/** A shorter drag is a click. */
const MIN_DRAG = 4;
/** So near to an annotation, in CSS pixels, a click means it. */
const NEAR = 5;

/** The time that the pointer stands on, here or in another panel of the dashboard; our own events come back and are passed over. */
export function useCrosshair(eventBus: EventBus) {
  const [cursor, setCursor] = useState<number>();
  useEffect(() => {
    const hover = eventBus.getStream(DataHoverEvent).subscribe((event) => {
      const time = event.payload.point?.time;
      if (event.origin !== eventBus && typeof time === 'number') {
        setCursor(time);
      }
    });
    const clear = eventBus.getStream(DataHoverClearEvent).subscribe((event) => {
      if (event.origin !== eventBus) {
        setCursor(undefined);
      }
    });
    return () => {
      hover.unsubscribe();
      clear.unsubscribe();
    };
  }, [eventBus]);
  return [cursor, setCursor] as const;
}

/** In pixels of the plot. */
export interface Drag {
  start: number;
  end: number;
}

interface PlotPointerInput {
  eventBus: EventBus;
  onRange(range: AbsoluteTimeRange): void;
  /** A drag with Shift. */
  onWindow(range: AbsoluteTimeRange): void;
  /** A click on an annotation. */
  onAnnotation(time: number): void;
  /** A click elsewhere. */
  onClick?(time: number): void;
  scale: TimeScale;
  left: number;
  markAt(x: number): Annotation | undefined;
  setCursor(time: number | undefined): void;
}

/** The annotation that a pointer at x of the plot means. */
export function nearestMark(marks: Annotation[], scale: TimeScale, x: number): Annotation | undefined {
  const [from, to] = scale.domain();
  const distance = ({ time }: Annotation) => Math.abs(scale(time) - x);
  const near = marks.filter((mark) => mark.time > from && mark.time < to && distance(mark) <= NEAR);
  return least(near, (a, b) => distance(a) - distance(b));
}

/** A move sets the crosshair here and elsewhere; a click compares around an annotation; a drag sets the range, with Shift it marks a window to compare. */
export function usePlotPointer({
  eventBus,
  onRange,
  onWindow,
  onAnnotation,
  onClick,
  scale,
  left,
  markAt,
  setCursor,
}: PlotPointerInput) {
  const area = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const [, plot] = scale.range();
  const xOf = (event: React.PointerEvent) => event.clientX - (area.current?.getBoundingClientRect().left ?? 0) - left;
  const isInside = (x: number) => x >= 0 && x <= plot;
  const handlers = {
    onPointerDown: (event: React.PointerEvent) => {
      const x = xOf(event);
      if (isInside(x) && event.button === 0) {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ start: x, end: x });
      }
    },
    onPointerMove: (event: React.PointerEvent) => {
      const x = xOf(event);
      if (drag) {
        setDrag({ ...drag, end: Math.min(Math.max(x, 0), plot) });
      }
      if (isInside(x)) {
        const time = scale.invert(x);
        setCursor(time);
        eventBus.publish(new DataHoverEvent({ point: { time } }));
      }
    },
    onPointerUp: (event: React.PointerEvent) => {
      if (drag && Math.abs(drag.end - drag.start) > MIN_DRAG) {
        const [begin, end] = [drag.start, drag.end].sort((a, b) => a - b).map((x) => Math.round(scale.invert(x)));
        (event.shiftKey ? onWindow : onRange)({ from: begin, to: end });
      } else {
        const meant = drag && markAt(drag.end);
        if (meant) {
          onAnnotation(meant.time);
        } else if (drag) {
          onClick?.(scale.invert(drag.end));
        }
      }
      setDrag(undefined);
    },
    onPointerLeave: () => {
      setCursor(undefined);
      eventBus.publish(new DataHoverClearEvent());
    },
  };
  return { area, drag, handlers, cancel: () => setDrag(undefined) };
}
