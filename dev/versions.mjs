#!/usr/bin/env node
// npm run versions: types and unit tests against the oldest and the newest Grafana packages that the plugin supports, in copies of their own.
//   npm run versions -- [12.3.0 13.2.2]
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = ['data', 'runtime', 'schema', 'ui', 'e2e-selectors', 'i18n'].map((name) => `@grafana/${name}`);
const SKIP = /\/(?:node_modules|\.git|dist|artifacts|test-results)(?:\/|$)/;
const versions = process.argv.slice(2);
let failed = false;

for (const version of versions.length ? versions : ['12.3.0', '13.2.2']) {
  const copy = mkdtempSync(join(tmpdir(), `dualflame-${version}-`));
  cpSync(ROOT, copy, { recursive: true, filter: (from) => !SKIP.test(from.slice(ROOT.length - 1)) });
  const file = join(copy, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of PACKAGES) {
    const group = manifest.dependencies[name] ? manifest.dependencies : manifest.devDependencies;
    group[name] = version;
  }
  // Its own tests compare with another package of Grafana, which needs the pinned version.
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  const step = (what, command, args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 });
    const output = `${stdout}\n${stderr}`;
    failed ||= status !== 0;
    console.log(`${version}: ${what} ${status === 0 ? 'passed' : 'FAILED'} ${/^Tests:.*$/m.exec(output)?.[0] ?? ''}`);
    if (status !== 0) {
      console.log(
        output
          .split('\n')
          .filter((line) => /error|●|✕/.test(line))
          .slice(0, 20)
          .join('\n')
      );
    }
    return status === 0;
  };
  if (
    step('install', 'npm', [
      'install',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--legacy-peer-deps',
      '--loglevel=error',
      '--no-package-lock',
    ])
  ) {
    step('types', join(copy, 'node_modules/.bin/tsc'), ['--noEmit', '--skipLibCheck']);
    step('unit tests', join(copy, 'node_modules/.bin/jest'), ['src', '--maxWorkers', '2', '--silent']);
  }
  rmSync(copy, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
