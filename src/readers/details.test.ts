// What each format means in its details: found by changing the readers in thousands of places (docs/mutation.md).
import {
  Function as PprofFunction,
  Label,
  Line,
  Location,
  Mapping,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { bytes, column, problemOf, read, table, text } from '../testing';
import { type Column, readSource, type Source } from '.';
import { frameJson } from './formats/frameJson';
import { holdsProfile } from './registry';
import { headLines, linesOf, numberOf, timeLabelReader } from './source';

const json = (value: unknown) => text(JSON.stringify(value));
const lines = (...list: string[]) => text(list.join('\n') + '\n');

describe('pprof', () => {
  const strings = new StringTable();
  const word = (value: string) => strings.dedup(value);
  const types = [
    new ValueType({ type: word('samples'), unit: word('count') }),
    new ValueType({ type: word('wall'), unit: word('milliseconds') }),
  ];
  const named = (id: number, name: string, systemName = '') =>
    new PprofFunction({ id, name: word(name), systemName: word(systemName), filename: word(`${name || 'x'}.go`) });
  const line = (functionId: number, at: number) => new Line({ functionId, line: at });
  const base = () => ({
    sampleType: types,
    function: [named(1, 'main'), named(2, 'inlined'), named(3, '', '_mangled')],
    mapping: [new Mapping({ id: 1, filename: word('/usr/lib/libc.so.6') })],
    location: [
      // line[0] is the innermost of what was inlined
      new Location({ id: 1, line: [line(2, 7), line(1, 3)] }),
      new Location({ id: 2, line: [], address: 0xbeef, mappingId: 1 }),
      new Location({ id: 3, line: [], address: 0x10 }),
      new Location({ id: 4, line: [line(3, 1)] }),
    ],
    stringTable: strings,
  });
  const sample = (locationId: number[], value: number[], label: Label[] = []) =>
    new Sample({ locationId, value, label });
  const encode = (more: Partial<ConstructorParameters<typeof PprofProfile>[0]>) =>
    bytes(new PprofProfile({ ...base(), ...more } as ConstructorParameters<typeof PprofProfile>[0]).encode());
  const textLabel = (key: string, value: string) => new Label({ key: word(key), str: word(value) });
  const numberLabel = (key: string, value: number) => new Label({ key: word(key), num: value });

  it('inlined callers are frames; without a function it is binary+address; the last type is shown, in its base unit', () => {
    const found = read(encode({ sample: [sample([2, 1], [1, 2]), sample([3, 4], [3, 5]), sample([9], [0, 1])] }));
    expect(found.draw).toBe(
      [
        'all 8000000 0',
        '  [unknown] 1000000 1000000',
        '  _mangled 5000000 0',
        '    0x10 5000000 5000000',
        '  main 2000000 0',
        '    inlined 2000000 0',
        '      libc.so.6+0xbeef 2000000 2000000',
      ].join('\n')
    );
    expect(found.tree.symbols.find(({ name }) => name === 'inlined')).toMatchObject({ file: 'inlined.go', line: 7 });
  });

  it('default_sample_type is shown where the file names one', () => {
    const counted = read(encode({ sample: [sample([1], [4, 2])], defaultSampleType: word('samples') }));
    expect([counted.total, counted.profile.primary]).toEqual([4, 0]);
    const unknown = read(encode({ sample: [sample([1], [4, 2])], defaultSampleType: word('no such type') }));
    expect(unknown.profile.primary).toBe(1);
  });

  it('leaves out samples with too few values and negative ones, and says which', () => {
    const found = read(encode({ sample: [sample([1], [1, 2]), sample([1], [3]), sample([1], [2, -2])] }));
    expect([found.total, found.dropped]).toEqual([2e6, 2]);
    expect(found.warnings[0]).toMatchObject({
      row: 2,
      message: expect.stringContaining('1 values for 2 sample types'),
    });
    const negative = read(encode({ sample: [sample([1], [1, 2]), sample([1], [0, -2])] }));
    expect(negative.warnings[0]).toMatchObject({ row: 2, message: expect.stringContaining('difference of two') });
    expect(read(encode({ sample: [sample([1], [0, 2])] })).dropped).toBe(0);
  });

  it('labels are text or numbers; one with a value for nearly every sample is not kept', () => {
    const found = read(
      encode({
        sample: Array.from({ length: 502 }, (_, i) =>
          sample(
            [1],
            [1, 1],
            [textLabel('pod', i % 2 ? 'a' : 'b'), numberLabel('span', i + 1), numberLabel('cpu', (i % 500) - 250)]
          )
        ),
      })
    );
    expect(found.profile.labels.map(({ name, values }) => [name, values.length])).toEqual([
      ['pod', 2],
      ['cpu', 500],
    ]);
    expect(found.profile.labels[0].values).toEqual(['b', 'a']);
    expect(found.profile.labels[1].values[0]).toBe('-250');
    const some = read(encode({ sample: [sample([1], [1, 1], [textLabel('pod', 'a')]), sample([1], [1, 1])] }));
    expect([...some.profile.labels[0].index]).toEqual([0, -1]);
  });

  it('is told from other bytes, and a cut or an empty one says what it is', () => {
    expect(problemOf(encode({ sampleType: [] }))).toMatch(/no sample type.*-raw/);
    const whole = (encode({ sample: [sample([1], [1, 2])] }) as { bytes: Uint8Array }).bytes;
    expect(problemOf(bytes(whole.subarray(0, whole.length - 9)))).toMatch(/Not a whole pprof profile.*may be cut/);
    for (const bad of [[0x7a], [0x0b, 1], [0x4a, 1, 1], [0x0a], Array(80).fill(0xff), [0, 0, 0, 0, 0, 0, 0, 0]]) {
      expect(problemOf(bytes(Uint8Array.from(bad)))).toMatch(/not known|no profile/);
    }
  });
});

describe('flame graph frame', () => {
  const frame = (rows: unknown[][], more: Column[] = [], unit = 'ms') =>
    table(
      column(
        'level',
        rows.map(([level]) => level),
        'number'
      ),
      {
        ...column(
          'value',
          rows.map(([, value]) => value),
          'number'
        ),
        unit,
      },
      column(
        'label',
        rows.map(([, , label]) => label)
      ),
      ...more
    );

  it('leaves out rows without a level, a value or a caller, and names the first', () => {
    const found = read(
      frame([
        [0, 9, 'total'],
        [1, 4, 'a'],
        [1.5, 1, 'x'],
        [-1, 1, 'x'],
        [null, 1, 'x'],
        [1, -2, 'x'],
        [1, null, 'x'],
        [3, 1, 'x'],
        [1, 5, 'b'],
      ])
    );
    expect(found.draw).toBe('all 9000000 0\n  a 4000000 4000000\n  b 5000000 5000000');
    expect(found.dropped).toBe(6);
    expect(found.warnings[0]).toMatchObject({
      row: 3,
      message: expect.stringContaining('level is 1.5, not a whole number'),
    });
    expect(
      read(
        frame([
          [0, 9, 'a'],
          [1, -4, 'b'],
        ])
      ).warnings[0]
    ).toMatchObject({
      row: 2,
      message: expect.stringContaining('value is -4'),
    });
  });

  it('believes values: children that exceed their caller are kept, a self that differs is said', () => {
    const larger = read(
      frame([
        [0, 3, 'a'],
        [1, 2, 'b'],
        [1, 2, 'c'],
      ])
    );
    expect(larger.draw).toBe('all 4000000 0\n  a 4000000 0\n    b 2000000 2000000\n    c 2000000 2000000');
    expect(larger.warnings.map(({ message }) => message)).toEqual([
      '1 rows are smaller than the sum of their children; the children were kept.',
    ]);
    const selves = (...values: unknown[]) => [column('self', values, 'number')];
    expect(
      read(
        frame(
          [
            [0, 3, 'a'],
            [1, 2, 'b'],
          ],
          selves(1, 2)
        )
      ).warnings
    ).toEqual([]);
    expect(
      read(
        frame(
          [
            [0, 3, 'a'],
            [1, 2, 'b'],
          ],
          selves(null, 2)
        )
      ).warnings
    ).toEqual([]);
    const told = read(
      frame(
        [
          [0, 3, 'a'],
          [1, 2, 'b'],
        ],
        selves(3, 2)
      )
    );
    expect(told.warnings[0].message).toContain('1 rows have a self that is not value − Σ children');
    expect(told.total).toBe(3e6);
  });

  it('a difference: right is shown, left is the baseline, both in the base unit', () => {
    const rights = (...values: number[]) => [column('valueRight', values, 'number')];
    const found = read(
      frame(
        [
          [0, 3, 'total'],
          [1, 2, 'a'],
          [1, 1, 'b'],
        ],
        rights(7, 7, 0)
      )
    );
    expect(found.draw).toBe('all 7000000 0\n  a 7000000 7000000\n  b 0 0');
    expect([...found.profile.samples.weights[1]]).toEqual([2e6, 1e6]);
    expect(found.types).toEqual(['right/nanoseconds', 'left/nanoseconds']);
    expect(
      read(
        frame(
          [
            [0, 3, 'total'],
            [1, 1, 'a'],
          ],
          rights(5, 6)
        )
      ).warnings[0].message
    ).toContain('smaller than the sum');
  });

  it('what the source cut: the flag, or else a leaf called other', () => {
    const rows = [
      [0, 9, 'total'],
      [1, 4, 'other'],
      [2, 1, 'a'],
      [1, 5, 'other'],
    ];
    expect(read(frame(rows)).profile.truncated).toBe(5e6);
    expect(read(frame(rows, [column('truncated', [false, true, false, false], 'boolean')])).profile.truncated).toBe(
      3e6
    );
  });

  it('labels: texts, enum indices, and neither', () => {
    const labels = { ...column('label', [1, 0, 7, -1], 'enum'), text: ['b', 'a'] };
    const found = read(table(column('level', [0, 1, 1, 1], 'number'), column('value', [6, 3, 2, 1], 'number'), labels));
    expect(found.draw).toBe('all 6 0\n  a 6 0\n    [unknown] 3 3\n    b 3 3');
    expect(
      read(
        frame([
          [0, 2, ''],
          [1, 1, 'total'],
        ])
      ).draw
    ).toBe('all 2000000 1000000\n  total 1000000 1000000');
    expect(problemOf({ ...frame([[0, 1, 'a']]), columns: [column('x', [1], 'number')], flamegraph: true })).toMatch(
      /lacks the field level, value, label/
    );
  });
});

describe('perf script', () => {
  const head = (event = 'cpu-clock:', period = '1000000 ') => `a b  12/34 [001] 5.000001: ${period}${event} `;
  it('names: offsets go, an unknown symbol is its binary, several unknown ones in a row are one', () => {
    const found = read(
      lines(
        '# a comment',
        head(),
        '\tffff leaf+0x1f (/usr/bin/app)',
        '\tffff [unknown] ([vdso])',
        '\tffff [unknown] (/tmp/x.so (deleted))',
        '\tffff [unknown] ([unknown])',
        '\tffff [unknown] ([unknown])',
        '\tffff a+0x10b (inlined)',
        '',
        head(),
        '\tffff a+0x10b',
        '  app.c:12',
        '\tno frame at all',
        ''
      )
    );
    expect(found.draw.split('\n').map((l) => l.trim())).toEqual([
      'all 2000000 0',
      'a b 2000000 0',
      'a 2000000 1000000',
      '[unknown] 1000000 0',
      '[x.so] 1000000 0',
      '[vdso] 1000000 0',
      'leaf 1000000 1000000',
    ]);
    expect(found.warnings[0]).toMatchObject({
      row: 13,
      message: expect.stringContaining('not a frame: no frame at all'),
    });
    expect(found.dropped).toBe(1);
    expect(found.types).toEqual(['cpu/nanoseconds']);
    expect(found.profile.labels).toMatchObject([{ name: 'thread', values: ['34'] }]);
  });

  it('counts where no period is given, and names other events by themselves', () => {
    expect(read(lines(head('cpu-clock:', ''), '\tffff f (x)', '')).types).toEqual(['cpu/count']);
    expect(read(lines(head('cycles:ppp:'), '\tffff f (x)', '')).types).toEqual(['cycles/cycles']);
  });

  it('says what is no sample, what has no stack, and when nothing is left', () => {
    const found = read(lines('rubbish', head(), '\tffff f (x)', '', head(), '', head(), '\tffff f (x)'));
    expect([found.total, found.dropped]).toEqual([2e6, 2]);
    expect(found.warnings[0].message).toMatch(/^2 lines left out: neither a sample's first line/);
    expect(problemOf(lines(head(), '', head(), ''), { format: 'perf-script' })).toMatch(/No sample with a stack.*-g/);
    expect(read(lines(head(), '', head(), '\tffff f (x)', '')).warnings[0]).toMatchObject({
      row: 1,
      message: expect.stringContaining('a sample without stack'),
    });
  });

  const off = (t: number, prev: number, next: number, state = 'S') =>
    [
      `a ${prev} [000] ${t}.0: sched:sched_switch: prev_comm=a prev_pid=${prev} prev_prio=120 prev_state=${state} ==> next_comm=x next_pid=${next} next_prio=120`,
      '\tffff schedule ([kernel.kallsyms])',
      '',
    ].join('\n');
  it('switches that never end are left out and counted, where most do end', () => {
    const found = read(text([off(1, 10, 20), off(3, 20, 10), off(4, 10, 30), off(9, 30, 10)].join('\n')));
    // 10 is away from 1 to 3 and from 4 to 9; 20 and the last 30 never come back
    expect(found.total).toBe(7e9);
    expect(found.warnings.map(({ message }) => message)).toEqual([
      '2 of 4 switches have no end in the recording and were left out.',
    ]);
    expect(read(text([off(1, 10, 20), off(3, 20, 10)].join('\n'))).total).toBe(2e9);
    expect(read(text([off(1, 10, 20), off(3, 40, 50), off(4, 60, 10)].join('\n'))).types).toEqual(['off_cpu/count']);
  });
});

describe('speedscope', () => {
  const frames = [{ name: 'a', file: 'a.c', line: 4 }, { name: 'b', file: 7, line: 1.5 }, { name: 3 }, 'x'];
  const doc = (profiles: unknown[], more: object = { $schema: 'https://www.speedscope.app/file-format-schema.json' }) =>
    json({ ...more, shared: { frames }, profiles });
  const sampled = (samples: unknown, more: object = {}) => ({ type: 'sampled', unit: 'none', samples, ...more });

  it('sampled: weights or one a sample, names, files and lines as far as they are there', () => {
    const found = read(doc([sampled([[0, 1], [0], [2, 3]], { weights: [2, 3, 0] })], {}));
    expect(found.draw).toBe('all 5 0\n  [unknown] 0 0\n    [unknown] 0 0\n  a 5 3\n    b 2 2');
    expect(found.tree.symbols.find(({ name }) => name === 'a')).toMatchObject({ file: 'a.c', line: 4 });
    expect(found.tree.symbols.find(({ name }) => name === 'b')).toMatchObject({ file: '', line: 0 });
    expect(read(doc([sampled([[0], [1]])])).total).toBe(2);
    expect(found.types).toEqual(['samples/count']);
    expect(found.profile.labels).toEqual([]);
  });

  it('several profiles are threads by their names', () => {
    const found = read(
      doc([sampled([[0]], { name: 'main' }), sampled([[0]], { name: 7 }), sampled([[1]], { name: 'pool' })])
    );
    expect(found.profile.labels).toMatchObject([{ name: 'thread', values: ['main', 'pool'] }]);
    expect([...found.profile.labels[0].index]).toEqual([0, -1, 1]);
  });

  it('evented: time before the first frame is the whole’s own, frames that stay open end with the last event', () => {
    const events = [
      { type: 'O', frame: 0, at: 12 },
      { type: 'O', frame: 1, at: 12 },
      { type: 'C', frame: 1, at: 14 },
      { type: 'O', frame: 1, at: 15 },
    ];
    const found = read(doc([{ type: 'evented', unit: 'seconds', startValue: 10, events }]));
    expect(found.draw).toBe('all 5000000000 2000000000\n  a 3000000000 1000000000\n    b 2000000000 2000000000');
  });

  it('counts samples that cannot be, and refuses a file without any', () => {
    const found = read(doc([sampled([[0], [9], 'x', [0]], { weights: [1, 1, 1, -1] })]));
    expect([found.total, found.dropped]).toEqual([1, 3]);
    expect(found.warnings[0].message).toContain('sample 2 names frames');
    expect(problemOf(doc([{ type: 'other' }]))).toMatch(/no sample that can be read/);
    expect(read(doc([{ type: 'other' }, sampled([[0]])])).warnings[0].message).toContain('profile 1 is neither');
    expect(problemOf(doc(['x']))).toMatch(/holds no profile/);
  });
});

describe('V8 .cpuprofile', () => {
  const node = (id: number, functionName: string, children: number[] = [], lineNumber: unknown = 0) => ({
    id,
    callFrame: { functionName, url: 'file:///a.js', lineNumber },
    children,
  });
  const nodes = [
    node(1, '(root)', [2, 4, 5]),
    node(2, 'main', [3]),
    node(3, '', [], 4),
    node(4, '(idle)'),
    node(5, '(program)'),
  ];
  const doc = (samples: unknown, timeDeltas: unknown, more: object = {}) =>
    json({ nodes, samples, timeDeltas, ...more });

  it('a gap is the time of the sample before it; the last one lasts to the end of the recording', () => {
    const found = read(doc([3, 4, 2, 3], [5, 10, 20, 40], { startTime: 1000, endTime: 1175 }));
    expect(found.draw).toBe('all 170000 0\n  (idle) 20000 20000\n  main 150000 40000\n    (anonymous) 110000 110000');
    // The CPU part has no idle time.
    expect([...found.profile.samples.weights[0]]).toEqual([10_000, 0, 40_000, 100_000]);
    expect(found.types).toEqual(['cpu/nanoseconds', 'wall/nanoseconds']);
    expect(found.tree.symbols.find(({ name }) => name === '(anonymous)')).toMatchObject({
      file: 'file:///a.js',
      line: 5,
    });
  });

  it('without its end the last sample has no time; clocks that step back give none', () => {
    expect(read(doc([2, 2, 2], [0, 7, -3])).total).toBe(7000);
    expect(read(doc([2, 2], [0, 7], { startTime: 5 })).total).toBe(7000);
    expect(read(doc([2, 2], [0, 7], { endTime: 5 })).total).toBe(7000);
  });

  it('names a node that is not there', () => {
    const found = read(doc([2, 77], [0, 5]));
    expect(found.warnings[0]).toMatchObject({ row: 2, message: expect.stringContaining('names node 77') });
    const odd = json({
      nodes: [...nodes, 'x', { id: 'y' }, node(9, 'far', [9], 'no')],
      samples: [9],
      timeDeltas: [0, 3],
    });
    expect(read(odd).draw).toBe('all 3000 0\n  far 3000 3000');
  });
});

describe('flamebearer', () => {
  const doc = (
    levels: unknown,
    metadata: object = { format: 'single', units: 'bytes' },
    names = ['total', 'a', 'other', 'b']
  ) => json({ flamebearer: { names, levels }, metadata });

  it('finds the bar above by position', () => {
    const found = read(
      doc([
        [0, 100, 0, 0],
        [0, 30, 10, 1, 0, 30, 0, 3, 10, 30, 30, 1],
        [0, 20, 20, 3, 10, 5, 5, 1, 5, 20, 20, 1],
      ])
    );
    expect(found.draw).toBe('all 85 0\n  a 60 40\n    b 20 20\n  b 25 0\n    a 25 25');
  });

  it('a bar under none is counted; a root that is a function is one; names that are missing are said', () => {
    const found = read(
      doc(
        [
          [0, 10, 4, 3],
          [2, 3, 3, 77, 9, 5, 5, 1],
        ],
        { units: 'objects' }
      )
    );
    expect(found.draw).toBe('all 7 0\n  b 7 4\n    [unknown] 3 3');
    expect(found.warnings[0]).toMatchObject({
      row: 2,
      message: expect.stringContaining('a bar of row 2 lies under none'),
    });
    expect(found.types).toEqual(['objects/count']);
  });

  it('the cut rest is what the source called other', () => {
    expect(
      read(
        doc(
          [
            [0, 10, 0, 0],
            [0, 6, 6, 1, 0, 4, 4, 2],
          ],
          { units: 'samples', sampleRate: 100 }
        )
      ).profile.truncated
    ).toBe(4e7);
    expect(
      read(
        doc([
          [0, 10, 0, 0],
          [0, 6, 6, 1],
        ])
      ).profile.truncated
    ).toBe(0);
  });

  it.each([
    [{ units: 'lock_nanoseconds' }, 'lock_nanoseconds/nanoseconds', 5],
    [{ units: 'samples', sampleRate: 1000, spyName: 'gospy' }, 'gospy/nanoseconds', 5e6],
    [{ units: 'samples', sampleRate: 1e9, name: 'x' }, 'x/nanoseconds', 5],
    [{ units: 'samples', sampleRate: 0 }, 'samples/count', 5],
    [{ units: 'objects', sampleRate: 100 }, 'objects/count', 5],
    [{}, 'samples/count', 5],
  ])('unit of %j is %s', (metadata, type, total) => {
    const found = read(doc([[0, 5, 5, 1]], metadata));
    expect([found.types[0], found.total]).toEqual([type, total]);
  });

  it('double by either place of the word; samples of both sides become time', () => {
    const levels = [[0, 4, 4, 0, 2, 2, 1]];
    const metadata = { format: 'double', units: 'samples', sampleRate: 1e3 };
    expect([...read(doc(levels, metadata)).profile.samples.weights.map(([w]) => w)]).toEqual([2e6, 4e6]);
    const inner = json({ flamebearer: { names: ['a', 'b'], levels, format: 'double' } });
    expect(read(inner).types).toEqual(['right/count', 'left/count']);
    expect(problemOf(json({ flamebearer: { levels: [] } }))).toMatch(/has no rows/);
  });
});

describe('thread dumps', () => {
  it('goroutines: arguments go, cut frames are no fault, other lines are', () => {
    const found = read(
      lines(
        'goroutine 7 gp=0xc0 m=nil [IO wait, 2 minutes, locked to thread]:',
        'net.(*conn).Read(0xc0, {0x1, 0x2})',
        '\t/go/net.go:1 +0x1',
        'main.(*T[...]).Run(...)',
        '\t/app/main.go:3',
        'main.main.func1()',
        '...additional frames elided...',
        'not a frame',
        'created by main.start in goroutine 12',
        '\t/app/main.go:9',
        '',
        'goroutine 8 [running]:',
        'main.f(0x1)',
        '\t/app/main.go:3 +0x1'
      )
    );
    expect(found.draw).toBe(
      [
        'all 2 0',
        '  main.f 1 1',
        '  main.main.func1 1 0',
        '    main.(*T[...]).Run 1 0',
        '      net.(*conn).Read 1 0',
        '        goroutine [IO wait] 1 1',
      ].join('\n')
    );
    expect(found.types).toEqual(['goroutines/count', 'waited/nanoseconds']);
    expect([...found.profile.samples.weights[1]]).toEqual([12e10, 0]);
    expect(found.warnings[0]).toMatchObject({ row: 8, message: expect.stringContaining('not a frame: not a frame') });
    expect(found.dropped).toBe(1);
    expect(found.profile.labels.map(({ name, values }) => [name, values])).toEqual([
      ['state', ['IO wait', 'running']],
      ['goroutine', ['7', '8']],
    ]);
  });
});

describe('bpftrace', () => {
  it('text: stacks of kernel and user, the rest of the key as root, units by the name of the map', () => {
    const found = read(
      lines(
        'Attaching 12 probes...',
        '',
        '@off_us[',
        '    schedule+96',
        '    futex_wait+12',
        ',',
        '    pthread_cond_wait+3',
        '    main+1',
        ', worker]: 3',
        '@off_us[, , idle]: 2',
        '@count: 7'
      )
    );
    expect(found.draw).toBe(
      'all 5000 0\n  idle 2000 2000\n  worker 3000 0\n    main 3000 0\n      pthread_cond_wait 3000 0\n        futex_wait 3000 0\n          schedule 3000 3000'
    );
    expect(found.types).toEqual(['off_cpu/nanoseconds']);
    expect(found.dropped).toBe(1);
    expect(found.warnings[0]).toMatchObject({ row: 11, message: expect.stringContaining('no stack and no histogram') });
  });

  it.each([
    ['@[', 'samples/count', 4],
    ['@hits[', '@hits/count', 4],
    ['@ns[', 'off_cpu/nanoseconds', 4],
    ['@usecs[', 'off_cpu/nanoseconds', 4e3],
    ['@wait_msec[', 'off_cpu/nanoseconds', 4e6],
    ['@answers[', '@answers/count', 4],
  ])('a map %s measures %s', (head, type, total) => {
    const found = read(lines(head, '    f+1', ']: 4'));
    expect([found.types[0], found.total]).toEqual([type, total]);
  });

  it('histograms: an estimate from the middle of buckets, under the process, with the buckets kept', () => {
    const found = read(
      lines(
        '@recvfrom_us[consumer]: ',
        '[1]                    2 |@@    |',
        '[2, 4)                 4 |@@@@  |',
        '[1K, 2K)               1 |@     |',
        '[2K, ...)              1 |@     |',
        '',
        '@lat_dist: ',
        '(..., 0)               3 |@     |'
      )
    );
    // 2 × 1.5 + 4 × 3 + 1 × 1536 + 1 × 2048 µs; the second map has no unit in its name and nothing above 0
    expect(found.weights[0].prefixSum[found.tree.length]).toBe((3 + 12 + 1536 + 2048) * 1000);
    const frame = found.tree.symbols.find(({ name }) => name === 'latency histogram recvfrom')!;
    expect(frame.distribution).toEqual({
      unit: 'nanoseconds',
      buckets: [
        { from: 1000, to: 2000, count: 2 },
        { from: 2000, to: 4000, count: 4 },
        { from: 1_024_000, to: 2_048_000, count: 1 },
        { from: 2_048_000, to: Infinity, count: 1 },
      ],
    });
    expect(found.draw).toContain('  consumer 3599000 0\n');
    expect(found.tree.symbols.find(({ name }) => name === 'latency histogram @lat_dist')!.distribution!.unit).toBe('');
    expect(found.warnings[found.warnings.length - 1].message).toContain('estimated');
  });

  it('JSON: maps, histograms with and without keys; what holds no stack is counted', () => {
    const found = read(
      lines(
        '{"type": "attached_probes", "data": {"probes": 2}}',
        '{"type": "map", "data": {"@us": {"\\n    schedule+1\\n    read+2\\n,\\n    main+3\\n,worker": 5}}}',
        '{"type": "map", "data": {"@n": {"a": 1}}}',
        '{"type": "map", "data": {"@sum": 3}}',
        '{"type": "hist", "data": {"@read_us": [{"min": 0, "max": 1, "count": 2}, {"min": 2, "count": 1}, {"count": "x"}]}}',
        '{"type": "hist", "data": {"@write_ns": {"dd": [{"max": 3, "count": 4}]}}}',
        'not JSON'
      )
    );
    expect(found.draw.split('\n').map((l) => l.trim())).toEqual([
      'all 5000 0',
      'dd 0 0',
      'latency histogram write 0 0',
      'latency histogram read 0 0',
      'worker 5000 0',
      'main 5000 0',
      'read 5000 0',
      'schedule 5000 5000',
    ]);
    // Histograms beside a map with stacks measure something else.
    expect(found.types).toEqual(['off_cpu/nanoseconds', 'latency histograms/nanoseconds']);
    expect(found.weights[1].prefixSum[found.tree.length]).toBe(4008);
    expect(found.dropped).toBe(3);
    expect(found.warnings[0].message).toContain('3 lines left out');
    expect(problemOf(lines('{"type": "map", "data": {"@n": 1}}'))).toMatch(/No map with stacks/);
  });

  it('stacks without time make no estimate; output that ends in a stack says so', () => {
    expect(read(lines('@[', '    f+1', ']: 4')).warnings).toEqual([]);
    const cut = read(lines('@[', '    f+1', ']: 4', '@[', '    g+1'));
    expect(cut.warnings[0].message).toContain('ends inside a stack');
  });
});

describe('perf stat', () => {
  const counters = (source: Source) =>
    read(source).counters!.map(({ event, value, running, unit, time, scope }) => [
      event,
      value,
      running,
      unit,
      time,
      scope,
    ]);

  it('text in several locales', () => {
    expect(
      counters(
        lines(
          " Performance counter stats for 'x':",
          '     1,234,567      cycles',
          "     1'234'567      instructions",
          '     1.234.567      branches',
          '     1.234,5 msec   task-clock',
          '     1,234.5 msec   cpu-clock',
          '         1,234      page-faults',
          '          12,5 Joules power/energy-pkg/',
          '      1.5   99      cache-misses   (50.00%)'
        )
      ).map(([event, value, running, unit, time]) => [event, value, running, unit, time])
    ).toEqual([
      ['cycles', 1234567, 1, '', undefined],
      ['instructions', 1234567, 1, '', undefined],
      ['branches', 1234567, 1, '', undefined],
      ['task-clock', 1234.5, 1, 'msec', undefined],
      ['cpu-clock', 1234.5, 1, 'msec', undefined],
      ['page-faults', 1234, 1, '', undefined],
      ['power/energy-pkg/', 12.5, 1, 'Joules', undefined],
      ['cache-misses', 99, 0.5, '', 1.5],
    ]);
  });

  it('CSV and JSON lines: interval, scope, unit, share of the time', () => {
    expect(counters(lines('1.000, S0 ,4,17,,cycles,100,50.00,,', '2.5,18,,instructions,100,100.00,,'))).toEqual([
      ['cycles', 17, 0.5, '', 1, 'S0'],
      ['instructions', 18, 1, '', 2.5, undefined],
    ]);
    expect(
      counters(
        lines(
          '{"interval": 1.5, "cpu": "3", "counter-value": "17.0", "unit": "msec", "event": "task-clock", "pcnt-running": 75.0}',
          '{"core": "S0-C1", "counter-value": "4", "event": "cycles"}',
          '{"socket": "S1", "counter-value": "5", "event": "cycles"}',
          '{"node": "N0", "counter-value": "6", "event": "cycles"}'
        )
      )
    ).toEqual([
      ['task-clock', 17, 0.75, 'msec', 1.5, '3'],
      ['cycles', 4, 1, '', undefined, 'S0-C1'],
      ['cycles', 5, 1, '', undefined, 'S1'],
      ['cycles', 6, 1, '', undefined, 'N0'],
    ]);
  });

  it('what was not counted is unknown, what is no counter is counted, and nothing at all is refused', () => {
    const found = read(
      lines(
        '{"counter-value": "<not counted>", "event": "cycles"}',
        '{"counter-value": "-3", "event": "instructions"}',
        '{"counter-value": "8", "event": "branches"}',
        '{"event"',
        '{"counter-value": "3"}',
        'a word'
      )
    );
    expect(found.counters!.map(({ event }) => event)).toEqual(['branches']);
    expect(found.dropped).toBe(3);
    expect(found.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('not a counter: {"counter-value": "-3"'),
      'Not counted on that machine: cycles.',
    ]);
    expect(read(lines('<not supported>,,cycles,0,100.00,,')).counters).toEqual([]);
    expect(problemOf(lines(" Performance counter stats for 'x':", ''))).toMatch(/No counter/);
    expect(read(lines('17,,cycles,100,100.00,,')).warnings).toEqual([]);
  });
});

describe('perf lock', () => {
  it('report: the lock as the frame; contention: who asked, stacks if there are any', () => {
    const contention = read(
      lines(
        ' contended   total wait     max wait     avg wait         type   caller',
        '',
        '        3     30.00 us     12.00 us     10.00 us     spinlock   do_work+0x12',
        '        2      4.00 ms      3.00 ms      2.00 ms        mutex   outer+0x1f',
        '                        0xffff  inner+0x2',
        '                        0xffff  outer+0x1f',
        'no row',
        '=== output for debug ===',
        'bad: 1, total: 5'
      )
    );
    expect(contention.types).toEqual(['contended/count', 'lock wait/nanoseconds']);
    expect(contention.dropped).toBe(1);
    expect(contention.warnings[0].message).toContain('not a row of the table: no row');
    expect(contention.draw).toContain('do_work');
    expect([...contention.profile.samples.weights[1]].sort((a, b) => a - b)).toEqual([30_000, 4_000_000]);
    const names = contention.tree.symbols.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['do_work', 'inner', 'outer', 'kernel lock [mutex]']));
    expect(contention.draw).toMatch(/ {2}outer .*\n {4}inner .*\n {6}kernel lock \[mutex\]/);
    expect(problemOf(lines(' contended   total wait     max wait     avg wait         type   caller', ''))).toMatch(
      /empty/
    );
  });
});

