// What was set out to reach, and whether the measured rows reach it.

/** Sizes with goals, in this order. */
export const SIZES = ['recorded', '16k', '200k', '1M'];
export const FLOOR = 'one DIV';
const MODULE = 'Dual Flame, module.js';
const SPEED = { gestures: 1.6, hover: 1.2, search: 15 };
/** A frame more or less in a second and a half is the clock's, not the page's. */
const FPS_TOLERANCE = 1;

type Sign = '≥' | '≤';
type Unit = 'ratio' | 'ms' | 'fps' | 'share' | 'KiB';

/** A measure of one subject on one size; `median` in `unit`. */
export interface Row {
  measure: string;
  size: string;
  subject: string;
  unit: string;
  median: number;
}

export interface Goal {
  name: string;
  /** Undefined: it is not about one size. */
  size?: string;
  /** As it is written: "≥ 1.5x". */
  goal: string;
  /** In the goal's unit, shares as shares; undefined where it was not measured. */
  value?: number;
  text: string;
  met: boolean;
}

const everywhere = (limit: number) => [limit, limit, limit, limit];
const none = undefined;

/**
 * Name, measure, peer, sign and the limits by size. With a peer the figure is a ratio: peer / ours for "≥", ours / peer for "≤". Without
 * one it is our own figure.
 */
const GOALS: Array<[string, string, string | undefined, Sign, Array<number | undefined>]> = [
  ['data to graph, cold', 'graph', 'grafana', '≥', [1.3, 1.5, 3, 6]],
  ['data to complete, cold', 'complete', 'grafana', '≥', [0.8, 0.9, 1.5, 2]],
  ['refresh with new data to graph', 'refresh to graph', 'grafana', '≥', [1.2, 1.5, 3, 6]],
  ['refresh with new data to complete', 'refresh to complete', 'grafana', '≥', [1, 1, 1.5, 2]],
  ['longest task on load', 'longest task on load', none, '≤', [none, 50, 50, 100]],
  ['longest task on refresh', 'longest task on refresh', none, '≤', [none, 50, 50, 100]],
  ['click to zoomed, against the floor', 'zoom', FLOOR, '≤', everywhere(SPEED.gestures)],
  ['mode switch, against the floor', 'mode', FLOOR, '≤', everywhere(SPEED.gestures)],
  ['option that only repaints, against the floor', 'option', FLOOR, '≤', everywhere(SPEED.gestures)],
  ['mouse move to tooltip, against the floor', 'hover', FLOOR, '≤', everywhere(SPEED.hover)],
  ['search to highlighted', 'search', 'grafana', '≥', everywhere(SPEED.search)],
  ['heap and buffers over the input', 'heap', 'grafana', '≥', [none, 1, 3, 4]],
  ['folded text to tree, against speedscope', 'folded', 'speedscope', '≥', [none, 3, 6, 8]],
  ['folded text to tree, against native inferno', 'folded', 'inferno', '≤', [none, 2, 1.2, 1]],
  ['pan at full speed', 'pan', none, '≥', [60, 60, 60, 55]],
  ['wheel zoom at full speed', 'wheel zoom', none, '≥', [60, 60, 60, 55]],
  ['typing and scrolling during a refresh', 'typing and scrolling during a refresh', none, '≥', [none, none, none, 60]],
  ['strip of 48 windows: main thread, each window', 'strip, a window', none, '≤', [none, 10, none, none]],
];

/** Every measure of ours that a goal needs. */
export const MEASURES = [...new Set(GOALS.map(([, measure]) => measure)), 'main thread busy', 'DOM nodes'];

const rowOf = (rows: Row[], measure: string, size: string, subject: string): Row | undefined =>
  rows.find((r) => r.measure === measure && r.size === size && r.subject === subject);

const TEXT: Record<Unit, (value: number) => string> = {
  ratio: (value) => `${value.toFixed(2)}x`,
  // Browsers tell of tasks from 50 ms on.
  ms: (value) => (value === 0 ? 'under 50 ms' : `${value.toFixed(0)} ms`),
  fps: (value) => `${value.toFixed(0)} fps`,
  share: (value) => `${(100 * value).toFixed(1)} %`,
  KiB: (value) => `${value.toFixed(0)} KiB`,
};
const LIMIT: Record<Unit, string> = { ratio: 'x', ms: ' ms', fps: ' fps', share: ' %', KiB: ' KiB' };

function goal(
  name: string,
  size: string | undefined,
  sign: Sign,
  limit: number,
  value: number | undefined,
  unit: Unit
): Goal {
  const tolerance = unit === 'fps' ? FPS_TOLERANCE : 0;
  const met = value !== undefined && (sign === '≥' ? value >= limit - tolerance : value <= limit);
  const shown = unit === 'share' ? 100 * limit : limit;
  const text = value === undefined ? 'not measured' : TEXT[unit](value);
  return { name, size, goal: `${sign} ${shown}${LIMIT[unit]}`, value, text, met };
}

/** `rows` with their medians, `bundle` of bench/sizes.mjs. A measure that is missing is a goal that is not met. */
export const goalsOf = (rows: Row[], bundle: Record<string, { bytes: number }>): Goal[] => [
  ...GOALS.flatMap(([name, measure, peer, sign, limits]) =>
    SIZES.flatMap((size, i) => {
      const limit = limits[i];
      if (limit === undefined) {
        return [];
      }
      const own = rowOf(rows, measure, size, 'ours');
      if (!peer) {
        return [goal(name, size, sign, limit, own?.median, (own?.unit ?? 'ms') as Unit)];
      }
      const other = rowOf(rows, peer === FLOOR ? 'floor' : measure, size, peer)?.median;
      const ratio = !own || other === undefined ? undefined : sign === '≥' ? other / own.median : own.median / other;
      return [goal(name, size, sign, limit, ratio, 'ratio')];
    })
  ),
  goal(
    '12 panels at 16k, refreshed every 5 s: main thread busy',
    undefined,
    '≤',
    0.15,
    rowOf(rows, 'main thread busy', '12 panels', 'ours')?.median,
    'share'
  ),
  goal(
    'single waits, 10 million: where nobody looks',
    undefined,
    '≤',
    1,
    rowOf(rows, 'single waits, nobody looks', '10M events', 'ours')?.median,
    'ms'
  ),
  goal(
    'contention profile of 200,000 stacks: joined with those who wait',
    undefined,
    '≤',
    200,
    rowOf(rows, 'contention, joined', '200k stacks', 'ours')?.median,
    'ms'
  ),
  goal('module.js, minified', undefined, '≤', 200, bundle[MODULE] && bundle[MODULE].bytes / 1024, 'KiB'),
  constantNodes(rows),
];

function constantNodes(rows: Row[]): Goal {
  const nodes = SIZES.slice(1).flatMap((size) => rowOf(rows, 'DOM nodes', size, 'ours')?.median ?? []);
  const ratio = nodes.length > 1 ? Math.max(...nodes) / Math.min(...nodes) : undefined;
  return goal('DOM nodes do not grow with the data', undefined, '≤', 1.2, ratio, 'ratio');
}
