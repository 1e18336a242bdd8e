#!/usr/bin/env node
// npm run versions: types and unit tests against the oldest and the newest Grafana packages that the plugin supports, each with its
// React (18 until 13.1, 19 from 13.2 on), in copies of their own.
//   npm run versions -- [12.3.0 13.2.3]
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = ['data', 'runtime', 'schema', 'ui', 'e2e-selectors'].map((name) => `@grafana/${name}`);
const SKIP = /\/(?:node_modules|\.git|dist|artifacts|test-results)(?:\/|$)/;
/** What a version needs beside its number. */
const NEEDS = {
  // Its @grafana/ui names a package of GitHub, whose release on npm is the same. It asks no plugin for suggestions and has no
  // summary of data to try them with: their test is left out there, and said.
  '12.3.0': {
    overrides: { 'react-data-grid': '7.0.0-beta.46' },
    without: /^src\/panel\/options\/(suggestions|newer)\.test\.ts/,
  },
  '13.2.3': {
    packages: { react: '19.3.1', 'react-dom': '19.3.1', '@types/react': '19.3.0', '@types/react-dom': '19.3.0' },
  },
};
const versions = process.argv.slice(2);
let failed = false;

for (const version of versions.length ? versions : ['12.3.0', '13.2.3']) {
  const copy = mkdtempSync(join(tmpdir(), `dualflame-${version}-`));
  cpSync(ROOT, copy, { recursive: true, filter: (from) => !SKIP.test(from.slice(ROOT.length - 1)) });
  const file = join(copy, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const { overrides, packages, without } = NEEDS[version] ?? {};
  const wanted = { ...Object.fromEntries(PACKAGES.map((name) => [name, version])), ...packages };
  for (const [name, range] of Object.entries(wanted)) {
    (manifest.dependencies[name] ? manifest.dependencies : manifest.devDependencies)[name] = range;
  }
  // Peers are not installed for themselves here (their ranges end below React 19), but the tests need this one.
  manifest.devDependencies['@testing-library/dom'] = '^10.0.0';
  manifest.overrides = { ...manifest.overrides, ...overrides };
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  const step = (what, command, args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 });
    const output = `${stdout}\n${stderr}`;
    const errors = output.split('\n').filter((line) => /error|●|✕/.test(line) && !without?.test(line));
    const passed = status === 0 || (what === 'types' && !errors.length);
    failed ||= !passed;
    console.log(
      [
        `${version}: ${what} ${passed ? 'passed' : 'FAILED'}`,
        passed && without ? '(tests of suggestions left out)' : '',
        /^Tests:.*$/m.exec(output)?.[0] ?? '',
        ...(passed ? [] : [`\n${errors.slice(0, 20).join('\n')}`]),
      ].join(' ')
    );
    return passed;
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
    step('types', join(copy, 'node_modules/.bin/tsc'), ['--noEmit', '--skipLibCheck', '--pretty', 'false']);
    const tests = [
      'src',
      '--maxWorkers',
      '2',
      '--silent',
      ...(without ? ['--testPathIgnorePatterns', 'options/suggestions', 'options/newer'] : []),
    ];
    step('unit tests', join(copy, 'node_modules/.bin/jest'), tests);
  }
  rmSync(copy, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
