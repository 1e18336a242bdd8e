#!/usr/bin/env node
// npm run archive: the plugin as it would be handed in, artifacts/<id>-<version>.zip, and what the catalogue's validator asks of it that
// can be told without its network: docs/catalogue.md has its analyzers one by one. `npx @grafana/plugin-validator@latest artifacts/….zip`
// says the rest.
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
 * Bytes of module.js, which every dashboard with the panel waits for: as it was when the readers went to what prepares profiles, and
 * 5 % for what came beside it. What few need is a `Part` (src/profile/part.ts), or an import() where it is clicked.
 */
const MAX_MODULE = 196_000;
/** What a panel ships; a binary, a program or a file that somebody left in src/ is none of it. */
const SHIPPED = /\.(js|js\.map|js\.LICENSE\.txt|json|png|jpe?g|webp|gif|svg|md)$|(^|\/)LICENSE$/;
/** What makes a plugin unusable outside of development, or an archive another one. */
const FOREIGN = /(^|\/)(standalone\.txt|pid\.txt|go_plugin_build_manifest|gpx_[^/]*|dist)(\/|$)/;
/** Chunks of their own, by what they hold. */
const CHUNKS = ['prepare.js', 'controls.js', 'editors.js', 'lists.js', 'files.js', 'regex.js', 'export.js'];

const list = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? list(join(dir, entry.name)) : [join(dir, entry.name)]
  );
const text = (path) => readFileSync(join(DIST, path), 'utf8');

/** Faults of `[condition, fault]` rows whose condition does not hold. */
const broken = (...rows) => rows.flatMap(([holds, fault]) => (holds ? [] : [fault]));

/** plugin.json: what the catalogue shows, and what Grafana loads. */
function metadataFaults(plugin, version) {
  const { info, dependencies, id, type, name, includes = [], docsPath } = plugin;
  const pictures = info.screenshots?.map((screenshot) => screenshot.path) ?? [];
  const paths = [...pictures, ...Object.values(info.logos), ...includes.map((include) => include.path)];
  const languages = plugin.languages ?? [];
  return broken(
    [/^[0-9a-z]+-([0-9a-z]+-)?panel$/.test(id) && type === 'panel', `The id ${id} is no organisation-name-panel.`],
    [name && name !== id, 'The name is the id.'],
    [!plugin.backend && !plugin.executable && !plugin.alerting, 'A panel has no backend.'],
    [info.version === version, `plugin.json says ${info.version}, package.json ${version}.`],
    [/^\d{4}-\d\d-\d\d$/.test(info.updated), `The date of plugin.json is ${info.updated}.`],
    [info.description?.length > 20 && info.description.length < 200, 'The description is empty or long.'],
    [info.keywords?.length >= 3, 'There are fewer than three keywords.'],
    [/^>=\d+\.\d+\.\d+$/.test(dependencies.grafanaDependency), 'grafanaDependency is no minimum version.'],
    [!dependencies.plugins?.some((other) => other.id === id), 'The plugin depends on itself.'],
    [pictures.length > 0, 'There is no screenshot.'],
    [docsPath && existsSync(join(ROOT, docsPath, 'index.md')), 'docsPath names no folder with an index.md.'],
    ...paths.map((path) => [/^[\w-]/.test(path) && existsSync(join(DIST, path)), `${path} is not there.`]),
    ...pictures.map((path) => [isPng(path), `${path} is no PNG.`]),
    ...(info.links ?? []).map(({ url }) => [/^https:\/\/\S+$/.test(url), `The link ${url} is no https address.`]),
    ...languages.map((language) => [
      existsSync(join(DIST, 'locales', language, `${id}.json`)),
      `The texts of ${language} are not there.`,
    ])
  );
}

const isPng = (path) => path.endsWith('.png') && readFileSync(join(DIST, path)).subarray(1, 4).toString() === 'PNG';

