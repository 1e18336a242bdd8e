import { type Cause } from '../causes/cause';
import { type CauseContext, chain } from '../causes/context';
import { type Note } from '../words';

/** A cause as a rule understands it, in the place of one that was found or, without `of`, beside them. */
export interface Explanation {
  of?: Cause;
  cause: Cause;
}

/** A pattern that on-call engineers know by name. Where its condition does not hold it says nothing. */
export interface Rule {
  id: string;
  find(context: CauseContext, causes: readonly Cause[]): Explanation[];
}

interface WaitRule {
  id: string;
  /** Calls between the wait and the function of the program. */
  calls: RegExp;
  /** Categories of wait that it may be; undefined: any. */
  categories?: readonly number[];
  /** Share of the time that matters from which on it speaks. */
  from: number;
  what: Note;
  isNot: Note;
  next: Note;
  /** `what` says already in what it waits. */
  plain?: boolean;
}

/** Most wait rules: a wait site that waits in a call of a known name. The library is named where it has a name, else the call. */
export function waitRule({ id, calls, categories, from, what, isNot, next, plain }: WaitRule): Rule {
  return {
    id,
    find: (context, causes) =>
      causes.flatMap((cause): Explanation[] => {
        if (cause.kind !== 'wait' || cause.weight < from || (categories && !categories.includes(cause.category!))) {
          return [];
        }
        const call = callsOf(context, cause).find((name) => calls.test(name.slice(0, 400)));
        return call === undefined
          ? []
          : [
              {
                of: cause,
                cause: { ...cause, rule: id, what, via: plain ? undefined : viaOf(cause, call), isNot, next },
              },
            ];
      }),
  };
}

/** The frames from the wait up to the site, the wait's own first; the site itself is not one of them. */
export const callsOf = ({ tree }: CauseContext, { waitNode, node }: Cause): string[] =>
  waitNode === undefined || node === undefined ? [] : chain(tree, waitNode, node);

/** Frames above a node, the nearest first. */
export const callersOf = ({ tree }: CauseContext, node: number | undefined): string[] =>
  node === undefined ? [] : chain(tree, tree.parent[node], 0);

/** The library by its name, else the call of it that the program makes, else the call that the rule knows. */
const viaOf = ({ library, call }: Cause, known: string): string =>
  library && !STANDARD.has(library) ? library : (call ?? known);

/** Their names say less than the call does. */
const STANDARD: ReadonlySet<string> = new Set([
  'libc',
  'libstdc++',
  'std',
  'JDK',
  'net',
  'os',
  'sync',
  'Go runtime',
  '.NET',
  'Ruby',
  'CPython',
]);
