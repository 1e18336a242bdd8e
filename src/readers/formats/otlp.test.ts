import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, splitAt } from '../../analysis';
import { prepareProfile } from '../../prepare';
import { bytes, problemOf, read, text } from '../../testing';

const DATA = join(__dirname, '../../../testdata');
const file = (name: string) => readFileSync(join(DATA, 'otlp', name));

type Field = [number, number | string | Uint8Array | number[] | { fixed: number } | { times: number[] }];

/** A message by the wire format: numbers are varints, lists are packed. */
function proto(...fields: Field[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      writer.tag(number, WireType.Varint).int64(value);
    } else if (typeof value === 'string') {
      writer.tag(number, WireType.LengthDelimited).string(value);
    } else if (value instanceof Uint8Array) {
      writer.tag(number, WireType.LengthDelimited).bytes(value);
    } else if (Array.isArray(value)) {
      const packed = new BinaryWriter();
      value.forEach((v) => packed.int64(v));
      writer.tag(number, WireType.LengthDelimited).bytes(packed.finish());
    } else if ('times' in value) {
      const packed = new BinaryWriter();
      value.times.forEach((v) => packed.fixed64(v));
      writer.tag(number, WireType.LengthDelimited).bytes(packed.finish());
    } else {
      writer.tag(number, WireType.Bit64).fixed64(value.fixed);
    }
  }
  return writer.finish();
}

const STRINGS = [
  '',
  'samples',
  'count',
  'cpu',
  'nanoseconds',
  'events',
  'main.run',
  'main.ask',
  'app.go',
  'libc.so.6',
  'thread.name',
  'main',
  'off_cpu',
];
const at = (name: string) => STRINGS.indexOf(name);
const fn = (name: string) => proto([1, at(name)], [3, at('app.go')]);
const LOCATIONS: Field[] = [
  [2, proto()],
  [2, proto([3, proto([1, 1], [2, 7])])], // main.run:7
  [2, proto([3, proto([1, 2], [2, 9])])], // main.ask:9
  [2, proto([1, 1], [2, 0x1234])], // libc.so.6+0x1234
];
const TABLES: Field[] = [
  [1, proto()],
  [1, proto([4, at('libc.so.6')])],
  ...LOCATIONS,
  [3, proto()],
  [3, fn('main.run')],
  [3, fn('main.ask')],
  [4, proto()],
  ...STRINGS.map((s): Field => [5, s]),
];
const NEW_TABLES: Field[] = [
  ...TABLES,
  [6, proto()],
  [6, proto([1, at('thread.name')], [2, proto([1, 'worker'])])],
  [6, proto([1, at('thread.name')], [2, proto([8, at('main')])])], // by reference: 1.10
  [7, proto()],
  [7, proto([1, [3, 2, 1]])], // leaf first: libc under main.ask under main.run
  [7, proto([1, [1]])],
];

const T = 1_795_796_000_000_000_000;
const MS = 1_000_000;
const valueType = (type: string, unit: string) => proto([1, at(type)], [2, at(unit)]);
const cpuProfile = (...samples: Uint8Array[]) =>
  proto(
    [1, valueType('samples', 'count')],
    ...samples.map((s): Field => [2, s]),
    [3, { fixed: T }],
    [5, valueType('cpu', 'nanoseconds')],
    [6, 10 * MS]
  );
const offCpuProfile = (...samples: Uint8Array[]) =>
  proto([1, valueType('events', 'nanoseconds')], ...samples.map((s): Field => [2, s]), [3, { fixed: T }]);
const resource = (service: string, ...profiles: Uint8Array[]) =>
  proto(
    [1, proto([1, proto([1, 'service.name'], [2, proto([1, service])])])],
    [2, proto(...profiles.map((p): Field => [2, p]))]
  );
const data = (tables: Field[], ...resources: Uint8Array[]) =>
  proto(...resources.map((r): Field => [1, r]), [2, proto(...tables)]);

const SPAN = Uint8Array.from([0, 0, 0, 0, 0, 0, 10, 255]);
const LINKS: Field[] = [[4, proto([1, new Uint8Array(16).fill(1)], [2, SPAN])]];

