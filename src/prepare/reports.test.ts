import { type Clock, type Profile, ProfileBuilder } from '../profile';
import { column, inputOf, profileOf, table } from '../testing';
import { prepare, prepareProfile, type ProfileInput, readInputs, type Settings } from '.';
import { type QueryReport, type ReadInput } from './types';

it('time that the source cut off is added up over instances, once for each', () => {
  const cut = (other: number) =>
    table(
      column('level', [0, 1, 1], 'number'),
      column('value', [10 + other, 10, other], 'number'),
      column('self', [0, 10, other], 'number'),
      column('label', ['total', 'main', 'other']),
      column('truncated', [false, false, true], 'boolean')
    );
  const { queries } = prepareProfile([
    { refId: 'A', role: 'cpu', source: cut(3) },
    { refId: 'A', role: 'cpu', source: cut(4) },
    { refId: 'B', role: 'wall', source: cut(5) },
  ]);
  expect(queries.map(({ refId, instances, truncated, total }) => [refId, instances, truncated, total])).toEqual([
    ['A', 2, 7, 27],
    ['B', 1, 5, 15],
  ]);
});

const [{ read: folded }] = readInputs([inputOf('A', 'main;a 1')]).instances;

/** A profile as if query A had answered with it. */
const answer = (profile: Profile, input: Partial<ProfileInput> = {}, read: Partial<typeof folded> = {}): ReadInput => ({
  input: { ...inputOf('A', '', 'wall'), ...input },
  read: { ...folded, profile, ...read },
});
const reportOf = (...instances: ReadInput[]) => prepare({ instances, errors: [] }).queries[0];

/** Samples of 1 ns of one function; seconds. */
function timed(points: Array<[time: number, duration?: number]>, clock: Clock = 'monotonic'): Profile {
  const builder = new ProfileBuilder([{ type: 'wall', unit: 'nanoseconds' }]);
  const main = builder.stack(-1, builder.frame({ name: 'main' }));
  builder.clock = clock;
  for (const [time, duration] of points) {
    builder.sample(main, 1);
    builder.at(time * 1e9, duration === undefined ? undefined : duration * 1e9);
  }
  return builder.finish();
}

describe('when a query was recorded', () => {
  const recorded = (...profiles: Profile[]) => reportOf(...profiles.map((profile) => answer(profile))).recorded;

  it('is from its first sample to the end of its last', () => {
    const clock = 'monotonic';
    expect(recorded(timed([[5, 1], [2], [3, 2.5], [4]]))).toEqual({ from: 2000, to: 6000, clock });
    expect(recorded(timed([[2], [6, -7], [NaN, 9]]))).toEqual({ from: 2000, to: 6000, clock });
    expect(recorded(timed([[2]]))).toEqual({ from: 2000, to: 2000, clock });
  });

  it('is over all instances of one clock', () => {
    expect(recorded(timed([[5], [6]]), timed([[1], [5.5]]), timed([[7, 1]]))).toEqual({
      from: 1000,
      to: 8000,
      clock: 'monotonic',
    });
    expect(recorded(timed([[5], [6]], 'utc'), timed([[1], [9]]))).toEqual({ from: 5000, to: 6000, clock: 'utc' });
    expect(recorded(timed([[5], [6]]), timed([[NaN]]))).toMatchObject({ from: 5000, to: 6000 });
  });

  it('is not known where samples have no time', () => {
    expect(recorded(profileOf('main 1'))).toBeUndefined();
    expect(recorded(timed([[NaN]]))).toBeUndefined();
    expect(recorded(profileOf('main 1'), timed([[1], [2]]))).toMatchObject({ from: 1000, to: 2000 });
  });
});

it('counts rows, those left out, and instances by the time that they are of', () => {
  const query = (window: string | undefined, dropped: number) => answer(profileOf('a 1\nb 2'), { window }, { dropped });
  expect(reportOf(query('now', 1), query('now', 2), query('then', 0), query(undefined, 4))).toMatchObject({
    samples: 8,
    dropped: 7,
    instances: 2,
    windows: 3,
    total: 12,
    aggregated: true,
    origin: 'set',
  });
  const single = { ...folded.format, aggregated: undefined };
  expect(reportOf(answer(profileOf('a 1'), {}, { format: single })).aggregated).toBe(false);
});

it('lists the value types that hold anything, the shown one first, each once', () => {
  const builder = new ProfileBuilder(
    ['samples', 'wall', 'empty', 'wall'].map((type, i) => ({ type, unit: i === 0 ? 'count' : 'nanoseconds' })),
    1
  );
  const main = builder.stack(-1, builder.frame({ name: 'main' }));
  builder.sample(main, 1, 10, 0, 5);
  builder.sample(main, 2, 0, 0, 5);
  builder.sample(main, 3, 20, 0, 5);
  const report = reportOf(answer(builder.finish()));
  expect([report.valueTypes, report.samples, report.total]).toEqual([['wall', 'samples'], 2, 30]);
});

