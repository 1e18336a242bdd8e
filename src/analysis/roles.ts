import { type Role, type RoleHints, roleOfProfileType, type RoleOrigin, SAMPLER_TOLERANCE } from './roleNames';
import { comparable, type Profile, unitOf, type ValueType } from '../profile';
import { CATEGORIES, type Category, classifyStack, CPU, type StackView, type SymbolFacts, symbolFacts } from './waits';

export * from './roleNames';

const NAME_HINTS: Array<[Role, RegExp]> = [
  ['offcpu', /off[-_ ]?cpu|blocked/i],
  ['wall', /wall|fgprof|elapsed/i],
  ['cpu', /(^|[^a-z])(on[-_ ]?)?cpu/i],
];

export function roleOfName(name: string): Role | undefined {
  return NAME_HINTS.find(([, pattern]) => pattern.test(name))?.[0];
}

/** On-CPU sampling events of perf, whose weight is no time, and the kernel's own count of a thread's time on the CPU. */
const CPU_EVENTS =
  /^(?:cycles|cpu-cycles|ref-cycles|task-clock|cpu-clock|cpu(?:_core|_atom)?\/(?:cpu-)?cycles|sched:sched_stat_runtime$)/;
/** A tracepoint is counted where it is hit: its samples are no time, whatever their stacks wait for. */
const TRACEPOINT = /^[\w-]+:[\w-]+$/;
const COUNTER_EVENTS =
  /^(?:instructions|cache-|branch|bus-cycles|stalled-|LLC-|L1-|[id]TLB-|page-faults|context-switches)/;

/**
 * Kinds of time by their names: pprof sample types of Go, Pyroscope and Datadog (`cpu-time`, `wall-time`; .NET and Node write
 * `cpu`, `wall`), `offcpu-time` of perf record --off-cpu (tools/perf/util/off_cpu.h), our readers' `off_cpu`.
 */
const TIME_NAMES: Array<[Role, RegExp]> = [
  ['offcpu', /^off[-_ ]?cpu(?:[-_ ]?(?:time|samples?))?$/],
  ['wall', /^wall(?:[-_ ]?clock)?(?:[-_ ]?(?:time|samples?))?$/],
  ['cpu', /^(?:on[-_ ]?)?cpu(?:[-_ ]?(?:time|samples?))?$/],
];
/** The scheduler's delays in ns, one tracepoint a kind (include/trace/events/sched.h). */
const SCHED_STAT = /^(?:sched:)?sched_stat_(sleep|iowait|blocked|wait|runtime)$/;

/** What a value type of a file measures, where its name says so: pprof sample types, perf events, our readers' names. */
export function roleOfValueType({ type, unit }: ValueType, periodType = ''): Role | undefined {
  const name = type.toLowerCase();
  const delay = SCHED_STAT.exec(name)?.[1];
  if (delay) {
    return delay === 'runtime' ? 'cpu' : 'offcpu';
  }
  // Parca's agent samples switches (period type `samples`) and calls their time `wallclock`. `go tool trace -pprof` knows
  // the time from when a goroutine stopped to when it went on.
  if ((name === 'wallclock' && periodType === 'samples') || (name === 'delay' && periodType === 'trace')) {
    return 'offcpu';
  }
  if (periodType === 'wallclock' && /^(?:time|samples)$/.test(name)) {
    return 'wall';
  }
  const time = TIME_NAMES.find(([, pattern]) => pattern.test(name))?.[0];
  if (time) {
    return time;
  }
  // A dump is a snapshot of all threads, running or not: wall time by one sample per thread.
  if (name === 'goroutines' || name === 'threads') {
    return 'wall';
  }
  if (CPU_EVENTS.test(name) || (periodType === 'cpu' && name === 'samples')) {
    return 'cpu';
  }
  if (COUNTER_EVENTS.test(type)) {
    return 'counter';
  }
  if (/^(?:delay|contentions?|contended|lock)(?![a-z])/.test(name)) {
    return 'contention';
  }
  return unitOf(unit).kind === 'bytes' ||
    TRACEPOINT.test(name) ||
    /^(?:waited|inuse_|alloc|heap|gpu|objects|exception)/.test(name)
    ? 'other'
    : undefined;
}

/** One weight of a profile and what it measures. */
export interface RoleOfValueType {
  role: Role;
  /** Index of the value type. */
  index: number;
  /** Told by a person, an id or a name; else by what the stacks end in, which may be wrong. */
  certain: boolean;
}

const TIMES = new Set<Role>(['cpu', 'wall', 'offcpu']);

/**
 * The roles that a profile takes. A role set by hand takes the value type that fits it; then the query's profile type
 * decides, then the value types of the file (two kinds of time in one file, such as CPU and off-CPU, are two roles), then
 * names, then what the stacks end in. A value type without any weight is never taken. Empty: nothing tells.
 */
