import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputOf } from '../testing';
import { prepareProfile } from '.';

it('marks the functions that asked for a contended kernel lock', () => {
  const lock = readFileSync(join(__dirname, '../../testdata/perf-lock/contention-stacks.txt'), 'utf8');
  const { kernelLocks, paired } = prepareProfile([
    inputOf('A', 'main;handle_mm_fault;filemap_map_pages;_raw_spin_lock 5', 'cpu'),
    inputOf('B', lock),
  ]);
  const named = [...kernelLocks].map(([symbol, { wait, contended }]) => [
    paired!.tree.symbols[symbol].name,
    wait > 0,
    contended > 0,
  ]);
  expect(named.length).toBeGreaterThan(0);
  expect(named.every(([, wait, contended]) => wait && contended)).toBe(true);
});
