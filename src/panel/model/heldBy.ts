import {
  CATEGORIES,
  type Contention,
  type Holders,
  holdersOf,
  type SiteRow,
  type Waker,
  waitKey,
} from '../../analysis';
import { type Prepared } from '../../prepare';
import { type CallTree, spokenName } from '../../profile';
import { counted, language, msg, t } from '../grafana/translate';
import { type Format, percent } from '../ui/format';
import { type Fact } from './frameFacts';

/** A fact about who keeps a site waiting, and where more of it stands: the function that lets go, or the list of wakers. */
export interface Blocker extends Fact {
  leadsTo?: { holder: string } | 'wakers';
}

type Site = Pick<SiteRow, 'site' | 'category' | 'hasUser'>;

/** More holders than this are not read while pointing. */
const MOST = 2;
const LOCK = CATEGORIES.indexOf('lock');

const KNOWN_BY: Record<Holders['by'], string> = {
  type: msg('of locks of its type'),
  program: msg('of all locks of the program'),
};

/** Who lets go of what a site waits for, and how often it waits, by the contention profiles; most first. Empty: they say nothing of it. */
export function heldBy(contention: Contention | undefined, site: Site, format: Format): Blocker[] {
  if (!contention || !site.hasUser) {
    return [];
  }
  const held = site.category === LOCK ? holdersOf(contention, site.site) : undefined;
  const waited = contention.waited.get(waitKey(site));
  return [
    ...(held?.holders ?? []).slice(0, MOST).map(({ site: holder, share }) => ({
      label: t('Released in {holder}', { holder: spokenName(holder) }),
      value: percent(share),
      note: t(KNOWN_BY[held!.by]),
      leadsTo: { holder },
    })),
    ...(waited?.count
      ? [
          {
            label: t('Waits counted'),
            value: Math.round(waited.count).toLocaleString(language()),
            note: t('{mean} each', { mean: format(waited.time / waited.count) }),
          },
        ]
      : []),
  ];
}

/** Who held what a frame stands in line for, as the recording names them, most first. */
export function ownersOf({ heldBy }: Pick<Prepared, 'heldBy'>, { subtreeEnd }: CallTree, node: number): Fact[] {
  return (heldBy?.(node, subtreeEnd[node]) ?? []).slice(0, MOST).map(({ name, caller, process, share }) => ({
    label: t('Held by {holder}', { holder: wakerName({ name, caller }) }),
    value: percent(share),
    note: process === name ? '' : process,
  }));
}

/** The same of a frame: where it is a function of the program that waits itself. */
export function heldByAt(
  { contention, sites }: { contention?: Contention; sites: Site[] },
  name: string,
  format: Format
): Fact[] {
  const site = contention && sites.find((one) => one.hasUser && one.site === name && one.category === LOCK);
  return site ? heldBy(contention, site, format) : [];
}

/** Who ends the waits under a frame, most first. */
export const wokenBy = ({ wakersOf }: Pick<Prepared, 'wakersOf'>, { subtreeEnd }: CallTree, node: number): Blocker[] =>
  (wakersOf?.(node, subtreeEnd[node]) ?? []).slice(0, MOST).map((waker) => ({
    label: waker.interrupt
      ? t('Woken by an interrupt ({function})', { function: waker.name })
      : t('Woken by {waker}', { waker: wakerName(waker) }),
    value: percent(waker.share),
    note: threadsOf(waker),
    leadsTo: 'wakers' as const,
  }));

/** The function that wakes, and the program's function that calls it. */
export const wakerName = ({ name, caller }: Pick<Waker, 'name' | 'caller'>): string =>
  [name, ...(caller === undefined ? [] : [caller])].map(spokenName).join(' ← ');

/** The processes or threads that it wakes in, as the kernel names them; empty where the name is all that is known. */
export function threadsOf({ name, processes }: Pick<Waker, 'name' | 'processes'>): string {
  const [first = '', ...others] = processes;
  return others.length
    ? counted(others.length, msg('{thread} and 1 other'), msg('{thread} and {count} others'), { thread: first })
    : first === name
      ? ''
      : first;
}
