import { functionName } from '../code';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { changeInterval } from '../causes/interval';
import { CATEGORIES } from '../waits';
import { causesOf } from './causesOf';

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
/** So is a queue inside of the program, rather than the network or the disk behind it. */
const QUEUE = 1.5;
const QUEUES = new Set([CATEGORIES.indexOf('lock'), CATEGORIES.indexOf('channel')]);

const likely = ({ rule, kind, category }: Cause): number =>
  rule !== undefined ? KNOWN_PATTERN : kind === 'wait' && QUEUES.has(category!) ? QUEUE : 1;

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
    const [was, is] = [dominance(then), dominance(today)];
    const cause = is >= was ? (today ?? then)! : (then ?? today)!;
    const [of, ofToday] = [samplesOf(before, cause), samplesOf(now, cause)];
    const interval =
      of === undefined || ofToday === undefined
        ? undefined
        : changeInterval(shareOf(then), of, shareOf(today), ofToday);
    if (Math.abs(is - was) < MIN_CHANGE || (interval && interval[0] <= 0 && interval[1] >= 0)) {
      continue;
    }
    const larger = (was < is ? today : then)!;
    if (cause.kind === 'unknown' && cause.category !== undefined && is > was) {
      continue; // an event loop that waits more than before is what the repair left, not what it did
    }
    const [low, peak] = was < is ? [was, is] : [is, was];
    changes.push({
      cause: { ...cause, ...named(today, then) },
      before: shareOf(then),
      now: shareOf(today),
      interval,
      amounts: { before: shareOf(then) * before.matters, now: shareOf(today) * now.matters },
      weight: peak * peak * (1 - low / peak) * likely(larger),
    });
  }
  return changes.sort((x, y) => ownOf(y) - ownOf(x) || y.weight - x.weight);
}

/** A function that a rule knows as the reason of others' waits dominates by those as well. */
const dominance = (cause: Cause | undefined): number =>
  cause?.kind === 'cpu' && cause.rule ? cause.weight : shareOf(cause);

const shareOf = (cause: Cause | undefined): number => Math.min(1, cause?.part ?? 0);
/** 1 for what is the program's: an event loop that waits is nobody else's. */
const ownOf = ({ cause }: CauseChange): number => (cause.hasUser || cause.kind === 'unknown' ? 1 : 0);

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
  return new Map(
    causesOf(context).flatMap((cause) =>
      cause.kind === 'idle'
        ? []
        : [
            [
              `${cause.kind} ${cause.category ?? ''} ${cause.pattern ?? ''} ${cause.kind === 'gc' || cause.kind === 'runnable' ? '' : functionName(cause.site ?? '')}`,
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
  /** Among others: they came at no rate. */
  chosen?: boolean;
}

/**
 * Where the number of requests is known the shares need not be asked: what one request costs tells which cause was changed, and
 * what only fills the place of another costs the same as before.
 */
export const byRequest = (changes: CauseChange[], { before, now }: Served): CauseChange[] => {
  const moved = ({ amounts }: CauseChange) => Math.abs(amounts.now / now.requests - amounts.before / before.requests);
  return [...changes].sort((a, b) => ownOf(b) - ownOf(a) || moved(b) - moved(a) || b.weight - a.weight);
};

/** The rate of each side, in requests per second, to three digits: 137 and 1814, or 0.25. */
export const ratesOf = ({ before, now }: Served): { before: number; now: number } => ({
  before: rounded(before.requests / before.seconds),
  now: rounded(now.requests / now.seconds),
});

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
