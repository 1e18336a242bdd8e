import { type Note, note } from '../words';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { cpuCauses } from '../causes/cpu';
import { changeInterval } from '../causes/interval';
import { runnableCause, unknownCause, waitCauses } from '../causes/waits';
import { explain } from '../rules';

/** A cause that takes another share of the time than before. Shares are of the time that matters on each side. */
export interface CauseChange {
  cause: Cause;
  /** Shares of the time that matters. */
  before: number;
  now: number;
  /** The same in the weights' own unit: what a cause costs per request is measured in. */
  amounts: { before: number; now: number };
  /** 95 % interval of `now - before`, by the number of samples; absent where a source has summed its samples up. */
  interval?: readonly [number, number];
  /** Rank: how much it dominated one of the two sides, and how nearly it came or went as a whole. */
  weight: number;
}

/** Changes of a share by less than this are noise of two samplings, whatever their counts say. */
export const MIN_CHANGE = 0.03;

/**
 * Of two causes that change places the shares alone cannot tell which one was changed: what a rule knows as a bottleneck (a pool, a
 * lock, a limiter) more likely was than the work that fills its place.
 */
const KNOWN_PATTERN = 2;

/**
 * What changed between two profiles of one program, the likeliest reason first. Shares sum to one on each side, so what left makes
 * all that stayed grow: a cause that dominated one side and came or went as a whole stands before one that filled its place. Differences inside the
 * intervals of the two samplings are no change; idling, the profiler and frames that are not the program's are none either.
 */
export function diagnoseChange(now: CauseContext, before: CauseContext): CauseChange[] {
  const [a, b] = [allCauses(before), allCauses(now)];
  const keys = new Set([...a.keys(), ...b.keys()]);
  const changes: CauseChange[] = [];
  for (const key of keys) {
    const [then, today] = [a.get(key), b.get(key)];
    const [was, is] = [Math.min(1, then?.part ?? 0), Math.min(1, today?.part ?? 0)];
    const cause = is >= was ? (today ?? then)! : (then ?? today)!;
    const [of, ofToday] = [samplesOf(before, cause), samplesOf(now, cause)];
    const interval = of === undefined || ofToday === undefined ? undefined : changeInterval(was, of, is, ofToday);
    if (Math.abs(is - was) < MIN_CHANGE || (interval && interval[0] <= 0 && interval[1] >= 0)) {
      continue;
    }
    const explained = (was < is ? today : then)?.rule !== undefined;
    const [low, peak] = was < is ? [was, is] : [is, was];
    changes.push({
      cause: { ...cause, ...named(today, then) },
      before: was,
      now: is,
      interval,
      amounts: { before: was * before.matters, now: is * now.matters },
      weight: peak * peak * (1 - low / peak) * (explained ? KNOWN_PATTERN : 1),
    });
  }
  return changes.sort((x, y) => Number(y.cause.hasUser) - Number(x.cause.hasUser) || y.weight - x.weight);
}

/** Of two sides the one that a rule explains says more. */
const named = (
  today: Cause | undefined,
  then: Cause | undefined
): Pick<Cause, 'what' | 'via' | 'subject' | 'rule'> | object => {
  const explained = [today, then].find((cause) => cause?.rule);
  return explained
    ? { what: explained.what, via: explained.via, subject: explained.subject, rule: explained.rule }
    : {};
};

/** Samples of the time that matters, which is what the shares are of. */
const samplesOf = ({ counts, cpu, matters, whole }: CauseContext, { of }: Cause): number | undefined => {
  const all = of === 'cpu' && cpu ? counts.cpu : counts.waiting;
  return all && (of === 'cpu' || !(whole > 0) ? all.total : (all.total * matters) / whole);
};

function allCauses(context: CauseContext): Map<string, Cause> {
  const causes = explain(context, [
    ...waitCauses(context),
    ...cpuCauses(context),
    ...runnableCause(context),
    ...unknownCause(context),
  ]);
  return new Map(
    causes.flatMap((cause) =>
      cause.kind === 'idle' || cause.kind === 'unknown'
        ? []
        : [
            [
              `${cause.kind} ${cause.category ?? ''} ${cause.kind === 'gc' || cause.kind === 'runnable' ? '' : cause.site}`,
              cause,
            ],
          ]
    )
  );
}

/** How many requests each side of a comparison served, and in how many seconds. */
export interface Served {
  before: { requests: number; seconds: number };
  now: { requests: number; seconds: number };
}

/**
 * Where the number of requests is known the shares need not be asked: what one request costs tells which cause was changed, and
 * what only fills the place of another costs the same as before.
 */
export const byRequest = (changes: CauseChange[], { before, now }: Served): CauseChange[] => {
  const moved = ({ amounts }: CauseChange) => Math.abs(amounts.now / now.requests - amounts.before / before.requests);
  return [...changes].sort(
    (a, b) => Number(b.cause.hasUser) - Number(a.cause.hasUser) || moved(b) - moved(a) || b.weight - a.weight
  );
};

/** The rate of each side: `137 → 1,814 requests/s`. */
export const ratesNote = ({ before, now }: Served): Note =>
  note('{before} → {now} requests/s', {
    before: rounded(before.requests / before.seconds),
    now: rounded(now.requests / now.seconds),
  });

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
