import * as fc from 'fast-check';
import { buildCallTree, type CallTree, nameOf, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../testing';
import { type Boxes, boxOf, deepestLevel, extentOf, hitTest, layoutBoxes, type Span } from '.';

function treeOf(text: string) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)) };
}

const drawn = (tree: CallTree, boxes: Boxes) =>
  Array.from(
    { length: boxes.length },
    (_, i) =>
      `${boxes.level[i]} ${nameOf(tree, boxes.node[i])} ${boxes.x0[i].toFixed(1)}-${boxes.x1[i].toFixed(1)}${boxes.merged[i] ? ' merged' : ''}`
  );

describe('a part of the width', () => {
  const { tree, weights } = treeOf('a;b 60\na 20\nc 20');
  const lay = (span: Span, root = 0) =>
    layoutBoxes(tree, weights, { root, width: 100, firstLevel: 0, lastLevel: 9, span });

  it('fills the view; boxes are cut at its edges, row by row from left to right', () => {
    // 70 to 90 of 100: the last tenth of a (its own time), and half of c.
    expect(drawn(tree, lay({ from: 0.7, to: 0.9 }))).toEqual(['0 all 0.0-100.0', '1 a 0.0-50.0', '1 c 50.0-100.0']);
    expect(drawn(tree, lay({ from: 0.5, to: 1 }))).toEqual([
      '0 all 0.0-100.0',
      '1 a 0.0-60.0',
      '1 c 60.0-100.0',
      '2 b 0.0-20.0',
    ]);
  });

  it('is a part of the frame that is zoomed to, and its callers are as wide', () => {
    expect(drawn(tree, lay({ from: 0.5, to: 1 }, nodeAt(tree, 'a')))).toEqual([
      '0 all 0.0-100.0',
      '1 a 0.0-100.0',
      '2 b 0.0-50.0',
    ]);
  });
});

/** Weight of a level's frames inside a part of the width, added up frame by frame. */
function weightInside(tree: CallTree, weights: ReturnType<typeof treeOf>['weights'], level: number, span: Span) {
  let sum = 0;
  for (let node = 0; node < tree.length; node++) {
    if (tree.level[node] === level) {
      const { from, to } = extentOf(tree, weights, 0, node);
      sum += Math.max(0, Math.min(to, span.to) - Math.max(from, span.from));
    }
  }
  return sum / (span.to - span.from);
}

it('loses nothing: the boxes of a level cover what its frames take of the view, but under frames too narrow to see', () => {
  const part = fc
    .tuple(fc.double({ min: 0, max: 0.95, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true }))
    .map(([from, share]) => ({ from, to: from + share * (1 - from) }));
  fc.assert(
    fc.property(anyStacks(), part, fc.integer({ min: 50, max: 900 }), (stacks, span, width) => {
      const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
      const weights = weightsOf(attach[0](0));
      fc.pre(totalOf(tree, weights, 0) > 0);
      const boxes = layoutBoxes(tree, weights, { root: 0, width, firstLevel: 0, lastLevel: 20, span });
      let hidden = 0; // by narrow boxes of the levels above, whose callees are not laid out
      for (let level = 0; level <= tree.maxLevel; level++) {
        const row = Array.from({ length: boxes.length }, (_, i) => i).filter((i) => boxes.level[i] === level);
        const covered = row.reduce((sum, i) => sum + boxes.x1[i] - boxes.x0[i], 0);
        const wanted = weightInside(tree, weights, level, span) * width;
        expect(covered).toBeLessThanOrEqual(wanted + 1e-6);
        expect(covered).toBeGreaterThanOrEqual(wanted - hidden - 1e-6);
        hidden += row
          .filter((i) => !isOpen(tree, weights, boxes, i, span, width))
          .reduce((sum, i) => sum + boxes.x1[i] - boxes.x0[i], 0);
      }
    })
  );
});

/** Wide enough, before it is cut, for its callees to be laid out. */
function isOpen(
  tree: CallTree,
  weights: ReturnType<typeof treeOf>['weights'],
  boxes: Boxes,
  box: number,
  span: Span,
  width: number
) {
  const { from, to } = extentOf(tree, weights, 0, boxes.node[box]);
  return boxes.merged[box] === 0 && ((to - from) / (span.to - span.from)) * width >= 1;
}

it('hits what is drawn, wherever one points, and finds the box of a node', () => {
  fc.assert(
    fc.property(
      anyStacks(),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.double({ min: -0.1, max: 1.1, noNaN: true }),
      (stacks, from, at) => {
        const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
        const weights = weightsOf(attach[0](0));
        const span = { from, to: from + 0.1 };
        const boxes = layoutBoxes(tree, weights, { root: 0, width: 300, firstLevel: 1, lastLevel: 6, span });
        const all = Array.from({ length: boxes.length }, (_, i) => i);
        const x = at * 300;
        for (let level = -1; level <= 9; level++) {
          expect(hitTest(boxes, x, level)).toBe(
            all.find((i) => boxes.level[i] === level && x >= boxes.x0[i] && x < boxes.x1[i]) ?? -1
          );
        }
        for (let node = 0; node < tree.length; node++) {
          expect(boxOf(boxes, tree, node)).toBe(boxes.node.indexOf(node));
        }
      }
    ),
    { numRuns: 60 }
  );
});

