import { type Cause } from '../causes/cause';
import { IDLE } from '../waits';
import { message } from '../../profile/message';
import { type Explanation, type Rule } from './rule';

const MOSTLY_IDLE = 0.8;

/** The objective is broken and the program has nothing to do: what is slow is outside of it, or stands in a queue that no stack shows. */
export const idleButQueueing: Rule = {
  id: 'idle-but-queueing',
  find: ({ beside, byCategory, whole }, causes) =>
    beside.objectiveBroken && whole > 0
      ? causes.flatMap((cause): Explanation[] =>
          isLoop(cause) && byCategory[IDLE] / whole + (cause.category === IDLE ? 0 : cause.share) >= MOSTLY_IDLE
            ? [
                {
                  of: cause,
                  cause: {
                    ...cause,
                    rule: 'idle-but-queueing',
                    what: message('it has nothing to do while the objective is broken'),
                    evidence: [message('requests stand in a queue that no stack shows')],
                    next: message(
                      'Look at pool and socket limits of its clients (maxSockets, pool size) and at the services that it calls.'
                    ),
                  },
                },
              ]
            : []
        )
      : [],
};

/** An event loop that waits: unknown time that has a kind of wait, be it idling (V8) or polling (asyncio, Netty). */
const isLoop = ({ kind, category }: Cause): boolean => kind === 'unknown' && category !== undefined;
