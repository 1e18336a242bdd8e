import {
  type BesideSeries,
  type CauseChange,
  type Code,
  type Contention,
  type Diagnosis,
  type EventProfiles,
  type Evidence,
  type KnownSites,
  type Message,
  type PairedProfile,
  type Role,
  type RoleHints,
  type RoleOrigin,
  type RollUpOptions,
  type Scope,
  type ScopedDiagnosis,
  type StackFilter,
  type TreeCode,
  type UserRule,
  type WaitSite,
  type Waker,
} from '../analysis';
import { type Clock, type CounterReading, type FrameInfo, type Problem, type NodeIndex, type Work } from '../profile';
import { type Read, type ReadOptions, type Source } from '../readers';

/** One frame or file. Several inputs of one query are instances and are added up. */
export interface ProfileInput {
  refId: string;
  source: Source;
  /** Set by hand. */
  role?: Role;
  /** Of another time: what the others are compared with. */
  baseline?: boolean;
  /** Which of the times that are added up it is of; inputs of one time are instances. */
  window?: string;
  hints?: RoleHints;
  options?: ReadOptions;
  /** Only its samples with this label are taken. */
  only?: LabelFilter;
  /** It answered as many rows as it may: what is beyond them is not in it. */
  cutAt?: number;
  /** Labels that hold for all of it. */
  labels?: Array<[string, string]>;
  /** Of off-CPU time: each event was recorded with this probability. */
  probability?: number;
}

/** A problem and the query it belongs to. */
export interface QueryProblem extends Problem {
  refId?: string;
  /** Nothing that is shown is less true for it. */
  minor?: true;
}

/** What became of one query: the chip and its tooltip. */
export interface QueryReport {
  refId: string;
  role: Role;
  origin: RoleOrigin;
  format: string;
  unit: string;
  total: number;
  /** What it measures; the same as `role` unless that is `baseline`. */
  measures: Role;
  /** Answered without a sample, before any filter: the role is absent, which is not the same as zero. */
  empty: boolean;
  /** Rows read: samples, or distinct stacks where the source has summed them up. */
  samples: number;
  aggregated: boolean;
  /** Of the window that has the most. */
  instances: number;
  /** Times that were asked for and are added up. */
  windows: number;
  dropped: number;
  /** Share of the total that the source cut off at its node limit. */
  truncated: number;
  /** Events were recorded with this probability: `total` is estimated, their sum over it. */
  probability?: number;
  /** Value types that the query holds anything of, the shown one first. */
  valueTypes: string[];
  /** When it was recorded, in ms of the samples' clock, where they have times; `bucket`: of the sums that they are. */
  recorded?: { from: number; to: number; clock: Clock; bucket?: number };
}

/** Two versions of the program among the samples. */
export interface VersionReport {
  label: string;
  before: string;
  now: string;
  /** How many more there are, which are in neither. */
  others: number;
  /** ms since 1970: when `now` was first seen, after `before`. Absent: no time tells which is older, they are in the order of the rows. */
  at?: number;
}

/** A label of the samples and how much of the time each of its values has. */
export interface LabelReport {
  name: string;
  values: Array<{ value: string; total: number; share: number }>;
}

/** Roles whose single samples stand on a time axis. */
export type TimedRole = 'cpu' | 'wall' | 'offcpu';

/**
 * Samples that have a time of their own, of all roles of the present, in order of time; what filters leave out is not in it. Columns:
 *
 *     time      ns of `clock`, when the sample was taken; of a wait, when it ended
 *     duration  ns that a wait or an event lasted, so that it began at time - duration; NaN where the source does not tell
 *     weight    in the unit of its role
 *     role      index into `roles`
 *     node      of the tree that is shown, -1 for the empty stack
 *     category  index into CATEGORIES: what it waits for, 0 on the CPU
 *     thread    index into `threads`, -1 where the source names none
 *     bucket    by role: ns from its time on that a row is a sum of; 0: rows are single samples
 */
export interface TimedSamples {
  clock: Clock;
  length: number;
  time: Float64Array;
  duration: Float64Array;
  weight: Float64Array;
  role: Uint8Array;
  roles: TimedRole[];
  node: Int32Array;
  category: Uint8Array;
  thread: Int32Array;
  threads: string[];
  bucket: number[];
}

/** Who holds what others wait for: a process or thread, by a function of its program where its stack has one. */
export interface Holder {
  name: string;
  /** The program's function that called it: a helper does it for several. */
  caller?: string;
  process: string;
  /** Known by the lock's address, by how long each held it; else by the wait itself. */
  byLock?: boolean;
  /** Of the time of which it is known. */
  share: number;
}

/** Who ends waits, with how much of them, and what that one waited for itself meanwhile. */
export interface WakeBranch extends Omit<Waker, 'share'> {
  /** The same for one waker in all trees. */
  key: string;
  /** In the weights' unit. Under another branch: so much of the waiting above goes by while the waker itself waits. */
  time: number;
  /** Waits, where they are single ones. */
  count?: number;
  /** The stack that most of it is ended in, root first; of an interrupt, what the kernel did. */
  stack: string[];
  /** The most first; empty: it worked, or nobody knows. */
  by: WakeBranch[];
}

