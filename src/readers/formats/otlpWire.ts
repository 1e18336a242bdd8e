import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/**
 * OTLP profiles in protobuf, turned into what the same message is in JSON (opentelemetry-proto, profiles/v1development). Numbers
 * of fields moved between versions while the format was in development; three layouts are told apart:
 * - `1.7`: stacks are slices of the profile's location_indices, several sample types a profile;
 * - `1.8` and 1.9: a stack table, one sample type a profile;
 * - `1.10` and newer: the sample's fields in another order, attributes by reference.
 */
export type Layout = '1.7' | '1.8' | '1.10';

export type Message = Record<string, unknown>;

/** By field number: the name in JSON, and how to read it. `ints` and `times` are repeated numbers, packed or not; `hex` are bytes. */
type Schema = Record<number, [string, 'int' | 'ints' | 'times' | 'big' | 'text' | 'hex' | 'double' | Schema, 'many'?]>;

const VALUE: Schema = {
  1: ['stringValue', 'text'],
  2: ['boolValue', 'int'],
  3: ['intValue', 'int'],
  4: ['doubleValue', 'double'],
  8: ['stringValueStrindex', 'int'],
};
const KEY_VALUE: Schema = { 1: ['key', 'text'], 2: ['value', VALUE], 3: ['keyStrindex', 'int'] };
const KEY_VALUE_AND_UNIT: Schema = { 1: ['keyStrindex', 'int'], 2: ['value', VALUE] };
const VALUE_TYPE: Schema = { 1: ['typeStrindex', 'int'], 2: ['unitStrindex', 'int'] };

/** In 1.7 field 7 is another table, and attributes have their keys in them. */
const dictionary = (oldest: boolean): Schema => ({
  1: ['mappingTable', { 4: ['filenameStrindex', 'int'] }, 'many'],
  2: [
    'locationTable',
    {
      1: ['mappingIndex', 'int'],
      2: ['address', 'big'],
      3: ['lines', { 1: ['functionIndex', 'int'], 2: ['line', 'int'] }, 'many'],
    },
    'many',
  ],
  3: [
    'functionTable',
    { 1: ['nameStrindex', 'int'], 2: ['systemNameStrindex', 'int'], 3: ['filenameStrindex', 'int'] },
    'many',
  ],
  4: ['linkTable', { 2: ['spanId', 'hex'] }, 'many'],
  5: ['stringTable', 'text', 'many'],
  6: ['attributeTable', oldest ? KEY_VALUE : KEY_VALUE_AND_UNIT, 'many'],
  7: [oldest ? 'attributeUnits' : 'stackTable', oldest ? {} : { 1: ['locationIndices', 'ints'] }, 'many'],
});

const SAMPLE: Record<Layout, Schema> = {
  '1.7': {
    1: ['locationsStartIndex', 'int'],
    2: ['locationsLength', 'int'],
    3: ['values', 'ints'],
    4: ['attributeIndices', 'ints'],
    5: ['linkIndex', 'int'],
    6: ['timestampsUnixNano', 'ints'],
  },
  '1.8': {
    1: ['stackIndex', 'int'],
    2: ['values', 'ints'],
    3: ['attributeIndices', 'ints'],
    4: ['linkIndex', 'int'],
    5: ['timestampsUnixNano', 'times'],
  },
  '1.10': {
    1: ['stackIndex', 'int'],
    2: ['attributeIndices', 'ints'],
    3: ['linkIndex', 'int'],
    4: ['values', 'ints'],
    5: ['timestampsUnixNano', 'times'],
  },
};

const profile = (layout: Layout): Schema =>
  layout === '1.7'
    ? {
        1: ['sampleTypes', VALUE_TYPE, 'many'],
        2: ['samples', SAMPLE[layout], 'many'],
        3: ['locationIndices', 'ints'],
        6: ['periodType', VALUE_TYPE],
        7: ['period', 'int'],
        9: ['defaultSampleTypeIndex', 'int'],
      }
    : {
        1: ['sampleType', VALUE_TYPE],
        2: ['samples', SAMPLE[layout], 'many'],
        5: ['periodType', VALUE_TYPE],
        6: ['period', 'int'],
      };

const profilesData = (layout: Layout): Schema => ({
  1: [
    'resourceProfiles',
    {
      1: ['resource', { 1: ['attributes', KEY_VALUE, 'many'] }],
      2: ['scopeProfiles', { 2: ['profiles', profile(layout), 'many'] }, 'many'],
    },
    'many',
  ],
  2: ['dictionary', dictionary(layout === '1.7')],
});

/** Throws where the bytes end inside a field. Schemas are finite, so the depth is theirs and not the data's. */
function decode(bytes: Uint8Array, schema: Schema): Message {
  const reader = new BinaryReader(bytes);
  const message: Message = {};
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const field = schema[number];
    if (!field) {
      reader.skip(wire, number);
      continue;
    }
    const [name, kind, many] = field;
    if (kind === 'ints' || kind === 'times') {
      readNumbers(reader, wire, kind, (message[name] ??= []) as number[]);
    } else if (many) {
      ((message[name] ??= []) as unknown[]).push(valueOf(reader, wire, kind));
    } else {
      message[name] = valueOf(reader, wire, kind);
    }
  }
  return message;
}

