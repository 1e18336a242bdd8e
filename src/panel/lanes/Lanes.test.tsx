import { createTheme } from '@grafana/data';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CATEGORIES } from '../../analysis';
import { type TimedSamples, type TimeSpan } from '../../prepare';
import { nodeAt, prepared } from '../../testing';
import { type View } from '../model/view';
import { CATEGORY_STYLE } from '../ui/palette';
import { Lanes } from './Lanes';

const MS = 1e6;
const LEFT = 150; // of the names; the plot beside it has a pixel for each of 650 ms
const WIDTH = LEFT + 650 + 14;
const ROW = 16;
const [LOCK, CPU, DISK] = (['lock', 'cpu', 'disk'] as const).map((category) => CATEGORIES.indexOf(category));
const { primary } = createTheme().colors.text;
const { primary: page } = createTheme().colors.background;
const { tree } = prepared({ wall: 'worker;take;futex_wait 10\nmain;read 5' }).paired!;

/** `[thread, from, to in ms, category, path]`; a length of 0: it is not known. */
type Row = [thread: string, from: number, to: number, category: number, path?: string[]];
function samplesOf(rows: Row[]): TimedSamples {
  const threads = [...new Set(rows.map(([thread]) => thread))];
  return {
    clock: 'utc',
    length: rows.length,
    time: Float64Array.from(rows, ([, , to]) => to * MS),
    duration: Float64Array.from(rows, ([, from, to]) => (to - from) * MS),
    weight: Float64Array.from(rows, ([, from, to]) => (to - from) * MS),
    role: new Uint8Array(rows.length),
    roles: ['cpu', 'wall', 'offcpu'],
    node: Int32Array.from(rows, ([, , , , path]) => (path ? nodeAt(tree, ...path) : 0)),
    category: Uint8Array.from(rows, ([, , , category]) => category),
    thread: Int32Array.from(rows, ([thread]) => threads.indexOf(thread)),
    threads,
    bucket: [0, 0, 0],
  };
}

const ROWS: Row[] = [
  ['worker-1', 0, 400, LOCK, ['worker', 'take', 'futex_wait']],
  ['worker-2', 0, 300, CPU],
  ['main', 100, 200, DISK, ['main', 'read']],
  ['worker-1', 500, 650, CPU],
];
const [MAIN, POOL, FIRST] = [0, 1, 2].map((row) => row * ROW + 5);

let drawn: Array<[what: string, ...figures: number[]]> = [];

interface Given {
  rows?: Row[];
  times?: TimeSpan[];
  height?: number;
  width?: number;
}

function show({ rows = ROWS, times, height = 122, width = WIDTH }: Given = {}) {
  const timedSamples = jest.fn(() => samplesOf(rows));
  const [filters, dispatch] = [jest.fn(), jest.fn()];
  const view = {
    panel: { width, timeZone: 'utc' },
    prepared: { timedSamples, queries: [] },
    model: { tree, formatOf: () => (ns: number) => `${ns / MS} ms long` },
    filters: { times },
    on: { filters },
    layout: { lanes: height },
    dispatch,
  };
  const shown = render(<Lanes {...(view as unknown as View)} />);
  const plot = screen.queryByTestId('dualflame-lanes-plot')!;
  const pointer = (type: string, x: number, clientY: number) =>
    fireEvent(plot, new MouseEvent(type, { clientX: LEFT + x, clientY, bubbles: true }));
  return {
    ...shown,
    plot,
    filters,
    dispatch,
    timedSamples,
    pointer,
    drag: (from: number, to: number, y: number) => {
      pointer('pointerdown', from, y);
      pointer('pointermove', to, y);
      pointer('pointerup', to, y);
    },
    key: (key: string, more: object = {}) => fireEvent.keyDown(plot, { key, ...more }),
  };
}

