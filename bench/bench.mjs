#!/usr/bin/env node
// npm run bench: Dual Flame and its peers on the same work, in one headless Chromium run, interleaved.
//   npm run bench -- [--quick] [--rounds 3] [--sizes 16k,200k]
// Writes bench/results.json and the tables of docs/performance.md; --quick only checks that everything still runs.
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { delimiter, extname, join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ensureInstalled, run } from '../dev/install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BENCH = join(ROOT, 'bench');
const PEERS = join(BENCH, 'node_modules');
const PAGE = join(ROOT, 'node_modules/.cache/dualflame-bench');
const FOLDED = join(tmpdir(), 'dualflame-bench');

const { values: args } = parseArgs({
  options: { quick: { type: 'boolean' }, rounds: { type: 'string' }, sizes: { type: 'string' } },
});
const SIZES = args.quick ? ['16k'] : (args.sizes?.split(',') ?? ['16k', '200k', '1M']);
const ROUNDS = args.quick ? 1 : Number(args.rounds ?? 3);
const REPEATS = args.quick ? 2 : 12;

ensureInstalled(ROOT);
if (!existsSync(join(PEERS, 'speedscope'))) {
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], BENCH);
}
const { buildPage } = await import('../dev/demo.mjs');
const { ensureBrowser } = await import('../dev/browser.mjs');
const { importTypeScript } = await import('../dev/bundle.mjs');
const { chromium } = await import('@playwright/test');
const { generateTree, folded, SHAPES } = await importTypeScript('bench/generate.ts');

const version = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).version;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const log = (text) => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);

// ── Rows: { measure, size, subject, unit, values } ──────────────────────────
const rows = [];
function add(measure, size, subject, value, unit = 'ms') {
  let row = rows.find((r) => r.measure === measure && r.size === size && r.subject === subject);
  if (!row) {
    rows.push((row = { measure, size, subject, unit, values: [] }));
  }
  row.values.push(value);
}

// ── Server ──────────────────────────────────────────────────────────────────
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.wasm': 'application/wasm' };
const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="stylesheet" href="/page/main.css">
<body><div id="floor">0</div><div id="subject" style="width:1200px;height:700px"></div><script type="module" src="/page/main.js"></script>`;
const MOUNTS = [
  ['/page/', PAGE],
  ['/folded/', FOLDED],
  ['/recorded/', join(ROOT, 'testdata/incident/recorded')],
  ['/speedscope/', join(PEERS, 'speedscope/dist/release')],
  ['/build/img/', join(ROOT, 'node_modules/@grafana/ui/dist/public/img')],
  ['/public/img/', join(ROOT, 'node_modules/@grafana/ui/dist/public/img')],
];
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/') {
    return response.writeHead(200, { 'content-type': 'text/html' }).end(HTML);
  }
  const [prefix, dir] = MOUNTS.find(([p]) => pathname.startsWith(p)) ?? [];
  const file = dir && join(dir, decodeURIComponent(pathname.slice(prefix.length)));
  if (!file || !existsSync(file) || !statSync(file).isFile()) {
    return response.writeHead(404).end();
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' });
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, resolve));
const url = `http://localhost:${server.address().port}/`;

await buildPage(join(BENCH, 'page/main.tsx'), PAGE, {
  nodePaths: [PEERS],
  // Their CommonJS builds give no component to an .mjs file that asks for the default export.
  alias: {
    'react-virtualized-auto-sizer': join(
      ROOT,
      'node_modules/react-virtualized-auto-sizer/dist/react-virtualized-auto-sizer.esm.js'
    ),
    'react-custom-scrollbars-2': join(BENCH, 'page/scrollbars.ts'),
  },
});
const browser = await chromium.launch({
  executablePath: await ensureBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--js-flags=--max-old-space-size=8192'],
});
const failures = [];

