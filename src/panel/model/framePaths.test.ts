import { buildCallTree, nameOf } from '../../profile';
import { nodeAt, prepared, profileOf } from '../../testing';
import { resolvePath, sameFrame } from './framePaths';

const treeOf = (cpu: string) => prepared({ cpu }).paired!.tree;
const before = treeOf('run;decode;inflate 5\nrun;send;inflate 3\nrun;gone;inflate 1');
// New names come first, others go: every number is another one.
const after = treeOf('run;accept 9\nrun;send;inflate 7\nrun;decode;inflate 2\nrun;wait;gone 3');

it('a frame is the same one in the next data by the names on its path, not by its number', () => {
  for (const path of [['run'], ['run', 'decode', 'inflate'], ['run', 'send', 'inflate']]) {
    const node = sameFrame(after, before, nodeAt(before, ...path))!;
    expect([nameOf(after, node), node]).toEqual([path[path.length - 1], nodeAt(after, ...path)]);
  }
  expect(sameFrame(after, before, 0)).toBe(0);
});

it('is gone where its path is', () => {
  expect(sameFrame(after, before, nodeAt(before, 'run', 'gone'))).toBeUndefined();
  expect(sameFrame(after, before, nodeAt(before, 'run', 'gone', 'inflate'))).toBeUndefined();
  expect(sameFrame(after, before, 999)).toBeUndefined();
});

const built = (text: string) => buildCallTree([profileOf(text)]).tree;

it('finds the zoomed frame in new data, or the nearest caller that is left', () => {
  const next = built('0;x 1\na;b;q 5');
  expect(nameOf(next, resolvePath(next, ['a', 'b', 'c']))).toBe('b');
  expect(resolvePath(next, ['gone', 'b'])).toBe(0);
});

it('passes over frames that are taken out of the picture', () =>
  expect(nameOf(built('a;b;c 5\na;d 9'), resolvePath(built('a;b;c 5\na;d 9'), ['a', 'hidden', 'b', 'c']))).toBe('c'));
