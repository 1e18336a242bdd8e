import {
  anyUnder,
  type CallTree,
  comparable,
  denseOf,
  grandTotal,
  sparseTotalOf,
  sparseColumns,
  type SparseWeights,
  totalOf,
  type StackTree,
  type Weights,
  weightsOf,
  type NodeIndex,
} from '../profile';
import { SAMPLER_TOLERANCE } from './roleNames';
import { CATEGORIES, CPU, type NodeWaits } from './waits';
import { message, type Message } from '../profile/message';

const GC = CATEGORIES.indexOf('gc');

/** One role's weights on the union tree, in one unit, with its stacks judged. */
export interface ClassifiedRole {
  weights: Weights;
  unit: string;
  waits: NodeWaits;
}

/** A role as it is shown. `displayCategory` as in NodeWaits; the weight of each wait category is in PairedProfile.waiting. */
export interface RoleWeights {
  weights: Weights;
  unit: string;
  displayCategory: Uint8Array;
}

/**
 * Where the on-CPU and waiting parts come from, which decides what can be said:
 * - `cpu+wall`: on-CPU = the CPU profile, waiting = wall stacks with a wait frame, the rest is unattributed (signed:
 *   two samplers never agree to the digit).
 * - `cpu+offcpu`: wall = CPU + off-CPU, nothing unattributed.
 * - `wall`: on-CPU = wall stacks without a wait frame: running or ready to run, an estimate. Stacks of a runtime that hides waits
 *   (Python and Ruby without native frames) are unattributed.
 * - `cpu`: waiting is not known; GC, spinning, scheduler and idle loop are shown as kinds of CPU time.
 * - `offcpu`: running is not known.
 * - `other`: no time on or off the CPU at all (contention, memory): nothing to split.
 */
export type Evidence = 'cpu+wall' | 'cpu+offcpu' | 'wall' | 'cpu' | 'offcpu' | 'other';

export interface PairedProfile<T extends StackTree = CallTree> {
  tree: T;
  cpu?: RoleWeights;
  wall?: RoleWeights;
  offcpu?: RoleWeights;
  evidence: Evidence;
  /** CPU and wall are of the same samples: the split is exact. */
  sameSamples?: boolean;
  /** Weights are elapsed time, each moment once, and not threads × time. */
  elapsed?: true;
  /** Wall time as shown: measured, or CPU + off-CPU. Absent where only CPU is known. */
  wallTime?: RoleWeights;
  /** Waiting weight by category: index into CATEGORIES, self weights of waiting stacks only. Absent where none waits. */
  waiting: Array<SparseWeights | undefined>;
  /** Wall only: self weights of stacks whose runtime hides whether they run or wait. Absent where none does. */
  unsure?: SparseWeights;
  /** In words: units that cannot be compared, figures left out. */
  notes: Message[];
}

export interface RoleInputs {
  cpu?: ClassifiedRole;
  wall?: ClassifiedRole;
  offcpu?: ClassifiedRole;
  /** CPU and wall come from the same samples (one V8 profile): then wall − CPU is exact at every stack. */
  sameSamples?: boolean;
  /** Queries whose figures have no unit, and what they were taken for. */
  taken?: Array<{ query: string; unit: string }>;
  /** Their weights are elapsed time. */
  elapsed?: true;
  /** What is drawn where there is no time on or off the CPU: contention, memory. */
  other?: ClassifiedRole;
}

