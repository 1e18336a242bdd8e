import {
  type Contexts,
  knownSites,
  type KnownSites,
  type PairedProfile,
  type Scope,
  type ScopedDiagnosis,
  scopeSteps,
} from '../analysis';
import { type CallTree, finish, stepEnd, type Steps, totalOf, type NodeIndex } from '../profile';
import { type Prepared } from './types';

export const WHOLE: Scope = { root: 0, mode: 'both' };

/** Going back to a scope is common; each costs a list of causes. */
const MAX_KNOWN = 50;

function remember<T>(known: Map<string, T>, key: string, value: T): void {
  if (known.size >= MAX_KNOWN) {
    known.clear();
  }
  known.set(key, value);
}

/** The diagnosis of scopes, each worked out once. A scope's root is a node of the shown tree, the causes' are of `tree`. */
export function scopedDiagnosis(
  contexts: Contexts,
  tree: CallTree,
  { paired, shownNode }: Pick<Prepared, 'paired' | 'shownNode'>
): Prepared['diagnosing'] {
  const known = new Map<string, ScopedDiagnosis>();
  return (scope) => {
    const { root, mode, category } = scope;
    const key = `${root} ${mode === 'cpu'} ${category}`;
    return {
      size: known.has(key) ? 0 : tree.length,
      *steps() {
        let diagnosis = known.get(key);
        if (!diagnosis) {
          const part =
            paired && !holdsAll(paired, root) ? yield* nodesUnder(tree, paired.tree, root, shownNode) : undefined;
          diagnosis = yield* scopeSteps(contexts, scope, part);
          remember(known, key, diagnosis);
        }
        return diagnosis;
      },
    };
  };
}

/** How well shares of wait sites in a frame are known, now and at the time that it is compared with; each frame worked out once. */
export function sitesKnown(
  { now, compared }: Contexts,
  tree: CallTree,
  { paired, shownNode }: Pick<Prepared, 'paired' | 'shownNode'>
): Prepared['sitesKnown'] {
  const known = new Map<string, KnownSites>();
  return (root, before) => {
    const context = before ? compared?.before : now;
    const key = `${root} ${before ?? ''}`;
    let sites = known.get(key);
    if (!sites && context && paired) {
      const inPart = holdsAll(paired, root) ? undefined : finish(nodesUnder(tree, paired.tree, root, shownNode));
      sites = knownSites(context, inPart);
      remember(known, key, sites);
    }
    return sites ?? (() => undefined);
  };
}

/** Whether no time is outside of a frame, as with `main` in many programs: then its causes are those of all. */
const holdsAll = ({ tree, ...paired }: PairedProfile, root: NodeIndex): boolean =>
  [paired.cpu, paired.wall, paired.offcpu, paired.wallTime].every(
    (role) => !role || totalOf(tree, role.weights, root) === totalOf(tree, role.weights, 0)
  );

/** 1 for the nodes that the shown tree has under a frame: frames that were taken out stand at their callers. */
function* nodesUnder(
  tree: CallTree,
  shown: CallTree,
  root: NodeIndex,
  shownNode: (node: NodeIndex) => number
): Steps<Uint8Array> {
  const under = new Uint8Array(tree.length);
  for (let node = 1; node < tree.length; yield) {
    for (const end = stepEnd(node, tree.length); node < end; node++) {
      const at = shownNode(node);
      under[node] = at >= root && at < shown.subtreeEnd[root] ? 1 : 0;
    }
  }
  return under;
}
