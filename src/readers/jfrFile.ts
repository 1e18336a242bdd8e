/**
 * The container of JDK Flight Recorder: chunks, each with its own types (metadata event), constants (checkpoint events) and
 * clock. Source of the format: OpenJDK's jdk.jfr.internal.consumer (ChunkHeader, ChunkParser, StringParser) and HotSpot's
 * jfrChunk.cpp, jfrEncoders.hpp. Nothing of what events mean is known here.
 */

/** A value as its type has it: a number, a text, or the fields of a structure in their order. Null: no text. */
export type JfrValue = number | string | null | JfrValue[];

interface Field {
  name: string;
  /** Type id. */
  type: number;
  /** The value is a key into the constants of the type. */
  pool: boolean;
  array: boolean;
}

interface Type {
  id: number;
  name: string;
  fields: Field[];
}

/** Why reading cannot go on: the bytes are not what the format says, or end before it. */
class BrokenJfr extends Error {}

const MAGIC = 0x464c5200; // FLR\0
const HEADER = 68;
const SIZE_AT = 8;
const START_NANOS_AT = 32;
const START_TICKS_AT = 48;
const FREQUENCY_AT = 56;
const FLAGS_AT = 67;
const COMPRESSED_INTEGERS = 1;
const METADATA = 0;
const CHECKPOINT = 1;
/** Structures in structures; the JDK's own are 3 deep. The types come from the file, so a circle is data. */
const MAX_NESTING = 20;

/** Reads numbers and texts from a part of the file; every step outside of it throws BrokenJfr. */
class Cursor {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly view: DataView,
    public at: number,
    private readonly end: number,
    private readonly compressed: boolean
  ) {}

  private take(length: number): number {
    if (!(length >= 0 && this.at + length <= this.end)) {
      throw new BrokenJfr('ends too early');
    }
    this.at += length;
    return this.at - length;
  }

  byte(): number {
    return this.bytes[this.take(1)];
  }

  skip(length: number): void {
    this.take(length);
  }

  /** An integer of so many bytes, or of 1 to 9 where the chunk's integers are compressed: 7 bits a byte, 8 in the ninth. */
  integer(width: 2 | 4 | 8): number {
    if (!this.compressed) {
      const at = this.take(width);
      return width === 8
        ? this.view.getInt32(at) * 2 ** 32 + this.view.getUint32(at + 4)
        : width === 4
          ? this.view.getInt32(at)
          : this.view.getUint16(at);
    }
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) {
        return value;
      }
    }
    const last = this.byte();
    return value + (last > 127 ? last - 256 : last) * 2 ** 56;
  }

  /** How many values follow; each has a byte at least, so a number that the file has no room for is no number of values. */
  count(): number {
    const count = this.integer(4);
    if (!(count >= 0 && count <= this.end - this.at)) {
      throw new BrokenJfr('names more values than there is room for');
    }
    return count;
  }

  /** Encodings: 0 null, 1 empty, 2 a key into the constants of String (handed back as a number), 3 UTF-8, 4 UTF-16, 5 Latin-1. */
  text(): string | number | null {
    const encoding = this.byte();
    switch (encoding) {
      case 0:
        return null;
      case 1:
        return '';
      case 2:
        return this.integer(8);
      case 3:
      case 5: {
        const at = this.take(this.integer(4));
        return (encoding === 3 ? UTF_8 : LATIN_1).decode(this.bytes.subarray(at, this.at));
      }
      case 4:
        return Array.from({ length: this.count() }, () => String.fromCharCode(this.integer(2) & 0xffff)).join('');
      default:
        throw new BrokenJfr(`has a text in encoding ${encoding}`);
    }
  }
}

const UTF_8 = new TextDecoder();
const LATIN_1 = new TextDecoder('latin1');

const WIDTH = new Map<string, 2 | 4 | 8>([
  ['short', 2],
  ['char', 2],
  ['int', 4],
  ['long', 8],
]);

/** One event: its type, and its fields by name, read when asked for. */
export interface JfrEvent {
  type: string;
  /** A number; 0 where the event has no such field or it is none. Keys into constants are numbers too. */
  number(field: string): number;
  /** A text, or undefined. */
  text(field: string): string | undefined;
}

