import { message, type Message } from '../profile/message';

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

/** Events that hardware counts, by perf's names. */
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
] as const;
export type CounterEvent = (typeof EVENTS)[number];

export const METRICS = [
  'ipc',
  'cpi',
  'cacheMissRatio',
  'mpki',
  'llcMissRatio',
  'branchMissRatio',
  'stalledFrontend',
  'stalledBackend',
] as const;
export type Metric = (typeof METRICS)[number];

export type CounterKind = CounterEvent | Metric;

interface MetricInfo {
  label: string;
  numerator: CounterEvent;
  denominator: CounterEvent;
  /** Shown value = factor × numerator / denominator. */
  factor: number;
  share: boolean;
  /** Whether more of it is worse. */
  worse: 'up' | 'down';
}

/**
 * What is derived from which events. IPC and the stalled shares count the time that the CPU was not halted only. The generic
 * cache events mean the last level on Intel and another one on AMD, so their ratio is comparable with itself only.
 */
export const METRIC_INFO: Record<Metric, MetricInfo> = {
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
};

/** CPI says the same as IPC, so it is computed where asked for and not shown by itself. */
export const DERIVED: Metric[] = METRICS.filter((metric) => metric !== 'cpi');

/**
 * Event by metric name (node_exporter, cAdvisor's `event` label, Kepler, ebpf_exporter) or perf event name, first match
 * wins; those of Intel, AMD and Arm as tools/perf/pmu-events names them. node_exporter's `*_hits_total` are accesses: its library counts PERF_COUNT_HW_CACHE_RESULT_ACCESS for a hit.
 */
const EVENT_NAMES: Array<[CounterEvent, RegExp]> = [
  ['stalled-cycles-frontend', /stalled[_-]cycles[_-]frontend|idle-cycles-frontend/],
  ['stalled-cycles-backend', /stalled[_-]cycles[_-]backend|idle-cycles-backend/],
  ['LLC-load-misses', /cache_ll_read_misses|LLC-load-misses|(?:^|_)llc_(?:load_)?misses/i],
  ['LLC-loads', /cache_ll_read_hits|LLC-loads|(?:^|_)llc_(?:references|loads)/i],
  ['branch-misses', /branch[_-]miss/],
  ['branches', /branch[_-]instructions|(?:^|_)branches(?:_|$)/],
  ['cache-misses', /(?:^|_)cache[_-](?:misses|miss)(?:_total|:|$)/],
  ['cache-references', /(?:^|_)cache[_-](?:refs|references)(?:_total|:|$)/],
  [
    'instructions',
    /(?:^|_|\/)instructions(?:_total|:|\/|$)|(?:^|\/)(?:inst_retired(?:\.any(?:_p)?)?|ex_ret_instr)(?:[:/]|$)/i,
  ],
  [
    'cycles',
    /(?:^|_|\/)(?:cpu)?cycles(?:_total|:|\/|$)|cpu-cycles|(?:^|\/)(?:cpu_clk_unhalted\.(?:thread|core)(?:_p)?|ls_not_halted_cyc)(?:[:/]|$)/i,
  ],
];
/** Other cycles and other caches must not be taken for these. */
const OTHER_EVENTS = /ref[_-]?cpu[_-]?cycles|ref-cycles|bus[_-]cycles|cache_l1|cache_bpu|tlb|L1-|kernel|user_only/i;

export function eventOfName(name: string): CounterEvent | undefined {
  return OTHER_EVENTS.test(name) ? undefined : EVENT_NAMES.find(([, pattern]) => pattern.test(name))?.[0];
}

