import { type CallTree, denseOf, grandTotal, totalOf, type Weights, weightsOf } from '../profile';
import { type PairedProfile, type RoleWeights } from './pairing';
import { IDLE } from './waits';

/** One function over all its call paths. Totals count a recursive call once. */
export interface FunctionRow {
  symbol: number;
  name: string;
  self: number;
  total: number;
  onCpu: number;
  /** Blocked, idle left out. */
  waiting: number;
  /** Total of every wait category, by its number; 0 where there is none. */
  waits: number[];
  /** Share of the whole before, where there is a baseline. */
  baseline?: number;
  /** The heaviest of its nodes. */
  node: number;
}

/** Totals of every symbol in each of the columns: only the outermost of a function's nodes on a path is counted. */
export function totalsBySymbol(tree: CallTree, columns: Array<Weights | undefined>): Array<Float64Array | undefined> {
  const sums = columns.map((column) => column && new Float64Array(tree.symbols.length));
  forEachOutermost(tree, (node) => {
    columns.forEach((column, i) => {
      if (column) {
        sums[i]![tree.symbol[node]] += totalOf(tree, column, node);
      }
    });
  });
  return sums;
}

/**
 * Visits the nodes that lie under no other node of the same function, in preorder; `false`: nothing under the node. `wanted`: 1 for
 * the symbols whose nodes are visited; absent: all.
 */
export function forEachOutermost(tree: CallTree, visit: (node: number) => boolean | void, wanted?: Uint8Array): void {
  const { symbol: symbolOf, subtreeEnd, length } = tree;
  const open = new Uint32Array(tree.symbols.length);
  const path: number[] = [];
  for (let node = 1; node < length;) {
    const symbol = symbolOf[node];
    if (wanted && !wanted[symbol]) {
      node++;
      continue;
    }
    while (path.length && subtreeEnd[path[path.length - 1]] <= node) {
      open[symbolOf[path.pop()!]]--;
    }
    if (open[symbol] === 0 && visit(node) === false) {
      node = subtreeEnd[node];
      continue;
    }
    open[symbol]++;
    path.push(node);
    node++;
  }
}

/** The table of all functions that have any time in `role`, not sorted. */
export function functionTable(paired: PairedProfile, role: RoleWeights, before?: RoleWeights): FunctionRow[] {
  const { tree } = paired;
  const [total, cpu, then, ...byCategory] = totalsBySymbol(tree, [
    role.weights,
    paired.cpu?.weights,
    before?.weights,
    ...paired.waiting.map((column) => column && weightsOf(denseOf(column, tree.length))),
  ]);
  const self = new Float64Array(tree.symbols.length);
  const heaviest = new Int32Array(tree.symbols.length).fill(-1);
  for (let node = 1; node < tree.length; node++) {
    const symbol = tree.symbol[node];
    self[symbol] += role.weights.self[node];
    if (heaviest[symbol] < 0 || totalOf(tree, role.weights, node) > totalOf(tree, role.weights, heaviest[symbol])) {
      heaviest[symbol] = node;
    }
  }
  const thenAll = before && grandTotal(before.weights);
  return tree.symbols.flatMap(({ name }, symbol): FunctionRow[] => {
    const waits = byCategory.map((column) => (column ? column[symbol] : 0));
    const waiting = waits.reduce((sum, value, category) => (category === IDLE ? sum : sum + value), 0);
    return total![symbol] > 0 || (then && then[symbol] > 0)
      ? [
          {
            symbol,
            name,
            self: self[symbol],
            total: total![symbol],
            onCpu: cpu ? cpu[symbol] : Math.max(0, total![symbol] - waiting),
            waiting,
            waits,
            baseline: then && thenAll ? then[symbol] / thenAll : undefined,
            node: heaviest[symbol],
          },
        ]
      : [];
  });
}
