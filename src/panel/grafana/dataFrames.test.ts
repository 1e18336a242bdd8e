import { createDataFrame, type DataFrame, FieldType, ThresholdsMode } from '@grafana/data';
import * as fc from 'fast-check';
import { prepareProfile } from '../../prepare';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options/options';
import { isCounter, isOnlySeries, splitFrames } from './dataFrames';

const split = (frames: DataFrame[], targets: object[] = [], queries: PanelOptions['queries'] = []) =>
  splitFrames({ series: frames, request: { targets } as never }, { queries, stitchAsync: false }, (text) =>
    text.replaceAll('$kind', 'wall').replaceAll('$rows', '2')
  );

/** A nested set as Pyroscope's data source makes it. */
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

/** A table of stacks whose names tell nothing of what they are. */
const stacks = (refId: string): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'stack', type: FieldType.string, values: ['main.run;main.decode', 'main.run;main.send'] },
      { name: 'amount', type: FieldType.number, values: [3, 4] },
    ],
  });

describe('what a query measures', () => {
  const roleOf = (target: object, frame: Partial<DataFrame> = {}) =>
    prepareProfile(split([{ ...stacks('A'), ...frame }], [{ refId: 'A', ...target }]).inputs).queries[0].role;

  it.each([
    ['alias', { alias: 'wall time' }],
    ['legend', { legendFormat: 'wall time' }],
    ['alias with a variable', { alias: '$kind time' }],
  ])('is told by its %s', (_, target) => expect(roleOf(target)).toBe('wall'));

  it('is told by the name of its frame', () => expect(roleOf({}, { name: 'off-cpu' })).toBe('offcpu'));

  it('is the alias of its own query', () => {
    const { inputs } = split(
      [stacks('A'), stacks('B')],
      [
        { refId: 'A', alias: 'cpu' },
        { refId: 'B', alias: 'wall' },
      ]
    );
    expect(inputs.map(({ refId, hints }) => [refId, hints!.names])).toEqual([
      ['A', expect.arrayContaining(['amount', 'cpu'])],
      ['B', expect.arrayContaining(['amount', 'wall'])],
    ]);
  });
});

describe('thresholds of the field config', () => {
  const counter = (refId: string, steps: Array<[value: number, color: string]>): DataFrame =>
    createDataFrame({
      refId,
      fields: [
        { name: 'Time', type: FieldType.time, values: [1000, 2000] },
        {
          name: 'Value',
          type: FieldType.number,
          values: [1, 2],
          labels: { __name__: 'node_perf_instructions_total' },
          config: {
            thresholds: { mode: ThresholdsMode.Absolute, steps: steps.map(([value, color]) => ({ value, color })) },
          },
        },
      ],
    });

  it('are those of the counter’s query; one step is none', () => {
    const { thresholds } = split([
      counter('C', [
        [-Infinity, 'green'],
        [2, 'red'],
      ]),
      counter('D', [[-Infinity, 'text']]),
    ]);
    expect([...thresholds].map(([refId, { steps }]) => [refId, steps.map(({ color }) => color)])).toEqual([
      ['C', ['green', 'red']],
    ]);
  });
});

