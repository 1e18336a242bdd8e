#!/usr/bin/env node
// npm run bench: Dual Flame and its peers on the same work, in one headless Chromium run, interleaved.
//   npm run bench -- [--quick] [--events] [--folded] [--rounds 3] [--sizes recorded,16k,200k,1M]
// Writes bench/results.json; `npm run bench:report` makes the tables of docs/performance.md of it. --quick only checks that everything
// still runs, --events only measures windows of time and single samples, --folded only folded text; these write nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, run } from '../dev/install.mjs';
import { BENCH, PEERS, RESULTS, ROOT } from './places.mjs';

const { values: args } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    smoke: { type: 'boolean' },
    events: { type: 'boolean' },
    folded: { type: 'boolean' },
    rounds: { type: 'string' },
    sizes: { type: 'string' },
  },
});
const quick = args.quick || args.smoke;
const SIZES = quick ? ['16k'] : (args.sizes?.split(',') ?? ['recorded', '16k', '200k', '1M']);
/** Shapes that no goal is set for: in the first round only. */
const EXTREMES = quick || args.sizes ? [] : ['100k symbols', '5,000 deep'];
const ROUNDS = quick ? 1 : Number(args.rounds ?? 3);
const REPEATS = quick ? 2 : 12;
/** A round that would end later is not begun; the dashboard of panels and the build come after it. */
const MOST_MINUTES = 10;

ensureInstalled(ROOT);
if (!existsSync(join(PEERS, 'speedscope'))) {
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], BENCH);
}
const { importTypeScript } = await import('../dev/bundle.mjs');
const { openBench } = await import('./page.mjs');
const { measureEvents, measureFleet, measureFlow, measureSearch, measureSubject } = await import('./measures.mjs');
const { infernoVersion, INSTALL_INFERNO, measureFolded } = await import('./folded.mjs');
const { goalsOf, MEASURES } = await importTypeScript('bench/goals.ts');

const started = Date.now();
const log = (text) => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);

/** One for each measure, size and subject: { measure, size, subject, unit, values }. */
const rows = [];
function add(measure, size, subject, value, unit = 'ms') {
  let row = rows.find((r) => r.measure === measure && r.size === size && r.subject === subject);
  if (!row) {
    rows.push((row = { measure, size, subject, unit, values: [] }));
  }
  row.values.push(value);
}

/** What went wrong; a measure that fails leaves the others. */
const failures = [];
async function tried(what, work) {
  log(what);
  await work().catch((error) => failures.push(`${what}: ${error.message.split('\n')[0]}`));
}

