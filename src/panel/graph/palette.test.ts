import { hsl, rgb } from 'd3';
import { changeStyle, counterStyle } from './palette';

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
    ['twice as much', 0.2, 0.4, 'orange', 1],
    ['half as much', 0.4, 0.2, 'blue', 2],
    ['new', 0, 0.3, 'orange', 1],
    ['gone', 0.3, 0, 'blue', 2],
    ['the same', 0.3, 0.3, 'pale', 0],
    ['nothing at both times', 0, 0, 'pale', 0],
    ['doubled in a thousandth of the time: means nothing', 0.0005, 0.001, 'pale', 0],
  ])('%s', (_, before, now, expected, pattern) => {
    const style = changeStyle(before, now);
    expect([hue(style.fill), style.pattern]).toEqual([expected, pattern]);
  });
});
