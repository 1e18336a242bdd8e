import { type CallTree, totalOf, type Weights } from '../profile';

/** 1 for every symbol that the test accepts: names are tested once, not once a node. */
export const matchSymbols = (tree: CallTree, test: (name: string) => boolean): Uint8Array =>
  Uint8Array.from(tree.symbols, (symbol) => (test(symbol.name) ? 1 : 0));

/** Weight under `root` in stacks that hold a matched frame; a stack with several of them counts once. */
export function matchedWeight(tree: CallTree, weights: Weights, matched: Uint8Array, root = 0): number {
  let sum = 0;
  for (let node = root; node < tree.subtreeEnd[root];) {
    if (node > 0 && matched[tree.frame[node]]) {
      sum += totalOf(tree, weights, node);
      node = tree.subtreeEnd[node];
    } else {
      node++;
    }
  }
  return sum;
}
