import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type TimeSpan } from '../../prepare';
import { t } from '../grafana/translate';
import { scaledContext, useDevicePixelRatio, useRestored } from '../ui/canvas';
import { dimming } from '../ui/palette';
import { cellCount, type HeatGrid, piecesOf, rectangleOf, spanOf } from './grid';
import { cellBox, paintCells, shadesOf, type Size } from './paint';
import { type Heat } from './useHeat';

export interface HeatPlotProps extends Size {
  heat: Heat;
  /** Of a full cell. */
  fill: string;
  /** The times that the graph is of; undefined: all. */
  times: TimeSpan[] | undefined;
  /** What a cell is, in words. */
  describe(cell: number): string;
  onTimes(times: TimeSpan[] | undefined): void;
  /** The cell under the pointer, or where the keyboard is. */
  onPoint(cell: number | undefined): void;
}

/** From one cell to another; with Shift only their rows in each column. */
interface Brush {
  start: number;
  end: number;
  rectangle: boolean;
}

const timesOf = (grid: HeatGrid, { start, end, rectangle }: Brush): TimeSpan[] =>
  rectangle ? rectangleOf(grid, start, end) : spanOf(grid, start, end);

/** The cells on a canvas. A drag chooses times, with Shift the same rows of every column; arrows, Shift + arrows and Enter do the same. */
export function HeatPlot(props: HeatPlotProps) {
  const { heat, fill, times, width, height, describe, onTimes, onPoint } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = useDevicePixelRatio();
  const restored = useRestored(canvas);
  const [brush, setBrush] = useState<Brush>();
  const { grid } = heat;
  useLayoutEffect(() => {
    const ctx = scaledContext(canvas.current, width, height, ratio);
    const { primary, secondary } = theme.colors.background;
    if (ctx) {
      paintCells(ctx, heat, { width, height }, shadesOf(primary, fill, secondary, dimming(theme).opacity));
    }
  }, [heat, fill, width, height, theme, ratio, restored]);
  const chosen = brush ? timesOf(grid, brush) : times;
  const pieces = useMemo(() => chosen && piecesOf(grid, chosen), [grid, chosen]);
  const keyboard = useKeys(props);
  const cellOf = (event: React.PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * grid.columns);
    const row = Math.floor((1 - (event.clientY - top) / height) * grid.rows);
    const inside = (at: number, count: number) => Math.min(count - 1, Math.max(0, at));
    return inside(column, grid.columns) * grid.rows + inside(row, grid.rows);
  };
  return (
    <div
      className={styles.plot}
      style={{ width, height }}
      role="slider"
      tabIndex={0}
      aria-label={t('Times of the heat map')}
      aria-valuemin={0}
      aria-valuemax={cellCount(grid) - 1}
      aria-valuenow={keyboard.cell}
      aria-valuetext={describe(keyboard.cell)}
      data-testid="dualflame-heatmap-plot"
      onKeyDown={keyboard.onKeyDown}
      onBlur={() => onPoint(undefined)}
      onPointerDown={(event) => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          setBrush({ start: cellOf(event), end: cellOf(event), rectangle: event.shiftKey });
        }
      }}
      onPointerMove={(event) => {
        const cell = cellOf(event);
        onPoint(cell);
        setBrush((old) => old && { ...old, end: cell });
      }}
      onPointerUp={() => {
        if (brush) {
          onTimes(timesOf(grid, brush));
        }
        setBrush(undefined);
      }}
      onPointerCancel={() => setBrush(undefined)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <canvas ref={canvas} aria-hidden />
      <svg className={styles.overlay} width={width} height={height} aria-hidden>
        {pieces?.map(({ column, low, high }) => (
          <rect
            key={`${column} ${low}`}
            className={styles.chosen}
            {...cellBox(grid, { width, height }, column, low, high)}
            data-testid="dualflame-heatmap-chosen"
          />
        ))}
        {keyboard.moved && (
          <rect
            className={styles.cursor}
            {...cellBox(grid, { width, height }, Math.floor(keyboard.cell / grid.rows), keyboard.cell % grid.rows)}
          />
        )}
      </svg>
    </div>
  );
}

/** Arrows walk over cells, with Shift they mark from where they began; Enter chooses, Escape shows all times again. */
function useKeys({ heat: { grid }, onTimes, onPoint }: HeatPlotProps) {
  const [place, setPlace] = useState<{ anchor: number; cell: number }>();
  const last = cellCount(grid) - 1;
  const cell = Math.min(place?.cell ?? 0, last);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const { rows } = grid;
    const steps: Partial<Record<string, number>> = {
      ArrowUp: 1,
      ArrowDown: -1,
      ArrowRight: rows,
      ArrowLeft: -rows,
      Home: -last,
      End: last,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = place ? Math.min(last, Math.max(0, cell + step)) : 0;
      setPlace({ anchor: event.shiftKey && place ? place.anchor : next, cell: next });
      onPoint(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      onTimes(spanOf(grid, place?.anchor ?? cell, cell));
    } else if (event.key === 'Escape') {
      onTimes(undefined);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { cell, moved: place !== undefined, onKeyDown };
}

const getStyles = (theme: GrafanaTheme2) => ({
  plot: css({
    position: 'relative',
    flex: 'none',
    cursor: 'crosshair',
    touchAction: 'none',
    userSelect: 'none',
    lineHeight: 0,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
  }),
  overlay: css({ position: 'absolute', inset: 0, pointerEvents: 'none' }),
  chosen: css({
    fill: theme.colors.primary.transparent,
    stroke: theme.colors.primary.border,
    strokeWidth: 1.5,
    vectorEffect: 'non-scaling-stroke',
  }),
  cursor: css({ fill: 'none', stroke: theme.colors.text.maxContrast, strokeWidth: 1.5 }),
});
