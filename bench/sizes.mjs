// Bytes that travel to the browser: of the plugin as Grafana's build makes it, and of its peers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PEERS, ROOT } from './places.mjs';

const sizeOf = (path) => {
  const content = readFileSync(path);
  return { bytes: content.length, gzip: gzipSync(content).length };
};

/** `dist` is built before. Chunks are fetched when they are used. */
export function bundleSizes() {
  const dist = join(ROOT, 'dist');
  const chunks = readdirSync(dist, { recursive: true }).filter((path) => path.endsWith('.js') && path !== 'module.js');
  const release = join(PEERS, 'speedscope/dist/release');
  const speedscope = readdirSync(release).find((name) => /^speedscope-.*\.js$/.test(name));
  return {
    'Dual Flame, module.js': sizeOf(join(dist, 'module.js')),
    ...Object.fromEntries(chunks.map((path) => [`Dual Flame, when it is used: ${path}`, sizeOf(join(dist, path))])),
    'speedscope, its main script': sizeOf(join(release, speedscope)),
  };
}

/** What each package adds to the plugin's first file, minified; what Grafana shares costs nothing. The rest of the built file is the plugin's own. */
export async function bytesByPackage() {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: [join(ROOT, 'src/module.ts')],
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    write: false,
    format: 'esm',
    outdir: 'dist',
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
  for (const file of withStatic(metafile.outputs, 'dist/module.js')) {
    for (const [path, { bytesInOutput }] of Object.entries(metafile.outputs[file].inputs)) {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
      if (name) {
        sums[name] = (sums[name] ?? 0) + bytesInOutput;
      }
    }
  }
  const ofOthers = Object.values(sums).reduce((sum, bytes) => sum + bytes, 0);
  sums['Dual Flame itself'] = sizeOf(join(ROOT, 'dist/module.js')).bytes - ofOthers;
  return Object.fromEntries(Object.entries(sums).sort((a, b) => b[1] - a[1]));
}

/** A file and those that it imports at once. */
function withStatic(outputs, entry) {
  const files = [entry];
  for (const file of files) {
    for (const { path, kind, external } of outputs[file].imports) {
      if (kind === 'import-statement' && !external && !files.includes(path)) {
        files.push(path);
      }
    }
  }
  return files;
}
