import { nodeAt, profileOf } from '../testing';
import { buildCallTree } from './buildCallTree';
import { childrenOf, nameOf, pathNames, pathOf } from './callTree';

it('is the tree that is drawn above its type', () => {
  const { tree } = buildCallTree([profileOf('main;run;read 1\nwork 1')]);
  expect([[...tree.parent], [...tree.level], [...tree.subtreeEnd], tree.maxLevel]).toEqual([
    [-1, 0, 1, 2, 0],
    [0, 1, 2, 3, 1],
    [5, 4, 4, 4, 5],
    3,
  ]);
});

it('names callees and callers; the root is no frame', () => {
  const { tree } = buildCallTree([profileOf('main;b;x 1\nmain;a 1\nz 1')]);
  const names = (node: number) => [...childrenOf(tree, node)].map((child) => nameOf(tree, child));
  expect([names(0), names(nodeAt(tree, 'main')), names(nodeAt(tree, 'z'))]).toEqual([['main', 'z'], ['a', 'b'], []]);
  expect(pathNames(tree, nodeAt(tree, 'main', 'b', 'x'))).toEqual(['main', 'b', 'x']);
  expect([pathNames(tree, 0), pathOf(tree, 0), nameOf(tree, 0)]).toEqual([[], [], 'all']);
});
