import { createDataFrame, type PanelData } from '@grafana/data';
import { spanTargets, withSpans } from './spanTargets';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const datasource = { type: 'grafana-pyroscope-datasource', uid: 'p' };
const targets = [
  { refId: 'A', datasource, profileTypeId: '$type', queryType: 'profile' },
  { refId: 'B', datasource, profileTypeId: 'wall:wall:nanoseconds:wall:nanoseconds', queryType: 'both' },
  { refId: 'C', datasource, profileTypeId: 'mutex:delay:nanoseconds:contentions:count', queryType: 'profile' },
  { refId: 'D', datasource, profileTypeId: CPU, queryType: 'metrics' },
  { refId: 'E', datasource, profileTypeId: CPU, queryType: 'profile', hide: true },
  { refId: 'F', datasource: { type: 'parca', uid: 'q' }, profileTypeId: CPU },
  { refId: 'G', datasource: { type: 'prometheus', uid: 'r' }, expr: 'up' },
];
const asked = (refIds: string) =>
  spanTargets(
    {
      request: { targets } as unknown as PanelData['request'],
      series: [...refIds].map((refId) => createDataFrame({ refId, fields: [] })),
    },
    (text) => text.replace('$type', CPU)
  );

it('asks Pyroscope’s profiles of CPU and wall time for spans; other profiles stay out, and series are none', () =>
  expect(asked('ABCDEFG')).toEqual({
    carrying: [
      { refId: 'A', role: 'cpu' },
      { refId: 'B', role: 'wall' },
    ],
    left: ['C', 'F'],
  }));

it('does not ask what has not answered now', () => expect(asked('AC').carrying).toEqual([{ refId: 'A', role: 'cpu' }]));

it('changes nothing of a query but its spans, and that its profile alone is wanted', () => {
  const [, wall] = targets;
  expect(withSpans(wall, ['00f067aa0ba902b7'])).toEqual({
    ...wall,
    queryType: 'profile',
    spanSelector: ['00f067aa0ba902b7'],
  });
  expect(wall).toMatchObject({ queryType: 'both' });
});
