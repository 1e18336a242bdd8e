import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { createDataFrame, createTheme, type DataFrame, FieldType, type PanelModel } from '@grafana/data';
import { CATEGORIES, compileSearch } from '../analysis';
import { prepareProfile } from '../prepare';
import { buildCallTree, nameOf, weightsOf } from '../profile';
import { nodeAt, profileOf } from '../testing';
import { namesIn, preview } from './options/editors/RulesEditor';
import { formatterFor, percent, toCsv } from './ui/format';
import { splitFrames } from './grafana/dataFrames';
import { changeHandler, migrateOptions } from './options/migrations';
import { DEFAULT_OPTIONS, OPTIONS_VERSION, type PanelOptions } from './options/options';
import { CATEGORY_STYLE } from './graph/palette';
import { ROWS, panelLayout, waitsHeight } from './ui/panelLayout';
import { exactPattern } from './graph/FrameMenu';
import { flatten, keyOf } from './lists/callTreeRows';
import { neighbour, resolvePath } from './state/viewState';

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

describe('rows', () => {
  const everything = { finding: true, legend: 2, counters: 3, list: 'where it fits' as const };
  it('give way to the graph in small panels; the list stands beside, below, or not at all', () => {
    expect(panelLayout({ width: 300, height: 200 }, everything)).toMatchObject({
      finding: false,
      dataQuality: false,
      counters: 0,
      list: undefined,
    });
    expect(panelLayout({ width: 700, height: 480 }, everything)).toMatchObject({
      counters: 3,
      list: { place: 'below' },
    });
    expect(panelLayout({ width: 1200, height: 400 }, everything)).toMatchObject({
      list: { place: 'beside' },
      graphWidth: 862,
    });
    // Asked for, it takes the place of the graph where there is no room for both.
    expect(panelLayout({ width: 400, height: 300 }, { ...everything, list: 'open' }).list?.place).toBe('instead');
    expect(panelLayout({ width: 1200, height: 400 }, { ...everything, list: 'instead' }).list).toMatchObject({
      place: 'instead',
      width: 1200,
    });
  });

  it.each([200, 230, 260, 320, 350, 460, 900])('never need more than %d pixels', (height) => {
    const room = panelLayout({ width: 1000, height }, everything);
    const rows = [
      room.finding && ROWS.finding,
      room.line && ROWS.line,
      room.dataQuality && ROWS.honesty,
      room.counters * ROWS.counter,
    ];
    const used = rows
      .filter(Boolean)
      .reduce<number>(
        (sum, row) => sum + Number(row) + ROWS.gap,
        ROWS.toolbar + waitsHeight(room.legend) + 2 * ROWS.gap
      );
    expect(used + room.graphHeight).toBeLessThanOrEqual(height);
  });
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

describe('view state by names', () => {
  const built = (text: string) => {
    const { tree, attach } = buildCallTree([profileOf(text)]);
    return { tree, weights: weightsOf(attach[0](0)) };
  };
  const { tree, weights } = built('a;b;c 5\na;d 9\na;e 0\nz 1');

  it('finds the zoomed frame in new data, or the nearest caller that is left', () => {
    const next = built('0;x 1\na;b;q 5').tree;
    expect(nameOf(next, resolvePath(next, ['a', 'b', 'c']))).toBe('b');
    expect(resolvePath(next, ['gone', 'b'])).toBe(0);
  });

  it('passes over frames that are taken out of the picture', () =>
    expect(nameOf(tree, resolvePath(tree, ['a', 'hidden', 'b', 'c']))).toBe('c'));

  it('lists the open branches as a tree, heaviest callee first', () => {
    const rows = flatten(tree, weights, new Set([keyOf([]), keyOf(['a'])]));
    expect(
      rows.map(({ node, expanded, position, siblings }) => [nameOf(tree, node), expanded, position, siblings])
    ).toEqual([
      ['all', true, 1, 1],
      ['a', true, 1, 2],
      ['d', false, 1, 2],
      ['b', false, 2, 2],
      ['z', false, 2, 2],
    ]);
    expect(rows.map(({ key }) => key)).toEqual([
      keyOf([]),
      keyOf(['a']),
      keyOf(['a', 'd']),
      keyOf(['a', 'b']),
      keyOf(['z']),
    ]);
  });

  it('walks with arrow keys: heaviest callee, caller, visible siblings', () => {
    const at = (...path: string[]) => nodeAt(tree, ...path);
    expect(neighbour(tree, weights, at('a'), 'down')).toBe(at('a', 'd'));
    expect(neighbour(tree, weights, at('a', 'd'), 'up')).toBe(at('a'));
    expect(neighbour(tree, weights, at('a', 'b'), 'right')).toBe(at('a', 'd'));
    expect(neighbour(tree, weights, at('a', 'd'), 'right')).toBe(at('a', 'd'));
    expect(neighbour(tree, weights, at('a', 'd'), 'left')).toBe(at('a', 'b'));
    expect(neighbour(tree, weights, at('a', 'b', 'c'), 'down')).toBe(at('a', 'b', 'c'));
    expect(neighbour(tree, weights, 0, 'up')).toBe(0);
  });
});

describe('colours', () => {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  it('carry dark text with a contrast of 4.5 and more', () => {
    for (const { fill } of Object.values(CATEGORY_STYLE)) {
      expect((luminance(fill) + 0.05) / (luminance('#14161a') + 0.05)).toBeGreaterThan(4.5);
    }
  });

  it('have a second cue: no two categories share a pattern', () => {
    const patterns = CATEGORIES.map((category) => CATEGORY_STYLE[category].pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
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
