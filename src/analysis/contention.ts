import { type CallTree, nameOf } from '../profile';
import { functionName, type TreeCode } from './code';
import { type ClassifiedRole } from './pairing';
import { type WaitSite, waitSites } from './sites';
import { type SymbolFacts } from './waits';

/**
 * What contention profiles say, two sides of one line. A Go mutex profile books the time of those who stand in line where the
 * lock is let go (runtime/sema.go, `mutexevent` in semrelease), a Go block profile where they stand (`blockevent`); both have
 * the same value types, so the stack's end tells.
 */
export interface Contention {
  /** Functions of the program that let go of locks while others waited, over all call paths: the largest share first. */
  released: Releaser[];
  /** How long and, where it is counted, how often a function stood in line, by `waitKey`. */
  waited: Map<string, { time: number; count?: number }>;
}

interface Releaser {
  site: string;
  /** Of all the waiting that ended when a lock of the program was let go. */
  share: number;
}

/** Who holds what a function waits for, and how far that is known. */
export interface Holders {
  /** `type`: methods of the waiting function's own type let go of it, likely the same lock; `program`: of all locks together. */
  by: 'type' | 'program';
  /** The largest share first; of what `by` says. */
  holders: Releaser[];
}

/** One contention profile on the tree: its time by node, and the number of waits where the file counts them. */
export interface ContentionColumn {
  time: ClassifiedRole;
  count?: Float64Array;
}

/** How the function that lets a lock go is called: sync.(*Mutex).Unlock, rUnlockSlow, pthread_mutex_unlock. */
const RELEASES = /(?:^|[._)])[Rr]?[Uu]nlock(?:Slow|_slow)?$/;
/** Locks of Go's own runtime: no wait of the program shows them. */
const RUNTIME = /^runtime\./;

export const waitKey = ({ site, category }: Pick<WaitSite, 'site' | 'category'>): string =>
  `${category} ${functionName(site)}`;

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

/** Functions in functions, by their compilers' names. */
const CLOSURE = /(?:\.func\d+|\.(?:go|defer)wrap\d+|-fm|\.\d+|::\{\{?closure\S*\}\}?|\$\d+)+$/;

/** The type whose method a function is, `main.(*Journal)` of `main.(*Journal).Append.func1`; undefined: none that its name shows. */
export function typeOf(name: string): string | undefined {
  const plain = functionName(name)
    .slice(0, 400)
    .replace(/(?<!\.)\(.*$/s, '')
    .trim()
    .replace(CLOSURE, '');
  const owner = /^(.*[^.:#])(?:\.|::|#)[^.:#]+$/.exec(plain)?.[1];
  return owner && /\)$|(?:^|[./:$])[A-Z][^./:]*$/.test(owner) ? owner : undefined;
}

/** Who lets go of what a function waits for. Undefined: no profile books what is let go. */
export function holdersOf({ released }: Contention, site: string): Holders | undefined {
  if (!released.length) {
    return undefined;
  }
  const own = typeOf(site) ?? '';
  const same = released.filter((releaser) => typeOf(releaser.site) === own);
  const sum = same.reduce((all, { share }) => all + share, 0);
  return sum > 0
    ? { by: 'type', holders: same.map((one) => ({ ...one, share: one.share / sum })) }
    : { by: 'program', holders: released };
}
