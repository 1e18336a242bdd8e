import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CATEGORIES, type Category, IDLE } from '../../analysis';
import { type TimedRole, type TimedSamples, type TimeSpan } from '../../prepare';
import { nodeAt, prepared } from '../../testing';
import { type View } from '../model/view';
import { type Mode } from '../options/options';
import { HeatMap } from './HeatMap';

const SECOND = 1e9;
const { tree } = prepared({ wall: 'main;take;futex_wait 10\nmain;read 5' }).paired!;
const ROLES: TimedRole[] = ['cpu', 'wall', 'offcpu'];
const kind = (category: Category) => CATEGORIES.indexOf(category);

/** `[seconds, ms of weight, category, path, role]`, in order of time. */
type Row = [at: number, ms: number, category?: Category, path?: string[], role?: TimedRole];
const samplesOf = (rows: Row[], clock: TimedSamples['clock']): TimedSamples => ({
  clock,
  length: rows.length,
  time: Float64Array.from(rows, ([at]) => at * SECOND),
  duration: Float64Array.from(rows, () => NaN),
  weight: Float64Array.from(rows, ([, ms]) => ms * 1e6),
  role: Uint8Array.from(rows, ([, , , , role = 'wall']) => ROLES.indexOf(role)),
  roles: ROLES,
  node: Int32Array.from(rows, ([, , , path]) => (path ? nodeAt(tree, ...path) : -1)),
  category: Uint8Array.from(rows, ([, , category = 'cpu']) => kind(category)),
  thread: Int32Array.from(rows, () => -1),
  threads: [],
  bucket: [0, 0, 0],
});

// Eleven columns of a second in 30 px each, in fifty rows of 20 ms in 2 px each.
const [WIDTH, HEIGHT] = [330, 100];
const ROWS: Row[] = [
  [0.005, 10, 'lock', ['main', 'take', 'futex_wait']],
  [0.01, 30, 'disk', ['main', 'read']],
  [1.03, 50, 'lock', ['main', 'take', 'futex_wait']],
  [10.99, 20],
];

interface Given {
  rows?: Row[];
  clock?: TimedSamples['clock'];
  unit?: string;
  heatmap?: 'samples' | 'time';
  category?: Category;
  mode?: Mode;
  searched?: string;
  hideIdle?: boolean;
  times?: TimeSpan[];
}

let drawn: Array<{ colour: string; box: number[] }> = [];
beforeEach(() => {
  drawn = [];
  const ctx = {
    fillStyle: '',
    setTransform: () => undefined,
    fillRect(...box: number[]) {
      drawn.push({ colour: this.fillStyle, box });
    },
  };
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => ctx as never);
  Object.assign(HTMLElement.prototype, { setPointerCapture: () => undefined });
});
afterEach(() => jest.restoreAllMocks());

function show(given: Given = {}) {
  const { rows = ROWS, clock = 'utc', unit = 'nanoseconds', heatmap = 'samples', times, mode = 'hotcold' } = given;
  const { category, searched, hideIdle } = given;
  const timedSamples = jest.fn(() => samplesOf(rows, clock));
  const [filters, dispatch] = [jest.fn(), jest.fn()];
  const matched = searched && Uint8Array.from(tree.symbols, ({ name }) => (name === searched ? 1 : 0));
  const viewOf = (more: object) =>
    ({
      panel: { data: { series }, options, width: WIDTH + 44, timeZone: 'utc' },
      prepared: { timedSamples, queries: [] },
      model: { tree, mode, searched: { matched }, role: { unit }, format: (ns: number) => `${ns / 1e6} ms` },
      state: { heatmap, category },
      filters: { times, hideIdle },
      comparison: {},
      layout: { heatmap: HEIGHT + 38 },
      on: { filters },
      dispatch,
      ...more,
    }) as unknown as View;
  const [series, options] = [[], {}];
  const { rerender } = render(<HeatMap {...viewOf({})} />);
  const plot = screen.queryByTestId('dualflame-heatmap-plot')!;
  return {
    filters,
    dispatch,
    timedSamples,
    again: (more: object) => rerender(<HeatMap {...viewOf(more)} />),
    pointer: (type: string, clientX: number, clientY: number, more: object = {}) =>
      fireEvent(plot, new MouseEvent(type, { clientX, clientY, bubbles: true, ...more })),
    key: (key: string, more: object = {}) => fireEvent.keyDown(plot, { key, ...more }),
  };
}

