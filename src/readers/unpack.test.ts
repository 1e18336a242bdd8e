import { bytes, column, problemOf, read, table, text } from '../testing';
import { readSource } from '.';
import { piecesOf } from './unpack';

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
