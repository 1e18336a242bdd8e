import { Gunzip } from 'fflate';
import { Decompress as Unzstd } from 'fzstd';
import { fail, ok, type Problem, type Result, ROWS, type Steps, wordsOfThrown } from '../profile';
import { momentOf, rowTimeSteps, timeColumn } from './rowTimes';
import { type Column, labelReader, type LineTimes, numberAt, type RowTimes, type Source, textAt } from './source';

/** Larger texts and larger unpacked files are refused before they take the page with them. */
export const MAX_BYTES = 256 * 1024 * 1024;
const LIMIT = `The limit is ${MAX_BYTES / 1024 / 1024} MiB.`;
const NARROW = 'Narrow the time range, or sum up by stack in the query.';

/** One file as it came: its text or bytes, and the labels that its rows carried. */
export interface Piece {
  source: Source;
  labels: Array<[string, string]>;
  /** 1-based row of the table that the piece came in. */
  row?: number;
  /** It is that row's cell, and not lines of several. */
  cell?: boolean;
  /** When the rows of the table were taken. */
  times?: RowTimes;
}

const GZIP_BASE64 = /^H4sI[\w+/=\s-]+$/;
const BASE64 = /^[A-Za-z0-9+/\s_-]{64,}={0,2}\s*$/;

const startsWith = (bytes: Uint8Array, magic: number[]) => magic.every((byte, i) => bytes[i] === byte);

/** Containers that are unpacked here: a stream that hands out its chunks. */
const CONTAINERS = [
  { name: 'gzip', magic: [0x1f, 0x8b], stream: Gunzip },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], stream: Unzstd },
];

/**
 * Unpacks bytes: gzip and zstd (any number of members), text in UTF-8 or UTF-16, else left as they are (pprof, JFR).
 */
export function unpackBytes(bytes: Uint8Array): Result<Source> {
  if (bytes.length > MAX_BYTES) {
    return fail(`The file has ${bytes.length} bytes. ${LIMIT}`, { remedy: NARROW });
  }
  const container = CONTAINERS.find(({ magic }) => startsWith(bytes, magic));
  if (container) {
    const inflated = inflate(bytes, container);
    return inflated.ok ? unpackBytes(inflated.value) : inflated;
  }
  const utf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe && 'utf-16le') || (bytes[0] === 0xfe && bytes[1] === 0xff && 'utf-16be');
  if (utf16) {
    return unpackText(new TextDecoder(utf16).decode(bytes));
  }
  const head = bytes.subarray(0, 4096);
  const binary = head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  return binary ? ok({ kind: 'bytes', bytes }) : unpackText(new TextDecoder().decode(bytes));
}

/** Undoes base64 (of gzip, of pprof) and the byte order mark. `times` are those of its lines, which what was base64 has none of. */
export function unpackText(text: string, times?: LineTimes): Result<Source> {
  if (text.length > MAX_BYTES) {
    return fail(`The text has ${text.length} characters. ${LIMIT}`, { remedy: NARROW });
  }
  const plain = (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).replace(/^data:[\w./+-]{0,80};base64,/, '');
  const head = plain.slice(0, 4096).trimStart();
  if (GZIP_BASE64.test(head) || (BASE64.test(head) && !/[ \t;]/.test(head.trim()))) {
    const bytes = decodeBase64(plain);
    return bytes
      ? unpackBytes(bytes)
      : fail('The text looks like base64 and is none.', { remedy: 'It may be cut: check the column type.' });
  }
  return ok({ kind: 'text', text: plain, ...(times && { times }) });
}

function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replace(/\s/g, '').replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Streams and aborts at the limit, so that a gzip bomb is never inflated. */
function inflate(bytes: Uint8Array, { name, stream: Inflater }: (typeof CONTAINERS)[number]): Result<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let done = false;
  try {
    const stream = new Inflater((chunk, final) => {
      length += chunk.length;
      done ||= final === true;
      if (length > MAX_BYTES) {
        throw new Error('limit');
      }
      chunks.push(chunk);
    });
    const step = 1 << 20;
    for (let at = 0; at < bytes.length; at += step) {
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
    }
  } catch (error) {
    return length > MAX_BYTES
      ? fail(`The ${name} file unpacks to more than the limit. ${LIMIT}`, { remedy: NARROW })
      : fail(`Broken ${name}: ${wordsOfThrown(error)}`, {
          remedy: 'The file may be cut.',
        });
  }
  if (!done) {
    return fail(`The ${name} file ends too early.`, {
      remedy: 'The file was cut: check the size limit of the column or the log line.',
    });
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return ok(all);
}

const TEXT_NAMES = [
  'profile',
  'pprof',
  'content',
  'data',
  'body',
  'file',
  'text',
  'line',
  'message',
  'log',
  'raw',
  'payload',
  'value',
];
/** The text of a cell: bytes and JSON values are turned into what a file would hold. */
function cellContent(cell: unknown): string | Uint8Array | undefined {
  if (cell === null || cell === undefined) {
    return undefined;
  }
  if (cell instanceof Uint8Array) {
    return cell;
  }
  return typeof cell === 'object' ? jsonOfCell(cell) : String(cell);
}

