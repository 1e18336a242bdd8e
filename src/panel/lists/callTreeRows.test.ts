import { buildCallTree, nameOf, weightsOf } from '../../profile';
import { profileOf } from '../../testing';
import { flatten, keyOf } from './callTreeRows';

const built = (text: string) => {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)) };
};
const { tree, weights } = built('a;b;c 5\na;d 9\na;e 0\nz 1');

it('lists the open branches as a tree, heaviest callee first', () => {
  const rows = flatten(tree, weights, new Set([keyOf([]), keyOf(['a'])]));
  expect(
    rows.map(({ node, expanded, position, siblings }) => [nameOf(tree, node), expanded, position, siblings])
  ).toEqual([
    ['all', true, 1, 1],
    ['a', true, 1, 2],
    ['d', false, 1, 2],
    ['b', false, 2, 2],
    ['z', false, 2, 2],
  ]);
  expect(rows.map(({ key }) => key)).toEqual([
    keyOf([]),
    keyOf(['a']),
    keyOf(['a', 'd']),
    keyOf(['a', 'b']),
    keyOf(['z']),
  ]);
});
