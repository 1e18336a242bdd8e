// The container, written here by its grammar: what recordings of today do not hold (integers that are not compressed, all text
// encodings, types in a circle). Recordings are read in formats/jfr.test.ts.
import { bytes } from '../testing';
import { readSource } from '.';
import { jfrChunks } from './jfrFile';

type Text = { encoding: 0 | 1 | 2 | 3 | 4 | 5; text: string; key?: number };

class Writer {
  out: number[] = [];
  constructor(readonly compressed: boolean) {}

  int(value: number, width: 2 | 4 | 8 = 8) {
    if (!this.compressed) {
      for (let i = width - 1; i >= 0; i--) {
        this.out.push(Number((BigInt(value) >> BigInt(8 * i)) & BigInt(0xff)));
      }
      return this;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (let i = 0; i < 8; i++, rest >>= BigInt(7)) {
      if (rest < BigInt(0x80)) {
        this.out.push(Number(rest));
        return this;
      }
      this.out.push(Number(rest & BigInt(0x7f)) | 0x80);
    }
    this.out.push(Number(rest));
    return this;
  }

  byte(value: number) {
    this.out.push(value);
    return this;
  }

  text({ encoding, text, key = 0 }: Text) {
    this.byte(encoding);
    if (encoding === 2) {
      return this.int(key);
    }
    if (encoding === 4) {
      this.int(text.length, 4);
      [...text].forEach((char) => this.int(char.charCodeAt(0), 2));
    } else if (encoding > 2) {
      const encoded =
        encoding === 3 ? [...new TextEncoder().encode(text)] : [...text].map((char) => char.charCodeAt(0));
      this.int(encoded.length, 4);
      this.out.push(...encoded);
    }
    return this;
  }

  utf8 = (text: string) => this.text({ encoding: 3, text });

  /** An event: its size stands first and counts itself. */
  event(type: number, body: (writer: Writer) => void) {
    const inner = new Writer(this.compressed);
    inner.int(type);
    body(inner);
    for (let size = inner.out.length + 1; ; size++) {
      const head = new Writer(this.compressed).int(size, 4).out;
      if (head.length + inner.out.length === size) {
        this.out.push(...head, ...inner.out);
        return this;
      }
    }
  }
}

const TYPES: Array<[id: number, name: string, fields: Array<[string, number, string?]>]> = [
  [2, 'long', []],
  [3, 'int', []],
  [4, 'boolean', []],
  [5, 'java.lang.String', []],
  [6, 'float', []],
  [
    10,
    'java.lang.Thread',
    [
      ['osName', 5],
      ['osThreadId', 2],
      ['javaName', 5],
      ['javaThreadId', 2],
    ],
  ],
  [11, 'java.lang.Class', [['name', 12, 'pool']]],
  [12, 'jdk.types.Symbol', [['string', 5]]],
  [
    13,
    'jdk.types.Method',
    [
      ['type', 11, 'pool'],
      ['name', 12, 'pool'],
    ],
  ],
  [
    14,
    'jdk.types.StackTrace',
    [
      ['truncated', 4],
      ['frames', 15, 'array'],
    ],
  ],
  [
    15,
    'jdk.types.StackFrame',
    [
      ['method', 13, 'pool'],
      ['lineNumber', 3],
    ],
  ],
  [
    20,
    'jdk.ThreadPark',
    [
      ['startTime', 2],
      ['duration', 2],
      ['load', 6],
      ['eventThread', 10, 'pool'],
      ['stackTrace', 14, 'pool'],
    ],
  ],
  [
    21,
    'jdk.VirtualThreadPinned',
    [
      ['startTime', 2],
      ['duration', 2],
      ['eventThread', 10, 'pool'],
      ['stackTrace', 14, 'pool'],
    ],
  ],
];

function metadata(writer: Writer, types = TYPES) {
  const strings: string[] = [];
  const id = (text: string) => (strings.includes(text) ? strings.indexOf(text) : strings.push(text) - 1);
  const body = new Writer(writer.compressed);
  const element = (name: string, attributes: Array<[string, string]>, children: number) => {
    body.int(id(name), 4).int(attributes.length, 4);
    attributes.forEach(([key, value]) => body.int(id(key), 4).int(id(value), 4));
    body.int(children, 4);
  };
  element('root', [], 2);
  element('metadata', [], types.length);
  for (const [type, name, fields] of types) {
    element(
      'class',
      [
        ['id', `${type}`],
        ['name', name],
      ],
      fields.length + 1
    );
    element('annotation', [['class', '99']], 0);
    for (const [field, of, how] of fields) {
      const more: Array<[string, string]> =
        how === 'pool' ? [['constantPool', 'true']] : how === 'array' ? [['dimension', '1']] : [];
      element('field', [['name', field], ['class', `${of}`], ...more], 0);
    }
  }
  element('region', [['gmtOffset', '0']], 0);
  writer.event(0, (event) => {
    event.int(0).int(0).int(1).int(strings.length, 4);
    strings.forEach((text) => event.utf8(text));
    event.out.push(...body.out);
  });
}

/** A chunk with constants before types, as the JDK writes them. */
function chunk(compressed: boolean, events: (writer: Writer) => void, name: Text, types = TYPES): Uint8Array {
  const writer = new Writer(compressed);
  writer.event(1, (event) => {
    event.int(0).int(0).int(0).byte(0).int(6, 4);
    event.int(5).int(1, 4).int(7).utf8('from the constants');
    event.int(10).int(1, 4).int(1);
    event.text(name).int(4711).text(name).int(3);
    event.int(11).int(1, 4).int(1).int(1);
    event.int(12).int(2, 4).int(1).utf8('app/Main').int(2).utf8('run');
    event.int(13).int(1, 4).int(1).int(1).int(2);
    event.int(14).int(1, 4).int(1).byte(0).int(1, 4).int(1).int(12, 4);
  });
  events(writer);
  metadata(writer, types);
  const all = new Uint8Array(68 + writer.out.length);
  const view = new DataView(all.buffer);
  [0x46, 0x4c, 0x52, 0].forEach((byte, i) => (all[i] = byte));
  view.setUint16(4, 2);
  view.setBigInt64(8, BigInt(all.length));
  view.setBigInt64(32, BigInt(Date.UTC(2026, 0, 1)) * BigInt(1_000_000));
  view.setBigInt64(48, BigInt(1_000_000)); // start ticks
  view.setBigInt64(56, BigInt(1_000_000)); // a tick is a microsecond
  all[67] = compressed ? 1 : 0;
  all.set(writer.out, 68);
  return all;
}

const park = (writer: Writer, start: number, duration: number) =>
  writer.event(20, (event) => event.int(start).int(duration).byte(1).byte(2).byte(3).byte(4).int(1).int(1));

const readOne = (content: Uint8Array) => {
  const { reads, problems } = readSource(bytes(content));
  expect(problems).toEqual([]);
  return reads[0];
};

const plain: Text = { encoding: 3, text: 'worker' };

describe.each([
  ['compressed', true],
  ['uncompressed', false],
])('integers that are %s', (_, compressed) => {
  it('an event with its time, duration, thread and stack', () => {
    const { profile } = readOne(chunk(compressed, (writer) => park(writer, 1_500_000, 20_000), plain));
    const { strings, frames, samples, labels } = profile;
    expect([...samples.weights[0]]).toEqual([20e6]);
    expect([...samples.duration!]).toEqual([20e6]);
    expect(samples.time![0]).toBe(Date.UTC(2026, 0, 1) * 1e6 + 500e6);
    expect(labels[0].values).toEqual(['worker']);
    expect(Array.from(frames.name, (name) => strings[name])).toEqual([
      '[worker tid=4711]',
      'app.Main.run',
      'jdk.ThreadPark',
    ]);
    expect(frames.line[1]).toBe(12);
  });
});

it.each<[string, Text]>([
  ['wörker', { encoding: 3, text: 'wörker' }],
  ['wörk→', { encoding: 4, text: 'wörk→' }],
  ['wörker', { encoding: 5, text: 'wörker' }],
  ['from the constants', { encoding: 2, text: '', key: 7 }],
  ['tid=4711', { encoding: 0, text: '' }],
  ['tid=4711', { encoding: 1, text: '' }],
])('a text in each encoding: %s', (expected, name) => {
  expect(readOne(chunk(true, (writer) => park(writer, 1_500_000, 20_000), name)).profile.labels[0].values).toEqual([
    expected,
  ]);
});

it('a park of a pinned virtual thread counts once', () => {
  const pinned = (writer: Writer) => {
    writer.event(21, (event) => event.int(1_500_000).int(30_000).int(1).int(1));
    park(writer, 1_505_000, 20_000);
    park(writer, 1_600_000, 10_000);
  };
  const { profile } = readOne(chunk(true, pinned, plain));
  expect([...profile.samples.weights[0]]).toEqual([30e6, 10e6]);
});

it('chunks stand one after the other; what follows is said', () => {
  const one = chunk(true, (writer) => park(writer, 1_500_000, 20_000), plain);
  const other = chunk(false, (writer) => park(writer, 9_500_000, 10_000), plain);
  const { profile, warnings } = readOne(new Uint8Array([...one, ...other, 1, 2, 3]));
  expect([...profile.samples.weights[0]]).toEqual([20e6, 10e6]);
  expect(warnings[0].message).toBe('3 bytes at the end are no chunk.');
});

it('a chunk whose header was never finished is read to its end', () => {
  const open = chunk(true, (writer) => park(writer, 1_500_000, 20_000), plain);
  new DataView(open.buffer).setBigInt64(8, BigInt(1) << BigInt(30)); // as async-profiler begins it
  const { profile, warnings } = readOne(open);
  expect([...profile.samples.weights[0]]).toEqual([20e6]);
  expect(warnings[0].message).toMatch(/^Chunk 1 of 1 is cut/);
});

it('types in a circle end', () => {
  const circle: typeof TYPES = TYPES.map(([id, name, fields]) =>
    id === 12
      ? [
          id,
          name,
          [
            ['string', 5],
            ['again', 12],
          ],
        ]
      : [id, name, fields]
  );
  const { chunks } = jfrChunks(chunk(true, (writer) => park(writer, 1_500_000, 20_000), plain, circle));
  expect(chunks[0].fault).toBeDefined();
});
