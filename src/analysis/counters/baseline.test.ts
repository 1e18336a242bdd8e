import { growing as counter, seriesOf as series } from '../../testing';
import { baselineOf, judgeCounter, valueIn } from './baseline';
import { type TimeSeries } from './model';
import { computeCounters } from './ratios';

const pair = (instructions: number[], cycles: number[], labels = {}) => [
  series('node_perf_instructions_total', counter(instructions), labels),
  series('node_perf_cpucycles_total', counter(cycles), labels),
];
const ipc = (list: TimeSeries[]) => computeCounters(list).find(({ metric }) => metric === 'ipc')!;

it('compare with the first quarter, a number, or another query', () => {
  const row = ipc(pair([200, 200, 160, 160, 160, 160, 160, 160], Array(8).fill(100)));
  expect(valueIn(row, 0, 2000)).toBe(2);
  expect(baselineOf(row, { type: 'first' }, [], 0, 8000)?.value).toBe(2);
  expect(baselineOf(row, { type: 'number', value: 2.1 }, [], 0, 8000)?.value).toBe(2.1);
  expect(baselineOf(row, { type: 'query' }, [ipc(pair([210], [100]))], 0, 8000)).toEqual({
    value: 2.1,
    words: { text: 'the query {query}', values: { query: 'C' } },
  });
  expect(baselineOf(row, { type: 'query' }, [], 0, 8000)).toBeUndefined();
});

it('are judged by the documented defaults', () => {
  expect(judgeCounter('ipc', 0.7)).toBe('warn');
  expect(judgeCounter('ipc', 2.1)).toBe('good');
  expect(judgeCounter('ipc', 1.6, 2.1)).toBe('warn');
  expect(judgeCounter('cacheMissRatio', 0.3)).toBe('neutral');
  expect(judgeCounter('cacheMissRatio', 0.112, 0.1)).toBe('warn');
});

it('are judged at the written thresholds', () => {
  expect(judgeCounter('ipc', 0.99)).toBe('warn');
  expect(judgeCounter('ipc', 1)).toBe('neutral');
  expect(judgeCounter('ipc', 2)).toBe('good');
  expect(judgeCounter('ipc', 1.8, 2)).toBe('warn'); // 10 % less
  expect(judgeCounter('ipc', 1.82, 2)).toBe('neutral');
  expect(judgeCounter('cacheMissRatio', 5)).toBe('neutral');
  expect(judgeCounter('cacheMissRatio', 0.125, 0.1)).toBe('warn');
  expect(judgeCounter('cacheMissRatio', 0.08, 0.1)).toBe('neutral');
});

it('are compared with the first quarter of the range only where there is something after it', () => {
  const [row] = computeCounters([
    series('node_perf_instructions_total', counter([100, 100, 300, 300])),
    series('node_perf_cpucycles_total', counter([100, 100, 100, 100])),
  ]);
  expect(baselineOf(row, { type: 'first' }, [], 0, 8000)).toMatchObject({ value: 1 }); // 1 s and 2 s
  expect(baselineOf(row, { type: 'first' }, [], 0, 16_000)).toBeUndefined(); // all of it is in the first quarter
  expect([valueIn(row, 2000, 3000), valueIn(row, 4000, 9000), valueIn(row, 5000, 9000)]).toEqual([2, 3, NaN]);
});

it('are compared with the same ratio of another query, and with the first quarter of whatever range', () => {
  const row = ipc(pair([100, 100, 100, 300, 300, 200, 200, 200], Array(8).fill(100)));
  const misses = computeCounters([series('job:cache_miss:ratio', [0.5, 0.5])]);
  expect(baselineOf(row, { type: 'query' }, [...misses, ipc(pair([210], [100]))], 0, 8000)?.value).toBe(2.1);
  expect(baselineOf(row, { type: 'query' }, misses, 0, 8000)).toBeUndefined();
  expect(baselineOf(row, { type: 'first' }, [], 4000, 8000)?.value).toBe(3); // 4 s and 5 s
});

it('are means where only ratios are given', () => {
  const row = ipc([series('job:ipc:ratio', [1, 2, 6, 7])]);
  expect([valueIn(row, 0, 1000), valueIn(row, 2000, 2000), valueIn(row, 7000, 9000)]).toEqual([1.5, 6, NaN]);
});
