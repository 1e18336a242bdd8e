import { column, table } from '../testing';
import { prepareProfile } from '.';

it('time that the source cut off is added up over instances, once for each', () => {
  const cut = (other: number) =>
    table(
      column('level', [0, 1, 1], 'number'),
      column('value', [10 + other, 10, other], 'number'),
      column('self', [0, 10, other], 'number'),
      column('label', ['total', 'main', 'other']),
      column('truncated', [false, false, true], 'boolean')
    );
  const { queries } = prepareProfile([
    { refId: 'A', role: 'cpu', source: cut(3) },
    { refId: 'A', role: 'cpu', source: cut(4) },
    { refId: 'B', role: 'wall', source: cut(5) },
  ]);
  expect(queries.map(({ refId, instances, truncated, total }) => [refId, instances, truncated, total])).toEqual([
    ['A', 2, 7, 27],
    ['B', 1, 5, 15],
  ]);
});