export interface WakeTree {
  /** The most first. */
  branches: WakeBranch[];
  /** So many wakers are followed from a wait. */
  depth: number;
  /** Too much to follow all of it. */
  cut: boolean;
  /** Whether the data can tell who woke the waker: single waits with thread and time. */
  chained: boolean;
}

/** What there will be when all is read: which graphs can be chosen. */
export interface Promised {
  cpu: boolean;
  wallTime: boolean;
  evidence: Evidence;
}

export interface Prepared {
  /** Only boxes, for a first picture (prepare/outline.ts): no stack is judged, no figure is known, and what is promised follows. */
  unjudged?: Promised;
  paired?: PairedProfile;
  /** The baseline on the same tree. */
  baseline?: PairedProfile;
  sites: WaitSite[];
  /** Those of the baseline, where both times measure waits. */
  sitesBefore?: WaitSite[];
  /** How well a site's share of the time in a frame of the shown tree is known, by siteKey; of the present, or of the baseline. */
  sitesKnown(root: NodeIndex, before?: 'before'): KnownSites;
  /** What takes the time, the likeliest cause first; against `baseline`, what changed. Nodes are of the tree before frames were taken out. */
  diagnosis: Diagnosis;
  /** Undefined: nothing to compare with, or nothing in common; empty: no difference. */
  changes?: CauseChange[];
  /** The same of a zoomed frame, a mode, a category: worked out when it is asked for, once per scope. */
  diagnosing(scope: Scope): Work<ScopedDiagnosis>;
  /**
   * Single samples with a time, where there are any: the same ones as long as somebody looks at them. `everyTime`: those that
   * `Settings.times` leaves out, too, for what such times are chosen on.
   */
  timedSamples?(of?: { everyTime: true }): TimedSamples | undefined;
  /** Whether each of them is a sample, and none a sum over a time: only such tell when within a second, for how long, and in which thread. */
  areSingle?: boolean;
  /** Where in `paired.tree` a node of a cause is. */
  shownNode(node: NodeIndex): number;
  /** Names of the path to a frame where nothing is folded; of a bar of folded frames, to its caller. */
  unfolded(node: NodeIndex): string[];
  /** Whose code the frames of `paired.tree` are. Where frames were taken out its stacks are looked through, when it is first asked for. */
  shownCode(): TreeCode;
  /** Whose code a symbol of the tree is. */
  whoseCode(symbol: FrameInfo): Code['kind'];
  queries: QueryReport[];
  labels: LabelReport[];
  /** Where samples say which version they are of, and there are two. */
  versions?: VersionReport;
  /** Labels that have one and the same value in all samples. */
  sharedLabels: Map<string, string>;
  counters: Array<{ refId: string; readings: CounterReading[] }>;
  /** Stacks sampled on hardware events. */
  events: EventProfiles;
  /** Who stands in line for locks and who lets go of them, where contention profiles are among the queries. */
  contention?: Contention;
  /** Who ends the waits in [node, end) of the shown tree, the largest share first; absent where no wait names its waker. */
  wakersOf?(node: number, end: number): Waker[];
  /** The same with times, stacks, and who woke the waker; there where `wakersOf` is. */
  wakeTreeOf?(node: number, end: number): WakeTree;
  /** Who held what [node, end) of the shown tree stands in line for, the largest share first; absent where no recording names them. */
  heldBy?(node: number, end: number): Holder[];
  /** Waits for kernel locks by the function that asked for the lock (`perf lock`): over all call paths. */
  kernelLocks: Map<number, { wait: number; contended: number }>;
  /** Whether the scheduler's events tell what ran at once, and why not; absent where there are none. */
  elapsed?: { known: true } | { known: false; not: Message };
  /** Share of the time that filters on stacks leave out. */
  filteredShare: number;
  /** Frames taken out of their stacks by `hide` filters and collapsed chains; no time is left out by it. */
  removedFrames: number;
  warnings: QueryProblem[];
  /** Inputs that could not be read at all; the others are drawn. */
  errors: QueryProblem[];
}

/** A span of time of the samples' own clock in ns: from, inclusive, to, exclusive. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** Only the samples that carry this label. */
export interface LabelFilter {
  label: string;
  value: string;
}

export interface Settings {
  rules?: UserRule[];
  rollUp?: RollUpOptions;
  filter?: LabelFilter;
  /** Only samples of the present that were taken (of a wait: that ended) within one of these; samples without a time are left out, and it is said. */
  times?: TimeSpan[];
  /** Stacks to keep; shares are then of what is kept, and how much that is stands in `hidden`. */
  stacks?: StackFilter[];
  /** Leave out stacks that wait as expected. */
  hideIdle?: boolean;
  /** Weights of elapsed time, each moment once, where `Prepared.elapsed` says that it is known. */
  elapsed?: boolean;
  /** Every stack under the value of this label. */
  groupBy?: string;
  /** A regular expression (RE2) on names, files and modules that says what is the program's own; empty: the tables say. */
  myCode?: string;
  /** Frames that are not the program's own are folded to bars. */
  onlyMyCode?: boolean;
  /** What other queries of the panel say that bears on a cause. */
  beside?: BesideSeries;
}

/** A successfully read input whose role is not decided yet. */
export interface ReadInput {
  input: ProfileInput;
  read: Read;
}

export interface ReadInputs {
  instances: ReadInput[];
  errors: QueryProblem[];
}
