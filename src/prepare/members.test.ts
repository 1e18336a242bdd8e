import {
  Function as PprofFunction,
  Line,
  Location,
  Profile as Pprof,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { CATEGORIES, splitAt } from '../analysis';
import { totalOf } from '../profile';
import { inputOf } from '../testing';
import { prepare, prepareProfile, type ProfileInput, readInputs } from '.';

describe('filters on stacks', () => {
  const inputs = [
    inputOf('A', 'main;a;x 4\nmain;b 6', 'cpu'),
    inputOf('B', 'main;a;ep_poll 30\nmain;b 50\nmain;idler;goroutine [finalizer wait] 20', 'wall'),
  ];

  it('keep the stacks that hold a frame, or those that do not, and say how much they hide', () => {
    const only = prepareProfile(inputs, {
      stacks: [
        { keep: 'only', pattern: 'a' },
        { keep: 'without', pattern: '/^b$/' },
      ],
    });
    expect(splitAt(only.paired!, 0)).toMatchObject({ total: 50, onCpu: 4 }); // main holds an a
    const one = prepareProfile(inputs, { stacks: [{ keep: 'only', pattern: '/^a$/' }] });
    expect(splitAt(one.paired!, 0)).toMatchObject({ total: 30, onCpu: 4 });
    expect(one.filteredShare).toBeCloseTo(0.7);
    const invalid = prepareProfile(inputs, { stacks: [{ keep: 'only', pattern: '/(/' }] });
    expect(splitAt(invalid.paired!, 0).total).toBe(100);
  });

  it('hide idle stacks', () => {
    const { paired, filteredShare, sites } = prepareProfile(inputs, { hideIdle: true });
    expect(splitAt(paired!, 0).total).toBe(80);
    expect(filteredShare).toBeCloseTo(0.2);
    expect(sites.map(({ category }) => CATEGORIES[category])).toEqual(['poll']);
  });
});

describe('a baseline', () => {
  it('is another profile on the same tree: by role, by flag, or the left side of a differential file', () => {
    const byRole = prepareProfile([
      inputOf('A', 'main;x 3\nmain;y 1', 'cpu'),
      { ...inputOf('B', 'main;x 1\nmain;z 1', 'baseline'), hints: { names: ['cpu'] } },
    ]);
    expect(byRole.baseline?.evidence).toBe('cpu');
    expect(splitAt(byRole.baseline!, 0).total).toBe(2);
    expect(splitAt(byRole.paired!, 0).total).toBe(4);
    expect(byRole.baseline!.tree).toBe(byRole.paired!.tree);
    expect(byRole.queries.map(({ role }) => role)).toEqual(['cpu', 'baseline']);

    const byFlag = prepareProfile([
      inputOf('A', 'main 4', 'wall'),
      { ...inputOf('A', 'main 6', 'wall'), baseline: true },
    ]);
    expect([splitAt(byFlag.paired!, 0).total, splitAt(byFlag.baseline!, 0).total]).toEqual([4, 6]);

    const differential = prepareProfile([inputOf('A', 'main;x 3 5\nmain;y 4 0', 'cpu')]);
    expect([splitAt(differential.paired!, 0).total, splitAt(differential.baseline!, 0).total]).toEqual([5, 7]);
  });
});

/** A whole file with its type, a stack and no time in it. */
function emptyPprof(): Uint8Array {
  const stringTable = new StringTable();
  const word = (text: string) => stringTable.dedup(text);
  return new Pprof({
    stringTable,
    sampleType: [new ValueType({ type: word('time'), unit: word('nanoseconds') })],
    function: [new PprofFunction({ id: 1, name: word('main') })],
    location: [new Location({ id: 1, line: [new Line({ functionId: 1 })] })],
    sample: [new Sample({ locationId: [1], value: [0] })],
  }).encode();
}

describe('an answer without samples: its role is absent, and not zero', () => {
  const CPU_ID = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
  const WALL_ID = 'wall:wall:nanoseconds:wall:nanoseconds';
  const OFF_ID = 'offcpu:offcpu:nanoseconds:offcpu:nanoseconds';
  type Columns = Extract<ProfileInput['source'], { kind: 'columns' }>['columns'];
  const columns = (length: number, list: Columns): ProfileInput['source'] => ({
    kind: 'columns',
    flamegraph: true,
    length,
    columns: list,
  });
  const numbers = (name: string, values: number[], unit?: string) => ({ name, type: 'number' as const, values, unit });
  const flame = (rows: Array<[level: number, name: string, value: number, self: number]>, unit?: string) =>
    columns(rows.length, [
      numbers(
        'level',
        rows.map(([level]) => level)
      ),
      numbers(
        'value',
        rows.map(([, , value]) => value),
        unit
      ),
      numbers(
        'self',
        rows.map(([, , , self]) => self),
        unit
      ),
      { name: 'label', type: 'string', values: rows.map(([, name]) => name) },
    ]);
  const of = (refId: string, profileTypeId: string, source: ProfileInput['source']): ProfileInput => ({
    refId,
    source,
    hints: { profileTypeId },
  });
  const enumLabel = { name: 'label', type: 'enum' as const, values: [0], text: ['total'] };
  const ns = [numbers('value', [0], 'ns'), numbers('self', [0], 'ns')];
  const EMPTY: Array<[string, ProfileInput['source']]> = [
    ['Pyroscope’s row', columns(1, [numbers('level', [0]), ...ns, enumLabel])],
    ['a row with a text label and no unit', flame([[0, 'total', 0, 0]])],
    ['a flame graph frame without rows', flame([])],
    ['folded stacks of nothing', { kind: 'text', text: 'main;work 0\nmain;read;epoll_wait 0\n' }],
    [
      'a table of stacks of nothing',
      {
        kind: 'columns',
        length: 2,
        columns: [{ name: 'stack', type: 'string', values: ['main;a', 'main;b'] }, numbers('value', [0, 0], 'ns')],
      },
    ],
    ['a pprof of nothing', { kind: 'bytes', bytes: emptyPprof() }],
  ];
  const some = flame(
    [
      [0, 'total', 10, 0],
      [1, 'main', 10, 0],
      [2, 'epoll_wait', 6, 6],
      [2, 'work', 4, 4],
    ],
    'ns'
  );

  describe.each(EMPTY)('%s', (_, empty) => {
    it('for wall: CPU is shown alone, and nothing is hidden or on the CPU by share', () => {
      const { paired, queries, filteredShare, sites, errors } = prepareProfile([
        of('A', CPU_ID, some),
        of('B', WALL_ID, empty),
      ]);
      expect([paired!.evidence, paired!.wallTime, filteredShare, errors]).toEqual(['cpu', undefined, 0, []]);
      expect(totalOf(paired!.tree, paired!.cpu!.weights, 0)).toBe(10);
      expect(sites).toEqual([]);
      expect(queries.map(({ refId, role, empty: none, total }) => [refId, role, none, total])).toEqual([
        ['A', 'cpu', false, 10],
        ['B', 'wall', true, 0],
      ]);
    });

    it('for CPU: what runs is estimated from the wall profile, and is not zero', () => {
      const { paired } = prepareProfile([of('A', CPU_ID, empty), of('B', WALL_ID, some)]);
      expect([paired!.evidence, paired!.cpu]).toEqual(['wall', undefined]);
      expect(splitAt(paired!, 0)).toMatchObject({ total: 10, onCpu: 4, unattributed: 0 });
    });

    it('for off-CPU: the time is not all on the CPU', () => {
      const { paired } = prepareProfile([of('A', CPU_ID, some), of('B', OFF_ID, empty)]);
      expect([paired!.evidence, paired!.wallTime]).toEqual(['cpu', undefined]);
    });

    it('for a baseline: there is none, beside one that has samples only that one', () => {
      const before = (input: ProfileInput) => ({ ...input, baseline: true });
      const now = [of('A', CPU_ID, some), of('B', WALL_ID, some)];
      const none = prepareProfile([...now, before(of('A', CPU_ID, empty)), before(of('B', WALL_ID, empty))]);
      expect([none.paired!.evidence, none.baseline]).toEqual(['cpu+wall', undefined]);
      const one = prepareProfile([...now, before(of('A', CPU_ID, some)), before(of('B', WALL_ID, empty))]);
      expect([one.baseline!.evidence, one.baseline!.wall]).toEqual(['cpu', undefined]);
      expect(one.changes).toEqual([]); // CPU is the same, and the waits are not new
      expect(
        one.queries.flatMap(({ refId, role, measures, empty: e }) => (e ? [`${refId} ${role} ${measures}`] : []))
      ).toEqual(['B baseline wall']);
    });

    it('for all: nothing is drawn, every query is reported', () => {
      const { paired, queries } = prepareProfile([of('A', CPU_ID, empty), of('B', WALL_ID, empty)]);
      expect(paired).toBeUndefined();
      expect(queries.map(({ empty: none }) => none)).toEqual([true, true]);
    });
  });

  it('for the CPU of the other time: waits are still set against waits, and time on the CPU is not gone', () => {
    const changed = flame(
      [
        [0, 'total', 1000, 0],
        [1, 'main', 1000, 0],
        [2, 'epoll_wait', 100, 100],
        [2, 'futex_wait', 500, 500],
        [2, 'work', 400, 400],
      ],
      'ns'
    );
    const { changes, baseline } = prepareProfile([
      of('A', CPU_ID, some),
      of('B', WALL_ID, some),
      { ...of('A', CPU_ID, EMPTY[0][1]), baseline: true },
      { ...of('B', WALL_ID, changed), baseline: true },
    ]);
    expect(baseline!.evidence).toBe('wall');
    const shares = changes!.map(({ cause, before: then, now }) => [cause.kind, cause.category, then, now]);
    expect(shares).toContainEqual(['wait', CATEGORIES.indexOf('lock'), 0.5, 0]);
    expect(shares.filter(([kind]) => kind === 'cpu')).toEqual([]);
  });

  it('for one of several instances: the role is there', () => {
    const empty = EMPTY[0][1];
    const { paired, queries } = prepareProfile([
      of('A', CPU_ID, some),
      of('B', WALL_ID, some),
      of('B', WALL_ID, empty),
      of('C', WALL_ID, empty),
    ]);
    expect(paired!.evidence).toBe('cpu+wall');
    expect(splitAt(paired!, 0).total).toBe(10);
    expect(queries.map(({ refId, empty: none, instances }) => [refId, none, instances])).toEqual([
      ['A', false, 1],
      ['B', false, 2],
      ['C', true, 1],
    ]);
  });

  it('is another thing than a filter that leaves none', () => {
    const labelled = (refId: string, id: string, pod: string): ProfileInput => ({
      ...of(refId, id, some),
      labels: [['pod', pod]],
    });
    const inputs = [labelled('A', CPU_ID, 'x'), labelled('B', WALL_ID, 'y')];
    const filtered = prepareProfile(inputs, { filter: { label: 'pod', value: 'x' } });
    expect(filtered.paired!.evidence).toBe('cpu+wall');
    expect(filtered.queries.map(({ total, empty }) => [total, empty])).toEqual([
      [10, false],
      [0, false],
    ]);
    const hidden = prepareProfile(inputs, { stacks: [{ keep: 'only', pattern: 'nowhere' }] });
    expect([hidden.filteredShare, hidden.queries.some(({ empty }) => empty)]).toEqual([1, false]);
  });

  it('hides nothing where no filter is set, whatever is left out of the sums', () => {
    const folded = (refId: string, text: string, role: ProfileInput['role'], unit: string): ProfileInput => ({
      ...inputOf(refId, text, role),
      options: { unit },
    });
    const { paired, filteredShare } = prepareProfile([
      folded('A', 'main;work 40', 'cpu', 'count'),
      folded('B', 'main;read;futex_wait 60', 'offcpu', 'us'),
    ]);
    expect([paired!.evidence, filteredShare]).toEqual(['offcpu', 0]);
  });
});

describe('figures without a unit', () => {
  const wall: ProfileInput = { ...inputOf('B', 'main;a 90\nmain;b 10', 'wall'), options: { unit: 'ms' } };
  const cpu = (options?: ProfileInput['options']): ProfileInput => ({
    ...inputOf('A', 'main;a 2000\nmain;b 3000\nmain;c 4000\nmain;d 5000', 'cpu'),
    options,
  });

  it('are taken for the time that their size speaks of, beside a measured one, and it is said', () => {
    const { paired, queries } = prepareProfile([cpu(), wall]);
    expect(queries.map(({ refId, unit, total }) => [refId, unit, total])).toEqual([
      ['A', 'nanoseconds', 14_000e3],
      ['B', 'nanoseconds', 100e6],
    ]);
    expect(splitAt(paired!, 0)).toMatchObject({ total: 100e6, onCpu: 14_000e3 });
    expect(paired!.notes[0].values).toEqual({ query: 'A', unit: 'microseconds' });
  });

  it('are what the option says', () => {
    const { queries, paired } = prepareProfile([cpu({ unit: 'short' }), wall]);
    expect(queries[0]).toMatchObject({ unit: 'count', total: 14_000 });
    expect(paired!.notes.filter(({ values }) => values?.query === 'A' && values.unit === 'microseconds')).toEqual([]);
    expect(prepareProfile([cpu({ unit: 'us' }), wall]).queries[0].total).toBe(14_000e3);
  });

  it('of the older side of a comparison are taken for the same', () => {
    const both = inputOf('A', 'main;a 2000 4000\nmain;b 3000 5000\nmain;c 4000 6000\nmain;d 5000 7000', 'cpu');
    const { baseline, paired } = prepareProfile([both, wall]);
    expect(totalOf(paired!.tree, paired!.cpu!.weights, 0)).toBe(22_000e3);
    expect(totalOf(baseline!.tree, baseline!.cpu!.weights, 0)).toBe(14_000e3);
  });
});

it('frames taken out of the picture leave every stack in the sums', () => {
  const { queries } = prepareProfile([inputOf('A', 'main;a 4\nmain;b 6', 'cpu')], {
    stacks: [
      { keep: 'hide', pattern: '/^a$/' },
      { keep: 'only', pattern: '/^b$/' },
    ],
  });
  expect(queries[0].total).toBe(6);
});

describe('the words of a comparison in one answer', () => {
  const words = (...inputs: ProfileInput[]) => prepareProfile(inputs).warnings;
  const plain = inputOf('B', 'main 1', 'wall');

  it('say which side is drawn, or that the older one is empty', () => {
    expect(words(inputOf('A', 'main;x 3 5', 'cpu'), plain)).toEqual([
      { message: 'A differential answer: the right (newer) side is drawn, the left one is the baseline.' },
    ]);
    const empty = prepareProfile([inputOf('A', 'main;x 0 5\nmain;y 0 2', 'cpu')]);
    expect(empty.warnings).toEqual([
      { message: 'A differential answer whose left (older) side has no samples: there is nothing to compare with.' },
    ]);
    expect([empty.baseline, empty.changes]).toEqual([undefined, undefined]);
  });

  it('are missing where there is none, or where it is itself a baseline', () => {
    expect(words(plain)).toEqual([]);
    expect(words(plain, { ...inputOf('A', 'main;x 3 5', 'wall'), baseline: true })).toEqual([]);
  });
});

it('names the query that a reader warns of', () => {
  const { instances, errors } = readInputs([inputOf('A', 'main 1', 'cpu'), inputOf('B', 'main 2', 'wall')]);
  instances[1].read = { ...instances[1].read, warnings: [{ message: 'cut off' }] };
  expect(prepare({ instances, errors }).warnings).toEqual([{ refId: 'B', message: 'cut off' }]);
});

describe('off-CPU events that were recorded with a probability', () => {
  const cpu = inputOf('A', 'main;work 40', 'cpu');
  const offcpu = (probability?: number) => ({ ...inputOf('B', 'main;read;ep_poll 6', 'offcpu'), probability });
  const of = (probability?: number) => prepareProfile([cpu, offcpu(probability)]);

  it('stand for its reciprocal, beside CPU time that stays as it is; the query says so', () => {
    const { paired, queries, warnings, sites } = of(0.1);
    expect(splitAt(paired!, 0)).toMatchObject({ total: 100, onCpu: 40 });
    expect(sites.map(({ site, total }) => [site, total])).toEqual([['main', 60]]);
    expect(queries.map(({ refId, total, probability }) => [refId, total, probability])).toEqual([
      ['A', 40, undefined],
      ['B', 60, 0.1],
    ]);
    expect(warnings).toEqual([]);
    expect(splitAt(of(1).paired!, 0).total).toBe(46);
  });

  it('are scaled in a baseline by its own', () => {
    const before = { ...offcpu(0.5), baseline: true };
    expect(splitAt(prepareProfile([cpu, offcpu(0.1), before]).baseline!, 0).total).toBe(12);
  });

  it.each([
    [0, 'Set it above 0 and at most 1.'],
    [-1, 'Set it above 0 and at most 1.'],
    [NaN, 'Set it above 0 and at most 1.'],
    [20, 'Set it above 0 and at most 1. An older agent counts per mille: 20 is 0.02.'],
  ])('a probability of %p is none: said with its query, nothing is scaled', (probability, remedy) => {
    const { paired, warnings, queries } = of(probability);
    expect(splitAt(paired!, 0).total).toBe(46);
    expect(warnings).toEqual([
      {
        refId: 'B',
        message: `An off-CPU event cannot be recorded with probability ${probability}: its figures are not scaled.`,
        remedy,
      },
    ]);
    expect(queries[1].probability).toBeUndefined();
  });

  it('CPU time is never scaled: it was not recorded so', () => {
    const { paired, warnings } = prepareProfile([{ ...cpu, probability: 0.1 }]);
    expect(splitAt(paired!, 0).total).toBe(40);
    expect(warnings.map(({ refId }) => refId)).toEqual(['A']);
  });
});
