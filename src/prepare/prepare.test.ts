import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  Function as PprofFunction,
  Line,
  Location,
  Profile as Pprof,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { AS_RECORDED, CATEGORIES, categoryWeights, CPU, splitAt } from '../analysis';
import { prepareProfile, type ProfileInput } from '.';
import { type CallTree, nameOf, pathNames, totalOf } from '../profile';

/** The node at the end of a path of names. */
const resolvePath = (tree: CallTree, path: string[]) =>
  [...tree.frame.keys()].find((node) => pathNames(tree, node).join(';') === path.join(';'))!;

const RECORDED = join(__dirname, '../../testdata/incident/recorded');
const file = (name: string) => readFileSync(join(RECORDED, name), 'utf8');

const input = (refId: string, text: string, role?: ProfileInput['role']): ProfileInput => ({
  refId,
  source: { kind: 'text', text },
  role,
});

/** pprof prints no argument lists; a semicolon separates frames, so the recording has none in names. */
const asPprof = (name: string) =>
  name
    .replaceAll(';', ':')
    .replace(/\((?!\*)[^()]*\)/g, '')
    .replace(/ +/g, ' ');

/** Flat and cumulative nanoseconds by function, from `go tool pprof -top` of the same file. */
function pprofTop(name: string): { total: number; cum: Map<string, number>; flat: Map<string, number> } {
  const cum = new Map<string, number>();
  const flat = new Map<string, number>();
  const text = file(name);
  for (const line of text.split('\n')) {
    const row =
      /^\s*(\d+)(?:ns)?\s+[\d.]+%\s+[\d.]+%\s+(\d+)(?:ns)?\s+[\d.]+%\s+(.*?)(?: \((?:inline|partial-inline)\))?$/.exec(
        line
      );
    if (row) {
      const name = asPprof(row[3]);
      flat.set(name, (flat.get(name) ?? 0) + Number(row[1]));
      cum.set(name, (cum.get(name) ?? 0) + Number(row[2]));
    }
  }
  return { total: Number(/of (\d+)ns total/.exec(text)?.[1]), cum, flat };
}

/** Cumulative weight of a function in our tree: recursion counts once, as pprof does it. */
function cumulative(prepared: ReturnType<typeof prepareProfile>, role: 'cpu' | 'wall', name: string): number {
  const { tree } = prepared.paired!;
  let sum = 0;
  for (let node = 1; node < tree.length;) {
    if (asPprof(nameOf(tree, node)) === name) {
      sum += totalOf(tree, prepared.paired![role]!.weights, node);
      node = tree.subtreeEnd[node];
    } else {
      node++;
    }
  }
  return sum;
}

describe.each(['before', 'after', 'held'])('the recorded incident, %s', (phase) => {
  const prepared = prepareProfile([
    input('A', file(`${phase}.cpu.frame.json`), 'cpu'),
    input('B', file(`${phase}.wall.frame.json`), 'wall'),
  ]);

  it.each(['cpu', 'wall'] as const)('has the %s figures of go tool pprof for every function', (role) => {
    const top = pprofTop(`${phase}.${role}.top.txt`);
    const { tree } = prepared.paired!;
    const { weights } = prepared.paired![role]!;
    expect(weights.before[tree.length]).toBe(top.total);
    const flat = new Map<string, number>();
    weights.self.forEach((self, node) => {
      const name = asPprof(nameOf(tree, node));
      flat.set(name, (flat.get(name) ?? 0) + self);
    });
    expect(top.flat.size).toBeGreaterThan(200);
    // The tree begins below the frame that starts a goroutine.
    const names = [...top.flat.keys()].filter((name) => name !== 'runtime.goexit');
    expect(names.filter((name) => (flat.get(name) ?? 0) !== top.flat.get(name))).toEqual([]);
    expect(names.filter((name) => cumulative(prepared, role, name) !== top.cum.get(name))).toEqual([]);
  });

  it('says the same from folded text as from the frame', () => {
    const folded = prepareProfile([
      input('A', file(`${phase}.cpu.folded`), 'cpu'),
      input('B', file(`${phase}.wall.folded`), 'wall'),
    ]);
    expect(splitAt(folded.paired!, 0)).toEqual(splitAt(prepared.paired!, 0));
    expect(folded.sites.map(({ site, total }) => [site, total])).toEqual(
      prepared.sites.map(({ site, total }) => [site, total])
    );
  });

  it('splits wall time without remainder', () => {
    const { total, onCpu, waiting, unattributed } = splitAt(prepared.paired!, 0);
    expect(onCpu + waiting.reduce((a, b) => a + b, 0) + unattributed).toBeCloseTo(total, 0);
  });
});

