import * as fc from 'fast-check';
import { cellAt, cellCount, cellStart, cellSums, gridFor, piecesOf, rectangleOf, runningSum, spanOf } from './grid';

const S = 1e9;
const ROOM = { width: 1000, height: 150 };
const grid = (first: number, last: number, size = ROOM, clock: 'utc' | 'monotonic' = 'monotonic') =>
  gridFor({ first: first * S, last: last * S, clock }, size);
const shape = (g: ReturnType<typeof grid>) => [g.columns, g.rows, g.column / S, g.row / S];

describe('the grid', () => {
  it('is of seconds, and of 20 ms in each', () => {
    expect(shape(grid(7.25, 67.25))).toEqual([61, 50, 1, 0.02]);
    expect(grid(7.25, 67.25).start).toBe(7.25 * S);
  });

  it('begins a column with a whole second where the clock is the time of day', () => {
    expect(grid(1_795_537_236.95, 1_795_537_250, ROOM, 'utc').start).toBe(1_795_537_236 * S);
  });

  it.each([
    ['an hour', 3600, [241, 50, 15, 0.3]],
    ['a day', 86_400, [289, 50, 300, 6]],
    ['a year', 31_536_000, [274, 50, 115_200, 2304]],
  ])('of %s is as coarse as the plot is wide', (_, seconds, expected) => {
    expect(shape(grid(0, seconds))).toEqual(expected);
  });

  it.each([
    ['two seconds', 2, [21, 50, 0.1, 0.002]],
    ['one moment', 0, [1, 50, 0.01, 0.0002]],
  ])('of %s is finer', (_, seconds, expected) => expect(shape(grid(0, seconds))).toEqual(expected));

  it('has fewer rows where there is no room for more', () => {
    expect([150, 62, 45, 5].map((height) => grid(0, 60, { width: 1000, height }).rows)).toEqual([50, 25, 20, 5]);
    expect(grid(0, 60, { width: 1, height: 1 }).columns).toBe(2);
  });
});

it('puts every sample into one cell, the one that is found for its time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 60 }),
      fc.constantFrom<'utc' | 'monotonic'>('utc', 'monotonic'),
      (ms, clock) => {
        const base = clock === 'utc' ? 1_795_537_236_950_000_000 : 500 * S;
        const time = Float64Array.from(
          ms.sort((a, b) => a - b),
          (at) => base + at * 1e6
        );
        const g = gridFor({ first: time[0], last: time[time.length - 1], clock }, ROOM);
        const cells = cellSums(
          g,
          { time },
          runningSum(time.length, () => 1)
        );
        expect(cells.reduce((sum, n) => sum + n, 0)).toBe(time.length);
        for (let cell = 0; cell < cells.length; cell++) {
          const [{ from, to }] = spanOf(g, cell, cell);
          expect(time.filter((at) => at >= from && at < to).length).toBe(cells[cell]);
        }
      }
    ),
    { numRuns: 20 }
  );
});

it('sums the weight of what is shown', () => {
  const time = Float64Array.from([0, 10e6, 1.03 * S, 1.05 * S, 20 * S]);
  const g = grid(0, 20);
  const cells = cellSums(
    g,
    { time },
    runningSum(5, (i) => (i === 3 ? 0 : i + 1))
  );
  expect([cells[0], cells[cellAt(g, 1.03 * S)], cells[cellAt(g, 20 * S)]]).toEqual([3, 3, 5]);
});

describe('a brush', () => {
  const g = grid(0, 20); // 21 columns of 1 s, 50 rows of 20 ms
  const cell = (column: number, row: number) => column * g.rows + row;
  const seconds = (times: Array<{ from: number; to: number }>) => times.map(({ from, to }) => [from / S, to / S]);

  it('goes along time, from whichever end', () => {
    const expected = [[2.5, 4.12]];
    expect(seconds(spanOf(g, cell(2, 25), cell(4, 5)))).toEqual(expected);
    expect(seconds(spanOf(g, cell(4, 5), cell(2, 25)))).toEqual(expected);
  });

  it('with Shift takes the same part of every second', () => {
    expect(seconds(rectangleOf(g, cell(3, 10), cell(1, 5)))).toEqual([
      [1.1, 1.22],
      [2.1, 2.22],
      [3.1, 3.22],
    ]);
  });

  it('is shown column by column, with the cells that it covers', () => {
    expect(piecesOf(g, spanOf(g, cell(2, 25), cell(4, 5)))).toEqual([
      { column: 2, low: 25, high: 49 },
      { column: 3, low: 0, high: 49 },
      { column: 4, low: 0, high: 5 },
    ]);
    expect(piecesOf(g, spanOf(g, cell(2, 7), cell(2, 7)))).toEqual([{ column: 2, low: 7, high: 7 }]);
  });

  it('of another recording, or of a link, is shown as far as it is of this one', () => {
    expect(
      piecesOf(g, [
        { from: -10 * S, to: -S },
        { from: 100 * S, to: 101 * S },
      ])
    ).toEqual([]);
    expect(piecesOf(g, [{ from: -10 * S, to: 1000 * S }])).toHaveLength(21);
    expect(cellStart(g, cellCount(g))).toBe(21 * S);
  });
});
