import {
  type CallTree,
  type Removed,
  removingSteps,
  denseOf,
  foldedLibrary,
  sparseColumns,
  type SparseWeights,
  totalOf,
  type Weights,
  weightsOf,
  type NodeIndex,
} from '../profile';
import { type Folding } from './fold';
import { type PairedProfile, type RoleWeights } from './pairing';
import { matchPattern, type StackFilter } from './search';
import { CATEGORIES, CPU } from './waits';

/** A frame that hands on at least this share of its time to one callee only passes it on. */
export const CHAIN_SHARE = 0.99;

/**
 * 1 for the nodes that are taken out of the picture: frames that a `hide` filter matches, and, where chains are collapsed,
 * frames between the first and the last of a chain that hand on all their time in every role. Undefined: none.
 */
export function nodesToRemove(
  paired: PairedProfile,
  before: PairedProfile | undefined,
  filters: StackFilter[],
  collapseChains: boolean
): Uint8Array | undefined {
  const { tree } = paired;
  const hidden = new Uint8Array(tree.length);
  for (const { keep, pattern } of filters) {
    const matched = keep === 'hide' ? matchPattern(tree, pattern) : undefined;
    if (matched) {
      for (let node = 1; node < tree.length; node++) {
        hidden[node] |= matched[tree.symbol[node]];
      }
    }
  }
  if (collapseChains) {
    markChains(
      tree,
      [paired, before].flatMap((p) => [p?.cpu ?? [], p?.wallTime ?? []].flat()),
      hidden
    );
  }
  return hidden.includes(1) ? hidden : undefined;
}

function markChains(tree: CallTree, roles: RoleWeights[], hidden: Uint8Array): void {
  const handsOn = (node: NodeIndex, callee: number) =>
    roles.every(({ weights }) => totalOf(tree, weights, callee) >= CHAIN_SHARE * totalOf(tree, weights, node));
  const passes = new Uint8Array(tree.length); // its caller hands on all its time to it
  const hasNext = new Uint8Array(tree.length);
  for (let node = 1; node < tree.length; node++) {
    const parent = tree.parent[node];
    if (parent > 0 && handsOn(parent, node)) {
      passes[node] = 1;
      hasNext[parent] = 1;
    }
  }
  for (let node = 1; node < tree.length; node++) {
    if (passes[node] && hasNext[node] && roles.every(({ displayCategory }) => displayCategory[node] === CPU)) {
      hidden[node] = 1;
    }
  }
}

/** Maps columns from the full tree to the one without removed nodes, or with folded ones. Sums are preserved; wait categories were assigned before. */
export function* frameRemoverSteps(tree: CallTree, hidden: Uint8Array, folding?: Folding) {
  return remover(tree, hidden, yield* removingSteps(tree, hidden, folding), folding);
}

function remover(tree: CallTree, hidden: Uint8Array, { tree: contracted, toNew }: Removed, folding?: Folding) {
  const moved = (old: Float64Array): Float64Array => {
    const self = new Float64Array(contracted.length);
    old.forEach((weight, node) => (self[toNew[node]] += weight));
    return self;
  };
  const weights = (old: Weights) => weightsOf(moved(old.self));
  const sparse = (old: SparseWeights | undefined) => {
    const self = old && moved(denseOf(old, tree.length));
    return self && sparseColumns(self, new Uint8Array(self.length), 1)[0];
  };
  const role = (old: RoleWeights | undefined): RoleWeights | undefined => {
    if (!old) {
      return undefined;
    }
    // Where boxes of two kinds became one, it takes the colour of the heavier.
    const displayCategory = new Uint8Array(contracted.length);
    const heaviest = new Float64Array(contracted.length).fill(-1);
    for (let node = 1; node < tree.length; node++) {
      const total = totalOf(tree, old.weights, node);
      if (!hidden[node] && total > heaviest[toNew[node]]) {
        heaviest[toNew[node]] = total;
        displayCategory[toNew[node]] = old.displayCategory[node];
      }
    }
    if (folding) {
      categoriseBars(contracted, toNew, old, displayCategory);
    }
    return { ...old, weights: weights(old.weights), displayCategory: displayCategory };
  };
  return {
    toNew,
    weights,
    paired: (old: PairedProfile): PairedProfile => ({
      ...old,
      tree: contracted,
      cpu: role(old.cpu),
      wall: role(old.wall),
      offcpu: role(old.offcpu),
      wallTime: role(old.wallTime),
      waiting: old.waiting.map(sparse),
      ...(old.unsure && { unsure: sparse(old.unsure) }),
    }),
  };
}

/** A bar of folded frames takes the colour of what most of the time in them is: their own stacks' categories, heaviest first. */
function categoriseBars(contracted: CallTree, toNew: Int32Array, old: RoleWeights, displayCategory: Uint8Array): void {
  const bar = Int32Array.from(contracted.symbol, (symbol) =>
    symbol >= 0 && foldedLibrary(contracted.symbols[symbol]) !== undefined ? 1 : 0
  );
  const sums = new Map<number, Float64Array>();
  old.weights.self.forEach((self, node) => {
    if (self > 0 && bar[toNew[node]]) {
      const own = sums.get(toNew[node]) ?? new Float64Array(CATEGORIES.length);
      sums.set(toNew[node], own);
      own[old.displayCategory[node]] += self;
    }
  });
  for (const [node, own] of sums) {
    displayCategory[node] = own.reduce((best, sum, category) => (sum > own[best] ? category : best), 0);
  }
}
