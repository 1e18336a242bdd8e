import { siteKey, type SiteRow, type WaitLengths } from '../../analysis';
import { type Blocker } from '../model/heldBy';
import { type MarkedFrame } from '../model/useFrameCounters';
import { type ListedSite } from './listScope';

/** Sites of one kind: what holds somebody up, or waits for work. */
export type SiteGroup = 'blocked' | 'idle';

export type SiteListRow =
  | { type: 'marked'; key: string; frame: MarkedFrame }
  | { type: 'site'; key: string; site: ListedSite }
  /** Who keeps the site above waiting most. */
  | { type: 'blocker'; key: string; site: ListedSite; blocker: Blocker }
  /** Stands for `count` sites that are folded, or folds them again. */
  | { type: 'tail'; key: string; group: SiteGroup; open: boolean; count: number; total: number; before?: number };

/** Sites of less than this share of the time are folded into one row. */
const TAIL = 0.01;
/** So many sites are shown where none has as much. */
const FEWEST = 5;

/** The longest single wait first; sites without single waits behind. */
export const byLongest = (sites: ListedSite[], lengths: ReadonlyMap<string, WaitLengths>): ListedSite[] => {
  const longest = (site: ListedSite) => lengths.get(siteKey(site))?.longest ?? 0;
  return [...sites].sort((a, b) => longest(b) - longest(a) || b.total - a.total);
};

/**
 * Frames that counters mark, what blocks, what idles; in each the tail folded, unless `all` are wanted: a wait can be long in a site that
 * has little of the time. `sites` in the order that they are shown in, `whole`: what shares are of.
 */
export function siteListRows(
  sites: ListedSite[],
  whole: number,
  marked: MarkedFrame[],
  open: ReadonlySet<SiteGroup>,
  all = false
): SiteListRow[] {
  return [
    ...marked.map((frame): SiteListRow => ({ type: 'marked', key: `marked ${frame.name}`, frame })),
    ...groupRows(
      'blocked',
      sites.filter(({ idle }) => !idle),
      whole,
      open.has('blocked'),
      all
    ),
    ...groupRows(
      'idle',
      sites.filter(({ idle }) => idle),
      whole,
      open.has('idle'),
      all
    ),
  ];
}

function groupRows(group: SiteGroup, sites: ListedSite[], whole: number, open: boolean, all: boolean): SiteListRow[] {
  const large = sites.filter(({ total, before = 0 }) => Math.max(total, before * whole) >= TAIL * whole);
  const head = large.length ? large : sites.slice(0, FEWEST);
  const shown = new Set(head);
  const tail = sites.filter((site) => !shown.has(site));
  // One row would stand for one row.
  const folds = tail.length > 1 && !all;
  const rows = folds && !open ? head : sites;
  return [
    ...rows.map((site): SiteListRow => ({ type: 'site', key: siteKey(site), site })),
    ...(folds
      ? [
          {
            type: 'tail' as const,
            key: `tail ${group}`,
            group,
            open,
            count: tail.length,
            total: tail.reduce((sum, { total }) => sum + total, 0),
            before: tail.some(({ before }) => before !== undefined)
              ? tail.reduce((sum, { before = 0 }) => sum + before, 0)
              : undefined,
          },
        ]
      : []),
  ];
}

/** The same with who keeps a site waiting most under it, where that is known; what idles is kept by nobody. */
export const withBlockers = (rows: SiteListRow[], blockersOf: (site: SiteRow) => Blocker[]): SiteListRow[] =>
  rows.flatMap((row): SiteListRow[] => {
    const blocker =
      row.type === 'site' && !row.site.idle ? blockersOf(row.site).find(({ leadsTo }) => leadsTo) : undefined;
    return row.type === 'site' && blocker
      ? [row, { type: 'blocker', key: `blocker ${row.key}`, site: row.site, blocker }]
      : [row];
  });

/** The first of the rows that `tail` stands for: the keyboard goes on there when it opens. */
export function firstFolded(closed: SiteListRow[], opened: SiteListRow[]): string | undefined {
  const known = new Set(closed.map(({ key }) => key));
  return opened.find(({ key }) => !known.has(key))?.key;
}
