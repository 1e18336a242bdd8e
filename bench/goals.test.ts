import { goalsOf } from './goals';

const row = (measure: string, subject: string, median: number, unit = 'ms', size = '16k') => ({
  measure,
  size,
  subject,
  unit,
  median,
});
const reached = (rows: Array<ReturnType<typeof row>>, name: string, bytes = 1024) => {
  const goals = goalsOf(rows, { 'Dual Flame, module.js': { bytes } });
  const { text, met } = goals.find((goal) => goal.name === name && (!goal.size || goal.size === '16k'))!;
  return `${text}, ${met ? 'met' : 'unmet'}`;
};

it.each([
  [100, 150, '1.50x, met'],
  [100, 149, '1.49x, unmet'],
])('ours %d ms and theirs %d ms to the graph: %s', (ours, theirs, expected) => {
  expect(reached([row('graph', 'ours', ours), row('graph', 'grafana', theirs)], 'data to graph, cold')).toBe(expected);
});

it.each([
  [16, 10, '1.60x, met'],
  [17, 10, '1.70x, unmet'],
])('a zoom of %d ms where a frame costs %d ms: %s', (zoom, floor, expected) => {
  const rows = [row('zoom', 'ours', zoom), row('floor', 'one DIV', floor)];
  expect(reached(rows, 'click to zoomed, against the floor')).toBe(expected);
});

it('absolute goals are our own figures, not ratios', () => {
  expect(reached([row('longest task on load', 'ours', 0)], 'longest task on load')).toBe('under 50 ms, met');
  expect(reached([row('longest task on load', 'ours', 63)], 'longest task on load')).toBe('63 ms, unmet');
  const strip = 'strip of 48 windows: main thread, each window';
  expect(reached([row('strip, a window', 'ours', 9.8)], strip)).toBe('10 ms, met');
  expect(reached([row('strip, a window', 'ours', 10.2)], strip)).toBe('10 ms, unmet');
  expect(reached([row('pan', 'ours', 59.4, 'fps')], 'pan at full speed')).toBe('59 fps, met');
  expect(reached([row('pan', 'ours', 41, 'fps')], 'pan at full speed')).toBe('41 fps, unmet');
  const busy = (share: number) => [row('main thread busy', 'ours', share, 'share', '12 panels')];
  const name = '12 panels at 16k, refreshed every 5 s: main thread busy';
  expect([reached(busy(0.149), name), reached(busy(0.2), name)]).toEqual(['14.9 %, met', '20.0 %, unmet']);
  const unasked = (ms: number) =>
    reached(
      [row('single waits, nobody looks', 'ours', ms, 'ms', '10M events')],
      'single waits, 10 million: where nobody looks'
    );
  expect([unasked(0.4), unasked(1.2)].map((said) => said.split(', ')[1])).toEqual(['met', 'unmet']);
  const joined = (ms: number) =>
    reached(
      [row('contention, joined', 'ours', ms, 'ms', '200k stacks')],
      'contention profile of 200,000 stacks: joined with those who wait'
    );
  expect([joined(180), joined(230)]).toEqual(['180 ms, met', '230 ms, unmet']);
  expect(reached([], 'module.js, minified', 204_800)).toBe('200 KiB, met');
  expect(reached([], 'module.js, minified', 300_000)).toBe('293 KiB, unmet');
});

it('what was not measured is not met', () => {
  expect(reached([row('graph', 'ours', 100)], 'data to graph, cold')).toBe('not measured, unmet');
  expect(reached([], 'DOM nodes do not grow with the data')).toBe('not measured, unmet');
});
