import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputOf } from '../testing';
import { prepareProfile, type Settings } from '.';

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

it('counts events of the stacks that filters keep', () => {
  const script = (event: string, [a, b]: number[]) =>
    [`main.a`, `main.b`]
      .map(
        (name, i) => `app 1 [000] ${i + 1}.000000: ${[a, b][i]} ${event}:\n\t1 ${name} (/app)\n\t2 main.main (/app)\n`
      )
      .join('\n');
  const inputs = [inputOf('A', `${script('cycles', [100, 300])}\n${script('instructions', [50, 600])}`)];
  const sums = (settings?: Settings) =>
    [...prepareProfile(inputs, settings).events].map(([event, { weights, counts }]) => [
      event,
      weights.before[weights.self.length],
      counts?.before[weights.self.length],
    ]);
  expect(sums()).toEqual([
    ['cycles', 400, 2],
    ['instructions', 650, 2],
  ]);
  expect(sums({ stacks: [{ keep: 'only', pattern: '/main\\.a/' }] })).toEqual([
    ['cycles', 100, 1],
    ['instructions', 50, 1],
  ]);
});
