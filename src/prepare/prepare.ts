import {
  type Beside,
  type CauseChange,
  type CauseContext,
  causeContext,
  type CounterEvent,
  diagnose,
  diagnoseChange,
  type Diagnosis,
  type JudgedRole,
  markOwnWorkers,
  type NameTest,
  codeOfTree,
  runs,
  type SampleCounts,
  type ThreadTime,
  type TreeCode,
  type EventProfiles,
  eventOfName,
  IDLE,
  keptNodes,
  assumeRoles,
  classifyWaits,
  type CompiledUserRule,
  compilePattern,
  type PairedProfile,
  pairModes,
  type Role,
  type RoleHints,
  type RoleInputs,
  contractor,
  foldLibraries,
  groupByLabel,
  hiddenNodes,
  type RoleOrigin,
  rolesOf,
  sameSampler,
  settleRoles,
  type RollUpOptions,
  AS_RECORDED,
  rollUp,
  splitAt,
  type StackFilter,
  type StackKind,
  symbolFacts,
  timeUnits,
  type UserRule,
  type WaitSite,
  waitingRole,
  waitSites,
} from '../analysis';
import {
  type Attach,
  buildCallTree,
  type CallTree,
  pathNames,
  type Clock,
  type Problem,
  type Profile,
  type Weights,
  weightsOf,
} from '../profile';
import { type CounterReading, type Read, type ReadOptions, readSource, type Source, withLabels } from '../readers';

/** One frame or file. Several inputs of one query are instances and are added up. */
export interface ProfileInput {
  refId: string;
  source: Source;
  /** Set by hand. */
  role?: Role;
  /** Of another time: what the others are compared with. */
  baseline?: boolean;
  hints?: RoleHints;
  options?: ReadOptions;
  /** Labels that hold for all of it. */
  labels?: Array<[string, string]>;
}

/** A problem and the query it belongs to. */
export interface QueryProblem extends Problem {
  refId?: string;
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
  instances: number;
  dropped: number;
  /** Share of the total that the source cut off at its node limit. */
  truncated: number;
  /** Value types that the query holds anything of, the shown one first. */
  valueTypes: string[];
  /** When it was recorded, in ms of the samples' clock, where they have times. */
  recorded?: { from: number; to: number; clock: Clock };
}

/** A label of the samples and how much of the time each of its values has. */
export interface LabelReport {
  name: string;
  values: Array<{ value: string; total: number; share: number }>;
}

export interface Prepared {
  paired?: PairedProfile;
  /** The baseline on the same tree. */
  before?: PairedProfile;
  sites: WaitSite[];
  /** What takes the time, the likeliest cause first; against `before`, what changed. Nodes are of the tree before frames were taken out. */
  diagnosis: Diagnosis;
  changes: CauseChange[];
  /** Where in `paired.tree` a node of a cause is. */
  shownNode(node: number): number;
  /** Names of the path to a frame where nothing is folded; of a bar of folded frames, to its caller. */
  unfolded(node: number): string[];
  queries: QueryReport[];
  labels: LabelReport[];
  counters: Array<{ refId: string; readings: CounterReading[] }>;
  /** Stacks sampled on hardware events. */
  events: EventProfiles;
  /** Waits for kernel locks by the function that asked for the lock (`perf lock`): over all call paths. */
  kernelLocks: Map<number, { wait: number; contended: number }>;
  /** Share of the time that filters on stacks leave out. */
  hidden: number;
  /** Frames taken out of their stacks by `hide` filters and collapsed chains; no time is left out by it. */
  folded: number;
  warnings: QueryProblem[];
  /** Inputs that could not be read at all; the others are drawn. */
  errors: QueryProblem[];
  matchedByRule: number[];
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
  /** Stacks to keep; shares are then of what is kept, and how much that is stands in `hidden`. */
  stacks?: StackFilter[];
  /** Leave out stacks that wait as expected. */
  hideIdle?: boolean;
  /** Every stack under the value of this label. */
  groupBy?: string;
  /** A regular expression (RE2) on names, files and modules that says what is the program's own; empty: the tables say. */
  myCode?: string;
  /** Frames that are not the program's own are folded to bars. */
  onlyMyCode?: boolean;
  /** What other queries of the panel say that bears on a cause. */
  beside?: Beside;
}

