import { functionName } from './code';
import { type WaitSite } from './siteRows';

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

export const waitKey = ({ site, category }: Pick<WaitSite, 'site' | 'category'>): string =>
  `${category} ${functionName(site)}`;

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