/** Puts the roles together on one tree; never subtracts what cannot be compared. `judged`: the role whose stacks wait. */
export function pairModes<T extends StackTree>(
  tree: T,
  roles: RoleInputs,
  judged = waitingRole(roles)
): PairedProfile<T> {
  const { cpu, wall, offcpu, other, sameSamples } = roles;
  const notes: Message[] = (roles.taken ?? []).map(({ query, unit }) =>
    message('{query} names no unit: its figures are taken for {unit}. Set the unit of the query if they are not.', {
      query,
      unit,
    })
  );
  let evidence: Evidence;
  let total: ClassifiedRole | undefined;

  if (wall) {
    total = wall;
    evidence = cpu && cpuInWall(cpu, wall, sameSamples, notes) ? 'cpu+wall' : 'wall';
    if (offcpu) {
      notes.push(message('Wall is measured, so the off-CPU profile takes no part in the sums.'));
    }
  } else if (offcpu) {
    evidence = cpu && cpuBesideOffCpu(cpu, offcpu, notes) ? 'cpu+offcpu' : 'offcpu';
    total =
      evidence === 'cpu+offcpu'
        ? { ...offcpu, weights: weightsOf(offcpu.weights.self.map((w, i) => w + cpu!.weights.self[i])) }
        : offcpu;
  } else if (cpu) {
    evidence = 'cpu';
  } else {
    evidence = 'other';
    total = other;
  }

  const byCategory = judged && sparseColumns(judged.weights.self, judged.waits.category, CATEGORIES.length);
  const waiting = CATEGORIES.map((_, category) => (category === CPU ? undefined : byCategory?.[category]));
  const unsure =
    evidence === 'wall' && wall?.waits.unsure.includes(1)
      ? sparseColumns(
          wall.weights.self.map((w, node) => (wall.waits.unsure[node] ? w : 0)),
          new Uint8Array(tree.length),
          1
        )[0]
      : undefined;
  const shown = (role: ClassifiedRole | undefined): RoleWeights | undefined =>
    role && { weights: role.weights, unit: role.unit, displayCategory: role.waits.displayCategory };
  return {
    tree,
    cpu: shown(cpu),
    wall: shown(wall),
    offcpu: shown(offcpu),
    evidence,
    ...(evidence === 'cpu+wall' && sameSamples && { sameSamples }),
    ...(roles.elapsed && { elapsed: true as const }),
    wallTime: shown(total),
    waiting,
    ...(unsure && { unsure }),
    notes,
  };
}

/**
 * The role whose stacks are judged for waits. Where CPU and wall come from the same samples, a stack's running part is taken
 * off first: what a rule calls a wait (GC, a function named like a system call) may well run. Of two samplers that is known of
 * collectors alone.
 */
export function waitingRole({ cpu, wall, offcpu, sameSamples }: RoleInputs): ClassifiedRole | undefined {
  if (wall && cpu && sameSamples) {
    return { ...wall, weights: weightsOf(wall.weights.self.map((w, node) => Math.max(0, w - cpu.weights.self[node]))) };
  }
  return wall && cpu && comparable(cpu.unit, wall.unit) ? withoutRunningCollectors(wall, cpu) : (wall ?? offcpu ?? cpu);
}

/** A collector at work is no wait: as much of such wall stacks as the CPU profile has of collection is the CPU's, and counts once. */
function withoutRunningCollectors(wall: ClassifiedRole, cpu: ClassifiedRole): ClassifiedRole {
  const { category, waitNode, purpose, idle } = wall.waits;
  // Asleep in a pause, the stack ends below the frame that says what it waits for; a collector's own thread that sleeps idles.
  const works = (node: number) =>
    category[node] === GC && !idle[node] && (waitNode[node] === node || purpose[node] > 0);
  const sum = ({ weights: { self } }: ClassifiedRole, is: (node: number) => boolean) =>
    self.reduce((all, weight, node) => (is(node) ? all + weight : all), 0);
  const seen = sum(wall, works);
  const onCpu = Math.min(
    seen,
    sum(cpu, (node) => cpu.waits.category[node] === GC)
  );
  return onCpu > 0
    ? { ...wall, weights: weightsOf(wall.weights.self.map((w, node) => (works(node) ? w * (1 - onCpu / seen) : w))) }
    : wall;
}

