import { type BoxStyle, type Canvas2D, draw, type Geometry, type Strip, TextFitter } from '.';

const fitter = new TextFitter((text) => text.length * 6);
const THEME = { text: '#text', dim: { opacity: 0.3, text: '#faint' }, font: '' };

/** What is drawn for boxes of rows that are 11 px high; those of level 1 reach from y = 11 to 21. */
function drawn(
  ranges: Array<[from: number, to: number]>,
  over: Partial<BoxStyle> = {},
  { strip, merged, ...view }: Partial<Geometry> & { strip?: Strip; merged?: boolean } = {}
) {
  const log: string[] = [];
  const px = (n: number) => Math.round(n * 10) / 10;
  const canvas = {
    fillStyle: '',
    clearRect: () => undefined,
    fillRect(x: number, y: number, w: number, h: number) {
      log.push(`rect ${px(x)},${px(y)} ${px(w)}x${px(h)} ${this.fillStyle}`);
    },
    fillText(text: string, x: number, y: number) {
      log.push(`text ${px(x)},${px(y)} ${text} ${this.fillStyle}`);
    },
  };
  const column = (i: 0 | 1) => Float64Array.from(ranges, (range) => range[i]);
  const { length } = ranges;
  const boxes = {
    length,
    node: Int32Array.from(ranges, (_, i) => i),
    parent: new Int32Array(length).fill(-1),
    x0: column(0),
    x1: column(1),
    level: new Int32Array(length).fill(1),
    merged: new Uint8Array(length).fill(merged ? 1 : 0),
    firstLevel: 1,
    rows: Int32Array.of(0, length),
  };
  const geometry = { width: 100, height: 80, rowHeight: 11, firstLevel: 0, offset: 0, flame: false, ...view };
  const style = (_: number, run: boolean): BoxStyle => ({
    fill: run ? '#run' : '#f',
    pattern: 0,
    label: () => ({ name: '' }),
    ...over,
  });
  draw(canvas as unknown as Canvas2D, boxes, geometry, style, fitter, THEME, strip);
  return log;
}

const named = (name: string) => ({ label: () => ({ name }) });

it('leaves a gap between boxes that are wider than three pixels', () => {
  expect(
    drawn([
      [0, 3],
      [4, 7.5],
    ])
  ).toEqual(['rect 0,11 3x10 #f', 'rect 4,11 2.5x10 #f']);
  expect(drawn([[10, 20]], {}, { gap: 2 })).toEqual(['rect 10,11 8x9 #f']);
});

it('asks for the look of a run where a box is one', () => {
  expect(drawn([[0, 1]], {}, { merged: true })).toEqual(['rect 0,11 1x10 #run']);
  expect(drawn([[0, 1]])).toEqual(['rect 0,11 1x10 #f']);
});

it('draws no row that is out of sight', () => {
  const rows = (view: Partial<Geometry>) => drawn([[0, 3]], {}, view).length;
  expect([rows({ height: 11 }), rows({ height: 12 }), rows({ offset: 22 }), rows({ offset: 21 })]).toEqual([
    0, 1, 0, 1,
  ]);
  expect([rows({ flame: true, height: 11 }), rows({ flame: true, height: 12 })]).toEqual([0, 1]);
});

it('labels a box from 24 px on, with room at both ends; no label, no text', () => {
  expect(drawn([[0, 25]], named('ab'))).toContain('text 4,16.5 ab #text');
  expect(drawn([[0, 24.9]], named('ab'))).toHaveLength(1);
  expect(drawn([[0, 33]], named('abcd'))).toContain('text 4,16.5 abcd #text');
  expect(drawn([[0, 32]], named('abcd'))).not.toContain('text 4,16.5 abcd #text');
  expect(drawn([[0, 33]], named(''))).toEqual(['rect 0,11 32x10 #f']);
});

it('a box that the search does not match has faint text', () => {
  expect(drawn([[0, 33]], { ...named('ab'), dim: true })).toContain('text 4,16.5 ab #faint');
});

describe('the strip', () => {
  /** Four pixels of the first kind, the rest of the second. */
  const strip: Strip = {
    firstLevel: 1,
    fills: ['#a', '#b'],
    partsOf: (_, from, to) => Uint8Array.from({ length: to - from }, (__, i) => (i < 4 ? 0 : 1)),
  };
  const parts = (ranges: Array<[number, number]>, own = '#f', merged = false) =>
    drawn(ranges, { fill: own }, { strip, merged }).filter((line) => line.includes('x4 '));

  it('has each part where it is, but for those of the colour of the bar', () => {
    expect(parts([[10, 21]])).toEqual(['rect 10,17 4x4 #a', 'rect 14,17 6x4 #b']);
    expect(parts([[10, 21]], '#a')).toEqual(['rect 14,17 6x4 #b']);
    expect(parts([[10.4, 20.6]])).toEqual(['rect 10,17 4x4 #a', 'rect 14,17 6x4 #b']);
  });

  it('is drawn from three pixels on, and not for a run', () => {
    expect(parts([[0, 3]])).toEqual(['rect 0,17 3x4 #a']);
    expect(parts([[0, 2.9]])).toEqual([]);
    expect(parts([[0, 20]], '#f', true)).toEqual([]);
  });
});

it('functions that read the same, and are the same, keep their short name', () => {
  const label = () => ({ name: 'sync.(*Mutex).Lock', values: () => ['1 s'] });
  const texts = drawn(
    [
      [0, 137],
      [150, 287],
    ],
    { label }
  ).filter((line) => line.startsWith('text'));
  expect(texts.map((line) => line.replace(/^text \S+ | #text$/g, ''))).toEqual([
    '(*Mutex).Lock 1 s',
    '(*Mutex).Lock 1 s',
  ]);
});
