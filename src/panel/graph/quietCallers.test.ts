import { colorManipulator, createTheme } from '@grafana/data';
import { type BoxStyle } from '../../flamegraph';
import { BOX_TEXT, CATEGORY_STYLE } from '../ui/palette';
import { quietFills, withQuietCallers } from './quietCallers';

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

it('callers are quiet and without patterns; other frames are as they were', () => {
  const style: BoxStyle = { fill: '#77aadd', pattern: 3, label: () => ({ name: 'name' }) };
  const styleOf = withQuietCallers(
    () => style,
    (node) => node < 5,
    (fill) => `quiet ${fill}`
  );
  expect(styleOf(5, false)).toBe(style);
  expect(styleOf(4, false)).toEqual({ ...style, fill: 'quiet #77aadd', pattern: 0 });
});
