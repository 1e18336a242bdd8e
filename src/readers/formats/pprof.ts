import { Profile as PprofProfile } from 'pprof-format';
import { baseUnit, fail, finish, ok, ProfileBuilder, type Result, saysSpan, type Steps, unitOf } from '../../profile';
import { Dropped, type Reader, type ReadProfile, type Source, STEP } from '../source';

/** Wire types of profile.proto's fields 1 to 15: 2 is length-delimited, 0 a number. Repeated numbers may be packed. */
const WIRE = [-1, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0];
const COMMENT = 13;

/** A field of the file, and where its value is. */
interface Field {
  field: number;
  from: number;
  to: number;
}

/** Steps over the fields; at the end: whether they are the format's own, and whether the last one ends inside the file. */
function* fieldsOf(bytes: Uint8Array): Generator<Field, { known: boolean; whole: boolean }, void> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) {
        return NaN;
      }
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
    return NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = tag >> 3;
    const wire = tag & 7;
    if (!(field >= 1 && field <= 15) || !(wire === WIRE[field] || (field === COMMENT && wire === 2))) {
      return { known: false, whole: true };
    }
    let from = at;
    const value = varint();
    if (wire === 2) {
      from = at;
      at += value;
    }
    if (Number.isNaN(value) || at > bytes.length) {
      return { known: true, whole: false };
    }
    yield { field, from, to: at };
  }
  return { known: true, whole: true };
}

/** Writers differ in which field stands first: Go's mutex profile begins with the period type. */
function looksLikePprof(bytes: Uint8Array): boolean {
  const fields = fieldsOf(bytes);
  for (let count = 0; count < 12; count++) {
    const next = fields.next();
    if (next.done) {
      return next.value.known && count >= (next.value.whole ? 3 : 2); // of a cut file the reader says so
    }
  }
  return true;
}

/** int64 as it is written: the library takes negative ones for very large. */
const signed = (value: number | bigint): number | bigint =>
  value < 2 ** 63 ? value : BigInt.asIntN(64, BigInt(value));

/** When a sample ended, in ns since 1970: Datadog's timeline (libdatadog's numeric label). */
const END_TIME = 'end_timestamp_ns';
/** `go tool trace -pprof` (cmd/trace/pprof.go). */
const TRACE = 'trace';
/** The tracer leaves out the runtime's own frames: a goroutine that stops in one of these waits for the network poller. */
const POLLED = /^internal\/poll\.\(\*(?:FD|pollDesc)\)\./;
const POLLER = 'internal/poll.runtime_pollWait';

/** Labels of more values than this (request ids) are ids: splitting by them helps nobody, and they are not kept. Spans say who is in one. */
const MAX_LABEL_VALUES = 500;

/**
 * pprof's protobuf, unpacked (gzip is undone on arrival). Every sample type is a value type; the one shown is
 * `default_sample_type`, else the last, as `go tool pprof` has it. Inlined callers are frames of their own. Locations
 * without functions are shown as binary+0xaddress.
 */
export const pprof: Reader = {
  id: 'pprof',
  label: 'pprof',
  aggregated: true,

  matches: (source) => (source.kind === 'bytes' && looksLikePprof(source.bytes) ? 'yes' : 'no'),

  read: (source) => finish(steps(source)),
  steps,
};

function* steps(source: Source): Steps<Result<ReadProfile>> {
  if (source.kind !== 'bytes') {
    return fail('A pprof profile is binary: send it as base64.');
  }
  const pprofProfile = yield* decodingSteps(source.bytes);
  if (!pprofProfile) {
    return fail('Not a whole pprof profile.', {
      remedy: 'The file may be cut; check it with go tool pprof -top FILE.',
    });
  }
  const { sampleType, stringTable } = pprofProfile;
  const text = (index: number | bigint | undefined) => stringTable.strings[Number(index ?? 0)] ?? '';
  if (!sampleType.length) {
    return fail('The pprof profile names no sample type.', {
      remedy: 'Check the file with go tool pprof -raw FILE.',
    });
  }
  const types = sampleType.map(({ type, unit }) => ({ type: text(type), unit: text(unit) }));
  const named = types.findIndex(({ type }) => type === text(pprofProfile.defaultSampleType) && type !== '');
  const builder = new ProfileBuilder(
    types.map(({ type, unit }) => ({ type, unit: baseUnit(unit) })),
    named < 0 ? types.length - 1 : named
  );
  builder.periodType = pprofProfile.periodType ? text(pprofProfile.periodType.type) : undefined;
  const factors = types.map(({ unit }) => unitOf(unit).factor);
  const dropped = yield* samplesRead(pprofProfile, text, builder, factors);
  return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('sample') });
}