/** Already derived: recording rules (`job:ipc:ratio`), exporters' own ratios, legends. */
const METRIC_NAMES: Array<[Metric, RegExp]> = [
  ['ipc', /(?:^|[^a-z])ipc(?:$|[^a-z])|instructions[_ ]per[_ ]cycle|insn per cycle/i],
  ['cpi', /(?:^|[^a-z])cpi(?:$|[^a-z])|cycles[_ ]per[_ ]instruction/i],
  ['mpki', /(?:^|[^a-z])mpki(?:$|[^a-z])|misses per (?:1,?000|kilo)[ -]?instr/i],
  ['llcMissRatio', /llc[_: ]?(?:load[_: ])?miss(?:es)?[_: ]?(?:ratio|rate|share|%)/i],
  ['branchMissRatio', /branch[_: ]?miss(?:es)?[_: ]?(?:ratio|rate|share|%)/i],
  ['cacheMissRatio', /cache[_: ]?miss(?:es)?[_: ]?(?:ratio|rate|share|%)/i],
  ['stalledFrontend', /frontend[_: ]?(?:stall\w*|bound)|stalled[_: ]frontend/i],
  ['stalledBackend', /backend[_: ]?(?:stall\w*|bound)|stalled[_: ]backend/i],
];

/** `a / b` of two events in a query's text is that ratio. */
function metricOfQuery(text: string): Metric | undefined {
  const parts = text.split('/');
  if (parts.length !== 2) {
    return undefined;
  }
  const [numerator, denominator] = parts.map((part) => eventsIn(part)[0]);
  return METRICS.find(
    (metric) =>
      METRIC_INFO[metric].numerator === numerator &&
      METRIC_INFO[metric].denominator === denominator &&
      (METRIC_INFO[metric].factor === 1000) === /\b1000\b/.test(text)
  );
}

const eventsIn = (text: string): CounterEvent[] =>
  (text.match(/[a-zA-Z_:][\w:-]*/g) ?? []).flatMap((word) => eventOfName(word) ?? []);

/** What a series is: an event (as counter or as rate), a ratio already, or nothing that is known. */
export function kindOf(series: TimeSeries): CounterKind | undefined {
  if (series.kind) {
    return series.kind;
  }
  const event = series.labels.find(([name]) => name === 'event' || name === 'counter')?.[1];
  for (const name of [event, ...series.names]) {
    if (!name) {
      continue;
    }
    const metric = metricOfQuery(name) ?? METRIC_NAMES.find(([, pattern]) => pattern.test(name))?.[0];
    const found = metric ?? eventOfName(name) ?? (eventsIn(name).length === 1 ? eventsIn(name)[0] : undefined);
    if (found) {
      return found;
    }
  }
  return undefined;
}

export const isMetric = (kind: CounterKind): kind is Metric => (METRICS as readonly string[]).includes(kind);

/** Labels that tell parts of one instance apart: sums run over them. */
const PARTS = new Set(['__name__', 'cpu', 'core', 'socket', 'event', 'counter', 'pmu', 'mode']);
/** Labels that name a frame; see the honesty table in docs/counters.md. */
export const FRAME_LABELS = ['function', 'frame', 'symbol', 'func'];
const PROCESS_LABELS = [
  'process',
  'comm',
  'container',
  'container_name',
  'pod',
  'pod_name',
  'service',
  'service_name',
  'job_name',
  'cgroup',
];

export type CounterScope = 'function' | 'process' | 'host';

export function scopeOf(labels: Array<[string, string]>): CounterScope {
  const has = (names: string[]) => labels.some(([name, value]) => names.includes(name) && value);
  return has(FRAME_LABELS) ? 'function' : has(PROCESS_LABELS) ? 'process' : 'host';
}

const instanceKey = (labels: Array<[string, string]>) =>
  labels
    .filter(([name]) => !PARTS.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ');

/** A gap of more steps than this is no interval: what happened in it is not known. */
const MAX_GAP = 5;

/** Typical distance of two points: the median, which a gap does not move. */
export function stepOf(times: ArrayLike<number>): number {
  const steps = Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => times[i + 1] - times[i]).sort(
    (a, b) => a - b
  );
  return steps.length ? steps[steps.length >> 1] : 0;
}

