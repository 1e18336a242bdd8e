import { CATEGORIES, splitAt } from '../analysis';
import { column, inputOf, nodeAt, table } from '../testing';
import { prepareProfile, type ProfileInput } from '.';
import { disjoint, keepsSample } from './instances';

it('keeps the samples of one label value, and tells the shares of all', () => {
  const table = {
    fields: [
      { name: 'stack', values: ['main;x', 'main;x', 'main;y'] },
      { name: 'cpu_ns', values: [6, 3, 1] },
      { name: 'pod', values: ['a', 'b', 'b'] },
    ],
  };
  const inputs = [inputOf('A', JSON.stringify(table))];
  const all = prepareProfile(inputs);
  expect(all.labels).toEqual([
    {
      name: 'pod',
      values: [
        { value: 'a', total: 6, share: 0.6 },
        { value: 'b', total: 4, share: 0.4 },
      ],
    },
  ]);
  const one = prepareProfile(inputs, { filter: { label: 'pod', value: 'b' } });
  expect(splitAt(one.paired!, 0).total).toBe(4);
  expect(one.labels).toEqual(all.labels);
  expect(one.paired!.tree.length).toBe(all.paired!.tree.length);
});

it('labels that all samples share are known, those that differ or that some lack are not', () => {
  const of = (refId: string, labels: Array<[string, string[]]>) =>
    inputOf(
      refId,
      JSON.stringify({
        fields: [
          { name: 'stack', values: ['main;x', 'main;y'] },
          { name: `${refId}_ns`, values: [6, 3] },
          ...labels.map(([name, values]) => ({ name, values })),
        ],
      })
    );
  const cpu = of('cpu', [
    ['service_repository', ['https://github.com/acme/shop', 'https://github.com/acme/shop']],
    ['pod', ['a', 'b']],
    ['zone', ['eu', '']],
    ['version', ['v1', 'v1']],
  ]);
  expect(prepareProfile([cpu]).sharedLabels).toEqual(
    new Map([
      ['service_repository', 'https://github.com/acme/shop'],
      ['version', 'v1'],
    ])
  );
  const wall = of('wall', [
    ['service_repository', ['https://github.com/acme/shop', 'https://github.com/acme/shop']],
    ['version', ['v2', 'v2']],
  ]);
  expect([...prepareProfile([cpu, wall]).sharedLabels.keys()]).toEqual(['service_repository']);
});

it('groups stacks by a label without judging them otherwise', () => {
  const rows = [
    ['runtime.goexit;main;epoll_wait', 'a', 40],
    ['main;work', 'b', 30],
    ['main;epoll_wait', 'b', 30],
  ] as const;
  const grouped = (groupBy?: string) =>
    prepareProfile(
      [
        {
          refId: 'A',
          role: 'wall',
          source: {
            kind: 'columns',
            length: 3,
            columns: [
              { name: 'stack', type: 'string', values: rows.map(([stack]) => stack) },
              { name: 'pod', type: 'string', values: rows.map(([, pod]) => pod) },
              { name: 'value', type: 'number', values: rows.map(([, , value]) => value) },
            ],
          },
        },
      ],
      { groupBy }
    ).paired!;
  const paired = grouped('pod');
  const at = (...path: string[]) => splitAt(paired, nodeAt(paired.tree, ...path));
  expect(at()).toEqual(splitAt(grouped(), 0));
  expect(at('pod = a').total).toBe(40);
  expect(at('pod = a', 'main', 'epoll_wait').waiting[CATEGORIES.indexOf('poll')]).toBe(40);
  expect(at('pod = b', 'main').total).toBe(60);
});

describe('the label filter', () => {
  const rows = [
    ['a', 'north', 1],
    ['b', 'south', 2],
    [null, 'south', 4],
  ] as const;
  const input: ProfileInput = {
    refId: 'A',
    role: 'cpu',
    source: table(
      column('stack', ['main', 'main', 'main']),
      column(
        'pod',
        rows.map(([pod]) => pod)
      ),
      column(
        'zone',
        rows.map(([, zone]) => zone)
      ),
      column(
        'value',
        rows.map(([, , value]) => value),
        'number'
      )
    ),
  };
  const kept = (label: string, value: string) => prepareProfile([input], { filter: { label, value } }).queries[0].total;

  it('keeps the samples of its value, of its label', () => {
    expect([kept('pod', 'b'), kept('zone', 'south'), kept('zone', 'north')]).toEqual([2, 6, 1]);
  });

  it('keeps none where no sample has the value or the label: not those without one', () => {
    expect([kept('pod', 'c'), kept('zone', 'b'), kept('host', 'a')]).toEqual([0, 0, 0]);
  });
});

describe('times that are chosen', () => {
  const span = (from: number, to: number) => ({ from, to });

  it('stand in order, and those that overlap or touch are one', () => {
    const given = [span(50, 60), span(0, 10), span(10, 20), span(55, 58), span(30, 40), span(35, 45)];
    expect(disjoint(given)).toEqual([span(0, 20), span(30, 45), span(50, 60)]);
    expect(given[0]).toEqual(span(50, 60)); // the list is left as it was
    expect(disjoint([span(0, 10), span(11, 20)])).toEqual([span(0, 10), span(11, 20)]);
    expect(disjoint([])).toEqual([]);
  });

  const keeps = (
    settings: Parameters<typeof keepsSample>[1],
    only?: { label: string; value: string },
    baseline = false
  ) => {
    const profile = {
      labels: [
        { name: 'pod', values: ['a', 'b'], index: Int32Array.of(0, 1, 0, -1) },
        { name: 'zone', values: ['x'], index: Int32Array.of(0, 0, -1, 0) },
      ],
      samples: { time: Float64Array.of(0, 10, 20, NaN), duration: Float64Array.of(5, 0, NaN, 5) },
    };
    const keep = keepsSample({ profile, baseline, input: { only } } as never, settings);
    return keep && [0, 1, 2, 3].filter(keep);
  };

  it('keep a sample by the moment at which it ended; the end of a span is not in it', () => {
    expect(keeps({ times: [span(5, 10), span(20, 21)] })).toEqual([0, 2]);
    expect(keeps({ times: [span(6, 20)] })).toEqual([1]);
    expect(keeps({ times: [span(5, 20)] }, undefined, true)).toBeUndefined();
  });

  it('a label’s value does, the query’s own and the chosen one together; a value that nothing bears keeps none', () => {
    expect([
      keeps({}),
      keeps({ filter: { label: 'pod', value: 'a' } }),
      keeps({}, { label: 'zone', value: 'x' }),
    ]).toEqual([undefined, [0, 2], [0, 1, 3]]);
    expect(keeps({ filter: { label: 'pod', value: 'a' } }, { label: 'zone', value: 'x' })).toEqual([0]);
    expect(keeps({ filter: { label: 'pod', value: 'a' }, times: [span(0, 10)] })).toEqual([0]);
    expect([keeps({ filter: { label: 'pod', value: 'c' } }), keeps({ filter: { label: 'node', value: 'a' } })]).toEqual(
      [[], []]
    );
  });
});
