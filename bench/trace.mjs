#!/usr/bin/env node
// npm run bench:trace: where the time goes, on the bench page. Writes to artifacts/bench/
//   refresh-1M.trace.json     a refresh of a million nodes with its tasks, for DevTools' Performance panel or ui.perfetto.dev
//   first-paint.cpuprofile    V8's profile of the first paint: the panel reads it, and npm run inspect does, too
//   npm run bench:trace -- [--size 1M]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepared } from './measures.mjs';
import { call, openBench } from './page.mjs';
import { ROOT } from './places.mjs';

const { values: args } = parseArgs({ options: { size: { type: 'string', default: '1M' } } });
const OUT = join(ROOT, 'artifacts/bench');
/** Microseconds between samples. */
const SAMPLING = 200;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'v8.execute', 'blink.user_timing'];

const failures = [];
const bench = await openBench(failures, { readable: true });
mkdirSync(OUT, { recursive: true });
const say = (what, { graph, complete, longestTask }) =>
  console.log(
    `${what}: graph ${graph.toFixed(0)} ms, complete ${complete.toFixed(0)} ms, longest task ${longestTask.toFixed(0)} ms`
  );

await bench.withPage(async (page) => {
  await prepared(page, args.size);
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLING });
  await session.send('Profiler.start');
  const load = await call(page, 'load', 'ours');
  const { profile } = await session.send('Profiler.stop');
  writeFileSync(join(OUT, 'first-paint.cpuprofile'), JSON.stringify(profile));
  say('load, while V8 takes samples', load);
});
// In a page of its own: a sampler that has run leaves its mark.
await bench.withPage(async (page) => {
  await prepared(page, args.size);
  await call(page, 'load', 'ours');
  const browser = page.context().browser();
  await browser.startTracing(page, { path: join(OUT, `refresh-${args.size}.trace.json`), categories: CATEGORIES });
  const refresh = await call(page, 'refresh', 'ours', 0);
  await browser.stopTracing();
  say('refresh, while it is traced', refresh);
});
console.log(OUT);
await bench.close();
failures.forEach((text) => console.log(`! ${text}`));
