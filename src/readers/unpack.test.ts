import { bytes, column, costGrowth, problemOf, read, table, text } from '../testing';
import { readSource } from '.';
import { finish } from '../profile';
import { pieceSteps } from './unpack';

const piecesOf = (...of: Parameters<typeof pieceSteps>) => finish(pieceSteps(...of));

describe('files in cells and lines in rows', () => {
  it('UTF-16 of both orders; base64 in lines, for addresses, and cut', () => {
    const big = Buffer.from('a;b 3\n', 'utf16le').swap16();
    expect(read(bytes(Buffer.concat([Buffer.from([0xfe, 0xff]), big]))).total).toBe(3);
    expect(read(bytes(Uint8Array.from([0xff, 0xfe, 0x41, 0])), { format: 'folded' }).profile.samples.length).toBe(0);
    const long = Buffer.from(Array.from({ length: 60 }, (_, i) => `frame${i};leaf 3`).join('\n')).toString('base64');
    expect(read(text(`\ufeff${long.replace(/.{60}/g, '$&\n')}`)).total).toBe(180);
    expect(read(text(`data:text/plain;base64,${long}`)).total).toBe(180);
    expect(problemOf(text(`H4sI${'A'.repeat(201)}`))).toMatch(/looks like base64 and is none/);
    expect(read(bytes(Uint8Array.from([27, 91, 109, 97, 32, 49, 10])), { format: 'folded' }).total).toBe(1); // a colour of a terminal
  });

  it('the content is the longest text; lines are put in the order of their time', () => {
    const file = table(
      column('short', ['x', 'y']),
      column('long', ['a;b 1\na;c 2\n', 'a;d 4\na;e 1\n']),
      column('n', [1, 2], 'number')
    );
    expect(readSource(file).reads.map(({ profile }) => profile.labels[0].values)).toEqual([['x'], ['y']]);
    const dump = [
      'goroutine 1 [running]:',
      'main.a()',
      '\t/a.go:1',
      '',
      'goroutine 2 [running]:',
      'main.b()',
      '\t/b.go:1',
    ];
    const newest = [...dump].reverse();
    for (const at of [
      [7, 6, 5, 4, 3, 2, 1],
      [7, 6, 5, 5, 5, 5, 5],
    ]) {
      const found = read(table(column('line', newest), column('time', at, 'time')));
      expect(found.draw).toBe('all 2 0\n  main.a 1 1\n  main.b 1 1');
    }
    const oldest = read(table(column('line', dump), column('time', [1, 1, 1, 1, 1, 1, 1], 'time')));
    expect(oldest.draw).toBe('all 2 0\n  main.a 1 1\n  main.b 1 1');
  });
});

it('lines of a log at equal times are in the order that their source has, which may be newest first', () => {
  const textOf = (times: number[], lines: string[]) => {
    const pieces = piecesOf([column('Time', times, 'time'), column('Line', lines)], lines.length);
    return pieces.ok && pieces.value.map(({ source }) => source.kind === 'text' && source.text);
  };
  expect(textOf([1, 1, 1, 2], ['a', 'b', 'c', 'd'])).toEqual(['a\nb\nc\nd']);
  expect(textOf([2, 1, 1, 1], ['d', 'c', 'b', 'a'])).toEqual(['a\nb\nc\nd']);
});

it('lines of one millisecond are in the order of their nanoseconds', () => {
  const times = { ...column('Time', [5, 5, 5], 'time'), nanos: [300, 200, 100] };
  const pieces = piecesOf([times, column('Line', ['c', 'b', 'a'])], 3);
  expect(pieces.ok && pieces.value.map(({ source }) => source.kind === 'text' && source.text)).toEqual(['a\nb\nc']);
});

it('lines that were base64 have no times: none of the unpacked ones came by itself', () => {
  const folded = Array.from({ length: 60 }, (_, i) => `frame${i};leaf 3`).join('\n');
  const rows = Buffer.from(folded)
    .toString('base64')
    .match(/.{1,76}/g)!;
  const times = column(
    'Time',
    rows.map((_, i) => 1e12 + i * 60_000),
    'time'
  );
  const { profile, total, warnings } = read(table(column('Line', rows), times));
  expect([total, profile.samples.time, warnings]).toEqual([180, undefined, []]);
});

it('blank lines within a cell cost in proportion', () => {
  const cell = (size: number) => {
    const content = `${'a'.repeat(5000)}${'\n'.repeat(size)}b`;
    expect(piecesOf([column('Line', [content, content])], 2).ok).toBe(true);
  };
  expect(costGrowth(4000, cell)).toBeLessThan(3);
});
