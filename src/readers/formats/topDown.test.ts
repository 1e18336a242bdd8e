// perf stat --topdown and -M TopdownL1/L2, in the forms of perf 4.8 to 6.15: by tools/perf/Documentation/topdown.txt and util/stat-display.c.
import { countersOfReadings } from '../../analysis';
import { read, text } from '../../testing';

const rowsOf = (...lines: string[]) => {
  const found = read(text(lines.join('\n')));
  expect([found.format.id, found.dropped]).toEqual(['perf-stat', 0]);
  return countersOfReadings('A', found.counters!).map(({ metric, value, scope }) => [
    metric,
    Number(value.toFixed(3)),
    scope,
  ]);
};
const TITLE = " Performance counter stats for './app':";
const WIDE = " Performance counter stats for 'system wide':";
const ELAPSED = ['', '       1.000579956 seconds time elapsed', ''];
const ofHost = [
  ['retiring', 0.2, 'host'],
  ['badSpeculation', 0.14, 'host'],
  ['frontendBound', 0.32, 'host'],
  ['backendBound', 0.34, 'host'],
];

it('a row a core, percent behind the figures (4.8 to 6.3): the host, the mean of its cores', () => {
  expect(
    rowsOf(
      WIDE,
      '',
      '                             retiring      bad speculation       frontend bound        backend bound',
      'S0-D0-C0           2                24.0%                 12.0%                 28.0%                 36.0%',
      'S0-D0-C1           2                16.0%                 16.0%                 36.0%                 32.0%',
      ...ELAPSED
    )
  ).toEqual(ofHost);
});

it('intervals, with names of the PMU (6.4 on): no title, `%` before the names', () => {
  const rows = [
    '#           time      %  tma_retiring %  tma_backend_bound %  tma_frontend_bound %  tma_bad_speculation ',
    '     1.001141351                 24.0                 36.0                  28.0                   12.0 ',
    '     2.006141972                 16.0                 32.0                  36.0                   16.0 ',
  ];
  expect(rowsOf(...rows).map(([metric, value]) => [metric, value])).toEqual([
    ['retiring', 0.2],
    ['backendBound', 0.34],
    ['frontendBound', 0.32],
    ['badSpeculation', 0.14],
  ]);
  expect(read(text(rows.join('\n'))).counters!.map(({ time }) => time)).toEqual([
    ...Array(4).fill(1.001141351),
    ...Array(4).fill(2.006141972),
  ]);
  // The same in a German shell.
  expect(rowsOf(rows[0], ...rows.slice(1).map((row) => row.replaceAll('.', ','))).map(([, value]) => value)).toEqual([
    0.2, 0.34, 0.32, 0.14,
  ]);
});

it('level 2: eight more, of which memory and core are shown, and the fetch is not its parent', () => {
  expect(
    rowsOf(
      TITLE,
      '             retiring      bad speculation       frontend bound        backend bound     heavy operations     light operations    branch mispredict       machine clears        fetch latency      fetch bandwidth         memory bound           Core bound',
      '                24.0%                 12.0%                 28.0%                 36.0%                  4.0%                 20.0%                11.0%                 1.0%                18.0%                10.0%                25.0%                11.0%',
      ...ELAPSED
    )
  ).toEqual([
    ['retiring', 0.24, 'process'],
    ['badSpeculation', 0.12, 'process'],
    ['frontendBound', 0.28, 'process'],
    ['backendBound', 0.36, 'process'],
    ['memoryBound', 0.25, 'process'],
    ['coreBound', 0.11, 'process'],
  ]);
});