/** Whether the CPU profile is the running part of the wall profile; what speaks against it goes to the notes. */
function cpuInWall(
  cpu: ClassifiedRole,
  wall: ClassifiedRole,
  sameSamples: boolean | undefined,
  notes: Message[]
): boolean {
  if (!comparable(cpu.unit, wall.unit)) {
    notes.push(
      message(
        'CPU is in {cpu} and wall in {wall}: they are not subtracted. On-CPU is taken from the wall profile; compare the shares of the two modes.',
        { cpu: unitWord(cpu.unit), wall: unitWord(wall.unit) }
      )
    );
    return false;
  }
  const elapsed = grandTotal(wall.weights);
  // A filter may leave one of the two: that says nothing about the other.
  const times = elapsed > 0 ? grandTotal(cpu.weights) / elapsed : 0;
  if (times > SAMPLER_TOLERANCE) {
    notes.push(
      message(
        'CPU is {times} times wall, which no thread can be: other threads, another time or another rate. They are not subtracted; on-CPU is taken from the wall profile.',
        { times: times < 100 ? Number(times.toPrecision(3)) : Math.round(times) }
      )
    );
    return false;
  }
  if (wall.unit === 'count' && !sameSamples) {
    notes.push(
      message('CPU and wall are both in samples: the split holds only if both samplers ran at the same rate.')
    );
  }
  return true;
}

/** Whether CPU and off-CPU add up to wall time. */
function cpuBesideOffCpu(cpu: ClassifiedRole, offCpu: ClassifiedRole, notes: Message[]): boolean {
  if (!comparable(cpu.unit, offCpu.unit)) {
    notes.push(
      message(
        'CPU is in {cpu} and off-CPU in {offCpu}: they cannot be added up to wall time. Shares are of each of the two; set the unit of the query that has none.',
        { cpu: unitWord(cpu.unit), offCpu: unitWord(offCpu.unit) }
      )
    );
    return false;
  }
  if (cpu.unit === 'count') {
    notes.push(
      message('CPU and off-CPU name no unit: they are added up as if it was the same. Set the units of the queries.')
    );
  }
  return true;
}

/** This many stacks never all agree by chance. */
const FEWEST_STACKS = 20;

/**
 * CPU and wall of one sampler in two queries, as Pyroscope files a wall recording of the JVM: the CPU samples are some of the
 * wall samples, so CPU is at no stack above wall. Of two samplers it is, at about every second stack that only runs.
 */
export function sameSampler(cpu: ClassifiedRole, wall: ClassifiedRole): boolean {
  let running = 0;
  const [own, all] = [cpu.weights.self, wall.weights.self];
  for (let node = 0; node < own.length; node++) {
    if (own[node] > all[node] * (1 + 1e-9)) {
      return false;
    }
    running += own[node] > 0 ? 1 : 0;
  }
  return comparable(cpu.unit, wall.unit) && running >= FEWEST_STACKS;
}

const unitWord = (unit: string) => (unit === 'count' ? 'samples' : unit || 'an unnamed unit');

/** Weights of the stacks of one category; those that run are what the waiting ones leave of the role. */
export function categoryWeights({ tree, waiting }: PairedProfile, role: RoleWeights, category: number): Weights {
  if (category !== CPU) {
    const own = waiting[category];
    return weightsOf(own ? denseOf(own, tree.length) : new Float64Array(tree.length));
  }
  const self = Float64Array.from(role.weights.self);
  for (const { nodes, sums } of waiting.flatMap((column) => column ?? [])) {
    nodes.forEach((node, i) => (self[node] = Math.max(0, self[node] - (sums[i + 1] - sums[i]))));
  }
  return weightsOf(self);
}

/** The time under one node. `total` = `onCpu` + Σ `waiting` + `unattributed`; `waiting` is indexed by category. */
export interface Split {
  total: number;
  onCpu: number;
  waiting: readonly number[];
  unattributed: number;
}

/** What 100 % is: wall (or off-CPU) time where there is any, else CPU time. */
export const wholeRole = ({ wallTime, cpu }: Pick<PairedProfile, 'wallTime' | 'cpu'>): RoleWeights | undefined =>
  wallTime ?? cpu;

/** What the whole of a pair measures; wall = CPU + off-CPU. */
const WHOLE: Record<Evidence, 'wall' | 'offcpu' | 'cpu' | 'other'> = {
  'cpu+wall': 'wall',
  'cpu+offcpu': 'wall',
  wall: 'wall',
  offcpu: 'offcpu',
  cpu: 'cpu',
  other: 'other',
};

/**
 * The whole of two times, where both measured the same; else their CPU profiles, where both have one. Undefined: nothing of the
 * one can be set against the other, such as wall time against off-CPU time.
 */
