import { sum } from 'd3';
import { type Message } from '../../profile/message';

/** A time series as any data source delivers it. `times` in milliseconds, ascending; a missing point is NaN or absent. */
export interface TimeSeries {
  refId: string;
  /** Names in order of trust: `__name__`, display name, frame name, query text. */
  names: string[];
  labels: Array<[string, string]>;
  times: ArrayLike<number>;
  values: ArrayLike<number | null | undefined>;
  /** Set by hand. */
  kind?: CounterKind;
}

/** Events that hardware counts, by perf's names, and what the kernel counts of those that want a CPU, a disk, memory and wait for it. */
export const EVENTS = [
  'cycles',
  'instructions',
  'cache-references',
  'cache-misses',
  'LLC-loads',
  'LLC-load-misses',
  'branches',
  'branch-misses',
  'stalled-cycles-frontend',
  'stalled-cycles-backend',
  'throttled-periods',
  'cfs-periods',
  'throttled-time',
  'cpu-pressure',
  'io-pressure',
  'io-pressure-full',
  'memory-pressure',
  'memory-pressure-full',
  'run-queue-wait',
  'timeslices',
  'steal-time',
] as const;
export type CounterEvent = (typeof EVENTS)[number];

export const METRICS = [
  'throttledPeriods',
  'throttledTime',
  'cpuPressure',
  'runQueueWait',
  'steal',
  'ioPressure',
  'ioPressureFull',
  'memoryPressure',
  'memoryPressureFull',
  'ipc',
  'cpi',
  'cacheMissRatio',
  'mpki',
  'llcMissRatio',
  'branchMissRatio',
  'stalledFrontend',
  'stalledBackend',
  'retiring',
  'badSpeculation',
  'frontendBound',
  'backendBound',
  'memoryBound',
  'coreBound',
] as const;
export type Metric = (typeof METRICS)[number];

export type CounterKind = CounterEvent | Metric;

interface MetricInfo {
  label: string;
  /** Absent of what is only ever given as a ratio. */
  numerator?: CounterEvent;
  /** `elapsed`: the seconds in which it was counted, of each part (CPU) that a series is of. */
  denominator?: CounterEvent | 'elapsed';
  /** Shown value = factor × numerator / denominator. */
  factor: number;
  share: boolean;
  /** Whether more of it is worse. */
  worse: 'up' | 'down';
  /** From here on it is a warning, whatever the baseline. */
  warnFrom?: number;
}

/** A share of the time. */
const ofTime = (label: string, numerator: CounterEvent): MetricInfo => ({
  label,
  numerator,
  denominator: 'elapsed',
  factor: 1,
  share: true,
  worse: 'up',
});

/** A share of the pipeline's slots, as top-down analysis splits them (Yasin 2014, "A Top-Down Method for Performance Analysis"). */
const ofSlots = (label: string, warnFrom?: number): MetricInfo => ({
  label,
  factor: 1,
  share: true,
  worse: 'up',
  warnFrom,
});

/**
 * What is derived from which events. IPC and the stalled shares count the time that the CPU was not halted only. The generic
 * cache events mean the last level on Intel and another one on AMD, so their ratio is comparable with itself only.
 */
