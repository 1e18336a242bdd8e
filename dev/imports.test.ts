import { circles, imports, roomOf } from './imports';

it('finds circles where there are some', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(circles(graph)).toEqual([['a', 'b', 'c', 'a']]);
  expect(
    circles(
      new Map([
        ['a', ['b']],
        ['b', []],
      ])
    )
  ).toEqual([]);
});

it('no file imports itself by way of others', () => {
  const graph = imports();
  expect(graph.get('module.ts')).toContain('panel/DualFlamePanel.tsx');
  expect(circles(graph)).toEqual([]);
});

it('surfaces do not know each other: what they share stands in model/, state/ and ui/', () => {
  const surfaces = ['panel/graph', 'panel/lists', 'panel/toolbar', 'panel/summary', 'panel/start', 'panel/timeline'];
  const arrows = [...imports()].flatMap(([file, targets]) =>
    targets
      .filter(
        (target) =>
          surfaces.includes(roomOf(file)) && surfaces.includes(roomOf(target)) && roomOf(file) !== roomOf(target)
      )
      .map((target) => `${file} -> ${target}`)
  );
  expect(arrows).toEqual([]);
});