export function wholeOfBoth(
  now: PairedProfile,
  before: PairedProfile
): { kind: 'wall' | 'offcpu' | 'cpu' | 'other'; now: RoleWeights; before: RoleWeights } | undefined {
  const kind = WHOLE[now.evidence];
  const whole = { now: wholeRole(now), before: wholeRole(before) };
  if (kind === WHOLE[before.evidence] && whole.now && whole.before) {
    return { kind, now: whole.now, before: whole.before };
  }
  return now.cpu && before.cpu ? { kind: 'cpu', now: now.cpu, before: before.cpu } : undefined;
}

/** Cache: the nodes with waiting weight, ascending, so that splitAt can skip subtrees that do not wait. */
const waitingNodes = new WeakMap<PairedProfile['waiting'], Int32Array>();
const NO_WAITS: number[] = CATEGORIES.map(() => 0);

function nodesOf(waiting: PairedProfile['waiting']): Int32Array {
  const known = waitingNodes.get(waiting);
  if (known) {
    return known;
  }
  const columns = waiting.flatMap((column) => column?.nodes ?? []);
  const end = columns.reduce((most, nodes) => Math.max(most, nodes[nodes.length - 1] + 1), 0);
  const waits = new Uint8Array(end);
  columns.forEach((nodes) => nodes.forEach((node) => (waits[node] = 1)));
  const nodes = new Int32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (let node = 0; node < end; node++) {
    if (waits[node]) {
      nodes[at++] = node;
    }
  }
  // Where frames were taken out, a node may wait for several things.
  const distinct = nodes.subarray(0, at);
  waitingNodes.set(waiting, distinct);
  return distinct;
}

/** What a split is made of, all of the same stacks: weights in the unit of what 100 % is. */
export interface SplitSums {
  cpu: number;
  /** Of wall time, measured or CPU + off-CPU, of off-CPU time, or of CPU time where no other is known. */
  total: number;
  waiting: readonly number[];
  /** Stacks of a wall profile whose runtime hides whether they run or wait. */
  unsure: number;
}

/** How a time splits, by what its parts are known from. */
export function splitOf(evidence: Evidence, { cpu, total, waiting, unsure }: SplitSums): Split {
  const waits = waiting.reduce((sum, weight) => sum + weight, 0);
  switch (evidence) {
    case 'cpu+wall': {
      // Under one frame two samplers may count more CPU than wall: no part is more than the whole.
      const onCpu = Math.min(cpu, total);
      return { total, onCpu, waiting, unattributed: total - onCpu - waits };
    }
    case 'cpu+offcpu':
      return { total, onCpu: cpu, waiting, unattributed: total - cpu - waits };
    case 'wall':
      return { total, onCpu: total - waits - unsure, waiting, unattributed: unsure };
    case 'cpu':
      return { total, onCpu: total - waits, waiting, unattributed: 0 };
    case 'offcpu':
    case 'other':
      return { total, onCpu: 0, waiting, unattributed: evidence === 'other' ? 0 : total - waits };
  }
}

/** The split of all stacks. */
export function wholeOf({ evidence, cpu, wallTime, waiting, unsure }: PairedProfile<StackTree>): Split {
  const running = cpu ? grandTotal(cpu.weights) : 0;
  const all = (column: SparseWeights | undefined) => column?.sums.at(-1) ?? 0;
  return splitOf(evidence, {
    cpu: running,
    total: wallTime ? grandTotal(wallTime.weights) : running,
    waiting: waiting.map(all),
    unsure: all(unsure),
  });
}

export function splitAt(paired: PairedProfile, node: NodeIndex): Split {
  const { tree, evidence } = paired;
  const cpu = paired.cpu ? totalOf(tree, paired.cpu.weights, node) : 0;
  return splitOf(evidence, {
    cpu,
    total: paired.wallTime ? totalOf(tree, paired.wallTime.weights, node) : cpu,
    waiting: anyUnder(tree, nodesOf(paired.waiting), node)
      ? paired.waiting.map((column) => (column ? sparseTotalOf(tree, column, node) : 0))
      : NO_WAITS,
    unsure: paired.unsure ? sparseTotalOf(tree, paired.unsure, node) : 0,
  });
}
