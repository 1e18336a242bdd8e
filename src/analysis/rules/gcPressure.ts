import { note } from '../words';
import { type Explanation, type Rule } from './rule';

/** More than Go's collector aims at while it runs: a quarter of the CPU (https://go.dev/doc/gc-guide). */
const PRESSURE = 0.25;

/** Collection takes a large part of the time: assist, pauses, background workers, all together. */
export const gcPressure: Rule = {
  id: 'gc-pressure',
  find: (_, causes) =>
    causes.flatMap((cause): Explanation[] =>
      cause.kind === 'gc' && cause.weight >= PRESSURE
        ? [
            {
              of: cause,
              cause: {
                ...cause,
                rule: 'gc-pressure',
                isNot: note(
                  'It is not the time of the code itself: the same code with fewer allocations would not have it.'
                ),
                next: note(
                  'Add an allocation profile (alloc_space, alloc), and compare the heap’s limit with what lives on it (GOGC, GOMEMLIMIT, -Xmx).'
                ),
              },
            },
          ]
        : []
    ),
};
