import { collapseTemplates } from '../rollup';
import { type Message, type Translate } from '../../profile/message';
import { type Cause, FEW_SAMPLES } from '../causes/cause';
import { type CauseChange } from './changes';

/** How numbers and texts are said: the panel's or a terminal's. */
export interface Wording {
  percent(share: number): string;
  /** A text in the viewer's language, its places `{name}` filled in. */
  t: Translate;
}

/** Names are cut: the sentence is read at a glance. */
const MAX_NAME = 60;

/** A function as a person says it: without the path of its package, its arguments, Go's receiver marks and `main`, glibc's aliases. */
export function shortName(name: string): string {
  // py-spy: f (file.py:12); rbspy: f - file.rb:12; arguments of C++ templates
  const plain = name.replace(/ \([^()]*:\d+\)$/, '').replace(/ - (?:\/|\(|<)?[^ ]*:\d+\)?$/, '');
  // Ruby's `block in <main>` has no arguments.
  const located = /\w</.test(plain) ? collapseTemplates(plain).replaceAll('<…>', '') : plain;
  const receiver = located
    .replace(/\.\(\*?([\w.[\]]+)\)\./, '.$1.')
    .replace(/^__GI_+|^_+(?=pthread_)|\[abi:\w+\]/g, '');
  const bracket = receiver.search(/[(<[ ]/);
  const slash = receiver.lastIndexOf('/', bracket < 0 ? receiver.length : bracket);
  const text = (slash > 0 && slash < receiver.length - 1 ? receiver.slice(slash + 1) : receiver).replace(
    /^main\.(?!main\b)/,
    ''
  );
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text;
}

/** A note in the viewer's language; a frame among its values is said as a person says it. */
export const saidOf = ({ text, values }: Message, t: Translate): string =>
  t(
    text,
    values &&
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, key === 'frame' ? shortName(String(value)) : value])
      )
  );

/** Functions that their language gives no name. */
const NAMELESS = /^\(?<?(?:anonymous|anon|lambda|unknown)>?\)?$/;

const named = (name: string, where: string | undefined): string =>
  where && NAMELESS.test(name) ? `${shortName(name)} (${where})` : shortName(name);

/** What it does so through, in brackets: a library's name as it is, a call as a person says it. */
const throughOf = ({ via, site, library }: Cause): string =>
  via === undefined || via === site ? '' : ` (${via === library ? via : shortName(via)})`;

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
  const inside = kind === 'cpu' && call ? ` (${shortName(call)})` : '';
  const by =
    caller !== undefined && (kind === 'cpu' || (kind === 'wait' && callerShare !== undefined))
      ? callerShare === undefined
        ? t(', called by {caller}', { caller: shortName(caller) })
        : t(', called by {caller} ({share})', { caller: shortName(caller), share: percent(callerShare) })
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
