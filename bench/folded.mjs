// Folded text to a tree: ours, speedscope's own figure of its import, and inferno on one core.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { importTypeScript } from '../dev/bundle.mjs';
import { call } from './page.mjs';
import { FOLDED } from './places.mjs';

const inferno = (process.env.PATH ?? '')
  .split(delimiter)
  .map((dir) => join(dir, 'inferno-flamegraph'))
  .find(existsSync);

/** Undefined where there is none. */
export const infernoVersion = () =>
  inferno &&
  (/[\d.]{5,}/.exec(spawnSync(inferno, ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? 'on this machine');

async function writeFolded(size) {
  const { generateTree, folded, SHAPES } = await importTypeScript('bench/generate.ts');
  mkdirSync(FOLDED, { recursive: true });
  const file = join(FOLDED, `${size}.txt`);
  const out = createWriteStream(file);
  let chunk = '';
  for (const line of folded(generateTree(SHAPES[size]), 'cpu')) {
    chunk += line;
    if (chunk.length > 1e6) {
      if (!out.write(chunk)) {
        await once(out, 'drain');
      }
      chunk = '';
    }
  }
  out.end(chunk);
  await once(out, 'finish');
  return file;
}

/** speedscope reports it to the console. */
const speedscopeImport = ({ withPage, url }, size) =>
  withPage(
    async (page) => {
      const done = page.waitForEvent('console', {
        predicate: (message) => /^import: [\d.]+ ?m?s/.test(message.text()),
        timeout: 280_000,
      });
      await page.goto(`${url}speedscope/index.html#profileURL=${encodeURIComponent(`${url}folded/${size}.txt`)}`);
      const [, figure, unit] = /^import: ([\d.]+) ?(m?s)/.exec((await done).text());
      return Number(figure) * (unit === 's' ? 1000 : 1);
    },
    { path: 'page/empty.html' }
  );

function infernoTime(file) {
  const start = performance.now();
  const { status } = spawnSync('sh', ['-c', `taskset -c 0 '${inferno}' < '${file}' > /dev/null`], { stdio: 'ignore' });
  return status === 0 ? performance.now() - start : NaN;
}

export async function measureFolded(bench, add, { size, rounds }) {
  const file = await writeFolded(size);
  for (let round = 0; round < rounds; round++) {
    await bench.withPage(async (page) => {
      await page.waitForFunction('window.bench');
      add('folded', size, 'ours', await call(page, 'folded', `${bench.url}folded/${size}.txt`));
    });
    add('folded', size, 'speedscope', await speedscopeImport(bench, size));
    if (inferno) {
      add('folded', size, 'inferno', infernoTime(file));
    }
  }
  rmSync(FOLDED, { recursive: true, force: true });
}
