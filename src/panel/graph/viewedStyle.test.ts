import { colorManipulator, createTheme } from '@grafana/data';
import { type BoxStyle, type Segment } from '../../flamegraph';
import { BOX_TEXT, CATEGORY_STYLE } from './palette';
import { cutSegments, quietFills, withCutSegments, withQuietCallers } from './viewedStyle';

const plain = { fill: '#77aadd', pattern: 3, label: () => 'name' };
const parts: Segment[] = [
  { share: 0.25, look: { fill: '#ffaabb', pattern: 6 } },
  { share: 0.5, look: { fill: '#99ddff', pattern: 1 } },
];

it.each(['dark', 'light'] as const)('quiet fills are nearer to the background, with text of 4.5 : 1: %s', (mode) => {
  const background = createTheme({ colors: { mode } }).colors.background.primary;
  const quiet = quietFills(background, BOX_TEXT);
  for (const { fill } of Object.values(CATEGORY_STYLE)) {
    expect(colorManipulator.getContrastRatio(BOX_TEXT, quiet(fill))).toBeGreaterThanOrEqual(4.5);
    expect(colorManipulator.getContrastRatio(background, quiet(fill))).toBeLessThan(
      colorManipulator.getContrastRatio(background, fill)
    );
  }
});

it('a fill on which text is barely readable stays as it is', () => {
  expect(quietFills('#000000', '#14161a')('#777777')).toBe('#777777');
});

it('callers are quiet as a whole, without patterns; other frames are as they were', () => {
  const style: BoxStyle = { ...plain, segments: () => parts };
  const styleOf = withQuietCallers(
    () => style,
    (node) => node < 5,
    (fill) => `quiet ${fill}`
  );
  expect(styleOf(5, false)).toBe(style);
  const quiet = styleOf(4, false);
  expect([quiet.fill, quiet.pattern, quiet.label()]).toEqual(['quiet #77aadd', 0, 'name']);
  expect(quiet.segments!()).toEqual([
    { share: 0.25, look: { fill: 'quiet #ffaabb', pattern: 0 } },
    { share: 0.5, look: { fill: 'quiet #99ddff', pattern: 0 } },
  ]);
});

it('of a bar that is cut the segments stay where they are', () => {
  const shares = (from: number, to: number) => cutSegments(parts, { from, to }).map(({ share }) => share);
  expect(shares(0, 0.5)).toEqual([0.5, 0.5]);
  expect(shares(0.5, 1)).toEqual([0, 0.5]); // the second one ends at 0.75, in the middle of what is in view
  expect(shares(0.75, 1)).toEqual([0, 0]);
  const styleOf = withCutSegments(
    (node) => ({ ...plain, segments: node === 3 ? undefined : () => parts }),
    new Map([
      [2, { from: 0.5, to: 1 }],
      [3, { from: 0.5, to: 1 }],
    ])
  );
  expect(
    [1, 2, 3].map((node) =>
      styleOf(node, false)
        .segments?.()
        .map(({ share }) => share)
    )
  ).toEqual([[0.25, 0.5], [0, 0.5], undefined]);
});
