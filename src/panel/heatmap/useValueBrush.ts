import React, { useState } from 'react';
import { unitOf } from '../../profile';
import { type Exemplar } from '../grafana/exemplars';
import { type LatencyCells } from '../grafana/latencyCells';
import { type SpanBox } from '../grafana/tracedSpans';
import { type TimeScale } from '../ui/timePlot';
import { type DurationScale } from './latency';

/** CSS pixels: of the durations on the left, and the line that says what is pointed at. */
export const SIDE = 64;
export const HEAD = 16;

/** Of the first so many pixels of a drag the larger direction tells what it is over: values or time. */
const TELLING = 6;

/** ns of one unit of the durations that are drawn; undefined: there is no exemplar to choose, or they are no times. */
export function durationFactor(heatmaps: LatencyCells[], exemplars: Exemplar[]): number | undefined {
  const { kind, factor } = unitOf(heatmaps[0]?.field.config.unit);
  return exemplars.length && kind === 'time' ? factor : undefined;
}

interface ValueBrushInput {
  x: TimeScale;
  y: DurationScale;
  factor: number | undefined;
  /** Ends the drag over time that the same pointer has begun. */
  cancel(): void;
  onBox(box: SpanBox): void;
}

type Handlers = Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp', (event: React.PointerEvent) => void>;

const isOnPlot = ({ clientX, currentTarget }: React.PointerEvent): boolean =>
  clientX - currentTarget.getBoundingClientRect().left >= SIDE;

interface Brush {
  from: [x: number, y: number];
  to: [x: number, y: number];
  /** Which way it began. */
  over?: 'time' | 'values';
}

/** A drag that begins upwards or downwards is over durations: the requests in its box are the slow ones. Others are over time, as on all strips. */
export function useValueBrush({ x, y, factor, cancel, onBox }: ValueBrushInput) {
  const [brush, setBrush] = useState<Brush>();
  const [, width] = x.range();
  const at = ({ clientX, clientY, currentTarget }: React.PointerEvent): [number, number] => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return [Math.min(Math.max(clientX - left - SIDE, 0), width), Math.max(clientY - top - HEAD, 0)];
  };
  const sides = (place: 0 | 1) => (brush ? [brush.from[place], brush.to[place]].sort((a, b) => a - b) : [0, 0]);
  const [left, right] = sides(0);
  const [top, bottom] = sides(1);
  const isOn = brush?.over === 'values';
  const around = <T extends Handlers>(handlers: T): T & { onPointerCancel(): void } => ({
    ...handlers,
    onPointerDown: (event: React.PointerEvent) => {
      // The drag over time holds on to the pointer there alone.
      if (factor && event.button === 0 && !event.shiftKey && isOnPlot(event)) {
        setBrush({ from: at(event), to: at(event) });
      }
      handlers.onPointerDown(event);
    },
    onPointerMove: (event: React.PointerEvent) => {
      handlers.onPointerMove(event);
      if (!brush) {
        return;
      }
      const to = at(event);
      const [dx, dy] = [Math.abs(to[0] - brush.from[0]), Math.abs(to[1] - brush.from[1])];
      const over = brush.over ?? (Math.max(dx, dy) < TELLING ? undefined : dy > dx ? 'values' : 'time');
      setBrush({ ...brush, to, over });
      if (over === 'values') {
        cancel();
      }
    },
    onPointerUp: (event: React.PointerEvent) => {
      setBrush(undefined);
      if (isOn && factor) {
        onBox({
          from: x.invert(left),
          to: x.invert(right),
          least: y.invert(bottom) * factor,
          most: y.invert(top) * factor,
        });
      } else {
        handlers.onPointerUp(event);
      }
    },
    onPointerCancel: () => {
      setBrush(undefined);
      cancel();
    },
  });
  const box = isOn ? { x: left, y: top, width: right - left, height: bottom - top } : undefined;
  return { factor, box, around };
}
