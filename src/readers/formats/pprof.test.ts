import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareProfile } from '../../prepare';
import { CATEGORIES, splitAt } from '../../analysis';
import { IN_SPAN, nameOf, totalOf } from '../../profile';
import { bytes, problemOf, read } from '../../testing';
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

const DATA = join(__dirname, '../../../testdata/pprof');
const file = (name: string) => readFileSync(join(DATA, name));

/** flat and cum by function of `go tool pprof -top -unit ns`, and the whole. */
function topOf(name: string) {
  const text = file(`${name}.top.txt`).toString();
  const rows = [...text.matchAll(/^ *(\d+)(?:ns)? +\S+ +\S+ +(\d+)(?:ns)? +\S+ {2}(.+?)(?: \(inline\))?$/gm)];
  return {
    total: Number(/ of (\d+)ns total/.exec(text)![1]),
    rows: rows.map(([, flat, cum, fn]) => ({ fn, flat: Number(flat), cum: Number(cum) })),
  };
}

function flatOf({ tree, weights }: ReturnType<typeof read>, index: number): Map<string, number> {
  const flat = new Map<string, number>();
  for (let node = 1; node < tree.length; node++) {
    const self = weights[index].self[node];
    if (self > 0) {
      flat.set(nameOf(tree, node), (flat.get(nameOf(tree, node)) ?? 0) + self);
    }
  }
  return flat;
}

describe('ddtrace, zstd, 19 sample types of which the last is 0', () => {
  const found = read(bytes(file('ddtrace.pprof.zst')));

  it.each(['cpu-time', 'wall-time'])('%s as go tool pprof has it', (type) => {
    const { total, rows } = topOf(`ddtrace.${type}`);
    const index = found.profile.valueTypes.findIndex((t) => t.type === type);
    expect(totalOf(found.tree, found.weights[index], 0)).toBe(total);
    expect(rows.length).toBeGreaterThan(5);
    const flat = flatOf(found, index);
    expect(rows.filter((row) => row.flat > 0).map(({ fn, flat: ns }) => [fn, ns])).toEqual(
      rows.filter((row) => row.flat > 0).map(({ fn }) => [fn, flat.get(fn)])
    );
  });

  it('fills both roles from the same samples: an exact pair', () => {
    const { paired, queries } = prepareProfile([{ refId: 'A', source: bytes(file('ddtrace.pprof.zst')) }]);
    expect(queries.map(({ role, unit, total }) => [role, unit, total])).toEqual([
      ['cpu', 'nanoseconds', topOf('ddtrace.cpu-time').total],
      ['wall', 'nanoseconds', topOf('ddtrace.wall-time').total],
    ]);
    expect([paired!.evidence, paired!.sameSamples, paired!.notes]).toEqual(['cpu+wall', true, []]);
    expect(splitAt(paired!, 0)).toMatchObject({
      total: topOf('ddtrace.wall-time').total,
      onCpu: topOf('ddtrace.cpu-time').total,
    });
    expect(queries[1].valueTypes.slice(0, 2)).toEqual(['wall-time', 'cpu-time']);
    expect(queries[1].valueTypes).not.toContain('gpu-time');
  });

  it('knows when it was recorded, from the samples', () => {
    const [{ recorded }] = prepareProfile([{ refId: 'A', source: bytes(file('ddtrace.pprof.zst')) }]).queries;
    expect(recorded!.clock).toBe('utc');
    expect(new Date(recorded!.from).toISOString()).toMatch(/^2026-11-27T16:17:32/); // pprof: 16:17:32, 3.24 s
    expect(recorded!.to - recorded!.from).toBeCloseTo(3205, -2);
  });

  it('a role that is set takes the value type that fits, or one that is not 0', () => {
    const shown = (role: 'cpu' | 'wall' | 'offcpu') => {
      const [query] = prepareProfile([{ refId: 'A', source: bytes(file('ddtrace.pprof.zst')), role }]).queries;
      return [query.valueTypes[0], query.total > 0];
    };
    expect(shown('cpu')).toEqual(['cpu-time', true]);
    expect(shown('wall')).toEqual(['wall-time', true]);
    expect(shown('offcpu')[1]).toBe(true);
  });

  it('a value type of 0 that an option names is not shown, which is said', () => {
    const { queries, warnings } = prepareProfile([
      { refId: 'A', source: bytes(file('ddtrace.pprof.zst')), options: { valueType: 'gpu-time' } },
    ]);
    expect(queries[0].total).toBeGreaterThan(0);
    expect(warnings[0].message).toMatch(/^gpu-time is 0 in all samples/);
  });
});

describe('go tool trace -pprof: exact waits', () => {
  it.each([
    ['net', 'poll'],
    ['sync', 'lock'],
    ['syscall', undefined],
    ['sched', undefined],
  ])('%s is off-CPU time, with the total of go tool pprof', (kind, category) => {
    const { queries, sites, paired } = prepareProfile([{ refId: 'A', source: bytes(file(`go-trace.${kind}.pb.gz`)) }]);
    expect(queries.map(({ role, origin, total }) => [role, origin, total])).toEqual([
      ['offcpu', 'detected', topOf(`go-trace.${kind}`).total],
    ]);
    expect(paired!.evidence).toBe('offcpu');
    if (category) {
      expect(CATEGORIES[sites[0].category]).toBe(category);
      expect(sites[0].site).toBe({ poll: 'main.askServer', lock: 'main.holdLock' }[category]);
    }
  });
});

describe('containers', () => {
  const zst = file('ddtrace.pprof.zst');
  it('say that they are cut or broken', () => {
    expect(problemOf(bytes(zst.subarray(0, 20_000)))).toMatch(/zstd/);
    expect(problemOf(bytes(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 9, 9, 9, 9, 9, 9, 9)))).toMatch(/zstd/);
  });
  it('are undone in base64, too', () => {
    const text = zst.toString('base64');
    expect(read({ kind: 'text', text }).format.id).toBe('pprof');
  });
});

describe('pprof built by hand', () => {
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

  it('says who was in a span, however many spans there are', () => {
    const found = read(
      encode({
        sample: Array.from({ length: 1004 }, (_, i) =>
          sample([1], [1, 1], i % 2 ? [] : [textLabel('span_id', (i % 4 ? i : 0).toString(16).padStart(16, '0'))])
        ),
      })
    );
    const { values, index } = found.profile.labels.find(({ name }) => name === IN_SPAN)!;
    expect(Array.from(index.slice(0, 4), (value) => values[value])).toEqual(['no', 'no', 'yes', 'no']);
    expect(index.filter((value) => values[value] === 'yes')).toHaveLength(251);
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