it('finds in "before" what the case study is about', () => {
  const prepared = prepareProfile([
    input('A', file('before.cpu.frame.json'), 'cpu'),
    input('B', file('before.wall.frame.json'), 'wall'),
  ]);
  const cpu = pprofTop('before.cpu.top.txt');
  const wall = pprofTop('before.wall.top.txt');
  const { total, waiting } = splitAt(prepared.paired!, 0);
  const share = (category: (typeof CATEGORIES)[number]) => waiting[CATEGORIES.indexOf(category)] / total;
  // decodeMessage leads the CPU profile while the wall time waits.
  expect(cumulative(prepared, 'cpu', 'main.decodeMessage') / cpu.total).toBeCloseTo(0.43, 2);
  expect(share('poll')).toBeCloseTo(wall.cum.get('internal/poll.runtime_pollWait')! / wall.total, 3);
  expect(share('lock')).toBeCloseTo(wall.cum.get('internal/sync.runtime_SemacquireMutex')! / wall.total, 3);
  expect(share('poll')).toBeGreaterThan(0.38);
  expect(prepared.sites[0]).toMatchObject({
    site: 'main.(*consumer).ReadMessage',
    waitFrame: 'internal/poll.runtime_pollWait',
    library: 'kafka-go',
    hasUser: true,
  });
  expect(
    prepared.sites.some(
      ({ site, category }) => site === 'main.(*mutexOffsets).Commit' && CATEGORIES[category] === 'lock'
    )
  ).toBe(true);
});

it('says that "after" waits on no mutex of the consumer', () => {
  const lockOf = (phase: string) => {
    const { sites } = prepareProfile([
      input('A', file(`${phase}.cpu.folded`), 'cpu'),
      input('B', file(`${phase}.wall.folded`), 'wall'),
    ]);
    return sites
      .filter((s) => CATEGORIES[s.category] === 'lock' && s.site.startsWith('main.'))
      .reduce((sum, s) => sum + s.total, 0);
  };
  expect(lockOf('after')).toBeLessThan(lockOf('before') / 50);
});