export function rolesOf(profile: Profile, hints: RoleHints, set?: Role): RoleOfValueType[] {
  const { valueTypes, periodType, primary, samples } = profile;
  const told = valueTypes.map((type, i) =>
    samples.weights[i].some((weight) => weight !== 0) ? roleOfValueType(type, periodType) : undefined
  );
  const byId = hints.profileTypeId ? roleOfProfileType(hints.profileTypeId) : undefined;
  const known = set ?? byId;
  if (hints.valueType !== undefined && valueTypes[primary].type === hints.valueType) {
    const role = known ?? told[primary] ?? detectRole(hints) ?? roleOfContent(profile);
    return role ? [{ role, index: primary, certain: true }] : [];
  }
  const weightsOf = (role: Role): RoleOfValueType[] =>
    fitting(valueTypes, told, primary, role).map((index) => ({ role, index, certain: true }));
  if (known) {
    return weightsOf(known);
  }
  const times = [...new Set(told.filter((role): role is Role => role !== undefined && TIMES.has(role)))];
  if (times.length) {
    return times.flatMap(weightsOf);
  }
  const named = told[primary] ?? detectRole(hints);
  const role = named ?? roleOfContent(profile);
  return role ? [{ role, index: primary, certain: named !== undefined }] : [];
}

/**
 * The value types that make up a role: the one shown by default where it fits, else one in time, else the last. The
 * scheduler's delays are parts of one whole, and iowait is a part of blocked (kernel/sched/stats.c).
 */
function fitting(valueTypes: ValueType[], told: Array<Role | undefined>, primary: number, role: Role): number[] {
  const own = [...told.keys()].filter((i) => told[i] === role);
  if (!own.length || own.includes(primary)) {
    const delay = (i: number) => SCHED_STAT.exec(valueTypes[i].type.toLowerCase())?.[1];
    const delays = own.filter((i) => delay(i));
    const blocked = delays.some((i) => delay(i) === 'blocked');
    return delays.includes(primary) ? delays.filter((i) => !blocked || delay(i) !== 'iowait') : [primary];
  }
  const timed = own.filter((i) => unitOf(valueTypes[i].unit).kind === 'time');
  return fitting(valueTypes, told, (timed.length ? timed : own).at(-1)!, role);
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

/** Go's scheduler has put the goroutine aside: no stack of a CPU profile ends there, but for a sample in a thousand. */
const PARKED = /^runtime\.(?:gopark|goparkunlock|notetsleepg?)$/;
const PARKED_SHARE = 0.25;
/** A thread has nothing to run in these; a CPU profile meets them at most in calls that come back at once. */
const NOTHING_TO_RUN = new Set(categoriesOf('poll', 'sleep', 'idle', 'channel'));
/**
 * Shares measured on 40 recordings with known roles (Go, JVM, Python, Ruby, Node, C++): CPU profiles end in waits of the
 * table for at most 43 % (a fought-over GIL), in poll, sleep, idle or channel for 27 %; wall profiles for 45 % and more.
 */
const WAITING_SHARE = 0.45;
const NOTHING_TO_RUN_SHARE = 0.35;
/** Off-CPU recorders see nothing but threads that were switched out. */
const SWITCHED_SHARE = 0.98;
const SWITCH =
  /^(?:__schedule|schedule|finish_task_switch|preempt_schedule\w*)(?:\.isra\.\d+|_\[k\]|\+0x[0-9a-f]+|\+\d+)*$/;
/** A CPU sampler's tick, held back while the kernel switches, comes up in the first function after it. */
const AFTER_SWITCH = /^finish_task_switch/;
/**
 * Go's contention profiles end in the function that blocked or released, without the runtime's own frames below it
 * (callers of blockevent and mutexevent, runtime/mprof.go).
 */
const CONTENTION =
  /^(?:runtime\.(?:chanrecv[12]|chansend1|selectgo|unlock\d?|_LostContendedRuntimeLock)|(?:internal\/)?sync\.\(\*\w+\)\.(?:R?Lock|R?Unlock|Wait|lockSlow|unlockSlow|rUnlockSlow))$/;
const NO_WAITS = new Set(categoriesOf('cpu', 'gc', 'scheduler', 'unknown-wait'));

function categoriesOf(...names: Category[]): number[] {
  return names.map((name) => CATEGORIES.indexOf(name));
}

/**
 * The role by what the stacks end in; undefined where they do not wait: that may be CPU, or wall of a busy loop. Garbage
 * collection, the scheduler, idle loops of the CPU and bare system calls occur in CPU profiles too, so they tell nothing.
 */
export function roleOfContent(profile: Profile): Role | undefined {
  const { strings, frames, stacks, samples, primary } = profile;
  const facts = new Map<number, SymbolFacts>();
  const factsOf = (frame: number) => {
    const known = facts.get(frame) ?? symbolFacts(strings[frames.name[frame]], [], strings[frames.file[frame]]);
    facts.set(frame, known);
    return known;
  };
  const path: number[] = [];
  const view: StackView = { length: 0, facts: (fromLeaf) => factsOf(stacks.frame[path[fromLeaf]]) };
  const sum = { all: 0, parked: 0, waiting: 0, nothingToRun: 0, switched: 0, contention: 0 };
  for (let i = 0; i < samples.length; i++) {
    const weight = samples.weights[primary][i];
    sum.all += weight;
    path.length = 0;
    for (let stack = samples.stack[i]; stack >= 0 && path.length < MAX_DEPTH; stack = stacks.prefix[stack]) {
      path.push(stack);
    }
    if (!path.length) {
      continue;
    }
    view.length = path.length;
    const leaf = strings[frames.name[stacks.frame[path[0]]]].slice(0, 200);
    sum.parked += PARKED.test(leaf) ? weight : 0;
    sum.switched += SWITCH.test(leaf) ? weight : 0;
    sum.contention += CONTENTION.test(leaf) ? weight : 0;
    const { category } = classifyStack(view, 'wall');
    // What a CPU profile shows as a kind of its own (GC, the idle loop) is no sign of a wall profile.
    const waits = !NO_WAITS.has(category) && classifyStack(view, 'cpu').category === CPU && !AFTER_SWITCH.test(leaf);
    sum.waiting += waits ? weight : 0;
    sum.nothingToRun += waits && NOTHING_TO_RUN.has(category) ? weight : 0;
  }
  const above = (part: number, share: number) => sum.all > 0 && part >= sum.all * share;
  if (above(sum.switched, SWITCHED_SHARE)) {
    return 'offcpu';
  }
  if (above(sum.contention, SWITCHED_SHARE)) {
    return 'contention';
  }
  return sampledByClock(profile) ||
    above(sum.parked, PARKED_SHARE) ||
    above(sum.waiting, WAITING_SHARE) ||
    above(sum.nothingToRun, NOTHING_TO_RUN_SHARE)
    ? 'wall'
    : undefined;
}

/** Roots that name a thread: py-spy `thread (12): name`, async-profiler -t `[name tid=12]`. */
const THREAD_ROOT = /^(?:thread \(\d+\)|\[(?:[^\]]* )?tid=\d+\])/;
const THREAD_LABEL = /^(?:thread|tid)(?:[ ._-]?(?:name|id))?$/i;
/** Fewer threads, or fewer samples of each, can be as many by chance. */
const FEWEST_THREADS = 4;
const FEWEST_SAMPLES = 50;
const EQUAL = 0.015;
const EQUAL_SHARE = 0.75;