/** A part of a recording that stands for itself. */
export class JfrChunk {
  /** UTC, in ns. */
  readonly startNanos: number;
  readonly startTicks: number;
  readonly nanosPerTick: number;
  readonly end: number;
  /** What is wrong with it, if anything. */
  fault?: string;
  /** By type id: how many events there are. */
  private readonly counts = new Map<number, number>();
  private readonly types = new Map<number, Type>();
  private readonly typesByName = new Map<string, Type>();
  /** By type id and key: where in the file the constant stands. It is read when it is asked for. */
  private readonly constants = new Map<number, Map<number, number>>();
  private readonly compressed: boolean;
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, HEADER);
    const long = (at: number) => view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);
    this.startNanos = long(START_NANOS_AT);
    this.startTicks = long(START_TICKS_AT);
    this.nanosPerTick = 1e9 / (long(FREQUENCY_AT) || 1e9);
    this.compressed = (view.getUint8(FLAGS_AT) & COMPRESSED_INTEGERS) !== 0;
    const size = long(SIZE_AT);
    this.end = Math.min(bytes.length, size >= HEADER ? start + size : Infinity);
    if (this.end < start + size) {
      this.fault = 'is cut';
    }
    try {
      this.readTypesAndConstants();
    } catch (error) {
      const fault = broken(error);
      this.fault ??= fault;
    }
  }

  private cursor(at: number, end = this.end): Cursor {
    return new Cursor(this.bytes, this.view, at, end, this.compressed);
  }

  /** The events' places. They stand one after the other, so that a chunk whose header was never finished is read too. */
  private *places(): Generator<{ id: number; at: number; end: number }> {
    for (let from = this.start + HEADER; from < this.end;) {
      const cursor = this.cursor(from);
      const size = cursor.integer(4);
      const id = cursor.integer(8);
      if (size < cursor.at - from || from + size > this.end) {
        throw new BrokenJfr('ends within an event');
      }
      yield { id, at: cursor.at, end: from + size };
      from += size;
    }
  }

  private readTypesAndConstants(): void {
    const checkpoints: Array<{ at: number; end: number }> = [];
    try {
      for (const { id, at, end } of this.places()) {
        if (id === METADATA) {
          this.readTypes(this.cursor(at, end));
        } else if (id === CHECKPOINT) {
          checkpoints.push({ at, end });
        } else {
          this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
        }
      }
    } finally {
      // The types stand behind the constants in what the JDK writes.
      checkpoints.forEach(({ at, end }) => this.readConstants(this.cursor(at, end)));
    }
  }

  private readTypes(cursor: Cursor): void {
    cursor.integer(8); // start, duration, id of the metadata
    cursor.integer(8);
    cursor.integer(8);
    const strings = Array.from({ length: cursor.count() }, () => String(cursor.text() ?? ''));
    let type: Type | undefined;
    // Elements in elements, read one after the other: how many are still open does not matter, a field belongs to the last class.
    for (let left = 1; left > 0; left--) {
      const element = strings[cursor.integer(4)];
      const attributes = new Map<string, string>();
      for (let i = cursor.count(); i > 0; i--) {
        const name = strings[cursor.integer(4)];
        attributes.set(name, strings[cursor.integer(4)]);
      }
      left += cursor.count();
      if (element === 'class') {
        type = { id: Number(attributes.get('id')), name: attributes.get('name') ?? '', fields: [] };
        this.types.set(type.id, type);
        this.typesByName.set(type.name, type);
      } else if (element === 'field' && type) {
        type.fields.push({
          name: attributes.get('name') ?? '',
          type: Number(attributes.get('class')),
          pool: attributes.get('constantPool') === 'true',
          array: Number(attributes.get('dimension') ?? 0) > 0,
        });
      }
    }
  }

  private readConstants(cursor: Cursor): void {
    cursor.integer(8); // start, duration, way to the next one, kind
    cursor.integer(8);
    cursor.integer(8);
    cursor.byte();
    for (let pools = cursor.count(); pools > 0; pools--) {
      const id = cursor.integer(8);
      const type = this.types.get(id);
      if (!type) {
        throw new BrokenJfr(`has constants of the unknown type ${id}`);
      }
      const own = this.constants.get(id) ?? new Map<number, number>();
      this.constants.set(id, own);
      for (let i = cursor.count(); i > 0; i--) {
        own.set(cursor.integer(8), cursor.at);
        this.pass(cursor, type);
      }
    }
  }

  /** Steps over a value of this type. */
  private pass(cursor: Cursor, type: Type | undefined, depth = 0): void {
    const width = type && WIDTH.get(type.name);
    if (!type || depth > MAX_NESTING) {
      throw new BrokenJfr('has a type that is not described');
    } else if (width) {
      cursor.integer(width);
    } else if (type.fields.length) {
      for (const { pool, array, type: id } of type.fields) {
        for (let i = array ? cursor.count() : 1; i > 0; i--) {
          if (pool) {
            cursor.integer(8);
          } else {
            this.pass(cursor, this.types.get(id), depth + 1);
          }
        }
      }
    } else if (type.name === 'java.lang.String') {
      cursor.text();
    } else {
      cursor.skip(bytesOf(type));
    }
  }

  private value(cursor: Cursor, type: Type | undefined, depth = 0): JfrValue {
    const width = type && WIDTH.get(type.name);
    if (!type || depth > MAX_NESTING) {
      throw new BrokenJfr('has a type that is not described');
    } else if (width) {
      return cursor.integer(width);
    } else if (type.fields.length) {
      return type.fields.map((field) => this.fieldValue(cursor, field, depth));
    } else if (type.name === 'java.lang.String') {
      const text = cursor.text();
      return typeof text === 'number' ? this.stringConstant(type.id, text) : text;
    } else if (BYTES.get(type.name) === 1) {
      return cursor.byte();
    }
    cursor.skip(bytesOf(type));
    return NaN; // float and double: nothing that is asked for is one
  }

  private fieldValue(cursor: Cursor, { pool, array, type }: Field, depth: number): JfrValue {
    const one = () => (pool ? cursor.integer(8) : this.value(cursor, this.types.get(type), depth + 1));
    return array ? Array.from({ length: cursor.count() }, one) : one();
  }

  /** A text of the constants; one that is a key again leads nowhere. */
  private stringConstant(id: number, key: number): string | null {
    const at = this.constants.get(id)?.get(key);
    const text = at === undefined ? null : this.cursor(at).text();
    return typeof text === 'string' ? text : null;
  }

  hasType(test: (name: string) => boolean): boolean {
    return [...this.typesByName.keys()].some(test);
  }

  hasConstants(typeName: string): boolean {
    return this.constants.has(this.typesByName.get(typeName)?.id ?? NaN);
  }

  typeName(id: number): string | undefined {
    return this.types.get(id)?.name;
  }

  /** How many events of each type there are, by the type's name. */
  eventCounts(): Map<string, number> {
    return new Map([...this.counts].map(([id, count]) => [this.types.get(id)?.name ?? `type ${id}`, count]));
  }

  /** The fields' values of a constant, in the order of `fieldsOf(type)`; undefined where there is none. */
  constant(typeName: string, key: number): JfrValue[] | undefined {
    const type = this.typesByName.get(typeName);
    const at = type && this.constants.get(type.id)?.get(key);
    if (!type || at === undefined) {
      return undefined;
    }
    try {
      const value = this.value(this.cursor(at), type);
      return Array.isArray(value) ? value : [value];
    } catch (error) {
      const fault = broken(error);
      this.fault ??= fault;
      return undefined;
    }
  }

  /** Where in the values of a structure the field stands; -1 where it has none. */
  fieldIndex(typeName: string, field: string): number {
    return this.typesByName.get(typeName)?.fields.findIndex(({ name }) => name === field) ?? -1;
  }

  /** The events of these types in the order of the file. Ends where the chunk is broken. */
  *events(wanted: ReadonlySet<string>): Generator<JfrEvent> {
    try {
      for (const { id, at, end } of this.places()) {
        const type = this.types.get(id);
        if (type && wanted.has(type.name)) {
          const cursor = this.cursor(at, end);
          const values = type.fields.map((field) => this.fieldValue(cursor, field, 0));
          const valueOf = (name: string) => values[type.fields.findIndex((field) => field.name === name)];
          yield {
            type: type.name,
            number: (field) => Number(valueOf(field) ?? 0) || 0,
            text: (field) => {
              const value = valueOf(field);
              return typeof value === 'string' ? value : undefined;
            },
          };
        }
      }
    } catch (error) {
      const fault = broken(error);
      this.fault ??= fault;
    }
  }

  /** A time in the chunk's ticks as UTC, in ns. */
  timeOf(ticks: number): number {
    return this.startNanos + (ticks - this.startTicks) * this.nanosPerTick;
  }
}

const BYTES = new Map([
  ['boolean', 1],
  ['byte', 1],
  ['float', 4],
  ['double', 8],
]);

/** Of a type without fields. A value of no bytes could be repeated without end. */
function bytesOf(type: Type): number {
  const bytes = BYTES.get(type.name);
  if (bytes === undefined) {
    throw new BrokenJfr('has a type that is not described');
  }
  return bytes;
}

function broken(error: unknown): string {
  if (error instanceof BrokenJfr) {
    return error.message;
  }
  throw error;
}

export const isJfr = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === MAGIC;

/** The chunks of a recording, one after the other; what follows the last whole one is `rest` bytes that are none. */
export function jfrChunks(bytes: Uint8Array): { chunks: JfrChunk[]; rest: number; version: string } {
  const chunks: JfrChunk[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + HEADER <= bytes.length && view.getUint32(at) === MAGIC && view.getUint16(at + 4) >= 1) {
    const chunk = new JfrChunk(bytes, at);
    chunks.push(chunk);
    at = chunk.end;
  }
  const version = bytes.length >= 8 ? `${view.getUint16(4)}.${view.getUint16(6)}` : '';
  return { chunks, rest: bytes.length - at, version };
}
