import { interpolateRgb } from 'd3';
import { type Canvas2D } from '../../flamegraph';
import { type HeatGrid } from './grid';
import { type Heat } from './useHeat';

export interface Size {
  width: number;
  height: number;
}

/** The palest that a cell with anything in it is drawn. */
const LEAST = 0.16;
/** Colours between the palest and the fullest. */
const SHADES = 24;

export interface Shades {
  /** An empty cell. */
  empty: string;
  /** By what a cell holds, from next to nothing to the most. */
  full: string[];
  /** The same, where a search is on and found nothing. */
  dim: string[];
}

export function shadesOf(page: string, fill: string, empty: string, dimming: number): Shades {
  const shade = interpolateRgb(page, fill);
  const full = Array.from({ length: SHADES }, (_, i) => shade(LEAST + ((1 - LEAST) * (i + 1)) / SHADES));
  return { empty, full, dim: full.map((colour) => interpolateRgb(page, colour)(dimming)) };
}

/** The root of its share of the most: a cell with a tenth is to be told from one with nothing. */
export const shadeIndex = (value: number, most: number): number =>
  Math.min(SHADES - 1, Math.max(0, Math.ceil(Math.sqrt(value / most) * SHADES) - 1));

/** Where a cell is: the beginning of a column at the bottom. Whole pixels, so that cells have edges. */
export function cellBox({ columns, rows }: HeatGrid, { width, height }: Size, column: number, low: number, high = low) {
  const [left, right] = [column, column + 1].map((at) => Math.round((at * width) / columns));
  const [bottom, top] = [low, high + 1].map((at) => height - Math.round((at * height) / rows));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** As many rectangles as cells that hold something; cells of a search that found something in them are the full colour's. */
export function paintCells(ctx: Canvas2D, { grid, cells, found, most }: Heat, size: Size, shades: Shades): void {
  ctx.fillStyle = shades.empty;
  ctx.fillRect(0, 0, size.width, size.height);
  const gap = size.width / grid.columns >= 6 ? 1 : 0;
  for (let cell = 0; cell < cells.length; cell++) {
    if (!(cells[cell] > 0)) {
      continue;
    }
    const ofSearch = found !== undefined;
    const value = ofSearch && found[cell] > 0 ? found[cell] : cells[cell];
    ctx.fillStyle = (ofSearch && !(found[cell] > 0) ? shades.dim : shades.full)[shadeIndex(value, most)];
    const { x, y, width, height } = cellBox(grid, size, Math.floor(cell / grid.rows), cell % grid.rows);
    ctx.fillRect(x, y, width - gap, height);
  }
}
