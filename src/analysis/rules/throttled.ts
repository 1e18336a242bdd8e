import { inPercent, message, type Message } from '../../profile/message';
import { type Throttled } from '../counters';
import { type Explanation, type Rule } from './rule';

/** Both must say so: threads that wait for a CPU, and a cgroup that is stopped at its limit. */
const WAITS = 0.1;
const THROTTLED = 0.05;

function whatOf({ share, containers, same }: Throttled): Message {
  const periods = inPercent(share);
  return containers === 1
    ? message('waits for a CPU while the container is throttled in {periods} of its periods', { periods })
    : same
      ? message('waits for a CPU while its {count} containers are throttled in {periods} of their periods', {
          count: containers,
          periods,
        })
      : message('waits for a CPU while containers are throttled in {periods} of their periods', { periods });
}

/** Whether labels say that stacks and series are of the same. */
const howFarOf = ({ containers, same }: Throttled): Message[] =>
  same
    ? []
    : containers === 1
      ? [message('no label says that the stacks are of the container that is throttled')]
      : [message('no label says which of the {count} containers the stacks are of', { count: containers })];

/** The CPU limit of the container, not the machine, is what threads wait for. */
export const throttled: Rule = {
  id: 'cpu-throttled',
  find: ({ beside: { throttled } }, causes) =>
    throttled === undefined || throttled.share < THROTTLED
      ? []
      : causes.flatMap((cause): Explanation[] =>
          cause.kind === 'runnable' && cause.weight >= WAITS
            ? [
                {
                  of: cause,
                  cause: {
                    ...cause,
                    rule: 'cpu-throttled',
                    what: whatOf(throttled),
                    evidence: [...cause.evidence, ...howFarOf(throttled)],
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
