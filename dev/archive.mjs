#!/usr/bin/env node
// npm run archive: the plugin as it would be handed in, artifacts/<id>-<version>.zip, and what the catalogue's validator asks of it that
// can be told without its network. `npx @grafana/plugin-validator@latest artifacts/….zip` says the rest.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** Elements that draw; anything that runs, embeds or links is not among them. */
const SVG_ELEMENTS =
  /^(svg|g|path|rect|circle|ellipse|line|polyline|polygon|defs|linearGradient|radialGradient|stop|clipPath|mask|title|desc|use|text|tspan)$/;
const TRACKERS =
  /google-analytics\.com|googletagmanager\.com|segment\.(?:io|com)\/|plausible\.io|mixpanel\.com|hotjar\.com/;
/**
 * Bytes of module.js, which every dashboard with the panel waits for: 200 KiB as it was when controls, details and editors became chunks
 * beside it, and 5 %. What few need is a `Part` (src/profile/part.ts), or an import() where it is clicked.
 */
const MAX_MODULE = 215_000;
/** Chunks of their own, by what they hold. */
const CHUNKS = ['prepare.js', 'controls.js', 'editors.js', 'lists.js', 'files.js', 'regex.js', 'export.js'];

const list = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? list(join(dir, entry.name)) : [join(dir, entry.name)]
  );
const text = (path) => readFileSync(join(DIST, path), 'utf8');

/** What is wrong with the built plugin, in words; nothing where it is fit to be handed in. */
function faults() {
  const found = [];
  const wants = (condition, fault) => condition || found.push(fault);
  const missing = ['plugin.json', 'module.js', 'README.md', 'CHANGELOG.md', 'LICENSE'].filter(
    (name) => !existsSync(join(DIST, name))
  );
  if (missing.length) {
    return [`dist/ lacks ${missing.join(', ')}: npm run build`];
  }
  const plugin = JSON.parse(text('plugin.json'));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { info, dependencies, id } = plugin;
  wants(/^[0-9a-z]+-([0-9a-z]+-)?panel$/.test(id), `The id ${id} is no organisation-name-panel.`);
  wants(info.version === version, `plugin.json says ${info.version}, package.json ${version}.`);
  wants(/^\d{4}-\d\d-\d\d$/.test(info.updated), `The date of plugin.json is ${info.updated}.`);
  wants(info.description?.length > 20 && info.description.length < 200, 'The description is empty or long.');
  wants(info.keywords?.length >= 3, 'There are fewer than three keywords.');
  wants(/^>=\d+\.\d+\.\d+$/.test(dependencies.grafanaDependency), 'grafanaDependency is no minimum version.');
  wants(info.screenshots?.length > 0, 'There is no screenshot.');
  for (const path of [...info.screenshots.map((screenshot) => screenshot.path), ...Object.values(info.logos)]) {
    wants(existsSync(join(DIST, path)), `${path} is not there.`);
  }
  for (const logo of new Set(Object.values(info.logos).filter((path) => path.endsWith('.svg')))) {
    const svg = text(logo);
    for (const [, element] of svg.matchAll(/<([a-zA-Z][\w:]*)/g)) {
      wants(SVG_ELEMENTS.test(element), `${logo} has an element ${element}.`);
    }
    wants(!/\son\w+=|javascript:|href="http/i.test(svg), `${logo} runs or loads something.`);
  }
  const readme = text('README.md');
  wants(
    !readme.includes('Grafana Panel Plugin Template') && readme.length > 500,
    'README.md is the template, or too short.'
  );
  wants(
    [...readme.matchAll(/\]\(([^)]+)\)/g)].every(([, target]) => /^(https:|#)/.test(target)),
    'README.md has relative links: the catalogue cannot follow them.'
  );
  wants(!/\{yyyy\}|\{name of copyright owner\}/.test(text('LICENSE')), 'LICENSE has places to fill in.');
  wants(text('CHANGELOG.md').includes(`## ${version}`), `CHANGELOG.md has nothing of ${version}.`);
  for (const file of list(DIST).filter((path) => path.endsWith('.js'))) {
    wants(!TRACKERS.test(readFileSync(file, 'utf8')), `${relative(DIST, file)} names a tracker.`);
  }
  const size = statSync(join(DIST, 'module.js')).size;
  wants(size <= MAX_MODULE, `module.js has ${size} bytes, more than ${MAX_MODULE}.`);
  for (const chunk of CHUNKS) {
    wants(existsSync(join(DIST, chunk)), `${chunk} is not there: has what is seldom needed come into module.js?`);
  }
  wants(text('module.js').includes(`"public/plugins/${id}/"`), 'module.js does not fetch chunks from its own folder.');
  for (const language of plugin.languages ?? []) {
    wants(existsSync(join(DIST, 'locales', language, `${id}.json`)), `The texts of ${language} are not there.`);
  }
  return found;
}

const found = faults();
found.forEach((fault) => console.error(`archive: ${fault}`));
if (found.length) {
  process.exit(1);
}
const { id, info } = JSON.parse(text('plugin.json'));
const files = Object.fromEntries(list(DIST).map((path) => [`${id}/${relative(DIST, path)}`, readFileSync(path)]));
const target = join(ROOT, 'artifacts', `${id}-${info.version}.zip`);
mkdirSync(join(ROOT, 'artifacts'), { recursive: true });
rmSync(target, { force: true });
writeFileSync(target, zipSync(files));
console.log(`${relative(ROOT, target)}: ${Object.keys(files).length} files, fit to be handed in`);
