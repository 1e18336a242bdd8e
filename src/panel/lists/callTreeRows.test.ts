import { buildCallTree, nameOf, weightsOf } from '../../profile';
import { nodeAt, profileOf } from '../../testing';
import { type Branch, flatten, hotPath, PathIds } from './callTreeRows';

function branchOf(text: string, ...path: string[]): Branch {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)), root: path.length ? nodeAt(tree, ...path) : 0 };
}
const branch = branchOf('a;b;c 5\na;d 9\na;e 0\nz 1');
const { tree } = branch;
const names = (of: Branch, paths: PathIds, open: ReadonlySet<number>) =>
  flatten(of, paths, open).map(({ node }) => nameOf(of.tree, node));
const at = (paths: PathIds, ...path: string[]) => paths.of(tree, path.length ? nodeAt(tree, ...path) : 0);

it('lists the open branches as a tree, heaviest callee first', () => {
  const paths = new PathIds();
  const rows = flatten(branch, paths, new Set([at(paths), at(paths, 'a')]));
  expect(
    rows.map(({ node, expanded, hasChildren, position, siblings }) => [
      nameOf(tree, node),
      hasChildren,
      expanded,
      position,
      siblings,
    ])
  ).toEqual([
    ['all', true, true, 1, 1],
    ['a', true, true, 1, 2],
    ['d', false, false, 1, 2],
    ['b', true, false, 2, 2],
    ['z', false, false, 2, 2],
  ]);
  expect(rows.map(({ path }) => path)).toEqual([
    at(paths),
    at(paths, 'a'),
    at(paths, 'a', 'd'),
    at(paths, 'a', 'b'),
    at(paths, 'z'),
  ]);
});

it('begins with the frame that is zoomed to', () => {
  const paths = new PathIds();
  const zoomed = { ...branch, root: nodeAt(tree, 'a', 'b') };
  expect(names(zoomed, paths, new Set([at(paths, 'a', 'b')]))).toEqual(['b', 'c']);
});

it('the same paths have the same numbers in the next answer, whatever else is there', () => {
  const paths = new PathIds();
  const open = new Set([at(paths), at(paths, 'a'), at(paths, 'a', 'b')]);
  expect(names(branchOf('0;x 1\na;b;c 5\na;b;q 7\na;0 1'), paths, open)).toEqual(['all', 'a', 'b', 'q', 'c', '0', '0']);
});

it('opens along callees that have more than half of their caller’s time', () => {
  const paths = new PathIds();
  expect(hotPath(branch, paths)).toEqual([at(paths), at(paths, 'a'), at(paths, 'a', 'd')]);
  expect(hotPath(branchOf('a 1\nb 1'), paths)).toEqual([at(paths)]);
});

it('a stack of 100,000 frames opens, each frame once', () => {
  const deep = branchOf(`${Array.from({ length: 100_000 }, (_, i) => `f${i}`).join(';')} 1`);
  const paths = new PathIds();
  const rows = flatten(deep, paths, new Set(hotPath(deep, paths)));
  expect(rows).toHaveLength(100_001);
  expect(nameOf(deep.tree, rows[100_000].node)).toBe('f99999');
  expect(new Set(rows.map(({ path }) => path)).size).toBe(100_001);
});
