import * as fc from 'fast-check';
import { buildCallTree, nameOf, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../testing';
import { deepestLevel, hitTest, layoutBoxes, leftOf } from './layout';

function treeOf(text: string) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)) };
}

describe('layout', () => {
  const { tree, weights } = treeOf('a;b 60\na 20\nc 20');
  const lay = (root: number, width = 100, lastLevel = 9, firstLevel = 0) => {
    const boxes = layoutBoxes(tree, weights, { root, width, firstLevel, lastLevel });
    return Array.from(
      { length: boxes.length },
      (_, i) => `${nameOf(tree, boxes.node[i])} ${boxes.x0[i]}-${boxes.x1[i]} @${boxes.level[i]}`
    );
  };

  it('gives a node its total as width, its children from the left', () => {
    expect(lay(0).sort()).toEqual(['a 0-80 @1', 'all 0-100 @0', 'b 0-60 @2', 'c 80-100 @1']);
  });

  it('zooms: the root of the view spans the width, so do its callers', () => {
    expect(lay(nodeAt(tree, 'a', 'b')).sort()).toEqual(['a 0-100 @1', 'all 0-100 @0', 'b 0-100 @2']);
  });

  it('emits visible levels only', () => {
    expect(lay(0, 100, 1, 1)).toEqual(expect.arrayContaining(['a 0-80 @1', 'c 80-100 @1']));
    expect(lay(0, 100, 1, 1)).toHaveLength(2);
  });

  it('is empty without weight or width', () => {
    expect(lay(0, 0)).toEqual([]);
    expect(
      layoutBoxes(tree, weightsOf(new Float64Array(tree.length)), { root: 0, width: 100, firstLevel: 0, lastLevel: 9 })
        .length
    ).toBe(0);
  });

  it('merges runs of siblings narrower than a pixel; cost follows pixels', () => {
    const many = treeOf(Array.from({ length: 50_000 }, (_, i) => `root;f${i} 1`).join('\n'));
    const boxes = layoutBoxes(many.tree, many.weights, { root: 0, width: 500, firstLevel: 0, lastLevel: 9 });
    expect(boxes.length).toBeLessThan(510);
    expect([...boxes.merged].filter(Boolean).length).toBeGreaterThan(490);
  });

  it('lays out the end of a stack of 100,000 frames', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: 'count' }]);
    let stack = -1;
    for (let i = 0; i < 100_000; i++) {
      stack = builder.stack(stack, builder.frame({ name: `f${i % 10}` }));
    }
    builder.sample(stack, 1);
    const { tree: deep, attach } = buildCallTree([builder.finish()]);
    const boxes = layoutBoxes(deep, weightsOf(attach[0](0)), {
      root: 0,
      width: 300,
      firstLevel: 99_990,
      lastLevel: 100_010,
    });
    expect([boxes.length, boxes.level[boxes.length - 1]]).toEqual([11, 100_000]);
    expect(deepestLevel(deep, weightsOf(attach[0](0)), 0)).toBe(100_000);
  });

  it('never overlaps, stays inside its parent, and every pixel hit is the box drawn there', () => {
    fc.assert(
      fc.property(
        anyStacks(),
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (stacks, width, at) => {
          const built = buildCallTree([profileOfStacks(stacks)]);
          const column = weightsOf(built.attach[0](0));
          const boxes = layoutBoxes(built.tree, column, { root: 0, width, firstLevel: 0, lastLevel: 20 });
          for (let level = 0; level <= 8; level++) {
            const row = Array.from({ length: boxes.length }, (_, i) => i)
              .filter((i) => boxes.level[i] === level)
              .sort((a, b) => boxes.x0[a] - boxes.x0[b]);
            row.forEach((i, n) => {
              expect(boxes.x0[i]).toBeGreaterThanOrEqual(n ? boxes.x1[row[n - 1]] - 1e-6 : -1e-6);
              expect(boxes.x1[i]).toBeLessThanOrEqual(width + 1e-6);
            });
            const hit = hitTest(boxes, at * width, level);
            expect(hit).toBe(row.find((i) => at * width >= boxes.x0[i] && at * width < boxes.x1[i]) ?? -1);
            if (hit >= 0 && !boxes.merged[hit]) {
              expect(boxes.x1[hit] - boxes.x0[hit]).toBeCloseTo(
                (totalOf(built.tree, column, boxes.node[hit]) / totalOf(built.tree, column, 0)) * width,
                6
              );
            }
          }
        }
      ),
      { numRuns: 80 }
    );
  });

  const boxesOf = (content: string, width: number, lastLevel = 9) => {
    const built = treeOf(content);
    const boxes = layoutBoxes(built.tree, built.weights, { root: 0, width, firstLevel: 0, lastLevel });
    return Array.from({ length: boxes.length }, (_, i) => ({
      name: nameOf(built.tree, boxes.node[i]),
      from: Math.round(boxes.x0[i] * 10) / 10,
      to: Math.round(boxes.x1[i] * 10) / 10,
      level: boxes.level[i],
      merged: boxes.merged[i],
    })).sort((a, b) => a.level - b.level || a.from - b.from);
  };
  const ten = (under: string) => Array.from({ length: 10 }, (_, i) => `f${i}${under} 1`).join('\n');

  it('leaves out the callers of the zoomed frame that are scrolled away', () => {
    const b = nodeAt(tree, 'a', 'b');
    expect(lay(b, 100, 1).sort()).toEqual(['a 0-100 @1', 'all 0-100 @0']);
    expect(lay(b, 100, 0)).toEqual(['all 0-100 @0']);
  });

  it('ends a run of narrow siblings before the one that would make it wider than a pixel', () => {
    const runs = boxesOf(ten(''), 4).filter(({ level }) => level === 1);
    expect(runs.map(({ name, from, to, merged }) => [name, from, to, merged])).toEqual([
      ['f0', 0, 0.8, 1],
      ['f2', 0.8, 1.6, 1],
      ['f4', 1.6, 2.4, 1],
      ['f6', 2.4, 3.2, 1],
      ['f8', 3.2, 4, 1],
    ]);
  });

  it('a run is of siblings, also where their callees begin in the middle of a pixel', () => {
    const runs = boxesOf(ten(';g'), 4).filter(({ level }) => level > 0);
    expect(runs.map(({ name, from }) => [name, from])).toEqual([
      ['f0', 0],
      ['f2', 0.8],
      ['f4', 1.6],
      ['f6', 2.4],
      ['f8', 3.2],
    ]);
  });

  it('shows the callees of a frame that is a pixel wide, and merges none on a level that is not asked for', () => {
    expect(boxesOf(ten(';g'), 10).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['f0', 'f9', 'g', 'g', 'g', 'g', 'g', 'g', 'g', 'g', 'g', 'g'])
    );
    expect(boxesOf(ten(';g'), 10)).toHaveLength(21);
    expect(boxesOf('a;b 1\na;c 1', 1, 1).map(({ name }) => name)).toEqual(['all', 'a']);
  });

  it('does not call one narrow frame a run', () => {
    expect(boxesOf('a 995\nb 5', 100)).toContainEqual({ name: 'b', from: 99.5, to: 100, level: 1, merged: 0 });
  });

  it('has no box for a frame that only the other profile has', () => {
    const { tree: union, attach } = buildCallTree([profileOf('a 1'), profileOf('b 1\nc 1')]);
    const boxes = layoutBoxes(union, weightsOf(attach[0](0)), { root: 0, width: 10, firstLevel: 0, lastLevel: 9 });
    expect(Array.from(boxes.node, (node) => nameOf(union, node))).toEqual(['all', 'a']);
  });

  it('an edge belongs to the box on its right', () => {
    const boxes = layoutBoxes(tree, weights, { root: 0, width: 100, firstLevel: 0, lastLevel: 9 });
    const at = (x: number) => nameOf(tree, boxes.node[hitTest(boxes, x, 1)]);
    expect([at(0), at(79.9), at(80)]).toEqual(['a', 'a', 'c']);
    expect(hitTest(boxes, 100, 1)).toBe(-1);
  });

  it('knows how deep the frames under one go, and counts only those with weight', () => {
    const { tree: union, attach } = buildCallTree([profileOf('a;b;c;d 1\na;z 1\ne 1'), profileOf('e;f;g;h;i;j 1')]);
    const [first, second] = attach.map((of) => weightsOf(of(0)));
    expect(deepestLevel(union, first, 0)).toBe(4);
    expect(deepestLevel(union, first, nodeAt(union, 'a', 'z'))).toBe(2);
    expect(deepestLevel(union, first, nodeAt(union, 'a'))).toBe(4);
    expect(deepestLevel(union, first, nodeAt(union, 'e'))).toBe(1);
    expect(deepestLevel(union, second, 0)).toBe(6);
    expect(deepestLevel(union, second, nodeAt(union, 'a'))).toBe(1);
  });
});

it('knows where a node stands in the whole graph, as the layout does', () => {
  fc.assert(
    fc.property(anyStacks(['a', 'b', 'c']), (stacks) => {
      const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
      const weights = weightsOf(attach[0](0));
      const boxes = layoutBoxes(tree, weights, { root: 0, width: 500, firstLevel: 0, lastLevel: tree.maxLevel });
      for (let i = 0; i < boxes.length; i++) {
        const x = (leftOf(tree, weights, boxes.node[i]) / totalOf(tree, weights, 0)) * 500;
        expect(x).toBeCloseTo(boxes.x0[i], 6);
      }
    })
  );
});
