import { Profile as PprofProfile, StringTable } from 'pprof-format';
import { column, table, text } from '../testing';
import { type Steps } from '../profile';
import { FILE_READERS } from './files';
import { type Source } from './source';

/** How often the page could answer while it is read, and what came of it. */
function stepped<T>(steps: Steps<T>): { pauses: number; result: T } {
  for (let pauses = 0; ; pauses++) {
    const step = steps.next();
    if (step.done) {
      return { pauses, result: step.value };
    }
  }
}

const LINES = 10_000;
const folded = Array.from({ length: LINES }, (_, i) => `main;f${i % 50};g${i % 7} ${i + 1}`).join('\n');
const perf = Array.from(
  { length: LINES / 4 },
  (_, i) => `prog 10 ${i}.000100: 1000 cycles:u:\n\t    5590 leaf${i % 9} (/bin/prog)\n\t    5580 main (/bin/prog)\n`
).join('\n');
const cells = table(
  column(
    'profile',
    Array.from({ length: 5 }, (_, i) => folded.slice(0, folded.indexOf('\n', 2000 + 100 * i)))
  )
);

const ROWS_WITH_TIMES = 40_000; // in three steps
const moments = Array.from({ length: ROWS_WITH_TIMES }, (_, i) => 1.7e12 + 1000 * Math.floor(i / 100));
const stacks = moments.map((_, i) => `main;f${i % 50}`);
const timedRows = table(
  column('time', moments, 'time'),
  column('stack', stacks),
  column(
    'value',
    moments.map((_, i) => i)
  )
);
const timedLines = table(
  column('time', moments, 'time'),
  column(
    'Line',
    stacks.map((stack, i) => `${stack} ${i}`)
  )
);

const strings = new StringTable();
const [cpu, ns] = [strings.dedup('cpu'), strings.dedup('nanoseconds')];
const pprof = new PprofProfile({
  stringTable: strings,
  sampleType: [{ type: cpu, unit: ns }],
  sample: Array.from({ length: LINES }, (_, i) => ({ locationId: [1 + (i % 50), 1], value: [i] })),
  location: Array.from({ length: 50 }, (_, i) => ({ id: i + 1, line: [{ functionId: i + 1, line: 1 }] })),
  function: Array.from({ length: 50 }, (_, i) => ({ id: i + 1, name: strings.dedup(`f${i}`) })),
}).encode();

it.each<[string, Source, number]>([
  ['folded text', text(folded), 4],
  ['perf script', text(perf), 4],
  ['files in cells', cells, 4],
  ['rows with times', timedRows, 3 + 3],
  // Their times, the rows, and a step for each 2048 lines.
  ['lines with times', timedLines, 3 + 2 + 19],
  // Its fields, then the labels of its samples, then its samples.
  ['pprof', { kind: 'bytes', bytes: pprof }, 12],
])('%s is read in steps, to the same end', (_, source, least) => {
  const { pauses, result } = stepped(FILE_READERS.steps(source, {}));
  expect(pauses).toBeGreaterThanOrEqual(least);
  const { reads, problems } = FILE_READERS.read(source, {});
  expect(problems).toEqual([]);
  expect(reads.length).toBeGreaterThan(0);
  expect(result.reads.map(({ profile }) => profile.samples)).toEqual(reads.map(({ profile }) => profile.samples));
});
