import { spokenName } from '../../profile/names';
import { type Message, type Translate } from '../../profile/message';
import { type Cause, FEW_SAMPLES } from '../causes/cause';
import { type CauseChange } from './changes';

/** How numbers and texts are said: the panel's or a terminal's. */
export interface Wording {
  percent(share: number): string;
  /** A text in the viewer's language, its places `{name}` filled in. */
  t: Translate;
}

/** A note in the viewer's language; a frame among its values is said as a person says it. */
export const saidOf = ({ text, values }: Message, t: Translate): string =>
  t(
    text,
    values &&
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, key === 'frame' ? spokenName(String(value)) : value])
      )
  );

/** Functions that their language gives no name. */
const NAMELESS = /^\(?<?(?:anonymous|anon|lambda|unknown)>?\)?$/;

const named = (name: string, where: string | undefined): string =>
  where && NAMELESS.test(name) ? `${spokenName(name)} (${where})` : spokenName(name);

/** What it does so through, in brackets: a library's name as it is, a call as a person says it. */
const throughOf = ({ via, site, library }: Cause): string =>
  via === undefined || via === site ? '' : ` (${via === library ? via : spokenName(via)})`;

/** ` in Store.load`; where garbage collection is, what matters is who allocates. An event loop stands in nobody's function. */
const placeIn = ({ site, where, kind, category }: Cause, t: Translate): string =>
  site === undefined || (kind === 'unknown' && category !== undefined)
    ? ''
    : kind === 'gc'
      ? t(', most is allocated in {site}', { site: named(site, where) })
      : t(' in {site}', { site: named(site, where) });

/** The sentence of a cause: `38.3 % waits for a connection of the pool (database/sql) in OrderStore.LoadOrder`. */
export function causeText(cause: Cause, wording: Wording): string {
  const { share, samples, what, site, caller, callerShare, call, hasUser, kind, next, evidence } = cause;
  const { t, percent } = wording;
  const figure = percent(share);
  const about = samples !== undefined && samples < FEW_SAMPLES ? t('about {share}', { share: figure }) : figure;
  const inside = kind === 'cpu' && call ? ` (${spokenName(call)})` : '';
  const by =
    caller !== undefined && (kind === 'cpu' || (kind === 'wait' && callerShare !== undefined))
      ? callerShare === undefined
        ? t(', called by {caller}', { caller: spokenName(caller) })
        : t(', called by {caller} ({share})', { caller: spokenName(caller), share: percent(callerShare) })
      : '';
  const foreign =
    !hasUser && site !== undefined && kind !== 'idle' && kind !== 'unknown' ? t(', no function of the program') : '';
  const unknown =
    kind === 'unknown' && evidence.length ? `: ${saidOf(evidence[0], t)}. ${next ? saidOf(next, t) : ''}` : '';
  return `${about} ${saidOf(what, t)}${throughOf(cause)}${placeIn(cause, t)}${inside}${by}${foreign}${unknown}`.trim();
}

/** What stands beside a share: its interval, its samples. Empty where the source has summed its samples up. */
export function causeDetail({ samples, interval }: Cause, { t, percent }: Wording): string | undefined {
  if (samples === undefined) {
    return undefined;
  }
  const count = samples === 1 ? t('1 sample') : t('{count} samples', { count: samples.toLocaleString('en-US') });
  return interval
    ? t('{low} to {high}, {samples}', { low: percent(interval[0]), high: percent(interval[1]), samples: count })
    : count;
}

/** Why, what it is not, and what to do next, a line each. */
export const causeReasons = ({ evidence, isNot, next }: Cause, { t }: Wording): string[] =>
  [...evidence, ...(isNot ? [isNot] : []), ...(next ? [next] : [])].map((line) => saidOf(line, t));

/** `waits for a connection of the pool (database/sql) in OrderStore.LoadOrder: 94.0 % → 0.3 % of the time that is not idle`. */
export function changeText({ cause, before, now }: CauseChange, { t, percent }: Wording): string {
  const { subject = cause.what } = cause;
  return t('{what}: {before} → {now} of the time that is not idle', {
    what: `${saidOf(subject, t)}${throughOf(cause)}${placeIn(cause, t)}`,
    before: percent(before),
    now: percent(now),
  });
}
