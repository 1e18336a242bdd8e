import { type CallTree, type Weights } from '../profile';

/** What the graph shows, as other tools read it: the stacks of one column of weights. */
export interface Exported {
  tree: CallTree;
  weights: Weights;
  /** `cpu/nanoseconds`. */
  type: string;
  unit: string;
}

/** Nodes at which stacks end, and their weight. */
export function* stacksOf({ tree, weights }: Exported): Generator<{ node: number; weight: number }> {
  for (let node = 0; node < tree.length; node++) {
    if (weights.self[node] > 0) {
      yield { node, weight: weights.self[node] };
    }
  }
}
