// Beyond docs/limits.md: what is drawn of it, and what is said. Slow, so not with the tests of the readers.
import { gzipSync } from 'node:zlib';
import { splitAt } from './analysis';
import { prepareProfile } from './prepare';
import { MAX_BYTES, MAX_ROWS, readSource } from './readers';

it('refuses a gzip bomb, and stops unpacking at the limit', () => {
  const bomb = gzipSync(Buffer.alloc(MAX_BYTES + 10, 'a'), { level: 9 });
  expect(bomb.length).toBeLessThan(400_000);
  const { problems } = readSource({ kind: 'bytes', bytes: bomb });
  expect(problems[0].message).toContain('The limit is 256 MiB');
});

it('draws the largest of too many rows, and says how many it left out', () => {
  const leaves = MAX_ROWS + 1000;
  const level = [0, ...Array<number>(leaves).fill(1)];
  const value = [leaves + 500, ...Array.from({ length: leaves }, (_, i) => (i < 500 ? 2 : 1))];
  const label = level.map((_, i) => (i <= 500 ? `f${i}` : 'small'));
  const { paired, warnings } = prepareProfile([
    {
      refId: 'A',
      role: 'wall',
      source: {
        kind: 'columns',
        flamegraph: true,
        length: level.length,
        columns: [
          { name: 'level', type: 'number', values: level },
          { name: 'value', type: 'number', values: value },
          { name: 'label', type: 'string', values: label },
        ],
      },
    },
  ]);
  expect(warnings[0].message).toMatch(/^2000500 of 2001001 rows are left out: the largest 2000000 are drawn/);
  expect(paired!.tree.length).toBe(502);
  expect(splitAt(paired!, 0).total).toBe(leaves + 500);
});

// More than a call takes as arguments.
const MANY = 130_000;

it('130,000 cells that cannot be read are as many problems, and no exception', () => {
  const values = Array.from({ length: MANY }, (_, i) => `{"cell": ${i}`.padEnd(20) + '}}');
  const { errors } = prepareProfile([
    { refId: 'A', source: { kind: 'columns', columns: [{ name: 'profile', type: 'string', values }], length: MANY } },
  ]);
  expect(errors).toHaveLength(MANY);
  expect(errors[MANY - 1]).toMatchObject({ row: MANY, message: expect.stringContaining('Not valid JSON') });
}, 60_000);

it('130,000 functions, maps of bpftrace, parts of its keys and columns of a frame are no exception', () => {
  const each = (line: (i: number) => string) => Array.from({ length: MANY }, (_, i) => line(i)).join('\n');
  const functions = readSource({ kind: 'text', text: each((i) => `main;f${i} 1`) });
  expect(functions.reads[0].profile.frames.length).toBe(MANY + 1);
  const maps = readSource({ kind: 'text', text: each((i) => `@m${i}[\n    f+1\n]: 2`) });
  expect(maps.reads[0].profile.valueTypes).toHaveLength(100);
  expect(maps.reads[0].dropped).toBe(MANY - 100);
  const parts = readSource({ kind: 'text', text: `@[${'a, '.repeat(MANY)}\n    f+1\n]: 2\n` });
  expect(parts.reads[0].profile.stacks.length).toBe(MANY + 1);
  const fields = Array.from({ length: MANY }, (_, i) => ({ name: i ? `f${i}` : 'stack', values: i ? [] : ['a;b'] }));
  expect(readSource({ kind: 'text', text: JSON.stringify({ fields }) }).problems.length).toBeLessThan(2);
}, 60_000);

// A regex or a search that begins anew at each of them takes minutes.
it.each([
  '(',
  ' (',
  ')',
  '<',
  ' at ',
  ' from ',
  ' - /',
  '+f',
  ' ',
  ',',
  ';',
  ';-',
  '"',
  '=',
  '[',
  ']: ',
  ':',
  '.py:',
  '\t',
  ' 1',
  '#',
  '\n    (',
])(
  'lines of a million of %j are read or refused in passing',
  (part) => {
    const long = part.repeat(Math.ceil(1_000_000 / part.length));
    for (const [before, after] of [
      ['', '\n'],
      ['', ' 3\n'],
      ['Thread 1 (LWP 7 "a"):\n#0  0x01 in f ', '\n'],
      ["* thread #1, name = 'a'\n  frame #0: 0x01 a`f", '\n'],
      ['Thread 7 (idle): "a"\n    f', ' (a.py:3)\n'],
      ['@[\n    f', '+3\n]: 4\n'],
      ['@[', ']: 4\n'],
      ['Sampling at 49 Hertz of all threads\n    #0  0x01 f', '\n    -                a (3)\n        4\n'],
      ['Sampling at 49 Hertz of all threads\n    ', '\n        4\n'],
      ['# austin: 3.7.0\n# mode: wall\n', ' 3\n'],
    ]) {
      const { reads, problems } = readSource({ kind: 'text', text: before + long + after });
      expect(reads.length + problems.length).toBe(1);
    }
  },
  20_000
);