/**
 * Whether every thread has as many samples as every other: that is what sampling by the clock gives, busy or not. Shares of CPU
 * time differ, if only by the chance of sampling (a tenth at 100 samples).
 */
function sampledByClock({ strings, frames, stacks, samples, labels, primary }: Profile): boolean {
  const label = labels.find(({ name }) => THREAD_LABEL.test(name));
  const rootOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    rootOf[stack] = stacks.prefix[stack] < 0 ? frames.name[stacks.frame[stack]] : rootOf[stacks.prefix[stack]];
  }
  const isThread = new Map<number, boolean>();
  const sums = new Map<number, number>();
  for (let i = 0; i < samples.length; i++) {
    const root = samples.stack[i] < 0 ? -1 : rootOf[samples.stack[i]];
    if (!label && root >= 0 && !isThread.has(root)) {
      isThread.set(root, THREAD_ROOT.test(strings[root].slice(0, 300)));
    }
    const thread = label ? label.index[i] : isThread.get(root) ? root : -1;
    if (thread < 0) {
      return false;
    }
    sums.set(thread, (sums.get(thread) ?? 0) + samples.weights[primary][i]);
  }
  const sorted = [...sums.values()].sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  const equal = sorted.filter((sum) => Math.abs(sum - middle) <= middle * EQUAL).length;
  return sums.size >= FEWEST_THREADS && middle >= FEWEST_SAMPLES && equal >= sums.size * EQUAL_SHARE;
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

/**
 * No thread runs longer than it exists: where "CPU" is more than "wall" and neither is certain, it is the other way round; a
 * wall that was only assumed beside a certain CPU profile is neither. Set by hand and told by names stay as they are.
 */
export function settleRoles<
  T extends { role: Role; origin: RoleOrigin; certain: boolean; unit: string; total: number },
>(members: T[]): T[] {
  const ofRole = (role: Role) => members.filter((member) => member.role === role);
  const [cpu, wall] = [ofRole('cpu'), ofRole('wall')];
  const sum = (own: T[]) => own.reduce((all, { total }) => all + total, 0);
  const units = [...cpu, ...wall].map(({ unit }) => unit);
  if (
    !units.every((unit) => comparable(unit, units[0])) ||
    !(sum(wall) > 0) ||
    sum(cpu) <= sum(wall) * SAMPLER_TOLERANCE
  ) {
    return members;
  }
  const open = (own: T[]) => own.every(({ certain }) => !certain);
  if (open(cpu) && open(wall)) {
    const swapped: Partial<Record<Role, Role>> = { cpu: 'wall', wall: 'cpu' };
    return members.map((member) => ({ ...member, role: swapped[member.role] ?? member.role }));
  }
  return wall.every(({ origin }) => origin === 'assumed')
    ? members.map((member) => (member.role === 'wall' ? { ...member, role: 'other' as const } : member))
    : members;
}
