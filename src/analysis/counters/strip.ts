import { sort } from 'd3';
import { type CounterRow, isOfKernel, type Metric } from './model';

/** What tells how well a program uses its CPU, and how often it misses the caches: of each the first that there is. */
const KEPT: Metric[][] = [
  ['ipc', 'cpi'],
  ['cacheMissRatio', 'llcMissRatio', 'mpki'],
];

/**
 * The rows that a strip shows which has room for so many, and those that it leaves out: the hardware's before the kernel's. Where not all
 * have room IPC and cache misses stay, then what `isWorse` than it should be, then what the hardware counts.
 */
export function stripRows(
  rows: CounterRow[],
  room: number,
  isWorse: (row: CounterRow) => boolean
): Record<'shown' | 'rest', CounterRow[]> {
  const ofKernel = ({ metric }: CounterRow) => Number(isOfKernel(metric));
  const ordered = sort(rows, ofKernel);
  const kept = new Set(KEPT.map((metrics) => ordered.find(({ metric }) => metrics.includes(metric))));
  const chosen = new Set(
    sort(ordered, (row) => (kept.has(row) ? 0 : isWorse(row) ? 1 : 2 + ofKernel(row))).slice(0, room)
  );
  return { shown: ordered.filter((row) => chosen.has(row)), rest: ordered.filter((row) => !chosen.has(row)) };
}
