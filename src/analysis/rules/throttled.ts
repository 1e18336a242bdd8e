import { inPercent, message } from '../../profile/message';
import { type Explanation, type Rule } from './rule';

/** Both must say so: threads that wait for a CPU, and a cgroup that is stopped at its limit. */
const WAITS = 0.1;
const THROTTLED = 0.05;

/** The CPU limit of the container, not the machine, is what threads wait for. */
export const throttled: Rule = {
  id: 'cpu-throttled',
  find: ({ beside }, causes) =>
    beside.throttled === undefined || beside.throttled < THROTTLED
      ? []
      : causes.flatMap((cause): Explanation[] =>
          cause.kind === 'runnable' && cause.weight >= WAITS
            ? [
                {
                  of: cause,
                  cause: {
                    ...cause,
                    rule: 'cpu-throttled',
                    what: message('waits for a CPU while the container is throttled in {periods} of its periods', {
                      periods: inPercent(beside.throttled!),
                    }),
                    isNot: message('It is not the load of the machine: the limit of the container stops it.'),
                    next: message(
                      'Raise or remove the CPU limit, or run fewer threads at once (GOMAXPROCS, ActiveProcessorCount).'
                    ),
                  },
                },
              ]
            : []
        ),
};
