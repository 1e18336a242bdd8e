import { type CounterRow, type Metric } from './model';
import { stripRows } from './strip';

const rowsOf = (...metrics: Metric[]) => metrics.map((metric) => ({ metric }) as CounterRow);
const stripOf = (rows: CounterRow[], room: number, worse: Metric[] = []) => {
  const { shown, rest } = stripRows(rows, room, ({ metric }) => worse.includes(metric));
  return [shown, rest].map((some) => some.map(({ metric }) => metric));
};

// As computeCounters orders them.
const ALL = rowsOf(
  'throttledPeriods',
  'cpuPressure',
  'steal',
  'ioPressure',
  'memoryPressure',
  'ipc',
  'cacheMissRatio',
  'mpki',
  'branchMissRatio',
  'stalledBackend'
);

it('with room for all, the hardware stands before the kernel, whatever is worse', () =>
  expect(stripOf(ALL, 10, ['steal'])).toEqual([
    [
      'ipc',
      'cacheMissRatio',
      'mpki',
      'branchMissRatio',
      'stalledBackend',
      'throttledPeriods',
      'cpuPressure',
      'steal',
      'ioPressure',
      'memoryPressure',
    ],
    [],
  ]));

it('with less room IPC and cache misses stay, then what is out of bounds, then the hardware', () => {
  expect(stripOf(ALL, 6, ['ioPressure'])).toEqual([
    ['ipc', 'cacheMissRatio', 'mpki', 'branchMissRatio', 'stalledBackend', 'ioPressure'],
    ['throttledPeriods', 'cpuPressure', 'steal', 'memoryPressure'],
  ]);
  expect(stripOf(ALL, 3, ['ioPressure', 'branchMissRatio'])[0]).toEqual(['ipc', 'cacheMissRatio', 'branchMissRatio']);
  expect(stripOf(ALL, 3, ['ioPressure'])[0]).toEqual(['ipc', 'cacheMissRatio', 'ioPressure']);
  expect(stripOf(ALL, 1, ['ioPressure'])[0]).toEqual(['ipc']);
});

it('what stands for them where they are not given', () =>
  expect(stripOf(rowsOf('cpuPressure', 'cpi', 'mpki', 'branchMissRatio'), 2, ['branchMissRatio'])[0]).toEqual([
    'cpi',
    'mpki',
  ]));

it('every row is shown or left out, once', () => {
  for (let room = 0; room <= ALL.length; room++) {
    const [shown, rest] = stripOf(ALL, room, ['steal', 'mpki']);
    expect(shown).toHaveLength(room);
    expect([...shown, ...rest].sort()).toEqual(ALL.map(({ metric }) => metric).sort());
  }
});