/** User rules that do not compile are reported and left out. */
export function compileRules(rules: UserRule[]): { rules: CompiledUserRule[]; errors: Problem[] } {
  const errors: Problem[] = [];
  const compiled = rules.flatMap((rule) => {
    if (!rule.pattern) {
      return [];
    }
    const test = compilePattern(rule.pattern);
    if (!test.ok) {
      errors.push({ ...test.problem, message: `Wait rule "${rule.pattern}": ${test.problem.message}` });
      return [];
    }
    return [{ test: test.value, category: rule.category, idle: rule.idle }];
  });
  return { rules: compiled, errors };
}

/** Undefined: whose code a frame is follows from the tables. A pattern that does not compile is reported and left out. */
export function compileMyCode(pattern: string): { mine?: NameTest; errors: Problem[] } {
  const test = pattern ? compilePattern(pattern) : undefined;
  return test && !test.ok
    ? { errors: [{ ...test.problem, message: `My code "${pattern}": ${test.problem.message}` }] }
    : { mine: test?.value, errors: [] };
}

/** An instance that could be read, not yet told what it measures. */
interface Instance {
  input: ProfileInput;
  read: Read;
}

export interface ReadInputs {
  instances: Instance[];
  errors: QueryProblem[];
}

/** Step 2: every input read. Depends on the data only, so that a change of view settings does not read again. */
export function readInputs(inputs: ProfileInput[]): ReadInputs {
  const instances: Instance[] = [];
  const errors: QueryProblem[] = [];
  for (const input of inputs) {
    const { reads, problems } = readSource(input.source, input.options);
    problems.forEach((problem) => errors.push({ ...problem, refId: input.refId }));
    for (const read of reads) {
      instances.push({ input, read: { ...read, profile: withLabels(read.profile, input.labels ?? []) } });
    }
  }
  return { instances, errors };
}

/** One weight of one instance. */
interface Member {
  refId: string;
  role: Role;
  origin: RoleOrigin;
  baseline: boolean;
  read: Read;
  profile: Profile;
  index: number;
  attach: Attach;
  /** Which of the profiles it is. */
  place: number;
  self: Float64Array;
  total: number;
  unit: string;
  /** No sample before any filter: it is reported and takes no part in the sums. */
  empty: boolean;
  /** Whether the role was told, or is what the stacks look like. */
  certain: boolean;
  /** Whether the unit comes from the file or from an option. */
  unitNamed: boolean;
  /** The time unit that figures without one were taken for, and its ns. */
  takenAs?: string;
  factor: number;
}

/** A thousand threads at 100 Hz for two minutes. */
const MAX_SAMPLES = 1e7;

/** How many samples a role's instances hold; undefined where one of them has summed its samples up. */
function sampleCounts(members: Member[]): SampleCounts | undefined {
  let total = 0;
  let byNode: Float64Array | undefined;
  for (const { profile, index, unit, read, attach, total: weight } of members) {
    const counted = profile.valueTypes.findIndex(({ type, unit: own }) => type === 'samples' && own === 'count');
    if (unit === 'count') {
      // Figures without a unit may be nanoseconds: nobody takes so many samples.
      if (UNITLESS.has(read.format.id) && weight > MAX_SAMPLES) {
        return undefined;
      }
      total += weight;
    } else if (counted >= 0) {
      total += profile.samples.weights[counted].reduce((sum, n) => sum + n, 0);
    } else if (!read.format.aggregated) {
      const own = attach(index, undefined, true);
      total += own.reduce((sum, n) => sum + n, 0);
      byNode = members.length === 1 ? own : undefined;
    } else {
      return undefined;
    }
  }
  return members.length ? { total, byNode } : undefined;
}

/** More threads than this are not told apart one by one. */
const MAX_THREADS = 5000;

/** Time of each thread, where samples name theirs. */
function threadTimes(
  members: Member[],
  role: JudgedRole | undefined,
  nodesOfSamples: (p: number) => Int32Array
): ThreadTime[] {
  const times = new Map<string, ThreadTime>();
  for (const { profile, index, place } of members) {
    const column = profile.labels.find(({ name }) => /^thread(?:[ _.]?name)?$/i.test(name));
    if (!column || !role || column.values.length > MAX_THREADS) {
      continue;
    }
    const nodes = nodesOfSamples(place);
    const weights = profile.samples.weights[index];
    for (let i = 0; i < nodes.length; i++) {
      if (column.index[i] >= 0) {
        const name = column.values[column.index[i]];
        const time = times.get(name) ?? { name, total: 0, running: 0 };
        time.total += weights[i];
        time.running += runs(role, nodes[i]) ? weights[i] : 0;
        times.set(name, time);
      }
    }
  }
  return [...times.values()];
}

