import { buildCallTree } from '../profile';
import { nodeAt, profileOf } from '../testing';
import { stackText } from './stack';

it('is the frame and its callers, the root first', () => {
  const { tree } = buildCallTree([profileOf('main;run;read 1')]);
  expect(stackText(tree, nodeAt(tree, 'main', 'run', 'read'))).toBe('main\nrun\nread');
  expect(stackText(tree, 0)).toBe('all');
});
