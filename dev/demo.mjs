#!/usr/bin/env node
// npm run demo: installs, builds the plugin, and serves a dashboard that Grafana's own libraries render, with the built
// plugin in it and the recorded incident as its data. Only Node's own modules are imported before the install.
//   npm run demo -- [--port 3333] [--no-build]
import { createServer } from 'node:http';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, extname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled, run } from './install.mjs';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const RECORDED = join(ROOT, 'testdata/incident/recorded');
const COUNTERS = join(ROOT, 'testdata/counters/recorded');
const THROTTLED = join(ROOT, 'testdata/throttled');
const HOST = join(ROOT, 'node_modules/.cache/dualflame-demo');
const SLICE_MS = 10_000;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.folded': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><base href="/"><title>Dual Flame demo</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/public/plugins/dualflame-flamegraph-panel/img/logo.svg">
<link rel="stylesheet" href="/host/main.css"></head>
<body><div id="root"></div><script type="module" src="/host/main.js"></script></body></html>`;

/** As strict as Grafana's own libraries allow: emotion writes styles into the page. Scripts from this origin only, no eval. */
const SECURITY = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  // Grafana's libraries write HTML; a test looks that no report names the plugin's own file.
  'content-security-policy-report-only': "require-trusted-types-for 'script'",
};

const NO_ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>';

/** A page and Grafana's libraries in one bundle; `more` options of esbuild. */
export async function buildPage(entry, outdir, more = {}) {
  const { build } = await import('esbuild');
  const { esbuildPlugin } = await import('./precompile.mjs');
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const empty = {
    name: 'empty',
    setup: (b) => {
      // papaparse and slate's debug name Node modules that no browser code path of theirs uses.
      b.onResolve({ filter: /^(stream|tty|util|fs|path)$/ }, ({ path }) => ({ path, namespace: 'empty' }));
      b.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }));
    },
  };
  await build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    mainFields: ['browser', 'module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'empty', '.woff2': 'empty', '.ttf': 'empty' },
    jsx: 'transform',
    logLevel: 'error',
    plugins: [empty, esbuildPlugin],
    ...more,
  });
}

function recording() {
  const files = readdirSync(RECORDED);
  const slices = files.flatMap((file) => {
    const match = /^(\w+)\.(cpu|wall)\.(\d+)\.folded$/.exec(file);
    return match
      ? [{ phase: match[1], kind: match[2], from: Number(match[3]), to: Number(match[3]) + SLICE_MS, file }]
      : [];
  });
  const promql = [
    ['/recorded/', RECORDED],
    ['/counters/', COUNTERS],
    ['/files/throttled/', THROTTLED],
  ].flatMap(([prefix, dir]) =>
    readdirSync(dir)
      .filter((file) => file.endsWith('.promql.json'))
      .map((file) => ({ file: prefix + file, query: JSON.parse(readFileSync(join(dir, file), 'utf8')).query }))
  );
  const how = `${readFileSync(join(RECORDED, 'HOW.txt'), 'utf8').split('\n')[0]} from a Go consumer (CPU: runtime/pprof, wall: fgprof)`;
  return { slices, promql, how };
}

const MOUNTS = [
  ['/host/', HOST],
  ['/recorded/', RECORDED],
  ['/counters/', COUNTERS],
  ['/files/', join(ROOT, 'testdata')],
  ['/public/plugins/dualflame-flamegraph-panel/', join(ROOT, 'dist')],
  ['/cdn/public/plugins/dualflame-flamegraph-panel/', join(ROOT, 'dist')],
  ['/build/img/', join(ROOT, 'node_modules/@grafana/ui/dist/public/img')],
  ['/public/img/', join(ROOT, 'node_modules/@grafana/ui/dist/public/img')],
];

function answer(request, response) {
  const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  const send = (type, body, more = {}) =>
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...more }).end(body);
  if (path === '/' || path.startsWith('/d/')) {
    return send(TYPES['.html'], PAGE, SECURITY);
  }
  if (path === '/recorded/index.json') {
    return send(TYPES['.json'], JSON.stringify(recording()));
  }
  const dashboard = /^\/dashboards\/(\w+)\.json$/.exec(path);
  // Those that only the demo's own data source can answer stand beside it.
  const folder = ['provisioning/dashboards', 'dev/host/dashboards'].find(
    (dir) => dashboard && existsSync(join(ROOT, dir, `${dashboard[1]}.json`))
  );
  if (folder) {
    return send(TYPES['.json'], readFileSync(join(ROOT, folder, `${dashboard[1]}.json`)));
  }
  // What Grafana's server does for its data sources: the browser talks to this origin only.
  const upstream = upstreams().find(({ prefix, url }) => url && path.startsWith(prefix));
  if (upstream) {
    return forward(
      request,
      response,
      new URL(path.slice(upstream.prefix.length) + new URL(request.url, 'http://localhost').search, upstream.url)
    );
  }
  const weight = { '/fonts/inter/Inter-Regular.woff2': 400, '/fonts/inter/Inter-Medium.woff2': 500 }[path];
  if (weight) {
    return send(
      'font/woff2',
      readFileSync(join(ROOT, `node_modules/@fontsource/inter/files/inter-latin-${weight}-normal.woff2`))
    );
  }
  for (const [prefix, dir] of MOUNTS) {
    const file = join(dir, normalize(path.slice(prefix.length)));
    if (
      path.startsWith(prefix) &&
      !relative(dir, file).startsWith('..') &&
      existsSync(file) &&
      statSync(file).isFile()
    ) {
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'cache-control': 'no-store',
      });
      return createReadStream(file).pipe(response);
    }
  }
  if (path.startsWith('/build/img/icons/')) {
    return send(TYPES['.svg'], NO_ICON); // Grafana ships more icons than its package on npm
  }
  return response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
}

/** Real servers that a test has started. */
const upstreams = () => [
  { prefix: '/clickhouse/', url: process.env.CLICKHOUSE_URL },
  { prefix: '/prometheus/', url: process.env.PROMETHEUS_URL },
];

async function forward(request, response, url) {
  try {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const answer = await fetch(url, {
      method: request.method,
      body: chunks.length ? Buffer.concat(chunks) : undefined,
    });
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
      .end(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    response.writeHead(502, { 'content-type': 'text/plain' }).end(`${url.host} does not answer: ${error.message}`);
  }
}

/** Builds the plugin and the host page; without `build` only what is missing. */
export async function buildDemo({ build = true } = {}) {
  if (build || !existsSync(join(ROOT, 'dist/module.js'))) {
    run('npm', ['run', '--silent', 'build', '--', '--stats=errors-only'], ROOT);
  }
  if (build || !existsSync(join(HOST, 'main.js'))) {
    await buildPage(join(ROOT, 'dev/host/main.tsx'), HOST);
  }
}

/** Serves what was built; resolves with the server and its address. Port 0: any free one. */
export async function serveDemo(port = 3333) {
  const server = createServer(answer);
  await new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken. Choose another: npm run demo -- --port ${port + 1}`)
          : error
      )
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://localhost:${server.address().port}/` };
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, 'no-build': { type: 'boolean' } } });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536)) {
      throw new Error(`--port ${values.port} is no port number.`);
    }
    ensureInstalled(ROOT);
    await buildDemo({ build: !values['no-build'] });
    const { url } = await serveDemo(port);
    console.log(`\nDual Flame demo: ${url}\nStop it with Ctrl+C.`);
  } catch (error) {
    console.error(`demo: ${error.message}`);
    process.exit(1);
  }
}
