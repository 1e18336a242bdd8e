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

it.each<[string, Source, number]>([
  ['folded text', text(folded), 4],
  ['perf script', text(perf), 4],
  ['files in cells', cells, 4],
])('%s is read in steps, to the same end', (_, source, least) => {
  const { pauses, result } = stepped(FILE_READERS.steps(source, {}));
  expect(pauses).toBeGreaterThanOrEqual(least);
  const { reads, problems } = FILE_READERS.read(source, {});
  expect(problems).toEqual([]);
  expect(reads.length).toBeGreaterThan(0);
  expect(result.reads.map(({ profile }) => profile.samples)).toEqual(reads.map(({ profile }) => profile.samples));
});
