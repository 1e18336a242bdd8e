import { hsl, interpolateRgbBasis } from 'd3';
import { type Category, CATEGORIES } from '../../analysis';
import { type BoxStyle, hashText, type Look, packageOf } from '../../flamegraph';
import { type FrameInfo, rememberByName } from '../../profile';

/**
 * Category colours, after Paul Tol's "light" qualitative scheme (https://personal.sron.nl/~pault/), which stays apart
 * under protanopia, deuteranopia and tritanopia and carries dark text (contrast ≥ 4.5 : 1) in light and dark themes.
 * The pattern (flamegraph/draw.ts) is the second cue; `unattributed` is a category of the bar only.
 */
export const CATEGORY_STYLE: Record<Category | 'unattributed', Look> = {
  cpu: { fill: '#f2a679', pattern: 0 },
  poll: { fill: '#99ddff', pattern: 1 },
  network: { fill: '#77aadd', pattern: 2 },
  lock: { fill: '#ffaabb', pattern: 6 },
  disk: { fill: '#bdbd45', pattern: 4 },
  sleep: { fill: '#eedd88', pattern: 5 },
  channel: { fill: '#62c9a8', pattern: 3 },
  scheduler: { fill: '#c9d94f', pattern: 7 },
  gc: { fill: '#cbb0e0', pattern: 8 },
  ipc: { fill: '#d9b48f', pattern: 9 },
  idle: { fill: '#d4d6da', pattern: 10 },
  'unknown-wait': { fill: '#aab4c8', pattern: 11 },
  unattributed: { fill: '#e8e6e1', pattern: 5 },
};

/** Order of the parts in the bar and in a hot/cold box: what hurts first, idle apart at the end. */
export const CATEGORY_ORDER: number[] = (
  ['poll', 'network', 'lock', 'disk', 'channel', 'sleep', 'ipc', 'gc', 'scheduler', 'unknown-wait', 'idle'] as const
).map((name) => CATEGORIES.indexOf(name));

/** Text on every fill, in both themes: the fills are light. */
export const BOX_TEXT = '#14161a';

const shadesOf = rememberByName((origin: string) => {
  const hash = hashText(origin);
  const [a, b, c] = [hash % 24, (hash >> 5) % 12, (hash >> 9) % 8];
  return {
    warm: hsl(20 + a, (78 + b) / 100, (70 + c) / 100).formatHex(),
    pale: hsl(28 + a, (14 + b) / 100, (80 + c) / 100).formatHex(),
  };
});
const shadesOfFunction = rememberByName((name: string) => shadesOf(packageOf(name)));

/** Warm shades by package for time on the CPU, pale ones for frames of which no more is said. */
export function shade(symbol: FrameInfo | undefined, warm: boolean): string {
  const shades = symbol?.module ? shadesOf(symbol.module) : shadesOfFunction(symbol?.name ?? '');
  return warm ? shades.warm : shades.pale;
}

/** Better than the whole is blue, worse is orange: apart for all colour vision, and light enough for dark text. */
const COUNTER_SCALE = interpolateRgbBasis(['#5aa2e0', '#b5d3ee', '#efece4', '#f6c48a', '#ea8f3c']);

/** Colour of a frame's ratio against the whole profile's: half and double are the ends. Unknown is grey, hatched. */
export function counterStyle(value: number | undefined, whole: number | undefined, worse: 'up' | 'down'): Look {
  if (value === undefined || !whole || !(value > 0)) {
    return { fill: '#c9ccd2', pattern: 11 };
  }
  const octaves = Math.min(1, Math.max(-1, Math.log2(value / whole))) * (worse === 'up' ? 1 : -1);
  return { fill: COUNTER_SCALE(0.5 + octaves / 2), pattern: 0 };
}

/** Change of a share: orange and hatched up for more, blue and hatched down for less; a factor of two is the end. */
export function changeStyle(before: number, now: number): Look {
  if (before === now) {
    return { fill: COUNTER_SCALE(0.5), pattern: 0 };
  }
  const octaves = before === 0 ? 1 : now === 0 ? -1 : Math.min(1, Math.max(-1, Math.log2(now / before)));
  // A tiny share may double without meaning anything: the colour fades with the change in points.
  const weight = Math.min(1, Math.abs(now - before) / 0.02);
  const strength = octaves * weight;
  return { fill: COUNTER_SCALE(0.5 + strength / 2), pattern: strength > 0.5 ? 1 : strength < -0.5 ? 2 : 0 };
}

export const MERGED_STYLE: BoxStyle = { fill: '#c3c6cc', pattern: 0, label: () => ({ name: '' }) };
