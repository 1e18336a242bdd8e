// Beyond docs/limits.md: what is drawn of it, and what is said. Slow, so not with the tests of the readers.
import { gzipSync } from 'node:zlib';
import { splitAt } from './analysis';
import { prepareProfile } from './pipeline';
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
