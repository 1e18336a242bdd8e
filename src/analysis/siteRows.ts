import { type CallTree, type NodeIndex } from '../profile';

/** Who waits on what: the program's own function, the wait frame under it, and how much over all call paths. */
export interface WaitSite {
  /** The nearest function of the user's code above the wait; without one, the outermost that is no thread start, or the process. */
  site: string;
  waitFrame: string;
  category: number;
  total: number;
  /** The tree node of the site's frame that waits longest: where a click leads. Calls of the site in itself count apart. */
  node: NodeIndex;
  /** The wait frame's node of that. */
  waitNode: NodeIndex;
  /** What the site calls there and waits in: the outermost function of a library under it. Undefined where it is the wait frame. */
  call?: string;
  /** Whose function that is, by the name that people know: `database/sql`, `HikariCP`. */
  library?: string;
  /** The site is a function of the program. */
  hasUser: boolean;
  /** The callers are not known: recorded without frame pointers, or unwound from a file without symbols. `site` is the process or file. */
  broken?: boolean;
  /** Nothing is slower for it: its threads wait for work, or for the end of others. */
  idle: boolean;
  /** What its threads are for: index into PURPOSES. */
  purpose: number;
  /** Samples behind `total`, where weights are durations of single samples. */
  samples?: number;
  /** Nobody of the program waits here: the kernel, the runtime or the profiler goes about its own business. */
  upkeep: boolean;
  /** How much of `total` is within spans of requests; undefined where samples do not say. */
  inside?: number;
  stacks: SiteStacks;
}

/** The stacks that wait at a site, in parallel columns: the node where each ends, the node of the site's frame in it, its weight. */
export interface SiteStacks {
  node: NodeIndex[];
  at: NodeIndex[];
  weight: number[];
  /** How much of the weight is within spans of requests; NaN where samples do not say, absent where none does. */
  inside?: number[];
}

/** A site as lists show it: one for a function and a category, whatever frames it waits in. */
export type SiteRow = Omit<WaitSite, 'stacks' | 'purpose' | 'samples'>;

/** One row for a function and a category. */
export const siteKey = ({ category, site }: Pick<WaitSite, 'category' | 'site'>): string => `${category} ${site}`;

/**
 * What waits in the stacks under `root`, of one category where one is given. Who waits for work goes behind those who hold somebody up, and
 * the upkeep of runtime and kernel behind the program's own waits; among equals the longest is first. `waitFrame`, `call` and `library` are
 * those of the longest part. `node` is not above `root`: a click never leaves what is looked at.
 */
export function siteRows(tree: CallTree, sites: WaitSite[], root = 0, category?: number): SiteRow[] {
  const rows = new Map<string, { row: SiteRow; longest: number; idle: number; inside: number }>();
  for (const { stacks, purpose: _, samples: __, ...site } of sites) {
    const part = category === undefined || category === site.category ? partUnder(tree, stacks, root) : undefined;
    if (!part) {
      continue;
    }
    const key = siteKey(site);
    const known = rows.get(key) ?? { row: { ...site, total: 0 }, longest: 0, idle: 0, inside: 0 };
    const total = known.row.total + part.total;
    if (part.total > known.longest) {
      known.row = { ...site, node: part.node };
      known.longest = part.total;
    }
    known.idle += site.idle ? part.total : 0;
    known.inside += part.inside;
    known.row = { ...known.row, total, ...insideOf(known.inside), idle: known.idle > total / 2 };
    rows.set(key, known);
  }
  const rank = ({ idle, upkeep }: SiteRow) => (idle ? 2 : upkeep ? 1 : 0);
  return [...rows.values()]
    .map(({ row }) => row)
    .sort((a, b) => rank(a) - rank(b) || b.total - a.total || (a.site < b.site ? -1 : 1));
}

/** As a property, over one that a part of it has: undefined where samples of another part do not say. */
export const insideOf = (inside: number): Pick<WaitSite, 'inside'> => ({
  inside: Number.isNaN(inside) ? undefined : inside,
});

/** Sum of the stacks under `root`, and the site's node that has most of it; undefined where none is there. */
function partUnder(
  tree: CallTree,
  stacks: SiteStacks,
  root: NodeIndex
): { total: number; inside: number; node: NodeIndex } | undefined {
  const end = tree.subtreeEnd[root];
  const byNode = new Map<number, number>();
  let [total, inside, longest, node] = [0, 0, 0, root];
  stacks.node.forEach((at, i) => {
    if (at >= root && at < end) {
      const sum = (byNode.get(stacks.at[i]) ?? 0) + stacks.weight[i];
      byNode.set(stacks.at[i], sum);
      total += stacks.weight[i];
      inside += stacks.inside?.[i] ?? NaN;
      if (sum > longest) {
        [longest, node] = [sum, Math.max(root, stacks.at[i])];
      }
    }
  });
  return total > 0 ? { total, inside, node } : undefined;
}
