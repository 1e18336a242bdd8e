import { CATEGORIES, splitAt } from '../analysis';
import { inputOf, nodeAt } from '../testing';
import { prepareProfile } from '.';

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
