import { buildCallTree, weightsOf } from '../profile';
import { profileOfStacks } from '../testing';
import { toFolded } from './folded';

const foldedOf = (...stacks: Parameters<typeof profileOfStacks>[0]) => {
  const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
  return toFolded({ tree, weights: weightsOf(attach[0](0)), type: 'cpu', unit: 'nanoseconds' });
};

it('holds no name that breaks a line', () => {
  expect(foldedOf({ frames: ['a;b', 'c\nd'], weight: 2 })).toBe('a:b;c d 2\n');
  expect(foldedOf({ frames: [' a\r\n\r\nb\n'], weight: 2 })).toBe('a b 2\n');
});

it('names what has no name, and the time of no stack', () => {
  expect(foldedOf({ frames: [''], weight: 2 }, { frames: [], weight: 3 })).toBe('[root] 3\n[unknown] 2\n');
});
