#!/usr/bin/env node
// A real Prometheus (Debian's package, installed where root can) with the provisioned rules, the made-up counters of
// dev/counters.mjs over the time of the recorded incident, and a live exporter. `--record` writes its answers to
// testdata/counters/recorded, which the demo shows where no Prometheus runs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './clickhouse.mjs';
import { openMetrics, startExporter } from './counters.mjs';
import { ROOT } from './demo.mjs';

const INCIDENT = join(ROOT, 'testdata/incident/recorded');
const RECORDED = join(ROOT, 'testdata/counters/recorded');
const DASHBOARD = join(ROOT, 'provisioning/dashboards/counters.json');
const has = (command) => spawnSync(command, ['--version']).status === 0;
/** Prometheus' `$__rate_interval` of a recorded answer. */
export const RATE_INTERVAL = '8s';

/** When the incident was recorded, and when it was broken, in seconds. */
function incident() {
  const at = (phase) =>
    readdirSync(INCIDENT).flatMap((file) => {
      const match = new RegExp(`^${phase}\\.cpu\\.(\\d+)\\.folded$`).exec(file);
      return match ? [Number(match[1]) / 1000] : [];
    });
  const [held, before, after] = ['held', 'before', 'after'].map(at);
  return {
    from: Math.floor(Math.min(...held)),
    to: Math.ceil(Math.max(...after)) + 10,
    step: 2,
    brokenFrom: Math.min(...before),
    brokenTo: Math.max(...before) + 10,
  };
}

function tool(args, what) {
  const { status, stdout, stderr } = spawnSync('promtool', args, {
    cwd: join(ROOT, 'provisioning/prometheus'),
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`promtool ${what}: ${stdout}${stderr}`);
  }
}

/** Starts Prometheus and the exporter; undefined where Prometheus cannot be had. */
export async function startPrometheus(port = 19390) {
  if (!has('prometheus')) {
    installPackages('prometheus');
  }
  if (!has('prometheus') || !has('promtool')) {
    return undefined;
  }
  tool(['check', 'rules', 'rules.yml'], 'check rules');
  tool(['check', 'config', 'prometheus.yml'], 'check config');
  tool(['test', 'rules', 'rules.test.yml'], 'test rules');

  const dir = mkdtempSync(join(tmpdir(), 'dualflame-prometheus-'));
  writeFileSync(join(dir, 'counters.om'), openMetrics(incident()));
  tool(['tsdb', 'create-blocks-from', 'openmetrics', join(dir, 'counters.om'), join(dir, 'data')], 'create blocks');
  writeFileSync(
    join(dir, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [join(ROOT, 'provisioning/prometheus/rules.yml')],
      scrape_configs: [{ job_name: 'made-up-counters', static_configs: [{ targets: [`127.0.0.1:${port + 1}`] }] }],
    })
  );
  const exporter = await startExporter(port + 1);
  const child = spawn(
    'prometheus',
    [
      `--config.file=${dir}/prometheus.yml`,
      `--storage.tsdb.path=${dir}/data`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' }
  );
  const url = `http://127.0.0.1:${port}/`;
  const stop = () => {
    child.kill('SIGKILL');
    exporter.close();
    rmSync(dir, { recursive: true, force: true });
  };
  for (let i = 0; ; i++) {
    if (
      await fetch(`${url}-/ready`).then(
        (r) => r.ok,
        () => false
      )
    ) {
      return { url, stop };
    }
    if (i === 150 || child.exitCode !== null) {
      stop();
      throw new Error('Prometheus is installed but does not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The counter queries of the dashboard, with the rate interval filled in. */
const queries = () =>
  JSON.parse(readFileSync(DASHBOARD, 'utf8')).panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) =>
      expr?.includes('node_perf_') ? [expr.replaceAll('$__rate_interval', RATE_INTERVAL)] : []
    )
  );

async function record() {
  const prometheus = await startPrometheus();
  if (!prometheus) {
    throw new Error('Prometheus is not installed.');
  }
  try {
    const { from, to, step } = incident();
    rmSync(RECORDED, { recursive: true, force: true });
    mkdirSync(RECORDED, { recursive: true });
    for (const [i, query] of queries().entries()) {
      const params = new URLSearchParams({ query, start: String(from), end: String(to), step: String(step) });
      const answer = await (await fetch(`${prometheus.url}api/v1/query_range?${params}`)).json();
      writeFileSync(join(RECORDED, `query-${i + 1}.promql.json`), `${JSON.stringify({ query, step, answer })}\n`);
    }
    writeFileSync(
      join(RECORDED, 'HOW.txt'),
      'Answers of a real Prometheus to the queries of provisioning/dashboards/counters.json. The counters are MADE UP after the\n' +
        'case study (dev/counters.mjs): IPC 1.6 and cache misses +12 % while the objective is broken, IPC 2.1 while it holds.\n'
    );
  } finally {
    prometheus.stop();
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1] && process.argv.includes('--record')) {
  await record();
  process.exit(0);
}
