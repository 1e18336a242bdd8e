import { createDataFrame, type DataFrame, dateTime, FieldType, LoadingState, type PanelData } from '@grafana/data';
import { preparedOf } from '../../testing';
import { splitFrames } from '../grafana/dataFrames';
import { type QueryOptions } from '../options/options';
import { type Compared, describeProblem, emptyMessage, failures, queryProblems } from './problems';

/* Errors of a whole request still come as `error` alone. */
/* eslint-disable @typescript-eslint/no-deprecated */

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const WALL = 'wall:wall:nanoseconds:wall:nanoseconds';
const OFF = 'off_cpu:off_cpu:nanoseconds:off_cpu:nanoseconds';

const flame = (refId: string, value: number): DataFrame =>
  createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [
      { name: 'level', type: FieldType.number, values: value ? [0, 1] : [0] },
      { name: 'value', type: FieldType.number, values: value ? [value, value] : [0], config: { unit: 'ns' } },
      { name: 'self', type: FieldType.number, values: value ? [0, value] : [0], config: { unit: 'ns' } },
      { name: 'label', type: FieldType.string, values: value ? ['total', 'main.run'] : ['total'] },
    ],
  });
const full = (refId: string) => flame(refId, 1e9);
const empty = (refId: string) => flame(refId, 0);
const series = (refId: string): DataFrame =>
  createDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: [1000, 2000] },
      { name: 'latency', type: FieldType.number, values: [1, 2] },
    ],
  });
const noRows = (refId: string): DataFrame =>
  createDataFrame({ refId, fields: [{ name: 'x', type: FieldType.string, values: [] }] });

const target = (refId: string, profileTypeId: string, more: object = {}) => ({
  refId,
  profileTypeId,
  labelSelector: '{service_name="shop"}',
  queryType: 'profile',
  datasource: { type: 'grafana-pyroscope-datasource', uid: 'p' },
  ...more,
});
const A = target('A', CPU);
const B = target('B', WALL);

interface Case {
  more?: Partial<PanelData>;
  queries?: QueryOptions[];
  compared?: Compared;
}
const replaceVariables = (text: string) => text.replaceAll('$type', WALL);

function panel(frames: DataFrame[], targets: object[], { more, queries = [] }: Case) {
  const timeRange = { from: dateTime(0), to: dateTime(60_000), raw: { from: '', to: '' } };
  const data: PanelData = {
    state: LoadingState.Done,
    series: frames,
    timeRange,
    request: { targets } as never,
    ...more,
  };
  const split = splitFrames(data, { queries, stitchAsync: false }, replaceVariables);
  return { data, shown: { ...preparedOf(split.inputs), frames: split } };
}

/** What is said where something is drawn, minor problems in brackets. */
function said(frames: DataFrame[], targets: object[], of: Case = {}): string[] {
  const { data, shown } = panel(frames, targets, of);
  return queryProblems(data, shown, replaceVariables, of.compared ?? { asked: false }).map((problem) =>
    problem.minor ? `(${describeProblem(problem)})` : describeProblem(problem)
  );
}
/** What is said where nothing can be drawn. */
function missing(frames: DataFrame[], targets: object[], of: Case = {}): string {
  const { data, shown } = panel(frames, targets, of);
  return emptyMessage(data, shown, replaceVariables);
}
const NOTHING_OF = (query: string) => `Query ${query} answered without samples in this time range`;

it('nothing is said where all is well', () => expect(said([full('A'), full('B')], [A, B])).toEqual([]));

it('a problem is said with its query and row where they are known, and its remedy', () => {
  expect(describeProblem({ message: 'm.' })).toBe('m.');
  expect(describeProblem({ refId: 'A', row: 3, message: 'm.', remedy: 'r.' })).toBe('Query A: row 3: m. r.');
});