describe('data frames as JSON', () => {
  it('answers of /api/ds/query, one frame, fields with values, and rows', () => {
    const fields = [
      { name: 'level', type: 'number', config: { unit: 'ns' } },
      { name: 'label', type: 'enum', config: { type: { enum: { text: ['a', 'b'] } } } },
      { name: 'ts', type: 'time' },
      { name: 7 },
    ];
    const values = [
      [null, 1],
      [0, 1],
      [1, 2],
      [3, 4],
    ];
    const frame = { schema: { fields, meta: { preferredVisualisationType: 'flamegraph' } }, data: { values } };
    for (const value of [frame, { results: { A: { frames: [frame] }, B: {} } }]) {
      expect(frameJson(value)).toEqual([
        {
          kind: 'columns',
          length: 2,
          flamegraph: true,
          columns: [
            { name: 'level', type: 'number', values: [null, 1], text: undefined, unit: 'ns' },
            { name: 'label', type: 'enum', values: [0, 1], text: ['a', 'b'], unit: undefined },
            { name: 'ts', type: 'time', values: [1, 2], text: undefined, unit: undefined },
          ],
        },
      ]);
    }
    expect(frameJson({ fields: [{ name: 'x', values: ['a'] }, { name: 'y', values: [{}, 1] }, null] })).toMatchObject([
      {
        length: 1,
        flamegraph: false,
        columns: [
          { name: 'x', type: 'string' },
          { name: 'y', type: 'other' },
        ],
      },
    ]);
    expect(
      frameJson([
        { stack: 'a;b', value: 1 },
        { stack: 'a', more: true },
      ])
    ).toMatchObject([
      {
        length: 2,
        columns: [
          { name: 'stack', values: ['a;b', 'a'] },
          { name: 'value', values: [1, null] },
          { name: 'more', values: [null, true] },
        ],
      },
    ]);
    expect([frameJson([]), frameJson([1]), frameJson({}), frameJson(null), frameJson([{}])].flat()).toEqual([
      { kind: 'columns', columns: [], length: 1 },
    ]);
  });

  it('are read where a query gives them as text', () => {
    expect(read(json([{ stack: 'a;b', value: 2 }])).draw).toBe('all 2 0\n  a 2 0\n    b 2 2');
    expect(problemOf(json({ a: 1 }))).toMatch(/no profile and no data frame/);
    expect(problemOf(text('{"a": 1}}'))).toMatch(/has an error/);
  });
});

