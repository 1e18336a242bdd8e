import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { createDataFrame, createTheme, type DataFrame, FieldType, type PanelModel } from '@grafana/data';
import { compileSearch } from '../analysis';
import { prepareProfile } from '../prepare';
import { namesIn, preview } from './options/editors/RulesEditor';
import { formatterFor, percent, toCsv } from './ui/format';
import { splitFrames } from './grafana/dataFrames';
import { changeHandler, migrateOptions } from './options/migrations';
import { DEFAULT_OPTIONS, OPTIONS_VERSION, type PanelOptions } from './options/options';
import { exactPattern } from './graph/FrameMenu';

const theme = createTheme();
const flame = (refId: string, unit = 'ns'): DataFrame =>
  createDataFrame({
    refId,
    name: 'response',
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: [0, 1, 2] },
      { name: 'value', type: FieldType.number, values: [10, 10, 4], config: { unit } },
      { name: 'self', type: FieldType.number, values: [0, 6, 4], config: { unit } },
      {
        name: 'label',
        type: FieldType.enum,
        values: [0, 1, 2],
        config: { type: { enum: { text: ['total', 'main.run', 'main.decode'] } } },
      },
    ],
  });
const series = createDataFrame({
  refId: 'S',
  fields: [
    { name: 'time', type: FieldType.time, values: [1, 2] },
    { name: 'value', type: FieldType.number, values: [1, 2] },
  ],
});
const split = (frames: DataFrame[], targets: object[] = [], queries: PanelOptions['queries'] = []) =>
  splitFrames({ series: frames, request: { targets } as never }, { queries, stitchAsync: false }, (text) =>
    text.replace('$mode', 'wall')
  );

