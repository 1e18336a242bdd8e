// The bench page: built, served, and opened in a browser of its own for every subject and round.
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from '../dev/browser.mjs';
import { buildPage } from '../dev/demo.mjs';
import { BENCH, FOLDED, PEERS, ROOT } from './places.mjs';

export const PAGE = join(ROOT, 'node_modules/.cache/dualflame-bench');
const IMAGES = join(ROOT, 'node_modules/@grafana/ui/dist/public/img');
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.wasm': 'application/wasm' };
const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="stylesheet" href="/page/main.css">
<body><div id="floor">0</div><input id="typing"><div id="scroller" style="height:40px;overflow:auto"><div style="height:600px">${'A line. '.repeat(900)}</div></div>
<div id="dashboard"></div><div id="subject" style="width:1200px;height:700px"></div>
<div id="fleet" style="display:grid;grid-template-columns:repeat(3,420px);grid-auto-rows:300px;gap:8px"></div>
<script type="module" src="/page/main.js"></script>`;
const MOUNTS = [
  ['/page/', PAGE],
  ['/folded/', FOLDED],
  ['/recorded/', join(ROOT, 'testdata/incident/recorded')],
  ['/speedscope/', join(PEERS, 'speedscope/dist/release')],
];

/** Grafana ships more icons than its package on npm. */
const NOT_ON_NPM = { 'unicons/angle-double-up.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>' };

/** All of Grafana's icons, by their path: its bundle holds those that its own pages use. */
const icons = () =>
  JSON.stringify({
    ...NOT_ON_NPM,
    ...Object.fromEntries(
      readdirSync(join(IMAGES, 'icons'), { recursive: true })
        .filter((path) => path.endsWith('.svg'))
        .map((path) => [path, readFileSync(join(IMAGES, 'icons', path), 'utf8')])
    ),
  });

function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/') {
    return response.writeHead(200, { 'content-type': 'text/html' }).end(HTML);
  }
  if (pathname === '/icons.json') {
    return response.writeHead(200, { 'content-type': 'application/json' }).end(icons());
  }
  const [prefix, dir] = MOUNTS.find(([p]) => pathname.startsWith(p)) ?? [];
  const file = dir && join(dir, decodeURIComponent(pathname.slice(prefix.length)));
  if (!file || !existsSync(file) || !statSync(file).isFile()) {
    return response.writeHead(404).end();
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' });
  return createReadStream(file).pipe(response);
}

/**
 * Builds and serves the page. `withPage` gives `work` a page in a context of its own: cold code, empty caches. What a page throws, and an
 * icon that it has to fetch, is added to `failures`. `readable`: functions keep their names.
 */
export async function openBench(failures, { readable = false } = {}) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${server.address().port}/`;
  await buildPage(join(BENCH, 'page/main.tsx'), PAGE, {
    minify: !readable,
    splitting: false, // else dev/host/boot.ts does not run first
    // Their CommonJS builds give no component to an .mjs file that asks for the default export.
    alias: {
      'react-virtualized-auto-sizer': join(
        ROOT,
        'node_modules/react-virtualized-auto-sizer/dist/react-virtualized-auto-sizer.esm.js'
      ),
      'react-custom-scrollbars-2': join(BENCH, 'page/scrollbars.ts'),
    },
  });
  writeFileSync(join(PAGE, 'empty.html'), '<!doctype html><title>empty</title>');
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--js-flags=--max-old-space-size=8192'],
  });

  async function withPage(work, { path = '', height = 1100 } = {}) {
    const context = await browser.newContext({ viewport: { width: 1300, height } });
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    page.on('pageerror', (error) => failures.push(String(error)));
    page.on('request', (request) => {
      if (request.url().endsWith('.svg')) {
        failures.push(`The page asked for the icon ${request.url()}.`);
      }
    });
    try {
      await page.goto(url + path);
      return await work(page);
    } finally {
      await context.close();
    }
  }
  return {
    url,
    withPage,
    version: browser.version(),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Calls a method of bench/page/main.tsx. */
export const call = (page, name, ...params) =>
  page.evaluate(([method, given]) => window.bench[method](...given), [name, params]);