/** A counter only ever grows, but for its resets; figures per second go up and down. */
export function isCounter(series: TimeSeries): boolean {
  const named = series.names.find((name) => /rate\(|increase\(|delta\(|_total\b/.test(name));
  if (named) {
    return !/rate\(|increase\(|delta\(/.test(named);
  }
  let up = 0;
  let down = 0;
  for (let i = 1; i < series.values.length; i++) {
    const step = Number(series.values[i]) - Number(series.values[i - 1]);
    up += step > 0 ? 1 : 0;
    down += step < 0 ? 1 : 0;
  }
  return up > 3 && down <= up * 0.05;
}

/** Amounts of an event by the end of their interval (ms): increases of a counter, resets undone, or rate × step. */
function amounts(series: TimeSeries): Array<{ time: number; amount: number }> {
  const { times, values } = series;
  const step = stepOf(times);
  const counter = isCounter(series);
  const out: Array<{ time: number; amount: number }> = [];
  let last = -1;
  for (let i = 0; i < times.length; i++) {
    const value = values[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      continue;
    }
    if (!counter) {
      out.push({ time: times[i], amount: value * (step / 1000) });
    } else if (last >= 0 && times[i] - times[last] <= MAX_GAP * step) {
      const before = Number(values[last]);
      out.push({ time: times[i], amount: value >= before ? value - before : value });
    }
    last = i;
  }
  return out;
}

export interface CounterRow {
  metric: Metric;
  /** Ratio of sums over the whole range; NaN where nothing can be said. */
  value: number;
  /** Last point. */
  last: number;
  times: number[];
  values: number[];
  /** What values are ratios of, where it is known: a part of the range is then a ratio of sums again. */
  sums?: { top: number[]; bottom: number[] };
  instances: Array<{ labels: string; value: number }>;
  scope: CounterScope;
  refIds: string[];
  /** Names of the series. */
  names: string[];
  /** In words: what was left out, what cannot be known. */
  notes: Message[];
}

interface Instance {
  labels: Array<[string, string]>;
  refId: string;
  /** Sum of an event by bucket. */
  events: Map<CounterEvent, Map<number, number>>;
}

/**
 * All ratios that the series allow. Counters become increases, rates amounts; both are put into buckets of the coarsest step;
 * a bucket counts where both events are in it; parts (CPUs) are added first and divided then: a ratio of sums, never a mean
 * of ratios. An instance that lacks one of two events takes no part, and is named.
 */
export function computeCounters(series: TimeSeries[]): CounterRow[] {
  const known = series.map((s) => ({ series: s, kind: kindOf(s) }));
  const rows = [...derivedRows(known), ...givenRows(known)];
  return rows.sort((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric));
}

interface KnownSeries {
  series: TimeSeries;
  kind?: CounterKind;
}

function derivedRows(known: KnownSeries[]): CounterRow[] {
  const events = known.flatMap(({ series, kind }) => (kind && !isMetric(kind) ? [{ series, event: kind }] : []));
  const step = events.reduce((longest, { series }) => Math.max(longest, stepOf(series.times)), 0);
  if (!step) {
    return [];
  }
  const instances = new Map<string, Instance>();
  for (const { series, event } of events) {
    const key = instanceKey(series.labels);
    const instance = instances.get(key) ?? {
      labels: series.labels.filter(([name]) => !PARTS.has(name)),
      refId: series.refId,
      events: new Map(),
    };
    instances.set(key, instance);
    const sums = instance.events.get(event) ?? new Map<number, number>();
    instance.events.set(event, sums);
    for (const { time, amount } of amounts(series)) {
      const bucket = Math.ceil(time / step);
      sums.set(bucket, (sums.get(bucket) ?? 0) + amount);
    }
  }
  return DERIVED.flatMap((metric): CounterRow[] => {
    const { numerator, denominator, factor } = METRIC_INFO[metric];
    const both = [...instances].filter(([, { events: own }]) => own.has(numerator) && own.has(denominator));
    if (!both.length) {
      return [];
    }
    const one = [...instances].filter(([, { events: own }]) => own.has(numerator) !== own.has(denominator));
    const top = new Map<number, number>();
    const bottom = new Map<number, number>();
    const perInstance = both.map(([labels, { events: own }]) => {
      let a = 0;
      let b = 0;
      own.get(numerator)!.forEach((amount, bucket) => {
        const under = own.get(denominator)!.get(bucket);
        if (under !== undefined) {
          a += amount;
          b += under;
          top.set(bucket, (top.get(bucket) ?? 0) + amount);
          bottom.set(bucket, (bottom.get(bucket) ?? 0) + under);
        }
      });
      return { labels, value: b > 0 ? (factor * a) / b : NaN };
    });
    const buckets = [...bottom.keys()].sort((a, b) => a - b);
    const sum = (map: Map<number, number>) => buckets.reduce((total, bucket) => total + map.get(bucket)!, 0);
    const values = buckets.map((bucket) =>
      bottom.get(bucket)! > 0 ? (factor * top.get(bucket)!) / bottom.get(bucket)! : NaN
    );
    const labels = both[0][1].labels;
    const notes = one.length
      ? [
          message('{count} of {all} instances have only one of {a} and {b}: left out', {
            count: one.length,
            all: one.length + both.length,
            a: numerator,
            b: denominator,
          }),
        ]
      : [];
    return [
      {
        metric,
        value: sum(bottom) > 0 ? (factor * sum(top)) / sum(bottom) : NaN,
        last: values[values.length - 1] ?? NaN,
        times: buckets.map((bucket) => bucket * step),
        values,
        sums: {
          top: buckets.map((bucket) => factor * top.get(bucket)!),
          bottom: buckets.map((bucket) => bottom.get(bucket)!),
        },
        instances: perInstance,
        scope: scopeOf(labels),
        refIds: [...new Set(both.map(([, { refId }]) => refId))],
        names: events
          .filter(({ event }) => event === numerator || event === denominator)
          .flatMap(({ series }) => series.names),
        notes,
      },
    ];
  });
}

/** Ratios that the data source computed: shown as they are; over several instances only their range can be said. */
function givenRows(known: KnownSeries[]): CounterRow[] {
  const byMetric = new Map<Metric, TimeSeries[]>();
  for (const { series, kind } of known) {
    if (kind && isMetric(kind)) {
      const own = byMetric.get(kind) ?? [];
      own.push(series);
      byMetric.set(kind, own);
    }
  }
  return [...byMetric].map(([metric, list]): CounterRow => {
    // A ratio given in percent is one of 100.
    const percent =
      METRIC_INFO[metric].share && list.some(({ values }) => Array.from(values).some((v) => Number(v) > 1.5));
    const scaled = list.map((series) =>
      Array.from(series.values, (v) => (typeof v === 'number' ? v / (percent ? 100 : 1) : NaN))
    );
    const mean = (values: number[]) => {
      const finite = values.filter(Number.isFinite);
      return finite.length ? finite.reduce((sum, v) => sum + v, 0) / finite.length : NaN;
    };
    const [first] = list;
    const several = list.length > 1;
    return {
      metric,
      value: mean(scaled.map(mean)),
      last: mean(scaled.map((values) => values.filter(Number.isFinite).pop() ?? NaN)),
      times: Array.from(first.times),
      values: several ? Array.from(first.times, (_, i) => mean(scaled.map((values) => values[i] ?? NaN))) : scaled[0],
      instances: list.map((series, i) => ({ labels: instanceKey(series.labels), value: mean(scaled[i]) })),
      scope: scopeOf(first.labels),
      refIds: [...new Set(list.map(({ refId }) => refId))],
      names: list.flatMap(({ names }) => names),
      notes: [
        several
          ? message('the mean of {count} ratios, not weighted by work: query the counters for a ratio of sums', {
              count: list.length,
            })
          : message('the mean over time of a given ratio'),
      ],
    };
  });
}

export type BaselineSpec = { type: 'first' } | { type: 'number'; value: number } | { type: 'query' };

/** Share of the range that counts as its first part. */
const FIRST_PART = 0.25;

/** What a row is compared with, and how that is said after “against”. */
export function baselineOf(
  row: CounterRow,
  spec: BaselineSpec,
  others: CounterRow[],
  from: number,
  to: number
): { value: number; words: Message } | undefined {
  if (spec.type === 'number') {
    return { value: spec.value, words: message('the set baseline') };
  }
  const other = others.find(({ metric }) => metric === row.metric);
  if (other) {
    return { value: other.value, words: message('the query {query}', { query: other.refIds.join(', ') }) };
  }
  if (spec.type === 'query') {
    return undefined;
  }
  const end = from + (to - from) * FIRST_PART;
  const early = valueIn(row, from, end);
  // Needs a part that it is compared with.
  return Number.isFinite(early) && row.times[row.times.length - 1] > end
    ? { value: early, words: message('the first quarter of the range') }
    : undefined;
}

/** A row's value over a part of the range: a ratio of sums, or the mean where only ratios are given. NaN: no point in it. */
export function valueIn({ times, values, sums }: CounterRow, from: number, to: number): number {
  const inside = times.map((_, i) => i).filter((i) => times[i] >= from && times[i] <= to && Number.isFinite(values[i]));
  const add = (column: number[]) => inside.reduce((sum, i) => sum + column[i], 0);
  return !inside.length ? NaN : sums ? add(sums.top) / add(sums.bottom) : add(values) / inside.length;
}

/**
 * Documented defaults (docs/counters.md): IPC below 1 is likely memory stalled, from 2 on efficient (B. Gregg 2017, who calls
 * the split made up; calibrate). Everything else is judged against its baseline only: +10 % and more is a warning.
 */
export const IPC_LOW = 1;
export const IPC_HIGH = 2;
export const CHANGE_WARNING = 0.1;

/** 1.8 against 2 is 10 % less, and 0.0999… as a number. */
const ROUNDING = 1e-9;

export type CounterVerdict = 'good' | 'warn' | 'neutral';

export function judgeCounter(metric: Metric, value: number, baseline?: number): CounterVerdict {
  const change = baseline ? value / baseline - 1 : 0;
  const worse = (METRIC_INFO[metric].worse === 'up' ? change : -change) + ROUNDING;
  if (worse >= CHANGE_WARNING || (metric === 'ipc' && value < IPC_LOW)) {
    return 'warn';
  }
  return metric === 'ipc' && value >= IPC_HIGH ? 'good' : 'neutral';
}

/** Relative error of a ratio of two sample counts: Poisson, √(1/a + 1/b). */
export const poissonError = (a: number, b: number): number => (a > 0 && b > 0 ? Math.sqrt(1 / a + 1 / b) : Infinity);

/** A per-frame ratio of fewer samples than this on either side says nothing. */
export const MIN_SAMPLES = 30;

/** Points must cover this share of the range, or it is said. */
const COVERED = 0.8;

/** What lowers the trust in counters beside a profile: scope, multiplexing, other hosts, other times. In words. */
export function counterCaveats(
  rows: CounterRow[],
  range: { from: number; to: number },
  profileLabels: Map<string, string[]>
): Message[] {
  const caveats: Message[] = [];
  if (rows.some(({ scope }) => scope === 'host')) {
    caveats.push(message('counters are of the whole host'));
  }
  if (rows.some(({ names }) => names.some((name) => name.includes('node_perf_')))) {
    caveats.push(message('node_exporter does not scale multiplexed counters'));
  }
  const timed = rows.filter(({ times }) => times.length > 1);
  const first = Math.min(...timed.map(({ times }) => times[0]));
  const last = Math.max(...timed.map(({ times }) => times[times.length - 1]));
  const covered = (Math.min(last, range.to) - Math.max(first, range.from)) / (range.to - range.from);
  if (timed.length && covered < COVERED) {
    caveats.push(message('counters cover {share} % of the range', { share: Math.max(0, Math.round(covered * 100)) }));
  }
  // Only a label that both carry can say that they are of different things.
  const strange = rows
    .flatMap(({ instances }) => instances.flatMap(({ labels }) => labels.split(', ')))
    .map((label) => label.split('='))
    .find(([name, value]) => profileLabels.has(name) && !profileLabels.get(name)!.includes(value));
  if (strange) {
    caveats.push(message('counters of {label}, which is not in the profile', { label: strange.join(' ') }));
  }
  return caveats;
}
