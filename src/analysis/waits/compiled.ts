import { compileThreads, compileWaits } from './compile';
import { WAIT_TABLE } from './table';

/*
 * A build of the plugin puts the values of this file in its place, as plain data (dev/precompile.mjs): tables, grammar and what is worked
 * out of them stay behind.
 */
export const WAITS = compileWaits(WAIT_TABLE);
export const THREADS = compileThreads();
