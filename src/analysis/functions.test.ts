import { buildCallTree, weightsOf } from '../profile';
import { nodeAt, profileOf } from '../testing';
import { CATEGORIES, classifyWaits, functionTable, pairModes, symbolFacts } from '.';

it('adds a function up over its call paths, recursion once', () => {
  const { tree, attach } = buildCallTree([
    profileOf('main;a;f 2\nmain;b;f;g;f 3'),
    profileOf('main;a;f 4\nmain;b;f;g;f 4\nmain;a;f;ep_poll 6'),
  ]);
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const role = (i: number, kind: 'cpu' | 'wall') => {
    const weights = weightsOf(attach[i](0));
    return { weights, unit: 'nanoseconds', waits: classifyWaits(tree, weights, kind, facts) };
  };
  const paired = pairModes(tree, { cpu: role(0, 'cpu'), wall: role(1, 'wall') });
  const rows = functionTable(paired, paired.wall!, paired.cpu);
  const row = rows.find(({ name }) => name === 'f')!;
  expect(row).toEqual({
    symbol: row.symbol,
    name: 'f',
    self: 8,
    total: 14,
    onCpu: 5,
    waiting: 6,
    waits: CATEGORIES.map((category) => (category === 'poll' ? 6 : 0)),
    baseline: 1,
    node: nodeAt(tree, 'main', 'a', 'f'),
  });
  expect(rows.find(({ name }) => name === 'main')).toMatchObject({ self: 0, total: 14 });
});
