import { baseUnit, fail, isSpan, ok, ProfileBuilder, type Result, saysSpan, unitOf } from '../../profile';
import { Dropped, isObject, numberOf, type Reader, type ReadProfile, type Source } from '../source';
import { decodeOtlp, looksLikeOtlp, type Message } from './otlpWire';

/** Attributes of more values than this (process ids of a busy host) are ids: splitting by them helps nobody. */
const MAX_LABEL_VALUES = 500;

/**
 * Profiles of OpenTelemetry (opentelemetry-proto, profiles/v1development: 1.7, 1.8, 1.9, 1.10 and newer), in protobuf or JSON,
 * one message, or one per line (the collector's file exporter). All profiles of all resources and scopes are read into one, each
 * under its own value type. Attributes of resources and samples are labels, so is the span of a sample's link; every time stamp is a
 * sample of its own.
 */
export const otlp: Reader = {
  id: 'otlp',
  label: 'OTLP profiles',

  matches: (source) =>
    (source.kind === 'bytes' && looksLikeOtlp(source.bytes)) ||
    (source.kind === 'text' && /^\s*\{\s*"(?:resourceProfiles|dictionary)"\s*:/.test(source.text.slice(0, 1000)))
      ? 'yes'
      : 'no',

  read(source: Source): Result<ReadProfile> {
    const dropped = new Dropped();
    const messages = source.kind === 'bytes' ? [decodeOtlp(source.bytes)] : messagesOf(source, dropped);
    const known = messages.filter((message) => message !== undefined);
    if (!known.length) {
      return fail('The OTLP profiles end too early, or are of a version that is not known.', {
        remedy: 'Read are opentelemetry-proto 1.7 and newer, in protobuf or JSON.',
      });
    }
    const profiles = known.flatMap(profilesOf);
    const builder = new ProfileBuilder();
    profiles.forEach(({ types }) => types.forEach(({ type, unit }) => builder.valueType(type, unit)));
    const timed = profiles.flatMap(({ types }) => types).find(({ unit }) => unit === 'nanoseconds');
    builder.primary = timed ? builder.valueType(timed.type, timed.unit) : 0;
    profiles.forEach((profile) => addProfile(builder, profile, dropped));
    if (builder.isEmpty) {
      return fail('The OTLP profiles hold no sample.', { remedy: dropped.warnings('sample')[0]?.message });
    }
    return ok({ profile: builder.finish(), dropped: dropped.count, warnings: dropped.warnings('sample') });
  },
};

/** One JSON message, or one per line. */
function messagesOf(source: Source, dropped: Dropped): Array<Message | undefined> {
  const text = source.kind === 'text' ? source.text : '';
  const parse = (json: string) => {
    try {
      const value: unknown = JSON.parse(json);
      return isObject(value) ? value : undefined;
    } catch {
      return undefined;
    }
  };
  const whole = parse(text);
  if (whole) {
    return [whole];
  }
  return text.split(/\r?\n/).flatMap((line, i) => {
    const message = line.trim() ? parse(line) : undefined;
    if (line.trim() && !message) {
      dropped.add(i + 1, 'a line is no whole JSON message');
    }
    return message ? [message] : [];
  });
}

const list = (value: unknown): Message[] => (Array.isArray(value) ? value.filter(isObject) : []);
const message = (value: unknown): Message => (isObject(value) ? value : {});
/** 64-bit numbers are text in JSON. A field that is not there is 0. */
const int = (value: unknown): number => numberOf(value) ?? 0;
const ints = (value: unknown): number[] => (Array.isArray(value) ? value.map(int) : []);

type Labels = Array<[string, string]>;

interface OtlpProfile {
  own: Message;
  tables: Tables;
  labels: Labels;
  /** `factor`: what a value is to be multiplied with to be in the base unit. */
  types: Array<{ type: string; unit: string; factor: number }>;
}

type Tables = ReturnType<typeof tablesOf>;

/** The dictionary's tables, as far as they are used. */
function tablesOf(dictionary: Message) {
  const strings = Array.isArray(dictionary.stringTable) ? dictionary.stringTable.map(String) : [];
  const text = (index: unknown) => strings[int(index)] ?? '';
  const attributes = list(dictionary.attributeTable).map((attribute) => attributeOf(attribute, text));
  const stacks = list(dictionary.stackTable).map(({ locationIndices }) => ints(locationIndices));
  return {
    text,
    attributes,
    stacks,
    mappings: list(dictionary.mappingTable).map(
      ({ filenameStrindex }) => text(filenameStrindex).split('/').pop() ?? ''
    ),
    /** Span of each link; undefined of the first one, which stands for none. */
    links: list(dictionary.linkTable).map(({ spanId }) =>
      typeof spanId === 'string' && isSpan(spanId) ? spanId : undefined
    ),
    functions: list(dictionary.functionTable),
    locations: list(dictionary.locationTable),
    /** Frames of a location in the builder, outermost first. */
    frames: new Map<number, number[]>(),
    /** Stacks of the table in the builder. */
    built: new Map<number, number>(),
    crowded: crowdedNames(attributes),
  };
}

function attributeOf({ key, keyStrindex, value }: Message, text: (index: unknown) => string): [string, string] {
  const { stringValue, boolValue, intValue, doubleValue, stringValueStrindex } = message(value);
  const named = stringValue ?? (stringValueStrindex === undefined ? undefined : text(stringValueStrindex));
  return [
    typeof key === 'string' && key ? key : text(keyStrindex),
    String(named ?? intValue ?? doubleValue ?? (boolValue === undefined ? '' : Boolean(boolValue))),
  ];
}

function crowdedNames(attributes: Labels): Set<string> {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of attributes) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return new Set(
    [...values].filter(([name, own]) => own.size > MAX_LABEL_VALUES && !saysSpan(name)).map(([name]) => name)
  );
}