const bench = await openBench(failures);
const inferno = infernoVersion();
if (!inferno) {
  log(INSTALL_INFERNO);
}
async function measureTexts() {
  for (const size of SIZES.filter((name) => name !== 'recorded')) {
    const times = size === '1M' ? Math.min(2, ROUNDS) : ROUNDS;
    await tried(`folded, ${size}`, () => measureFolded(bench, add, { size, rounds: times }));
  }
}
if (args.events || args.folded) {
  await (args.events ? tried('windows and events', () => measureEvents(bench, add)) : measureTexts());
  await bench.close();
  rows.forEach(({ measure, size, subject, values }) => {
    const sorted = [...values].sort((a, b) => a - b);
    const ms = (value) => `${value.toFixed(1)} ms`;
    console.log(
      `${measure}, ${size}, ${subject}: ${ms(sorted[Math.floor((sorted.length - 1) / 2)])} (${ms(sorted[0])} – ${ms(sorted.at(-1))}, n ${sorted.length})`
    );
  });
  failures.forEach((text) => console.log(`! ${text}`));
  process.exit(failures.length ? 1 : 0);
}
const lastBars = (size) => rows.find((r) => r.measure === 'bars' && r.size === size && r.subject === 'ours')?.values[0];
await measureTexts();
let rounds = 0;
for (let round = 0; round < ROUNDS; round++) {
  const took = (Date.now() - started) / 60_000;
  if (round > 0 && (took * (round + 1)) / round > MOST_MINUTES) {
    log(`No more rounds: ${took.toFixed(1)} minutes have passed.`);
    break;
  }
  for (const size of [...SIZES, ...(round === 0 ? EXTREMES : [])]) {
    const at = `${size}, round ${round + 1}`;
    // Neither is always the one on a machine that the other has warmed.
    const subjects = round % 2 ? ['grafana', 'ours'] : ['ours', 'grafana'];
    for (const subject of subjects) {
      await tried(`${at}: ${subject}`, () => measureSubject(bench, add, { size, subject, repeats: REPEATS }));
    }
    await tried(`${at}: flow`, () => measureFlow(bench, add, { size, bars: lastBars(size) }));
    await tried(`${at}: search`, () => measureSearch(bench, add, { size, repeats: REPEATS }));
  }
  rounds++;
}
for (const subject of ['ours', 'grafana']) {
  const more = quick ? { refreshes: 1, every: 1500 } : { refreshes: 3 };
  await tried(`12 panels: ${subject}`, () => measureFleet(bench, add, { subject, ...more }));
}
await tried('windows and events', () => measureEvents(bench, add, quick ? { part: 0.02 } : {}));
await bench.close();
failures.forEach((text) => console.log(`! ${text}`));

if (quick) {
  const measured = (name) =>
    rows.some((r) => r.measure === name && r.subject === 'ours' && r.values.every(Number.isFinite));
  const missing = MEASURES.filter((name) => !measured(name)).map((name) => `${name} was not measured`);
  const figure = (measure) => rows.find((r) => r.measure === measure)?.values[0];
  const wrong = [
    ...missing,
    ...failures,
    ...(figure('work on unchanged data') === 0 ? [] : ['unchanged data make work']),
    ...(figure('a click on the graph as soon as it is there zooms') === 1 ? [] : ['the first click does not zoom']),
  ];
  console.log(wrong.length ? `bench: failed: ${wrong.join('; ')}` : 'bench: runs');
  process.exit(wrong.length ? 1 : 0);
}

const { bundleSizes, bytesByPackage } = await import('./sizes.mjs');
run('npm', ['run', '--silent', 'build', '--', '--stats=errors-only'], ROOT);
const version = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).version;
const medianOf = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const summed = rows.map(({ values, ...row }) => ({
  ...row,
  median: medianOf(values),
  min: Math.min(...values),
  max: Math.max(...values),
  count: values.length,
}));
const bundle = bundleSizes();
const results = {
  date: new Date().toISOString(),
  versions: {
    'dual-flame': version(ROOT),
    '@grafana/flamegraph': version(join(ROOT, 'node_modules/@grafana/flamegraph')),
    speedscope: version(join(PEERS, 'speedscope')),
    ...(inferno ? { inferno } : {}),
    chromium: bench.version,
    node: process.version,
  },
  commit: spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).stdout?.trim(),
  machine: { cores: cpus().length, model: cpus()[0].model, load: loadavg()[2] },
  rounds,
  minutes: (Date.now() - started) / 60_000,
  failures,
  bundle,
  packages: await bytesByPackage(),
  rows: summed,
  goals: goalsOf(summed, bundle),
};
const { format, resolveConfig } = await import('prettier');
// As the check of formats wants it, and `npm run lint:fix` leaves it.
const style = { ...(await resolveConfig(RESULTS)), filepath: RESULTS };
writeFileSync(RESULTS, await format(JSON.stringify(results, null, 2), style));
results.goals.forEach(({ name, size, goal, text, met }) =>
  console.log(`${met ? '✓' : '✗'} ${name}${size ? `, ${size}` : ''}: ${text} (goal ${goal})`)
);
log(
  `${results.goals.filter(({ met }) => met).length} of ${results.goals.length} goals met. Tables: npm run bench:report`
);
