import { grandTotal, type StackTree } from '../../profile';
import { functionName } from '../code';
import { totalsByOutermost } from '../outermost';
import { type PairedProfile } from '../pairing';
import { siteKey, type WaitSite } from '../siteRows';
import { type Cause } from './cause';
import { EVENT_LOOP } from './context';
import { FEWEST_WINDOWS } from '../spread';
import { type ShareInterval, shareOfWindows } from './interval';

/** A window of time whose samples the source has summed up, by the names of what its time is of. Weights in the unit of the window's profile. */
export interface SummedWindow {
  /** When it was, ms, where it is a window of a range. */
  time?: { readonly from: number; readonly to: number };
  /** All time by the clock (of CPU and off-CPU time, both), and that of each wait site, by siteKey. */
  total: number;
  /** What idles of it, for which nothing is slower: as in causeContext, without event loops. */
  idle: number;
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
  const idle = sites.reduce((sum, site) => sum + (site.idle && site.purpose !== EVENT_LOOP ? site.total : 0), 0);
  return { total, idle, sites: bySite, cpu: running, functions };
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
  const weightIn = weightInWindow(cause);
  return (
    weightIn && shareOfWindows(windows.map(weightIn), windows.map(cause.kind === 'cpu' ? ran : clocked), cause.share)
  );
}

/** How well `part`, a cause's share of the time that matters, is known from windows, in none of which it may be. */
export function partInWindows(windows: readonly SummedWindow[], cause: Cause, part: number): ShareInterval | undefined {
  const weightIn = weightInWindow(cause);
  if (!weightIn || windows.length < FEWEST_WINDOWS) {
    return undefined;
  }
  const weights = windows.map(weightIn);
  return weights.some((weight) => weight > 0)
    ? shareOfWindows(weights, windows.map(cause.kind === 'cpu' ? ran : mattered), part)
    : { interval: [0, 0], windows: windows.length };
}

const ran = ({ cpu }: SummedWindow): number => cpu;
const clocked = ({ total }: SummedWindow): number => total;
const mattered = ({ total, idle }: SummedWindow): number => total - idle;

/** What a window has of a cause; undefined: windows do not tell it apart. */
function weightInWindow({ kind, of, category, site }: Cause): ((window: SummedWindow) => number) | undefined {
  if (site === undefined || !['wait', 'idle', 'cpu'].includes(kind) || (kind === 'cpu') !== (of === 'cpu')) {
    return undefined;
  }
  const name = functionName(site);
  if (kind === 'cpu') {
    return ({ functions }) => functions.get(name) ?? 0;
  }
  return ({ sites }) => {
    let sum = 0;
    for (const [key, weight] of sites) {
      const [own] = key.split(' ', 1);
      sum += Number(own) === category && functionName(key.slice(own.length + 1)) === name ? weight : 0;
    }
    return sum;
  };
}
