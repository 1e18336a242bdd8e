import { CATEGORIES, IDLE } from '../waits';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { message } from '../../profile/message';
import { callersOf, callsOf, type Explanation, nameLike, type Rule } from './rule';

const [CHANNEL, SLEEP] = [CATEGORIES.indexOf('channel'), CATEGORIES.indexOf('sleep')];

/**
 * Calls that hand out permits: golang.org/x/sync/semaphore, errgroup with a limit; java.util.concurrent.Semaphore, Guava's Striped and
 * Resilience4j's and Failsafe's bulkheads; Python threading.Semaphore (py-spy names its method acquire); SemaphoreSlim; concurrent-ruby.
 */
const CALLS =
  /^golang\.org\/x\/sync\/(?:semaphore\.\(\*Weighted\)\.Acquire|errgroup\.\(\*Group\)\.Go)$|java[./]util[./]concurrent[./]Semaphore\.(?:acquire\w*|tryAcquire)|(?:resilience4j|failsafe)[./]\S*[bB]ulkhead|(?:Semaphore\.|^)acquire \((?:\S*\/)?threading\.py|threading\.py:acquire\b|^Semaphore\.acquire\b|SemaphoreSlim\.Wait|Concurrent::(?:Mutex)?Semaphore#acquire/;
/** A channel with places is a semaphore in Go, where who puts a token in takes it out again: https://go.dev/doc/effective_go#channels. */
const SENDS = /^runtime\.chansend1?$/;
/** Functions that say so by their name, above a send that waits. */
const ADMITS =
  /[aA]cquire|[sS]ema(?:phore)?\b|[aA]dmit|[tT]hrottle|[lL]imiter|(?:^|[._])[eE]nter\b|[gG]ate\b|(?:[gG]et|[tT]ake)(?:Token|Slot|Permit)/;
const FROM = 0.05;
/** Of the time that waits: less is no thread that takes something out. */
const TRIFLE = 0.02;

/** A limit on how many do something at once: the line is in front of what the holders of the permits do. */
export const semaphore: Rule = {
  id: 'semaphore',
  find: (context, causes) =>
    causes.flatMap((cause): Explanation[] => {
      if (cause.kind !== 'wait' || cause.weight < FROM) {
        return [];
      }
      const calls = callsOf(context, cause);
      const call =
        nameLike(CALLS, calls) ??
        (cause.category === CHANNEL && isToken(context, cause) ? nameLike(SENDS, calls) : undefined);
      return call === undefined
        ? []
        : [
            {
              of: cause,
              cause: {
                ...cause,
                rule: 'semaphore',
                what: WAITS,
                via: cause.call ?? call,
                isNot: message('It is not the work behind it that this share counts, but the line in front of it.'),
                next: message('Compare the number of permits with the requests in flight, and how long one is held.'),
              },
            },
          ];
    }),
};

const WAITS = message('waits for a place of the program’s own semaphore');

const isToken = (context: CauseContext, cause: Cause): boolean =>
  nameLike(SENDS, callsOf(context, cause)) !== undefined &&
  (nameLike(ADMITS, [cause.site ?? '', ...callersOf(context, cause.node).slice(0, 1)]) !== undefined ||
    !hasConsumer(context, cause));

/** Whether threads that begin in another function do anything but sleep: one of them would take what is sent. */
function hasConsumer({ tree, code, waiting, cpu, whole }: CauseContext, { node, share }: Cause): boolean {
  const first = new Int32Array(tree.length); // the outermost function of the program
  for (let at = 1; at < tree.length; at++) {
    first[at] = first[tree.parent[at]] || (code.user[at] === at ? at : 0);
  }
  const sends = new Set<number>();
  const site = tree.symbol[node!];
  for (let at = 1; at < tree.length; at++) {
    if (tree.symbol[at] === site) {
      sends.add(tree.symbol[first[at]]);
    }
  }
  let others = 0;
  for (let at = 1; at < tree.length; at++) {
    if (sends.has(tree.symbol[first[at]]) && first[at] > 0) {
      continue;
    }
    const { category, idle } = waiting!.waits;
    const works = !idle[at] && category[at] !== IDLE && category[at] !== SLEEP;
    others += Math.max(works ? waiting!.weights.self[at] : 0, first[at] > 0 && cpu ? cpu.weights.self[at] : 0);
  }
  return others >= TRIFLE * share * whole;
}
