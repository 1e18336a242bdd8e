#!/usr/bin/env node
// npm run fuzz: mutated recordings and random tables against every reader, to the end of the pipeline.
//   npm run fuzz -- [--cases 1000000] [--seed 1] [--record]
// --record writes the run down in docs/fuzz.json.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, record: { type: 'boolean' } },
});
ensureInstalled(ROOT);
const { importTypeScript } = await import('./bundle.mjs');
const { fuzz } = await importTypeScript('dev/fuzz.ts');

/** One file of each kind of recording: the slices of the incident are all alike. */
const dir = join(ROOT, 'testdata');
const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    !/README|\.(py|sh|go|mod|sum|mjs|cs|java|rs)$|workload|programs\/|\.\d{6,}\.folded$/.test(file) &&
    statSync(join(dir, file)).isFile()
);
const corpus = files.map((file) => new Uint8Array(readFileSync(join(dir, file))));

const start = Date.now();
const result = fuzz(
  corpus,
  Number(values.seed ?? 1),
  Number(values.cases ?? 1_000_000),
  () => process.memoryUsage().heapUsed
);
const seconds = Math.round((Date.now() - start) / 1000);
console.log(
  `${result.cases} cases of ${files.length} files in ${seconds} s, seed ${result.seed}: ${result.read} read, ` +
    `slowest ${result.slowestMs.toFixed(0)} ms, heap at most ${result.heapMiB} MiB, ${result.failures.length} failed`
);
result.failures.forEach(({ case: number, reason, input }) =>
  console.log(`case ${number}: ${reason}\n  ${input.slice(0, 400)}`)
);
if (values.record) {
  writeFileSync(
    join(ROOT, 'docs/fuzz.json'),
    `${JSON.stringify({ date: new Date().toISOString(), node: process.version, files: files.length, seconds, ...result }, null, 1)}\n`
  );
}
process.exit(result.failures.length ? 1 : 0);
