/**
 * What a query's figures are. `baseline` and `counter` belong to later comparisons; `contention` says who stands in line for locks and
 * who lets go of them; `other` is a profile of something else (memory …). Neither takes part in the sums of CPU, wall and off-CPU time.
 */
export const ROLES = ['cpu', 'wall', 'offcpu', 'contention', 'baseline', 'counter', 'other'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABEL: Record<Role, string> = {
  cpu: 'CPU',
  wall: 'Wall',
  offcpu: 'Off-CPU',
  contention: 'Contention',
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
  /** The value type that a person chose: nothing else of the file is taken. */
  valueType?: string;
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
  if (/^(?:mutex|block|lock|contention)/.test(name)) {
    return 'contention';
  }
  if (/^(?:memory|alloc|heap|goroutines?|threads?|exceptions?)/.test(name)) {
    return 'other';
  }
  if (sampleType === 'cpu' || name === 'process_cpu' || periodType === 'cpu') {
    return 'cpu';
  }
  return name === 'wall' ? 'wall' : 'other';
}

/** Two samplers of the same threads agree to a few percent; more above is another measure. */
export const SAMPLER_TOLERANCE = 1.05;
