import * as fc from 'fast-check';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../testing';
import { buildCallTree } from './buildCallTree';
import { anyUnder, denseOf, grandTotal, sparseColumns, sparseTotalOf, totalOf, weightsOf } from './weights';

it('sums in front of each node, so that a total is a difference', () => {
  const { tree, attach } = buildCallTree([profileOf('main;run;read 3\nmain;run 1\nwork 2')]);
  const weights = weightsOf(attach[0](0));
  expect([...weights.self]).toEqual([0, 0, 1, 3, 2]);
  expect([...weights.prefixSum]).toEqual([0, 0, 0, 1, 4, 6]);
  expect(totalOf(tree, weights, nodeAt(tree, 'main', 'run'))).toBe(4);
  expect(grandTotal(weights)).toBe(6);
});

it('keeps of a column the nodes that have anything', () => {
  const self = Float64Array.of(0, 5, 0, -2, 7, 0);
  const [none, first, second] = sparseColumns(self, Uint8Array.of(0, 1, 0, 2, 1, 0), 3);
  expect(none).toBeUndefined();
  expect([[...first!.nodes], [...first!.sums]]).toEqual([
    [1, 4],
    [0, 5, 12],
  ]);
  expect([[...second!.nodes], [...second!.sums]]).toEqual([[3], [0, -2]]);
  expect([...denseOf(first!, 6)]).toEqual([0, 5, 0, 0, 7, 0]);
});

it('says whether one of some nodes is a frame or under it', () => {
  const { tree } = buildCallTree([profileOf('a;b 1\na;c 1\nd 1')]);
  const [a, b, c, d] = [['a'], ['a', 'b'], ['a', 'c'], ['d']].map((path) => nodeAt(tree, ...path));
  const under = (node: number, ...nodes: number[]) => anyUnder(tree, Int32Array.from(nodes), node);
  expect([under(0, c), under(a, c), under(c, c), under(a, b, d)]).toEqual([true, true, true, true]);
  expect([under(b, c), under(d, c), under(a, d), under(c, b, d), under(0)]).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

it('divides weights over columns, each as if the others were not there', () => {
  fc.assert(
    fc.property(anyStacks(), fc.array(fc.integer({ min: 0, max: 3 })), (stacks, keys) => {
      const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
      const self = attach[0](0);
      const columnOf = Uint8Array.from(self, (_, node) => keys[node % Math.max(1, keys.length)] ?? 0);
      sparseColumns(self, columnOf, 4).forEach((column, key) => {
        const own = self.map((weight, node) => (columnOf[node] === key ? weight : 0));
        expect(column === undefined).toBe(own.every((weight) => weight === 0));
        if (column) {
          expect(denseOf(column, tree.length)).toEqual(own);
          for (let node = 0; node < tree.length; node++) {
            expect(sparseTotalOf(tree, column, node)).toBe(totalOf(tree, weightsOf(own), node));
          }
        }
      });
    }),
    { numRuns: 60 }
  );
});