describe('queries that failed', () => {
  it('are named together where they say the same', () => {
    const errors = [
      { refId: 'A', message: 'refused' },
      { refId: 'B', message: 'refused' },
      { refId: 'C', message: 'late' },
      { message: 'late' },
    ];
    expect(failures({ errors }).map(describeProblem)).toEqual(['Query A, B: refused', 'Query C: late']);
  });

  it('say it in their own words, wherever those are; one error of the whole request counts where there is no list', () => {
    expect(failures({ error: { data: { message: 'a' } } }).map(describeProblem)).toEqual(['a']);
    expect(failures({ errors: [], error: { data: { error: 'b' } } }).map(describeProblem)).toEqual(['b']);
    expect(failures({ errors: [{ statusText: 'c' }], error: { message: 'd' } }).map(describeProblem)).toEqual(['c']);
    expect(failures({ error: {} }).map(describeProblem)).toEqual(['The query failed.']);
    expect(failures({})).toEqual([]);
  });

  it('come first, and are all that is said where nothing is drawn', () => {
    const more = { errors: [{ refId: 'B', message: 'refused' }] };
    expect(said([empty('A')], [A, B], { more })[0]).toBe('Query B: refused');
    expect(missing([empty('A')], [A, B], { more })).toBe('Query B: refused');
  });
});

describe('a query that answered without samples', () => {
  it.each([
    ['Wall', target('B', WALL), 'B (Wall)', 'waits are not known.'],
    ['off-CPU', target('B', OFF), 'B (Off-CPU)', 'waits are not known.'],
  ])('%s: waits are not known', (_, query, name, what) => {
    expect(said([full('A'), empty('B')], [A, query])).toEqual([`${NOTHING_OF(name)}: ${what}`]);
  });

  it('CPU: it is not measured', () =>
    expect(said([empty('A'), full('B')], [A, B])).toEqual([
      `${NOTHING_OF('A (CPU)')}: time on the CPU is not measured.`,
    ]));

  it('beside another of its kind is minor', () => {
    const [C, D] = [target('C', WALL), target('D', CPU)];
    expect(said([full('A'), full('B'), empty('C'), empty('D')], [A, B, C, D])).toEqual([
      `(${NOTHING_OF('C (Wall)')}.)`,
      `(${NOTHING_OF('D (CPU)')}.)`,
    ]);
    // Off-CPU time tells of waits as well.
    expect(said([full('A'), full('B'), empty('C')], [A, target('B', OFF), C])).toEqual([
      `(${NOTHING_OF('C (Wall)')}.)`,
    ]);
  });

  it('and nothing else has any: which, and what to do', () => {
    expect(missing([empty('A'), empty('B')], [A, B])).toBe(
      `${NOTHING_OF('A, B')}. Widen the range, or check the label selector.`
    );
  });
});

describe('a comparison', () => {
  const before: QueryOptions[] = [
    { refId: 'C', role: 'baseline' },
    { refId: 'D', role: 'baseline' },
  ];
  const NONE = 'There is no profile in the time compared with: choose a longer time range.';
  const frames = [full('A'), full('B'), empty('C'), full('D')];
  const targets = [A, B, target('C', CPU), target('D', WALL)];

  it('names what has no samples in the other time, as long as something can be compared', () => {
    const compared = { asked: true, common: {} };
    expect(said(frames, targets, { queries: before, compared })).toEqual([
      'Query C (CPU) answered without samples in the time compared with.',
    ]);
  });

  it('misses nothing of a query that has none now either', () => {
    const compared = { asked: true, common: {} };
    const twice = [empty('A'), full('B'), { ...empty('A'), refId: 'A' }];
    expect(said(twice, [A, B], { compared }).join()).not.toContain('time compared with');
  });

  it('says when nothing can be compared: no profile, or another kind of one', () => {
    expect(said([full('A')], [A], { compared: { asked: true } })).toEqual([NONE]);
    expect(said([full('A')], [A], { compared: { asked: false } })).toEqual([]);
    expect(said([full('A'), empty('C')], [A, target('C', CPU)], { queries: before })).toEqual([NONE]);
    const { shown } = panel([full('A')], [A], {});
    expect(said([full('A')], [A], { compared: { asked: true, before: shown.paired } })).toEqual([
      'The profiles of the time compared with measure something else: none can be compared.',
    ]);
  });
});

