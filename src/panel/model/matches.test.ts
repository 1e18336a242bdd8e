import * as fc from 'fast-check';
import { compileSearch, matchedWeight, matchSymbols } from '../../analysis';
import { buildCallTree, nameOf, pathNames, totalOf, weightsOf } from '../../profile';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../../testing';
import { currentMatch, matchesOf, stepMatch, stepOfKey } from './matches';

function graphOf(text: string) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)) };
}
function symbolsThatMatch(tree: Parameters<typeof matchSymbols>[0], search: string) {
  const test = compileSearch(search);
  return matchSymbols(tree, test.ok ? test.value : () => false);
}

const TEXT = `
main;a;read;decode 4000
main;a;write 1000
main;b;read;read 3000
main;c;read 1
main;d;x 1000
`;

it('lists the outermost matches from left to right, a recursive one once, what is too narrow to be seen not at all', () => {
  const { tree, weights } = graphOf(TEXT);
  const matches = matchesOf(tree, weights, symbolsThatMatch(tree, 'read'));
  expect(matches.map((node) => pathNames(tree, node).join(';'))).toEqual(['main;a;read', 'main;b;read']);
});

it('of a zoom: only what is under it, by its own width', () => {
  const { tree, weights } = graphOf(TEXT);
  const matched = symbolsThatMatch(tree, 'read');
  expect(matchesOf(tree, weights, matched, nodeAt(tree, 'main', 'b'))).toHaveLength(1);
  expect(matchesOf(tree, weights, matched, nodeAt(tree, 'main', 'd'))).toEqual([]);
  expect(matchesOf(tree, weights, matched, nodeAt(tree, 'main', 'c'))).toEqual([nodeAt(tree, 'main', 'c', 'read')]);
});

it('nothing is there twice, and together they weigh what the box says is matched', () => {
  fc.assert(
    fc.property(anyStacks(), fc.constantFrom('a', 'b', ''), (stacks, search) => {
      const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
      const weights = weightsOf(attach[0](0));
      const matched = symbolsThatMatch(tree, search);
      const matches = matchesOf(tree, weights, matched, 0, 0);
      expect(matches.reduce((sum, node) => sum + totalOf(tree, weights, node), 0)).toBe(
        matchedWeight(tree, weights, matched)
      );
      expect(matches.every((node, i) => i === 0 || node >= tree.subtreeEnd[matches[i - 1]])).toBe(true);
    })
  );
});

describe('steps', () => {
  const { tree, weights } = graphOf(TEXT);
  const matches = matchesOf(tree, weights, symbolsThatMatch(tree, '/^(read|write|x)$/'));
  const names = () => matches.map((node) => nameOf(tree, node));

  it('go round both ends; the first one forward is the first match, the first one back the last', () => {
    expect(names()).toEqual(['read', 'write', 'read', 'x']);
    const walk = (steps: Array<1 | -1>) => {
      let place: ReturnType<typeof stepMatch>;
      return steps.map((step) => (place = stepMatch(tree, matches, currentMatch(tree, matches, place), step))!.index);
    };
    expect(walk([1, 1, 1, 1, 1])).toEqual([0, 1, 2, 3, 0]);
    expect(walk([-1, -1, 1, 1])).toEqual([3, 2, 3, 0]);
  });

  it('have nowhere to go where nothing matches', () => {
    expect(stepMatch(tree, [], -1, 1)).toBeUndefined();
    expect(currentMatch(tree, [], { path: ['main'], index: 0 })).toBe(-1);
  });

  it('are kept over a refresh by the frame, where it stands now', () => {
    const place = stepMatch(tree, matches, 0, 1)!;
    const next = graphOf(`main;a;another;read 9000\n${TEXT.trim()}`);
    const now = matchesOf(next.tree, next.weights, symbolsThatMatch(next.tree, '/^(read|write|x)$/'));
    const at = currentMatch(next.tree, now, place);
    expect([place.index, at, nameOf(next.tree, now[at])]).toEqual([1, 2, 'write']);
  });

  it('keep their number in the row where the frame is gone', () => {
    const next = graphOf('main;a;read 5\nmain;b;read 5\nmain;z;read 5');
    const now = matchesOf(next.tree, next.weights, symbolsThatMatch(next.tree, 'read'));
    expect(currentMatch(next.tree, now, { path: ['main', 'd', 'x'], index: 1 })).toBe(1);
    expect(currentMatch(next.tree, now, { path: ['main', 'd', 'x'], index: 7 })).toBe(2);
  });
});

it.each([
  ['n', {}, 1],
  ['N', { shiftKey: true }, -1],
  ['Enter', {}, 1],
  ['Enter', { shiftKey: true }, -1],
  ['n', { ctrlKey: true }, undefined],
  ['m', {}, undefined],
])('%s with %p steps by %p', (key, modifiers, step) =>
  expect(stepOfKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...modifiers })).toBe(step)
);
