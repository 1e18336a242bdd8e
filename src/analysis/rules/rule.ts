import { type NodeIndex } from '../../profile';
import { type Cause } from '../causes/cause';
import { type CauseContext, chain } from '../causes/context';
import { type Message } from '../../profile/message';

/** A cause as a rule understands it, in the place of one that was found or, without `of`, beside them. */
export interface Explanation {
  of?: Cause;
  cause: Cause;
}

/** A pattern that on-call engineers know by name. Where its condition does not hold it says nothing. */
export interface Rule {
  id: string;
  /** Whether a wait stands in a call of a name that the rule knows, whatever its share: such waits of a function are one cause of their own. */
  names?(context: CauseContext, wait: Pick<Cause, 'node' | 'waitNode' | 'category'>): boolean;
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
  /** What such a call may be as well: then it says nothing. */
  unless?(context: CauseContext, cause: Cause, call: string): boolean;
  what: Message;
  isNot: Message;
  next: Message;
  /** `what` says already in what it waits. */
  plain?: boolean;
}

/** Most wait rules: a wait site that waits in a call of a known name. The library is named where it has a name, else the call. */
export function waitRule({ id, calls, categories, from, unless, what, isNot, next, plain }: WaitRule): Rule {
  const callOf = (context: CauseContext, wait: Pick<Cause, 'node' | 'waitNode' | 'category'>): string | undefined =>
    categories && !categories.includes(wait.category!) ? undefined : nameLike(calls, callsOf(context, wait));
  return {
    id,
    names: (context, wait) => callOf(context, wait) !== undefined,
    find: (context, causes) =>
      causes.flatMap((cause): Explanation[] => {
        const call = cause.kind === 'wait' && cause.weight >= from ? callOf(context, cause) : undefined;
        return call === undefined || unless?.(context, cause, call)
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
export const callsOf = ({ tree }: CauseContext, { waitNode, node }: Pick<Cause, 'node' | 'waitNode'>): string[] =>
  waitNode === undefined || node === undefined ? [] : chain(tree, waitNode, node);

/** Frames above a node, the nearest first. */
export const callersOf = ({ tree }: CauseContext, node: NodeIndex | undefined): string[] =>
  node === undefined ? [] : chain(tree, tree.parent[node], 0);

/** The first name that a pattern knows, by its beginning: some hold the types of all arguments. */
export const nameLike = (pattern: RegExp, names: readonly string[]): string | undefined =>
  names.find((name) => pattern.test(name.slice(0, 400)));

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