describe('several inputs', () => {
  it('adds up the instances of a role and counts them', () => {
    const { paired, queries } = prepareProfile([
      input('A', 'main;x 1', 'cpu'),
      input('A', 'main;y 2', 'cpu'),
      input('B', 'main;x 9', 'wall'),
    ]);
    expect(splitAt(paired!, 0)).toMatchObject({ total: 9, onCpu: 3 });
    expect(queries.map(({ refId, role, instances, total }) => [refId, role, instances, total])).toEqual([
      ['A', 'cpu', 2, 3],
      ['B', 'wall', 1, 9],
    ]);
  });

  it('draws the good query where another cannot be read, and names that one', () => {
    const { paired, errors } = prepareProfile([input('A', 'main 1', 'cpu'), input('B', 'rubbish')]);
    expect(paired?.evidence).toBe('cpu');
    expect(errors).toEqual([expect.objectContaining({ refId: 'B' })]);
  });

  it('says that a rule does not compile, and goes on without it', () => {
    const { errors, matchedByRule } = prepareProfile([input('A', 'main;x 1')], {
      rules: [
        { pattern: '(', category: 'lock' },
        { pattern: 'x', category: 'lock' },
      ],
    });
    expect(errors[0].message).toContain('Wait rule "("');
    expect(matchedByRule).toEqual([1]);
  });

  it('keeps the samples of one label value, and tells the shares of all', () => {
    const table = {
      fields: [
        { name: 'stack', values: ['main;x', 'main;x', 'main;y'] },
        { name: 'cpu_ns', values: [6, 3, 1] },
        { name: 'pod', values: ['a', 'b', 'b'] },
      ],
    };
    const inputs = [input('A', JSON.stringify(table))];
    const all = prepareProfile(inputs);
    expect(all.labels).toEqual([
      {
        name: 'pod',
        values: [
          { value: 'a', total: 6, share: 0.6 },
          { value: 'b', total: 4, share: 0.4 },
        ],
      },
    ]);
    const one = prepareProfile(inputs, { filter: { label: 'pod', value: 'b' } });
    expect(splitAt(one.paired!, 0).total).toBe(4);
    expect(one.labels).toEqual(all.labels);
    expect(one.paired!.tree.length).toBe(all.paired!.tree.length);
  });

  it('takes two kinds of time from one file, and splits exactly where they are of the same samples', () => {
    const profile = {
      nodes: [
        { id: 1, callFrame: { functionName: '(root)' }, children: [2, 3, 4] },
        { id: 2, callFrame: { functionName: 'work', url: 'app.js', lineNumber: 4 } },
        { id: 3, callFrame: { functionName: '(idle)' } },
        { id: 4, callFrame: { functionName: '(garbage collector)' } },
      ],
      startTime: 0,
      endTime: 10,
      samples: [2, 3, 4],
      timeDeltas: [0, 5, 3],
    };
    const { paired, queries } = prepareProfile([input('A', JSON.stringify(profile))]);
    expect(queries.map(({ role, total }) => [role, total])).toEqual([
      ['cpu', 7000],
      ['wall', 10000],
    ]);
    expect(splitAt(paired!, 0)).toMatchObject({ total: 10000, onCpu: 7000, unattributed: 0 });
  });

  it('has nothing to draw without inputs', () => {
    expect(prepareProfile([]).paired).toBeUndefined();
  });

  it('leaves out an instance in another unit, and says so', () => {
    const seconds =
      '{"fields":[{"name":"stack","values":["a;b"]},{"name":"value","values":[1],"config":{"unit":"s"}}]}';
    const { paired, warnings } = prepareProfile([input('A', seconds, 'cpu'), input('A', 'a;b 5', 'cpu')]);
    expect(splitAt(paired!, 0).total).toBe(1e9);
    expect(warnings[0]).toMatchObject({ refId: 'A', message: expect.stringContaining('it was left out') });
  });
});

it('marks the functions that asked for a contended kernel lock', () => {
  const lock = readFileSync(join(__dirname, '../../testdata/perf-lock/contention-stacks.txt'), 'utf8');
  const { kernelLocks, paired } = prepareProfile([
    input('A', 'main;handle_mm_fault;filemap_map_pages;_raw_spin_lock 5', 'cpu'),
    input('B', lock),
  ]);
  const named = [...kernelLocks].map(([symbol, { wait, contended }]) => [
    paired!.tree.symbols[symbol].name,
    wait > 0,
    contended > 0,
  ]);
  expect(named.length).toBeGreaterThan(0);
  expect(named.every(([, wait, contended]) => wait && contended)).toBe(true);
});

describe('filters on stacks', () => {
  const inputs = [
    input('A', 'main;a;x 4\nmain;b 6', 'cpu'),
    input('B', 'main;a;ep_poll 30\nmain;b 50\nmain;idler;goroutine [finalizer wait] 20', 'wall'),
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
    expect(one.hidden).toBeCloseTo(0.7);
    const invalid = prepareProfile(inputs, { stacks: [{ keep: 'only', pattern: '/(/' }] });
    expect(splitAt(invalid.paired!, 0).total).toBe(100);
  });

  it('hide idle stacks', () => {
    const { paired, hidden, sites } = prepareProfile(inputs, { hideIdle: true });
    expect(splitAt(paired!, 0).total).toBe(80);
    expect(hidden).toBeCloseTo(0.2);
    expect(sites.map(({ category }) => CATEGORIES[category])).toEqual(['poll']);
  });
});

