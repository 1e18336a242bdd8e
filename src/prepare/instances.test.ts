import { CATEGORIES, splitAt } from '../analysis';
import { column, inputOf, nodeAt, table } from '../testing';
import { prepareProfile, type ProfileInput } from '.';

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
