import { bisectLeft, bisectRight } from 'd3';
import { type TimedSamples, type TimeSpan } from '../../prepare';
import { type Clock } from '../../profile';

/**
 * Cells of a sub-second heat map: one column per stretch of time (a second where it fits), in it one row per piece of that stretch. Times
 * in ns of the samples' clock. A cell's number counts along time: up a column, then on with the next one.
 */
export interface HeatGrid {
  start: number;
  column: number;
  row: number;
  columns: number;
  rows: number;
}

const SECOND = 1e9;
/** Seconds that a column may stand for; longer ones double. */
const COLUMNS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
/** Pieces of a column: 20 ms of a second where there is room. */
const ROWS = [50, 25, 20, 10, 5];
/** The least width and height of a cell in CSS pixels. */
const LEAST = { width: 3, height: 2 };
/** A recording that lasts fewer seconds has shorter columns, so that there are some. */
const FEW_COLUMNS = 10;
const SOME_COLUMNS = 20;

/** The finest grid of whole steps that a plot of this size has room for. From the first to the last sample; UTC columns begin with their second. */
export function gridFor(
  { first, last, clock }: { first: number; last: number; clock: Clock },
  { width, height }: { width: number; height: number }
): HeatGrid {
  const span = last - first;
  const fits = (seconds: number) => (span / SECOND / seconds + 1) * LEAST.width <= Math.max(width, 2 * LEAST.width);
  const wanted = span >= FEW_COLUMNS * SECOND ? 1 : span / SECOND / SOME_COLUMNS;
  const fine = COLUMNS[Math.max(0, bisectRight(COLUMNS, wanted) - 1)];
  let seconds = COLUMNS.find((step) => step >= fine && fits(step)) ?? COLUMNS.at(-1)!;
  while (!fits(seconds)) {
    seconds *= 2;
  }
  const column = seconds * SECOND;
  const rows = ROWS.find((count) => count * LEAST.height <= height) ?? ROWS.at(-1)!;
  const start = clock === 'utc' ? Math.floor(first / column) * column : first;
  return { start, column, row: column / rows, columns: Math.floor((last - start) / column) + 1, rows };
}

export const cellCount = ({ columns, rows }: HeatGrid): number => columns * rows;

/** When a cell begins; it ends where the next one does. */
export const cellStart = ({ start, row }: HeatGrid, cell: number): number => start + cell * row;

/** The cell of a moment; none before the first and behind the last. */
export const cellAt = (grid: HeatGrid, time: number): number =>
  Math.min(cellCount(grid) - 1, Math.max(0, Math.floor((time - grid.start) / grid.row)));

/** Sums of the samples before each: `[i]` is that of the first i. What is not of the picture weighs nothing. */
export function runningSum(length: number, weightOf: (sample: number) => number): Float64Array {
  const sums = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) {
    sums[i + 1] = sums[i] + weightOf(i);
  }
  return sums;
}

/** What each cell holds, of samples in order of time: two look-ups a cell, however many samples there are. */
export function cellSums(grid: HeatGrid, { time }: Pick<TimedSamples, 'time'>, sums: Float64Array): Float64Array {
  const cells = new Float64Array(cellCount(grid));
  let from = 0;
  for (let cell = 0; cell < cells.length && from < time.length; cell++) {
    const to = bisectLeft(time, cellStart(grid, cell + 1), from);
    cells[cell] = sums[to] - sums[from];
    from = to;
  }
  return cells;
}

/** From one cell to another along time, both inclusive, whichever comes first. */
export function spanOf(grid: HeatGrid, a: number, b: number): TimeSpan[] {
  return [{ from: cellStart(grid, Math.min(a, b)), to: cellStart(grid, Math.max(a, b) + 1) }];
}

/** The same pieces of each column between two corners: one stretch of time a column. */
export function rectangleOf(grid: HeatGrid, a: number, b: number): TimeSpan[] {
  const { rows } = grid;
  const [left, right] = [a, b].map((cell) => Math.floor(cell / rows)).sort((x, y) => x - y);
  const [low, high] = [a % rows, b % rows].sort((x, y) => x - y);
  return Array.from({ length: right - left + 1 }, (_, i) => {
    const first = (left + i) * rows;
    return { from: cellStart(grid, first + low), to: cellStart(grid, first + high + 1) };
  });
}

/** A piece of one column, rows `low` to `high`, both inclusive. */
export interface Piece {
  column: number;
  low: number;
  high: number;
}

/** The cells that times cover, wholly or in part, as pieces of columns. */
export function piecesOf(grid: HeatGrid, times: TimeSpan[]): Piece[] {
  const end = cellStart(grid, cellCount(grid));
  return times
    .filter(({ from, to }) => to > grid.start && from < end)
    .flatMap(({ from, to }) => {
      const first = cellAt(grid, from);
      const last = Math.max(first, Math.ceil((Math.min(to, end) - grid.start) / grid.row - 1e-6) - 1);
      const columns = Math.floor(last / grid.rows) - Math.floor(first / grid.rows) + 1;
      return Array.from({ length: columns }, (_, i) => {
        const column = Math.floor(first / grid.rows) + i;
        return {
          column,
          low: i === 0 ? first % grid.rows : 0,
          high: i === columns - 1 ? last % grid.rows : grid.rows - 1,
        };
      });
    });
}