it('a file with CPU and wall time is one baseline: its wall time', () => {
  const file = (baseline: boolean): ProfileInput => ({
    ...inputOf(
      'A',
      JSON.stringify({
        nodes: [
          { id: 1, callFrame: { functionName: '(root)' }, children: [2, 3] },
          { id: 2, callFrame: { functionName: 'work', url: 'app.js', lineNumber: 4 } },
          { id: 3, callFrame: { functionName: '(idle)' } },
        ],
        startTime: 0,
        endTime: 10,
        samples: [2, 3],
        timeDeltas: [0, 7],
      })
    ),
    baseline,
  });
  const said = ({ role, measures, total }: QueryReport) => [role, measures, total];
  expect(prepareProfile([file(false), file(true)]).queries.map(said)).toEqual([
    ['cpu', 'cpu', 7000],
    ['wall', 'wall', 10_000],
    ['baseline', 'wall', 10_000],
  ]);
  const cpu = { ...inputOf('B', 'main;work 5', 'cpu'), baseline: true };
  expect(prepareProfile([file(false), cpu, inputOf('C', 'main;work 9', 'wall')]).queries.map(said)).toContainEqual([
    'baseline',
    'cpu',
    5,
  ]);
});

describe('labels', () => {
  const labelled = (values: Array<string | undefined>, more: Partial<ProfileInput> = {}, name = 'pod') => {
    const builder = new ProfileBuilder([{ type: 'x', unit: 'nanoseconds' }]);
    const main = builder.stack(-1, builder.frame({ name: 'main' }));
    values.forEach((value, i) => {
      builder.label(name, value);
      builder.sample(main, i + 1);
    });
    return answer(builder.finish(), more);
  };
  const labelsOf = (...instances: ReadInput[]) => prepare({ instances, errors: [] }).labels;

  it('are shares of all time, the largest first, added up over instances', () => {
    expect(labelsOf(labelled(['a', 'b', undefined]), labelled(['b', 'a', 'b']))).toEqual([
      {
        name: 'pod',
        values: [
          { value: 'b', total: 6, share: 0.5 },
          { value: 'a', total: 3, share: 0.25 },
        ],
      },
    ]);
  });

  it('are of wall time where there is some, and of now', () => {
    const [wall, cpu, before] = [
      labelled(['a', 'b']),
      labelled(['c', 'd'], { refId: 'B', role: 'cpu' }),
      labelled(['e', 'f'], { baseline: true }),
    ];
    const values = (...instances: ReadInput[]) =>
      labelsOf(...instances).map((label) => label.values.map(({ value, share }) => [value, share]));
    expect(values(cpu, wall, before)).toEqual([
      [
        ['b', 2 / 3],
        ['a', 1 / 3],
      ],
    ]);
    expect(values(cpu, before)).toEqual([
      [
        ['d', 2 / 3],
        ['c', 1 / 3],
      ],
    ]);
  });

  it('with one value, or with more than 500, split nothing', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => `request ${i}`);
    expect(labelsOf(labelled(['a', 'a']))).toEqual([]);
    expect(labelsOf(labelled(ids(501)))).toEqual([]);
    expect(labelsOf(labelled(ids(500)))[0].values).toHaveLength(500);
  });
});

describe('the share that filters hide', () => {
  const inputs = [inputOf('A', 'main;a 3\nmain;b 1', 'wall')];
  const hidden = (settings: Settings) => prepareProfile(inputs, settings).filteredShare;

  it('is of stacks that are left out, not of frames that are only taken out of the picture', () => {
    expect(hidden({ stacks: [{ keep: 'hide', pattern: '/^a$/' }] })).toBe(0);
    expect(
      hidden({
        stacks: [
          { keep: 'hide', pattern: '/^a$/' },
          { keep: 'only', pattern: '/^b$/' },
        ],
      })
    ).toBe(0.75);
    expect(hidden({ stacks: [{ keep: 'without', pattern: '/^a$/' }] })).toBe(0.75);
    expect(hidden({ filter: { label: 'pod', value: 'x' } })).toBe(0);
  });

  it('is none of nothing', () => {
    const stacks = [{ keep: 'only' as const, pattern: 'a' }];
    expect(hidden({ filter: { label: 'pod', value: 'x' }, stacks })).toBe(0);
    expect(prepareProfile([], { stacks }).filteredShare).toBe(0);
  });
});

it('figures of perf stat are counters and no profile', () => {
  const stat = [
    '',
    " Performance counter stats for './work':",
    '',
    '       1,000,000      cycles',
    '       2,000,000      instructions',
    '',
    '       0.5 seconds time elapsed',
    '',
  ].join('\n');
  const { counters, queries, paired } = prepareProfile([inputOf('P', stat), inputOf('A', 'main 1', 'cpu')]);
  expect(counters.map(({ refId, readings }) => [refId, readings.map(({ event, value }) => [event, value])])).toEqual([
    [
      'P',
      [
        ['cycles', 1e6],
        ['instructions', 2e6],
      ],
    ],
  ]);
  expect(queries.map(({ refId, role, samples, empty }) => [refId, role, samples, empty])).toEqual([
    ['P', 'counter', 2, false],
    ['A', 'cpu', 1, false],
  ]);
  expect(paired!.evidence).toBe('cpu');
});
