import {
  type CallTree,
  denseOf,
  frameIdentity,
  type NodeIndex,
  placeOf,
  shortName,
  type SymbolIndex,
  totalOf,
  type Weights,
  weightsOf,
} from '../profile';
import { type Code, type TreeCode } from './code';
import { totalsBySymbol } from './outermost';
import { type PairedProfile, type RoleWeights } from './pairing';
import { type SiteStacks } from './siteRows';
import { CPU, IDLE } from './waits';

/** One function over all its call paths. Totals count a recursive call once. */
export interface FunctionRow {
  symbol: SymbolIndex;
  /** What the function is known by from one answer to the next: names alone may be those of two modules. */
  key: string;
  name: string;
  /** Its module and, of a script, the file: what tells it from another function of this name. Empty where neither is known. */
  place: string;
  /** Whose it is: 0 the program's own, 1 a library's, 2 what executes it: the runtime, the C library, the kernel. */
  rank: 0 | 1 | 2;
  /** Its self time and that of everything below it that is none of the program's; waiting for work left out. 0 for other functions. */
  own: number;
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
  node: NodeIndex;
}

/** The part of the time that graph and lists speak of. */
export interface ListScope {
  /** The frame that is zoomed to. */
  root: NodeIndex;
  /** What is shown: CPU, wall … */
  role: RoleWeights;
  /** Its weights, or only those of `category`. */
  weights: Weights;
  /** The category that is filtered to: index into CATEGORIES. */
  category?: number;
  /** Of another time, where two are compared. */
  baseline?: Weights;
  /** Stacks that wait for work: where nobody asks for a category, they are nobody's own time. */
  idle?: SiteStacks[];
}

export const wholeScope = (role: RoleWeights): ListScope => ({ root: 0, role, weights: role.weights });

/** The functions that have any time in the scope, now or before, not sorted. */
export function functionTable(paired: PairedProfile, scope: ListScope, code: TreeCode): FunctionRow[] {
  const { tree, evidence } = paired;
  const { root, weights, category, baseline } = scope;
  const shown = (column: Weights | undefined, of: number) =>
    category === undefined || category === of ? column : undefined;
  const dense = (column: PairedProfile['unsure']) => column && weightsOf(denseOf(column, tree.length));
  const [total, then, cpu, unsure, ...byCategory] = totalsBySymbol(
    tree,
    [
      weights,
      baseline,
      category === CPU ? weights : shown(paired.cpu?.weights, CPU),
      category === undefined ? dense(paired.unsure) : undefined,
      ...paired.waiting.map((column, of) => shown(dense(column), of)),
    ],
    root
  );
  const self = new Float64Array(tree.symbols.length);
  for (let node = Math.max(1, root); node < tree.subtreeEnd[root]; node++) {
    self[tree.symbol[node]] += weights.self[node];
  }
  const own = ownTimes(paired, scope, code);
  const heaviest = heaviestNodes(tree, scope);
  const thenAll = baseline && totalOf(tree, baseline, root);
  return tree.symbols.flatMap((info, symbol): FunctionRow[] => {
    if (!(total![symbol] > 0) && !(then && then[symbol] > 0)) {
      return [];
    }
    const waits = byCategory.map((column) => (column ? column[symbol] : 0));
    const waited = waits.reduce((sum, value) => sum + value, 0);
    const rest = evidence === 'offcpu' || evidence === 'other' ? 0 : total![symbol] - waited - (unsure?.[symbol] ?? 0);
    return [
      {
        symbol,
        key: frameIdentity(info),
        name: info.name,
        place: [shortName(info.module ?? ''), placeOf(info.file ?? '')].filter(Boolean).join(' '),
        rank: rankOf(code.symbols[symbol]),
        own: own[symbol],
        self: self[symbol],
        total: total![symbol],
        onCpu: Math.max(0, cpu ? Math.min(cpu[symbol], total![symbol]) : rest),
        waiting: waited - waits[IDLE],
        waits,
        baseline: then && (thenAll! > 0 ? then[symbol] / thenAll! : 0),
        node: heaviest[symbol],
      },
    ];
  });
}

/** What a table begins with: who of the program's functions takes the time; then libraries; what executes them last. */
export const byOwnTime = (a: FunctionRow, b: FunctionRow): number =>
  b.own - a.own || a.rank - b.rank || b.self - a.self || b.total - a.total;

const rankOf = ({ kind, library }: Code): FunctionRow['rank'] =>
  kind === 'user' ? 0 : kind === 'library' && library !== 'libc' ? 1 : 2;

/** Time by the function of the program that it is spent for; where that stands above the root, by the root's. */
function ownTimes(paired: PairedProfile, scope: ListScope, { user }: TreeCode): Float64Array {
  const { tree } = paired;
  const { root, weights, category } = scope;
  const own = new Float64Array(tree.symbols.length);
  const add = (node: NodeIndex, weight: number) => {
    const owner = Math.max(root, user[node]);
    if (owner > 0) {
      own[tree.symbol[owner]] += weight;
    }
  };
  const end = tree.subtreeEnd[root];
  for (let node = root; node < end; node++) {
    add(node, weights.self[node]);
  }
  // A CPU profile beside waits has none of them.
  const idle = category !== undefined || weights === paired.cpu?.weights ? [] : (scope.idle ?? []);
  for (const stacks of idle) {
    stacks.node.forEach((node, i) => {
      if (node >= root && node < end) {
        add(node, -Math.min(weights.self[node], stacks.weight[i]));
      }
    });
  }
  return own;
}

/** Of each function the node that has most of the time, now and before; -1: none in the scope. */
function heaviestNodes(tree: CallTree, { root, weights, baseline }: ListScope): Int32Array {
  const most = new Float64Array(tree.symbols.length);
  const heaviest = new Int32Array(tree.symbols.length).fill(-1);
  for (let node = Math.max(1, root); node < tree.subtreeEnd[root]; node++) {
    const symbol = tree.symbol[node];
    const total = totalOf(tree, weights, node) + (baseline ? totalOf(tree, baseline, node) : 0);
    if (heaviest[symbol] < 0 || total > most[symbol]) {
      heaviest[symbol] = node;
      most[symbol] = total;
    }
  }
  return heaviest;
}