describe('a baseline', () => {
  it('is another profile on the same tree: by role, by flag, or the left side of a differential file', () => {
    const byRole = prepareProfile([
      input('A', 'main;x 3\nmain;y 1', 'cpu'),
      { ...input('B', 'main;x 1\nmain;z 1', 'baseline'), hints: { names: ['cpu'] } },
    ]);
    expect(byRole.before?.evidence).toBe('cpu');
    expect(splitAt(byRole.before!, 0).total).toBe(2);
    expect(splitAt(byRole.paired!, 0).total).toBe(4);
    expect(byRole.before!.tree).toBe(byRole.paired!.tree);
    expect(byRole.queries.map(({ role }) => role)).toEqual(['cpu', 'baseline']);

    const byFlag = prepareProfile([input('A', 'main 4', 'wall'), { ...input('A', 'main 6', 'wall'), baseline: true }]);
    expect([splitAt(byFlag.paired!, 0).total, splitAt(byFlag.before!, 0).total]).toEqual([4, 6]);

    const differential = prepareProfile([input('A', 'main;x 3 5\nmain;y 4 0', 'cpu')]);
    expect([splitAt(differential.paired!, 0).total, splitAt(differential.before!, 0).total]).toEqual([5, 7]);
  });
});

describe('frames are taken out of the picture after the waits are judged', () => {
  const stacks = [
    'main;serve;handle;decode 30',
    'main;serve;handle;read;epoll_wait 50',
    'main;serve;handle;copy 5',
    'main;serve;lock;futex_wait 15',
  ].join('\n');
  const shares = (settings: Parameters<typeof prepareProfile>[1]) => {
    const prepared = prepareProfile([input('A', stacks, 'wall')], settings);
    const { total, onCpu, waiting } = splitAt(prepared.paired!, 0);
    return { total, onCpu, waiting, prepared };
  };
  const paths = ({ paired }: ReturnType<typeof prepareProfile>) =>
    [...paired!.tree.frame.keys()].map((node) => pathNames(paired!.tree, node).join(';')).sort();
  const plain = shares({});

  it('hides frames, and their time goes to their callers with its category', () => {
    const { prepared, ...sums } = shares({ stacks: [{ keep: 'hide', pattern: '/^(copy|read|epoll_wait)$/' }] });
    expect(sums).toEqual({ total: plain.total, onCpu: plain.onCpu, waiting: plain.waiting });
    expect(paths(prepared)).toEqual(
      [
        '',
        'main',
        'main;serve',
        'main;serve;handle',
        'main;serve;handle;decode',
        'main;serve;lock',
        'main;serve;lock;futex_wait',
      ].sort()
    );
    expect(prepared.folded).toBe(3);
    const handle = resolvePath(prepared.paired!.tree, ['main', 'serve', 'handle']);
    expect(splitAt(prepared.paired!, handle).waiting[CATEGORIES.indexOf('poll')]).toBe(50);
    expect(categoryWeights(prepared.paired!, prepared.paired!.total!, CPU).self[handle]).toBe(5);
    expect(nameOf(prepared.paired!.tree, prepared.sites[0].node)).toBe('handle');
  });

  it('collapses chains to their first and last frame; a branch ends one', () => {
    const chain = 'main;a;b;c;work;more 99\nmain;a;b;c;read;epoll_wait 99';
    const rollUp = { ...AS_RECORDED, collapseChains: true };
    expect(paths(prepareProfile([input('A', chain, 'wall')], { rollUp }))).toEqual(
      ['', 'main', 'main;c', 'main;c;read', 'main;c;read;epoll_wait', 'main;c;work', 'main;c;work;more'].sort()
    );
  });

  it('conserves every sum, whatever is hidden', () => {
    const name = fc.constantFrom('main', 'f', 'g', 'epoll_wait', 'futex_wait', '__proto__', 'runtime.goexit');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(name, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 1000 })), {
          minLength: 1,
        }),
        fc.array(name, { maxLength: 3 }),
        fc.boolean(),
        (rows, hide, collapseChains) => {
          const text = rows.map(([path, n]) => `main;${path.join(';')} ${n}`).join('\n');
          const [before, after] = [
            {},
            {
              stacks: hide.map((n) => ({ keep: 'hide' as const, pattern: `/^${n}$/` })),
              rollUp: { ...AS_RECORDED, collapseChains },
            },
          ].map((settings) => splitAt(prepareProfile([input('A', text, 'wall')], settings).paired!, 0));
          expect(after).toEqual(before);
        }
      )
    );
  });
});

