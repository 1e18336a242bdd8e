import { type CallTree, type FrameInfo, nameOf, rememberWeakly, totalOf, type NodeIndex } from '../../profile';
import { type Evidence, type ClassifiedRole, type PairedProfile, splitAt } from '../pairing';
import { functionName, type TreeCode } from '../code';
import { type Contention } from '../contention';
import { type Throttled, type ThrottledContainer } from '../counters';
import { type WaitSite } from '../sites';
import { type MainWaker } from '../wakers';
import { CATEGORIES, CPU, PURPOSES, type SymbolFacts } from '../waits';
import { around, shareInterval, type ShareInterval } from './interval';

/** How many samples a role holds. Absent where the source has summed them up. */
export interface SampleCounts {
  total: number;
  /** Of all these samples, in the role's unit: beside off-CPU time, wall time is more than what was sampled. */
  weight: number;
  /** By node, where weights are durations; else a weight's samples are its share of the total. */
  byNode?: Float64Array;
}

/** Time of one thread in one role, by its name; `running`: in stacks that are not known to wait. */
export interface ThreadTime {
  name: string;
  total: number;
  running: number;
}

/** Time of a role's stacks, window by window of equal length. */
export interface RoleWindows {
  /** By window, the weight of the stacks that end at the nodes with a 1. */
  sums(nodes: Uint8Array): number[];
}

/** Of roles whose samples all have a time; both of the same windows. */
export interface CauseWindows {
  cpu?: RoleWindows;
  waiting?: RoleWindows;
}

/** What other queries say that bears on a cause. */
export interface Beside {
  /** Who stands in line and who lets go, by contention profiles. */
  contention?: Contention;
  /** By waitKey: from whom most of a function's waiting is ended, by the scheduler's wakeups. */
  wakers?: ReadonlyMap<string, MainWaker>;
  /** Who held what the frames from a node up to an end stand in line for, most first, where the recording names them. */
  heldBy?(node: number, end: number): Array<{ name: string; process: string; share: number; byLock?: boolean }>;
  /** In how many of its periods the profile's container was stopped at its CPU limit. */
  throttled?: Throttled;
  /** The latency objective is broken in this time range. */
  objectiveBroken?: boolean;
}

/** As much of it as series say by themselves, before the profiles are read. */
export interface BesideSeries extends Pick<Beside, 'objectiveBroken'> {
  throttled?: ThrottledContainer[];
}

export interface CauseInput {
  paired: PairedProfile;
  /** As judged, before CPU is taken off. */
  cpu?: ClassifiedRole;
  /** Wall, or off-CPU time where there is no wall. */
  waiting?: ClassifiedRole;
  sites: WaitSite[];
  facts: SymbolFacts[];
  /** Which frames are the program's own. */
  code: TreeCode;
  counts: { cpu?: SampleCounts; waiting?: SampleCounts };
  threads: { cpu: ThreadTime[]; waiting: ThreadTime[] };
  beside: Beside;
  /** Where samples have a time. */
  windows?: CauseWindows;
  /** By node, which part of its waiting is within spans of requests, 0 to 1; NaN where samples do not say. */
  inside?: Float64Array;
}

/** The sums that causes are weighed against, and what rules ask for. All weights in the roles' own units. */
export interface CauseContext extends CauseInput {
  tree: CallTree;
  evidence: Evidence;
  /** Wall time, or off-CPU time alone; 0 where only CPU is known. */
  whole: number;
  /** CPU time without the profiler's own. */
  cpuWhole: number;
  /** The profiler's own CPU time: left out of `cpuWhole`. */
  profilerCpu: number;
  /** Time by category of the waiting role. */
  byCategory: number[];
  /** What is neither CPU nor a wait; 0 where the evidence cannot tell. */
  unattributed: number;
  /** Running, or ready to run and not let: CPU, waits for a CPU, what neither explains and could be seen to wait. In units of `whole`. */
  demand: number;
  /** Time that matters: `whole` less what idles; CPU time where only that is known. */
  matters: number;
}

/** As a thread's purpose. */
export const PROFILER = PURPOSES.indexOf('profiler');
export const EVENT_LOOP = PURPOSES.indexOf('event-loop');

const SCHEDULER = CATEGORIES.indexOf('scheduler');

export function causeContext(input: CauseInput): CauseContext {
  const { paired, cpu } = input;
  const { evidence } = paired;
  const tree = byFunction(paired.tree);
  const split = splitAt(paired, 0);
  const profilerCpu = cpu ? sumOfPurpose(cpu, PROFILER) : 0;
  const cpuWhole = Math.max(0, (paired.cpu ? totalOf(tree, paired.cpu.weights, 0) : 0) - profilerCpu);
  const timed = evidence !== 'cpu' && evidence !== 'other';
  const whole = timed ? split.total : 0;
  const byCategory = [...split.waiting];
  const unattributed = Math.max(0, split.unattributed);
  const idles = input.waiting ? idleSum(input.waiting) : 0;
  const matters = timed ? Math.max(0, whole - idles - (evidence === 'offcpu' ? 0 : profilerCpu)) : cpuWhole;
  const running = evidence === 'offcpu' ? 0 : Math.max(0, split.onCpu - profilerCpu);
  // Samplers may overlap: no more can want to run than the time that matters.
  const wantsToRun = Math.max(0, unattributed - unseen(input));
  const demand = timed ? Math.min(matters, running + byCategory[SCHEDULER] + wantsToRun) : cpuWhole;
  return {
    ...input,
    tree,
    evidence,
    whole,
    cpuWhole,
    profilerCpu,
    byCategory,
    unattributed: evidence === 'offcpu' ? 0 : unattributed,
    demand,
    matters,
  };
}

