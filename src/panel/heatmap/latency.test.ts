import { createDataFrame, DataFrameType, FieldType } from '@grafana/data';
import { type Canvas2D } from '../../flamegraph';
import { latencyCells } from '../grafana/latencyCells';
import { countsAt, durationScale, paintLatency } from './latency';

const cells = (high: number[]) =>
  latencyCells(
    createDataFrame({
      meta: { type: DataFrameType.HeatmapCells },
      fields: [
        { name: 'xMax', type: FieldType.time, values: [100, 100, 200] },
        { name: 'yMin', type: FieldType.number, values: [0, 10, 0] },
        { name: 'yMax', type: FieldType.number, values: high },
        { name: 'count', type: FieldType.number, values: [4, 1, 0] },
      ],
    })
  )!;
const exemplar = (value: number) => ({ time: 0, value, id: 'a', idName: 'Span ID', labels: [] });

it('is as high as the longest that there is: exemplars, and buckets without an upper bound', () => {
  const top = (high: number[], ...values: number[]) => durationScale([cells(high)], values.map(exemplar), 50).invert(0);
  expect([top([10, 20, 10]), top([10, Infinity, 10]), top([10, 20, 10], 40)]).toEqual([20, 20, 40]);
  expect(durationScale([], [], 50).invert(0)).toBe(1);
});

it('begins with the shortest that there is; what no request took is not there', () => {
  const ends = (of: Parameters<typeof durationScale>[0], ...values: number[]) => {
    const y = durationScale(of, values.map(exemplar), 50);
    return [y.invert(50), y.invert(0)];
  };
  // The third bucket, to 1,000, is empty.
  expect(ends([cells([10, 20, 1000])])).toEqual([0, 20]);
  expect(ends([], 20, 40)).toEqual([20, 40]);
  expect(ends([], 40, NaN, 20, Infinity)).toEqual([20, 40]);
  expect(ends([cells([10, 20, 10])], -5)).toEqual([-5, 20]);
  // One duration alone stands between nothing and itself.
  expect(ends([], 7)).toEqual([0, 7]);
  expect(ends([], 0)).toEqual([0, 1]);
  expect(ends([], -3)).toEqual([-3, 1]);
});

it('what lies outside is at the edge', () => {
  const y = durationScale([], [20, 40].map(exemplar), 50);
  expect([y(10), y(50), y.invert(-10), y.invert(70)]).toEqual([50, 0, 40, 20]);
});

it('is logarithmic from fifty times on; nothing stands half as high as the shortest', () => {
  const middle = (...values: number[]) => Math.round(durationScale([], values.map(exemplar), 50).invert(25) * 10) / 10;
  expect([middle(1, 49), middle(1, 50)]).toEqual([25, 7.1]);
  // From 0 on: from half of 2.
  expect(middle(0, 2, 400)).toBe(20);
  expect(middle(-1, 1, 400)).toBe(199.5);
});

it('is logarithmic where durations reach far', () => {
  const y = durationScale([], [1, 100, 10_000].map(exemplar), 50);
  expect([1, 100, 10_000].map((value) => Math.round(y(value)))).toEqual([50, 25, 0]);
});

it('paints a cell from its beginning to its end, and from its lower to its upper bound', () => {
  const log: string[] = [];
  const ctx = { fillStyle: '', fillRect: (...box: number[]) => log.push(box.join()) };
  const of = cells([10, 20, 10]);
  paintLatency(
    ctx as unknown as Canvas2D,
    [of],
    { x: (at) => at, y: durationScale([of], [], 50) },
    { width: 300, height: 50 },
    { page: '#000', empty: '#111', fill: '#fff' }
  );
  expect(log).toEqual(['0,0,300,50', '0,25,100,25', '0,0,100,25']);
});

it('tells what a moment holds, the longest first', () => {
  const of = [cells([10, 20, 10])];
  expect(countsAt(of, 50)).toEqual([
    { low: 10, high: 20, count: 1 },
    { low: 0, high: 10, count: 4 },
  ]);
  expect(countsAt(of, 150)).toEqual([]);
});

it('a moment is in the column that ends with it, of every heat map; what is empty is not told', () => {
  const of = [cells([10, 20, 10]), cells([5, 30, 10])];
  expect(countsAt(of, 100)).toEqual([
    { low: 10, high: 20, count: 1 },
    { low: 10, high: 30, count: 1 },
    { low: 0, high: 10, count: 4 },
    { low: 0, high: 5, count: 4 },
  ]);
  expect(countsAt(of, 0)).toEqual([]);
  expect(countsAt(of, 101)).toEqual([]);
});

it('the fuller a cell the fuller its colour; what is out of sight is not painted, and a pixel is the least', () => {
  const log: Array<[colour: string, box: string]> = [];
  const ctx = {
    fillStyle: '',
    fillRect(...box: number[]) {
      log.push([this.fillStyle, box.join()]);
    },
  };
  const times = { from: [0, 0, -50, 300, 40, 100], to: [40, 40, 0, 340, 40, 290] };
  const of = { ...times, low: [0, 10, 0, 0, 0, 20], high: [10, 20, 10, 10, 10, Infinity], count: [8, 1, 5, 5, 2, 3] };
  paintLatency(
    ctx as unknown as Canvas2D,
    [of, { ...of, count: of.count.map(() => 0) }] as never,
    { x: (at) => at, y: (value) => 50 - value },
    { width: 300, height: 50 },
    { page: '#000000', empty: '#111111', fill: '#ffffff' }
  );
  expect(log.map(([, box]) => box)).toEqual(['0,0,300,50', '0,40,40,10', '0,30,40,10', '40,40,1,10', '100,10,190,20']);
  const light = log.map(([colour]) => parseInt(/[0-9a-f]{2}|\d+/i.exec(colour)![0], colour.startsWith('#') ? 16 : 10));
  expect(log[0][0]).toBe('#111111');
  expect([light[1] > light[4], light[4] > light[3], light[3] > light[2]]).toEqual([true, true, true]);
});
