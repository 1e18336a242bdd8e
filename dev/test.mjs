#!/usr/bin/env node
// npm test: installs what is missing and runs everything: types, lint, format, unit, build, browser.
// Ends with what was not run and why, and a line such as "412 passed, 0 failed"; exit code 1 where anything failed, with
// NOTHING_SKIPPED=1 also where a program was missing that a test needs.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDemo, ROOT, serveDemo } from './demo.mjs';
import { ensureBrowser } from './browser.mjs';
import { startClickHouse } from './clickhouse.mjs';
import { startPrometheus } from './prometheus.mjs';
import { ensureInstalled } from './install.mjs';
import { notRun } from './notRun.mjs';

const count = { passed: 0, failed: 0, skipped: 0 };
const broken = [];
/** Reports of Jest and Playwright. */
const reports = {};

function step(name, command, args, env = {}) {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) {
    broken.push(name);
  }
  return status === 0;
}

/** A check without tests of its own counts as one. */
function check(name, command, args) {
  count[step(name, command, args) ? 'passed' : 'failed']++;
}

function report(name, file, read) {
  try {
    reports[name] = JSON.parse(readFileSync(file, 'utf8'));
    const { passed, failed, skipped } = read(reports[name]);
    count.passed += passed;
    count.failed += failed;
    count.skipped += skipped;
  } catch (error) {
    count.failed++;
    broken.push(`${name} left no report: ${error.message}`);
  }
}

try {
  ensureInstalled(ROOT);
  const temp = mkdtempSync(join(tmpdir(), 'dualflame-test-'));
  const bin = (name) => join(ROOT, 'node_modules/.bin', name);

  check('types', bin('tsc'), ['--noEmit']);
  check('types of tools and tests', bin('tsc'), ['-p', 'dev']);
  check('lint', bin('eslint'), ['--max-warnings', '0', '.']);
  check('format', bin('prettier'), ['--check', '--log-level', 'warn', 'src', 'bench', 'dev', 'tests', '*.{js,mjs,ts}']);

  const unit = join(temp, 'unit.json');
  step('unit', bin('jest'), ['--maxWorkers', '2', '--json', '--outputFile', unit, '--silent']);
  report('unit', unit, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests + json.numRuntimeErrorTestSuites,
    skipped: json.numPendingTests,
  }));
  check('mutants', process.execPath, ['dev/mutants.mjs']);

  const chromium = await ensureBrowser();
  const clickhouse = process.env.GRAFANA_URL ? undefined : await startClickHouse();
  const prometheus = process.env.GRAFANA_URL ? undefined : await startPrometheus();
  process.env.CHROMIUM_PATH = chromium;
  check('fuzz, a short run', process.execPath, ['dev/fuzz.mjs', '--cases', '20000', '--seed', '7']);
  check('bench, correctness only', process.execPath, ['bench/bench.mjs', '--quick']);
  process.env.CLICKHOUSE_URL = clickhouse?.url ?? '';
  process.env.PROMETHEUS_URL = prometheus?.url ?? '';
  await buildDemo();
  check('archive for the catalogue', process.execPath, ['dev/archive.mjs']);
  const { server, url } = process.env.GRAFANA_URL ? {} : await serveDemo(0);
  // In a process of its own that leaves this one free to serve.
  const browser = join(temp, 'browser.json');
  console.log('\n── browser');

  const status = await new Promise((resolve) =>
    spawn(bin('playwright'), ['test'], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, CHROMIUM_PATH: chromium, DEMO_URL: url ?? '', PLAYWRIGHT_JSON_OUTPUT_NAME: browser },
    }).on('close', resolve)
  );
  server?.close();
  clickhouse?.stop();
  prometheus?.stop();
  if (status !== 0) {
    broken.push('browser');
  }
  report('browser', browser, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
} catch (error) {
  count.failed++;
  broken.push(error.message);
}

const skipped = notRun(reports.unit, reports.browser);
if (process.env.NOTHING_SKIPPED && skipped.length) {
  broken.push('tests that were to run were skipped');
}
console.log(broken.length ? `\nFailed: ${broken.join('; ')}` : '\nScreenshots of this run: artifacts/screenshots');
const left = [
  ...skipped,
  ...(process.env.GRAFANA_URL ? [] : [['GRAFANA_URL is not set', ['the specs against a real Grafana']]]),
  ['no test starts containers', ['the stack of docker-compose.yml in Docker']],
];
console.log('\nNot run:');
left.forEach(([why, names]) => console.log(`  ${why}: ${names.join('; ')}`));
console.log(`${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}`);
process.exit(count.failed || broken.length ? 1 : 0);
