import { type Canvas2D } from './canvas';
import { MIN_PATTERN_WIDTH, PatternPaths, PATTERNS } from './patterns';

/** Ends of lines and middles of dots that a pattern leaves in a box. */
function marksIn(pattern: number, x: number, w: number, h = 19): Array<[number, number]> {
  const paths = new PatternPaths();
  paths.add(pattern, x, 100, w, h);
  const marks: Array<[number, number]> = [];
  const from: Array<[number, number]> = [];
  paths.paint({
    beginPath: () => (from.length = 0),
    moveTo: (px: number, py: number) => from.push([px, py]),
    lineTo: (px: number, py: number) => marks.push(from[from.length - 1], [px, py]),
    arc: (px: number, py: number) => marks.push([px, py]),
    stroke: () => undefined,
    fill: () => undefined,
  } as unknown as Canvas2D);
  return marks;
}

const hatched = PATTERNS.map((_, i) => i).slice(1);
const places = Array.from({ length: 57 }, (_, i) => i / 4);

it('every pattern but the plain one leaves a mark in a box of five pixels, wherever it stands', () => {
  const blank = hatched.flatMap((pattern) =>
    places.filter((x) => marksIn(pattern, x, MIN_PATTERN_WIDTH).length === 0).map((x) => `pattern ${pattern} at ${x}`)
  );
  expect(MIN_PATTERN_WIDTH).toBe(5);
  expect(blank).toEqual([]);
  expect(marksIn(0, 0, 500)).toEqual([]);
  expect(marksIn(1, 0, 4.9)).toEqual([]);
});

it('no mark is outside its box', () => {
  for (const pattern of hatched) {
    for (const [x, w] of [
      [3.25, 5],
      [40, 133.5],
    ]) {
      const marks = marksIn(pattern, x, w);
      expect(Math.min(...marks.map(([px]) => px))).toBeGreaterThanOrEqual(x - 1e-9);
      expect(Math.max(...marks.map(([px]) => px))).toBeLessThanOrEqual(x + w + 1e-9);
      expect(Math.min(...marks.map(([, py]) => py))).toBeGreaterThanOrEqual(100 - 1e-9);
      expect(Math.max(...marks.map(([, py]) => py))).toBeLessThanOrEqual(119 + 1e-9);
    }
  }
});

it('a pattern runs on through neighbouring boxes: its lines stand where they stand in one wide box', () => {
  const tops = (marks: Array<[number, number]>) => marks.filter(([, y]) => y === 100).map(([x]) => x);
  const whole = tops(marksIn(1, 0, 80));
  const halves = [...tops(marksIn(1, 0, 37)), ...tops(marksIn(1, 37, 43))];
  expect(halves).toEqual(whole);
});

it('no two patterns leave the same marks', () => {
  const drawn = hatched.map((pattern) => JSON.stringify(marksIn(pattern, 0, 60)));
  expect(new Set(drawn).size).toBe(hatched.length);
});

it.each([
  [
    'lines that rise',
    1,
    [
      [12, 117],
      [18, 111],
      [16, 121],
      [26, 111],
      [24, 121],
      [30, 115],
    ],
  ],
  [
    'lines that fall',
    2,
    [
      [16, 121],
      [12, 117],
      [24, 121],
      [14, 111],
      [30, 119],
      [22, 111],
    ],
  ],
  [
    'upright lines',
    3,
    [
      [15, 121],
      [15, 111],
      [20, 121],
      [20, 111],
      [25, 121],
      [25, 111],
    ],
  ],
])('draws %s from edge to edge of a box', (_, pattern, expected) => {
  const shifted = marksIn(pattern, 12, 18, 10).map(([x, y]) => [Math.round(x), Math.round(y + 11)]);
  expect(shifted).toEqual(expected);
});