describe('files in cells and lines in rows', () => {
  it('UTF-16 of both orders; base64 in lines, for addresses, and cut', () => {
    const big = Buffer.from('a;b 3\n', 'utf16le').swap16();
    expect(read(bytes(Buffer.concat([Buffer.from([0xfe, 0xff]), big]))).total).toBe(3);
    expect(read(bytes(Uint8Array.from([0xff, 0xfe, 0x41, 0])), { format: 'folded' }).profile.samples.length).toBe(0);
    const long = Buffer.from(Array.from({ length: 60 }, (_, i) => `frame${i};leaf 3`).join('\n')).toString('base64');
    expect(read(text(`\ufeff${long.replace(/.{60}/g, '$&\n')}`)).total).toBe(180);
    expect(read(text(`data:text/plain;base64,${long}`)).total).toBe(180);
    expect(problemOf(text(`H4sI${'A'.repeat(201)}`))).toMatch(/looks like base64 and is none/);
    expect(read(bytes(Uint8Array.from([27, 91, 109, 97, 32, 49, 10])), { format: 'folded' }).total).toBe(1); // a colour of a terminal
  });

  it('the content is the longest text; lines are put in the order of their time', () => {
    const file = table(
      column('short', ['x', 'y']),
      column('long', ['a;b 1\na;c 2\n', 'a;d 4\na;e 1\n']),
      column('n', [1, 2], 'number')
    );
    expect(readSource(file).reads.map(({ profile }) => profile.labels[0].values)).toEqual([['x'], ['y']]);
    const dump = [
      'goroutine 1 [running]:',
      'main.a()',
      '\t/a.go:1',
      '',
      'goroutine 2 [running]:',
      'main.b()',
      '\t/b.go:1',
    ];
    const newest = [...dump].reverse();
    for (const at of [
      [7, 6, 5, 4, 3, 2, 1],
      [7, 6, 5, 5, 5, 5, 5],
    ]) {
      const found = read(table(column('line', newest), column('time', at, 'time')));
      expect(found.draw).toBe('all 2 0\n  main.a 1 1\n  main.b 1 1');
    }
    const oldest = read(table(column('line', dump), column('time', [1, 1, 1, 1, 1, 1, 1], 'time')));
    expect(oldest.draw).toBe('all 2 0\n  main.a 1 1\n  main.b 1 1');
  });
});