function profilesOf(data: Message): OtlpProfile[] {
  const tables = tablesOf(message(data.dictionary));
  return list(data.resourceProfiles).flatMap(({ resource, scopeProfiles }) => {
    const labels = list(message(resource).attributes).map((attribute) => attributeOf(attribute, tables.text));
    return list(scopeProfiles)
      .flatMap(({ profiles }) => list(profiles))
      .map((own) => ({ own, tables, labels, types: typesOf(own, tables) }));
  });
}

/** Names that samplers give to their own engine instead of what they measure (async-profiler). */
const CPU_ENGINES = new Set(['perf_events', 'itimer', 'ctimer']);

/**
 * What a profile measures. Samples that stand for a period of time are time. OpenTelemetry's eBPF profiler calls the time of
 * switched out threads `events` in nanoseconds (reporter/internal/pdata/generate.go).
 */
function typesOf({ sampleType, sampleTypes, periodType, period }: Message, { text }: Tables): OtlpProfile['types'] {
  const raw = [
    ...list(sampleTypes),
    ...(Array.isArray(sampleType) ? list(sampleType) : isObject(sampleType) ? [sampleType] : []),
  ];
  const named = ({ typeStrindex, unitStrindex }: Message) => ({ type: text(typeStrindex), unit: text(unitStrindex) });
  const every = named(message(periodType));
  const isTime = (unit: string) => unit !== '' && unitOf(unit).kind === 'time';
  const types = (raw.length ? raw : [{}]).map(named);
  return types.map(({ type, unit }) => {
    const measured = isTime(every.unit) && int(period) > 0 && unitOf(unit).kind === 'count';
    const alone = !types.some((other) => isTime(other.unit));
    if (measured && alone && (type === 'samples' || type === every.type)) {
      const name = CPU_ENGINES.has(every.type) ? 'cpu' : every.type;
      return { type: name || type, unit: 'nanoseconds', factor: int(period) * unitOf(every.unit).factor };
    }
    const name = type === 'events' && isTime(unit) ? 'off_cpu' : CPU_ENGINES.has(type) && isTime(unit) ? 'cpu' : type;
    return { type: name || 'samples', unit: baseUnit(unit), factor: unitOf(unit).factor };
  });
}

