import { gzipSync } from 'node:zlib';
import { column, table } from '../testing';
import * as unpacking from './unpack';
import { holdsProfile, readSource } from './registry';

// Counted, not replaced.
jest.mock('./unpack', () => {
  const actual = jest.requireActual<typeof unpacking>('./unpack');
  return { ...actual, unpack: jest.fn(actual.unpack) };
});
const unpack = jest.mocked(unpacking.unpack);

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
