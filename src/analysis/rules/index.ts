import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { blockedLoop } from './blockedLoop';
import { busyThread } from './busyThread';
import { commit } from './commit';
import { gcPressure } from './gcPressure';
import { fanOut } from './fanOut';
import { idleButQueueing } from './idleButQueueing';
import { interpreterLock } from './interpreterLock';
import { lockConvoy } from './lockConvoy';
import { nameLookup } from './nameLookup';
import { pageFaults } from './pageFaults';
import { poolExhausted } from './poolExhausted';
import { rateLimiter } from './rateLimiter';
import { retry } from './retry';
import { type Rule } from './rule';
import { semaphore } from './semaphore';
import { slowConsumer } from './slowConsumer';
import { spinning } from './spinning';
import { throttled } from './throttled';

/** The more special one first: a cause is explained by the first rule that knows it. */
export const RULES: readonly Rule[] = [
  poolExhausted,
  rateLimiter,
  semaphore,
  retry,
  nameLookup,
  commit,
  pageFaults,
  slowConsumer,
  interpreterLock,
  busyThread,
  blockedLoop,
  lockConvoy,
  gcPressure,
  spinning,
  throttled,
  idleButQueueing,
  fanOut,
];

/** The rule that knows the call in which a site waits; undefined: none. Two such calls of one function are two causes. */
export const patternOf =
  (context: CauseContext) =>
  (wait: Pick<Cause, 'node' | 'waitNode' | 'category'>): string | undefined =>
    RULES.find((rule) => rule.names?.(context, wait))?.id;

/** The causes, those that a rule knows in its words. */
export function explain(context: CauseContext, causes: readonly Cause[]): Cause[] {
  let explained = [...causes];
  for (const rule of RULES) {
    const open = explained.filter((cause) => cause.rule === undefined);
    for (const { of, cause } of rule.find(context, open)) {
      explained = of ? explained.map((other) => (other === of ? cause : other)) : [...explained, cause];
    }
  }
  return explained;
}

export type { Explanation, Rule } from './rule';
