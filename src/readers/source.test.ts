import { bytes, text } from '../testing';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Profile, rememberByName } from '../profile';
import { readSource } from './registry';
import { headLines, jsonOf, linesOf, numberOf, type Source } from './source';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
const MIB = 2 ** 20;

/** Held after the next turn of the event loop and a collection. */
async function heap(): Promise<number> {
  await new Promise((done) => setTimeout(done, 10));
  'a'.match(/a/); // V8 keeps the text of the last match
  gc();
  return process.memoryUsage().heapUsed;
}

const SIZE = 12 * MIB;
/** A text of about SIZE with few names, flat in memory. */
const repeated = (head: string, part: (i: number) => string): string => {
  const parts = [head];
  for (let i = 0, length = 0; length < SIZE; i++) {
    parts.push(part(i % 50));
    length += parts[parts.length - 1].length;
  }
  return Buffer.from(parts.join('')).toString();
};

const long = 'a'.repeat(200);
it.each<[string, () => string]>([
  ['folded', () => repeated('', (i) => `main;handlerOfRequests${i};${long} 1\n`)],
  ['folded, beyond ASCII', () => repeated('', (i) => `main;größeDerBestellung${i};${long} 1\n`)],
  [
    'perf script',
    () =>
      repeated(
        '',
        (i) =>
          `app 7 [000] 12.00${i + 100}: 1 cpu-clock:\n\t    7f00 functionOfTheProgram${i}+0x1 (/usr/bin/program)\n\t    7f01 ${long} (/usr/bin/program)\n\n`
      ),
  ],
  [
    'goroutines',
    () =>
      repeated(
        '',
        (i) =>
          `goroutine ${i + 1} [select]:\nmain.functionOfTheProgram${i}(0x1)\n\t/src/main.go:7 +0x1\nmain.${long}()\n\t/src/main.go:9 +0x2\n\n`
      ),
  ],
])(
  '%s: the profile that was read of a text does not hold the text',
  async (_, make) => {
    readSource({ kind: 'text', text: make().slice(0, 10_000) }); // its code and tables are there
    const before = await heap();
    let profile: Profile | undefined;
    (() => {
      ({ profile } = readSource({ kind: 'text', text: make() }).reads[0]);
    })();
    expect(profile!.frames.length).toBeGreaterThan(20);
    expect((await heap()) - before).toBeLessThan(SIZE / 4);
    expect(profile!.frames.length).toBeGreaterThan(20); // it is there until here
  },
  60_000
);

it('what is remembered by name does not hold the text that the name was cut from', async () => {
  const lengthOf = rememberByName((name) => name.length);
  const before = await heap();
  (() => expect(lengthOf(repeated('', () => 'nameOfTheFunction\n').slice(0, 17))).toBe(17))();
  expect((await heap()) - before).toBeLessThan(SIZE / 4);
  expect(lengthOf('nameOfTheFunction')).toBe(17);
});

it('JSON is parsed once for all readers, and forgotten with its text', async () => {
  const before = await heap();
  await (async () => {
    const source: Source = { kind: 'text', text: `{"rows":["${'x'.repeat(SIZE)}"]}` };
    expect(jsonOf(source)).toBe(jsonOf(source));
    expect((await heap()) - before).toBeGreaterThan(SIZE);
  })();
  expect((await heap()) - before).toBeLessThan(SIZE / 4);
});

it('the first lines of a source, without one that may be cut', () => {
  expect(headLines(text('a\r\nb\nc'), 2)).toEqual(['a', 'b']);
  expect(headLines(text('a\nb'), 9)).toEqual(['a', 'b']);
  const long = 'x'.repeat(10_000);
  expect(headLines(text(`${long}\n${long}\nend`), 9)).toEqual([long]);
  const first = 'y'.repeat(40_000);
  expect(headLines(text(`${first}\nb\n`), 9)).toEqual([first]);
  expect(headLines(text(first), 9)).toEqual([first]);
  expect(headLines(bytes(new Uint8Array(3)))).toEqual([]);
});

it('all lines of a text, with their numbers', () => {
  expect([...linesOf('a\r\n\nb')]).toEqual([
    { line: 'a', number: 1 },
    { line: '', number: 2 },
    { line: 'b', number: 3 },
  ]);
  expect([...linesOf('')]).toEqual([]);
  expect([...linesOf('\r\n\n')].map(({ line }) => line)).toEqual(['', '']);
});

it.each([
  [4, 4],
  [NaN, undefined],
  [Infinity, undefined],
  [BigInt(5), 5],
  [' 12 ', 12],
  ['1e3', 1000],
  ['-2.5E-1', -0.25],
  ['', undefined],
  ['1x', undefined],
  ['x1', undefined],
  ['1e', undefined],
  ['1.2.3', undefined],
  ['9e999', undefined],
  [null, undefined],
  [true, undefined],
])('the cell %p is the number %p', (cell, expected) => expect(numberOf(cell)).toBe(expected));
