import { factorOf, folded, generateTree, nestedSet, type Role, SHAPES } from './generate';

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

it('a refresh brings other figures on the same stacks; CPU is never more than wall', () => {
  const tree = generateTree({ ...SHAPES['16k'], nodes: 2000 });
  const answer = (role: Role, times: number) => nestedSet(tree, role, (node) => factorOf(node, times));
  const [before, after] = [answer('wall', 0), answer('wall', 1)];
  expect([after.level, after.label]).toEqual([before.level, before.label]);
  const changes = before.self.flatMap((self, row) => (self ? [after.self[row] / self] : []));
  expect(Math.min(...changes)).toBeLessThan(0.75);
  expect(Math.max(...changes)).toBeGreaterThan(1.25);
  expect(answer('wall', 2).self).not.toEqual(after.self);
  const wallOf = tree.cpu.map((_, node) => after.self[node]);
  let row = 0;
  const cpu = answer('cpu', 1);
  for (let node = 0; node < tree.length; node++) {
    if (!tree.wait[node]) {
      expect(cpu.self[row++]).toBeLessThanOrEqual(wallOf[node]);
    }
  }
});
