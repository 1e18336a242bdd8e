// Installs the dependencies where that has not been done, with nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a command with its output shown; throws with the command's name when it fails. */
export function run(command, args, cwd, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ` with exit code ${status}`}`);
  }
}

export function ensureInstalled(root) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
  }
  const lock = join(root, 'package-lock.json');
  const marker = join(root, 'node_modules/.package-lock.json'); // npm writes it last
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) {
    return;
  }
  console.log('Installing dependencies (once, a minute or two) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], root);
}
