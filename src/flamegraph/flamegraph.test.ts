import * as fc from 'fast-check';
import { buildCallTree, nameOf, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../testing';
import {
  type BoxStyle,
  type Canvas2D,
  deepestLevel,
  draw,
  type Geometry,
  hitTest,
  layoutBoxes,
  mainFill,
  leftOf,
  levelAt,
  rowTop,
  shortName,
  TextFitter,
} from '.';

function treeOf(text: string) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)) };
}

const fitter = new TextFitter((text) => text.length * 6);

/** A canvas that writes down what is drawn; whole pixels. */
function drawLog() {
  const log: string[] = [];
  const px = (n: number) => Math.round(n * 10) / 10;
  const state = { fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', globalAlpha: 1, textBaseline: '' };
  const ctx = {
    ...state,
    clearRect: () => undefined,
    fillRect(x: number, y: number, w: number, h: number) {
      log.push(`rect ${px(x)},${px(y)} ${px(w)}x${px(h)} ${this.fillStyle}${this.globalAlpha < 1 ? ' dim' : ''}`);
    },
    fillText: (text: string, x: number, y: number) => log.push(`text ${px(x)},${px(y)} ${text}`),
    stroke: () => log.push('pattern'),
    fill: () => log.push('pattern'),
    beginPath: () => undefined,
    moveTo: () => undefined,
    lineTo: () => undefined,
    arc: () => undefined,
  };
  return { ctx: ctx as unknown as Canvas2D, log };
}

const geometry = (over: Partial<Geometry> = {}): Geometry => ({
  width: 100,
  height: 80,
  rowHeight: 20,
  firstLevel: 0,
  offset: 0,
  flame: false,
  ...over,
});

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
});

describe('drawing', () => {
  const { tree, weights } = treeOf('aaaa;b 60\naaaa 20\nc 20');
  const boxes = layoutBoxes(tree, weights, { root: 0, width: 100, firstLevel: 0, lastLevel: 9 });
  const style = (node: number): BoxStyle => ({
    fill: '#000',
    pattern: nameOf(tree, node) === 'b' ? 1 : 0,
    label: () => nameOf(tree, node),
    dim: nameOf(tree, node) === 'c',
    segments: node === 0 ? () => [{ share: 0.25, look: { fill: '#f00', pattern: 0 } }] : undefined,
  });
  const log = (g: Geometry) => {
    const { ctx, log: lines } = drawLog();
    draw(ctx, boxes, g, style, fitter, { text: '#fff', dim: { opacity: 0.3, text: '#999' }, font: '12px x' });
    return lines;
  };

  it('draws boxes, segments, patterns and the text that fits', () => {
    expect(log(geometry()).sort()).toEqual(
      [
        'rect 24.8,0 74.3x19 #000',
        'rect 0,0 25.8x19 #f00', // a little under the rest
        'text 4,10 all',
        'rect 0,20 79x19 #000',
        'text 4,30 aaaa',
        'rect 0,40 59x19 #000',
        'pattern',
        'text 4,50 b',
        'rect 80,20 19x19 #000 dim',
      ].sort()
    );
  });

  it('text on a dimmed box has its own colour, and is not faded with the fill', () => {
    const written: string[] = [];
    const { ctx } = drawLog();
    ctx.fillText = (label) => written.push(`${label} ${String(ctx.fillStyle)} ${ctx.globalAlpha}`);
    const dim = { opacity: 0.3, text: '#999' };
    const half = (node: number): BoxStyle => ({ ...style(node), dim: nameOf(tree, node) === 'aaaa' });
    draw(ctx, boxes, geometry(), half, fitter, { text: '#fff', dim, font: '' });
    expect(written.sort()).toEqual(['aaaa #999 1', 'all #fff 1', 'b #fff 1']);
  });

  it('covers every bar with its parts, whatever they are; a part too thin to see goes to the next', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (parts, filled) => {
          const all = parts.reduce((sum, part) => sum + part, 0) || 1;
          const { ctx, log: drawn } = drawLog();
          const segments = () =>
            parts.map((part, i) => ({ share: (part / all) * filled, look: { fill: `#${i}`, pattern: 0 } }));
          draw(ctx, boxes, geometry(), () => ({ fill: '#rest', pattern: 0, label: () => '', segments }), fitter, {
            text: '',
            dim: { opacity: 1, text: '' },
            font: '',
          });
          const root = drawn
            .flatMap((line) => /^rect ([\d.]+),0 ([\d.]+)x/.exec(line) ?? [])
            .flatMap((_, i, list) => (i % 3 === 0 ? [[Number(list[i + 1]), Number(list[i + 2])]] : []));
          let covered = 0;
          for (const [from, width] of root) {
            expect(from).toBeLessThanOrEqual(covered + 0.11); // the log rounds to tenths
            expect(from + width).toBeLessThanOrEqual(99.11);
            covered = Math.max(covered, from + width);
          }
          expect(covered).toBeGreaterThan(98.4);
        }
      )
    );
  });

  it('gives a bar too narrow for parts the colour of its largest one', () => {
    const { ctx, log: drawn } = drawLog();
    const narrow = treeOf('a 985\nb 15');
    const bars = layoutBoxes(narrow.tree, narrow.weights, { root: 0, width: 100, firstLevel: 0, lastLevel: 9 });
    const segments = () => [
      { share: 0.3, look: { fill: '#small', pattern: 0 } },
      { share: 0.6, look: { fill: '#large', pattern: 0 } },
    ];
    draw(ctx, bars, geometry(), () => ({ fill: '#rest', pattern: 0, label: () => '', segments }), fitter, {
      text: '',
      dim: { opacity: 1, text: '' },
      font: '',
    });
    expect(drawn).toContain('rect 98.5,20 1.5x19 #large');
    expect(mainFill({ fill: '#rest', pattern: 0, label: () => '' })).toBe('#rest');
  });

  it('draws a flame from the bottom, and hit test agrees with it', () => {
    const g = geometry({ flame: true });
    expect(log(g)).toContain('text 4,70 all');
    for (const view of [g, geometry(), geometry({ offset: 7, firstLevel: 1 }), geometry({ flame: true, offset: 3 })]) {
      for (const level of [1, 2]) {
        expect(levelAt(view, rowTop(view, level) + 1)).toBe(level);
        expect(levelAt(view, rowTop(view, level) + 18)).toBe(level);
      }
    }
  });
});

describe('text', () => {
  it('shows the whole name, else its end, else its beginning, else nothing', () => {
    const name = 'github.com/segmentio/kafka-go.(*Conn).Read';
    expect(fitter.fit(name, 1000)).toBe(name);
    expect(fitter.fit(name, 130)).toBe('kafka-go.(*Conn).Read');
    expect(fitter.fit(name, 60)).toMatch(/^kafka.*…$/);
    expect(fitter.fit(name, 12)).toBe('');
  });

  it('does not take a path inside arguments for a package', () => {
    expect(shortName('read (net/http.py:3)')).toBe('read (net/http.py:3)');
    expect(shortName('java/util/List.get')).toBe('List.get');
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