/** Types of contention profiles that are booked where a lock is let go (Go mutex) or was had (perf lock). */
const CONTENTION = /^(?:delay|contentions?|lock wait|contended)$/;

/** Who lets go of contended locks: the program's functions of a contention profile among the queries. */
function contention(members: Member[], tree: CallTree, { user }: TreeCode): NonNullable<Beside['contention']> {
  const sums = new Map<number, number>();
  let whole = 0;
  for (const { role, profile, index, self } of members) {
    if (role !== 'other' || !CONTENTION.test(profile.valueTypes[index].type)) {
      continue;
    }
    for (let node = 1; node < tree.length; node++) {
      whole += self[node];
      if (self[node] > 0 && user[node] > 0) {
        sums.set(tree.frame[user[node]], (sums.get(tree.frame[user[node]]) ?? 0) + self[node]);
      }
    }
  }
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .map(([symbol, sum]) => ({ site: tree.symbols[symbol].name, share: sum / whole }));
}

const isBaseline = ({ baseline, role }: ProfileInput) => baseline === true || role === 'baseline';

/** Steps 3 to 6 of the way of the data: one tree, pair, classify. Pure. */
export function prepare({ instances, errors: readErrors }: ReadInputs, settings: Settings = {}): Prepared {
  const { rules, errors: ruleErrors } = compileRules(settings.rules ?? []);
  const { mine, errors: mineErrors } = compileMyCode(settings.myCode ?? '');
  const warnings: QueryProblem[] = instances.flatMap(({ input, read }) =>
    read.warnings.map((warning) => ({ ...warning, refId: input.refId }))
  );
  const options = settings.rollUp ?? AS_RECORDED;
  const grouped = settings.groupBy;
  const profiles = instances.map(({ read }) => {
    const profile = rollUp(read.profile, options);
    return grouped ? groupByLabel(profile, grouped) : profile;
  });
  const { tree, attach, nodesOfSamples } = buildCallTree(profiles);
  const facts = tree.symbols.map((symbol) => symbolFacts(symbol.name, rules, symbol.file));
  const answered = membersOf(instances, profiles, attach, settings.filter);
  const members = answered.filter(({ empty }) => !empty);
  const unfiltered = totalsOf(members);
  if (settings.stacks?.some(({ keep }) => keep !== 'hide')) {
    const kept = keptNodes(tree, settings.stacks);
    for (const member of members) {
      member.self = member.self.map((w, node) => (kept[node] ? w : 0));
      member.total = member.self.reduce((sum, w) => sum + w, 0);
    }
  }

  const code = codeOfTree(tree, mine);
  const contextOf = (own: Member[], roles: RoleInputs, paired: PairedProfile): CauseContext => {
    const waits = waitingRole(roles);
    const waitRole: Role = roles.wall ? 'wall' : 'offcpu';
    const ofRole = (role: Role) => own.filter((member) => member.role === role);
    const counts = { cpu: sampleCounts(ofRole('cpu')), waiting: sampleCounts(ofRole(waitRole)) };
    const sites = roles.wall || roles.offCpu ? waitSites(tree, waits!, facts, code, counts.waiting?.byNode) : [];
    return causeContext({
      paired,
      cpu: roles.cpu,
      waiting: roles.wall || roles.offCpu ? waits : undefined,
      sites,
      facts,
      code,
      counts,
      threads: {
        cpu: threadTimes(ofRole('cpu'), roles.cpu, nodesOfSamples),
        waiting: threadTimes(ofRole(waitRole), waits, nodesOfSamples),
      },
      beside: { ...settings.beside, contention: contention(own, tree, code) },
    });
  };

  /** The sum over all instances of a role; instances in another unit than the first are left out, and it is said. */
  const roleWeights = (own: Member[], role: Role): { weights: Weights; unit: string } | undefined => {
    if (!own.length) {
      return undefined;
    }
    const unit = (own.find(({ total }) => total > 0) ?? own[0]).unit;
    if (own.length === 1) {
      return { weights: weightsOf(own[0].self), unit };
    }
    const sum = new Float64Array(tree.length);
    for (const member of own) {
      if (member.unit !== unit && member.total > 0) {
        warnings.push({
          refId: member.refId,
          message: `Its unit is ${member.unit || 'not named'}, that of the other ${role} profiles ${unit}: it was left out.`,
        });
        continue;
      }
      for (let node = 0; node < sum.length; node++) {
        sum[node] += member.self[node];
      }
    }
    return { weights: weightsOf(sum), unit };
  };
  const pairOf = (own: Member[]): { roles: RoleInputs; paired?: PairedProfile } => {
    const ofRole = (role: Role) => own.filter((member) => member.role === role);
    const judged = (role: Role, kind: StackKind) => {
      const found = roleWeights(ofRole(role), role);
      if (!found) {
        return undefined;
      }
      const waits = classifyWaits(tree, found.weights, kind, facts, grouped ? 1 : 0);
      if (kind !== 'cpu') {
        markOwnWorkers(tree, { ...found, waits }, code);
      }
      const weights =
        settings.hideIdle && kind !== 'cpu'
          ? weightsOf(found.weights.self.map((w, node) => (waits.category[node] === IDLE || waits.idle[node] ? 0 : w)))
          : found.weights;
      return { ...found, weights, waits };
    };
    const roles: RoleInputs = {
      cpu: judged('cpu', 'cpu'),
      wall: judged('wall', 'wall'),
      offCpu: judged('offcpu', 'offcpu'),
      taken: own.flatMap(({ refId, takenAs }) => (takenAs ? { query: refId, unit: takenAs } : [])),
    };
    const [cpus, walls] = [ofRole('cpu'), ofRole('wall')];
    roles.sameSamples =
      roles.cpu &&
      roles.wall &&
      ((cpus.length === walls.length && cpus.every((cpu, i) => ofSameSamples(cpu, walls[i]))) ||
        sameSampler(roles.cpu, roles.wall));
    if (!roles.cpu && !roles.wall && !roles.offCpu) {
      roles.other = judged('other', 'cpu');
    }
    const any = roles.cpu ?? roles.wall ?? roles.offCpu ?? roles.other;
    return { roles, paired: any && pairModes(tree, roles) };
  };

  const todays = members.filter(({ baseline }) => !baseline);
  const { roles: roleInputs, paired } = pairOf(todays);
  const differential = answered.filter(({ profile, baseline }) => !baseline && profile.baseline !== undefined);
  const left = differential.filter(({ profile }) => holdsWeight(profile, profile.baseline));
  if (differential.length) {
    warnings.push({
      message: left.length
        ? 'A differential answer: the right (newer) side is drawn, the left one is the baseline.'
        : 'A differential answer whose left (older) side has no samples: there is nothing to compare with.',
    });
  }
  const earlier = [
    ...members.filter(({ baseline }) => baseline),
    ...left.map((member): Member => {
      const self = member
        .attach(member.profile.baseline!, settings.filter && keepLabel(member.profile, settings.filter))
        .map((w) => w * member.factor);
      return { ...member, self, total: self.reduce((sum, w) => sum + w, 0) };
    }),
  ];
  const { roles: earlierInputs, paired: before } = pairOf(earlier);
  const today = paired && contextOf(todays, roleInputs, paired);
  const sites = today?.sites ?? [];
  /** Only of the profiles that both times have: what one of them lacks would come out as new, or gone. */
  const changesOf = (): CauseChange[] => {
    const shared = (own: Member[], roles: RoleInputs, others: RoleInputs) => {
      const kept: RoleInputs = { sameSamples: roles.sameSamples };
      MEASURED.forEach((role) => (kept[role] = others[role] && roles[role]));
      return contextOf(own, kept, pairModes(tree, kept));
    };
    return paired!.evidence === before!.evidence
      ? diagnoseChange(today!, contextOf(earlier, earlierInputs, before!))
      : MEASURED.some((role) => roleInputs[role] && earlierInputs[role])
        ? diagnoseChange(shared(todays, roleInputs, earlierInputs), shared(earlier, earlierInputs, roleInputs))
        : [];
  };
  const events = eventProfiles(instances, profiles, attach, settings.filter);
  const taken = paired && hiddenNodes(paired, before, settings.stacks ?? [], options.collapseChains);
  const folding = paired && settings.onlyMyCode ? foldLibraries(tree, code, taken) : undefined;
  const hidden = folding?.hidden ?? taken;
  const shown = hidden && contractor(tree, hidden, folding);
  return {
    paired: paired && shown ? shown.paired(paired) : paired,
    before: before && shown ? shown.paired(before) : before,
    diagnosis: today ? diagnose(today) : { causes: [], nothing: false, profiler: 0 },
    changes: paired && before ? changesOf() : [],
    shownNode: (node) => (shown ? shown.toNew[node] : node),
    unfolded: (node) => {
      const first = shown ? shown.toNew.indexOf(node) : node; // preorder: the outermost of those that became one
      return pathNames(tree, folding && folding.frame[first] !== tree.frame[first] ? tree.parent[first] : first);
    },
    sites: shown ? sites.map((site) => ({ ...site, node: shown.toNew[site.node] })) : sites,
    queries: reportQueries(answered),
    labels: reportLabels(members),
    counters: instances.flatMap(({ input, read }) =>
      read.counters?.length ? [{ refId: input.refId, readings: read.counters }] : []
    ),
    kernelLocks: kernelLocks(tree, instances, profiles, attach),
    events: shown
      ? new Map(
          [...events].map(([event, e]) => [
            event,
            { weights: shown.weights(e.weights), counts: e.counts && shown.weights(e.counts) },
          ])
        )
      : events,
    folded: taken ? taken.reduce((sum, h) => sum + h, 0) : 0,
    hidden: paired ? hiddenShare(paired, unfiltered, settings) : 0,
    warnings,
    errors: [...ruleErrors, ...mineErrors, ...readErrors],
    matchedByRule: rules.map((rule) => tree.symbols.filter((symbol) => rule.test(symbol.name)).length),
  };
}

