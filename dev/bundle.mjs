// Bundles a TypeScript file for Node and imports it: the tools under dev/ run the very code of the panel.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Imports `entry` (path from the repository root), compiled. */
export async function importTypeScript(entry) {
  const root = new URL('..', import.meta.url).pathname;
  const dir = mkdtempSync(join(root, 'node_modules', '.dualflame-'));
  try {
    const outfile = join(dir, 'bundle.mjs');
    await build({
      entryPoints: [join(root, entry)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