it('out of 500,000 siblings it lays out those in view, and looks for them by search', () => {
  const { tree, weights } = treeOf(Array.from({ length: 500_000 }, (_, i) => `root;f${i} 1`).join('\n'));
  let asked = 0;
  const watched = {
    self: weights.self,
    prefixSum: new Proxy(weights.prefixSum, {
      get(column, key) {
        asked++;
        return Reflect.get(column, key, column) as unknown;
      },
    }),
  };
  const span = { from: 0.8, to: 0.8 + 100 / 500_000 };
  const boxes = layoutBoxes(tree, watched, { root: 0, width: 1000, firstLevel: 0, lastLevel: 9, span });
  expect([...boxes.x1].at(-1)! - boxes.x0[2]).toBeCloseTo(1000, 3);
  expect(boxes.length - 2).toBeGreaterThanOrEqual(100);
  expect(boxes.length - 2).toBeLessThanOrEqual(101);
  expect(boxes.x1[3] - boxes.x0[3]).toBeCloseTo(10, 3);
  expect(asked).toBeLessThan(2000);
});

it('a stack of 20,000 frames, each beside a sliver left of the view, is not climbed anew on each level', () => {
  const builder = new ProfileBuilder([{ type: 'x', unit: 'count' }]);
  let stack = -1;
  for (let i = 0; i < 20_000; i++) {
    builder.sample(builder.stack(stack, builder.frame({ name: 'a sliver' })), 1e-9);
    stack = builder.stack(stack, builder.frame({ name: `f${i % 10}` }));
  }
  builder.sample(stack, 1);
  const { tree, attach } = buildCallTree([builder.finish()]);
  let climbed = 0;
  const parent = new Proxy(tree.parent, {
    get(column, key) {
      climbed++;
      return Reflect.get(column, key, column) as unknown;
    },
  });
  const viewport = { root: 0, width: 300, firstLevel: 19_990, lastLevel: 20_010, span: { from: 0.5, to: 1 } };
  const boxes = layoutBoxes({ ...tree, parent }, weightsOf(attach[0](0)), viewport);
  expect(boxes.level.at(-1)).toBe(20_000);
  expect(climbed).toBeLessThan(200_000);
});

it('knows the part of the width that a frame takes; callers and strangers take all of it', () => {
  const { tree, weights } = treeOf('a;b 60\na 20\nc 20');
  const [a, b, c] = [['a'], ['a', 'b'], ['c']].map((path) => nodeAt(tree, ...path));
  expect(extentOf(tree, weights, 0, c)).toEqual({ from: 0.8, to: 1 });
  expect(extentOf(tree, weights, a, b)).toEqual({ from: 0, to: 0.75 });
  expect(extentOf(tree, weights, b, a)).toEqual({ from: 0, to: 1 });
  expect(extentOf(tree, weights, a, c)).toEqual({ from: 0, to: 1 });
});

describe('runs of siblings that are narrower than a pixel', () => {
  const ten = (under: string) => treeOf(Array.from({ length: 10 }, (_, i) => `f${i}${under} 1`).join('\n'));
  const lay = ({ tree, weights }: ReturnType<typeof treeOf>, width: number, firstLevel = 1, lastLevel = 9) =>
    drawn(tree, layoutBoxes(tree, weights, { root: 0, width, firstLevel, lastLevel }));

  it('end before the one that would make them wider than a pixel', () => {
    expect(lay(ten(''), 4)).toEqual([
      '1 f0 0.0-0.8 merged',
      '1 f2 0.8-1.6 merged',
      '1 f4 1.6-2.4 merged',
      '1 f6 2.4-3.2 merged',
      '1 f8 3.2-4.0 merged',
    ]);
  });

  it('are of siblings, also where the pixel ends in a callee of one', () => {
    expect(lay(ten(';g'), 4)).toEqual(lay(ten(''), 4));
    expect(lay(ten(';g;h'), 4)).toEqual(lay(ten(''), 4));
  });

  it('are none where each is a pixel wide: then their callees are shown, too', () => {
    const names = lay(ten(';g'), 10);
    expect(names.filter((line) => line.startsWith('1 f'))).toHaveLength(10);
    expect(names.filter((line) => line.startsWith('2 g'))).toHaveLength(10);
    expect(names.filter((line) => line.endsWith('merged'))).toEqual([]);
  });

  it('a narrow one alone is no run', () => {
    expect(lay(treeOf('a 995\nb 5'), 100)).toEqual(['1 a 0.0-99.5', '1 b 99.5-100.0']);
  });

  it('a frame that only the other profile has is no box', () => {
    const { tree, attach } = buildCallTree([profileOf('a 1\nd 1'), profileOf('b 1\nc 1')]);
    expect(lay({ tree, weights: weightsOf(attach[0](0)) }, 10)).toEqual(['1 a 0.0-5.0', '1 d 5.0-10.0']);
  });

  it('on the last level, too, and none below it', () => {
    expect(lay(ten(';g'), 4, 0, 0)).toEqual(['0 all 0.0-4.0']);
    expect(lay(ten(';g'), 10, 1, 1)).toHaveLength(10);
  });
});

