import { createDataFrame, type DataFrame, FieldType, ThresholdsMode } from '@grafana/data';
import { prepareProfile } from '../../prepare';
import { splitFrames } from './dataFrames';
import { type PanelOptions } from '../options/options';

const split = (frames: DataFrame[], targets: object[] = [], queries: PanelOptions['queries'] = []) =>
  splitFrames({ series: frames, request: { targets } as never }, { queries, stitchAsync: false }, (text) =>
    text.replaceAll('$kind', 'wall')
  );

/** A table of stacks whose names tell nothing of what they are. */
const stacks = (refId: string): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'stack', type: FieldType.string, values: ['main.run;main.decode', 'main.run;main.send'] },
      { name: 'amount', type: FieldType.number, values: [3, 4] },
    ],
  });

describe('what a query measures', () => {
  const roleOf = (target: object, frame: Partial<DataFrame> = {}) =>
    prepareProfile(split([{ ...stacks('A'), ...frame }], [{ refId: 'A', ...target }]).inputs).queries[0].role;

  it.each([
    ['alias', { alias: 'wall time' }],
    ['legend', { legendFormat: 'wall time' }],
    ['alias with a variable', { alias: '$kind time' }],
  ])('is told by its %s', (_, target) => expect(roleOf(target)).toBe('wall'));

  it('is told by the name of its frame', () => expect(roleOf({}, { name: 'off-cpu' })).toBe('offcpu'));

  it('is the alias of its own query', () => {
    const { inputs } = split(
      [stacks('A'), stacks('B')],
      [
        { refId: 'A', alias: 'cpu' },
        { refId: 'B', alias: 'wall' },
      ]
    );
    expect(inputs.map(({ refId, hints }) => [refId, hints!.names])).toEqual([
      ['A', expect.arrayContaining(['amount', 'cpu'])],
      ['B', expect.arrayContaining(['amount', 'wall'])],
    ]);
  });
});

describe('thresholds of the field config', () => {
  const counter = (refId: string, steps: Array<[value: number, color: string]>): DataFrame =>
    createDataFrame({
      refId,
      fields: [
        { name: 'Time', type: FieldType.time, values: [1000, 2000] },
        {
          name: 'Value',
          type: FieldType.number,
          values: [1, 2],
          labels: { __name__: 'node_perf_instructions_total' },
          config: {
            thresholds: { mode: ThresholdsMode.Absolute, steps: steps.map(([value, color]) => ({ value, color })) },
          },
        },
      ],
    });

  it('are those of the counter’s query; one step is none', () => {
    const { thresholds } = split([
      counter('C', [
        [-Infinity, 'green'],
        [2, 'red'],
      ]),
      counter('D', [[-Infinity, 'text']]),
    ]);
    expect([...thresholds].map(([refId, { steps }]) => [refId, steps.map(({ color }) => color)])).toEqual([
      ['C', ['green', 'red']],
    ]);
  });
});
