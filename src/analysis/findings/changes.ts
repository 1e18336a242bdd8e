import { functionName } from '../code';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { partInWindows, type SummedWindow } from '../causes/summedWindows';
import { changeInterval, type Interval, isNoise, shareInterval, type ShareInterval, widerOf } from '../causes/interval';
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
  /** 95 % interval of `now - before`; absent where a source has summed its samples up and nothing is known of its windows. */
  interval?: Interval;
  /** Of the side that has fewer; absent where both sides are known by counts. */
  windows?: number;
  /** That holds 0: the difference may be none. Behind all others. */
  noise?: true;
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
 * all that stayed grow: a cause that dominated one side and came or went as a whole stands before one that filled its place. Differences that
 * noise explains stand behind all others; idling, the profiler and frames that are not the program's are no change.
 */
export function diagnoseChange(now: CauseContext, before: CauseContext): CauseChange[] {
  const [a, b] = [allCauses(before), allCauses(now)];
  const keys = new Set([...a.keys(), ...b.keys()]);
  const changes: CauseChange[] = [];
  for (const key of keys) {
    const [then, today] = [a.get(key), b.get(key)];
    const [was, is] = [dominance(then), dominance(today)];
    const cause = is >= was ? (today ?? then)! : (then ?? today)!;
    const [known, knownToday] = [knownPart(before, then, cause), knownPart(now, today, cause)];
    const interval =
      known && knownToday && changeInterval(shareOf(then), known.interval, shareOf(today), knownToday.interval);
    if (Math.abs(is - was) < MIN_CHANGE) {
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
      ...knownBy(interval, least(known?.windows, knownToday?.windows)),
      amounts: { before: shareOf(then) * before.matters, now: shareOf(today) * now.matters },
      weight: peak * peak * (1 - low / peak) * likely(larger),
    });
  }
  return changes.sort((x, y) => noiseOf(x) - noiseOf(y) || ownOf(y) - ownOf(x) || y.weight - x.weight);
}

/**
 * Changes with how the windows of both sides differ, where those know them less well than samples do, or samples are not counted; what
 * windows do not tell apart, and sides of few windows, stay as they are.
 */
export function changesByWindows(
  changes: readonly CauseChange[],
  now: readonly SummedWindow[],
  before: readonly SummedWindow[]
): CauseChange[] {
  const known = changes.map((change): CauseChange => {
    const { interval, windows, noise, ...rest } = change;
    const then = partInWindows(before, rest.cause, rest.before);
    const today = partInWindows(now, rest.cause, rest.now);
    const wider = widerOf(
      interval && { interval, windows },
      then &&
        today && {
          interval: changeInterval(rest.before, then.interval, rest.now, today.interval),
          windows: least(then.windows, today.windows),
        }
    );
    return wider ? { ...rest, ...knownBy(wider.interval, wider.windows) } : change;
  });
  return known.sort((x, y) => noiseOf(x) - noiseOf(y));
}

const knownBy = (
  interval: Interval | undefined,
  windows: number | undefined
): Pick<CauseChange, 'interval' | 'windows' | 'noise'> => ({
  interval,
  windows,
  ...(isNoise(interval) && { noise: true }),
});

const noiseOf = ({ noise }: CauseChange): number => (noise ? 1 : 0);

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

/** Interval of a cause's share of the time that matters, on one side, where it may be absent: by its windows or its samples, the wider. */
function knownPart(context: CauseContext, own: Cause | undefined, cause: Cause): ShareInterval | undefined {
  const samples = samplesOf(context, cause);
  const byCounts =
    samples === undefined ? undefined : { interval: shareInterval(shareOf(own) * samples, samples), samples };
  const byWindows = own?.partInterval && { interval: own.partInterval, windows: own.windows };
  return widerOf(byCounts, byWindows ?? (own || !context.windows ? undefined : ABSENT));
}

/** What no window has anything of. */
const ABSENT: ShareInterval = { interval: [0, 0] };

const least = (a = Infinity, b = Infinity): number | undefined =>
  Math.min(a, b) < Infinity ? Math.min(a, b) : undefined;

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
  return [...changes].sort(
    (a, b) => noiseOf(a) - noiseOf(b) || ownOf(b) - ownOf(a) || moved(b) - moved(a) || b.weight - a.weight
  );
};

/** The rate of each side, in requests per second, to three digits: 137 and 1814, or 0.25. */
export const ratesOf = ({ before, now }: Served): { before: number; now: number } => ({
  before: rounded(before.requests / before.seconds),
  now: rounded(now.requests / now.seconds),
});

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
