import { finish, rememberWeakly, type Result, type Steps } from '../profile';
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
import { speedscope } from './formats/speedscope';
import { stackTable } from './formats/stackTable';
import { toplev } from './formats/toplev';
import { ofRow } from './rowTimes';
import { type FileReaders, readingSteps, type ReadResult, withLabels } from './read';
import { isObject, jsonOf, type Reader, type ReadOptions, type Source, type Table } from './source';
import { tableReader } from './tables';
import { type Piece, pieceSteps, unpack } from './unpack';

/** Every format, surest first: `yes` of an earlier one decides. */
export const READERS: Reader[] = [
  nestedSet,
  toplev,
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
function readerFor(source: Source, format?: string): Reader | undefined {
  return (
    READERS.find((r) => r.id === format) ??
    READERS.find((r) => r.matches(source) === 'yes') ??
    READERS.find((r) => r.matches(source) === 'unsure')
  );
}

/** What a table's cells hold, by row: whether there is a profile in it is asked before it is read. */
const unpackedCells = rememberWeakly((_: Table) => new Map<number, Result<Source>>());

function unpackOnce(table: Table, piece: Piece): Result<Source> {
  const unpacked = unpackedCells(table);
  const known = piece.cell ? unpacked.get(piece.row!) : undefined;
  const result = known ?? unpack(piece);
  if (piece.cell) {
    unpacked.set(piece.row!, result);
  }
  return result;
}

/** Each file in a source is read on its own: one bad file spoils no other. */
function* steps(source: Source, options: ReadOptions): Steps<ReadResult> {
  if (source.kind === 'columns') {
    const table = tableReader(source, 'yes') ?? (holdsFiles(source) ? undefined : tableReader(source, 'unsure'));
    if (table) {
      return yield* readingSteps(table, source, options);
    }
    const pieces = yield* pieceSteps(source.columns, source.length);
    if (!pieces.ok || !pieces.value.length) {
      return { reads: [], problems: [pieces.ok ? { message: 'The text column is empty.' } : pieces.problem] };
    }
    const results: ReadResult[] = [];
    for (const piece of pieces.value) {
      const unpacked = unpackOnce(source, piece);
      results.push(
        unpacked.ok
          ? timed(labelled(yield* fileSteps(unpacked.value, options, piece.row), piece.labels), piece)
          : { reads: [], problems: [unpacked.problem] }
      );
      yield;
    }
    return together(results);
  }
  const unpacked = unpack({ source, labels: [] });
  yield;
  return unpacked.ok ? yield* fileSteps(unpacked.value, options) : { reads: [], problems: [unpacked.problem] };
}

const firstPieces = ({ columns, length }: Table) => finish(pieceSteps(columns, Math.min(length, 50)));

/** Whether a table that is none of stacks is a profile, or was meant to be one. */
function holdsProfile(source: Table): boolean {
  const pieces = firstPieces(source);
  const numbers = source.columns.some((column) => column.type === 'number');
  return (
    pieces.ok &&
    pieces.value.length > 0 &&
    (!numbers || holdsFiles(source) || pieces.value.some((piece) => !unpackOnce(source, piece).ok))
  );
}

/** The text columns hold lines or files of a known format rather than bare stacks. */
function holdsFiles(source: Table): boolean {
  const pieces = firstPieces(source);
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

function* fileSteps(source: Source, options: ReadOptions, row?: number): Steps<ReadResult> {
  const format = readerFor(source, options.format);
  if (format) {
    return yield* readingSteps(format, source, options, { row });
  }
  const json = jsonOf(source);
  if (isObject(json)) {
    const frames = frameJson(json);
    if (frames.length) {
      const results: ReadResult[] = [];
      for (const frame of frames) {
        results.push(yield* steps(frame, options));
      }
      return together(results);
    }
  }
  const refused = [...REFUSED, ...NOT_PROFILES];
  const known = READERS.filter((reader) => !refused.includes(reader)).map(({ label }) => label);
  return { reads: [], problems: [{ row, message: unreadable(source), remedy: `Known formats: ${known.join(', ')}.` }] };
}

const together = (results: ReadResult[]): ReadResult => ({
  reads: results.flatMap(({ reads }) => reads),
  problems: results.flatMap(({ problems }) => problems),
});

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

/** Labels that hold for a whole file become labels of its samples. */
function labelled(result: ReadResult, labels: Array<[string, string]>): ReadResult {
  return { ...result, reads: result.reads.map((read) => ({ ...read, profile: withLabels(read.profile, labels) })) };
}

/** A file in a cell has the time of its row. */
function timed(result: ReadResult, { cell, times, row = 0 }: Piece): ReadResult {
  return cell && times
    ? { ...result, reads: result.reads.map((read) => ({ ...read, profile: ofRow(read.profile, times, row - 1) })) }
    : result;
}

/** What `registry.ts` fetches. */
export const FILE_READERS: FileReaders = {
  readers: READERS,
  read: (source, options) => finish(steps(source, options)),
  steps,
  holdsProfile,
};
