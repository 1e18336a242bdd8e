import { type Problem, type Profile, rememberWeakly, type Result } from '../profile';
import { type Piece, piecesOf, unpack } from './unpack';
import { austin } from './formats/austin';
import { backtraces } from './formats/backtraces';
import { bcc } from './formats/bcc';
import { bpftrace } from './formats/bpftrace';
import { cpuProfile } from './formats/cpuProfile';
import { firefox } from './formats/firefox';
import { flamebearer } from './formats/flamebearer';
import { endsInNumbers, folded } from './formats/folded';
import { frameJson } from './formats/frameJson';
import { goroutines } from './formats/goroutines';
import { jfr } from './formats/jfr';
import { javaThreads } from './formats/javaThreads';
import { nestedSet } from './formats/nestedSet';
import { otlp } from './formats/otlp';
import { perfLock } from './formats/perfLock';
import { perfScript } from './formats/perfScript';
import { perfStat } from './formats/perfStat';
import { pprof } from './formats/pprof';
import { pythonThreads } from './formats/pythonThreads';
import { NOT_PROFILES, REFUSED } from './formats/unsupported';
import { isObject, jsonOf, type Reader, type ReadOptions, type ReadProfile, type Source } from './source';
import { speedscope } from './formats/speedscope';
import { stackTable } from './formats/stackTable';

/** Every format, surest first: `yes` of an earlier one decides. */
export const READERS: Reader[] = [
  nestedSet,
  ...REFUSED,
  otlp,
  jfr,
  pprof,
  flamebearer,
  speedscope,
  firefox,
  cpuProfile,
  goroutines,
  javaThreads,
  pythonThreads,
  backtraces,
  bpftrace,
  bcc,
  austin,
  perfLock,
  perfStat,
  perfScript,
  ...NOT_PROFILES,
  stackTable,
  folded,
];

/** The reader for this content: the one named, else the first that is sure, else the first that is unsure. */
export function readerFor(source: Source, format?: string): Reader | undefined {
  return (
    READERS.find((r) => r.id === format) ??
    READERS.find((r) => r.matches(source) === 'yes') ??
    READERS.find((r) => r.matches(source) === 'unsure')
  );
}

export type Read = ReadProfile & { format: Reader };

/** What became of one query or file: instances that could be read, and problems of those that could not. */
export interface ReadResult {
  reads: Read[];
  problems: Problem[];
}

type Table = Source & { kind: 'columns' };

/** What a table's cells hold, by row, and what was read of them, by options: the panel and its editors ask for the same. */
const work = rememberWeakly((_: Table) => ({
  unpacked: new Map<number, Result<Source>>(),
  results: new Map<string, ReadResult>(),
}));

/** Other options of one table that are remembered. */
const MAX_RESULTS = 4;

function unpackOnce(table: Table, piece: Piece): Result<Source> {
  const { unpacked } = work(table);
  const known = piece.cell ? unpacked.get(piece.row!) : undefined;
  const result = known ?? unpack(piece);
  if (piece.cell) {
    unpacked.set(piece.row!, result);
  }
  return result;
}

/** Reads a table, a text or bytes, whatever they hold. A table is read once for the same options. */
export function readSource(source: Source, options: ReadOptions = {}): ReadResult {
  if (source.kind !== 'columns') {
    return readAll(source, options);
  }
  const { results } = work(source);
  const key = JSON.stringify(options);
  const result = results.get(key) ?? readAll(source, options);
  if (results.size >= MAX_RESULTS) {
    results.clear();
  }
  results.set(key, result);
  return result;
}

/** Each file in a source is read on its own: one bad file spoils no other. */
function readAll(source: Source, options: ReadOptions): ReadResult {
  if (source.kind === 'columns') {
    const table = [nestedSet, stackTable].map((reader) => ({ reader, match: reader.matches(source) }));
    const found =
      table.find(({ match }) => match === 'yes') ??
      (holdsFiles(source) ? undefined : table.find(({ match }) => match === 'unsure'));
    if (found) {
      return readWith(found.reader, source, options);
    }
    const pieces = piecesOf(source.columns, source.length);
    if (!pieces.ok || !pieces.value.length) {
      return { reads: [], problems: [pieces.ok ? { message: 'The text column is empty.' } : pieces.problem] };
    }
    const results = pieces.value.map((piece) => {
      const unpacked = unpackOnce(source, piece);
      return unpacked.ok
        ? labelled(readFile(unpacked.value, options, piece.row), piece.labels)
        : { reads: [], problems: [unpacked.problem] };
    });
    return { reads: results.flatMap(({ reads }) => reads), problems: results.flatMap(({ problems }) => problems) };
  }
  const unpacked = unpack({ source, labels: [] });
  return unpacked.ok ? readFile(unpacked.value, options) : { reads: [], problems: [unpacked.problem] };
}

/**
 * Whether a table is a profile, or was meant to be one. Tables of figures and names are none; a table of text alone, or with
 * cells that look packed, is taken for one, so that what is wrong with it gets said.
 */
