import { baseUnit, comparable, grafanaUnit, unitOf } from '.';

it.each([
  ['ns', 'time', 1],
  ['microseconds', 'time', 1e3],
  ['ms', 'time', 1e6],
  ['seconds', 'time', 1e9],
  ['short', 'count', 1],
  ['', 'count', 1],
  ['bytes', 'bytes', 1],
  [' MS ', 'time', 1e6],
  ['µs', 'time', 1e3],
  ['minutes', 'time', 6e10],
  [undefined, 'count', 1],
  ['furlongs', 'unknown', 1],
])('%s is %s times %d', (unit, kind, factor) => {
  expect(unitOf(unit)).toEqual({ kind, factor });
});

it('compares only what is of one kind', () => {
  expect(comparable('nanoseconds', 's')).toBe(true);
  expect(comparable('nanoseconds', 'count')).toBe(false);
  expect(comparable('furlongs', 'furlongs')).toBe(true);
  expect(comparable('furlongs', 'miles')).toBe(false);
  expect(comparable('furlongs', 'count')).toBe(false);
  expect(comparable('bytes', 'B')).toBe(true);
});

it('names base units for Grafana and keeps unknown ones', () => {
  expect(['ms', 'samples', 'B', undefined, 'furlongs'].map(baseUnit)).toEqual([
    'nanoseconds',
    'count',
    'bytes',
    'count',
    'furlongs',
  ]);
  expect(grafanaUnit('B')).toBe('bytes');
  expect(grafanaUnit('nanoseconds')).toBe('ns');
  expect(grafanaUnit('count')).toBe('short');
  expect(grafanaUnit('furlongs')).toBe('furlongs');
});
