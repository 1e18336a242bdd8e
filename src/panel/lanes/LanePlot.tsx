import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef, useState } from 'react';
import { CATEGORIES } from '../../analysis';
import { type TimeSpan } from '../../prepare';
import { counted, msg, t } from '../grafana/translate';
import { CATEGORY_STYLE } from '../ui/palette';
import { type Lanes, NOTHING } from './laneData';
import { type LaneRow } from './pools';

/** CSS pixels of a row, of the names left of the plot, and of a letter of them. */
const ROW = 16;
const NAMES = { wide: 150, narrow: 84, from: 700 };
const LETTER = 6.4;
/** A shorter drag is a click. */
const MIN_DRAG = 4;
/** What a press of an arrow key moves by, in pixels. */
const STEP = 8;

/** Rows down and steps to the right. */
const MOVES = new Map<string, [down: number, right: number]>([
  ['ArrowDown', [1, 0]],
  ['ArrowUp', [-1, 0]],
  ['ArrowRight', [0, 1]],
  ['ArrowLeft', [0, -1]],
]);

/** A row and a time of it; `slack`: what a pixel is long, ns. */
export interface Place {
  row: number;
  time: number;
  slack: number;
}

interface LanePlotProps {
  lanes: Lanes;
  rows: LaneRow[];
  width: number;
  height: number;
  /** The times that the graph is of. */
  times?: TimeSpan[];
  place?: Place;
  describe(place: Place): string;
  onPlace(place: Place | undefined): void;
  onTimes(times: TimeSpan[] | undefined): void;
  onToggle(row: LaneRow): void;
}

/** The lanes on a canvas of what is in sight. Keys: arrows move, with Shift they mark, Enter shows the marked time or opens a pool, Escape shows all times. */
export function LanePlot(props: LanePlotProps) {
  const { lanes, rows, width, height, times, place, onPlace, onTimes, onToggle } = props;
  const styles = useStyles2(getStyles);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scroll, setScroll] = useState(0);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const left = width < NAMES.from ? NAMES.narrow : NAMES.wide;
  const plot = Math.max(1, Math.floor(width - left - 14)); // a scroll bar
  const scale = (lanes.to - lanes.from) / plot;
  const marked = drag && { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) };
  useLanes(canvas, { lanes, rows, left, plot, height, scroll, chosen: marked ? [marked] : times, place });
  const timeAt = (x: number) => lanes.from + Math.max(0, Math.min(plot, x)) * scale;
  const placeOf = (event: React.PointerEvent): Place => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top + scroll) / ROW);
    return { row: Math.min(rows.length - 1, row), time: timeAt(event.clientX - box.left - left), slack: scale };
  };
  const choose = (span: TimeSpan) => {
    if (span.to - span.from > MIN_DRAG * scale) {
      onTimes([{ from: Math.round(span.from), to: Math.round(span.to) }]);
    }
    setDrag(undefined);
  };
  const move = (rowsDown: number, right: number, marks: boolean) => {
    const from = place ?? { row: 0, time: lanes.from, slack: scale };
    const time = Math.max(lanes.from, Math.min(lanes.to, from.time + right * STEP * scale));
    const row = Math.max(0, Math.min(rows.length - 1, from.row + (place ? rowsDown : 0)));
    setDrag(marks ? { from: drag?.from ?? from.time, to: time } : undefined);
    onPlace({ row, time, slack: scale });
    canvas.current?.parentElement?.scrollTo?.({
      top: Math.max(0, Math.min(scroll, row * ROW), (row + 1) * ROW - height),
    });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const by = MOVES.get(event.key);
    if (by) {
      move(...by, event.shiftKey);
    } else if (event.key === 'Enter' && marked) {
      choose(marked);
    } else if (event.key === 'Enter' && place && rows[place.row]?.type === 'pool') {
      onToggle(rows[place.row]);
    } else if (event.key === 'Escape' && (times || drag)) {
      setDrag(undefined);
      onTimes(undefined);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerUp = (event: React.PointerEvent) => {
    const row = rows[placeOf(event).row];
    if (marked && marked.to - marked.from <= MIN_DRAG * scale && row?.type === 'pool') {
      onToggle(row);
    }
    if (marked) {
      choose(marked);
    }
  };
  return (
    <div
      className={styles.box}
      style={{ height }}
      {...spokenAs(props)}
      data-testid="dualflame-lanes-plot"
      onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        const { time } = placeOf(event);
        event.currentTarget.setPointerCapture?.(event.pointerId);
        setDrag({ from: time, to: time });
      }}
      onPointerMove={(event) => {
        const at = placeOf(event);
        onPlace(at);
        setDrag((before) => before && { ...before, to: at.time });
      }}
      onPointerUp={onPointerUp}
      onPointerLeave={() => onPlace(undefined)}
    >
      <canvas ref={canvas} className={styles.canvas} />
      <div style={{ height: Math.max(0, rows.length * ROW - height) }} />
    </div>
  );
}

