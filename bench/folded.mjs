// Folded text to a tree: ours, speedscope's own figure of its import, and inferno on one core.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createWriteStream, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { importTypeScript } from '../dev/bundle.mjs';
import { call } from './page.mjs';
import { FOLDED } from './places.mjs';

const CARGO = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
const inferno = [...(process.env.PATH ?? '').split(delimiter), join(CARGO, 'bin')]
  .map((dir) => join(dir, 'inferno-flamegraph'))
  .find(existsSync);

/** What to do where there is none. */
export const INSTALL_INFERNO = 'inferno is not installed: cargo install inferno --version 0.12.8';

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

/** Of the program as a whole: it reads the file, and writes its picture. */
function infernoTime(file) {
  const input = openSync(file);
  const start = performance.now();
  const { status } = spawnSync(inferno, { stdio: [input, 'ignore', 'ignore'] });
  const took = performance.now() - start;
  closeSync(input);
  if (status !== 0) {
    throw new Error(`inferno-flamegraph ended with ${status}.`);
  }
  return took;
}

export async function measureFolded(bench, add, { size, rounds }) {
  const file = await writeFolded(size);
  const ours = (method) =>
    bench.withPage(async (page) => {
      await page.waitForFunction('window.bench');
      return call(page, method, `${bench.url}folded/${size}.txt`);
    });
  for (let round = 0; round < rounds; round++) {
    add('folded', size, 'ours', await ours('folded'));
    add('folded', size, 'speedscope', await speedscopeImport(bench, size));
    if (inferno) {
      add('folded', size, 'inferno', infernoTime(file));
    }
    add('folded, judged', size, 'ours', await ours('foldedJudged'));
  }
  rmSync(FOLDED, { recursive: true, force: true });
}
