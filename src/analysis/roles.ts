import { type Profile } from '../profile';

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

/** Leaf frames of a thread that is off the CPU. A CPU profile cannot hold them, whatever it is called. */
const PARKED =
  /^(?:runtime\.gopark|runtime\.notetsleepg|__?schedule|schedule|finish_task_switch(?:\.isra\.\d+)?|.*Unsafe\.park(?:\(.*)?|.*Object\.wait0?(?:\(.*)?|.*Thread\.sleep0?(?:\(.*)?)(?:_\[k\]|\+0x[0-9a-f]+)?$/;
/** Wall profiles of real services are parked for more than half of the time; a CPU profile never is. */
const PARKED_SHARE = 0.1;
/** Off-CPU recorders see nothing but parked threads. */
const ALWAYS_PARKED_SHARE = 0.98;

/** The role by what the stacks end in; undefined where nothing is parked: that may be CPU, or wall of a busy loop. */
export function roleOfContent({ strings, frames, stacks, samples, primary }: Profile): Role | undefined {
  const parked = Uint8Array.from(frames.name, (name) => (PARKED.test(strings[name].slice(0, 500)) ? 1 : 0));
  let all = 0;
  let waiting = 0;
  for (let i = 0; i < samples.length; i++) {
    const weight = samples.weights[primary][i];
    all += weight;
    waiting += samples.stack[i] >= 0 && parked[stacks.frame[samples.stack[i]]] ? weight : 0;
  }
  if (!(waiting > all * PARKED_SHARE)) {
    return undefined;
  }
  return waiting >= all * ALWAYS_PARKED_SHARE ? 'offcpu' : 'wall';
}

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
