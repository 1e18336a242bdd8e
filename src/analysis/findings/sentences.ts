import { spokenName } from '../../profile/names';
import { type Message, type Translate } from '../../profile/message';
import { type Cause, FEW_SAMPLES } from '../causes/cause';
import { type ShareInterval } from '../causes/interval';
import { type CauseChange } from './changes';

/** How numbers and texts are said: the panel's or a terminal's. */
export interface Wording {
  percent(share: number): string;
  /** A text in the viewer's language, its places `{name}` filled in. */
  t: Translate;
  /** The zoomed frame that shares are of, as it is shown; absent: they are of all. */
  frame?: string;
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

/** What it does, with what it does so through in brackets: a library's name as it is, a call as a person says it. */
const deedOf = ({ via, site, library, what }: Cause, t: Translate, said = what): string =>
  via === undefined || via === site
    ? saidOf(said, t)
    : `${saidOf(said, t)} (${via === library ? via : spokenName(via)})`;

/** Event loops that wait stand in nobody's function. */
const isLoop = ({ kind, category }: Cause): boolean => kind === 'unknown' && category !== undefined;

const siteOf = (cause: Cause): string | undefined =>
  cause.site === undefined || isLoop(cause) ? undefined : named(cause.site, cause.where);

/** With its place; where garbage collection is, what matters is who allocates. */
function placed(sentence: string, cause: Cause, t: Translate, inside = ''): string {
  const site = siteOf(cause);
  return site === undefined
    ? sentence
    : cause.kind === 'gc'
      ? t('{sentence}, most is allocated in {site}', { sentence, site })
      : t('{sentence} in {site}', { sentence, site: site + inside });
}

/** The time that a share has to be told to be of: what waits is of the time by the clock, as a matter of course. */
function timeOf({ kind, of, category }: Cause): 'CPU' | 'wall' | 'any' | undefined {
  if (of === 'cpu') {
    return 'CPU';
  }
  return kind === 'unknown' && category !== undefined
    ? 'any'
    : kind === 'unknown' || kind === 'cpu'
      ? 'wall'
      : undefined;
}

/** `38.3 % waits for the network`, `71 % of CPU time runs`; of a zoomed frame `38.3 % of ReadMessage waits for the network`. */
function withShare(cause: Cause, what: string, { t, percent, frame }: Wording, about = false): string {
  const figure = percent(cause.share);
  const share = about ? t('about {share}', { share: figure }) : figure;
  switch (timeOf(cause)) {
    case 'CPU':
      return frame === undefined
        ? t('{share} of CPU time {what}', { share, what })
        : t('{share} of CPU time in {frame} {what}', { share, frame, what });
    case 'wall':
      return frame === undefined
        ? t('{share} of wall time {what}', { share, what })
        : t('{share} of wall time in {frame} {what}', { share, frame, what });
    case 'any':
      return frame === undefined
        ? t('{share} of the time {what}', { share, what })
        : t('{share} of the time in {frame} {what}', { share, frame, what });
    default:
      return frame === undefined
        ? t('{share} {what}', { share, what })
        : t('{share} of {frame} {what}', { share, frame, what });
  }
}

/** The sentence of a cause: `38.3 % waits for a connection of the pool (database/sql) in OrderStore.LoadOrder`. */
export function causeText(cause: Cause, wording: Wording): string {
  const { samples, site, caller, callerShare, call, hasUser, kind, next, evidence } = cause;
  const { t, percent } = wording;
  const isFew = samples !== undefined && samples < FEW_SAMPLES;
  const inside = kind === 'cpu' && call ? ` (${spokenName(call)})` : '';
  let sentence = placed(withShare(cause, deedOf(cause, t), wording, isFew), cause, t, inside);
  if (caller !== undefined && (kind === 'cpu' || (kind === 'wait' && callerShare !== undefined))) {
    const by = { sentence, caller: spokenName(caller) };
    sentence =
      callerShare === undefined
        ? t('{sentence}, called by {caller}', by)
        : t('{sentence}, called by {caller} ({share})', { ...by, share: percent(callerShare) });
  }
  if (!hasUser && site !== undefined && kind !== 'idle' && kind !== 'unknown') {
    sentence = t('{sentence}, no function of the program', { sentence });
  }
  if (cause.holder) {
    const { site: holder, share, thread } = cause.holder;
    if (thread !== undefined) {
      return t('{sentence}: {share} of that {holder} holds it', {
        sentence,
        share: percent(share),
        holder: thread === holder ? spokenName(holder) : `${spokenName(holder)} [${thread}]`,
      });
    }
    return t('{sentence}: {share} of the contention is released in {holder}', {
      sentence,
      share: percent(share),
      holder: spokenName(holder),
    });
  }
  if (kind === 'unknown' && evidence.length) {
    const reason = saidOf(evidence[0], t);
    return next
      ? t('{sentence}: {reason}. {next}', { sentence, reason, next: saidOf(next, t) })
      : t('{sentence}: {reason}', { sentence, reason });
  }
  return sentence;
}

/** A line of a narrow panel has room for this. */
const MAX_SHORT = 60;

/** The same in one line: share, what, where. `38.3 % waits for a connection of the pool · OrderStore.LoadOrder`. */
export function causeShort(cause: Cause, wording: Wording): string {
  const line = withShare(cause, saidOf(cause.what, wording.t), wording);
  return saidPlace(cause) === wording.frame ? line : shortLine(line, cause); // the share is of it, and says so
}

/** The function that a line is about, as it is said. */
export const saidPlace = (cause: Cause): string | undefined =>
  siteOf(cause) ?? (cause.via === undefined ? undefined : spokenName(cause.via));

const BEHIND = ' · ';

/** A line and its place behind a dot; of names that are too long only the end is said, which tells a method from the others. */
function shortLine(line: string, cause: Cause, rest = ''): string {
  const where = saidPlace(cause);
  if (where === undefined) {
    return line + rest;
  }
  const room = MAX_SHORT - line.length - rest.length - BEHIND.length;
  return `${line}${BEHIND}${where.length <= room ? where : lastPart(where)}${rest}`;
}

const lastPart = (name: string): string => /[^.…:#/]+(?: \([^()]*\))?$/.exec(name)?.[0] ?? name;

/**
 * A short sentence around the last part of the function that it is about: what stays of it where a line has no room. The package goes with
 * `head`, unless a dot stands before it: then it is left out. Undefined where the sentence does not name the function.
 */
export function aroundMethod(sentence: string, place: string): Record<'head' | 'method' | 'tail', string> | undefined {
  const method = lastPart(place);
  for (const said of [place, method]) {
    const dot = sentence.lastIndexOf(BEHIND + said);
    if (dot >= 0) {
      const tail = sentence.slice(dot + BEHIND.length + said.length);
      return { head: sentence.slice(0, dot), method: BEHIND + method, tail };
    }
  }
  const at = sentence.indexOf(place);
  const end = at + place.length;
  return at < 0 ? undefined : { head: sentence.slice(0, end - method.length), method, tail: sentence.slice(end) };
}

/** What stands beside a share: its interval, what that is from, its samples. Empty where nothing tells how sure it is. */
export function causeDetail({ samples, interval, windows }: Cause, { t, percent }: Wording): string | undefined {
  if (!interval) {
    return samples === undefined ? undefined : countText(samples, t);
  }
  return t('{low} to {high}, {method}', {
    low: percent(interval[0]),
    high: percent(interval[1]),
    method: methodText({ samples, windows }, t),
  });
}

const countText = (samples: number, t: Translate): string =>
  samples === 1 ? t('1 sample') : t('{count} samples', { count: samples });

/** What an interval is from: `bootstrap over 24 windows`, `by counts, 1,240 samples`. */
export const methodText = ({ windows, samples }: Pick<ShareInterval, 'windows' | 'samples'>, t: Translate): string =>
  windows !== undefined
    ? t('bootstrap over {count} windows', { count: windows })
    : samples === undefined
      ? t('by counts')
      : t('by counts, {samples}', { samples: countText(samples, t) });

/** Why, what it is not, and what to do next, a line each; of what is not known the sentence has said the first reason and the step. */
export function causeReasons({ kind, evidence, isNot, next }: Cause, { t }: Wording): string[] {
  const isSaid = kind === 'unknown' && evidence.length > 0;
  return [...evidence.slice(isSaid ? 1 : 0), ...(isNot ? [isNot] : []), ...(next && !isSaid ? [next] : [])].map(
    (line) => saidOf(line, t)
  );
}

/** `waits for a connection of the pool (database/sql) in OrderStore.LoadOrder: 94.0 % → 0.3 % of the time that is not idle`. */
export function changeText({ cause, before, now }: CauseChange, wording: Wording & { cpuOnly?: boolean }): string {
  const { t, percent, frame, cpuOnly } = wording;
  const what = placed(deedOf(cause, t, cause.subject), cause, t);
  const values = { what, before: percent(before), now: percent(now) };
  if (cpuOnly) {
    return frame === undefined
      ? t('{what}: {before} → {now} of CPU time', values)
      : t('{what}: {before} → {now} of CPU time in {frame}', { ...values, frame });
  }
  return frame === undefined
    ? t('{what}: {before} → {now} of the time that is not idle', values)
    : t('{what}: {before} → {now} of the time in {frame} that is not idle', { ...values, frame });
}

/** `waits for a connection of the pool · OrderStore.LoadOrder: 94.0 % → 0.3 % of non-idle time`: shares beside it are of all time. */
export function changeShort({ cause, before, now }: CauseChange, wording: Wording & { cpuOnly?: boolean }): string {
  const { t, percent, cpuOnly } = wording;
  const change = shortLine(saidOf(cause.subject ?? cause.what, t), cause, `: ${percent(before)} → ${percent(now)}`);
  return cpuOnly ? change : t('{change} of non-idle time', { change });
}

/** With its sign, a real minus: `−24 %`. */
export const signedPercent = (change: number, percent: Wording['percent']): string =>
  `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;