function valueOf(reader: BinaryReader, wire: WireType, kind: Exclude<Schema[number][1], 'ints' | 'times'>): unknown {
  if (wire === WireType.LengthDelimited && (typeof kind === 'object' || kind === 'text')) {
    return typeof kind === 'object' ? decode(reader.bytes(), kind) : reader.string();
  }
  if (wire === WireType.LengthDelimited && kind === 'hex') {
    return Array.from(reader.bytes(), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  if (typeof kind !== 'object' && wire === WireType.Varint) {
    return kind === 'big' ? reader.uint64() : Number(reader.int64());
  }
  if (wire === WireType.Bit64 && (kind === 'double' || kind === 'int')) {
    return kind === 'double' ? reader.double() : Number(reader.fixed64());
  }
  throw new Error('a field is of another kind than expected');
}

/** One number, or a packed list of varints or fixed64. */
function readNumbers(reader: BinaryReader, wire: WireType, kind: 'ints' | 'times', list: number[]): void {
  const next = (from: BinaryReader) => list.push(Number(kind === 'times' ? from.fixed64() : from.int64()));
  if (wire !== WireType.LengthDelimited) {
    if (wire !== (kind === 'times' ? WireType.Bit64 : WireType.Varint)) {
      throw new Error('a list is of another kind than expected');
    }
    next(reader);
    return;
  }
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) {
    next(packed);
  }
}

/** The embedded messages of a field, without a look into them. */
function messagesIn(bytes: Uint8Array, number: number): Uint8Array[] {
  const reader = new BinaryReader(bytes);
  const found: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [own, wire] = reader.tag();
    if (own === number && wire === WireType.LengthDelimited) {
      found.push(reader.bytes());
    } else {
      reader.skip(wire, own);
    }
  }
  return found;
}

/** Numbers of a sample's fields, and which of them came as a list. */
function rawSample(bytes: Uint8Array) {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, number[]>();
  const lists = new Set<number>();
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const own = fields.get(number) ?? [];
    fields.set(number, own);
    if (wire === WireType.LengthDelimited) {
      lists.add(number);
    }
    if (wire === WireType.Bit64 || wire === WireType.LengthDelimited || wire === WireType.Varint) {
      // Time stamps of 1.8 and newer are fixed64, whatever is made of them here: only their number counts.
      readNumbers(reader, wire, number === 5 && wire !== WireType.Varint ? 'times' : 'ints', own);
    } else {
      reader.skip(wire, number);
    }
  }
  return { of: (number: number) => fields.get(number) ?? [], lists };
}

/** What the specification rules out in a sample: of the wrong layout, most samples break it. */
function breaks(
  sample: ReturnType<typeof rawSample>,
  layout: '1.8' | '1.10',
  attributes: number,
  links: number
): boolean {
  const [values, attributeAt, linkAt] = layout === '1.8' ? [2, 3, 4] : [4, 2, 3];
  const [counted, times, link] = [sample.of(values).length, sample.of(5).length, sample.of(linkAt)];
  return (
    (counted === 0 && times === 0) ||
    (counted > 0 && times > 0 && counted !== times) ||
    sample.lists.has(linkAt) ||
    link.length > 1 ||
    link.some((index) => index > 0 && index >= links) ||
    sample.of(attributeAt).some((index) => index >= Math.max(1, attributes))
  );
}

/** Samples looked at: a file has one layout. */
const PROBED = 500;

function layoutOf(bytes: Uint8Array): Layout {
  const profiles = messagesIn(bytes, 1)
    .flatMap((resource) => messagesIn(resource, 2))
    .flatMap((scope) => messagesIn(scope, 2));
  // Field 3 is a list of locations in 1.7, and a fixed64 time since.
  if (profiles.some((own) => messagesIn(own, 3).length > 0)) {
    return '1.7';
  }
  const dictionaries = messagesIn(bytes, 2);
  const count = (table: number) => dictionaries.reduce((sum, own) => sum + messagesIn(own, table).length, 0);
  const [attributes, links] = [count(6), count(4)];
  const samples = profiles
    .flatMap((own) => messagesIn(own, 2))
    .slice(0, PROBED)
    .map(rawSample);
  const broken = (layout: '1.8' | '1.10') =>
    samples.filter((sample) => breaks(sample, layout, attributes, links)).length;
  return broken('1.8') < broken('1.10') ? '1.8' : '1.10';
}

/** Undefined where the bytes are cut or no such message. */
export function decodeOtlp(bytes: Uint8Array): Message | undefined {
  try {
    return decode(bytes, profilesData(layoutOf(bytes)));
  } catch {
    return undefined;
  }
}

/**
 * Whether bytes are ProfilesData, be they cut at the end. It has two fields, both messages of messages. A pprof profile, which
 * begins with the same field numbers, has others, and its first one holds numbers.
 */
export function looksLikeOtlp(bytes: Uint8Array): boolean {
  let seen = 0;
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    let length = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 2 ** 35) {
        return seen > 0;
      }
      length += (byte & 0x7f) * shift;
      if (byte < 0x80) {
        break;
      }
    }
    const first = bytes[at];
    const isMessage = length === 0 || first === undefined || (first & 7) === WireType.LengthDelimited;
    if (!(tag === 0x0a || tag === 0x12) || !isMessage || (length > 0 && first >> 3 > (tag === 0x0a ? 3 : 7))) {
      return false;
    }
    // The dictionary's and the resource's messages; a pprof sample is a packed list of numbers.
    seen += tag === 0x0a || hasStrings(bytes.subarray(at, at + length)) ? 1 : 0;
    at += length;
  }
  return seen > 0;
}

/** A dictionary holds its strings in field 5, the empty one first. */
function hasStrings(dictionary: Uint8Array): boolean {
  try {
    const reader = new BinaryReader(dictionary);
    while (reader.pos < reader.len) {
      const [number, wire] = reader.tag();
      if (number === 5 && wire === WireType.LengthDelimited) {
        return true;
      }
      reader.skip(wire, number);
    }
  } catch {
    // cut
  }
  return false;
}
