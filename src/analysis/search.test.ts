import { buildCallTree, nameOf, weightsOf } from '../profile';
import { nodeAt, profileOf } from '../testing';
import { keptNodes, matchedWeight, matchPattern, matchSymbols, type StackFilter } from './search';

const { tree, attach } = buildCallTree([profileOf('main;a;b 1\nmain;b;a 2\nmain;c 4\nmain 8')]);
const weights = weightsOf(attach[0](0));
/** Weight of the stacks that filters keep. */
const kept = (...filters: StackFilter[]) => {
  const nodes = keptNodes(tree, filters);
  return weights.self.reduce((sum, weight, node) => sum + (nodes[node] ? weight : 0), 0);
};

it('keeps the stacks that hold a frame, or those that hold none', () => {
  expect([kept(), kept({ keep: 'only', pattern: '/^a$/' }), kept({ keep: 'without', pattern: '/^a$/' })]).toEqual([
    15, 3, 12,
  ]);
  expect(kept({ keep: 'only', pattern: '/^(b|c)$/' }, { keep: 'without', pattern: '/^a$/' })).toBe(4);
  expect(kept({ keep: 'only', pattern: 'nowhere' })).toBe(0);
  expect(kept({ keep: 'only', pattern: '/^main$/' })).toBe(15);
});

it('keeps the time of no stack only where no frame is asked for', () => {
  const rooted = buildCallTree([profileOf(' 5\nmain 1')]).tree;
  expect([...keptNodes(rooted, [{ keep: 'only', pattern: 'main' }])]).toEqual([0, 1]);
  expect([...keptNodes(rooted, [{ keep: 'without', pattern: 'main' }])]).toEqual([1, 0]);
});

it('an empty or invalid pattern, and one that only hides frames, filters nothing', () => {
  expect(['', '/(/'].map((pattern) => kept({ keep: 'only', pattern }))).toEqual([15, 15]);
  expect(kept({ keep: 'hide', pattern: '/^a$/' })).toBe(15);
  expect([matchPattern(tree, ''), matchPattern(tree, '/(/')]).toEqual([undefined, undefined]);
  expect([...matchPattern(tree, '/^A$/')!]).toEqual(tree.symbols.map(({ name }) => (name === 'a' ? 1 : 0)));
});

it('a stack with several matches counts once, under the frame that is looked at', () => {
  const matched = matchSymbols(tree, (name) => name === 'a' || name === 'b');
  expect(matchedWeight(tree, weights, matched)).toBe(3);
  expect(matchedWeight(tree, weights, matched, nodeAt(tree, 'main', 'a'))).toBe(1);
  expect(matchedWeight(tree, weights, matched, nodeAt(tree, 'main', 'c'))).toBe(0);
  expect(nameOf(tree, 1)).toBe('main');
});
