import {
  type CounterEvent,
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
} from './analysis';
import {
  type Attach,
  buildCallTree,
  type CallTree,
  type Clock,
  type Problem,
  type Profile,
  type Weights,
  weightsOf,
} from './profile';
import { type CounterReading, type Read, type ReadOptions, readSource, type Source, withLabels } from './readers';

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
    errors.push(...problems.map((problem) => ({ ...problem, refId: input.refId })));
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
  self: Float64Array;
  total: number;
  unit: string;
  /** Whether the role was told, or is what the stacks look like. */
  certain: boolean;
  /** Whether the unit comes from the file or from an option. */
  unitNamed: boolean;
  /** The time unit that figures without one were taken for, and its ns. */
  takenAs?: string;
  factor: number;
}

const isBaseline = ({ baseline, role }: ProfileInput) => baseline === true || role === 'baseline';

/** Steps 3 to 6 of the way of the data: one tree, pair, classify. Pure. */
export function prepare({ instances, errors: readErrors }: ReadInputs, settings: Settings = {}): Prepared {
  const { rules, errors: ruleErrors } = compileRules(settings.rules ?? []);
  const warnings: QueryProblem[] = instances.flatMap(({ input, read }) =>
    read.warnings.map((warning) => ({ ...warning, refId: input.refId }))
  );
  const options = settings.rollUp ?? AS_RECORDED;
  const grouped = settings.groupBy;
  const profiles = instances.map(({ read }) => {
    const profile = rollUp(read.profile, options);
    return grouped ? groupByLabel(profile, grouped) : profile;
  });
  const { tree, attach } = buildCallTree(profiles);
  const facts = tree.symbols.map((symbol) => symbolFacts(symbol.name, rules));
  const members = membersOf(instances, profiles, attach, settings.filter);
  const unfiltered = mainTotal(members);
  if (settings.stacks?.some(({ keep }) => keep !== 'hide')) {
    const kept = keptNodes(tree, settings.stacks);
    for (const member of members) {
      member.self = member.self.map((w, node) => (kept[node] ? w : 0));
      member.total = member.self.reduce((sum, w) => sum + w, 0);
    }
  }

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
      const weights =
        settings.hideIdle && kind !== 'cpu'
          ? weightsOf(found.weights.self.map((w, node) => (waits.category[node] === IDLE ? 0 : w)))
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

  const { roles: roleInputs, paired } = pairOf(members.filter(({ baseline }) => !baseline));
  const differential = members.filter(({ profile, baseline }) => !baseline && profile.baseline !== undefined);
  if (differential.length) {
    warnings.push({ message: 'A differential answer: the right (newer) side is drawn, the left one is the baseline.' });
  }
  const before = pairOf([
    ...members.filter(({ baseline }) => baseline),
    ...differential.map((member): Member => {
      const self = member
        .attach(member.profile.baseline!, settings.filter && keepLabel(member.profile, settings.filter))
        .map((w) => w * member.factor);
      return { ...member, self, total: self.reduce((sum, w) => sum + w, 0) };
    }),
  ]).paired;
  const waitRole = roleInputs.wall || roleInputs.offCpu ? waitingRole(roleInputs) : undefined;
  const sites = waitRole ? waitSites(tree, waitRole, facts) : [];
  const events = eventProfiles(instances, profiles, attach, settings.filter);
  const hidden = paired && hiddenNodes(paired, before, settings.stacks ?? [], options.collapseChains);
  const shown = hidden && contractor(tree, hidden);
  return {
    paired: paired && shown ? shown.paired(paired) : paired,
    before: before && shown ? shown.paired(before) : before,
    sites: shown ? sites.map((site) => ({ ...site, node: shown.toNew[site.node] })) : sites,
    queries: reportQueries(members),
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
    folded: hidden ? hidden.reduce((sum, h) => sum + h, 0) : 0,
    hidden: unfiltered > 0 && paired ? 1 - splitAt(paired, 0).total / unfiltered : 0,
    warnings,
    errors: [...ruleErrors, ...readErrors],
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
        self,
        total: self.reduce((sum, w) => sum + w, 0),
        unit: profile.valueTypes[index].unit,
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

/** What shares are of: wall time, CPU + off-CPU, or the one kind of time that is there. */
function mainTotal(members: Member[]): number {
  const sum = (role: Role) => members.reduce((all, m) => all + (m.role === role && !m.baseline ? m.total : 0), 0);
  return sum('wall') || sum('offcpu') + sum('cpu') || sum('other');
}

function keepLabel(profile: Profile, { label, value }: { label: string; value: string }): (sample: number) => boolean {
  const column = profile.labels.find(({ name }) => name === label);
  const wanted = column?.values.indexOf(value) ?? -1;
  return (sample) => wanted >= 0 && column!.index[sample] === wanted;
}

function reportQueries(members: Member[]): QueryReport[] {
  const reports = new Map<string, QueryReport & { reads: Set<Read> }>();
  for (const { refId, role: measured, origin, baseline, read, profile, index, unit, total } of members) {
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
