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
