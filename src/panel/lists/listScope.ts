import {
  type ListScope,
  type PairedProfile,
  siteKey,
  type SiteRow,
  siteRows,
  type WaitSite,
  wholeRole,
} from '../../analysis';
import { type Prepared } from '../../prepare';
import { totalOf } from '../../profile';
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
}

/**
 * Who waits in the frame that is zoomed to, and the time that shares are of: waits are parts of wall (or off-CPU) time in every mode. Of two
 * times those that are gone as well, and what has changed most is first.
 */
export function scopedSites(
  paired: PairedProfile,
  { sites, sitesBefore }: Pick<Prepared, 'sites' | 'sitesBefore'>,
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
  return { sites: [...shared, ...gone].sort((a, b) => changed(b) - changed(a)), whole };
}