const place = () => screen.getByTestId('dualflame-lanes-place').textContent!.replaceAll('\u00a0', ' ');
const spoken = () => screen.getByRole('slider').getAttribute('aria-valuetext');
const labels = () => [...new Set(drawn.filter(([what]) => what.startsWith('text ')).map(([what]) => what.slice(5)))];
/** The rectangles of the last drawing. */
const last = () => drawn.slice(drawn.map(([what]) => what).lastIndexOf('clear') + 1);
const filled = (colour: string) => last().flatMap(([what, ...box]) => (what === colour ? [box] : []));

beforeEach(() => {
  drawn = [];
  const ctx = {
    fillStyle: '',
    globalAlpha: 1,
    setTransform: () => undefined,
    clearRect: (...box: number[]) => drawn.push(['clear', ...box]),
    fillRect(...box: number[]) {
      drawn.push([this.fillStyle + (this.globalAlpha < 1 ? ` ${this.globalAlpha}` : ''), ...box]);
    },
    fillText: (text: string, ...at: number[]) => drawn.push([`text ${text}`, ...at]),
  };
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => ctx as never);
});
afterEach(() => jest.restoreAllMocks());

it('draws a row a thread, below its pool, each run of a kind in its colour', () => {
  const { timedSamples } = show();
  expect(timedSamples).toHaveBeenCalledWith({ everyTime: true });
  expect(last().filter(([what]) => what.startsWith('text '))).toEqual([
    ['text main', 2, 8],
    ['text ▾ worker (2)', 2, 24],
    ['text worker-1', 14, 40],
    ['text worker-2', 14, 56],
  ]);
  expect(filled(CATEGORY_STYLE.disk.fill)).toEqual([[LEFT + 100, 2, 100, 12]]);
  expect(filled(CATEGORY_STYLE.lock.fill)).toEqual([
    [LEFT + 300, 18, 100, 12], // the pool: before that as much of it runs, and the first of the kinds is shown
    [LEFT, 34, 400, 12],
  ]);
  expect(filled(CATEGORY_STYLE.cpu.fill)).toEqual([
    [LEFT, 18, 300, 12],
    [LEFT + 500, 18, 150, 12],
    [LEFT + 500, 34, 150, 12],
    [LEFT, 50, 300, 12],
  ]);
});

it('draws only the rows in sight', () => {
  const { plot } = show({ height: 22 + 2 * ROW });
  expect(labels()).toEqual(['main', '▾ worker (2)']);
  drawn = [];
  Object.assign(plot, { scrollTop: ROW + 4 });
  fireEvent.scroll(plot);
  expect(labels()).toEqual(['▾ worker (2)', 'worker-1', 'worker-2']);
  expect(last().find(([what]) => what === 'text worker-1')).toEqual(['text worker-1', 14, 20]);
  // The room that the rows out of sight take.
  expect(plot.lastElementChild).toHaveStyle({ height: `${2 * ROW}px` });
});

it('narrow panels have less room for names, and cut them', () => {
  show({ width: 699, rows: [['a-thread-with-a-long-name', 0, 10, LOCK]] });
  expect(labels()).toEqual(['a-thread-w…']);
  expect(filled(CATEGORY_STYLE.lock.fill)).toEqual([[84, 2, 699 - 84 - 14, 12]]);
});

