#!/usr/bin/env node
// Do the tests still have teeth? Each fault of dev/mutants/table.mjs is planted by itself, and the test file that is named beside it has
// to fail. Nothing is copied and no file is changed: a fault is planted while Jest reads the file. npm test runs it; by hand, all or some:
//   node dev/mutants.mjs [part of a file's name, or of what would be shown]
import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './mutants/table.mjs';

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv[2] ?? '';
const mutants = MUTANTS.filter(({ file, test, lie }) => [file, test, lie].some((text) => text.includes(wanted)));

const timesIn = (file, text) => {
  const path = join(ROOT, file);
  return existsSync(path) ? readFileSync(path, 'utf8').split(text).length - 1 : 0;
};
const sources = () =>
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .map((file) => `src/${file}`);

/** A fault that cannot be planted is a hole in the check: the code has moved on, and the table has to follow. */
const misplaced = mutants.flatMap(({ file, from, test, lie }) => {
  const times = timesIn(file, from);
  const moved = times ? [] : sources().filter((other) => timesIn(other, from));
  return [
    ...(times === 1 ? [] : [`“${lie}”: ${file} has ${times ? `${times} times` : 'no longer'} the text ‹${from}›`]),
    ...moved.map((other) => `    ${other} has it`),
    ...(existsSync(join(ROOT, test)) ? [] : [`“${lie}”: there is no ${test}`]),
  ];
});
if (!mutants.length) {
  console.error(`No fault is about “${wanted}”.`);
  process.exit(1);
}
if (misplaced.length) {
  console.error(`${misplaced.join('\n')}\nBring dev/mutants/table.mjs up to date: each text is in its file once.`);
  process.exit(1);
}

const { testTimeout, ...base } = require(join(ROOT, 'jest.config.js'));
const [[pattern, [, swc]]] = Object.entries(base.transform);
const PLANT = join(ROOT, 'dev/mutants/transform.mjs');

/** Every fault is a Jest project of its own: one run, as many workers as it is given, one compiled copy of what no fault touches. */
const projectOf = ({ file, from, to, test }, i) => ({
  ...base,
  rootDir: ROOT,
  // The haste map and the cache of compiled files go by it.
  id: 'mutants',
  displayName: String(i),
  roots: [join(ROOT, 'src')],
  testMatch: [join(ROOT, test)],
  transform: { [pattern]: [PLANT, { swc, path: join(ROOT, file), from, to }] },
  // Only the panel needs a page.
  ...(test.startsWith('src/panel/')
    ? {}
    : { testEnvironment: 'node', setupFilesAfterEnv: [join(ROOT, 'jest-parts.js')] }),
});

process.env.TZ = 'UTC';
const { runCLI } = require('jest');
const started = Date.now();
const { results } = await runCLI(
  {
    config: JSON.stringify({ projects: mutants.map(projectOf), reporters: [] }),
    testTimeout,
    maxWorkers: 2,
    silent: true,
    passWithNoTests: true,
    $0: '',
    _: [],
  },
  [ROOT]
);

const survivors = mutants.flatMap(({ file, lie, test }, i) => {
  const result = results.testResults.find(({ displayName }) => displayName?.name === String(i));
  // A fault that does not compile proves nothing: Jest then gives an error without the name of its project.
  const why = !result || result.testExecError ? 'could not run' : result.numFailingTests === 0 ? 'does not notice' : '';
  return why ? [`${file}: “${lie}”: ${test} ${why}`] : [];
});
survivors.forEach((line) => console.error(line));
const seconds = Math.round((Date.now() - started) / 1000);
console.log(`${mutants.length - survivors.length} of ${mutants.length} planted faults were noticed, in ${seconds} s`);
process.exit(survivors.length ? 1 : 0);