/** Steps 2 to 6 at once. */
export const prepareProfile = (inputs: ProfileInput[], settings?: Settings): Prepared =>
  prepare(readInputs(inputs), settings);

/** CPU samples without any wall time are of another sampler, be it in the same file; a thousandth is rounding. */
function ofSameSamples(cpu: Member, wall: Member): boolean {
  if (cpu.profile !== wall.profile) {
    return false;
  }
  const [running, elapsed] = [cpu, wall].map(({ profile, index }) => profile.samples.weights[index]);
  const sum = (weights: Float64Array) => weights.reduce((all, weight) => all + weight, 0);
  return sum(running.map((weight, i) => (elapsed[i] > 0 ? 0 : weight))) <= sum(running) / 1000;
}

function membersOf(instances: Instance[], profiles: Profile[], attach: Attach[], filter: Settings['filter']): Member[] {
  const told = instances.map(({ input, read }, i) =>
    read.counters
      ? [{ role: 'counter' as const, index: 0, certain: true }]
      : rolesOf(
          profiles[i],
          { refId: input.refId, valueType: input.options?.valueType, ...input.hints },
          input.role === 'baseline' ? undefined : input.role
        )
  );
  const assumed = assumeRoles(instances.map(({ input }, i) => ({ refId: input.refId, role: told[i][0]?.role })));
  const members = instances.flatMap(({ input, read }, i) => {
    const profile = profiles[i];
    const origin: RoleOrigin = input.role ? 'set' : told[i].length ? 'detected' : 'assumed';
    const roles = told[i].length ? told[i] : [{ role: assumed[i], index: profile.primary, certain: false }];
    return roles.map(({ role, index, certain }): Member => {
      const self = attach[i](index, filter && keepLabel(profile, filter));
      return {
        refId: input.refId,
        role,
        origin,
        certain,
        baseline: isBaseline(input),
        read,
        profile,
        index,
        attach: attach[i],
        place: i,
        self,
        total: self.reduce((sum, w) => sum + w, 0),
        unit: profile.valueTypes[index].unit,
        empty: !read.counters && !holdsWeight(profile, index),
        unitNamed: !UNITLESS.has(read.format.id) || input.options?.unit !== undefined,
        factor: 1,
      };
    });
  });
  const settled = [false, true].flatMap((side) => settleRoles(members.filter(({ baseline }) => baseline === side)));
  return inTime(settled);
}