/** A page of its own for every subject and round: cold code, empty caches of its own. */
async function withPage(work, path = '') {
  const context = await browser.newContext({ viewport: { width: 1300, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  page.on('pageerror', (error) => failures.push(String(error)));
  try {
    await page.goto(url + path);
    return await work(page);
  } finally {
    await context.close();
  }
}
const call = (page, name, ...params) =>
  page.evaluate(([method, given]) => window.bench[method](...given), [name, params]);
async function loaded(page, size) {
  await page.waitForFunction('window.bench');
  await call(page, 'prepare', size);
}

/** Bytes in use after a collection: objects and array buffers. */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize + backingStorageSize;
}

async function interact(page, size, subject, names) {
  for (let i = 0; i < REPEATS; i++) {
    for (const name of names) {
      add(name, size, subject, await call(page, name, subject, i));
    }
    if (subject === 'ours') {
      add('mode', size, subject, await call(page, 'mode', i));
      add('option', size, subject, await call(page, 'option', i));
      add('floor', size, 'one DIV', await call(page, 'floor', i));
    }
  }
}

async function measureSubject(size, subject) {
  await withPage(async (page) => {
    await loaded(page, size);
    const before = await heap(page);
    const { paint, longestTask } = await call(page, 'load', subject);
    add('first paint', size, subject, paint);
    add('longest task', size, subject, longestTask);
    add('heap', size, subject, (await heap(page)) - before, 'bytes');
    add('DOM nodes', size, subject, await call(page, 'nodes'), 'nodes');
    if (subject === 'ours') {
      const { drew, changed } = await call(page, 'unchanged');
      add('work on unchanged data', size, subject, Number(drew || changed), 'count');
    }
    if (subject !== 'd3-flame-graph') {
      for (let i = 0; i < Math.ceil(REPEATS / 3); i++) {
        add('refresh', size, subject, await call(page, 'refresh', subject, i));
      }
      await interact(page, size, subject, subject === 'ours' ? ['zoom', 'hover', 'search'] : ['hover']);
    }
  });
}

/** Search and zoom need the header and the menu that Grafana's package has only with its table. */
const measureSearch = (size) =>
  withPage(async (page) => {
    await loaded(page, size);
    await call(page, 'load', 'grafana, with table');
    for (let i = 0; i < Math.ceil(REPEATS / 2); i++) {
      add('search', size, 'grafana', await call(page, 'search', 'grafana, with table', i));
    }
    add('zoom', size, 'grafana', await call(page, 'zoom', 'grafana, with table', 0));
  });

// ── Folded text ─────────────────────────────────────────────────────────────
async function writeFolded(size) {
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

/** speedscope's own figure of its import: it reports it to the console. */
const speedscopeImport = (size) =>
  withPage(async (page) => {
    const done = page.waitForEvent('console', {
      predicate: (message) => /^import: [\d.]+ ?m?s/.test(message.text()),
      timeout: 280_000,
    });
    await page.goto(`${url}speedscope/index.html#profileURL=${encodeURIComponent(`${url}folded/${size}.txt`)}`);
    const [, figure, unit] = /^import: ([\d.]+) ?(m?s)/.exec((await done).text());
    return Number(figure) * (unit === 's' ? 1000 : 1);
  }, 'page/empty.html');

const inferno = (process.env.PATH ?? '')
  .split(delimiter)
  .map((dir) => join(dir, 'inferno-flamegraph'))
  .find(existsSync);

function infernoTime(file) {
  const start = performance.now();
  const { status } = spawnSync('sh', ['-c', `taskset -c 0 '${inferno}' < '${file}' > /dev/null`], { stdio: 'ignore' });
  return status === 0 ? performance.now() - start : NaN;
}

writeFileSync(join(PAGE, 'empty.html'), '<!doctype html><title>empty</title>');
for (const size of SIZES) {
  const file = await writeFolded(size);
  for (let round = 0; round < (size === '1M' ? Math.min(2, ROUNDS) : ROUNDS); round++) {
    log(`folded ${size}, round ${round + 1}`);
    await withPage(async (page) => {
      await page.waitForFunction('window.bench');
      add('folded', size, 'ours', (await call(page, 'folded', `${url}folded/${size}.txt`)).ms);
    });
    add('folded', size, 'speedscope', await speedscopeImport(size));
    if (inferno) {
      add('folded', size, 'inferno', infernoTime(file));
    }
  }
}
for (const size of [...SIZES, ...(args.quick || args.sizes ? [] : ['100k symbols', '5,000 deep', 'recorded'])]) {
  for (let round = 0; round < ROUNDS; round++) {
    for (const subject of ['ours', 'grafana', ...(size === '16k' || size === '200k' ? ['d3-flame-graph'] : [])]) {
      log(`${size}, round ${round + 1}: ${subject}`);
      try {
        await measureSubject(size, subject);
      } catch (error) {
        failures.push(`${subject} at ${size}: ${error.message.split('\n')[0]}`);
      }
    }
    await measureSearch(size).catch((error) => failures.push(`search at ${size}: ${error.message.split('\n')[0]}`));
  }
}
const browserVersion = browser.version();
await browser.close();
server.close();
rmSync(FOLDED, { recursive: true, force: true });

// ── Report ──────────────────────────────────────────────────────────────────
const ours = failures.filter((text) => !/^(grafana|d3|search)/.test(text));
failures.forEach((text) => console.log(`! ${text}`));
if (args.quick) {
  const missing = ['first paint', 'refresh', 'zoom', 'hover', 'search', 'mode', 'option', 'heap', 'folded'].filter(
    (name) => !rows.some((r) => r.measure === name && r.subject === 'ours' && r.values.every(Number.isFinite))
  );
  const idle = rows.find((r) => r.measure === 'work on unchanged data')?.values.every((work) => work === 0);
  console.log(
    missing.length || ours.length || !idle ? `bench: failed ${[...missing, ...ours].join('; ')}` : 'bench: runs'
  );
  process.exit(missing.length || ours.length || !idle ? 1 : 0);
}
run('npm', ['run', '--silent', 'build'], ROOT);
const module = readFileSync(join(ROOT, 'dist/module.js'));
const sizeOf = (path) => {
  const content = readFileSync(join(PEERS, path));
  return { bytes: content.length, gzip: gzipSync(content).length };
};
const speedscopeFile = readdirSync(join(PEERS, 'speedscope/dist/release')).find((name) =>
  /^speedscope-.*\.js$/.test(name)
);

/** What each package adds to the plugin, minified; what Grafana shares costs nothing. */
async function bytesByPackage() {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: [join(ROOT, 'src/module.ts')],
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    format: 'esm',
    outfile: 'module.js',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: [
      'react',
      'react/jsx-runtime',
      'react-dom',
      'd3',
      'i18next',
      '@emotion/css',
      'rxjs',
      '@grafana/data',
      '@grafana/ui',
      '@grafana/runtime',
    ],
  });
  const sums = {};
  for (const [path, { bytesInOutput }] of Object.entries(metafile.outputs['module.js'].inputs)) {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
    const key = name ?? 'Dual Flame itself';
    sums[key] = (sums[key] ?? 0) + bytesInOutput;
  }
  return Object.fromEntries(Object.entries(sums).sort((a, b) => b[1] - a[1]));
}
const results = {
  date: new Date().toISOString(),
  versions: {
    'dual-flame': version(ROOT),
    '@grafana/flamegraph': version(join(ROOT, 'node_modules/@grafana/flamegraph')),
    speedscope: version(join(PEERS, 'speedscope')),
    'd3-flame-graph': version(join(PEERS, 'd3-flame-graph')),
    ...(inferno
      ? {
          inferno:
            /[\d.]{5,}/.exec(spawnSync(inferno, ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? 'on this machine',
        }
      : {}),
    chromium: browserVersion,
    node: process.version,
  },
  machine: { cores: cpus().length, model: cpus()[0].model },
  rounds: ROUNDS,
  failures,
  bundle: {
    'Dual Flame, module.js': { bytes: module.length, gzip: gzipSync(module).length },
    'speedscope, its main script': sizeOf(`speedscope/dist/release/${speedscopeFile}`),
    'd3-flame-graph (d3 not included)': sizeOf('d3-flame-graph/dist/d3-flamegraph.es.min.js'),
  },
  packages: await bytesByPackage(),
  rows: rows.map(({ values, ...row }) => ({
    ...row,
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    count: values.length,
  })),
};
const { chart, goalsOf, tables } = await import('./report.mjs');
results.goals = goalsOf(results.rows);
writeFileSync(join(BENCH, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
writeFileSync(join(ROOT, 'docs/img/cost.svg'), chart(results.rows));
const doc = join(ROOT, 'docs/performance.md');
const MARK = /(<!-- tables -->)[\s\S]*(<!-- \/tables -->)/;
writeFileSync(
  doc,
  readFileSync(doc, 'utf8').replace(MARK, (_, a, b) => `${a}\n${tables(results)}\n${b}`)
);
for (const { name, goal, ratio, met } of results.goals) {
  console.log(`${met ? '✓' : '✗'} ${name}: ${ratio === undefined ? 'not measured' : ratio.toFixed(2)} (goal ${goal})`);
}