describe('any source', () => {
  it('its first lines, without one that may be cut', () => {
    expect(headLines(text('a\r\nb\nc'), 2)).toEqual(['a', 'b']);
    expect(headLines(text('a\nb'), 9)).toEqual(['a', 'b']);
    const long = 'x'.repeat(10_000);
    expect(headLines(text(`${long}\n${long}\nend`), 9)).toEqual([long]);
    const first = 'y'.repeat(40_000);
    expect(headLines(text(`${first}\nb\n`), 9)).toEqual([first]);
    expect(headLines(text(first), 9)).toEqual([first]);
    expect(headLines(bytes(new Uint8Array(3)))).toEqual([]);
  });

  it('all its lines, with their numbers', () => {
    expect([...linesOf('a\r\n\nb')]).toEqual([
      { line: 'a', number: 1 },
      { line: '', number: 2 },
      { line: 'b', number: 3 },
    ]);
    expect([...linesOf('')]).toEqual([]);
    expect([...linesOf('\r\n\n')].map(({ line }) => line)).toEqual(['', '']);
  });

  it.each([
    [4, 4],
    [NaN, undefined],
    [Infinity, undefined],
    [BigInt(5), 5],
    [' 12 ', 12],
    ['1e3', 1000],
    ['-2.5E-1', -0.25],
    ['', undefined],
    ['1x', undefined],
    ['x1', undefined],
    ['1e', undefined],
    ['1.2.3', undefined],
    ['9e999', undefined],
    [null, undefined],
    [true, undefined],
  ])('the cell %p is the number %p', (cell, expected) => expect(numberOf(cell)).toBe(expected));

  it('times are split into parts of a round length', () => {
    const label = (...at: unknown[]) => {
      const of = timeLabelReader(column('t', at, 'time'), at.length);
      return at.map((_, i) => of(i));
    };
    const minute = 60_000;
    expect(label(0, 30 * minute, NaN, 7 * minute)).toEqual([
      '1970-01-01 00:00:00Z',
      '1970-01-01 00:30:00Z',
      undefined,
      '1970-01-01 00:05:00Z',
    ]);
    expect(label(5, 5)).toEqual([undefined, undefined]);
    expect(label()).toEqual([]);
    expect(timeLabelReader(undefined, 2)(0)).toBeUndefined();
    expect(label(0, 1e17)[1]).toBeUndefined();
    expect(label(0, 8e15)[0]).toBe('1970-01-01 00:00:00Z');
  });

  it('a format that is named is taken, another value type shown', () => {
    expect(read(text('main 3'), { format: 'folded' }).total).toBe(3);
    const two = read(text('a;b 3 5\na;c 4 0\n'), { valueType: 'left' });
    expect([two.total, two.profile.primary]).toEqual([7, 1]);
    expect(read(text('a;b 3 5\na;c 4 0\n'), { valueType: 'none such' }).profile.primary).toBe(0);
  });

  it('a table is a profile, was meant to be one, or is none', () => {
    const numbers = column('value', [1, 2], 'number');
    expect(holdsProfile(table(column('stack', ['a;b', 'a']), numbers))).toBe(true);
    expect(holdsProfile(table(column('label', ['a', 'b']), column('level', [0, 1], 'number'), numbers))).toBe(true);
    expect(holdsProfile(table(column('host', ['h1', 'h2']), numbers))).toBe(false);
    expect(holdsProfile(table(column('text', ['some', 'words'])))).toBe(true);
    expect(holdsProfile(table(column('file', ['a;b 1\na;c 2', 'a;b 3']), numbers))).toBe(true);
    expect(holdsProfile(table(numbers))).toBe(false);
    expect(holdsProfile({ ...table(column('stack', [])), length: 0 })).toBe(false);
    expect(holdsProfile({ ...table(column('label', []), column('level', []), column('value', [])), length: 0 })).toBe(
      true
    );
    expect(problemOf(table(column('text', ['', null])))).toMatch(/text column is empty/);
  });

  it('labels of a whole file do not hide its own', () => {
    const { reads } = readSource(
      table(
        column('content', [
          '"w" #9 tid=0x1 nid=0x2 runnable\n   java.lang.Thread.State: RUNNABLE\n\tat app.A.run(A.java:3)\n',
        ]),
        column('thread', ['outer']),
        column('pod', ['p'])
      )
    );
    expect(reads[0].profile.labels.map(({ name, values }) => [name, values[0]])).toEqual([
      ['thread', 'w'],
      ['state', 'RUNNABLE'],
      ['pod', 'p'],
    ]);
  });
});
