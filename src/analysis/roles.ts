import { type Profile, type ValueType } from '../profile';
import { CATEGORIES, classifyStack, type StackView, type SymbolFacts, symbolFacts } from './waits';

/**
 * What a query's figures are. `baseline` and `counter` belong to later comparisons; `other` is a profile that is neither
 * on-CPU, wall nor off-CPU time (memory, contention by releaser …) and takes no part in the sums.
 */
export const ROLES = ['cpu', 'wall', 'offcpu', 'baseline', 'counter', 'other'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABEL: Record<Role, string> = {
  cpu: 'CPU',
  wall: 'Wall',
  offcpu: 'Off-CPU',
  baseline: 'Baseline',
  counter: 'Counter',
  other: 'Other',
};

/** How the role is known, for the chip: `A: CPU (detected)`. */
export type RoleOrigin = 'set' | 'detected' | 'assumed';

export interface RoleHints {
  /** `name:sampleType:sampleUnit:periodType:periodUnit[:delta]` of Pyroscope and Parca, variables replaced. */
  profileTypeId?: string;
  /** Names in order of trust: column, frame, alias, query text. */
  names?: string[];
  refId?: string;
}

/**
 * The profile type id says what was sampled, with traps: the wall profile that Go's fgprof uploads carries the name
 * process_cpu (its period is `wallclock`), Node's `wall:cpu` is CPU time, Parca Agent's `wallclock` is off-CPU time.
 * What no id can tell: Python's wall sampling (oncpu=False) is filed under the CPU id; the role is set by hand there.
 */
export function roleOfProfileType(id: string): Role | undefined {
  const [name = '', sampleType = '', , periodType = ''] = id.toLowerCase().split(':');
  if (!sampleType) {
    return undefined;
  }
  if (/^off_?cpu$/.test(name) || /^off_?cpu$/.test(sampleType)) {
    return 'offcpu';
  }
  if (name.startsWith('parca') && sampleType === 'wallclock') {
    return 'offcpu';
  }
  if (periodType === 'wallclock' || name === 'fgprof' || sampleType === 'wall' || sampleType === 'wallclock') {
    return 'wall';
  }
  if (/^(mutex|block|lock|contention|memory|alloc|heap|goroutines?|threads?|exceptions?)/.test(name)) {
    return 'other';
  }
  if (sampleType === 'cpu' || name === 'process_cpu' || periodType === 'cpu') {
    return 'cpu';
  }
  return name === 'wall' ? 'wall' : 'other';
}

const NAME_HINTS: Array<[Role, RegExp]> = [
  ['offcpu', /off[-_ ]?cpu|blocked/i],
  ['wall', /wall|fgprof|elapsed/i],
  ['cpu', /(^|[^a-z])(on[-_ ]?)?cpu/i],
];

export function roleOfName(name: string): Role | undefined {
  return NAME_HINTS.find(([, pattern]) => pattern.test(name))?.[0];
}

/** On-CPU sampling events of perf, whose weight is no time. */
const CPU_EVENTS = /^(?:cycles|cpu-cycles|ref-cycles|task-clock|cpu-clock|cpu_(?:core|atom)\/cycles)/;
const COUNTER_EVENTS =
  /^(?:instructions|cache-|branch|bus-cycles|stalled-|LLC-|L1-|[id]TLB-|page-faults|context-switches)/;

/** What a value type of a file measures, where its name says so: pprof sample types, perf events, our readers' names. */
export function roleOfValueType({ type }: ValueType, periodType = ''): Role | undefined {
  const name = type.toLowerCase();
  if (/^off_?cpu$/.test(name)) {
    return 'offcpu';
  }
  if (name === 'wall' || name === 'wallclock' || (periodType === 'wallclock' && /^(?:time|samples)$/.test(name))) {
    return 'wall';
  }
  // A dump is a snapshot of all threads, running or not: wall time by one sample a thread.
  if (name === 'goroutines' || name === 'threads') {
    return 'wall';
  }
  if (name === 'cpu' || CPU_EVENTS.test(name) || (periodType === 'cpu' && name === 'samples')) {
    return 'cpu';
  }
  if (COUNTER_EVENTS.test(type)) {
    return 'counter';
  }
  return /^(?:delay|contentions|contended|lock|waited|inuse_|alloc|objects|exceptions)/.test(name)
    ? 'other'
    : undefined;
}

/** One weight of a profile and what it measures. */
export interface RoleWeight {
  role: Role;
  /** Index of the value type. */
  index: number;
}

const TIMES = new Set<Role>(['cpu', 'wall', 'offcpu']);

/**
 * The roles that a profile takes. A role set by hand takes the value type that fits it; then the query's profile type
 * decides, then the value types of the file (two kinds of time in one file, such as CPU and off-CPU, are two roles), then
 * names, then what the stacks end in. Empty: nothing tells.
 */
export function rolesOf(profile: Profile, hints: RoleHints, set?: Role): RoleWeight[] {
  const { valueTypes, periodType, primary } = profile;
  const told = valueTypes.map((type) => roleOfValueType(type, periodType));
  const fitting = (role: Role) => (told[primary] === role || !told.includes(role) ? primary : told.lastIndexOf(role));
  const byId = hints.profileTypeId ? roleOfProfileType(hints.profileTypeId) : undefined;
  const known = set ?? byId;
  if (known) {
    return [{ role: known, index: fitting(known) }];
  }
  const times = [...new Set(told.filter((role): role is Role => role !== undefined && TIMES.has(role)))];
  if (times.length > 1) {
    return times.map((role) => ({ role, index: fitting(role) }));
  }
  const role = told[primary] ?? detectRole(hints) ?? roleOfContent(profile);
  return role ? [{ role, index: primary }] : [];
}

/** The role by id, then by names, then by refId; undefined where nothing tells. */
export function detectRole({ profileTypeId, names = [], refId = '' }: RoleHints): Role | undefined {
  const byId = profileTypeId ? roleOfProfileType(profileTypeId) : undefined;
  if (byId) {
    return byId;
  }
  for (const name of [...names, refId]) {
    const role = name ? roleOfName(name) : undefined;
    if (role) {
      return role;
    }
  }
  return undefined;
}

/** Wall profiles of real services wait for more than half of the time; a CPU profile never does. */
const WAITING_SHARE = 0.25;
/** Off-CPU recorders see nothing but threads that were switched out. */
const SWITCHED_SHARE = 0.98;
const SWITCH =
  /^(?:__schedule|schedule|finish_task_switch|preempt_schedule\w*)(?:\.isra\.\d+|_\[k\]|\+0x[0-9a-f]+|\+\d+)*$/;
const NO_WAITS = new Set((['cpu', 'gc', 'scheduler', 'unknown-wait'] as const).map((name) => CATEGORIES.indexOf(name)));

/**
 * The role by what the stacks end in; undefined where they do not wait: that may be CPU, or wall of a busy loop. Garbage
 * collection, the scheduler and bare system calls occur in CPU profiles too, so they tell nothing.
 */
export function roleOfContent({ strings, frames, stacks, samples, primary }: Profile): Role | undefined {
  const facts = new Map<number, SymbolFacts>();
  const factsOf = (frame: number) => {
    const known = facts.get(frame) ?? symbolFacts(strings[frames.name[frame]], [], strings[frames.file[frame]]);
    facts.set(frame, known);
    return known;
  };
  const path: number[] = [];
  const view: StackView = { length: 0, facts: (fromLeaf) => factsOf(stacks.frame[path[fromLeaf]]) };
  let all = 0;
  let waiting = 0;
  let switched = 0;
  for (let i = 0; i < samples.length; i++) {
    const weight = samples.weights[primary][i];
    all += weight;
    path.length = 0;
    for (let stack = samples.stack[i]; stack >= 0 && path.length < MAX_DEPTH; stack = stacks.prefix[stack]) {
      path.push(stack);
    }
    view.length = path.length;
    // A leaf of rank 0 (gopark, schedule) proves that the thread was switched out, whatever it waits for.
    const parked = path.length > 0 && view.facts(0).entry?.rank === 0;
    if (parked || (path.length && !NO_WAITS.has(classifyStack(view, 'wall').category))) {
      waiting += weight;
    }
    if (path.length && SWITCH.test(strings[frames.name[stacks.frame[path[0]]]].slice(0, 200))) {
      switched += weight;
    }
  }
  if (all > 0 && switched >= all * SWITCHED_SHARE) {
    return 'offcpu';
  }
  return waiting > all * WAITING_SHARE ? 'wall' : undefined;
}

/** Frames looked at from the leaf: waits are not deeper. */
const MAX_DEPTH = 300;

/** Queries that nothing tells about: the first takes the CPU role if it is free, the next wall, the rest `other`. */
export function assumeRoles<T extends { role?: Role; refId: string }>(queries: T[]): Role[] {
  const taken = new Set(queries.map((q) => q.role));
  const byRef = new Map<string, Role>();
  return queries.map((query) => {
    if (query.role) {
      return query.role;
    }
    const known = byRef.get(query.refId);
    if (known) {
      return known;
    }
    const role = (['cpu', 'wall'] as const).find((candidate) => !taken.has(candidate)) ?? 'other';
    taken.add(role);
    byRef.set(query.refId, role);
    return role;
  });
}
