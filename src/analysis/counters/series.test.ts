import { growing as counter, seriesOf as series } from '../../testing';
import { type TimeSeries } from './model';
import { computeCounters } from './ratios';
import { functionOf, instanceOf, isCounter, scopeOf } from './series';

it('tells counters from rates', () => {
  expect(isCounter(series('node_perf_cpucycles_total', [1, 2]))).toBe(true);
  expect(isCounter(series('rate(node_perf_cpucycles_total[1m])', [1, 2, 3, 4, 5]))).toBe(false);
  expect(isCounter(series('cycles', counter([5, 5, 5, 5, 5])))).toBe(true);
  expect(isCounter(series('cycles', [5, 4, 6, 5, 4]))).toBe(false);
});

it('knows what a figure belongs to', () => {
  expect(
    scopeOf([
      ['instance', 'a'],
      ['cpu', '0'],
    ])
  ).toBe('host');
  expect(scopeOf([['pod', 'a']])).toBe('process');
  expect(
    scopeOf([
      ['pod', 'a'],
      ['function', 'main.run'],
    ])
  ).toBe('function');
});

it('adds a counter and a rate in the same unit: events, not events per second', () => {
  // 2 s steps: the counter grows by 200 per step, the rate says 50 per second.
  const rows = computeCounters([
    series('node_perf_instructions_total', counter([200, 200, 200, 200, 200]), {}, 2000),
    series('rate(node_perf_cpucycles_total[1m])', [50, 50, 50, 50, 50, 50], {}, 2000),
  ]);
  expect(rows).toMatchObject([{ metric: 'ipc', value: 2 }]);
  expect(rows[0].values).toEqual([2, 2, 2, 2, 2]);
});

it('leaves out what happened in a long gap, and points without a figure', () => {
  const times = [0, 1, 2, 3, 20, 21].map((s) => s * 1000);
  const given = (name: string, values: Array<number | null>): TimeSeries => ({ ...series(name, values), times });
  const [row] = computeCounters([
    given('node_perf_instructions_total', [0, 10, 20, 30, 9000, 9010]),
    given('node_perf_cpucycles_total', [0, 10, 20, 30, 40, 50]),
  ]);
  expect([row.value, row.times]).toEqual([1, [1000, 2000, 3000, 21_000]]);
  const [holes] = computeCounters([
    given('node_perf_instructions_total', [0, 20, null, 60, NaN, null]),
    given('node_perf_cpucycles_total', [0, 10, 20, 30, 40, 50]),
  ]);
  expect(holes.times).toEqual([1000, 3000]);
});

it('takes a series without a telling name for a counter only if it hardly ever falls', () => {
  const of = (values: number[]) => isCounter(series('value', values));
  expect(of([1, 2, 3, 4])).toBe(false); // three steps tell nothing
  expect(of([1, 2, 3, 4, 5])).toBe(true);
  expect(of([1, 2, 3, 4, 5, 3, 4])).toBe(false);
  expect(of([5, 5, 5, 5, 5, 5])).toBe(false);
  const grows = Array.from({ length: 25 }, (_, i) => i);
  expect(of([...grows, 0, 1])).toBe(true); // one reset
});

it('counts what happened in a gap of five steps', () => {
  const times = [0, 1, 2, 3, 4, 5, 10, 11].map((s) => s * 1000);
  const given = (name: string, step: number): TimeSeries => ({
    ...series(
      name,
      times.map((t) => t * step)
    ),
    times,
  });
  const [row] = computeCounters([given('node_perf_instructions_total', 3), given('node_perf_cpucycles_total', 1)]);
  expect([row.value, row.times.length]).toEqual([3, 7]);
});

it('takes a plateau for no fall, and one fall in twenty for a reset', () => {
  const of = (values: number[]) => isCounter(series('value', values));
  expect(of([1, 2, 3, 4, 5, 5, 5, 5])).toBe(true);
  expect(of([...Array(21).keys(), 0])).toBe(true);
  expect(of([...Array(20).keys(), 0])).toBe(false);
});

it('names an instance by its labels, whatever their order, and not by its parts', () => {
  expect(instanceOf(Object.entries({ job: 'b', cpu: '0', instance: 'a', event: 'cycles' }))).toBe('instance=a, job=b');
  expect(instanceOf([['__name__', 'x']])).toBe('');
});

it('an empty label names no function', () => {
  expect(functionOf(Object.entries({ pod: 'a', function: '', symbol: 'main.run' }))).toBe('main.run');
  expect([functionOf([['function', '']]), functionOf([['pod', 'a']])]).toEqual([undefined, undefined]);
  expect([scopeOf([['function', '']]), scopeOf([['pod', '']])]).toEqual(['host', 'host']);
});
