import { type CallTree, type StackTree, totalOf, type Weights } from '../profile';
import { compileSearch } from './pattern';

/** 1 for every symbol that the test accepts: names are tested once per symbol, not once per node. */
export const matchSymbols = (tree: StackTree, test: (name: string) => boolean): Uint8Array =>
  Uint8Array.from(tree.symbols, (symbol) => (test(symbol.name) ? 1 : 0));

/**
 * Keeps the stacks that hold a matching frame (`only`), or those that hold none (`without`); or takes the matching frames out of
 * their stacks (`hide`), their time goes to their callers. `pattern` as in the search box.
 */
export interface StackFilter {
  keep: (typeof STACK_FILTERS)[number];
  pattern: string;
}

export const STACK_FILTERS = ['only', 'without', 'hide'] as const;

/** Undefined where the pattern is empty or invalid. */
export function matchPattern(tree: StackTree, pattern: string): Uint8Array | undefined {
  const test = compileSearch(pattern);
  return pattern && test.ok ? matchSymbols(tree, test.value) : undefined;
}

/** 1 for every node whose stack all filters keep; an invalid pattern filters nothing. Linear in nodes. */
export function keptNodes(tree: StackTree, filters: StackFilter[]): Uint8Array {
  const kept = new Uint8Array(tree.length).fill(1);
  for (const { keep, pattern } of filters) {
    const matched = keep === 'hide' ? undefined : matchPattern(tree, pattern);
    if (!matched) {
      continue;
    }
    const holds = new Uint8Array(tree.length);
    for (let node = 0; node < tree.length; node++) {
      holds[node] = node > 0 && (holds[tree.parent[node]] || matched[tree.symbol[node]]) ? 1 : 0;
      if (holds[node] !== (keep === 'only' ? 1 : 0)) {
        kept[node] = 0;
      }
    }
  }
  return kept;
}

/** Weight under `root` in stacks that hold a matched frame; a stack with several of them counts once. */
export function matchedWeight(tree: CallTree, weights: Weights, matched: Uint8Array, root = 0): number {
  let sum = 0;
  for (let node = root; node < tree.subtreeEnd[root];) {
    if (node > 0 && matched[tree.symbol[node]]) {
      sum += totalOf(tree, weights, node);
      node = tree.subtreeEnd[node];
    } else {
      node++;
    }
  }
  return sum;
}
