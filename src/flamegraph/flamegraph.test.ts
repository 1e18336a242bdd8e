import * as fc from 'fast-check';
import { buildCallTree, leftOf, nameOf, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../testing';
import {
  type BoxStyle,
  type Canvas2D,
  deepestLevel,
  draw,
  type Geometry,
  hitTest,
  layoutBoxes,
  levelAt,
  rowTop,
  type Strip,
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
    label: () => ({ name: nameOf(tree, node) }),
    dim: nameOf(tree, node) === 'c',
  });
  const log = (g: Geometry, strip?: Strip) => {
    const { ctx, log: lines } = drawLog();
    draw(ctx, boxes, g, style, fitter, { text: '#fff', dim: { opacity: 0.3, text: '#999' }, font: '12px x' }, strip);
    return lines;
  };

  it('draws boxes, patterns and the text that fits', () => {
    expect(log(geometry()).sort()).toEqual(
      [
        'rect 0,0 99x19 #000',
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

  /** Half of everything from the left is of kind 1, the rest of kind 0, which has the bars' own colour. */
  const halves: Strip = {
    firstLevel: 1,
    fills: ['#000', '#f00'],
    partsOf: (node, from, to) =>
      nameOf(tree, node) === 'b'
        ? undefined
        : Uint8Array.from({ length: to - from }, (_, i) => (from + i < 50 ? 1 : 0)),
  };

  it('a strip of 4 px at the lower edge, of what is another colour than the bar; texts stand above it', () => {
    const drawn = log(geometry(), halves);
    expect(drawn.filter((line) => line.includes('x4 '))).toEqual(['rect 0,35 50x4 #f00']);
    expect(drawn.filter((line) => line.startsWith('text'))).toEqual(['text 4,8 all', 'text 4,28 aaaa', 'text 4,48 b']);
  });

  it('in a flame it is at the lower edge, too', () => {
    expect(log(geometry({ flame: true }), halves)).toContain('rect 0,55 50x4 #f00');
  });

  it('a dimmed bar has a dimmed strip; callers above the zoomed frame have none', () => {
    const { ctx, log: drawn } = drawLog();
    const dimmed = (node: number): BoxStyle => ({ ...style(node), dim: true });
    draw(
      ctx,
      boxes,
      geometry(),
      dimmed,
      fitter,
      { text: '', dim: { opacity: 0.3, text: '' }, font: '' },
      { ...halves, firstLevel: 0 }
    );
    expect(drawn.filter((line) => line.includes('x4 '))).toEqual([
      'rect 0,15 50x4 #f00 dim',
      'rect 0,35 50x4 #f00 dim',
    ]);
    expect(log(geometry(), { ...halves, firstLevel: 2 }).filter((line) => line.includes('x4 '))).toEqual([]);
  });

  it('functions that would read the same are told apart, where there is room', () => {
    const alike = treeOf('internal/sync.(*Mutex).Lock;sync.(*Mutex).Lock 10');
    const texts = (characters: number) => {
      const { ctx, log: drawn } = drawLog();
      const width = characters * 6 + 9; // padding and edge
      const laid = layoutBoxes(alike.tree, alike.weights, { root: 0, width, firstLevel: 1, lastLevel: 9 });
      const named = (node: number): BoxStyle => ({
        fill: '#000',
        pattern: 0,
        label: () => ({ name: nameOf(alike.tree, node), values: () => ['1 s'] }),
      });
      draw(ctx, laid, geometry({ width }), named, fitter, { text: '', dim: { opacity: 0.3, text: '' }, font: '' });
      return drawn.flatMap((line) => /^text \S+ (.*)/.exec(line)?.[1] ?? []);
    };
    expect(texts(31)).toEqual(['internal/sync.(*Mutex).Lock 1 s', 'sync.(*Mutex).Lock 1 s']);
    expect(texts(28)).toEqual(['internal/sync.(*Mutex).Lock', 'sync.(*Mutex).Lock 1 s']);
    expect(texts(24)).toEqual(['sync.(*Mutex).Lock', 'sync.(*Mutex).Lock 1 s']);
  });

  describe('callees of one frame never read the same', () => {
    const lines = (width: number, folded: string, firstLevel = 1) => {
      const { tree, weights } = treeOf(folded);
      const { ctx, log: drawn } = drawLog();
      const laid = layoutBoxes(tree, weights, { root: 0, width, firstLevel, lastLevel: 9 });
      const named = (node: number) => ({
        fill: '#0a0',
        pattern: 0,
        label: () => ({ name: nameOf(tree, node), values: () => ['1 s'] }),
      });
      draw(ctx, laid, geometry({ width }), named, fitter, { text: '', dim: { opacity: 0.3, text: '' }, font: '' });
      return drawn.flatMap((line) => /^text \S+ (.*)/.exec(line)?.[1] ?? []);
    };
    const READ = ['a/kafka.(*Conn).Read', 'b/kafka.(*Conn).Read', 'net.(*conn).Read'];
    const FOLDED = READ.map((name) => `main.run;${name} 10`).join('\n');

    it('by path, by type, by what has room', () => {
      expect(lines(450, FOLDED)).toEqual(['main.run 1 s', ...READ.slice(0, 2), `${READ[2]} 1 s`]);
      expect(lines(246, FOLDED).slice(1)).toEqual(['a/kafk…Read', 'b/kafk…Read', '(*conn).Read']);
    });

    it('at any width, and the same method under two frames keeps its short name', () => {
      for (let width = 100; width < 700; width += 7) {
        const [, ...callees] = lines(width, FOLDED);
        expect(new Set(callees).size).toBe(callees.length);
      }
      expect(lines(200, 'a.run;x.y.Read 10\nb.run;u.v.Read 10').filter((text) => text.includes('Read'))).toHaveLength(
        2
      );
    });

    it('a row at the top of what is scrolled reads as it does below its callers', () => {
      const cousins = 'a.run;x.y.Read 10\nb.run;u.v.Read 10';
      expect(lines(90, cousins, 2)).toEqual(lines(90, cousins).slice(2));
    });
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
  const NAME = 'github.com/segmentio/kafka-go.(*Conn).ReadMessage';
  const label = { name: NAME, values: () => ['2.28 min', '(1.1 %)'] };
  const fit = (characters: number, full = false) => fitter.fit(label, characters * 6, full);

  it.each([
    [80, `${NAME} 2.28 min (1.1 %)`],
    [46, 'kafka-go.(*Conn).ReadMessage 2.28 min (1.1 %)'],
    [39, '(*Conn).ReadMessage 2.28 min (1.1 %)'],
    [28, '(*Conn).ReadMessage 2.28 min'],
    [19, '(*Conn).ReadMessage'],
    [18, '…ReadMessage'],
    [9, '…Message'],
    [3, ''],
  ])('%i characters: %s', (characters, expected) => expect(fit(characters)).toBe(expected));

  it('a name in full is worth more than its value where others read the same', () => {
    expect(fit(50, true)).toBe(NAME);
    expect(fit(80, true)).toBe(`${NAME} 2.28 min (1.1 %)`);
    expect(fit(30, true)).toBe('kafka-go.(*Conn).ReadMessage');
  });

  it('what stands before a name goes before the name is cut', () => {
    expect(fitter.fit({ prefix: 'Poll · ', name: 'ep_poll' }, 15 * 6)).toBe('Poll · ep_poll');
    expect(fitter.fit({ prefix: 'Poll · ', name: 'ep_poll' }, 14 * 6)).toBe('ep_poll');
  });

  it('asks for a value only where there may be room', () => {
    const values = jest.fn(() => ['1 s']);
    fitter.fit({ name: 'read', values }, 7 * 6);
    expect(values).not.toHaveBeenCalled();
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

it('the deepest level is the one with weight: empty stacks below it are not scrolled to', () => {
  const { tree, attach } = buildCallTree([profileOf('a;b 1\na;b;c;d 0')]);
  expect(tree.maxLevel).toBe(4);
  expect(deepestLevel(tree, weightsOf(attach[0](0)), 0)).toBe(2);
});
