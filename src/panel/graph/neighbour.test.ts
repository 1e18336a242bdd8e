import { buildCallTree, weightsOf } from '../../profile';
import { nodeAt, profileOf } from '../../testing';
import { neighbour } from './neighbour';

const built = (text: string) => {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)) };
};
const { tree, weights } = built('a;b;c 5\na;d 9\na;e 0\nz 1');

it('walks with arrow keys: heaviest callee, caller, visible siblings', () => {
  const at = (...path: string[]) => nodeAt(tree, ...path);
  expect(neighbour(tree, weights, at('a'), 'down')).toBe(at('a', 'd'));
  expect(neighbour(tree, weights, at('a', 'd'), 'up')).toBe(at('a'));
  expect(neighbour(tree, weights, at('a', 'b'), 'right')).toBe(at('a', 'd'));
  expect(neighbour(tree, weights, at('a', 'd'), 'right')).toBe(at('a', 'd'));
  expect(neighbour(tree, weights, at('a', 'd'), 'left')).toBe(at('a', 'b'));
  expect(neighbour(tree, weights, at('a', 'b', 'c'), 'down')).toBe(at('a', 'b', 'c'));
  expect(neighbour(tree, weights, 0, 'up')).toBe(0);
});
