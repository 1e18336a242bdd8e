import { type CallTree, nameOf } from '../profile';
import { functionName, type TreeCode } from './code';
import { type Contention, waitKey } from './holders';
import { type ClassifiedRole } from './pairing';
import { waitSites } from './sites';
import { type SymbolFacts } from './waits';

export * from './holders';

/** One contention profile on the tree: its time by node, and the number of waits where the file counts them. */
export interface ContentionColumn {
  time: ClassifiedRole;
  count?: Float64Array;
}

/** How the function that lets a lock go is called: sync.(*Mutex).Unlock, rUnlockSlow, pthread_mutex_unlock. */
const RELEASES = /(?:^|[._)])[Rr]?[Uu]nlock(?:Slow|_slow)?$/;
/** Locks of Go's own runtime: no wait of the program shows them. */
const RUNTIME = /^runtime\./;

export function contentionOf(
  tree: CallTree,
  columns: ContentionColumn[],
  facts: SymbolFacts[],
  code: TreeCode
): Contention {
  const sums = new Map<string, number>();
  const waited: Contention['waited'] = new Map();
  let whole = 0;
  for (const { time, count } of columns) {
    const { self } = time.weights;
    for (let node = 1; node < tree.length; node++) {
      const leaf = self[node] > 0 ? nameOf(tree, node).slice(-200) : '';
      if (!RELEASES.test(leaf) || RUNTIME.test(leaf)) {
        continue;
      }
      whole += self[node];
      if (code.user[node] > 0) {
        const site = functionName(nameOf(tree, code.user[node]));
        sums.set(site, (sums.get(site) ?? 0) + self[node]);
      }
    }
    for (const site of waitSites(tree, time, facts, code, count)) {
      const known = waited.get(waitKey(site));
      if (site.hasUser && !RELEASES.test(site.waitFrame)) {
        waited.set(waitKey(site), {
          time: (known?.time ?? 0) + site.total,
          count: count && (known?.count ?? 0) + site.samples!,
        });
      }
    }
  }
  return {
    released: [...sums].map(([site, sum]) => ({ site, share: sum / whole })).sort((a, b) => b.share - a.share),
    waited,
  };
}
