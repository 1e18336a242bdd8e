#!/usr/bin/env node
// npm run bench:trace: where the time goes, on the bench page. Writes to artifacts/bench/
//   refresh-1M.trace.json     a refresh of a million nodes with its tasks, for DevTools' Performance panel or ui.perfetto.dev
//   first-paint.cpuprofile    V8's profile from the first answer to its graph: the panel reads it, and npm run inspect does, too
// and to docs/img/ the tasks of the one and, read by the panel itself, the flame graph of the other.
//   npm run bench:trace -- [--size 1M] [--first 16k]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepared } from './measures.mjs';
import { call, openBench } from './page.mjs';
import { ROOT } from './places.mjs';
import { tasksOf, tasksPicture } from './tasks.mjs';

const { values: args } = parseArgs({
  options: { size: { type: 'string', default: '1M' }, first: { type: 'string', default: '16k' } },
});
const OUT = join(ROOT, 'artifacts/bench');
const IMAGES = join(ROOT, 'docs/img');
/** Microseconds between samples. */
const SAMPLING = 200;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'v8.execute', 'blink.user_timing'];
/** Until a file is read and drawn, ms. */
const DRAWN = 5000;

const failures = [];
const bench = await openBench(failures, { readable: true });
mkdirSync(OUT, { recursive: true });
const say = (what, { graph, complete, longestTask }) =>
  console.log(
    `${what}: graph ${graph.toFixed(0)} ms, complete ${complete.toFixed(0)} ms, longest task ${longestTask.toFixed(0)} ms`
  );

/** The samples of the first so many µs. V8 says that it began before it has made a list of all code, which takes a while. */
function cut({ nodes, samples, timeDeltas, startTime }, microseconds) {
  const begun = startTime + timeDeltas[0];
  let at = 0;
  const length = timeDeltas.findIndex((delta, i) => (at += i && delta) > microseconds);
  return {
    nodes,
    startTime: begun,
    endTime: begun + microseconds,
    samples: samples.slice(0, length),
    timeDeltas: [0, ...timeDeltas.slice(1, length)],
  };
}

const profile = await bench.withPage(async (page) => {
  await prepared(page, args.first);
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLING });
  await session.send('Profiler.start');
  const begun = await page.evaluate(() => performance.now());
  const load = await call(page, 'load', 'ours');
  const { profile: whole } = await session.send('Profiler.stop');
  say('load, while V8 takes samples', load);
  return JSON.stringify(cut(whole, 1000 * (load.start + load.graph - begun)));
});
writeFileSync(join(OUT, 'first-paint.cpuprofile'), profile);
await bench.withPage(async (page) => {
  await prepared(page, 'recorded');
  await call(page, 'showFile', profile);
  await page.waitForTimeout(DRAWN);
  await page.mouse.move(0, 0);
  await page.locator('#subject').screenshot({ path: join(IMAGES, 'first-paint.png') });
});
// In a page of its own: a sampler that has run leaves its mark.
await bench.withPage(async (page) => {
  await prepared(page, args.size);
  await call(page, 'load', 'ours');
  const browser = page.context().browser();
  const path = join(OUT, `refresh-${args.size}.trace.json`);
  await browser.startTracing(page, { path, categories: CATEGORIES });
  const refresh = await call(page, 'refresh', 'ours', 0);
  await browser.stopTracing();
  say('refresh, while it is traced', refresh);
  const tasks = tasksOf(JSON.parse(readFileSync(path, 'utf8')), refresh);
  writeFileSync(join(IMAGES, 'refresh-tasks.svg'), tasksPicture(tasks, refresh, args.size));
});
console.log(OUT);
await bench.close();
failures.forEach((text) => console.log(`! ${text}`));
