import { folded, generateTree, nestedSet, SHAPES } from './generate';

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
