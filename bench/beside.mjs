#!/usr/bin/env node
// npm run bench:beside: Dual Flame, Grafana's own flame graph and speedscope on the recorded incident, in one size, as pictures of
// docs/img; docs/plugin/pictures.md says what is read in each.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTypeScript } from '../dev/bundle.mjs';
import { prepared } from './measures.mjs';
import { call, openBench, PAGE } from './page.mjs';
import { ROOT } from './places.mjs';

/** CSS pixels; that of the subjects on the bench page. */
const SIZE = { width: 1200, height: 700 };
/** speedscope says when a file is read, and not when it is drawn. */
const DRAWN = 1500;

const failures = [];
const bench = await openBench(failures);
const pathOf = (name) => join(ROOT, `docs/img/beside-${name}.png`);

for (const [name, subject] of [
  ['dual-flame', 'ours'],
  ['grafana', 'grafana'],
  ['grafana-table', 'grafana, with table'],
]) {
  await bench.withPage(async (page) => {
    await prepared(page, 'recorded');
    await call(page, 'load', subject);
    await page.waitForTimeout(DRAWN);
    await page.mouse.move(0, 0);
    await page.locator('#subject').screenshot({ path: pathOf(name) });
  });
}

const { incidentForSpeedscope } = await importTypeScript('bench/incidentFile.ts');
writeFileSync(join(PAGE, 'incident.speedscope.json'), incidentForSpeedscope(ROOT));
await bench.withPage(
  async (page) => {
    await page.setViewportSize(SIZE);
    const file = encodeURIComponent(`${bench.url}page/incident.speedscope.json`);
    // Left heavy: sorted and merged, as the two others are.
    await page.goto(`${bench.url}speedscope/index.html#profileURL=${file}&view=left-heavy`);
    await page.getByText('Left Heavy').first().waitFor();
    await page.waitForTimeout(DRAWN);
    await page.screenshot({ path: pathOf('speedscope') });
  },
  { path: 'page/empty.html' }
);
await bench.close();
failures.forEach((text) => console.error(`! ${text}`));
process.exitCode = failures.length ? 1 : 0;
console.log('docs/img/beside-*.png are written.');