describe('a query that was not asked for stacks', () => {
  const metrics = (refId: string, type: string) => target(refId, type, { queryType: 'metrics' });
  const IS_METRICS = (refs: string) => `The query type of ${refs} is Metrics, which holds no stacks: choose Profile.`;

  it('is told where its profile is missing, not where it is a series beside it', () => {
    expect(missing([series('A'), series('B')], [metrics('A', CPU), metrics('B', '$type')])).toBe(IS_METRICS('A, B'));
    expect(said([full('A'), series('B')], [A, metrics('B', WALL)])).toEqual([IS_METRICS('B')]);
    expect(said([full('A'), series('B')], [A, metrics('B', CPU)])).toEqual([]);
    expect(said([full('B'), series('A')], [B, metrics('A', CPU)])).toEqual([IS_METRICS('A')]);
    expect(said([full('B'), series('A')], [B, metrics('A', OFF)])).toEqual([]);
    expect(said([full('A'), series('M')], [A, metrics('M', 'memory:alloc_space:bytes:space:bytes')])).toEqual([]);
  });

  it('has no profile type: which to choose, and that the editor does not run it', () => {
    const [untyped, other] = [target('A', ''), { refId: 'B', datasource: { type: 'parca', uid: 'q' } }];
    const words = /^Query A, B was run without a profile type\. Choose process_cpu › cpu for CPU, wall › wall/;
    expect(missing([], [untyped, other])).toMatch(words);
    expect(said([full('C')], [target('C', CPU), untyped])).toEqual([
      expect.stringContaining('Query A was run without'),
    ]);
  });

  it('is not told of what is hidden, nor of other data sources', () => {
    expect(missing([], [target('A', '', { hide: true }), { refId: 'B', datasource: { type: 'mysql' } }])).not.toContain(
      'without a profile type'
    );
  });
});

describe('a query without rows', () => {
  const sql = { refId: 'S', rawSql: 'select', datasource: { type: 'mysql', uid: 'm' } };
  const rowless = (targets: object[], frames: DataFrame[] = [full('A')], more: Partial<PanelData> = {}) =>
    said(frames, [A, ...targets], { more });
  const ROWLESS = ['(Query S answered without rows in this time range.)'];

  it('is a minor problem beside a profile, whether it has a frame or none', () => {
    expect(rowless([sql])).toEqual(ROWLESS);
    expect(rowless([sql], [full('A'), noRows('S')])).toEqual(ROWLESS);
  });

  it('is not told of what is hidden, of series, of Grafana’s own sources, nor of what answered', () => {
    expect(rowless([{ ...sql, hide: true }])).toEqual([]);
    expect(rowless([{ ...sql, expr: 'up' }])).toEqual([]);
    expect(rowless([{ ...sql, datasource: { uid: '-- Dashboard --' } }])).toEqual([]);
    expect(rowless([{ ...sql, datasource: { uid: '__expr__' } }])).toEqual([]);
    expect(rowless([sql], [full('A'), series('S')])).toEqual([]);
  });

  it('is not known while queries run, where one failed, or where a transformation has renamed the frames', () => {
    expect(rowless([sql], [full('A')], { state: LoadingState.Loading })).toEqual([]);
    expect(rowless([sql], [full('A')], { errors: [{ refId: 'S', message: 'x' }] })).toEqual(['Query S: x']);
    expect(rowless([sql], [full('joined')])).toEqual([]);
  });
});

describe('nothing to draw', () => {
  it('but counters: a profile is missing', () => {
    const counter = createDataFrame({
      refId: 'C',
      fields: [
        { name: 'Time', type: FieldType.time, values: [1000, 2000] },
        { name: 'instructions_total', type: FieldType.number, values: [1, 2] },
      ],
    });
    expect(missing([counter], [{ refId: 'C', expr: 'x' }])).toBe(
      'The queries hold counters but no profile. Add a query with a CPU or a wall profile.'
    );
  });

  it('says what there is instead, each kind once, and how to get a profile', () => {
    const of = missing([series('R'), series('R')], [{ refId: 'R', expr: 'x' }, { refId: 'S' }]);
    expect(of).toMatch(
      /^No profile in the data\. Query S answered without rows in this time range\. The queries gave time series\. Add a query A with a CPU profile \(Pyroscope: process_cpu › cpu, process_cpu:cpu:nanoseconds:cpu:nanoseconds\) and a query B with a wall profile \(wall › wall, /
    );
    expect(missing([], [])).toMatch(/^No profile in the data\. Add a query A/);
  });
});
