import { problemOf, read, text } from '../../testing';
import { frameJson } from './frameJson';

describe('data frames as JSON', () => {
  const json = (value: unknown) => text(JSON.stringify(value));
  it('answers of /api/ds/query, one frame, fields with values, and rows', () => {
    const fields = [
      { name: 'level', type: 'number', config: { unit: 'ns' } },
      { name: 'label', type: 'enum', config: { type: { enum: { text: ['a', 'b'] } } } },
      { name: 'ts', type: 'time' },
      { name: 7 },
    ];
    const values = [
      [null, 1],
      [0, 1],
      [1, 2],
      [3, 4],
    ];
    const frame = { schema: { fields, meta: { preferredVisualisationType: 'flamegraph' } }, data: { values } };
    for (const value of [frame, { results: { A: { frames: [frame] }, B: {} } }]) {
      expect(frameJson(value)).toEqual([
        {
          kind: 'columns',
          length: 2,
          flamegraph: true,
          columns: [
            { name: 'level', type: 'number', values: [null, 1], text: undefined, unit: 'ns' },
            { name: 'label', type: 'enum', values: [0, 1], text: ['a', 'b'], unit: undefined },
            { name: 'ts', type: 'time', values: [1, 2], text: undefined, unit: undefined },
          ],
        },
      ]);
    }
    expect(frameJson({ fields: [{ name: 'x', values: ['a'] }, { name: 'y', values: [{}, 1] }, null] })).toMatchObject([
      {
        length: 1,
        flamegraph: false,
        columns: [
          { name: 'x', type: 'string' },
          { name: 'y', type: 'other' },
        ],
      },
    ]);
    expect(
      frameJson([
        { stack: 'a;b', value: 1 },
        { stack: 'a', more: true },
      ])
    ).toMatchObject([
      {
        length: 2,
        columns: [
          { name: 'stack', values: ['a;b', 'a'] },
          { name: 'value', values: [1, null] },
          { name: 'more', values: [null, true] },
        ],
      },
    ]);
    expect([frameJson([]), frameJson([1]), frameJson({}), frameJson(null), frameJson([{}])].flat()).toEqual([
      { kind: 'columns', columns: [], length: 1 },
    ]);
  });

  it('are read where a query gives them as text', () => {
    expect(read(json([{ stack: 'a;b', value: 2 }])).draw).toBe('all 2 0\n  a 2 0\n    b 2 2');
    expect(problemOf(json({ a: 1 }))).toMatch(/no profile and no data frame/);
    expect(problemOf(text('{"a": 1}}'))).toMatch(/has an error/);
  });
});