it('callers of the zoomed frame are drawn from the root down, but for those that are scrolled away', () => {
  const { tree, weights } = treeOf('a;b;c;d 1');
  const lay = (firstLevel: number, lastLevel: number) =>
    drawn(
      tree,
      layoutBoxes(tree, weights, { root: nodeAt(tree, 'a', 'b', 'c'), width: 10, firstLevel, lastLevel })
    ).map((line) => line.split(' ')[1]);
  expect([lay(0, 9), lay(1, 3), lay(2, 2), lay(0, 1), lay(3, 9)]).toEqual([
    ['all', 'a', 'b', 'c', 'd'],
    ['a', 'b', 'c'],
    ['b'],
    ['all', 'a'],
    ['c', 'd'],
  ]);
});

it('lays out nothing where there is nothing, or no room', () => {
  const { tree, weights } = treeOf('a 1');
  const none = weightsOf(new Float64Array(tree.length));
  const lay = (column: typeof weights, width: number) =>
    layoutBoxes(tree, column, { root: 0, width, firstLevel: 0, lastLevel: 9 }).length;
  expect([lay(weights, 5), lay(none, 5), lay(weights, 0), lay(weights, -5)]).toEqual([2, 0, 0, 0]);
  expect(extentOf(tree, none, 0, 1)).toEqual({ from: 0, to: 1 });
});

describe('a part of the width of many', () => {
  const { tree, weights } = treeOf(Array.from({ length: 8 }, (_, i) => `f${i};g${i} 1`).join('\n'));
  const lay = (from: number, to: number) =>
    drawn(tree, layoutBoxes(tree, weights, { root: 0, width: 100, firstLevel: 1, lastLevel: 1, span: { from, to } }));

  it('begins with the frame that reaches into it, and ends with the last that begins in it', () => {
    expect(lay(0.25, 0.5)).toEqual(['1 f2 0.0-50.0', '1 f3 50.0-100.0']);
    expect(lay(0.3125, 0.5625)).toEqual(['1 f2 0.0-25.0', '1 f3 25.0-75.0', '1 f4 75.0-100.0']);
    expect(lay(0.875, 1)).toEqual(['1 f7 0.0-100.0']);
  });
});

it('an edge belongs to the box on its right; boxes of a node are found on their level', () => {
  const { tree, weights } = treeOf('a;b 60\na 20\nc 20');
  const boxes = layoutBoxes(tree, weights, { root: 0, width: 100, firstLevel: 1, lastLevel: 2 });
  const hit = (x: number, level = 1) => hitTest(boxes, x, level);
  expect([hit(0), hit(79.9), hit(80), hit(99.9), hit(100), hit(-1)].map((box) => boxes.node[box])).toEqual([
    nodeAt(tree, 'a'),
    nodeAt(tree, 'a'),
    nodeAt(tree, 'c'),
    nodeAt(tree, 'c'),
    undefined,
    undefined,
  ]);
  expect([hit(10, 0), hit(10, 2), hit(70, 2), hit(10, 3)]).toEqual([-1, 2, -1, -1]);
  const boxAt = (...path: string[]) => boxOf(boxes, tree, nodeAt(tree, ...path));
  expect([boxAt('a'), boxAt('c'), boxAt('a', 'b'), boxOf(boxes, tree, 0)]).toEqual([0, 1, 2, -1]);
});

it('knows how deep the frames under one go, and counts only those with weight', () => {
  const { tree, attach } = buildCallTree([profileOf('a;b;c;d 1\na;z 1\ne 1'), profileOf('e;f;g;h;i;j 1')]);
  const [first, second] = attach.map((of) => weightsOf(of(0)));
  expect(deepestLevel(tree, first, 0)).toBe(4);
  expect(deepestLevel(tree, first, nodeAt(tree, 'a', 'z'))).toBe(2);
  expect(deepestLevel(tree, first, nodeAt(tree, 'a'))).toBe(4);
  expect(deepestLevel(tree, first, nodeAt(tree, 'e'))).toBe(1);
  expect(deepestLevel(tree, second, 0)).toBe(6);
  expect(deepestLevel(tree, second, nodeAt(tree, 'a'))).toBe(1);
});

it('a frame inside of the zoomed one takes its part of that one', () => {
  const { tree, weights } = treeOf('a 10\nb;c 20\nb;d 20');
  const [b, d] = [['b'], ['b', 'd']].map((path) => nodeAt(tree, ...path));
  expect(extentOf(tree, weights, b, d)).toEqual({ from: 0.5, to: 1 });
  expect(extentOf(tree, weights, b, b)).toEqual({ from: 0, to: 1 });
});