const said = () => screen.getByTestId('dualflame-heatmap-cell').textContent!.replaceAll('\u00a0', ' ');
const cells = () => drawn.slice(drawn.map(({ box: [, , width] }) => width).lastIndexOf(WIDTH) + 1);
const chosen = () =>
  screen
    .queryAllByTestId('dualflame-heatmap-chosen')
    .map((box) => ['x', 'y', 'width', 'height'].map((name) => Number(box.getAttribute(name))));
const spans = (...times: Array<[from: number, to: number]>) => ({
  times: times.map(([from, to]) => ({ from: expect.closeTo(from * SECOND, 0), to: expect.closeTo(to * SECOND, 0) })),
});

it('draws a cell for each 20 ms that hold a sample, a column a second, from bottom to top', () => {
  const { timedSamples } = show();
  expect(timedSamples).toHaveBeenCalledWith({ everyTime: true });
  expect(cells().map(({ box }) => box)).toEqual([
    [0, 98, 29, 2],
    [30, 96, 29, 2],
    [300, 0, 29, 2],
  ]);
  const [two, one, alsoOne] = cells().map(({ colour }) => colour);
  expect(one).toBe(alsoOne);
  expect(two).not.toBe(one);
});

it('says what the cell under the pointer holds, else what is shown; and all of it in words', () => {
  const { pointer } = show();
  expect(said()).toBe('all samples');
  expect(screen.getByText(/cells are empty/)).toHaveTextContent(
    '547 of 550 cells are empty. The fullest: 00:00:00.000–00:00:00.020: 2 samples'
  );
  pointer('pointermove', 15, 99);
  expect(said()).toBe('00:00:00.000–00:00:00.020: 2 samples');
  pointer('pointermove', 31, 97);
  expect(said()).toBe('00:00:01.020–00:00:01.040: 1 sample');
  // Beyond the edge it is the cell at it.
  pointer('pointermove', 999, -50);
  expect(said()).toBe('00:00:10.980–00:00:11.000: 1 sample');
  pointer('pointermove', -9, 999);
  expect(said()).toBe('00:00:00.000–00:00:00.020: 2 samples');
  fireEvent.pointerLeave(screen.getByTestId('dualflame-heatmap-plot'));
  expect(said()).toBe('all samples');
});

it('time instead of samples: the fullest is another one', () => {
  const { dispatch, pointer } = show({ heatmap: 'time' });
  expect(screen.getByText(/The fullest/)).toHaveTextContent('The fullest: 00:00:01.020–00:00:01.040: 1 sample, 50 ms');
  pointer('pointermove', 15, 99);
  expect(said()).toBe('00:00:00.000–00:00:00.020: 2 samples, 40 ms');
  const colours = cells().map(({ colour }) => colour);
  expect(new Set(colours).size).toBe(3);
  fireEvent.click(screen.getByRole('radio', { name: 'Samples' }));
  expect(dispatch).toHaveBeenCalledWith({ type: 'heatmap', of: 'samples' });
});

it('what is no time can only be counted', () => {
  show({ unit: 'bytes', heatmap: 'time' });
  expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  expect(screen.getByText(/The fullest/)).toHaveTextContent('2 samples');
});

it('of a category only its samples, in its colour, and by its name', () => {
  show({ category: 'lock' });
  expect(said()).toBe('Lock');
  expect(cells().map(({ box: [x] }) => x)).toEqual([0, 30]);
  const [lock] = cells().map(({ colour }) => colour);
  drawn = [];
  document.body.innerHTML = '';
  show({ category: 'disk' });
  expect(cells()).toHaveLength(1);
  expect(cells()[0].colour).not.toBe(lock);
});

