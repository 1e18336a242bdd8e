import { grandTotal, type StackTree } from '../../profile';
import { functionName } from '../code';
import { totalsByOutermost } from '../outermost';
import { type PairedProfile } from '../pairing';
import { siteKey, type WaitSite } from '../siteRows';
import { type Cause } from './cause';
import { type ShareInterval, shareOfWindows } from './interval';

/** A window of time whose samples the source has summed up, by the names of what its time is of. Weights in the unit of the window's profile. */
export interface SummedWindow {
  /** All time by the clock (of CPU and off-CPU time, both), and that of each wait site, by siteKey. */
  total: number;
  sites: ReadonlyMap<string, number>;
  /** All CPU time, and that of each function, callees included; recursion counts once. */
  cpu: number;
  functions: ReadonlyMap<string, number>;
}

/** Functions with less of the CPU time of a window are not kept. */
const TRIFLE = 0.001;

/** `total`: all time by the clock; `outermost` as of `outermostNodes`. */
export function summedWindow(
  { tree, cpu }: PairedProfile<StackTree>,
  total: number,
  sites: readonly WaitSite[],
  outermost: Uint8Array
): SummedWindow {
  const bySite = new Map<string, number>();
  sites.forEach((site) => bySite.set(siteKey(site), (bySite.get(siteKey(site)) ?? 0) + site.total));
  const running = cpu ? grandTotal(cpu.weights) : 0;
  const bySymbol = cpu ? totalsByOutermost(tree, cpu.weights.self, outermost) : [];
  const functions = new Map<string, number>();
  bySymbol.forEach((weight, symbol) => {
    if (weight > TRIFLE * running) {
      const name = functionName(tree.symbols[symbol].name);
      functions.set(name, (functions.get(name) ?? 0) + weight);
    }
  });
  return { total, sites: bySite, cpu: running, functions };
}

/** How well the share of a site of all time is known from windows; undefined: too few of them. */
export const siteInWindows = (
  windows: readonly SummedWindow[],
  key: string,
  share: number
): ShareInterval | undefined =>
  shareOfWindows(
    windows.map(({ sites }) => sites.get(key) ?? 0),
    windows.map(({ total }) => total),
    share
  );

/** The same of a wait's or a function's share; other causes are not told apart in windows. */
export function causeInWindows(windows: readonly SummedWindow[], cause: Cause): ShareInterval | undefined {
  const { kind, of, category, site, share } = cause;
  if (site === undefined || !['wait', 'idle', 'cpu'].includes(kind) || (kind === 'cpu') !== (of === 'cpu')) {
    return undefined;
  }
  const name = functionName(site);
  const ofSites = ({ sites }: SummedWindow) => {
    let sum = 0;
    for (const [key, weight] of sites) {
      const [own] = key.split(' ', 1);
      sum += Number(own) === category && functionName(key.slice(own.length + 1)) === name ? weight : 0;
    }
    return sum;
  };
  return kind === 'cpu'
    ? shareOfWindows(
        windows.map(({ functions }) => functions.get(name) ?? 0),
        windows.map(({ cpu }) => cpu),
        share
      )
    : shareOfWindows(
        windows.map(ofSites),
        windows.map(({ total }) => total),
        share
      );
}