/** Undefined where a value can't be written: nested deeper than the engine goes, or with numbers that JSON has not. */
function jsonOfCell(cell: object): string | undefined {
  try {
    return JSON.stringify(cell);
  } catch {
    return undefined;
  }
}

/** Whole files stand in cells of their own: many lines, JSON, base64. Anything else is a line of one file. */
const isWholeFile = (content: string | Uint8Array) =>
  typeof content !== 'string' ||
  /\n\s*\S/.test(content.slice(0, 4096)) ||
  /^\s*\{[\s\S]*\}\s*$/.test(content.slice(0, 200) + content.slice(-200)) ||
  (content.length > 100 && /^(?:H4sI|data:[\w./+-]{0,80};base64,)/.test(content)) ||
  (content.length > 100 && BASE64.test(content.slice(0, 4096)));

/**
 * A table that is no flame graph frame and holds no column of stacks: a column of text is one file a cell (text, JSON,
 * base64), or one line of a file per row. Lines are put in the order of their time, because Loki answers newest first, and
 * kept apart by their labels, because the lines of two instances are two files.
 */
export function* pieceSteps(columns: Column[], length: number): Steps<Result<Piece[]>> {
  const texts = columns.filter((c) => c.type === 'string' || c.type === 'enum' || c.type === 'other');
  const content =
    TEXT_NAMES.map((name) => texts.find((c) => c.name.toLowerCase() === name)).find(Boolean) ??
    (texts.length === 1 ? texts[0] : longest(texts));
  if (!content) {
    return fail('No column with text.', {
      remedy: 'Return stacks in a text column "stack" with a number column, or a whole profile in a text column.',
    });
  }
  const others = columns.filter((c) => c !== content);
  const time = timeColumn(others);
  const times = yield* rowTimeSteps(others, length);
  const labelsOf = labelReader(texts.filter((c) => c !== content && c !== time));
  const rows = Array.from({ length }, (_, row) => row);
  if (time) {
    const at = Float64Array.from(rows, (row) => (numberAt(time, row) ?? momentOf(time.values[row])) || 0);
    const after = (a: number, b: number) => at[a] - at[b] || (time.nanos?.[a] ?? 0) - (time.nanos?.[b] ?? 0);
    // Equal times: Loki's later rows are the earlier lines.
    const newestFirst = length > 1 && after(0, length - 1) > 0;
    rows.sort((a, b) => after(a, b) || (newestFirst ? b - a : a - b));
  }
  const pieces: Piece[] = [];
  const files = new Map<string, { lines: string[]; rows: number[]; labels: Array<[string, string]>; row: number }>();
  let [total, looked] = [0, 0];
  for (const row of rows) {
    if (++looked % ROWS === 0) {
      yield;
    }
    const cell = content.text ? textAt(content, row) : cellContent(content.values[row]);
    if (cell === undefined || cell.length === 0) {
      continue;
    }
    total += cell.length;
    if (total > MAX_BYTES) {
      return fail(`The rows hold more than the limit. ${LIMIT}`, { remedy: NARROW });
    }
    const labels = labelsOf(row);
    if (isWholeFile(cell)) {
      pieces.push({
        source: typeof cell === 'string' ? { kind: 'text', text: cell } : { kind: 'bytes', bytes: cell },
        labels,
        row: row + 1,
        cell: true,
        times,
      });
      continue;
    }
    const key = JSON.stringify(labels);
    const file = files.get(key) ?? { lines: [], rows: [], labels, row: row + 1 };
    file.lines.push((cell as string).replace(/(?<![\r\n])[\r\n]+$/, ''));
    file.rows.push(row);
    files.set(key, file);
  }
  const several = files.size + pieces.length > 1;
  for (const { lines, rows: of, labels, row } of files.values()) {
    const source = { kind: 'text' as const, text: lines.join('\n'), times: times && { ...times, rows: of } };
    pieces.push({ source, labels, row: several ? row : undefined });
  }
  return ok(pieces);
}

function longest(columns: Column[]): Column | undefined {
  const size = (column: Column) => {
    const cell = cellContent(column.values[0]);
    return cell === undefined ? 0 : cell.length;
  };
  return columns.reduce<Column | undefined>(
    (best, column) => (!best || size(column) > size(best) ? column : best),
    undefined
  );
}

/** A piece unpacked; its row is named in what goes wrong. */
export function unpack(piece: Piece): Result<Source> {
  const { source, row } = piece;
  const unpacked =
    source.kind === 'text'
      ? unpackText(source.text, source.times)
      : source.kind === 'bytes'
        ? unpackBytes(source.bytes)
        : ok<Source>(source);
  return unpacked.ok ? unpacked : { ok: false, problem: { row, ...unpacked.problem } satisfies Problem };
}
