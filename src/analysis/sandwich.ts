import { buildCallTree, type CallTree, ProfileBuilder, totalOf, type Weights, weightsOf } from '../profile';
import { forEachOutermost } from './functions';

/** One function in the middle: who calls it, over all call paths, and what it calls. Node 1 of either tree is the function. */
export interface Sandwich {
  total: number;
  callers: { tree: CallTree; weights: Weights };
  callees: { tree: CallTree; weights: Weights };
}

/**
 * Callers are the paths from the function to the root, turned round; callees its subtrees, laid over each other. A recursive
 * call counts once: only the outermost of the function's nodes on a path is taken. Undefined where it has no weight.
 */
export function sandwichOf(tree: CallTree, weights: Weights, symbol: number): Sandwich | undefined {
  const callers = new ProfileBuilder([{ type: 'callers', unit: '' }]);
  const callees = new ProfileBuilder([{ type: 'callees', unit: '' }]);
  const frameIn = (builder: ProfileBuilder) => {
    const known = new Map<number, number>();
    return (id: number) => {
      const frame = known.get(id) ?? builder.frame(tree.symbols[id]);
      known.set(id, frame);
      return frame;
    };
  };
  const [callerFrame, calleeFrame] = [frameIn(callers), frameIn(callees)];
  let total = 0;
  forEachOutermost(tree, (top) => {
    if (tree.symbol[top] !== symbol || !(totalOf(tree, weights, top) > 0)) {
      return;
    }
    total += totalOf(tree, weights, top);
    let up = -1;
    for (let node = top; node > 0; node = tree.parent[node]) {
      up = callers.stack(up, callerFrame(tree.symbol[node]));
    }
    callers.sample(up, totalOf(tree, weights, top));
    // Preorder: the stack of a node's parent is known when the node is reached.
    const stacks = new Int32Array(tree.subtreeEnd[top] - top);
    for (let node = top; node < tree.subtreeEnd[top]; node++) {
      const under = node === top ? -1 : stacks[tree.parent[node] - top];
      stacks[node - top] = callees.stack(under, calleeFrame(tree.symbol[node]));
      if (weights.self[node] > 0) {
        callees.sample(stacks[node - top], weights.self[node]);
      }
    }
  });
  if (!(total > 0)) {
    return undefined;
  }
  const side = (builder: ProfileBuilder) => {
    const built = buildCallTree([builder.finish()]);
    return { tree: built.tree, weights: weightsOf(built.attach[0](0)) };
  };
  return { total, callers: side(callers), callees: side(callees) };
}
