import { type ListScope, type PairedProfile, type SiteRow, siteRows, type WaitSite, wholeRole } from '../../analysis';
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

/** Who waits in the frame that is zoomed to, and the time that shares are of: waits are parts of wall (or off-CPU) time in every mode. */
export function scopedSites(
  paired: PairedProfile,
  sites: WaitSite[],
  root: number,
  category: number | undefined
): { sites: SiteRow[]; whole: number } {
  const { tree } = paired;
  return { sites: siteRows(tree, sites, root, category), whole: totalOf(tree, wholeRole(paired)!.weights, root) };
}