it.each([
  ['1.10 and newer', 3, 4],
  ['1.8 and 1.9', 4, 2],
])('a link to a span says that a sample was taken in it, by protocol %s', (_, link, values) => {
  const sample = (stack: number, linked: number) =>
    proto([1, stack], ...(linked ? [[link, linked] as Field] : []), [values, [30 * MS]]);
  const { tables, linked } = { tables: [...NEW_TABLES, ...LINKS], linked: sample(1, 1) };
  const spans = (...samples: Uint8Array[]) =>
    read(bytes(data(tables, resource('shop', offCpuProfile(...samples))))).profile.labels.flatMap(
      ({ name, values, index }) => (/span/.test(name) ? [[name, Array.from(index, (value) => values[value])]] : [])
    );
  expect(spans(linked, sample(2, 0))).toEqual([
    ['span_id', ['0000000000000aff', undefined]],
    ['in a span', ['yes', 'no']],
  ]);
  expect(spans(sample(1, 0), sample(2, 0))).toEqual([]);
});

// Field numbers of a sample in 1.10, and in 1.8 and 1.9.
const newest = (stack: number, values: number[], attributes: number[], times: number[]) =>
  proto(
    [1, stack],
    ...(attributes.length ? [[2, attributes] as Field] : []),
    ...(values.length ? [[4, values] as Field] : []),
    ...(times.length ? [[5, { times }] as Field] : [])
  );
const earlier = (stack: number, values: number[], attributes: number[], times: number[]) =>
  proto(
    [1, stack],
    ...(values.length ? [[2, values] as Field] : []),
    ...(attributes.length ? [[3, attributes] as Field] : []),
    ...(times.length ? [[5, { times }] as Field] : [])
  );

describe.each([
  ['1.10 and newer', newest],
  ['1.8 and 1.9', earlier],
])('OpenTelemetry’s eBPF profiler by protocol %s', (_, sample) => {
  const message = data(
    NEW_TABLES,
    resource(
      'shop',
      cpuProfile(sample(2, [1, 1, 1], [1], [T, T + 10 * MS, T + 40 * MS])),
      offCpuProfile(sample(1, [70 * MS, 30 * MS], [2], [T + 50 * MS, T + 200 * MS]))
    ),
    resource('cart', cpuProfile(sample(2, [], [1], [T + 5 * MS, T + 6 * MS])))
  );

  it('is CPU by its period, and off-CPU time, of several resources', () => {
    const { queries, paired } = prepareProfile([{ refId: 'A', source: bytes(message) }]);
    expect(queries.map(({ role, origin, unit, total, samples }) => [role, origin, unit, total, samples])).toEqual([
      ['cpu', 'detected', 'nanoseconds', 50 * MS, 5],
      ['offcpu', 'detected', 'nanoseconds', 100 * MS, 2],
    ]);
    expect(paired!.evidence).toBe('cpu+offcpu');
    expect(splitAt(paired!, 0)).toMatchObject({ total: 150 * MS, onCpu: 50 * MS });
  });

  it('has stacks from the root, addresses where there are no names, labels and times', () => {
    const { profile, draw, types } = read(bytes(message), { valueType: 'off_cpu' });
    expect(types).toEqual(['cpu/nanoseconds', 'off_cpu/nanoseconds']);
    expect(draw).toContain(
      '  main.run 100000000 0\n    main.ask 100000000 0\n      libc.so.6+0x1234 100000000 100000000'
    );
    expect(profile.clock).toBe('utc');
    expect(Array.from(profile.samples.time!, (time) => (time - T) / MS)).toEqual(
      [0, 10, 40, 50 - 70, 200 - 30, 5, 6].map((ms) => expect.closeTo(ms, 3))
    );
    expect([...profile.samples.duration!]).toEqual([NaN, NaN, NaN, 70 * MS, 30 * MS, NaN, NaN]);
    const threads = profile.labels.find(({ name }) => name === 'thread.name')!;
    expect(Array.from(threads.index, (i) => threads.values[i])).toEqual([
      'worker',
      'worker',
      'worker',
      'main',
      'main',
      'worker',
      'worker',
    ]);
    const services = profile.labels.find(({ name }) => name === 'service.name')!;
    expect(Array.from(services.index, (i) => services.values[i])).toEqual([
      'shop',
      'shop',
      'shop',
      'shop',
      'shop',
      'cart',
      'cart',
    ]);
  });

  it('cut anywhere is no pprof profile and no exception', () => {
    for (let end = 8; end < message.length; end += 5) {
      const problem = problemOf(bytes(message.subarray(0, end)));
      expect(problem ?? '').not.toMatch(/pprof profile/);
    }
  });
});