/** Formats whose figures have no unit unless an option names it. */
const UNITLESS = new Set(['folded', 'stack-table']);

/** Weights without a unit that must be time, in ns. */
function inTime(members: Member[]): Member[] {
  const units = timeUnits(
    members.map((member) => ({
      role: member.role,
      weights: member.profile.samples.weights[member.index],
      unit: member.unit,
      named: member.unitNamed,
    }))
  );
  return members.map((member, i) => {
    const { unit, factor } = units[i];
    return unit
      ? {
          ...member,
          self: member.self.map((w) => w * factor),
          total: member.total * factor,
          unit: 'nanoseconds',
          takenAs: unit,
          factor,
        }
      : member;
  });
}

const holdsWeight = ({ samples }: Profile, index: number | undefined): boolean =>
  index !== undefined && samples.weights[index].some((weight) => weight !== 0);

/**
 * Every value type that is a hardware event, whatever role its query has, added up over instances. A ratio's error needs the
 * number of samples: one a row where rows are samples, the weight itself where it counts samples; else it is not known.
 */
function eventProfiles(
  instances: Instance[],
  profiles: Profile[],
  attach: Attach[],
  filter: LabelFilter | undefined
): EventProfiles {
  const sums = new Map<CounterEvent, { weights: Float64Array; counts?: Float64Array }>();
  instances.forEach(({ read, input }, i) => {
    if (isBaseline(input)) {
      return;
    }
    const profile = profiles[i];
    const keep = filter && keepLabel(profile, filter);
    profile.valueTypes.forEach(({ type, unit }, index) => {
      const event = eventOfName(type);
      if (!event) {
        return;
      }
      const weights = attach[i](index, keep);
      const counts = unit === 'count' ? weights : read.format.aggregated ? undefined : attach[i](index, keep, true);
      const sum = sums.get(event);
      sums.set(event, {
        weights: sum ? sum.weights.map((w, node) => w + weights[node]) : weights,
        counts: sum ? sum.counts && counts && sum.counts.map((n, node) => n + counts[node]) : counts,
      });
    });
  });
  return new Map(
    [...sums].map(([event, { weights, counts }]) => [
      event,
      { weights: weightsOf(weights), counts: counts && weightsOf(counts) },
    ])
  );
}

