import {
  changeInterval,
  isNoise,
  type KnownSites,
  type ListScope,
  type PairedProfile,
  type ShareInterval,
  siteInWindows,
  siteKey,
  type SiteRow,
  siteRows,
  type SummedWindow,
  type WaitSite,
  wholeRole,
  widerOf,
} from '../../analysis';
import { type Prepared } from '../../prepare';
import { type NodeIndex, totalOf } from '../../profile';
import { type PanelModel } from '../model/usePanelModel';

/** What functions and call tree speak of: what the graph shows, by its zoom, category and mode; of two times, the later one against the earlier. */
export function listScope({ mode, role, root, category, models, change }: ScopeInput, sites: WaitSite[]): ListScope {
  const idle = sites.flatMap((site) => (site.idle ? site.stacks : []));
  return mode === 'changed' && change
    ? { root, idle, role: change.now, weights: change.now.weights, baseline: change.before.weights }
    : // Side by side the second graph is that of all time.
      { root, idle, role, weights: models[models.length - 1].weights, category };
}

export type ScopeInput = Pick<PanelModel, 'mode' | 'role' | 'root' | 'category' | 'models' | 'change'>;

/** A wait site in the list; of two times with its share (0 to 1) of the earlier one. */
export interface ListedSite extends SiteRow {
  before?: number;
  /** Of two times: noise may be all of the difference. */
  noise?: true;
}

/**
 * Who waits in the frame that is zoomed to, and the time that shares are of: waits are parts of wall (or off-CPU) time in every mode. Of two
 * times those that are gone as well, and what has changed most is first.
 */
export function scopedSites(
  paired: PairedProfile,
  { sites, sitesBefore, sitesKnown }: Pick<Prepared, 'sites' | 'sitesBefore' | 'sitesKnown'>,
  { mode, root, category, change }: Pick<ScopeInput, 'mode' | 'root' | 'category' | 'change'>
): { sites: ListedSite[]; whole: number } {
  const { tree } = paired;
  const role = wholeRole(paired)!;
  const rows = siteRows(tree, sites, root, category);
  const whole = totalOf(tree, role.weights, root);
  if (mode !== 'changed' || change?.now !== role || !sitesBefore) {
    return { sites: rows, whole };
  }
  const wholeBefore = totalOf(tree, change.before.weights, root);
  const rowsBefore = new Map(siteRows(tree, sitesBefore, root, category).map((row) => [siteKey(row), row]));
  const share = (total: number, of: number) => (of > 0 ? total / of : 0);
  const shared = rows.map((row): ListedSite => {
    const before = share(rowsBefore.get(siteKey(row))?.total ?? 0, wholeBefore);
    rowsBefore.delete(siteKey(row));
    return { ...row, before };
  });
  const gone = [...rowsBefore.values()].map((row) => ({ ...row, total: 0, before: share(row.total, wholeBefore) }));
  const changed = ({ total, before = 0 }: ListedSite) => Math.abs(share(total, whole) - before);
  const listed = [...shared, ...gone].sort((a, b) => changed(b) - changed(a));
  const [now, before] = [sitesKnown(root), sitesKnown(root, 'before')];
  const judged = listed.map((site, i): ListedSite => {
    const counts = i < MOST_JUDGED && changed(site) >= LEAST_JUDGED;
    return counts && mayBeNone(site, share(site.total, whole), { now, before }) ? { ...site, noise: true } : site;
  });
  // What did not change stands behind what did, with what may not have.
  const isReal = (site: ListedSite) => !site.noise && changed(site) >= LEAST_JUDGED;
  return { sites: [...judged.filter(isReal), ...judged.filter((site) => !isReal(site))], whole };
}

/** Smaller changes, and those behind so many, are not judged one by one. */
const LEAST_JUDGED = 0.005;
const MOST_JUDGED = 100;

/** Whether the interval of a site's change holds 0; a site that a side does not have is known as well as the other side is. */
function mayBeNone(site: ListedSite, share: number, { now, before }: Record<'now' | 'before', KnownSites>): boolean {
  const key = siteKey(site);
  const [was, is] = [before(key)?.interval, now(key)?.interval];
  const absent = [0, 0] as const;
  return (was ?? is) !== undefined
    ? isNoise(changeInterval(site.before ?? 0, was ?? absent, share, is ?? absent))
    : false;
}

/** How well a site's share of the time in a frame is known: by its samples and their times, of the whole by the windows of the strip, too. */
export function knownSites(
  { sitesKnown }: Pick<Prepared, 'sitesKnown'>,
  root: NodeIndex,
  strip: readonly SummedWindow[] | undefined,
  whole: number
): (site: SiteRow) => ShareInterval | undefined {
  const known = sitesKnown(root);
  const windows = root === 0 ? strip : undefined;
  const both = new Map<string, ShareInterval | undefined>();
  return (site) => {
    const key = siteKey(site);
    if (!both.has(key)) {
      both.set(key, widerOf(known(key), windows && siteInWindows(windows, key, site.total / whole)));
    }
    return both.get(key);
  };
}
