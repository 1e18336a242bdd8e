import { type Canvas2D } from '../../flamegraph';
import { gridFor } from './grid';
import { cellBox, paintCells, shadeIndex, type Shades } from './paint';
import { type Heat } from './useHeat';

const SIZE = { width: 40, height: 20 };
const grid = { ...gridFor({ first: 0, last: 0, clock: 'monotonic' }, SIZE), columns: 2, rows: 2 };
const shades: Shades = {
  empty: 'empty',
  full: Array.from({ length: 24 }, (_, i) => `full ${i}`),
  dim: Array.from({ length: 24 }, (_, i) => `dim ${i}`),
};

function painted(cells: number[], found?: number[]): string[] {
  const log: string[] = [];
  const ctx = { fillStyle: '', fillRect: (...box: number[]) => log.push(`${ctx.fillStyle} ${box.join()}`) };
  const heat = {
    grid,
    cells: Float64Array.from(cells),
    found: found && Float64Array.from(found),
    most: Math.max(...cells),
  };
  paintCells(ctx as unknown as Canvas2D, heat as Heat, SIZE, shades);
  return log;
}

it('paints what holds something, a column from its bottom up; the fullest is the fullest colour', () => {
  expect(painted([4, 0, 0, 1])).toEqual(['empty 0,0,40,20', 'full 23 0,10,19,10', 'full 11 20,0,19,10']);
});

it('dims cells in which the search finds nothing, and shows in the others how much it finds', () => {
  expect(painted([4, 4, 4, 0], [0, 4, 1, 0]).slice(1)).toEqual([
    'dim 23 0,10,19,10',
    'full 23 0,0,19,10',
    'full 11 20,10,19,10',
  ]);
});

it('tells a cell with next to nothing from an empty one', () => {
  expect([1e-9, 1, 25, 100].map((value) => shadeIndex(value, 100))).toEqual([0, 2, 11, 23]);
});

it('leaves no gap and no overlap between cells whose edges are no whole pixels', () => {
  const odd = { ...grid, columns: 3, rows: 3 };
  const boxes = [0, 1, 2].map((column) => cellBox(odd, SIZE, column, 0));
  expect(boxes.map(({ x, width }) => [x, x + width])).toEqual([
    [0, 13],
    [13, 27],
    [27, 40],
  ]);
  expect(cellBox(odd, SIZE, 0, 0, 2)).toEqual({ x: 0, y: 0, width: 13, height: 20 });
});
