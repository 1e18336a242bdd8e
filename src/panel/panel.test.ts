import * as fc from 'fast-check';
import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';
import { prepareProfile } from '../prepare';
import { namesIn, preview } from './options/editors/RulesEditor';
import { splitFrames } from './grafana/dataFrames';
import { DEFAULT_OPTIONS, type PanelOptions } from './options/options';

const flame = (refId: string, unit = 'ns'): DataFrame =>
  createDataFrame({
    refId,
    name: 'response',
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: [0, 1, 2] },
      { name: 'value', type: FieldType.number, values: [10, 10, 4], config: { unit } },
      { name: 'self', type: FieldType.number, values: [0, 6, 4], config: { unit } },
      {
        name: 'label',
        type: FieldType.enum,
        values: [0, 1, 2],
        config: { type: { enum: { text: ['total', 'main.run', 'main.decode'] } } },
      },
    ],
  });
const series = createDataFrame({
  refId: 'S',
  fields: [
    { name: 'time', type: FieldType.time, values: [1, 2] },
    { name: 'value', type: FieldType.number, values: [1, 2] },
  ],
});
const split = (frames: DataFrame[], targets: object[] = [], queries: PanelOptions['queries'] = []) =>
  splitFrames({ series: frames, request: { targets } as never }, { queries, stitchAsync: false }, (text) =>
    text.replace('$mode', 'wall')
  );

describe('splitFrames', () => {
  it('reads every query; the role comes from the profile type of the query with the same refId, variables replaced', () => {
    const { inputs } = split(
      [flame('A'), flame('B'), flame('C')],
      [
        { refId: 'A', profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' },
        { refId: 'B', profileTypeId: '$mode:wall:nanoseconds:wall:nanoseconds' },
      ]
    );
    expect(inputs.map(({ refId, hints }) => [refId, hints?.profileTypeId])).toEqual([
      ['A', 'process_cpu:cpu:nanoseconds:cpu:nanoseconds'],
      ['B', 'wall:wall:nanoseconds:wall:nanoseconds'],
      ['C', ''],
    ]);
    expect(prepareProfile(inputs).queries.map(({ refId, role, origin }) => [refId, role, origin])).toEqual([
      ['A', 'cpu', 'detected'],
      ['B', 'wall', 'detected'],
      ['C', 'other', 'assumed'],
    ]);
  });

  it('lets the options overrule', () => {
    const { inputs } = split(
      [flame('A')],
      [{ refId: 'A', profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' }],
      [{ refId: 'A', role: 'wall' }]
    );
    expect(prepareProfile(inputs).queries[0]).toMatchObject({ role: 'wall', origin: 'set' });
  });

  it('names what is not drawn, and passes over empty frames', () => {
    expect(split([series, createDataFrame({ refId: 'E', fields: [] })]).notDrawn).toEqual([
      { refId: 'S', what: 'time series' },
    ]);
  });

  it('takes counters out of time series; a query for counters without an answer is a state of its own', () => {
    const of = (refId: string, name: string, labels = {}) =>
      createDataFrame({
        refId,
        fields: [
          { name: 'Time', type: FieldType.time, values: [1000, 2000] },
          { name: 'Value', type: FieldType.number, values: [1, 2], labels: { __name__: name, ...labels } },
        ],
      });
    const { series: counters, notDrawn } = split(
      [
        of('C', 'node_perf_instructions_total', { cpu: '0' }),
        of('S', 'node_perf_page_faults_total'),
        of('L', 'latency'),
      ],
      [{ refId: 'C' }, { refId: 'D', expr: 'rate(node_perf_cpucycles_total[1m])' }]
    );
    expect(counters.map(({ refId, labels }) => [refId, labels.length])).toEqual([['C', 2]]);
    expect(notDrawn).toEqual([
      { refId: 'S', what: 'software events only, no PMU series' },
      { refId: 'L', what: 'time series' },
      { refId: 'D', what: 'no PMU series for cycles' },
    ]);
  });

  it('takes a table with a stack column of any data source', () => {
    const table = createDataFrame({
      refId: 'A',
      fields: [
        { name: 'frames', type: FieldType.string, values: ['a;b'] },
        { name: 'wall_ns', type: FieldType.number, values: [3] },
      ],
    });
    expect(prepareProfile(split([table]).inputs).queries[0]).toMatchObject({ role: 'wall', format: 'stack table' });
  });
});

describe('rule preview', () => {
  const names = namesIn([flame('A'), series]);
  it('lists what a pattern matches in the data', () => {
    expect(names.sort()).toEqual(['main.decode', 'main.run']);
    expect(preview('dec', names)).toBe('Matches 1 of 2 frames: main.decode');
    expect(preview('zzz', names)).toBe('Matches none of 2 frames.');
    expect(preview('(', names)).toContain('RE2');
  });
});

it('takes any frames that a data source may give, and never throws', () => {
  const cell = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.constantFrom(null, undefined, NaN, true, 'main;a 1', '__proto__'),
    fc.object({ maxDepth: 1 })
  );
  const field = fc.record({
    name: fc.constantFrom('level', 'value', 'self', 'label', 'stack', 'Time', 'Value', 'Line', '__proto__'),
    type: fc.constantFrom(...Object.values(FieldType)),
    values: fc.array(cell, { maxLength: 5 }),
    config: fc.constantFrom({}, { unit: 'ns' }, { type: { enum: { text: ['a', 'b'] } } }, { displayName: 'ipc' }),
    labels: fc.constantFrom(undefined, { pod: 'a' }, { __name__: 'node_perf_cpucycles_total', function: 'f' }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.record({ refId: fc.constantFrom('A', 'B', undefined), fields: fc.array(field, { maxLength: 4 }) }), {
        maxLength: 3,
      }),
      (made) => {
        const series = made.map(({ refId, fields }) => ({
          refId,
          fields: fields as DataFrame['fields'],
          length: Math.max(0, ...fields.map(({ values }) => values.length)),
        }));
        const { inputs } = splitFrames({ series }, DEFAULT_OPTIONS, (text) => text);
        expect(Array.isArray(prepareProfile(inputs).queries)).toBe(true);
      }
    ),
    { numRuns: 500 }
  );
});
