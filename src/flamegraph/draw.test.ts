import * as fc from 'fast-check';
import { buildCallTree, nameOf, weightsOf } from '../profile';
import { profileOf } from '../testing';
import { type BoxStyle, type Canvas2D, draw, type Geometry, levelAt, mainFill, rowTop } from './draw';
import { layoutBoxes } from './layout';
import { TextFitter } from './text';

function treeOf(text: string) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  return { tree, weights: weightsOf(attach[0](0)) };
}

const fitter = new TextFitter((text) => text.length * 6);

/** A canvas that writes down what is drawn; whole pixels. */
function drawLog() {
  const log: string[] = [];
  let path: string[] = [];
  const px = (n: number) => Math.round(n * 10) / 10;
  const state = { fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', globalAlpha: 1, textBaseline: '' };
  const ctx = {
    ...state,
    clearRect: () => undefined,
    fillRect(x: number, y: number, w: number, h: number) {
      log.push(`rect ${px(x)},${px(y)} ${px(w)}x${px(h)} ${this.fillStyle}${this.globalAlpha < 1 ? ' dim' : ''}`);
    },
    fillText(text: string, x: number, y: number) {
      log.push(`text ${px(x)},${px(y)} ${text}${this.globalAlpha < 1 ? ' dim' : ''}`);
    },
    beginPath: () => (path = []),
    moveTo: (x: number, y: number) => path.push(`${px(x)},${px(y)}`),
    lineTo: (x: number, y: number) => path.push(`${path.pop()} to ${px(x)},${px(y)}`),
    arc: (x: number, y: number, radius: number, from: number, to: number) =>
      path.push(`${path.pop()} round ${px(x)},${px(y)} ${radius} ${px((to - from) / Math.PI)}π`),
    stroke() {
      log.push(`lines${this.globalAlpha < 1 ? ' dim' : ''} ${path.join(' | ')}`);
    },
    fill() {
      log.push(`dots ${path.join(' | ')}`);
    },
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
    draw(ctx, boxes, g, style, fitter, { text: '#fff', font: '12px x' });
    return lines;
  };

  it('draws boxes, segments, patterns and the text that fits', () => {
    const drawn = log(geometry()).map((line) => line.replace(/^lines .*/, 'lines'));
    expect(drawn.sort()).toEqual(
      [
        'rect 24.8,0 74.3x19 #000',
        'rect 0,0 25.8x19 #f00', // a little under the rest
        'text 4,10 all',
        'rect 0,20 79x19 #000',
        'text 4,30 aaaa',
        'rect 0,40 59x19 #000',
        'lines',
        'text 4,50 b',
        'rect 80,20 19x19 #000 dim',
      ].sort()
    );
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
      { share: 0.45, look: { fill: '#small', pattern: 0 } },
      { share: 0.5, look: { fill: '#large', pattern: 0 } },
    ];
    draw(ctx, bars, geometry(), () => ({ fill: '#rest', pattern: 0, label: () => '', segments }), fitter, {
      text: '',
      font: '',
    });
    expect(drawn).toContain('rect 98.5,20 1.5x19 #large');
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

  it('has the colour of the largest part as a whole, the first of two equal ones, its own where no part stands out', () => {
    const fillOf = (...shares: number[]) =>
      mainFill({
        fill: '#own',
        pattern: 0,
        label: () => '',
        segments: () => shares.map((share, i) => ({ share, look: { fill: `#${i}`, pattern: 0 } })),
      });
    expect([fillOf(0.6, 0.3), fillOf(0.3, 0.6), fillOf(0.4, 0.4)]).toEqual(['#0', '#1', '#0']);
    expect([fillOf(0.2, 0.1), fillOf(0.21), fillOf()]).toEqual(['#own', '#0', '#own']);
    expect(mainFill({ fill: '#own', pattern: 0, label: () => '' })).toBe('#own');
  });

  /** What is drawn for boxes on level 1 of rows that are 11 px high: they reach from y = 11 to 21. */
  const drawnAt = (
    ranges: Array<[from: number, to: number]>,
    over: Partial<BoxStyle> = {},
    g = geometry({ rowHeight: 11 })
  ) => {
    const { ctx, log: lines } = drawLog();
    const column = (i: 0 | 1) => Float64Array.from(ranges, (range) => range[i]);
    const ones = { node: new Int32Array(ranges.length), level: new Int32Array(ranges.length).fill(1) };
    const row = { length: ranges.length, x0: column(0), x1: column(1), merged: new Uint8Array(ranges.length), ...ones };
    const plain = { fill: '#f', pattern: 0, label: () => '' };
    draw(ctx, row, g, () => ({ ...plain, ...over }), fitter, { text: '', font: '' });
    return lines;
  };

  it.each<[string, number, string]>([
    ['lines that rise', 1, 'lines 12,17 to 18,11 | 16,21 to 26,11 | 24,21 to 30,15'],
    ['lines that fall', 2, 'lines 16,21 to 12,17 | 24,21 to 14,11 | 30,19 to 22,11'],
    ['upright lines', 3, 'lines 12,21 to 12,11 | 18,21 to 18,11 | 24,21 to 24,11'],
    ['level lines', 4, 'lines 12,16 to 30,16'],
    ['dots', 5, 'dots 17,17 round 16,17 1 2π | 23,17 round 22,17 1 2π | 29,17 round 28,17 1 2π'],
  ])('draws %s from edge to edge of its box and not beyond', (_, pattern, expected) => {
    expect(drawnAt([[12, 31]], { pattern })).toEqual(['rect 12,11 18x10 #f', expected]);
  });

  it('draws the lines of all boxes as one path, on through neighbours; a box under 5 px has none', () => {
    expect(
      drawnAt(
        [
          [12, 25],
          [25, 31],
          [40, 44],
        ],
        { pattern: 3 }
      ).slice(3)
    ).toEqual(['lines 12,21 to 12,11 | 18,21 to 18,11']);
    expect(drawnAt([[12, 18]], { pattern: 3 })).toContain('lines 12,21 to 12,11');
    expect(drawnAt([[12, 17]], { pattern: 3 })).toEqual(['rect 12,11 4x10 #f']);
  });

  it('gives a dot only where it is whole', () => {
    expect(drawnAt([[12, 30]], { pattern: 5 })[1]).toContain(' | 29,17 round');
    expect(drawnAt([[12, 29]], { pattern: 5 })[1]).not.toContain(' | 29,17 round');
  });

  it('draws the pattern of each part where the part is', () => {
    const segments = () => [
      { share: 0.5, look: { fill: '#a', pattern: 0 } },
      { share: 0.5, look: { fill: '#b', pattern: 3 } },
    ];
    expect(drawnAt([[10, 31]], { segments })).toEqual([
      'rect 10,11 11x10 #a',
      'rect 20,11 10x10 #b',
      'lines 24,21 to 24,11',
    ]);
  });

  it('leaves a pixel between boxes that are wider than three, splits from two pixels on', () => {
    const segments = () => [{ share: 0.5, look: { fill: '#a', pattern: 0 } }];
    expect(
      drawnAt([
        [0, 3],
        [4, 7.5],
      ])
    ).toEqual(['rect 0,11 3x10 #f', 'rect 4,11 2.5x10 #f']);
    expect(drawnAt([[0, 2]], { segments })).toEqual(['rect 0,11 2x10 #a', 'rect 1,11 1x10 #f']);
    expect(drawnAt([[0, 1.9]], { segments })).toEqual(['rect 0,11 1.9x10 #a']);
  });

  it('draws a part from half a pixel on', () => {
    const parts = (first: number) => () => [
      { share: first, look: { fill: '#thin', pattern: 0 } },
      { share: 1 - 2 * first, look: { fill: '#wide', pattern: 0 } },
    ];
    expect(drawnAt([[8, 19]], { segments: parts(0.05) })).toEqual([
      'rect 8,11 1.5x10 #thin',
      'rect 8.5,11 9.5x10 #wide',
      'rect 17.5,11 0.5x10 #f',
    ]);
    expect(drawnAt([[8, 19]], { segments: parts(0.04) })).toEqual(['rect 8,11 10x10 #wide']);
  });

  it('labels a box from 24 px on, with room at both ends, and dims text and pattern with it', () => {
    const label = () => 'ab';
    expect(drawnAt([[0, 25]], { label })).toContain('text 4,16.5 ab');
    expect(drawnAt([[0, 24]], { label })).not.toContain('text 4,16.5 ab');
    expect(drawnAt([[0, 33]], { label: () => 'abcd' })).toContain('text 4,16.5 abcd');
    expect(drawnAt([[0, 32]], { label: () => 'abcd' })).toEqual(['rect 0,11 31x10 #f']);
    expect(drawnAt([[12, 40]], { label, dim: true, pattern: 4 })).toEqual([
      'rect 12,11 27x10 #f dim',
      'lines dim 12,16 to 39,16',
      'text 16,16.5 ab dim',
    ]);
  });

  it('asks for no style of a row that is out of sight, and says which boxes are runs', () => {
    const asked = (over: Partial<Geometry>) => {
      const rows = { length: 4, node: Int32Array.of(0, 1, 2, 3), level: Int32Array.of(0, 1, 2, 3) };
      const columns = { x0: new Float64Array(4), x1: new Float64Array(4).fill(9), merged: Uint8Array.of(0, 0, 1, 0) };
      const of: string[] = [];
      const styleOf = (node: number, merged: boolean): BoxStyle => {
        of.push(merged ? `run ${node}` : `${node}`);
        return { fill: '', pattern: 0, label: () => '' };
      };
      draw(drawLog().ctx, { ...rows, ...columns }, geometry(over), styleOf, fitter, { text: '', font: '' });
      return of;
    };
    expect(asked({})).toEqual(['0', '1', 'run 2', '3']);
    expect(asked({ height: 60 })).toEqual(['0', '1', 'run 2']);
    expect(asked({ height: 61 })).toEqual(['0', '1', 'run 2', '3']);
    expect(asked({ offset: 20 })).toEqual(['1', 'run 2', '3']);
    expect(asked({ offset: 19 })).toEqual(['0', '1', 'run 2', '3']);
  });
});