/** `factors`: of each sample type, to its base unit. */
function* samplesRead(
  pprofProfile: PprofProfile,
  text: Text,
  builder: ProfileBuilder,
  factors: number[]
): Steps<Dropped> {
  const { framesOf, polled } = yield* framesByLocation(pprofProfile, text, builder);
  const labels = yield* labelKeys(pprofProfile, text);
  const dropped = new Dropped();
  let number = 0;
  for (const { locationId, value, label } of pprofProfile.sample) {
    if (++number % STEP === 0) {
      yield;
    }
    const weights = factors.map((factor, t) => Number(signed(value[t] ?? 0)) * factor);
    const fault = faultOf(weights, value.length);
    if (fault) {
      dropped.add(number, ...fault);
      continue;
    }
    let stack = -1;
    const inPoller = builder.periodType === TRACE && polled.has(BigInt(locationId[0] ?? 0));
    for (let l = locationId.length - 1; l >= 0; l--) {
      const frames = framesOf.get(BigInt(locationId[l]));
      for (const frame of frames ?? [builder.frame({ name: '[unknown]' })]) {
        stack = builder.stack(stack, frame);
      }
    }
    for (const key of labels) {
      const found = label.find((l) => text(l.key) === key);
      builder.label(key, found && (text(found.str) || String(signed(found.num))));
    }
    builder.sample(inPoller ? builder.stack(stack, builder.frame({ name: POLLER })) : stack, ...weights);
    const end = label.find((l) => text(l.key) === END_TIME);
    if (end) {
      builder.clock = 'utc';
      builder.at(Number(end.num));
    }
  }
  return dropped;
}

type Text = (index: number | bigint | undefined) => string;

/** Undefined where the bytes are no whole profile. Fields are decoded one by one, as the library does it, so that it can be put down between them. */
function* decodingSteps(bytes: Uint8Array): Steps<PprofProfile | undefined> {
  const data: Parameters<typeof PprofProfile.decodeValue>[0] = {};
  const fields = fieldsOf(bytes);
  try {
    for (let count = 1; ; count++) {
      const next = fields.next();
      if (next.done) {
        const { known, whole } = next.value;
        // What comes after a field of a later version only the library knows to step over.
        return whole ? (known ? new PprofProfile(data) : PprofProfile.decode(bytes)) : undefined;
      }
      const { field, from, to } = next.value;
      PprofProfile.decodeValue(data, field, bytes.subarray(from, to));
      if (count % STEP === 0) {
        yield;
      }
    }
  } catch {
    return undefined;
  }
}

/** Why a sample can not be counted, and what helps. */
function faultOf(weights: number[], values: number): [reason: string, remedy?: string] | undefined {
  if (!weights.every(Number.isFinite) || values !== weights.length) {
    return [`the sample has ${values} values for ${weights.length} sample types`];
  }
  if (weights.some((weight) => weight < 0)) {
    return [
      'a value is negative: this is the difference of two profiles',
      'Query the two profiles and set the role baseline.',
    ];
  }
  return undefined;
}

/** Frames of a location, outermost caller first (line[0] is the innermost), and the locations that are the poller's door. */
function* framesByLocation(
  { function: functions, location, mapping }: PprofProfile,
  text: Text,
  builder: ProfileBuilder
): Steps<{ framesOf: Map<bigint, number[]>; polled: Set<bigint> }> {
  const functionOf = new Map(functions.map((f) => [BigInt(f.id), f]));
  const fileOf = new Map(mapping.map((m) => [BigInt(m.id), text(m.filename).split('/').pop() ?? '']));
  const framesOf = new Map<bigint, number[]>();
  const polled = new Set<bigint>();
  let number = 0;
  for (const { id, line, address, mappingId } of location) {
    if (++number % STEP === 0) {
      yield;
    }
    const lines = line.flatMap(({ functionId, line: number }) => {
      const f = functionOf.get(BigInt(functionId));
      return f ? [{ name: text(f.name) || text(f.systemName), file: text(f.filename), line: Number(number) }] : [];
    });
    if (!lines.length) {
      const binary = fileOf.get(BigInt(mappingId)) || '';
      lines.push({ name: `${binary ? `${binary}+` : ''}0x${BigInt(address).toString(16)}`, file: '', line: 0 });
    }
    if (POLLED.test(lines[0].name)) {
      polled.add(BigInt(id));
    }
    framesOf.set(BigInt(id), lines.map((frame) => builder.frame(frame)).reverse());
  }
  return { framesOf, polled };
}

function* labelKeys({ sample }: PprofProfile, text: Text): Steps<string[]> {
  const values = new Map<string, Set<string>>();
  let number = 0;
  for (const { label } of sample) {
    if (++number % STEP === 0) {
      yield;
    }
    for (const { key, str, num } of label) {
      const name = text(key);
      const seen = values.get(name) ?? new Set();
      values.set(name, seen.add(Number(str) ? text(str) : String(signed(num))));
    }
  }
  return [...values]
    .filter(([name, seen]) => name !== END_TIME && (seen.size <= MAX_LABEL_VALUES || saysSpan(name)))
    .map(([name]) => name);
}