function addProfile(builder: ProfileBuilder, { own, tables, labels, types }: OtlpProfile, dropped: Dropped): void {
  const columns = types.map(({ type, unit }) => builder.valueType(type, unit));
  const slices = ints(own.locationIndices);
  builder.clock = 'utc';
  list(own.samples ?? own.sample).forEach((sample, i) => {
    const path = pathOf(sample, tables, slices);
    const observations = observationsOf(sample, types.length);
    const wrong = !path
      ? 'its stack is not in the dictionary'
      : !observations.length
        ? 'it has neither a value nor a time'
        : observations.some(({ values }) => values.some((v) => v < 0))
          ? 'a value is negative'
          : undefined;
    if (!path || wrong) {
      dropped.add(i + 1, wrong ?? '');
      return;
    }
    builder.clearLabels();
    const attributes = ints(sample.attributeIndices).flatMap((index) =>
      tables.attributes[index] ? [tables.attributes[index]] : []
    );
    builder.label('span_id', sample.linkIndex === undefined ? undefined : tables.links[int(sample.linkIndex)]);
    for (const [name, value] of [...labels, ...attributes]) {
      if (name && !tables.crowded.has(name)) {
        builder.label(name, value);
      }
    }
    const shared = sample.locationsLength === undefined ? int(sample.stackIndex) : -1;
    const stack = tables.built.get(shared) ?? stackOf(builder, tables, path);
    if (shared >= 0) {
      tables.built.set(shared, stack);
    }
    for (const { values, time } of observations) {
      const weights: number[] = new Array(builder.width).fill(0);
      columns.forEach((column, t) => (weights[column] += values[t] * types[t].factor));
      builder.sample(stack, ...weights);
      if (time !== undefined) {
        // Off-CPU samples are taken when the thread is back on a CPU (opentelemetry-ebpf-profiler, support/ebpf/off_cpu.ebpf.c).
        const wait = types[0].type === 'off_cpu' ? weights[columns[0]] : undefined;
        builder.at(time - (wait ?? 0), wait);
      }
    }
  });
  builder.clearLabels();
}

/** Locations of a sample, leaf first: a stack of the table, or a slice of the profile's own list. */
function pathOf(sample: Message, { stacks, locations }: Tables, slices: number[]): number[] | undefined {
  const start = int(sample.locationsStartIndex);
  const path =
    sample.locationsLength !== undefined
      ? slices.slice(start, start + int(sample.locationsLength))
      : int(sample.stackIndex) === 0
        ? (stacks[0] ?? [])
        : stacks[int(sample.stackIndex)];
  return path?.every((index) => locations[index]) ? path : undefined;
}

/**
 * What a sample stands for: one value per time stamp, 1 where it has time stamps only; one value per type in 1.7, one value that is
 * divided over the time stamps in early writers; else values to add up.
 */
function observationsOf(
  { values, value, timestampsUnixNano }: Message,
  types: number
): Array<{ values: number[]; time?: number }> {
  const own = ints(values ?? value);
  const times = ints(timestampsUnixNano);
  if (!own.length && !times.length) {
    return [];
  }
  if (types > 1) {
    const each = Array.from({ length: types }, (_, t) => (own[t] ?? 0) / Math.max(1, times.length));
    return times.length ? times.map((time) => ({ values: each, time })) : [{ values: each }];
  }
  if (!times.length) {
    return [{ values: [own.reduce((sum, v) => sum + v, 0)] }];
  }
  const shared =
    own.length === 0 || (own.length !== times.length && own[0] === 1)
      ? 1
      : own.reduce((sum, v) => sum + v, 0) / times.length;
  return times.map((time, i) => ({ values: [own.length === times.length ? own[i] : shared], time }));
}

/** Locations are leaf first, lines of a location innermost first. */
function stackOf(builder: ProfileBuilder, tables: Tables, path: number[]): number {
  let stack = -1;
  for (let i = path.length - 1; i >= 0; i--) {
    const known = tables.frames.get(path[i]) ?? framesOf(builder, tables, tables.locations[path[i]]);
    tables.frames.set(path[i], known);
    for (const frame of known) {
      stack = builder.stack(stack, frame);
    }
  }
  return stack;
}

function framesOf(builder: ProfileBuilder, { functions, mappings, text }: Tables, location: Message): number[] {
  const frames = list(location.lines ?? location.line).flatMap(({ functionIndex, line }) => {
    const { nameStrindex, systemNameStrindex, filenameStrindex } = functions[int(functionIndex)] ?? {};
    const name = text(nameStrindex) || text(systemNameStrindex);
    return name ? [builder.frame({ name, file: text(filenameStrindex), line: int(line) })] : [];
  });
  if (!frames.length) {
    const binary = mappings[int(location.mappingIndex)] ?? '';
    return [builder.frame({ name: `${binary ? `${binary}+` : ''}0x${hex(location.address)}` })];
  }
  return frames.reverse();
}

function hex(address: unknown): string {
  try {
    return BigInt(typeof address === 'string' || typeof address === 'bigint' ? address : int(address)).toString(16);
  } catch {
    return '0';
  }
}