/** The time by the clock that shares of waits are of. */
export const clockOf = ({ evidence }: CauseContext): 'offcpu' | 'wall' => (evidence === 'offcpu' ? 'offcpu' : 'wall');

/** 0 of nothing. */
export const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Time beyond the CPU's in stacks that cannot show whether they wait: it is not known to want to run. */
function unseen({ waiting, cpu }: CauseInput): number {
  let sum = 0;
  if (waiting) {
    forEachOf(waiting.waits.unsure, 1, (node) => {
      sum += Math.max(0, waiting.weights.self[node] - (cpu?.weights.self[node] ?? 0));
    });
  }
  return sum;
}

/** The tree with all lines of a function as one symbol: profilers of scripts name a frame by the line that runs. */
function byFunction(tree: CallTree): CallTree {
  const { first } = firstOfFunction(tree.symbols);
  return first ? { ...tree, symbol: tree.symbol.map((symbol) => first[symbol]) } : tree;
}

/** The first symbol of each symbol's function; undefined where every symbol is a function of its own. */
const firstOfFunction = rememberWeakly((symbols: FrameInfo[]): { first?: number[] } => {
  const known = new Map<string, number>();
  const first = symbols.map(({ name, file }, symbol) => {
    const key = functionName(name);
    if (key === name) {
      return symbol;
    }
    const own = known.get(`${key}\0${file ?? ''}`) ?? symbol;
    known.set(`${key}\0${file ?? ''}`, own);
    return own;
  });
  return known.size ? { first } : {};
});

/** Time for which nothing is slower: stacks that wait for work, or for the end of others. An event loop's may be. */
const idleSum = ({ weights: { self }, waits }: ClassifiedRole): number => sumWhere(waits.idle, 1, self);

const sumOfPurpose = ({ weights: { self }, waits }: ClassifiedRole, purpose: number): number =>
  sumWhere(waits.purpose, purpose, self);

function sumWhere(column: Uint8Array, kind: number, self: Float64Array): number {
  let sum = 0;
  forEachOf(column, kind, (node) => (sum += self[node]));
  return sum;
}

/** Visits the nodes of one kind, by a column that says what each node is. Where few are, it costs next to nothing. */
export function forEachOf(column: Uint8Array, kind: number, visit: (node: NodeIndex) => void): void {
  for (let node = column.indexOf(kind); node >= 0; node = column.indexOf(kind, node + 1)) {
    visit(node);
  }
}

/** Adds up weights by the program's function that they are spent for. */
export class FunctionSums {
  private readonly sums: Float64Array;
  private readonly firstNode: Int32Array;
  private readonly seen: number[] = [];

  constructor(private readonly context: Pick<CauseContext, 'tree' | 'code'>) {
    this.sums = new Float64Array(context.tree.symbols.length);
    this.firstNode = new Int32Array(this.sums.length);
  }

  /** Of a stack that ends at the node; one without a function of the program is nobody's. */
  add(node: NodeIndex, weight: number): void {
    const at = this.context.code.user[node];
    if (at > 0) {
      const symbol = this.context.tree.symbol[at];
      if (this.firstNode[symbol] === 0) {
        this.firstNode[symbol] = at;
        this.seen.push(symbol);
      }
      this.sums[symbol] += weight;
    }
  }

  /** The first node of the function with the most, the first of equals; undefined where none has anything. */
  heaviest(): number | undefined {
    const most = this.seen.reduce((a, b) => (this.sums[b] > (this.sums[a] ?? 0) ? b : a), -1);
    return most < 0 ? undefined : this.firstNode[most];
  }
}

/** Samples and interval of a weight of a role; nothing where the source has summed its samples up. */
export function sampled(
  counts: SampleCounts | undefined,
  weight: number,
  whole: number,
  ownSamples?: number
): Partial<Pick<ShareInterval, 'samples' | 'interval'>> {
  if (!counts || !(whole > 0) || !(counts.weight > 0)) {
    return {};
  }
  const samples = Math.round(ownSamples ?? (counts.total * weight) / counts.weight);
  // Where weights are durations, the share's spread is that of the number of waits, put around the share itself.
  return { samples, interval: around(shareInterval(samples, counts.total), weight / whole, samples / counts.total) };
}

/** The JVM's classes of lambdas call and do nothing else. */
const WRAPPER = /\$\$Lambda/;

/** The program's own function that calls the one at a node; undefined where there is none. */
export function callerOf({ tree, code }: Pick<CauseContext, 'tree' | 'code'>, node: NodeIndex): number | undefined {
  let above = code.user[tree.parent[node]];
  while (above > 0 && (tree.symbol[above] === tree.symbol[node] || WRAPPER.test(nameOf(tree, above)))) {
    above = code.user[tree.parent[above]];
  }
  return above > 0 ? above : undefined;
}

/** `server.js:12`, where the profile knows it. */
export function placeOf(tree: CallTree, node: NodeIndex): string | undefined {
  const { file, line } = tree.symbols[tree.symbol[node]] ?? {};
  const base = file?.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return base && (line ? `${base}:${line}` : base);
}

/** Names of the frames from `from` up to, not including, `to`. */
export function chain(tree: CallTree, from: number, to: number): string[] {
  const names: string[] = [];
  for (let node = from; node > 0 && node !== to; node = tree.parent[node]) {
    names.push(nameOf(tree, node));
  }
  return names;
}

/** Whether a stack that ends at the node is judged to run. */
export const runs = ({ waits }: ClassifiedRole, node: NodeIndex): boolean => waits.category[node] === CPU;