/** Those who do not see the lanes hear the row and the time that they stand on. */
const spokenAs = ({ rows, place, describe }: LanePlotProps) => ({
  role: 'slider',
  tabIndex: 0,
  'aria-label': t('Threads along time'),
  'aria-valuemin': 0,
  'aria-valuemax': rows.length - 1,
  'aria-valuenow': place?.row ?? 0,
  'aria-valuetext':
    place && rows[place.row] ? describe(place) : counted(rows.length, msg('1 row'), msg('{count} rows')),
});

interface Drawn {
  lanes: Lanes;
  rows: LaneRow[];
  left: number;
  plot: number;
  height: number;
  scroll: number;
  chosen?: TimeSpan[];
  place?: Place;
}

function useLanes(canvas: React.RefObject<HTMLCanvasElement | null>, drawn: Drawn): void {
  const theme = useTheme2();
  useLayoutEffect(() => {
    const ctx = canvas.current?.getContext('2d');
    if (!canvas.current || !ctx) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [drawn.left + drawn.plot, drawn.height];
    Object.assign(canvas.current, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    Object.assign(canvas.current.style, { width: `${width}px`, height: `${height}px` });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLanes(ctx, drawn, theme);
  });
}

/** Rows in sight: a rectangle for each run of pixels of one kind; what was not chosen is faded. */
function drawLanes(ctx: CanvasRenderingContext2D, drawn: Drawn, theme: GrafanaTheme2): void {
  const { lanes, rows, left, plot, height, scroll, chosen, place } = drawn;
  const { text, background } = theme.colors;
  ctx.clearRect(0, 0, left + plot, height);
  ctx.font = `12px ${theme.typography.fontFamily}`;
  ctx.textBaseline = 'middle';
  for (let r = Math.floor(scroll / ROW); r < rows.length && r * ROW < scroll + height; r++) {
    const row = rows[r];
    const top = r * ROW - scroll;
    ctx.fillStyle = place?.row === r ? text.primary : text.secondary;
    const indent = row.type === 'thread' && row.inPool ? 14 : 2;
    ctx.fillText(labelOf(row, Math.floor((left - indent - 6) / LETTER)), indent, top + ROW / 2);
    const kinds = lanes.paint(row.key, row.threads, plot);
    for (let x = 0, start = 0; x < plot; x++) {
      // Behind the last pixel there is no kind.
      if (kinds[x + 1] !== kinds[start]) {
        if (kinds[start] !== NOTHING) {
          ctx.fillStyle = CATEGORY_STYLE[CATEGORIES[kinds[start]]].fill;
          ctx.fillRect(left + start, top + 2, x + 1 - start, ROW - 4);
        }
        start = x + 1;
      }
    }
  }
  const xOf = (time: number) => left + ((time - lanes.from) / (lanes.to - lanes.from)) * plot;
  ctx.fillStyle = background.primary;
  ctx.globalAlpha = 0.65;
  let behind = left;
  for (const { from, to } of chosen ?? []) {
    ctx.fillRect(behind, 0, Math.max(0, xOf(from) - behind), height);
    behind = Math.max(behind, xOf(to));
  }
  ctx.fillRect(behind, 0, chosen ? left + plot - behind : 0, height);
  ctx.globalAlpha = 1;
  if (place) {
    ctx.fillStyle = text.primary;
    ctx.fillRect(xOf(place.time), 0, 1, height);
  }
}

function labelOf(row: LaneRow, letters: number): string {
  const label = row.type === 'pool' ? `${row.open ? '▾' : '▸'} ${row.name} (${row.threads.length})` : row.name;
  return label.length > letters ? `${label.slice(0, letters - 1)}…` : label;
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    position: 'relative',
    overflowY: 'auto',
    overflowX: 'hidden',
    cursor: 'crosshair',
    touchAction: 'pan-y',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  canvas: css({ position: 'sticky', top: 0, display: 'block' }),
});
