import { gzipSync } from 'node:zlib';
import { column, table, problemOf, read, text } from '../testing';
import { unpack as reading } from './unpack';
import { FILE_READERS } from './files';
import { fileReaders, holdsProfile } from './part';
import { needsFileReaders } from './recognise';
import { readSource } from './registry';

// Counted, not replaced.
jest.mock('./unpack', () => {
  const actual = jest.requireActual<{ unpack: typeof reading }>('./unpack');
  return { ...actual, unpack: jest.fn(actual.unpack) };
});
const unpack = jest.mocked(reading);

/** Packed folded text, long enough to be a file of its own. */
const cell = (i: number) =>
  gzipSync(Array.from({ length: 40 }, (_, n) => `main;f${(n * 7919 + i) % 9973};g${n} ${n + 1}`).join('\n')).toString(
    'base64'
  );
const packed = (count: number) =>
  table(
    column(
      'profile',
      Array.from({ length: count }, (_, i) => cell(i))
    )
  );

it.each([1, 3, 60])('unpacks each of %d cells once, whoever asks', (count) => {
  unpack.mockClear();
  const source = packed(count);
  expect(holdsProfile(source)).toBe(true);
  const { reads } = readSource(source, {});
  expect(reads).toHaveLength(count);
  expect(unpack).toHaveBeenCalledTimes(count);
});

it('reads a table once for the same options', () => {
  const source = packed(2);
  const first = readSource(source, { stitchAsync: false });
  expect(readSource(source, { stitchAsync: false }).reads[0].profile).toBe(first.reads[0].profile);
  expect(readSource(source, { unit: 'ms' }).reads[0].profile).not.toBe(first.reads[0].profile);
  expect(readSource(packed(2), { stitchAsync: false }).reads[0].profile).not.toBe(first.reads[0].profile);
});

it('parses the JSON of each cell once', () => {
  const parse = jest.spyOn(JSON, 'parse');
  const json = (name: string) =>
    JSON.stringify({
      flamebearer: {
        names: ['total', name],
        levels: [
          [0, 5, 0, 0],
          [0, 5, 5, 1],
        ],
      },
      metadata: {},
    });
  const source = table(column('profile', [json('a'), json('b')]));
  expect(holdsProfile(source)).toBe(true);
  expect(readSource(source).reads).toHaveLength(2);
  expect(parse.mock.calls.filter(([text]) => String(text).startsWith('{"flamebearer"'))).toHaveLength(2);
  parse.mockRestore();
});

it('a format that is named is taken, another value type shown', () => {
  expect(read(text('main 3'), { format: 'folded' }).total).toBe(3);
  const two = read(text('a;b 3 5\na;c 4 0\n'), { valueType: 'left' });
  expect([two.total, two.profile.primary]).toEqual([7, 1]);
  expect(read(text('a;b 3 5\na;c 4 0\n'), { valueType: 'none such' }).profile.primary).toBe(0);
});

it('a table is a profile, was meant to be one, or is none', () => {
  const numbers = column('value', [1, 2], 'number');
  expect(holdsProfile(table(column('stack', ['a;b', 'a']), numbers))).toBe(true);
  expect(holdsProfile(table(column('label', ['a', 'b']), column('level', [0, 1], 'number'), numbers))).toBe(true);
  expect(holdsProfile(table(column('host', ['h1', 'h2']), numbers))).toBe(false);
  expect(holdsProfile(table(column('text', ['some', 'words'])))).toBe(true);
  expect(holdsProfile(table(column('file', ['a;b 1\na;c 2', 'a;b 3']), numbers))).toBe(true);
  expect(holdsProfile(table(numbers))).toBe(false);
  expect(holdsProfile({ ...table(column('stack', [])), length: 0 })).toBe(false);
  expect(holdsProfile({ ...table(column('label', []), column('level', []), column('value', [])), length: 0 })).toBe(
    true
  );
  expect(problemOf(table(column('text', ['', null])))).toMatch(/text column is empty/);
});

it('labels of a whole file do not hide its own', () => {
  const { reads } = readSource(
    table(
      column('content', [
        '"w" #9 tid=0x1 nid=0x2 runnable\n   java.lang.Thread.State: RUNNABLE\n\tat app.A.run(A.java:3)\n',
      ]),
      column('thread', ['outer']),
      column('pod', ['p'])
    )
  );
  expect(reads[0].profile.labels.map(({ name, values }) => [name, values[0]])).toEqual([
    ['thread', 'w'],
    ['state', 'RUNNABLE'],
    ['pod', 'p'],
  ]);
});

describe('until the readers of files have come', () => {
  beforeEach(() => fileReaders.put(undefined));
  afterAll(() => fileReaders.put(() => FILE_READERS));
  const numbers = column('value', [1, 2], 'number');
  const nestedSet = table(column('label', ['all', 'a']), column('level', [0, 1], 'number'), numbers);

  it.each([
    ['a flame graph frame', nestedSet],
    ['a table of stacks', table(column('stack', ['a;b', 'a']), numbers)],
  ])('%s is read without them', (_, source) => {
    expect(needsFileReaders(source)).toBe(false);
    expect(holdsProfile(source)).toBe(true);
    expect(readSource(source).reads).toHaveLength(1);
  });

  it.each([
    ['figures', table(numbers)],
    ['no rows', { ...table(column('Line', [])), length: 0 }],
  ])('a table of %s is known to be no profile', (_, source) => {
    expect(needsFileReaders(source)).toBe(false);
    expect(holdsProfile(source)).toBe(false);
  });

  it.each([
    ['lines', table(column('Line', ['a;b 3', 'a;c 4']))],
    ['stacks in a column that does not say so', table(column('q', ['a;b', 'a;c']), numbers)],
    ['names and figures', table(column('host', ['h1', 'h2']), numbers)],
    ['a text', text('a;b 3')],
  ])('%s need them: a problem with a remedy, that is forgotten when they are here', (_, source) => {
    expect(needsFileReaders(source)).toBe(true);
    expect(source.kind !== 'columns' || holdsProfile(source)).toBe(true);
    const { reads, problems } = readSource(source);
    expect([reads.length, problems.length, problems[0].remedy]).toEqual([0, 1, expect.stringContaining('reload')]);
    fileReaders.put(() => FILE_READERS);
    const after = [...readSource(source).problems.map(({ message }) => message)];
    expect(after).not.toContain(problems[0].message);
  });

  it('are fetched as a whole: every format once, tables among them', async () => {
    const { readers } = await fileReaders.fetch();
    const ids = readers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['nested-set', 'stack-table', 'folded', 'pprof', 'jfr', 'otlp']));
    expect(readSource(text('a;b 3')).reads).toHaveLength(1);
  });
});