function kernelLocks(
  tree: CallTree,
  instances: Instance[],
  profiles: Profile[],
  attach: Attach[]
): Prepared['kernelLocks'] {
  const locks: Prepared['kernelLocks'] = new Map();
  instances.forEach((_, i) => {
    const wait = profiles[i].valueTypes.findIndex(({ type }) => type === 'lock wait');
    if (wait < 0) {
      return;
    }
    const [waits, counts] = [attach[i](wait), attach[i](0)];
    for (let node = 1; node < tree.length; node++) {
      const owner = tree.frame[tree.parent[node]]; // the leaf names the lock's type
      if (waits[node] > 0 && owner >= 0) {
        const sum = locks.get(owner) ?? { wait: 0, contended: 0 };
        locks.set(owner, { wait: sum.wait + waits[node], contended: sum.contended + counts[node] });
      }
    }
  });
  return locks;
}

const MEASURED = ['cpu', 'wall', 'offCpu', 'other'] as const;

/** Sums by role of what is drawn now. */
function totalsOf(members: Member[]): Map<Role, number> {
  const totals = new Map<Role, number>();
  for (const { role, baseline, total } of members) {
    totals.set(role, (totals.get(role) ?? 0) + (baseline ? 0 : total));
  }
  return totals;
}

/** Share of the whole that filters on stacks leave out; the whole is what `total` of the pair is made of. */
function hiddenShare(paired: PairedProfile, totals: Map<Role, number>, { stacks, hideIdle }: Settings): number {
  const of = (...roles: Role[]) => roles.reduce((sum, role) => sum + (totals.get(role) ?? 0), 0);
  const whole: Record<PairedProfile['evidence'], number> = {
    'cpu+wall': of('wall'),
    'cpu+offcpu': of('cpu', 'offcpu'),
    wall: of('wall'),
    cpu: of('cpu'),
    offcpu: of('offcpu'),
    other: of('other'),
  };
  const all = whole[paired.evidence];
  const filtered = hideIdle || stacks?.some(({ keep }) => keep !== 'hide');
  return filtered && all > 0 ? 1 - splitAt(paired, 0).total / all : 0;
}