/** README.md, CHANGELOG.md and LICENSE: the catalogue's page. */
function documentFaults(version) {
  const [readme, changelog, license] = ['README.md', 'CHANGELOG.md', 'LICENSE'].map(text);
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
  return broken(
    [
      readme.length > 500 && !/Grafana [\w ]+ Plugin Template/i.test(readme),
      'README.md is the template, or too short.',
    ],
    [
      links.every((target) => /^(https:|#)/.test(target)),
      'README.md has relative links: the catalogue cannot follow them.',
    ],
    [!/yarn|nodejs/.test(readme), 'README.md has developer jargon: yarn, nodejs.'],
    [!readme.includes('<!--'), 'README.md has comments.'],
    [changelog.includes(`## ${version}`), `CHANGELOG.md has nothing of ${version}.`],
    [license.includes('Apache License') && license.includes('Version 2.0'), 'LICENSE is not Apache-2.0.'],
    [!/\{yyyy\}|\{name of copyright owner\}/.test(license), 'LICENSE has places to fill in.']
  );
}

/** What is shipped: no foreign file, no drawing that runs, no tracker, and no more bytes than a dashboard should wait for. */
function fileFaults(id) {
  const files = list(DIST).map((path) => relative(DIST, path));
  const ending = (end) => files.filter((file) => file.endsWith(end));
  const size = statSync(join(DIST, 'module.js')).size;
  return broken(
    ...files.map((file) => [
      SHIPPED.test(file) && !FOREIGN.test(file) && !file.endsWith('/plugin.json'),
      `${file} is nothing that a panel ships.`,
    ]),
    ...ending('.svg').flatMap((file) => {
      const svg = text(file);
      const elements = [...svg.matchAll(/<([a-zA-Z][\w:]*)/g)].map(([, element]) => element);
      return [
        [elements.every((element) => SVG_ELEMENTS.test(element)), `${file} has elements that do not draw.`],
        [!/\son\w+=|javascript:|href="http/i.test(svg), `${file} runs or loads something.`],
      ];
    }),
    ...ending('.js').map((file) => [!TRACKERS.test(text(file)), `${file} names a tracker.`]),
    [size <= MAX_MODULE, `module.js has ${size} bytes, more than ${MAX_MODULE}.`],
    ...CHUNKS.map((chunk) => [
      files.includes(chunk),
      `${chunk} is not there: has what is seldom needed come into module.js?`,
    ]),
    [
      /^define\(\[[^\]]*"module"/m.test(text('module.js')) && text('module.js').includes(`"public/plugins/${id}/"`),
      'module.js does not fetch chunks from where it came from itself: that may be a CDN.',
    ],
    ...ending('.js').flatMap((file) => sourceMapFaults(file, id).map((fault) => [false, fault]))
  );
}

/** The catalogue wants source maps, of this very source; nothing in them may tell of the machine that built it, or of foreign code. */
function sourceMapFaults(file, id) {
  if (!existsSync(join(DIST, `${file}.map`))) {
    return [`${file}.map is not there.`];
  }
  const map = text(`${file}.map`);
  const { sources, sourcesContent, sourceRoot } = JSON.parse(map);
  const root = `webpack://${id}/`;
  const known = new RegExp(`^${root}(\\./|\\.\\./node_modules/|external |webpack/)`);
  const own = sources.flatMap((source, i) => {
    const path = source.slice(root.length + './'.length);
    return source.startsWith(`${root}./`) && !/^node_modules\/|\.json$/.test(path)
      ? [{ path, content: sourcesContent[i] }]
      : [];
  });
  const isSame = ({ path, content }) => {
    const source = join(ROOT, 'src', path);
    return existsSync(source) && readFileSync(source, 'utf8') === content;
  };
  return broken(
    [!sourceRoot && !map.includes(ROOT), `${file}.map tells where it was built.`],
    ...sources.map((source) => [known.test(source), `${file}.map has a foreign source: ${source}`]),
    ...own.map((source) => [isSame(source), `${file}.map has another ${source.path} than src/: npm run build`])
  );
}

/** What is wrong with the built plugin, in words; nothing where it is fit to be handed in. */
function faults() {
  const missing = ['plugin.json', 'module.js', 'README.md', 'CHANGELOG.md', 'LICENSE'].filter(
    (name) => !existsSync(join(DIST, name))
  );
  if (missing.length) {
    return [`dist/ lacks ${missing.join(', ')}: npm run build`];
  }
  const plugin = JSON.parse(text('plugin.json'));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return [...metadataFaults(plugin, version), ...documentFaults(version), ...fileFaults(plugin.id)];
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
