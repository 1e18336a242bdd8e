import { type Note, note } from '../words';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { cpuCauses } from '../causes/cpu';
import { differs } from '../causes/interval';
import { runnableCause, unknownCause, waitCauses } from '../causes/waits';
import { explain } from '../rules';

/** A cause that takes another share of the time than before. Shares are of the time that matters on each side. */
export interface CauseChange {
  cause: Cause;
  /** Share of the time that matters. */
  before: number;
  now: number;
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
    const [was, is] = [then?.weight ?? 0, today?.weight ?? 0];
    const cause = is >= was ? (today ?? then)! : (then ?? today)!;
    if (Math.abs(is - was) < MIN_CHANGE || !differs(was, samplesOf(before, cause), is, samplesOf(now, cause))) {
      continue;
    }
    const explained = (was < is ? today : then)?.rule !== undefined;
    const [low, peak] = was < is ? [was, is] : [is, was];
    changes.push({
      cause: { ...cause, ...named(today, then) },
      before: was,
      now: is,
      weight: peak * peak * (1 - low / peak) * (explained ? KNOWN_PATTERN : 1),
    });
  }
  return changes.sort((x, y) => Number(y.cause.hasUser) - Number(x.cause.hasUser) || y.weight - x.weight);
}

/** Of two sides the one that a rule explains says more. */
const named = (today: Cause | undefined, then: Cause | undefined): Pick<Cause, 'what' | 'rule'> | object => {
  const explained = [today, then].find((cause) => cause?.rule);
  return explained ? { what: explained.what, rule: explained.rule } : {};
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

/** How much a service did on each side, where a rate is among the queries. */
export interface Rates {
  before: number;
  now: number;
  /** Unit of the rate, such as requests/s. */
  unit: string;
}

export const ratesNote = ({ before, now, unit }: Rates): Note =>
  note('{before} → {now} {unit}', { before: rounded(before), now: rounded(now), unit });

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
