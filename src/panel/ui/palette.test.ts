import { createTheme } from '@grafana/data';
import { hsl, interpolateRgb, rgb } from 'd3';
import { contrast, difference, SIGHTS } from '../../testingColours';
import { type Look, PATTERN_INK, PATTERNS } from '../../flamegraph';
import {
  BOX_TEXT,
  CATEGORY_STYLE,
  CHANGE_STYLE,
  changeKind,
  CODE_STYLE,
  counterStyle,
  dimmed,
  dimming,
  MERGED_STYLE,
} from './palette';

const THEMES = (['dark', 'light'] as const).map((mode) => createTheme({ colors: { mode } }));
/** All fills that can be in sight at once: lists and tooltips show categories beside every graph. */
const LOOKS: Record<string, Look> = { ...CATEGORY_STYLE, ...CODE_STYLE, ...CHANGE_STYLE, merged: MERGED_STYLE };
delete LOOKS.user; // is on the CPU, and has its colour
const fills = Object.entries(LOOKS).map(([name, { fill }]) => [name, fill] as const);

/** ΔE00 10 is a difference at a glance; those who see fewer colours have the pattern, too. */
const LEAST = { normal: 10, protanopia: 6, deuteranopia: 6, tritanopia: 6 };
const alike = (pairs: Array<[string, string, string, string]>) =>
  SIGHTS.flatMap((sight) =>
    pairs.flatMap(([one, oneFill, two, twoFill]) => {
      const apart = difference(oneFill, twoFill, sight);
      return apart < LEAST[sight] ? [`${one} and ${two}, ${sight}: ${apart.toFixed(1)}`] : [];
    })
  );

describe('every fill', () => {
  it('is apart from every other one, for all colour vision', () => {
    expect(fills.length).toBe(25);
    expect(
      alike(
        fills.flatMap(([one, a], i) =>
          fills.slice(0, i).map(([two, b]) => [one, a, two, b] as [string, string, string, string])
        )
      )
    ).toEqual([]);
  });

  it('is apart from what is behind the graph, dark and light', () => {
    const pages = THEMES.flatMap(({ colors: { background } }) => [background.primary, background.canvas]);
    expect(
      alike(
        fills.flatMap(([name, fill]) =>
          pages.map((page) => [name, fill, page, page] as [string, string, string, string])
        )
      )
    ).toEqual([]);
  });

  it('carries its text at 4.5 : 1, also where a line of the pattern runs under it; several frames have no text', () => {
    const unreadable = fills.flatMap(([name, fill]) => {
      const inked = interpolateRgb(fill, '#000')(rgb(PATTERN_INK).opacity);
      return name !== 'merged' && contrast(inked, BOX_TEXT) < 4.5 ? [`${name}: ${contrast(inked, BOX_TEXT)}`] : [];
    });
    expect(unreadable).toEqual([]);
    expect(MERGED_STYLE.label().name).toBe('');
  });

  it('carries dimmed text at 3 : 1 where it is dimmed, and is then no longer like any match', () => {
    for (const theme of THEMES) {
      const page = theme.colors.background.primary;
      const faded = fills.map(([name, fill]) => [`dimmed ${name}`, dimmed(fill, page, dimming(theme))] as const);
      expect(faded.filter(([, fill]) => contrast(fill, dimming(theme).text) < 3)).toEqual([]);
      expect(
        alike(
          fills.flatMap(([one, a]) => faded.map(([two, b]) => [one, a, two, b] as [string, string, string, string]))
        )
      ).toEqual([]);
    }
  });
});