describe('the frames of a panel', () => {
  it('reads every query; the role comes from the profile type of the query with the same refId, variables replaced', () => {
    const { inputs } = split(
      [flame('A'), flame('B'), flame('C')],
      [
        { refId: 'A', profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds' },
        { refId: 'B', profileTypeId: '$kind:wall:nanoseconds:wall:nanoseconds' },
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

const field = (name: string, type: FieldType, values: unknown[], more: object = {}) => ({
  name,
  type,
  values,
  ...more,
});
const framed = (refId: string, ...fields: Array<ReturnType<typeof field>>): DataFrame =>
  createDataFrame({ refId, fields });
const TIMES = field('Time', FieldType.time, [1000, 2000]);

describe('a series', () => {
  const named = (expr: string, ...fields: Array<ReturnType<typeof field>>) =>
    split([framed('C', TIMES, ...fields)], [{ refId: 'C', expr }]).series.map(({ names, values, times, refId }) => ({
      names,
      values,
      times,
      refId,
    }));

  it('is known by its query’s text first, which says how it was made, then by names that people choose', () => {
    const value = field('Value', FieldType.number, [3, 4], {
      labels: { __name__: 'node_perf_instructions_total' },
      config: { displayNameFromDS: 'from source', displayName: 'chosen' },
    });
    expect(named('rate($kind[1m])', value)).toEqual([
      {
        refId: 'C',
        names: ['rate(wall[1m])', 'node_perf_instructions_total', 'from source', 'chosen', 'Value'],
        times: [1000, 2000],
        values: [3, 4],
      },
    ]);
  });

  it('is each field that counts something; others are passed over', () => {
    const all = ['cycles_total', 'latency', 'instructions_total'].map((name) => field(name, FieldType.number, [1, 2]));
    expect(named('', ...all).map(({ names }) => names[0])).toEqual(['cycles_total', 'instructions_total']);
  });

  it('counts what the option says, whatever it is called', () => {
    const frames = [framed('C', TIMES, field('x', FieldType.number, [1, 2]))];
    expect(split(frames).series).toEqual([]);
    expect(split(frames, [], [{ refId: 'C', counter: 'ipc' }]).series.map(({ kind }) => kind)).toEqual(['ipc']);
  });

  it('is a counter only where time and a figure of one are there; with a text column it may hold stacks', () => {
    const cycles = field('cycles_total', FieldType.number, [1, 2]);
    const text = field('stack', FieldType.string, ['a', 'b']);
    const kind = field('kind', FieldType.enum, [0, 1]);
    expect([isCounter(framed('C', TIMES, cycles), []), isCounter(framed('C', cycles), [])]).toEqual([true, false]);
    expect(isCounter(framed('C', TIMES, field('latency', FieldType.number, [1, 2])), [])).toBe(false);
    expect(
      isCounter(framed('C', TIMES, field('v', FieldType.number, [1, 2])), [{ refId: 'C', expr: 'cycles_total' }])
    ).toBe(true);
    expect(
      [[TIMES, cycles], [TIMES, cycles, text], [TIMES, cycles, kind], [cycles], [TIMES, text]].map((fields) =>
        isOnlySeries(framed('C', ...fields))
      )
    ).toEqual([true, false, false, false, false]);
  });
});

describe('what is not drawn is named for what it is', () => {
  const what = (...fields: Array<ReturnType<typeof field>>) =>
    split([framed('X', ...fields)]).notDrawn.map((one) => one.what);
  const value = (more: object) => field('Value', FieldType.number, [1, 2], more);

  it('a table, a series, a limit, and counters that a machine without PMU has', () => {
    expect(what(value({}))).toEqual(['table without stacks']);
    expect(what(TIMES, value({ labels: { __name__: 'latency' } }))).toEqual(['time series']);
    expect(what(TIMES, value({ labels: { __name__: 'node_perf_page_faults_total' } }))).toEqual([
      'software events only, no PMU series',
    ]);
    const steps = [
      { value: -Infinity, color: 'green' },
      { value: 0.3, color: 'red' },
    ];
    const limit = (count: number) => ({
      config: { thresholds: { mode: ThresholdsMode.Absolute, steps: steps.slice(0, count) } },
    });
    expect([what(TIMES, value(limit(2))), what(TIMES, value(limit(1)))]).toEqual([['objective'], ['time series']]);
  });

  it('a counter that was asked for and is not there; not one that is hidden, nor one that answered', () => {
    const missing = (target: object, frames: DataFrame[] = []) => split(frames, [{ refId: 'D', ...target }]).notDrawn;
    const expr = 'rate(node_perf_cpucycles_total[1m])';
    expect(missing({ expr })).toEqual([{ refId: 'D', what: 'no PMU series for cycles' }]);
    expect(missing({ expr, hide: true })).toEqual([]);
    expect(missing({ expr: 'latency' })).toEqual([]);
    expect(missing({ expr: 7 })).toEqual([]);
    expect(
      missing({ expr }, [framed('D', TIMES, value({ labels: { __name__: 'node_perf_cpucycles_total' } }))])
    ).toEqual([]);
  });
});

describe('a profile', () => {
  it('has the labels that its fields bear, each once, and unit and links of the first one’s value', () => {
    const self = field('self', FieldType.number, [4], { labels: { pod: 'a' } });
    const of = (refId: string) =>
      framed(
        refId,
        field('stack', FieldType.string, ['a;b'], { labels: { pod: 'a', zone: 'x' } }),
        self,
        field('value', FieldType.number, [4], { config: { unit: 'ns' } })
      );
    const frames = [of('A'), of('B')];
    const { inputs, valueField, valueFrame } = split(frames);
    expect(inputs.map(({ refId, labels }) => [refId, labels])).toEqual([
      [
        'A',
        [
          ['pod', 'a'],
          ['zone', 'x'],
        ],
      ],
      [
        'B',
        [
          ['pod', 'a'],
          ['zone', 'x'],
        ],
      ],
    ]);
    expect([valueField, valueFrame]).toEqual([frames[0].fields[2], frames[0]]);
    expect(split([framed('A', field('stack', FieldType.string, ['a;b']), self)]).valueField?.name).toBe('self');
  });

  it('is the same source as long as its values are, whatever frame Grafana makes around them', () => {
    const stack = field('stack', FieldType.string, ['a;b']);
    const amount = field('amount', FieldType.number, [3]);
    const frame = { refId: 'A', length: 1, fields: framed('A', stack, amount).fields };
    const sourceOf = (one: DataFrame) => split([one]).inputs[0].source;
    const source = sourceOf(frame);
    expect(sourceOf({ ...frame, fields: frame.fields.map((one) => ({ ...one })) })).toBe(source);
    const [text, figures] = frame.fields;
    const others: DataFrame[] = [
      { ...frame, fields: [text, { ...figures, values: [4] }] },
      { ...frame, fields: [text, { ...figures, name: 'wall' }] },
      { ...frame, fields: [text, { ...figures, config: { unit: 'ms' } }] },
      { ...frame, fields: [text, figures, { ...figures, name: 'more' }] },
    ];
    for (const other of others) {
      expect(sourceOf(other)).not.toBe(source);
    }
  });

  it.each([['profileTypeId'], ['profile_type'], ['profileType']])('tells its type by its query’s %s', (key) => {
    const { inputs } = split(
      [stacks('A')],
      [
        { refId: 'B', [key]: 'other' },
        { refId: 'A', [key]: '$kind:wall' },
      ]
    );
    expect(inputs[0].hints).toMatchObject({ profileTypeId: 'wall:wall', refId: 'A' });
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
  const anyField = fc.record({
    name: fc.constantFrom('level', 'value', 'self', 'label', 'stack', 'Time', 'Value', 'Line', '__proto__'),
    type: fc.constantFrom(...Object.values(FieldType)),
    values: fc.array(cell, { maxLength: 5 }),
    config: fc.constantFrom({}, { unit: 'ns' }, { type: { enum: { text: ['a', 'b'] } } }, { displayName: 'ipc' }),
    labels: fc.constantFrom(undefined, { pod: 'a' }, { __name__: 'node_perf_cpucycles_total', function: 'f' }),
  });
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ refId: fc.constantFrom('A', 'B', undefined), fields: fc.array(anyField, { maxLength: 4 }) }),
        {
          maxLength: 3,
        }
      ),
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

describe('an answer that its limit cut', () => {
  const cutAt = (meta: DataFrame['meta'], target: object = {}) =>
    split([{ ...stacks('A'), meta }], [{ refId: 'A', ...target }]).inputs[0].cutAt;
  it.each([
    ['Loki’s line limit', { limit: 2 }, {}],
    ['the LIMIT that was sent', { executedQueryString: 'SELECT stack\nFROM t ORDER BY 1 limit 2 ;\n' }, {}],
    ['the LIMIT of the query', {}, { rawSql: 'SELECT stack FROM t LIMIT 2' }],
    ['a LIMIT by a variable', {}, { rawSql: 'SELECT stack FROM t LIMIT $rows' }],
    [
      'Grafana’s own limit',
      {
        notices: [
          {
            severity: 'warning' as const,
            text: 'Results have been limited to 2 because the SQL row limit was reached',
          },
        ],
      },
      {},
    ],
  ])('%s', (_, meta, target) => expect(cutAt(meta, target)).toBe(2));

  it.each([
    ['more is allowed', { limit: 3, executedQueryString: 'SELECT … LIMIT 100' }],
    [
      'the limit of a part of the query',
      { executedQueryString: 'SELECT stack FROM (SELECT * FROM t LIMIT 2) GROUP BY 1' },
    ],
    ['nothing is said', undefined],
  ])('is none where %s', (_, meta) => expect(cutAt(meta)).toBeUndefined());
});
