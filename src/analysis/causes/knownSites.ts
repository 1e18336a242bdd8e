import { group } from 'd3';
import { grandTotal } from '../../profile';
import { type RoleWeights, wholeRole } from '../pairing';
import { siteKey } from '../siteRows';
import { type CauseContext, sampled, type SampleCounts } from './context';
import { type ShareInterval, shareOfWindows, widerOf } from './interval';
import { marked, wholesOf } from './windows';

/** How well the share of a wait site is known, by siteKey, also that it is nothing; undefined: nothing tells. */
export type KnownSites = (key: string) => ShareInterval | undefined;

/**
 * How well each site's share is known of all time, or of that of the stacks that end at the nodes with a 1. Worked out for a site when it is
 * first asked for.
 */
export function knownSites(context: CauseContext, inPart?: Uint8Array): KnownSites {
  const { paired, sites, counts, tree } = context;
  const role = wholeRole(paired);
  const known = new Map<string, ShareInterval | undefined>();
  const isIn = (node: number) => !inPart || inPart[node] === 1;
  const sumIn = (column: Float64Array) => column.reduce((sum, weight, node) => sum + (isIn(node) ? weight : 0), 0);
  const whole = role ? (inPart ? sumIn(role.weights.self) : grandTotal(role.weights)) : 0;
  const { windows } = context;
  const wholes = windows?.waiting ? wholesOf(context, false, inPart) : [];
  const bySite = group(sites, siteKey);
  const ofCounts = countsIn(counts.waiting, sumIn, paired.wall ?? paired.offcpu);
  return (key) => {
    if (!known.has(key)) {
      const own = bySite.get(key) ?? [];
      const nodes = own.flatMap(({ stacks }) => stacks.node.filter(isIn));
      const total = own.reduce(
        (sum, { stacks }) => sum + stacks.weight.reduce((all, w, i) => all + (isIn(stacks.node[i]) ? w : 0), 0),
        0
      );
      const byNode = counts.waiting?.byNode;
      const samples = byNode && nodes.reduce((sum, node) => sum + byNode[node], 0);
      const { interval, samples: counted } = sampled(ofCounts, total, whole, samples);
      const byWindows =
        nodes.length && windows?.waiting
          ? shareOfWindows(windows.waiting.sums(marked(tree.length, nodes)), wholes, total / whole)
          : undefined;
      known.set(key, widerOf(interval && { interval, samples: counted }, byWindows));
    }
    return known.get(key);
  };
}

/** Samples of a part: by node where weights are durations, else as its share of the weight. */
const countsIn = (
  counts: SampleCounts | undefined,
  sumIn: (column: Float64Array) => number,
  role: RoleWeights | undefined
): SampleCounts | undefined => {
  const weight = role ? sumIn(role.weights.self) : 0;
  return (
    counts && { weight, total: counts.byNode ? sumIn(counts.byNode) : (counts.total * weight) / (counts.weight || 1) }
  );
};
