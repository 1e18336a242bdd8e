import { renderHook } from '@testing-library/react';
import { frameMarks, type TimeSeries } from '../../analysis';
import { nodeAt, prepared } from '../../testing';
import { useFrameCounters } from './useFrameCounters';

const { tree } = prepared({ cpu: 'run;decode 1\nrun;send;decode 1\nrun;hash 1\nrun;sort 1' }).paired!;
const symbol = (name: string) => tree.symbols.findIndex((one) => one.name === name);

const series = (kind: string, name: string, value: number): TimeSeries => ({
  refId: 'F',
  names: [`rate(${kind}[1m])`],
  labels: [['function', name]],
  times: [1000, 2000],
  values: [value, value],
});
const ipc = (name: string, value: number) => [
  series('instructions_total', name, value * 100),
  series('cycles_total', name, 100),
];
const misses = (name: string, value: number) => [
  series('cache_misses_total', name, value * 100),
  series('cache_references_total', name, 100),
];
const hook = (all: TimeSeries[], wanted?: 'ipc' | 'cacheMissRatio') =>
  renderHook(() => useFrameCounters(tree, new Map(), frameMarks(tree, all), wanted)).result.current;
const listed = (all: TimeSeries[]) =>
  hook(all).marked.map(({ name, figures }) => `${name}: ${figures.replaceAll('\u00a0', ' ')}`);

it('the lowest IPC is the first of the marked frames', () => {
  expect(listed([...ipc('hash', 1.2), ...ipc('decode', 0.4), ...ipc('sort', 2)])).toEqual([
    'decode: IPC 0.40',
    'hash: IPC 1.20',
    'sort: IPC 2.00',
  ]);
});

it('the highest miss ratio is', () => {
  expect(listed([...misses('hash', 0.1), ...misses('decode', 0.02), ...misses('sort', 0.3)])).toEqual([
    'sort: Cache misses 30.0 %',
    'hash: Cache misses 10.0 %',
    'decode: Cache misses 2.0 %',
  ]);
});

it('events that make no ratio mark nothing', () => {
  const alone = ['hash', 'decode', 'sort'].map((name) => series('instructions_total', name, 5));
  expect(hook(alone)).toMatchObject({ marked: [], metrics: [] });
  expect(listed([...alone.slice(1), ...ipc('hash', 1.2)])).toEqual(['hash: IPC 1.20']);
});

it('each stands at the first of its frames', () => {
  expect(hook(ipc('decode', 0.4)).marked.map(({ node }) => node)).toEqual([nodeAt(tree, 'run', 'decode')]);
});

it('a frame’s figure is that of its function; others and the whole have none', () => {
  const { counters, metrics } = hook(ipc('decode', 0.4), 'ipc');
  const at = (...path: string[]) => counters.ratioOf(path.length ? nodeAt(tree, ...path) : 0, 'ipc')?.value;
  expect([at('run', 'decode'), at('run', 'send', 'decode'), at('run', 'hash'), at()]).toEqual([
    0.4,
    0.4,
    undefined,
    undefined,
  ]);
  expect([metrics, counters.colorBy]).toEqual([['ipc'], 'ipc']);
  expect([counters.badge(symbol('decode')), counters.badge(symbol('hash'))]).toEqual([' · IPC 0.40', '']);
  expect(counters.ratioOfFunction(symbol('decode'), 'ipc')?.value).toBe(0.4);
});

it('colours by what there is only', () =>
  expect(hook(ipc('decode', 0.4), 'cacheMissRatio').counters.colorBy).toBeUndefined());
