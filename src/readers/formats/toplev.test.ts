// pmu-tools' toplev: testdata/toplev, the real tool on counts that stand for a machine's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countersOfReadings } from '../../analysis';
import { problemOf, read, text } from '../../testing';

const file = (name: string) => readFileSync(join(__dirname, '../../../testdata/toplev', name), 'utf8');
const rowsOf = (content: string) => {
  const found = read(text(content));
  expect([found.format.id, found.dropped, found.warnings]).toEqual(['toplev', 0, []]);
  return countersOfReadings('A', found.counters!).map(({ metric, value, scope }) => [
    metric,
    Number(value.toFixed(3)),
    scope,
  ]);
};
const ALL = [
  ['frontendBound', 0.175],
  ['badSpeculation', 0.08],
  ['backendBound', 0.42],
  ['retiring', 0.325],
  ['memoryBound', 0.257],
  ['coreBound', 0.163],
].map((row) => [...row, 'process']);
const sorted = (rows: unknown[][]) => rows.map((row) => row.join(' ')).sort();

it.each(['text.txt', 'interval.txt', 'columns.txt', 'table.csv', 'interval.csv'])(
  '%s: shares of levels 1 and 2, and those of the fetch and of branches are not taken for their parents',
  (name) => expect(sorted(rowsOf(file(name)))).toEqual(sorted(ALL))
);

it('--json: fractions; nodes that the tool overwrites are not there', () => {
  expect(rowsOf(file('interval.json')).map(([metric, value]) => [metric, value])).toEqual([
    ['frontendBound', 0.175],
    ['backendBound', 0.42],
    ['retiring', 0.325],
    ['coreBound', 0.16],
  ]);
});

it('without -v: what is above its threshold', () => {
  expect(rowsOf(file('bottleneck.txt')).map(([metric]) => metric)).toEqual([
    'frontendBound',
    'backendBound',
    'memoryBound',
    'coreBound',
  ]);
});

it('intervals keep their time; cores are of the host, and their share is the mean', () => {
  const times = read(text(file('interval.csv'))).counters!.map(({ time }) => time);
  expect([...new Set(times)]).toEqual([0.1, 0.2]);
  const cores = [
    '# 5.1-full on Xeon [skx]',
    'S0-C0    BE               Backend_Bound                       % Slots                       42.0   ',
    'S0-C1    BE               Backend_Bound                       % Slots                       22.0   ',
    'S0-C1    BE/Mem           Backend_Bound.Memory_Bound.L1_Bound % Stalls                      99.0  <',
    'S0-C1                     MUX                                 %                             25.00  ',
  ].join('\n');
  expect(rowsOf(cores)).toEqual([['backendBound', 0.32, 'host']]);
  expect(read(text(cores)).counters!.map(({ scope, running }) => [scope, running])).toEqual([
    ['S0-C0', 0.25],
    ['S0-C1', 0.25],
  ]);
});

it('intervals of many cores: how long the counters ran is the least of any number of rows', () => {
  const rows = Array.from({ length: 130_000 }, (_, i) => `S0-C${i}  MUX  %  ${i ? 50 : 25}.00`);
  const { counters } = read(
    text(['# 5.1-full on Xeon [skx]', 'S0-C0  BE  Backend_Bound  % Slots  42.0', ...rows].join('\n'))
  );
  expect(counters!.map(({ running }) => running)).toEqual([0.25]);
});

it('old versions, a decimal comma, and columns of two cores', () => {
  expect(rowsOf('# 3.31 on Xeon [hsw]\nBE      Backend_Bound:                                62,00 %\n')).toEqual([
    ['backendBound', 0.62, 'process'],
  ]);
  const columns = [
    '# 5.1-full on Xeon [skx]',
    'Area,Node,S0-C0,S0-C1,Description,Sample,Stddev,Multiplex',
    'BE,Backend_Bound,42.0,22.0,,,0.0,100.0',
    'RET,Retiring,10.0,,,,0.0,100.0',
  ].join('\n');
  expect(rowsOf(columns)).toEqual([
    ['backendBound', 0.32, 'host'],
    ['retiring', 0.1, 'process'],
  ]);
});

it('nothing above a threshold is said, with what to do', () => {
  expect(problemOf(text('# 5.1-full on Xeon [skx]\nRun toplev --describe Retiring^\n'))).toMatch(
    /No top-down share.*-v/
  );
});
