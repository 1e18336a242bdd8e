#!/usr/bin/env node
// npm run bench:grafana: the same queries in Grafana's own flame graph panel and in Dual Flame, in the Grafana of GRAFANA_URL, which has
// the plugin and the provisioned incident dashboard. From the last answer of the data source to the graph and to the complete panel, cold
// (a new browser context) and on a refresh; medians of ten, interleaved. Writes bench/grafana.json; `npm run bench:report` makes a table.
//   GRAFANA_URL=http://localhost:3000 npm run bench:grafana -- [--rounds 10] [--dashboard dualflame-incident]
// GRAFANA_USER and GRAFANA_PASSWORD where they are not admin.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { ensureBrowser } from '../dev/browser.mjs';
import { BENCH } from './places.mjs';

const { GRAFANA_URL, GRAFANA_USER = 'admin', GRAFANA_PASSWORD = 'admin' } = process.env;
const { values: args } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, dashboard: { type: 'string', default: 'dualflame-incident' } },
});
if (!GRAFANA_URL) {
  console.error('Set GRAFANA_URL to a Grafana that has the plugin and the provisioned dashboards.');
  process.exit(1);
}
const ROUNDS = Number(args.rounds);
const OURS = 'dualflame-flamegraph-panel';
const PROFILES = 'grafana-pyroscope-datasource';
const RUN = '[data-testid="data-testid RefreshPicker run button"]';
const PANEL = 'section';

const authorization = `Basic ${Buffer.from(`${GRAFANA_USER}:${GRAFANA_PASSWORD}`).toString('base64')}`;
async function api(method, path, body) {
  const answer = await fetch(new URL(path, GRAFANA_URL), {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
  }
  return answer.json();
}

/** The dashboard's time series, and beside it one panel with its profile queries. */
async function subjectsOf(uid) {
  const { dashboard } = await api('GET', `/api/dashboards/uid/${uid}`);
  const series = dashboard.panels.find(({ type }) => type === 'timeseries');
  const panel = dashboard.panels.find(({ type }) => type === OURS);
  const profiles = panel.targets.filter(({ datasource }) => datasource?.type === PROFILES);
  const subjects = [
    ['Grafana, one profile', 'flamegraph', profiles.slice(0, 1)],
    ['Dual Flame, the same profile', OURS, profiles.slice(0, 1)],
    ['Dual Flame, CPU + wall', OURS, profiles],
  ].map(([subject, type, targets], i) => ({
    subject,
    dashboard: {
      uid: `dualflame-bench-${i}`,
      title: `Bench: ${subject}`,
      time: dashboard.time,
      schemaVersion: dashboard.schemaVersion,
      panels: [
        ...(series ? [{ ...series, id: 1, gridPos: { x: 0, y: 0, w: 24, h: 6 } }] : []),
        {
          ...panel,
          id: 2,
          type,
          targets,
          options: {},
          fieldConfig: { defaults: {}, overrides: [] },
          gridPos: { x: 0, y: 6, w: 24, h: 18 },
        },
      ],
    },
  }));
  for (const subject of subjects) {
    await api('POST', '/api/dashboards/db', { dashboard: subject.dashboard, overwrite: true });
  }
  return { title: dashboard.title, subjects };
}

const { outputFiles } = await build({
  entryPoints: [join(BENCH, 'page/inGrafana.ts')],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
});
const browser = await chromium.launch({
  executablePath: await ensureBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

async function measure({ dashboard }) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, baseURL: GRAFANA_URL });
  try {
    await context.request.post('/login', { data: { user: GRAFANA_USER, password: GRAFANA_PASSWORD } });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.addInitScript(outputFiles[0].text);
    await page.goto(`/d/${dashboard.uid}`, { waitUntil: 'commit' });
    const look = (button) =>
      page.evaluate((given) => window.bench.answer(...given), [PANEL, PROFILES, ...(button ? [button] : [])]);
    return { cold: await look(), refresh: await look(RUN) };
  } finally {
    await context.close();
  }
}

const summary = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return {
    median: sorted[Math.floor((sorted.length - 1) / 2)],
    min: sorted[0],
    max: sorted.at(-1),
    count: sorted.length,
  };
};

const { version } = await api('GET', '/api/health');
const { title, subjects } = await subjectsOf(args.dashboard);
const times = new Map(subjects.map(({ subject }) => [subject, []]));
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const subject of subjects) {
      console.log(`round ${round + 1}: ${subject.subject}`);
      times.get(subject.subject).push(await measure(subject));
    }
  }
} finally {
  await browser.close();
  for (const { dashboard } of subjects) {
    await api('DELETE', `/api/dashboards/uid/${dashboard.uid}`);
  }
}
const rows = ['graph', 'complete'].flatMap((measured) =>
  [...times].map(([subject, list]) => ({
    measure: measured,
    subject,
    cold: summary(list.map(({ cold }) => cold[measured])),
    refresh: summary(list.map(({ refresh }) => refresh[measured])),
  }))
);
const results = { date: new Date().toISOString(), version, dashboard: title, rounds: ROUNDS, rows };
writeFileSync(join(BENCH, 'grafana.json'), `${JSON.stringify(results, null, 1)}\n`);
rows.forEach(({ measure: name, subject, cold, refresh }) =>
  console.log(`${name}, ${subject}: cold ${cold.median.toFixed(0)} ms, refresh ${refresh.median.toFixed(0)} ms`)
);
