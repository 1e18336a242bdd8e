import { splitAt } from '../analysis';
import { inputOf } from '../testing';
import { prepareProfile } from '.';

it('adds up the instances of a role and counts them', () => {
  const { paired, queries } = prepareProfile([
    inputOf('A', 'main;x 1', 'cpu'),
    inputOf('A', 'main;y 2', 'cpu'),
    inputOf('B', 'main;x 9', 'wall'),
  ]);
  expect(splitAt(paired!, 0)).toMatchObject({ total: 9, onCpu: 3 });
  expect(queries.map(({ refId, role, instances, total }) => [refId, role, instances, total])).toEqual([
    ['A', 'cpu', 2, 3],
    ['B', 'wall', 1, 9],
  ]);
});

it('leaves out an instance in another unit, and says so', () => {
  const seconds = '{"fields":[{"name":"stack","values":["a;b"]},{"name":"value","values":[1],"config":{"unit":"s"}}]}';
  const { paired, warnings } = prepareProfile([inputOf('A', seconds, 'cpu'), inputOf('A', 'a;b 5', 'cpu')]);
  expect(splitAt(paired!, 0).total).toBe(1e9);
  expect(warnings[0]).toMatchObject({ refId: 'A', message: expect.stringContaining('it was left out') });
});

it('takes two kinds of time from one file, and splits exactly where they are of the same samples', () => {
  const profile = {
    nodes: [
      { id: 1, callFrame: { functionName: '(root)' }, children: [2, 3, 4] },
      { id: 2, callFrame: { functionName: 'work', url: 'app.js', lineNumber: 4 } },
      { id: 3, callFrame: { functionName: '(idle)' } },
      { id: 4, callFrame: { functionName: '(garbage collector)' } },
    ],
    startTime: 0,
    endTime: 10,
    samples: [2, 3, 4],
    timeDeltas: [0, 5, 3],
  };
  const { paired, queries } = prepareProfile([inputOf('A', JSON.stringify(profile))]);
  expect(queries.map(({ role, total }) => [role, total])).toEqual([
    ['cpu', 7000],
    ['wall', 10000],
  ]);
  expect(splitAt(paired!, 0)).toMatchObject({ total: 10000, onCpu: 7000, unattributed: 0 });
});