it('idle waits go where they are hidden; a mode has the samples of its own sampler', () => {
  const rows: Row[] = [
    [0, 10, CATEGORIES[IDLE]],
    [3.01, 10, 'lock'],
    [6.01, 10, 'cpu', undefined, 'cpu'],
    [10.99, 10],
  ];
  const columns = () => cells().map(({ box: [x] }) => x / 30);
  show({ rows });
  expect(columns()).toEqual([0, 3, 10]);
  document.body.innerHTML = '';
  show({ rows, hideIdle: true });
  expect(columns()).toEqual([3, 10]);
  document.body.innerHTML = '';
  show({ rows, mode: 'cpu' });
  expect(columns()).toEqual([6]);
});

it('of a search what it finds is told, and shown in full; the rest is dimmed', () => {
  const { pointer } = show({ searched: 'read' });
  pointer('pointermove', 15, 99);
  expect(said()).toBe('00:00:00.000–00:00:00.020: 2 samples, 50.0 % with what is searched');
  pointer('pointermove', 31, 97);
  expect(said()).toBe('00:00:01.020–00:00:01.040: 1 sample, 0.0 % with what is searched');
  // An empty cell has no share.
  pointer('pointermove', 100, 50);
  expect(said()).toBe('00:00:03.500–00:00:03.520: 0 samples');
  const [found, other] = cells().map(({ colour }) => colour);
  document.body.innerHTML = '';
  show();
  const plain = cells().map(({ colour }) => colour);
  expect(found).toBe(plain[1]); // one sample of it
  expect(other).not.toBe(plain[1]);
});

it('with time, the share of a search is of time', () => {
  const { pointer } = show({ searched: 'read', heatmap: 'time' });
  pointer('pointermove', 15, 99);
  expect(said()).toBe('00:00:00.000–00:00:00.020: 2 samples, 40 ms, 75.0 % with what is searched');
});

it('names times at its foot with room between them, and what a column is long', () => {
  show();
  const texts = (all: NodeListOf<Element>) => [...all].map(({ textContent }) => textContent);
  const aside = document.querySelectorAll('[aria-hidden] > span');
  expect(texts(aside)).toEqual(['+1 s', '0', '00:00:00', '00:00:03', '00:00:06', '00:00:09']);
  expect([...aside].slice(2).map((one) => (one as HTMLElement).style.left)).toEqual(['0px', '90px', '180px', '270px']);
});

it('of a clock without a date the times are from the first sample on', () => {
  show({
    clock: 'monotonic',
    rows: [
      [0, 1],
      [10.99, 1],
    ],
  });
  const aside = [...document.querySelectorAll('[aria-hidden] > span')].map(({ textContent }) => textContent);
  expect(aside).toEqual(['+1 s', '0', '0 s', '3 s', '6 s', '9 s']);
});

it('a short recording has columns of ms', () => {
  show({
    rows: [
      [0, 1],
      [0.25, 1],
    ],
  });
  const aside = [...document.querySelectorAll('[aria-hidden] > span')].map(({ textContent }) => textContent);
  expect(aside).toEqual(['+10 ms', '0', '00:00:00.00', '00:00:00.08', '00:00:00.16', '00:00:00.24']);
});

it('a drag chooses all from one cell to another, with Shift the same rows of each column', () => {
  const { filters, pointer } = show();
  pointer('pointerdown', 45, 97);
  pointer('pointermove', 75, 95);
  expect(chosen()).toEqual([
    [30, 0, 30, 98],
    [60, 94, 30, 6],
  ]);
  pointer('pointerup', 75, 95);
  expect(filters).toHaveBeenLastCalledWith(spans([1.02, 2.06]));
  expect(chosen()).toEqual([]);
  pointer('pointerdown', 75, 95, { shiftKey: true });
  pointer('pointermove', 45, 97);
  expect(chosen()).toEqual([
    [30, 94, 30, 4],
    [60, 94, 30, 4],
  ]);
  pointer('pointerup', 45, 97);
  expect(filters).toHaveBeenLastCalledWith(spans([1.02, 1.06], [2.02, 2.06]));
});