it('says what a thread did at a moment, in what, for how long; of a pool how many of its threads do what', () => {
  const { pointer } = show();
  expect(place()).toBe('3 threads; a drag shows the graph of that time');
  pointer('pointermove', 350, FIRST);
  expect(place()).toBe('worker-1 · 00:00:00.350–00:00:00.351 · Lock · futex_wait · 400 ms long');
  pointer('pointermove', 450, FIRST);
  expect(place()).toBe('worker-1 · 00:00:00.450–00:00:00.451 · no sample: it runs, or was not recorded');
  // No frame, no name of one.
  pointer('pointermove', 600, FIRST);
  expect(place()).toBe('worker-1 · 00:00:00.600–00:00:00.601 · On CPU · 150 ms long');
  pointer('pointermove', 350, POOL);
  expect(place()).toBe('worker: 2 threads · 00:00:00.350–00:00:00.351 · Lock 50.0 %');
  pointer('pointermove', 200, POOL);
  expect(place()).toBe('worker: 2 threads · 00:00:00.200–00:00:00.201 · On CPU 50.0 % · Lock 50.0 %');
  // Below the last row it is the last one that is meant; left of the plot its beginning.
  pointer('pointermove', -20, 100);
  expect(place()).toBe('worker-2 · 00:00:00.000–00:00:00.001 · On CPU · 300 ms long');
  pointer('pointerout', 0, 0);
  fireEvent.pointerLeave(screen.getByTestId('dualflame-lanes-plot'));
  expect(place()).toBe('3 threads; a drag shows the graph of that time');
});

it('the row and the moment that are pointed at stand out', () => {
  const { pointer } = show();
  expect(filled(primary)).toEqual([]);
  pointer('pointermove', 350, FIRST);
  expect(filled(primary)).toEqual([[LEFT + 350, 0, 1, 100]]);
});

it('a drag chooses times, to the left as to the right; what was not chosen is faded', () => {
  const { filters, drag, pointer } = show();
  drag(400, 100, MAIN);
  expect(filters.mock.calls).toEqual([[{ times: [{ from: 100 * MS, to: 400 * MS }] }]]);
  pointer('pointerdown', 100, MAIN);
  pointer('pointermove', 500, MAIN);
  expect(filled(`${page} 0.65`)).toEqual([
    [LEFT, 0, 100, 100],
    [LEFT + 500, 0, 150, 100],
  ]);
  // So near to where it began it is a click.
  pointer('pointermove', 104, MAIN);
  pointer('pointerup', 104, MAIN);
  expect(filters).toHaveBeenCalledTimes(1);
  drag(100, 105, MAIN);
  expect(filters).toHaveBeenCalledTimes(2);
  expect(filled(`${page} 0.65`)).toEqual([[LEFT, 0, 0, 100]]);
});

it('times that are chosen already are what is not faded', () => {
  const times = [
    { from: 100 * MS, to: 200 * MS },
    { from: 300 * MS, to: 650 * MS },
  ];
  show({ times });
  expect(filled(`${page} 0.65`)).toEqual([
    [LEFT, 0, 100, 100],
    [LEFT + 200, 0, 100, 100],
    [LEFT + 650, 0, 0, 100],
  ]);
});

it('a click on a pool closes it and opens it again, one on a thread does nothing', () => {
  const { drag, filters } = show();
  drag(10, 10, POOL);
  drawn = [];
  drag(10, 10, MAIN);
  expect(labels()).toEqual(['main', '▸ worker (2)']);
  drag(10, 12, POOL);
  drawn = [];
  drag(10, 10, FIRST);
  expect(labels()).toEqual(['main', '▾ worker (2)', 'worker-1', 'worker-2']);
  expect(filters).not.toHaveBeenCalled();
});

it('more than 24 threads are shown by their pools at first', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i): Row => [`w-${i}`, 0, 650, CPU]);
  const few = show({ rows: many(24) });
  expect(spoken()).toBe('25 rows');
  few.unmount();
  const { drag } = show({ rows: many(25) });
  expect(spoken()).toBe('1 row');
  drag(5, 5, 5);
  fireEvent.pointerLeave(screen.getByTestId('dualflame-lanes-plot'));
  expect(spoken()).toBe('26 rows');
});