it('groups stacks by a label without judging them otherwise', () => {
  const rows = [
    ['runtime.goexit;main;epoll_wait', 'a', 40],
    ['main;work', 'b', 30],
    ['main;epoll_wait', 'b', 30],
  ] as const;
  const grouped = (groupBy?: string) =>
    prepareProfile(
      [
        {
          refId: 'A',
          role: 'wall',
          source: {
            kind: 'columns',
            length: 3,
            columns: [
              { name: 'stack', type: 'string', values: rows.map(([stack]) => stack) },
              { name: 'pod', type: 'string', values: rows.map(([, pod]) => pod) },
              { name: 'value', type: 'number', values: rows.map(([, , value]) => value) },
            ],
          },
        },
      ],
      { groupBy }
    ).paired!;
  const paired = grouped('pod');
  const at = (...path: string[]) => splitAt(paired, resolvePath(paired.tree, path));
  expect(at()).toEqual(splitAt(grouped(), 0));
  expect(at('pod = a').total).toBe(40);
  expect(at('pod = a', 'main', 'epoll_wait').waiting[CATEGORIES.indexOf('poll')]).toBe(40);
  expect(at('pod = b', 'main').total).toBe(60);
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
      const { paired, queries, hidden, sites, errors } = prepareProfile([
        of('A', CPU_ID, some),
        of('B', WALL_ID, empty),
      ]);
      expect([paired!.evidence, paired!.total, hidden, errors]).toEqual(['cpu', undefined, 0, []]);
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
      expect([paired!.evidence, paired!.total]).toEqual(['cpu', undefined]);
    });

    it('for a baseline: there is none, beside one that has samples only that one', () => {
      const before = (input: ProfileInput) => ({ ...input, baseline: true });
      const now = [of('A', CPU_ID, some), of('B', WALL_ID, some)];
      const none = prepareProfile([...now, before(of('A', CPU_ID, empty)), before(of('B', WALL_ID, empty))]);
      expect([none.paired!.evidence, none.before]).toEqual(['cpu+wall', undefined]);
      const one = prepareProfile([...now, before(of('A', CPU_ID, some)), before(of('B', WALL_ID, empty))]);
      expect([one.before!.evidence, one.before!.wall]).toEqual(['cpu', undefined]);
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
    const { changes, before } = prepareProfile([
      of('A', CPU_ID, some),
      of('B', WALL_ID, some),
      { ...of('A', CPU_ID, EMPTY[0][1]), baseline: true },
      { ...of('B', WALL_ID, changed), baseline: true },
    ]);
    expect(before!.evidence).toBe('wall');
    const shares = changes.map(({ cause, before: then, now }) => [cause.kind, cause.category, then, now]);
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
    expect([hidden.hidden, hidden.queries.some(({ empty }) => empty)]).toEqual([1, false]);
  });

  it('hides nothing where no filter is set, whatever is left out of the sums', () => {
    const folded = (refId: string, text: string, role: ProfileInput['role'], unit: string): ProfileInput => ({
      ...input(refId, text, role),
      options: { unit },
    });
    const { paired, hidden } = prepareProfile([
      folded('A', 'main;work 40', 'cpu', 'count'),
      folded('B', 'main;read;futex_wait 60', 'offcpu', 'us'),
    ]);
    expect([paired!.evidence, hidden]).toEqual(['offcpu', 0]);
  });
});
