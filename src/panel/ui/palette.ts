import { interpolateRgb, interpolateRgbBasis } from 'd3';
import { type Category, CATEGORIES, type Code } from '../../analysis';
import { type BoxStyle, type Dimming, type Look } from '../../flamegraph';

/**
 * All fills of the graph, the bar and the lists. palette.test.ts holds them at ΔE00 10 from each other and from the page in normal
 * sight, at 6 under protanopia, deuteranopia and tritanopia, and light enough for BOX_TEXT. The pattern (flamegraph/patterns.ts) is the
 * second cue. `unattributed` is no category: no rule knows whether it ran or waited.
 */
export const CATEGORY_STYLE: Record<Category | 'unattributed', Look> = {
  cpu: { fill: '#f4aa3e', pattern: 0 },
  poll: { fill: '#a3dbfe', pattern: 1 },
  network: { fill: '#59aeff', pattern: 2 },
  lock: { fill: '#f77c8e', pattern: 6 },
  disk: { fill: '#caba8c', pattern: 4 },
  sleep: { fill: '#d7d57a', pattern: 5 },
  channel: { fill: '#1cb58b', pattern: 3 },
  scheduler: { fill: '#c5f04f', pattern: 7 },
  gc: { fill: '#b68ad6', pattern: 8 },
  ipc: { fill: '#b58c71', pattern: 9 },
  idle: { fill: '#dccce2', pattern: 10 },
  'unknown-wait': { fill: '#87adc7', pattern: 11 },
  unattributed: { fill: '#a8baa6', pattern: 12 },
};

/** Whose code runs, in the CPU graph; the program's own has the colour of time on the CPU. `mark`: no function, but a thread or an address. */
export const CODE_STYLE: Record<Code['kind'], Look> = {
  user: CATEGORY_STYLE.cpu,
  library: { fill: '#ffe6b6', pattern: 13 },
  runtime: { fill: '#d8aec1', pattern: 14 },
  kernel: { fill: '#6db864', pattern: 15 },
  mark: { fill: '#a7a7a6', pattern: 12 },
};

/** A frame of which no more is said: its callees tell. */
export const NEUTRAL: Look = { fill: '#ccccc2', pattern: 0 };

export type ChangeKind = 'gone' | 'less' | 'slightly-less' | 'same' | 'slightly-more' | 'more' | 'new';

/** Two times against each other; rising hatching is more, falling less. */
export const CHANGE_STYLE: Record<ChangeKind, Look> = {
  gone: { fill: '#42d5ce', pattern: 7 },
  less: { fill: '#788dfb', pattern: 2 },
  'slightly-less': { fill: '#a9b8f0', pattern: 11 },
  same: NEUTRAL,
  'slightly-more': { fill: '#f7c5ae', pattern: 9 },
  more: { fill: '#fc7415', pattern: 1 },
  new: { fill: '#db83b5', pattern: 6 },
};

/** Several frames too narrow to draw: darker than any category, and never labelled. */
export const MERGED_STYLE: BoxStyle = { fill: '#8e888e', pattern: 0, label: () => ({ name: '' }) };

/** Order of the parts in a hot/cold box: what hurts first, idle apart at the end. */
export const CATEGORY_ORDER: number[] = (
  ['poll', 'network', 'lock', 'disk', 'channel', 'sleep', 'ipc', 'gc', 'scheduler', 'unknown-wait', 'idle'] as const
).map((name) => CATEGORIES.indexOf(name));

/** Text on every fill, in both themes: the fills are light. */
export const BOX_TEXT = '#0b0c0e';
/**
 * Where the search does not match, or another category is picked: `opacity` is what is left of the fill, on white less than on a dark
 * page, else a faded strong colour is a pale one's match; `text` stands on what is then mostly the page at 3 : 1 and more.
 */
export const dimming = ({ isDark }: { isDark: boolean }): Dimming =>
  isDark ? { opacity: 0.28, text: '#d5d6dc' } : { opacity: 0.09, text: '#6a6d75' };
export const dimmed = (fill: string, page: string, { opacity }: Dimming): string => interpolateRgb(page, fill)(opacity);

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

/** A tiny share may double without meaning anything: a change counts in full from so many points on. */
const FULL_CHANGE = 0.02;
/** Octaves: factors of 1.41 and 1.07. */
const [MORE, SLIGHTLY] = [0.5, 0.1];

/** What became of a share (0 to 1 of the time). */
export function changeKind(before: number, now: number): ChangeKind {
  if (before === now) {
    return 'same';
  }
  if (before === 0 || now === 0) {
    return before === 0 ? 'new' : 'gone';
  }
  const strength = Math.log2(now / before) * Math.min(1, Math.abs(now - before) / FULL_CHANGE);
  const size = Math.abs(strength);
  return size < SLIGHTLY
    ? 'same'
    : strength > 0
      ? size < MORE
        ? 'slightly-more'
        : 'more'
      : size < MORE
        ? 'slightly-less'
        : 'less';
}

export const changeStyle = (before: number, now: number): Look => CHANGE_STYLE[changeKind(before, now)];
