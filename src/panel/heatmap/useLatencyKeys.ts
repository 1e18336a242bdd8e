import { type AbsoluteTimeRange } from '@grafana/data';
import React, { useState } from 'react';
import { type SpanBox } from '../grafana/tracedSpans';
import { type TimeScale } from '../ui/timePlot';
import { type DurationScale } from './latency';

/** The plot as the keyboard walks over it. */
export const COLUMNS = 48;
const ROWS = 12;

/** `row` 0 is that of the shortest durations. */
interface Cell {
  column: number;
  row: number;
}

interface LatencyKeysInput {
  x: TimeScale;
  y: DurationScale;
  height: number;
  /** As of useValueBrush; undefined: durations are not to be chosen. */
  factor: number | undefined;
  setCursor(time: number | undefined): void;
  onRange(range: AbsoluteTimeRange): void;
  onBox(box: SpanBox): void;
}

/** What the keyboard is on, or has marked: in ms, in the unit of the durations, and in CSS pixels. */
export interface Marked extends AbsoluteTimeRange {
  least: number;
  most: number;
  box: { x: number; y: number; width: number; height: number };
}

/**
 * The brush for the keyboard: arrows, Home and End walk, with Shift they mark from where they began. Enter or the space bar compares the requests
 * in what is marked with the faster ones; several columns of one row are a range of time. Escape takes the mark back.
 */
export function useLatencyKeys({ x, y, height, factor, setCursor, onRange, onBox }: LatencyKeysInput) {
  const [brush, setBrush] = useState<{ from: Cell; to: Cell }>();
  const to = brush?.to ?? { column: COLUMNS - 1, row: 0 };
  const from = brush?.from ?? to;
  const [first, last] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
  const [low, high] = factor ? [Math.min(from.row, to.row), Math.max(from.row, to.row)] : [0, ROWS - 1];
  const [, width] = x.range();
  const left = (column: number) => (width * column) / COLUMNS;
  const top = (row: number) => (height * (ROWS - row)) / ROWS;
  const marked: Marked = {
    from: x.invert(left(first)),
    to: x.invert(left(last + 1)),
    least: y.invert(top(low)),
    most: y.invert(top(high + 1)),
    box: { x: left(first), y: top(high + 1), width: left(last + 1) - left(first), height: top(low) - top(high + 1) },
  };
  const choose = () => {
    if (factor && (high > low || last === first)) {
      const { least, most } = marked;
      onBox({ from: marked.from, to: marked.to, least: least * factor, most: most * factor });
    } else if (last > first) {
      onRange({ from: marked.from, to: marked.to });
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const { key, shiftKey } = event;
    const column = { ArrowRight: to.column + 1, ArrowLeft: to.column - 1, Home: 0, End: COLUMNS - 1 }[key];
    const row = factor ? { ArrowUp: to.row + 1, ArrowDown: to.row - 1 }[key] : undefined;
    if (column !== undefined || row !== undefined) {
      const inside = (at: number, count: number) => Math.min(Math.max(at, 0), count - 1);
      const next = { column: inside(column ?? to.column, COLUMNS), row: inside(row ?? to.row, ROWS) };
      setBrush({ from: shiftKey ? from : next, to: next });
      setCursor(x.invert(left(next.column + 0.5)));
    } else if ((key === 'Enter' || key === ' ') && brush) {
      choose();
    } else if (key === 'Escape' && brush) {
      setBrush(undefined);
      setCursor(undefined);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { marked, isOn: brush !== undefined, column: to.column, onKeyDown, onBlur: () => setCursor(undefined) };
}