function keepLabel(profile: Profile, { label, value }: { label: string; value: string }): (sample: number) => boolean {
  const column = profile.labels.find(({ name }) => name === label);
  const wanted = column?.values.indexOf(value) ?? -1;
  return (sample) => wanted >= 0 && column!.index[sample] === wanted;
}

function reportQueries(members: Member[]): QueryReport[] {
  const reports = new Map<string, QueryReport & { reads: Set<Read> }>();
  for (const { refId, role: measured, origin, baseline, read, profile, index, unit, total, empty } of members) {
    // A file with both kinds of time is compared as one: its wall time holds its CPU time.
    if (baseline && measured === 'cpu' && members.some((m) => m.baseline && m.read === read && m.role === 'wall')) {
      continue;
    }
    const role = baseline ? 'baseline' : measured;
    const key = `${refId} ${role}`;
    const report = reports.get(key) ?? {
      refId,
      role,
      origin,
      format: read.format.label,
      unit,
      total: 0,
      measures: measured,
      empty: true,
      samples: 0,
      aggregated: read.format.aggregated === true,
      instances: 0,
      dropped: 0,
      truncated: 0,
      valueTypes: [index, ...profile.valueTypes.keys()]
        .filter((i) => i === index || samplesOf(profile, i) > 0)
        .map((i) => profile.valueTypes[i].type)
        .filter((t, i, all) => all.indexOf(t) === i),
      reads: new Set(),
    };
    reports.set(key, report);
    report.total += total;
    report.empty &&= empty;
    report.samples += read.counters?.length ?? samplesOf(profile, index);
    if (report.reads.has(read)) {
      continue; // another weight of the same file, such as the delays of the scheduler
    }
    report.reads.add(read);
    report.instances++;
    report.dropped += read.dropped;
    report.truncated += profile.truncated;
    report.recorded = spanOf(report.recorded, profile);
  }
  return [...reports.values()].map(({ reads: _, ...report }) => report);
}

/** From the first to the end of the last sample that has a time, in ms of the samples' clock; over all instances of one clock. */
function spanOf(known: QueryReport['recorded'], { samples, clock }: Profile): QueryReport['recorded'] {
  if (!samples.time || !clock || (known && known.clock !== clock)) {
    return known;
  }
  let [from, to] = known ? [known.from * 1e6, known.to * 1e6] : [Infinity, -Infinity];
  samples.time.forEach((time, i) => {
    const duration = samples.duration?.[i];
    from = time < from ? time : from;
    to = Math.max(to, Number.isFinite(time) ? time + (duration && duration > 0 ? duration : 0) : to);
  });
  return from <= to ? { from: from / 1e6, to: to / 1e6, clock } : known;
}

/** Samples with a weight of this type: one file can hold two kinds. */
function samplesOf({ samples, valueTypes }: Profile, index: number): number {
  return valueTypes.length === 1
    ? samples.length
    : samples.weights[index].reduce((count, weight) => count + (weight !== 0 ? 1 : 0), 0);
}

/** More values than this are ids of requests, which tell nothing apart for a reader. */
const MAX_LABEL_VALUES = 500;

/** Shares by label, of wall time where there is some: what a split would show. Labels with one value split nothing. */
function reportLabels(members: Member[]): LabelReport[] {
  const role = (['wall', 'offcpu', 'cpu'] as const).find((r) =>
    members.some((m) => !m.baseline && m.role === r && m.profile.labels.length)
  );
  const sums = new Map<string, Map<string, number>>();
  let all = 0;
  for (const { role: own, baseline, profile, index } of members) {
    if (own !== role || baseline) {
      continue;
    }
    const weights = profile.samples.weights[index];
    weights.forEach((weight) => (all += weight));
    for (const label of profile.labels) {
      const sum = sums.get(label.name) ?? new Map<string, number>();
      sums.set(label.name, sum);
      label.index.forEach((value, sample) => {
        if (value >= 0) {
          sum.set(label.values[value], (sum.get(label.values[value]) ?? 0) + weights[sample]);
        }
      });
    }
  }
  return [...sums]
    .filter(([, values]) => values.size > 1 && values.size <= MAX_LABEL_VALUES)
    .map(([name, values]) => ({
      name,
      values: [...values]
        .sort((a, b) => b[1] - a[1])
        .map(([value, total]) => ({ value, total, share: all ? total / all : 0 })),
    }));
}
