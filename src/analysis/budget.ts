import { denseOf, nameOf, unitOf } from '../profile';
import { type TreeCode } from './code';
import { type PairedProfile, splitAt } from './pairing';
import { siteRows, type WaitSite } from './sites';
import { CATEGORIES, CPU } from './waits';

export interface BudgetInput {
  paired: PairedProfile;
  /** On the same tree. */
  sites: WaitSite[];
  code: TreeCode;
  /** Served in the time that the profiles are of; of slow spans, how many there are. */
  requests: number;
  /** ns that one of them took in the mean, where it was measured; absent: what the profiles come to. */
  measured?: number;
}

/** What a request does in one place. */
export interface BudgetPart {
  /** Index into CATEGORIES: on the CPU, or what it waits for. */
  category: number;
  /** The program's own function. */
  site: string;
  /** Its node that has most of it. */
  node: number;
  /** ns of one request. */
  time: number;
}

/** Where the time of one request goes, in the mean. All times in ns of one request; `parts` and `notExplained` add up to `total`. */
export interface Budget {
  total: number;
  measured: boolean;
  /** The longest first. */
  parts: BudgetPart[];
  /** Neither seen on the CPU nor seen to wait; negative where the samplers see more than there was. */
  notExplained: number;
  /** Not of a request: threads that wait for work, and what runs or waits outside of the program's functions. */
  idle: number;
  background: number;
}

/**
 * A request's time by Little's law (L = λW, J. D. C. Little, Operations Research 9, 1961): threads that are busy for requests, in the
 * mean, are requests a second times the time that each takes; so their time together, over the number of requests, is that time. Undefined
 * where waiting is not known, or nothing of the program was seen.
 */
export function requestBudget({ paired, sites, code, requests, measured }: BudgetInput): Budget | undefined {
  const { tree, wallTime, evidence, elapsed } = paired;
  const knowsWaits = evidence === 'cpu+wall' || evidence === 'cpu+offcpu' || evidence === 'wall';
  if (!wallTime || elapsed || !knowsWaits || unitOf(wallTime.unit).kind !== 'time' || !(requests > 0)) {
    return undefined;
  }
  const sum = (of: WaitSite[]) => of.reduce((all, { total }) => all + total, 0);
  const ofProgram = sites.filter(({ hasUser }) => hasUser);
  const waits = siteRows(
    tree,
    ofProgram.filter(({ idle, upkeep }) => !idle && !upkeep)
  );
  const running = runningByFunction(paired, code);
  const underProgram = wallTime.weights.self.reduce((all, weight, node) => all + (code.user[node] > 0 ? weight : 0), 0);
  const notOfRequests = sum(ofProgram.filter(({ idle, upkeep }) => idle || upkeep));
  const busy = underProgram - notOfRequests;
  const idle = sum(sites.filter((site) => site.idle));
  const parts = [...running, ...waits.map(({ category, site, node, total }) => ({ category, site, node, time: total }))]
    .map((part) => ({ ...part, time: part.time / requests }))
    .sort((a, b) => b.time - a.time || (a.site < b.site ? -1 : 1));
  if (!parts.length) {
    return undefined;
  }
  const total = measured ?? busy / requests;
  return {
    total,
    measured: measured !== undefined,
    parts,
    notExplained: parts.reduce((rest, { time }) => rest - time, total),
    idle: idle / requests,
    background: (splitAt(paired, 0).total - busy - idle) / requests,
  };
}

/** Time on the CPU by the program's function that it runs in or for. */
function runningByFunction(paired: PairedProfile, { user }: TreeCode): BudgetPart[] {
  const { tree } = paired;
  const self = runningSelf(paired);
  const rows = new Map<string, BudgetPart & { most: number }>();
  for (let node = 0; node < tree.length; node++) {
    const at = user[node];
    if (self[node] === 0 || at <= 0) {
      continue;
    }
    const site = nameOf(tree, at);
    const row = rows.get(site) ?? { category: CPU, site, node: at, time: 0, most: 0 };
    row.time += self[node];
    if (self[node] > row.most) {
      [row.node, row.most] = [at, self[node]];
    }
    rows.set(site, row);
  }
  return [...rows.values()].map(({ most: _, ...part }) => part);
}

/** By node: the CPU profile; where there is none, wall time that is not known to wait. */
function runningSelf({ tree, cpu, wallTime, waiting, unsure, evidence }: PairedProfile): Float64Array {
  if (evidence !== 'wall') {
    return cpu!.weights.self;
  }
  const self = Float64Array.from(wallTime!.weights.self);
  for (const column of [...waiting, unsure]) {
    denseOf(column ?? NOTHING, tree.length).forEach((weight, node) => (self[node] -= weight));
  }
  return self;
}

const NOTHING = { nodes: new Int32Array(0), sums: new Float64Array(1) };

/** The longest parts, until they make up `share` of the total, at most `most` of them; the others as one sum. */
export function leadingParts(
  { parts, total }: Budget,
  share = 0.9,
  most = 6
): { shown: BudgetPart[]; others: number; count: number } {
  let sum = 0;
  const end = parts.findIndex(({ time }, i) => {
    const enough = sum >= total * share || i >= most;
    sum += time;
    return enough;
  });
  const shown = end < 0 ? parts : parts.slice(0, end);
  const rest = parts.slice(shown.length);
  return { shown, others: rest.reduce((all, { time }) => all + time, 0), count: rest.length };
}

/** The kind of a part, to be named on screen. */
export const categoryOf = ({ category }: BudgetPart) => CATEGORIES[category];
