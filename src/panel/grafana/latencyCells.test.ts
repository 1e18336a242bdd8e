import { createDataFrame, DataFrameType, FieldType } from '@grafana/data';
import { isHeatmap, latencyCells } from './latencyCells';

const cells = (fields: Record<string, number[]>, type = DataFrameType.HeatmapCells) =>
  latencyCells(
    createDataFrame({
      refId: 'H',
      meta: { type },
      fields: Object.entries(fields).map(([name, values]) => ({
        name,
        type: /^x|Time/.test(name) ? FieldType.time : FieldType.number,
        values,
      })),
    })
  );
const drawn = (of: ReturnType<typeof cells>) =>
  of && of.count.map((count, i) => `${of.from[i]}-${of.to[i]} ${of.low[i]}-${of.high[i]} ${count}`);

it('reads cells as Pyroscope gives them: the end of a column and both bounds of a bucket', () => {
  const of = cells({
    xMax: [1000, 1000, 2000],
    yMin: [0, 10, 0],
    yMax: [10, 20, 10],
    count: [5, 1, 7],
    yLayout: [0, 0, 0],
  });
  expect([of?.refId, drawn(of)]).toEqual(['H', ['0-1000 0-10 5', '0-1000 10-20 1', '1000-2000 0-10 7']]);
});

it.each<[string, Record<string, number[]>, string[]]>([
  [
    'the beginning of a column',
    { xMin: [0, 1000], yMin: [0, 10], yMax: [10, 20], count: [1, 2] },
    ['0-1000 0-10 1', '1000-2000 10-20 2'],
  ],
  [
    'only upper bounds',
    { xMax: [1000, 2000, 2000], yMax: [10, 10, 40], count: [1, 2, 3] },
    ['0-1000 0-10 1', '1000-2000 0-10 2', '1000-2000 10-40 3'],
  ],
  ['only lower bounds', { xMax: [1000, 2000], yMin: [0, 10], count: [1, 2] }, ['0-1000 0-10 1', '1000-2000 10-20 2']],
])('works out what is not given: %s', (_, fields, expected) => expect(drawn(cells(fields))).toEqual(expected));

it('reads the rows of a Prometheus histogram: a bucket a field, by its upper bound, in whatever order', () => {
  const of = cells({ Time: [1000, 2000], '+Inf': [1, 0], '0.5': [4, 5], '0.1': [2, 3] }, DataFrameType.HeatmapRows);
  expect(drawn(of)).toEqual([
    '0-1000 0-0.1 2',
    '1000-2000 0-0.1 3',
    '0-1000 0.1-0.5 4',
    '1000-2000 0.1-0.5 5',
    '0-1000 0.5-Infinity 1',
    '1000-2000 0.5-Infinity 0',
  ]);
});

it('is none without a time or a bucket, and no other frame is one', () => {
  expect(cells({ yMin: [1], count: [1] })).toBeUndefined();
  expect(cells({ Time: [1], p99: [1] }, DataFrameType.HeatmapRows)).toBeUndefined();
  expect(isHeatmap(createDataFrame({ fields: [] }))).toBe(false);
});