export function holdsProfile(source: Table): boolean {
  if (source.length === 0) {
    return nestedSet.matches(source) !== 'no';
  }
  if (nestedSet.matches(source) !== 'no' || stackTable.matches(source) !== 'no') {
    return true;
  }
  const pieces = piecesOf(source.columns, Math.min(source.length, 50));
  const numbers = source.columns.some((column) => column.type === 'number');
  return (
    pieces.ok &&
    pieces.value.length > 0 &&
    (!numbers || holdsFiles(source) || pieces.value.some((piece) => !unpackOnce(source, piece).ok))
  );
}

/** The text columns hold lines or files of a known format rather than bare stacks. */
function holdsFiles(source: Table): boolean {
  const pieces = piecesOf(source.columns, Math.min(source.length, 50));
  return (
    pieces.ok &&
    pieces.value.length > 0 &&
    pieces.value.every((piece) => {
      const unpacked = unpackOnce(source, piece);
      return (
        unpacked.ok &&
        READERS.some(
          (reader) => reader !== nestedSet && reader !== stackTable && reader.matches(unpacked.value) === 'yes'
        )
      );
    })
  );
}

function readFile(source: Source, options: ReadOptions, row?: number): ReadResult {
  const format = readerFor(source, options.format);
  if (format) {
    return readWith(format, source, options, row);
  }
  const json = jsonOf(source);
  if (isObject(json)) {
    const frames = frameJson(json);
    if (frames.length) {
      const results = frames.map((frame) => readSource(frame, options));
      return { reads: results.flatMap(({ reads }) => reads), problems: results.flatMap(({ problems }) => problems) };
    }
  }
  const refused = [...REFUSED, ...NOT_PROFILES];
  const known = READERS.filter((reader) => !refused.includes(reader)).map(({ label }) => label);
  return { reads: [], problems: [{ row, message: unreadable(source), remedy: `Known formats: ${known.join(', ')}.` }] };
}

/** A bracket that begins a text is JSON's where a value follows: gdb begins with `[New LWP 7]`. */
const JSON_BEGINS = /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:["{[\]\d-]|true|false|null|$))/;

/** Why a text or bytes that no reader knows cannot be read. */
function unreadable(source: Source): string {
  if (source.kind !== 'text') {
    return 'Binary data of a format that is not known.';
  }
  if (JSON_BEGINS.test(source.text.slice(0, 1000))) {
    return jsonOf(source) === undefined
      ? `Not valid JSON: it ${/[}\]]\s*$/.test(source.text.slice(-1000)) ? 'has an error' : 'ends too early'}.`
      : 'The JSON holds no profile and no data frame.';
  }
  return endsInNumbers(source)
    ? 'This is no profile that can be read: its lines end in numbers, but nothing in them is a stack (root;…;leaf).'
    : 'This is no profile that can be read.';
}

function readWith(format: Reader, source: Source, options: ReadOptions, row?: number): ReadResult {
  const result = format.read(source, options);
  if (!result.ok) {
    return { reads: [], problems: [{ row, ...result.problem }] };
  }
  const { profile, dropped, warnings } = result.value;
  const wanted = profile.valueTypes.findIndex(({ type }) => type === options.valueType);
  const empty = wanted >= 0 && !profile.samples.weights[wanted].some((weight) => weight !== 0);
  const told = [
    ...warnings,
    ...(empty ? [{ message: `${options.valueType} is 0 in all samples: it is not the one shown.` }] : []),
    ...implausible(profile),
  ];
  return {
    reads: [
      {
        ...result.value,
        profile: wanted < 0 || empty ? profile : { ...profile, primary: wanted },
        dropped: dropped + profile.impossible,
        warnings: told,
        format,
      },
    ],
    problems: [],
  };
}

/** Clocks since 1970 are far above clocks since the boot: 1e17 ns is 1973, or three years after a boot. */
const UTC_FROM = 1e17;

/** What cannot be in a profile, whatever its format: weights and times. */
function implausible({ impossible, samples: { time } }: Profile): Problem[] {
  const problems: Problem[] = [];
  if (impossible) {
    problems.push({
      message: `${impossible} sample${impossible === 1 ? '' : 's'} left out: a weight that cannot be, as 2^64 − x: a difference that fell below 0.`,
      remedy: 'The clock of the recorder stepped back; a newer version of it may leave such samples out itself.',
    });
  }
  if (time?.some((at) => at >= UTC_FROM) && time.some((at) => at > 0 && at < UTC_FROM)) {
    problems.push({
      message:
        'The samples carry times of two clocks, one since 1970 and one since a start: they cannot be put in order.',
    });
  }
  return problems;
}

/** Labels that hold for a whole file become labels of its samples. */
function labelled(result: ReadResult, labels: Array<[string, string]>): ReadResult {
  return { ...result, reads: result.reads.map((read) => ({ ...read, profile: withLabels(read.profile, labels) })) };
}

export function withLabels(profile: Profile, labels: Array<[string, string]>): Profile {
  const own = new Set(profile.labels.map(({ name }) => name));
  const added = labels
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => ({ name, values: [value], index: new Int32Array(profile.samples.length) }));
  return added.length ? { ...profile, labels: [...profile.labels, ...added] } : profile;
}
