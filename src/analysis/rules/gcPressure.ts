import { inPercent, message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { type Explanation, type Rule } from './rule';

/** More than Go's collector aims at while it runs: a quarter of the CPU (https://go.dev/doc/gc-guide). */
const PRESSURE = 0.25;

/**
 * Collection takes a large part of the time: assist, pauses, background workers, all together. Where the function that allocates takes
 * more of the CPU itself, the collection is part of what that function costs.
 */
export const gcPressure: Rule = {
  id: 'gc-pressure',
  find: (_, causes) =>
    causes.flatMap((cause): Explanation[] => {
      if (cause.kind !== 'gc' || cause.weight < PRESSURE) {
        return [];
      }
      const allocator = causes.find(
        ({ kind, of, site, share }) => kind === 'cpu' && of === cause.of && site === cause.site && share > cause.share
      );
      const weight = Math.max(cause.weight, allocator?.weight ?? 0);
      return [
        ...(allocator ? [withCollection(allocator, cause, weight)] : []),
        {
          of: cause,
          cause: {
            ...cause,
            rule: 'gc-pressure',
            ...(allocator ? { weight: BEHIND * weight } : {}),
            isNot: message(
              'It is not the time of the code itself: the same code with fewer allocations would not have it.'
            ),
            next: message(
              'Add an allocation profile (alloc_space, alloc), and compare the heap’s limit with what lives on it (GOGC, GOMEMLIMIT, -Xmx).'
            ),
          },
        },
      ];
    }),
};

const BEHIND = 0.99;

const withCollection = (allocator: Cause, { share }: Cause, weight: number): Explanation => ({
  of: allocator,
  cause: {
    ...allocator,
    weight,
    evidence: [
      ...allocator.evidence,
      message('{share} of CPU time more is the garbage collection of what it allocates', {
        share: inPercent(share),
      }),
    ],
  },
});
