import * as fc from 'fast-check';
import { buildCallTree, totalOf, weightsOf } from '../profile';
import { anyStacks, drawTree, profileOf, profileOfStacks } from '../testing';
import { matchedWeight, sandwichOf } from '.';

function sandwich(text: string, name: string) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return sandwichOf(
    tree,
    weightsOf(attach[0](0)),
    tree.symbols.findIndex((symbol) => symbol.name === name)
  );
}

it('lays all call paths of a function over each other', () => {
  const found = sandwich('main;a;f;x 1\nmain;b;f;x 2\nmain;b;f;y 3\nmain;b 4', 'f')!;
  expect(drawTree(found.callers.tree, found.callers.weights)).toBe(
    'all 6 0\n  f 6 0\n    a 1 0\n      main 1 1\n    b 5 0\n      main 5 5'
  );
  expect(drawTree(found.callees.tree, found.callees.weights)).toBe('all 6 0\n  f 6 0\n    x 3 3\n    y 3 3');
});

it('counts recursion once', () => {
  const found = sandwich('main;f;g;f;h 5', 'f')!;
  expect(found.total).toBe(5);
  expect(drawTree(found.callees.tree, found.callees.weights)).toContain(
    '      g 5 0\n        f 5 0'.replace('      g', '    g').replace('        f', '      f')
  );
});

it('is nothing for a function without weight', () => expect(sandwich('main;f 0\nmain 1', 'f')).toBeUndefined());

it('has the total of the function on both sides, for any stacks', () => {
  fc.assert(
    fc.property(anyStacks(['a', 'b', 'c', '__proto__']), (stacks) => {
      const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
      const weights = weightsOf(attach[0](0));
      tree.symbols.forEach((_, symbol) => {
        const expected = matchedWeight(
          tree,
          weights,
          Uint8Array.from(tree.symbols, (__, id) => (id === symbol ? 1 : 0))
        );
        const found = sandwichOf(tree, weights, symbol);
        expect(found?.total ?? 0).toBe(expected);
        if (found) {
          expect(totalOf(found.callers.tree, found.callers.weights, 0)).toBe(expected);
          expect(totalOf(found.callees.tree, found.callees.weights, 0)).toBe(expected);
        }
      });
    })
  );
});