export const METRIC_INFO: Record<Metric, MetricInfo> = {
  // From a quarter of the periods on Kubernetes' own alert CPUThrottlingHigh fires (kubernetes-mixin, cpuThrottlingPercent).
  throttledPeriods: {
    label: 'Throttled periods',
    numerator: 'throttled-periods',
    denominator: 'cfs-periods',
    factor: 1,
    share: true,
    worse: 'up',
    warnFrom: 0.25,
  },
  // Over all CPUs that the cgroup was stopped on: may be more than a second each second.
  throttledTime: { ...ofTime('Throttled s / s', 'throttled-time'), share: false },
  // Pressure (Documentation/accounting/psi.rst): the time in which some tasks, or all that are not idle, were stalled.
  cpuPressure: ofTime('CPU pressure', 'cpu-pressure'),
  runQueueWait: {
    label: 'Run queue wait, ms',
    numerator: 'run-queue-wait',
    denominator: 'timeslices',
    factor: 1000,
    share: false,
    worse: 'up',
  },
  steal: ofTime('Steal', 'steal-time'),
  ioPressure: ofTime('I/O pressure', 'io-pressure'),
  ioPressureFull: ofTime('I/O pressure, all', 'io-pressure-full'),
  memoryPressure: ofTime('Memory pressure', 'memory-pressure'),
  memoryPressureFull: ofTime('Memory pressure, all', 'memory-pressure-full'),
  ipc: { label: 'IPC', numerator: 'instructions', denominator: 'cycles', factor: 1, share: false, worse: 'down' },
  cpi: { label: 'CPI', numerator: 'cycles', denominator: 'instructions', factor: 1, share: false, worse: 'up' },
  cacheMissRatio: {
    label: 'Cache misses',
    numerator: 'cache-misses',
    denominator: 'cache-references',
    factor: 1,
    share: true,
    worse: 'up',
  },
  mpki: {
    label: 'Misses / 1,000 instr.',
    numerator: 'cache-misses',
    denominator: 'instructions',
    factor: 1000,
    share: false,
    worse: 'up',
  },
  llcMissRatio: {
    label: 'LLC load misses',
    numerator: 'LLC-load-misses',
    denominator: 'LLC-loads',
    factor: 1,
    share: true,
    worse: 'up',
  },
  branchMissRatio: {
    label: 'Branch misses',
    numerator: 'branch-misses',
    denominator: 'branches',
    factor: 1,
    share: true,
    worse: 'up',
  },
  stalledFrontend: {
    label: 'Frontend stalled',
    numerator: 'stalled-cycles-frontend',
    denominator: 'cycles',
    factor: 1,
    share: true,
    worse: 'up',
  },
  stalledBackend: {
    label: 'Backend stalled',
    numerator: 'stalled-cycles-backend',
    denominator: 'cycles',
    factor: 1,
    share: true,
    worse: 'up',
  },
  // Thresholds: Intel's own (MetricThreshold of tma_* in tools/perf/pmu-events/arch/x86); of retiring more is better.
  retiring: { ...ofSlots('Retiring'), worse: 'down' },
  badSpeculation: ofSlots('Bad speculation', 0.15),
  frontendBound: ofSlots('Frontend bound', 0.15),
  backendBound: ofSlots('Backend bound', 0.2),
  memoryBound: ofSlots('Memory bound', 0.2),
  coreBound: ofSlots('Core bound', 0.1),
};

/** CPI says the same as IPC, so it is computed where asked for and not shown by itself. */
export const DERIVED: Metric[] = METRICS.filter(
  (metric) => metric !== 'cpi' && METRIC_INFO[metric].numerator !== undefined
);

/** Shares of slots: one exporter gives all of them, in one unit. */
export const TOP_DOWN: ReadonlySet<Metric> = new Set(
  METRICS.filter((metric) => METRIC_INFO[metric].numerator === undefined)
);

/** Whether the kernel counts it, on any machine, and not the hardware. */
export const isOfKernel = (kind: CounterKind | undefined): boolean =>
  kind !== undefined && /pressure|throttled|cfs|run-?queue|timeslices|steal/i.test(kind);

export const isMetric = (kind: CounterKind): kind is Metric => (METRICS as readonly string[]).includes(kind);

/** What is known by event of a metric's denominator; undefined where that is the time that passes. */
export function denominatorOf<T>(metric: Metric, events: ReadonlyMap<CounterEvent, T>): T | undefined {
  const { denominator } = METRIC_INFO[metric];
  return denominator === undefined || denominator === 'elapsed' ? undefined : events.get(denominator);
}

/** What is counted of both events of a metric in the same time. */
export interface Amounts {
  top: number;
  bottom: number;
}

/** The value of a metric; NaN where nothing was counted below the line. */
export const ratio = (metric: Metric, { top, bottom }: Amounts): number =>
  bottom > 0 ? (METRIC_INFO[metric].factor * top) / bottom : NaN;

export const addUp = (parts: Amounts[]): Amounts => ({
  top: sum(parts, ({ top }) => top),
  bottom: sum(parts, ({ bottom }) => bottom),
});

/** What the figures of a series belong to. */
export type CounterScope = 'function' | 'process' | 'host';

export interface CounterRow {
  metric: Metric;
  /** Ratio of sums over the whole range; NaN where nothing can be said. */
  value: number;
  /** Last point. */
  last: number;
  times: number[];
  values: number[];
  /** What each value is the ratio of, where it is known: a part of the range is then a ratio of sums again. */
  amounts?: Amounts[];
  instances: Array<{ labels: string; value: number }>;
  scope: CounterScope;
  refIds: string[];
  /** Names of the series. */
  names: string[];
  /** In words: what was left out, what cannot be known. */
  notes: Message[];
}