it('1.7: stacks are slices of locations, attributes have their keys in them, several types a profile', () => {
  const profile = proto(
    [1, valueType('samples', 'count')],
    [1, valueType('cpu', 'nanoseconds')],
    [2, proto([1, 0], [2, 3], [3, [4, 40 * MS]], [4, [1]])],
    [2, proto([1, 2], [2, 1], [3, [1, 10 * MS]], [6, [T]])],
    [3, [3, 2, 1]],
    [4, T]
  );
  const message = data(
    [...TABLES, [6, proto()], [6, proto([1, 'thread.name'], [2, proto([1, 'w'])])]],
    resource('shop', profile)
  );
  const { draw, types, profile: built } = read(bytes(message));
  expect(types).toEqual(['samples/count', 'cpu/nanoseconds']);
  expect(draw).toBe(
    [
      'all 50000000 0',
      '  main.run 50000000 10000000',
      '    main.ask 40000000 0',
      '      libc.so.6+0x1234 40000000 40000000',
    ].join('\n')
  );
  expect(built.labels.map(({ name, values }) => [name, values])).toEqual([
    ['service.name', ['shop']],
    ['thread.name', ['w']],
  ]);
});

describe('async-profiler -o otlp', () => {
  // Sums by opentelemetry-proto's Python package 1.45: 567 and 32 samples of 50 and 10 ms.
  it.each([
    ['async-profiler-4.5.wall.otlp', 'wall', 567 * 50 * MS],
    ['async-profiler-4.5.cpu.otlp', 'cpu', 32 * 10 * MS],
    ['async-profiler-4.5.wall.json', 'wall', 567 * 50 * MS], // written by protobuf's json_format
    ['async-profiler-4.2.wall.otlp', 'wall', 28_350_000_000],
  ])('%s', (name, role, total) => {
    const { queries } = prepareProfile([{ refId: 'A', source: bytes(file(name)) }]);
    expect(queries.map((query) => [query.format, query.role, query.origin, query.total])).toEqual([
      ['OTLP profiles', role, 'detected', total],
    ]);
  });

  it('says the same in JSON as in protobuf, and waits as the program does', () => {
    expect(read(bytes(file('async-profiler-4.5.wall.json'))).draw).toBe(
      read(bytes(file('async-profiler-4.5.wall.otlp'))).draw
    );
    const { paired } = prepareProfile([{ refId: 'A', source: bytes(file('async-profiler-4.5.wall.otlp')) }]);
    expect(splitAt(paired!, 0).waiting[CATEGORIES.indexOf('sleep')]).toBe(3150 * MS); // three threads of Waits.java sleep, 21 samples each
  });
});

describe('JSON', () => {
  const json = file('async-profiler-4.5.wall.json').toString();
  it('one message a line, as the collector’s file exporter writes it; a broken line is counted', () => {
    const found = read(text(`${json}\n${json}\n{"resourceProfiles": [\n`));
    expect([found.total, found.dropped]).toEqual([2 * 567 * 50 * MS, 1]);
    expect(found.warnings[0]).toMatchObject({ row: 3 });
  });
  it.each([
    ['nothing in it', '{"resourceProfiles": []}', /no sample/],
    ['cut', json.slice(0, 5000), /end too early/],
    [
      'of odd values',
      '{"resourceProfiles": [{"scopeProfiles": [{"profiles": [{"samples": [7, {"stackIndex": "x"}, {"stackIndex": 4}]}]}]}], "dictionary": 3}',
      /no sample/,
    ],
  ])('with %s is a problem in words', (_, content, message) => expect(problemOf(text(content))).toMatch(message));
});

it('no pprof profile is taken for OTLP', () => {
  for (const folder of ['pprof', 'incident/recorded']) {
    for (const name of readdirSync(join(DATA, folder)).filter((n) => /\.pb\.gz$|\.zst$/.test(n))) {
      expect([name, read(bytes(readFileSync(join(DATA, folder, name)))).format.id]).toEqual([name, 'pprof']);
    }
  }
});