describe('splitFrames', () => {
  it('reads every query; the role comes from the profile type of the query with the same refId, variables replaced', () => {
    const { inputs } = split(
      [flame('A'), flame('B'), flame('C')],
      [
        { refId: 'A', profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' },
        { refId: 'B', profileTypeId: '$mode:wall:nanoseconds:wall:nanoseconds' },
      ]
    );
    expect(inputs.map(({ refId, hints }) => [refId, hints?.profileTypeId])).toEqual([
      ['A', 'process_cpu:cpu:nanoseconds:cpu:nanoseconds'],
      ['B', 'wall:wall:nanoseconds:wall:nanoseconds'],
      ['C', ''],
    ]);
    expect(prepareProfile(inputs).queries.map(({ refId, role, origin }) => [refId, role, origin])).toEqual([
      ['A', 'cpu', 'detected'],
      ['B', 'wall', 'detected'],
      ['C', 'other', 'assumed'],
    ]);
  });

  it('lets the options overrule', () => {
    const { inputs } = split(
      [flame('A')],
      [{ refId: 'A', profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' }],
      [{ refId: 'A', role: 'wall' }]
    );
    expect(prepareProfile(inputs).queries[0]).toMatchObject({ role: 'wall', origin: 'set' });
  });

  it('names what is not drawn, and passes over empty frames', () => {
    expect(split([series, createDataFrame({ refId: 'E', fields: [] })]).notDrawn).toEqual([
      { refId: 'S', what: 'time series' },
    ]);
  });

  it('takes counters out of time series; a query for counters without an answer is a state of its own', () => {
    const of = (refId: string, name: string, labels = {}) =>
      createDataFrame({
        refId,
        fields: [
          { name: 'Time', type: FieldType.time, values: [1000, 2000] },
          { name: 'Value', type: FieldType.number, values: [1, 2], labels: { __name__: name, ...labels } },
        ],
      });
    const { series: counters, notDrawn } = split(
      [
        of('C', 'node_perf_instructions_total', { cpu: '0' }),
        of('S', 'node_perf_page_faults_total'),
        of('L', 'latency'),
      ],
      [{ refId: 'C' }, { refId: 'D', expr: 'rate(node_perf_cpucycles_total[1m])' }]
    );
    expect(counters.map(({ refId, labels }) => [refId, labels.length])).toEqual([['C', 2]]);
    expect(notDrawn).toEqual([
      { refId: 'S', what: 'software events only, no PMU series' },
      { refId: 'L', what: 'time series' },
      { refId: 'D', what: 'no PMU series for cycles' },
    ]);
  });

  it('takes a table with a stack column of any data source', () => {
    const table = createDataFrame({
      refId: 'A',
      fields: [
        { name: 'frames', type: FieldType.string, values: ['a;b'] },
        { name: 'wall_ns', type: FieldType.number, values: [3] },
      ],
    });
    expect(prepareProfile(split([table]).inputs).queries[0]).toMatchObject({ role: 'wall', format: 'stack table' });
  });
});

describe('options', () => {
  it('keeps what is understood and falls back to defaults for the rest', () => {
    const saved = {
      mode: 'side',
      direction: 'sideways',
      showSites: 'yes',
      queries: [{ refId: 'A', role: 'wall', unit: 'ms' }, { refId: 'B', role: 'x', format: 7 }, 3],
      rollUp: { collapseRecursion: true, normalise: 'no' },
      stitchAsync: true,
      rules: [
        { pattern: 'p', category: 'lock', idle: true },
        { pattern: 'q', category: 'nope' },
      ],
    };
    expect(migrateOptions({ options: saved } as unknown as PanelModel)).toEqual({
      ...DEFAULT_OPTIONS,
      mode: 'side',
      queries: [{ refId: 'A', role: 'wall', unit: 'ms' }, { refId: 'B' }],
      rollUp: { ...DEFAULT_OPTIONS.rollUp, collapseRecursion: true },
      stitchAsync: true,
      rules: [{ pattern: 'p', category: 'lock', idle: true }],
    });
  });

  // testdata/options has a file a version, every option in it set to something else than its default.
  it.each(Array.from({ length: OPTIONS_VERSION }, (_, i) => i + 1))('loads what version %d saved', (version) => {
    const file = join(__dirname, `../../testdata/options/${version}.json`);
    const options = JSON.parse(readFileSync(file, 'utf8')) as PanelOptions;
    const loaded = migrateOptions({ options } as unknown as PanelModel);
    expect(JSON.parse(JSON.stringify(loaded))).toEqual({ ...options, version: OPTIONS_VERSION });
    if (version === OPTIONS_VERSION) {
      expect(Object.keys(options).sort()).toEqual(Object.keys(DEFAULT_OPTIONS).sort());
    }
  });

  it.each([undefined, null, {}, []])('starts from %j', (options) =>
    expect(migrateOptions({ options } as unknown as PanelModel)).toEqual(DEFAULT_OPTIONS)
  );

  it("comes from Grafana's own flame graph panel with defaults", () => {
    expect(changeHandler({ options: {} } as never, 'flamegraph', { pageSize: 3 }, {} as never)).toEqual(
      DEFAULT_OPTIONS
    );
  });
});

describe('rule preview', () => {
  const names = namesIn([flame('A'), series]);
  it('lists what a pattern matches in the data', () => {
    expect(names.sort()).toEqual(['main.decode', 'main.run']);
    expect(preview('dec', names)).toBe('Matches 1 of 2 frames: main.decode');
    expect(preview('zzz', names)).toBe('Matches none of 2 frames.');
    expect(preview('(', names)).toContain('RE2');
  });
});

describe('figures', () => {
  it('follow the unit and the decimals of the field', () => {
    const [, value] = flame('A').fields;
    expect(formatterFor('nanoseconds', value, theme)(1_500_000_000)).toBe('1.50 s');
    expect(formatterFor('nanoseconds', { ...value, config: { unit: 'ms', decimals: 0 } }, theme)(12e6)).toBe('12 ms');
    expect(formatterFor('count', undefined, theme)(1500)).toBe('1.50 K');
  });

  it.each([
    [0.4267, '42.7 %'],
    [0, '0.0 %'],
    [0.0001, '<0.1 %'],
    [-0.0001, '>-0.1 %'],
    [NaN, '–'],
  ])('%d is %s', (share, text) => expect(percent(share).replace(/\u00a0/g, ' ')).toBe(text));
});

describe('a frame as a search', () => {
  it.each(['main.(*T).Run', 'a/b.C::d<e>', 'x[y]{z}|^$\\\\'])('%s finds itself only', (name) => {
    const test = compileSearch(exactPattern(name));
    expect(test.ok && [test.value(name), test.value(`${name}x`), test.value(`x${name}`)]).toEqual([true, false, false]);
  });
});

describe('CSV', () => {
  it('quotes, and disarms what a spreadsheet would run', () => {
    expect(
      toCsv(
        ['function', 'self'],
        [
          ['a,"b"', 1],
          ['=cmd|x', 2],
          ['-f', -3],
        ]
      )
    ).toBe('function,self\r\n"a,""b""",1\r\n\'=cmd|x,2\r\n\'-f,-3\r\n');
  });
});

it('takes any frames that a data source may give, and never throws', () => {
  const cell = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.constantFrom(null, undefined, NaN, true, 'main;a 1', '__proto__'),
    fc.object({ maxDepth: 1 })
  );
  const field = fc.record({
    name: fc.constantFrom('level', 'value', 'self', 'label', 'stack', 'Time', 'Value', 'Line', '__proto__'),
    type: fc.constantFrom(...Object.values(FieldType)),
    values: fc.array(cell, { maxLength: 5 }),
    config: fc.constantFrom({}, { unit: 'ns' }, { type: { enum: { text: ['a', 'b'] } } }, { displayName: 'ipc' }),
    labels: fc.constantFrom(undefined, { pod: 'a' }, { __name__: 'node_perf_cpucycles_total', function: 'f' }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.record({ refId: fc.constantFrom('A', 'B', undefined), fields: fc.array(field, { maxLength: 4 }) }), {
        maxLength: 3,
      }),
      (made) => {
        const series = made.map(({ refId, fields }) => ({
          refId,
          fields: fields as DataFrame['fields'],
          length: Math.max(0, ...fields.map(({ values }) => values.length)),
        }));
        const { inputs } = splitFrames({ series }, DEFAULT_OPTIONS, (text) => text);
        expect(Array.isArray(prepareProfile(inputs).queries)).toBe(true);
      }
    ),
    { numRuns: 500 }
  );
});
