import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { blockedLoop } from './blockedLoop';
import { busyThread } from './busyThread';
import { commit } from './commit';
import { gcPressure } from './gcPressure';
import { idleButQueueing } from './idleButQueueing';
import { interpreterLock } from './interpreterLock';
import { lockConvoy } from './lockConvoy';
import { nameLookup } from './nameLookup';
import { pageFaults } from './pageFaults';
import { poolExhausted } from './poolExhausted';
import { rateLimiter } from './rateLimiter';
import { retry } from './retry';
import { type Rule } from './rule';
import { slowConsumer } from './slowConsumer';
import { spinning } from './spinning';
import { throttled } from './throttled';

/** The more special one first: a cause is explained by the first rule that knows it. */
export const RULES: readonly Rule[] = [
  poolExhausted,
  rateLimiter,
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
];

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
