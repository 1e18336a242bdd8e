#!/usr/bin/env node
// npm run film: the moving picture of README.md, docs/img/incident.gif, from the real demo. Needs ffmpeg.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { buildDemo, ROOT, serveDemo } from './demo.mjs';

const SIZE = { width: 1280, height: 860 };
const TARGET = join(ROOT, 'docs/img/incident.gif');

await buildDemo();
const { chromium } = await import('@playwright/test');
const { server, url } = await serveDemo(0);
const dir = mkdtempSync(join(tmpdir(), 'dualflame-film-'));
const browser = await chromium.launch({
  executablePath: await ensureBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: SIZE });
const frames = [];

/** A picture that stands for so many seconds, with what is to be seen in it. */
async function frame(seconds, caption) {
  await page.evaluate((text) => {
    let bar = document.getElementById('caption');
    if (!bar) {
      bar = document.createElement('div');
      bar.id = 'caption';
      bar.style.cssText =
        'position:fixed;left:0;right:0;bottom:0;padding:14px 24px;font:500 20px sans-serif;color:#fff;background:#111217ee;border-top:2px solid #ff9830;z-index:9999;pointer-events:none';
      document.body.append(bar);
    }
    bar.textContent = text;
  }, caption);
  await page.waitForTimeout(350);
  const file = join(dir, `${frames.length}.png`);
  await page.screenshot({ path: file });
  frames.push({ file, seconds });
}

const open = async (range = '') => {
  await page.goto(url + range);
  await page.getByTestId('dualflame-waits').waitFor();
  await page.getByTestId('dualflame-panel').scrollIntoViewIfNeeded();
  await page.waitForTimeout(1500);
};
const switchTo = async (name) => {
  await page.getByTestId('dualflame-toolbar').getByRole('radio', { name, exact: true }).check({ force: true });
  await page.mouse.move(5, 5); // away from its tooltip
};
const at = async (graph, level, share) => {
  const box = await page.getByTestId(`dualflame-graph-${graph}`).locator('canvas').first().boundingBox();
  return [box.x + box.width * share, box.y + level * 20 + 10];
};

await open();
await frame(2.6, 'The objective broke: p99 near 900 ms, where 200 ms was promised.');
await switchTo('CPU');
await frame(2.6, 'The CPU profile says: decodeMessage. It is blind to everything that waits.');
await switchTo('Hot/cold');
await frame(2.8, 'CPU and wall time in one graph: warm is running, the rest is waiting, by kind.');
await page.mouse.move(...(await at('hotcold', 4, 0.3)));
await frame(2.6, 'Every frame says what it ran, what it waited for, and what nobody can attribute.');
await page.mouse.move(5, 5);
await page.getByTestId('dualflame-waits').getByRole('button').nth(1).click();
await frame(2.4, 'A wait category shows only its own stacks: the Kafka client polls.');
// A range in which the objective held for a while, too: there has to be something to compare with.
await open('?from=2026-11-24T16:19:56.000Z&to=2026-11-24T16:22:30.000Z');
await page.getByTestId('dualflame-compare').click();
await page
  .getByRole('menuitem', { name: /objective/i })
  .first()
  .click();
await page.waitForTimeout(1500);
await page.mouse.move(5, 5);
await frame(3.2, 'What changed while the objective was broken? One click.');
await browser.close();
server.close();

const list = join(dir, 'frames.txt');
writeFileSync(
  list,
  // ffmpeg needs the last picture twice to give it a length.
  [...frames.map(({ file, seconds }) => `file '${file}'\nduration ${seconds}`), `file '${frames.at(-1).file}'`].join(
    '\n'
  )
);
const filters = 'scale=1100:-1:flags=lanczos,split[a][b];[a]palettegen=max_colors=160[p];[b][p]paletteuse=dither=none';
const { status, stderr, error } = spawnSync(
  'ffmpeg',
  ['-y', '-loglevel', 'error', '-f', 'concat', '-safe', '0', '-i', list, '-vf', filters, '-loop', '0', TARGET],
  { encoding: 'utf8' }
);
rmSync(dir, { recursive: true, force: true });
if (status !== 0) {
  console.error(`film: ${error ? 'ffmpeg is not installed.' : stderr}`);
  process.exit(1);
}
console.log(`${TARGET}: ${frames.length} pictures, ${(statSync(TARGET).size / 2 ** 20).toFixed(1)} MiB`);