it('a click chooses a cell; another button, and a drag that the browser takes away, nothing', () => {
  const { filters, pointer } = show();
  pointer('pointerdown', 45, 97, { button: 2 });
  pointer('pointerup', 45, 97);
  pointer('pointerdown', 45, 97);
  pointer('pointercancel', 45, 97);
  pointer('pointerup', 45, 97);
  expect(filters).not.toHaveBeenCalled();
  pointer('pointerdown', 45, 97);
  pointer('pointerup', 45, 97);
  expect(filters.mock.calls).toEqual([[spans([1.02, 1.04])]]);
});

it('what is chosen is marked', () => {
  show({ times: [{ from: 2 * SECOND, to: 2.1 * SECOND }] });
  expect(chosen()).toEqual([[60, 90, 30, 10]]);
});

it('by the keyboard: arrows walk, with Shift they mark, Enter and the space bar choose, Escape shows all', () => {
  const { filters, key } = show();
  const plot = screen.getByRole('slider', { name: 'Times of the heat map' });
  const at = () => Number(plot.getAttribute('aria-valuenow'));
  expect(plot).toHaveAttribute('aria-valuemax', '549');
  const walk = (...keys: string[]) => keys.map((one) => (key(one), at()));
  expect(
    walk('ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', 'End', 'ArrowUp', 'Home')
  ).toEqual([0, 1, 51, 50, 0, 0, 549, 549, 0]);
  expect(plot).toHaveAttribute('aria-valuetext', '00:00:00.000–00:00:00.020: 2 samples');
  expect(said()).toBe('00:00:00.000–00:00:00.020: 2 samples');
  key('Enter');
  expect(filters).toHaveBeenLastCalledWith(spans([0, 0.02]));
  key('ArrowRight', { shiftKey: true });
  key('ArrowUp', { shiftKey: true });
  key(' ');
  expect(filters).toHaveBeenLastCalledWith(spans([0, 1.04]));
  key('ArrowRight');
  key('Enter');
  expect(filters).toHaveBeenLastCalledWith(spans([2.02, 2.04]));
  key('Escape');
  expect(filters).toHaveBeenLastCalledWith({ times: undefined });
  fireEvent.blur(plot);
  expect(said()).toBe('all samples');
});

it('before an arrow nothing is marked, and Enter means the first cell; other keys are the page’s', () => {
  const { filters, key } = show();
  const outside = jest.fn();
  document.body.addEventListener('keydown', outside);
  expect([key('a'), key('Tab')]).toEqual([true, true]);
  expect(document.querySelectorAll('svg rect')).toHaveLength(0);
  expect(key('Enter')).toBe(false);
  expect(filters).toHaveBeenCalledWith(spans([0, 0.02]));
  key('ArrowRight', { shiftKey: true });
  expect(document.querySelectorAll('svg rect')).toHaveLength(1);
  expect(outside).toHaveBeenCalledTimes(2);
  document.body.removeEventListener('keydown', outside);
});

it('samples are taken again for other data or another filter, not for other times', () => {
  const { again, timedSamples } = show();
  again({ filters: { times: [{ from: 0, to: SECOND }] } });
  again({ filters: { times: undefined }, state: { heatmap: 'time' } });
  expect(timedSamples).toHaveBeenCalledTimes(1);
  again({ filters: { filter: { label: 'pod', value: 'a' } } });
  expect(timedSamples).toHaveBeenCalledTimes(2);
});

it('without a sample that has a time it says so, and can be closed', () => {
  const { dispatch } = show({ rows: [] });
  expect(screen.getByText('No sample that is shown has a time of its own.')).toBeInTheDocument();
  expect(screen.queryByText(/cells are empty/)).not.toBeInTheDocument();
  fireEvent.click(screen.getByRole('button', { name: 'Close the heat map' }));
  expect(dispatch).toHaveBeenCalledWith({ type: 'heatmap', of: undefined });
});