it('behind the counters that they are made of (-M TopdownL1, and by default from 6.4 on)', () => {
  const lines = [
    TITLE,
    '     4,000,000,000      TOPDOWN.SLOTS                    #     36.0 %  tma_backend_bound      ',
    '                                                  #     12.0 %  tma_bad_speculation    ',
    '       960,000,000      topdown-retiring                 #     24.0 %  tma_retiring            (83.33%)',
    '            TopdownL1 (cpu_core)                 #     28.0 %  tma_frontend_bound     ',
    '     1,500,000,000      instructions                     #    1.50  insn per cycle',
    '     1,000,000,000      cycles                           #    2.59 GHz',
    ...ELAPSED,
  ];
  const expected = [
    ['ipc', 1.5, 'process'],
    ['backendBound', 0.36, 'process'],
    ['badSpeculation', 0.12, 'process'],
    ['retiring', 0.24, 'process'],
    ['frontendBound', 0.28, 'process'],
  ];
  expect(rowsOf(...lines)).toEqual(expected);
  // perf 5.9 to 6.3 name the kernel's events so.
  const older = lines.map((line) =>
    line.replace(/tma_(\w+?)_?(bound|speculation)?(?= )/, (_, ...[first, second]) =>
      [first, second].filter(Boolean).join(' ')
    )
  );
  expect(older[1]).toContain('36.0 %  backend bound');
  expect(rowsOf(...older)).toEqual(expected);
});

it.each([',', ';'])('-x%s: behind a counter, and as a table', (x) => {
  const beside = [
    ['4000000000', '', 'TOPDOWN.SLOTS', '1000000000', '100.00', '36.0', '%  tma_backend_bound'],
    ['', '', '', '', '', '12.0', '%  tma_bad_speculation'],
    ['960000000', '', 'topdown-retiring', '1000000000', '100.00', '24.0', '%  tma_retiring'],
  ].map((cells) => cells.join(x));
  expect(rowsOf(...beside).map(([metric, value]) => [metric, value])).toEqual([
    ['backendBound', 0.36],
    ['badSpeculation', 0.12],
    ['retiring', 0.24],
  ]);
  const table = [
    ['time', '%  tma_retiring', '%  tma_backend_bound', ''],
    ['     1.001141351', '24.0', '36.0', ''],
    ['     2.006141972', '16.0', '32.0', ''],
  ].map((cells) => cells.join(x));
  expect(rowsOf(...table).map(([metric, value]) => [metric, value])).toEqual([
    ['retiring', 0.2],
    ['backendBound', 0.34],
  ]);
});

it('JSON: as a metric of a counter, and alone', () => {
  expect(
    rowsOf(
      '{"counter-value" : "4000000000.000000", "unit" : "", "event" : "TOPDOWN.SLOTS", "event-runtime" : 1000000000, "pcnt-running" : 100.00, "metric-value" : "36.000000", "metric-unit" : "%  tma_backend_bound"}',
      '{"metric-value" : "12.000000", "metric-unit" : "%  tma_bad_speculation"}'
    ).map(([metric, value]) => [metric, value])
  ).toEqual([
    ['backendBound', 0.36],
    ['badSpeculation', 0.12],
  ]);
  expect(
    rowsOf(
      '{"interval" : 1.000, "%  tma_retiring" : "24.0", "%  tma_backend_bound" : "36.0"}',
      '{"interval" : 2.000, "%  tma_retiring" : "16.0", "%  tma_backend_bound" : "32.0"}'
    ).map(([metric, value]) => [metric, value])
  ).toEqual([
    ['retiring', 0.2],
    ['backendBound', 0.34],
  ]);
});

it('a row that lacks a figure is counted, not shifted', () => {
  const found = read(
    text(
      [
        WIDE,
        '            retiring      bad speculation       frontend bound        backend bound',
        'S0-D0-C0           2                24.0%                 12.0%                 28.0%',
        'S0-D0-C1           2                16.0%                 16.0%                 36.0%                 32.0%',
      ].join('\n')
    )
  );
  expect([found.counters!.map(({ value }) => value), found.dropped]).toEqual([[16, 16, 36, 32], 1]);
});

it('what the program prints before the title is no share', () =>
  expect(
    rowsOf(
      ' 12.3 %  retiring',
      TITLE,
      '             retiring      bad speculation       frontend bound        backend bound',
      '                20.0%                 14.0%                 32.0%                 34.0%',
      ...ELAPSED
    ).map(([metric, value]) => [metric, value])
  ).toEqual([
    ['retiring', 0.2],
    ['badSpeculation', 0.14],
    ['frontendBound', 0.32],
    ['backendBound', 0.34],
  ]));