describe('by the keyboard', () => {
  it('arrows move from the beginning, eight pixels a step, and stay within', () => {
    const { key } = show();
    expect(screen.getByRole('slider', { name: 'Threads along time' })).toHaveAttribute('aria-valuemax', '3');
    key('ArrowDown');
    expect(spoken()).toMatch(/^main · 00:00:00.000/);
    key('ArrowDown');
    key('ArrowDown');
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '2');
    key('ArrowRight');
    expect(spoken()).toBe('worker-1 · 00:00:00.008–00:00:00.009 · Lock · futex_wait · 400 ms long');
    ['ArrowLeft', 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowUp'].forEach((one) => key(one));
    expect(spoken()).toMatch(/^main · 00:00:00.000/);
    ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'].forEach((one) => key(one));
    expect(spoken()).toMatch(/^worker-2 · /);
    Array.from({ length: 90 }, () => key('ArrowRight'));
    expect(spoken()).toMatch(/^worker-2 · 00:00:00.650–/);
  });

  it('with Shift they mark, and Enter chooses; Escape shows all times', () => {
    const { key, filters } = show();
    key('ArrowRight');
    key('ArrowRight', { shiftKey: true });
    key('ArrowRight', { shiftKey: true });
    expect(filled(`${page} 0.65`)).toEqual([
      [LEFT, 0, 8, 100],
      [LEFT + 24, 0, 626, 100],
    ]);
    key('Enter');
    expect(filters.mock.calls).toEqual([[{ times: [{ from: 8 * MS, to: 24 * MS }] }]]);
    key('ArrowLeft', { shiftKey: true });
    key('Escape');
    expect(filters).toHaveBeenLastCalledWith({ times: undefined });
    expect(filled(`${page} 0.65`)).toEqual([[LEFT, 0, 0, 100]]);
  });

  it('an arrow without Shift ends a mark', () => {
    const { key, filters } = show();
    key('ArrowRight');
    key('ArrowRight', { shiftKey: true });
    key('ArrowRight');
    key('Enter');
    expect(filters).not.toHaveBeenCalled();
  });

  it('Enter opens and closes a pool', () => {
    const { key } = show();
    key('ArrowDown');
    key('Enter');
    key('ArrowDown');
    key('Enter');
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuemax', '1');
    key('Enter');
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuemax', '3');
  });

  it('keys that mean nothing here are the page’s; those that do are not', () => {
    const outside = jest.fn();
    const { key, filters } = show();
    document.body.addEventListener('keydown', outside);
    expect([key('a'), key('Enter'), key('Escape'), key('Tab')]).toEqual([true, true, true, true]);
    expect(outside).toHaveBeenCalledTimes(4);
    expect([key('ArrowRight'), key('ArrowDown')]).toEqual([false, false]);
    expect(outside).toHaveBeenCalledTimes(4);
    expect(filters).not.toHaveBeenCalled();
  });

  it('Escape with chosen times shows all', () => {
    const { key, filters } = show({ times: [{ from: 0, to: MS }] });
    expect(key('Escape')).toBe(false);
    expect(filters).toHaveBeenCalledWith({ times: undefined });
  });

  it('scrolls to the row that it stands on', () => {
    const scrollTo = jest.fn();
    Object.assign(HTMLElement.prototype, { scrollTo });
    const { key } = show({ height: 22 + 2 * ROW });
    key('ArrowDown');
    key('ArrowDown');
    expect(scrollTo).toHaveBeenLastCalledWith({ top: 0 });
    key('ArrowDown');
    expect(scrollTo).toHaveBeenLastCalledWith({ top: ROW });
    key('ArrowDown');
    expect(scrollTo).toHaveBeenLastCalledWith({ top: 2 * ROW });
  });
});

it('without a thread that is named there is no plot, and it says so; it can be closed', () => {
  const { plot, dispatch } = show({ rows: [] });
  expect(plot).toBeNull();
  expect(screen.getByText('No sample names its thread.')).toBeInTheDocument();
  expect(place()).toBe('0 threads; a drag shows the graph of that time');
  fireEvent.click(screen.getByRole('button', { name: 'Close the threads' }));
  expect(dispatch).toHaveBeenCalledWith({ type: 'lanes', open: false });
});