describe('the second cue', () => {
  it.each([
    ['categories', Object.values(CATEGORY_STYLE)],
    ['changes', Object.values(CHANGE_STYLE)],
    [
      'code, beside what a CPU profile shows of waits',
      [
        ...Object.values(CODE_STYLE),
        ...(['gc', 'lock', 'scheduler', 'idle', 'unknown-wait'] as const).map((name) => CATEGORY_STYLE[name]),
      ],
    ],
  ])('%s: no two have the same pattern', (_, looks) => {
    const patterns = looks.map(({ pattern }) => pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
  });
});

/** What a person sees: 20° to 40° is orange, 200° to 220° blue, no saturation grey or the middle's beige. */
const hue = (fill: string): 'orange' | 'blue' | 'pale' => {
  const { h, s } = hsl(fill);
  return s < 0.4 ? 'pale' : h < 60 ? 'orange' : 'blue';
};

describe('a frame by a counter', () => {
  it.each([
    ['IPC, half of the whole', 1, 2, 'down', 'orange'],
    ['IPC, twice the whole', 4, 2, 'down', 'blue'],
    ['cache misses, half of the whole', 0.05, 0.1, 'up', 'blue'],
    ['cache misses, twice the whole', 0.2, 0.1, 'up', 'orange'],
    ['as the whole', 2, 2, 'down', 'pale'],
  ] as const)('%s', (_, value, whole, worse, expected) => {
    expect(hue(counterStyle(value, whole, worse).fill)).toBe(expected);
  });

  it('ends at half and at double, and grows on the way', () => {
    const fill = (value: number) => counterStyle(value, 2, 'up').fill;
    expect(fill(4)).toBe(fill(40));
    expect(fill(1)).toBe(fill(0.1));
    const blue = [1, 1.5, 2, 3, 4].map((value) => rgb(fill(value)).b - rgb(fill(value)).r);
    expect(blue).toEqual([...blue].sort((a, b) => b - a));
    expect(new Set(blue).size).toBe(5);
  });

  it.each([
    [undefined, 2],
    [1, undefined],
    [1, 0],
    [0, 2],
    [NaN, 2],
  ])('%s of %s is not known: grey and hatched', (value, whole) => {
    const { fill, pattern } = counterStyle(value, whole, 'up');
    expect([hue(fill), pattern]).toEqual(['pale', 11]);
    expect(fill).not.toBe(counterStyle(2, 2, 'up').fill);
  });
});

describe('a frame by its change', () => {
  it.each([
    ['twice as much', 0.2, 0.4, 'more'],
    ['half as much', 0.4, 0.2, 'less'],
    ['a little more', 0.4, 0.5, 'slightly-more'],
    ['a little less', 0.5, 0.4, 'slightly-less'],
    ['new', 0, 0.3, 'new'],
    ['gone', 0.3, 0, 'gone'],
    ['new, however little: so its label says', 0, 0.0001, 'new'],
    ['the same', 0.3, 0.3, 'same'],
    ['nothing at both times', 0, 0, 'same'],
    ['doubled in a thousandth of the time: means nothing', 0.0005, 0.001, 'same'],
    ['a thirtieth more: means nothing', 0.3, 0.31, 'same'],
  ] as const)('%s', (_, before, now, expected) => expect(changeKind(before, now)).toBe(expected));

  it('more is warm and its hatching rises, less is blue and its falls', () => {
    const isWarm = (fill: string) => hue(fill) === 'orange';
    expect([CHANGE_STYLE.more, CHANGE_STYLE['slightly-more']].map(({ fill }) => isWarm(fill))).toEqual([true, true]);
    expect([CHANGE_STYLE.less, CHANGE_STYLE['slightly-less']].map(({ fill }) => isWarm(fill))).toEqual([false, false]);
    const slopes = ([kind]: [keyof typeof CHANGE_STYLE]) =>
      PATTERNS[CHANGE_STYLE[kind].pattern].map((strokes) => strokes.kind === 'lines' && Math.sign(strokes.dx));
    expect((['new', 'more', 'slightly-more'] as const).map((kind) => slopes([kind]))).toEqual([[1], [1], [1]]);
    expect((['gone', 'less', 'slightly-less'] as const).map((kind) => slopes([kind]))).toEqual([[-1], [-1], [-1]]);
    expect(CHANGE_STYLE.same.pattern).toBe(0);
  });
});
