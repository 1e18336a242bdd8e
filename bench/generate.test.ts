import { folded, generateTree, nestedSet, recordedTree, SHAPES } from './generate';

it.each(['16k', '5,000 deep'])('%s: a tree of the stated size, the same every time', (name) => {
  const tree = generateTree(SHAPES[name]);
  expect(tree).toEqual(generateTree(SHAPES[name]));
  const wall = nestedSet(tree, 'wall');
  expect(wall.level).toHaveLength(SHAPES[name].nodes);
  expect(wall.value[0]).toBe(tree.wall.reduce((sum, w) => sum + w, 0));
  expect(wall.level.every((level, i) => i === 0 || (level > 0 && level <= wall.level[i - 1] + 1))).toBe(true);
  expect(wall.level.reduce((most, level) => Math.max(most, level), 0)).toBeLessThan(SHAPES[name].depth);
  const cpu = nestedSet(tree, 'cpu');
  expect(cpu.level.length).toBeLessThan(wall.level.length);
  let sum = 0;
  for (const line of folded(tree, 'cpu')) {
    sum += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  expect(sum).toBe(cpu.value[0]);
});

it('makes one tree of a recorded pair', () => {
  const tree = recordedTree({ cpu: '# how\na;b 2\n', wall: 'a;b 3\na;b;wait 4\nc 1\n' });
  const of = (role: 'cpu' | 'wall') => {
    const { level, value, self, label } = nestedSet(tree, role);
    return level.map((l, i) => `${l} ${tree.names[label[i]]} ${value[i]} ${self[i]}`);
  };
  expect(of('wall')).toEqual(['0 total 8 0', '1 a 7 0', '2 b 7 3', '3 wait 4 4', '1 c 1 1']);
  expect(of('cpu')).toEqual(['0 total 2 0', '1 a 2 0', '2 b 2 2']);
});
