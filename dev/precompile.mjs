// Files named compiled.ts hold what is worked out of a table that people edit. A build evaluates them and ships the values as data:
// webpack by this loader, esbuild by the plugin. Where nothing is built (tests, tools in Node) they run as they stand.
import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { importTypeScript } from './bundle.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const COMPILED = /\/src\/.*\/compiled\.ts$/;

/** JavaScript that exports what the file exports, all of it plain data. */
export async function dataOf(path) {
  const values = Object.entries(await importTypeScript(relative(ROOT, path)));
  return values.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`).join('');
}

export const esbuildPlugin = {
  name: 'precompile',
  setup: (build) => build.onLoad({ filter: COMPILED }, async ({ path }) => ({ contents: await dataOf(path) })),
};

/** The file's own folder is what it is worked out of. The source map has the file itself, at its first line. */
export default function loader(source) {
  const done = this.async();
  this.addContextDependency(this.context);
  const map = { version: 3, sources: [this.resourcePath], sourcesContent: [source], names: [], mappings: 'AAAA' };
  dataOf(this.resourcePath).then((code) => done(null, code, map), done);
}
