import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const BENCH = join(ROOT, 'bench');
/** Packages that only the bench needs. */
export const PEERS = join(BENCH, 'node_modules');
/** Generated folded text. */
export const FOLDED = join(tmpdir(), `dualflame-bench-${process.pid}`);
export const RESULTS = join(BENCH, 'results.json');
