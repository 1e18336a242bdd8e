import { type CallTree, nameOf, totalOf } from '../../profile';
import { type Evidence, type JudgedRole, type PairedProfile, splitAt } from '../pairing';
import { functionName, type TreeCode } from '../code';
import { type WaitSite } from '../sites';
import { CATEGORIES, CPU, IDLE, PURPOSES, type SymbolFacts } from '../waits';
import { shareInterval } from './interval';

/** How many samples a role holds. Absent where the source has summed them up. */
export interface SampleCounts {
  total: number;
  /** By node, where weights are durations; else a weight's samples are its share of the total. */
  byNode?: Float64Array;
}

/** Time of one thread in one role, by its name; `running`: in stacks that are not known to wait. */
export interface ThreadTime {
  name: string;
  total: number;
  running: number;
}

/** What other queries say that bears on a cause. */
export interface Beside {
  /** Who lets go of contended locks, by a contention profile: the largest share first. */
  contention?: Array<{ site: string; share: number }>;
  /** Share of the periods in which the container's CPU limit stopped it. */
  throttled?: number;
  /** The latency objective is broken in this time range. */
  objectiveBroken?: boolean;
}

export interface CauseInput {
  paired: PairedProfile;
  /** As judged, before CPU is taken off. */
  cpu?: JudgedRole;
  /** Wall, or off-CPU time where there is no wall. */
  waiting?: JudgedRole;
  sites: WaitSite[];
  facts: SymbolFacts[];
  /** Which frames are the program's own. */
  code: TreeCode;
  counts: { cpu?: SampleCounts; waiting?: SampleCounts };
  threads: { cpu: ThreadTime[]; waiting: ThreadTime[] };
  beside: Beside;
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
  const profilerCpu = cpu ? sumWhere(cpu, (node) => cpu.waits.purpose[node] === PROFILER) : 0;
  const cpuWhole = Math.max(0, (paired.cpu ? totalOf(tree, paired.cpu.weights, 0) : 0) - profilerCpu);
  const timed = evidence !== 'cpu' && evidence !== 'other';
  const whole = timed ? split.total : 0;
  const byCategory = [...split.waiting];
  const unattributed = Math.max(0, split.unattributed);
  const idles = input.waiting && timed ? sumWhere(input.waiting, (node) => isIdle(input.waiting!, node)) : 0;
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

/** Time beyond the CPU's in stacks that cannot show whether they wait: it is not known to want to run. */
const unseen = ({ waiting, cpu }: CauseInput): number =>
  waiting
    ? waiting.weights.self.reduce(
        (sum, weight, node) =>
          waiting.waits.unsure[node] ? sum + Math.max(0, weight - (cpu?.weights.self[node] ?? 0)) : sum,
        0
      )
    : 0;

/** The tree with all lines of a function as one symbol: profilers of scripts name a frame by the line that runs. */
function byFunction(tree: CallTree): CallTree {
  const first = new Map<string, number>();
  const symbols = tree.symbols.map(({ name, file }, symbol) => {
    const key = functionName(name);
    if (key === name) {
      return symbol;
    }
    const known = first.get(`${key}\0${file ?? ''}`) ?? symbol;
    first.set(`${key}\0${file ?? ''}`, known);
    return known;
  });
  return first.size ? { ...tree, frame: tree.frame.map((symbol) => symbols[symbol]) } : tree;
}

/** Whether nothing is slower for a stack that ends at the node: it waits for work, or for the end of others. An event loop may not. */
const isIdle = ({ waits }: JudgedRole, node: number): boolean =>
  waits.idle[node] === 1 || (waits.category[node] === IDLE && waits.purpose[node] !== EVENT_LOOP);

function sumWhere({ weights }: JudgedRole, keep: (node: number) => boolean): number {
  let sum = 0;
  for (let node = 0; node < weights.self.length; node++) {
    if (weights.self[node] !== 0 && keep(node)) {
      sum += weights.self[node];
    }
  }
  return sum;
}

/** Samples and interval of a weight of a role; nothing where the source has summed its samples up. */
export function sampled(
  counts: SampleCounts | undefined,
  weight: number,
  whole: number,
  ownSamples?: number
): { samples?: number; interval?: readonly [number, number] } {
  if (!counts || !(whole > 0)) {
    return {};
  }
  const samples = Math.round(ownSamples ?? (counts.total * weight) / whole);
  // Where weights are durations, the share's spread is that of the number of waits, put around the share itself.
  const [low, high] = shareInterval(samples, counts.total);
  const scale = samples > 0 ? weight / whole / (samples / counts.total) : 1;
  return { samples, interval: [Math.max(0, low * scale), Math.min(1, high * scale)] };
}

/** The JVM's classes of lambdas call and do nothing else. */
const WRAPPER = /\$\$Lambda/;

/** The program's own function that calls the one at a node; undefined where there is none. */
export function callerOf({ tree, code }: Pick<CauseContext, 'tree' | 'code'>, node: number): number | undefined {
  let above = code.user[tree.parent[node]];
  while (above > 0 && (tree.frame[above] === tree.frame[node] || WRAPPER.test(nameOf(tree, above)))) {
    above = code.user[tree.parent[above]];
  }
  return above > 0 ? above : undefined;
}

/** `server.js:12`, where the profile knows it. */
export function placeOf(tree: CallTree, node: number): string | undefined {
  const { file, line } = tree.symbols[tree.frame[node]] ?? {};
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
export const runs = ({ waits }: JudgedRole, node: number): boolean => waits.category[node] === CPU;
