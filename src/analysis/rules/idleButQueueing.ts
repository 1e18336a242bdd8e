import { IDLE } from '../waits';
import { note } from '../words';
import { type Explanation, type Rule } from './rule';

const MOSTLY_IDLE = 0.8;

/** The objective is broken and the program has nothing to do: what is slow is outside of it, or stands in a queue that no stack shows. */
export const idleButQueueing: Rule = {
  id: 'idle-but-queueing',
  find: ({ beside, byCategory, whole }, causes) =>
    beside.objectiveBroken && whole > 0 && byCategory[IDLE] >= MOSTLY_IDLE * whole
      ? causes.flatMap((cause): Explanation[] =>
          cause.kind === 'unknown' && cause.category === IDLE
            ? [
                {
                  of: cause,
                  cause: {
                    ...cause,
                    rule: 'idle-but-queueing',
                    what: note(
                      'of the time it has nothing to do while the objective is broken: requests stand in a queue that no stack shows'
                    ),
                    next: note(
                      'Look at pool and socket limits of its clients (maxSockets, pool size) and at the services that it calls.'
                    ),
                  },
                },
              ]
            : []
        )
      : [],
};
