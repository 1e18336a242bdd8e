import { type Category, CATEGORIES, type Code, CPU, type PairedProfile } from '../../analysis';
import { type FrameInfo, type NodeIndex } from '../../profile';

export type RunningKind = Code['kind'] | Category;

/**
 * Own CPU time under a frame by whose code it is, in the weights' unit; what a CPU profile shows as garbage collection, spinning, idle loops
 * and the like goes by that, as its boxes are coloured. Kinds without time are absent.
 */
export function whoRuns(
  { tree, cpu }: PairedProfile,
  root: NodeIndex,
  whoseCode: (symbol: FrameInfo) => Code['kind']
): Map<RunningKind, number> {
  const sums = new Map<RunningKind, number>();
  for (let node = root; cpu && node < tree.subtreeEnd[root]; node++) {
    const own = cpu.weights.self[node];
    const category = cpu.displayCategory[node];
    const symbol = tree.symbol[node] < 0 ? undefined : tree.symbols[tree.symbol[node]];
    if (own > 0) {
      const kind = category !== CPU ? CATEGORIES[category] : symbol ? whoseCode(symbol) : 'mark';
      sums.set(kind, (sums.get(kind) ?? 0) + own);
    }
  }
  return sums;
}
