import {
  type CounterEvent,
  type CounterKind,
  type Metric,
  METRIC_INFO,
  METRICS,
  type TimeSeries,
  TOP_DOWN,
} from './model';

/**
 * Event by metric name (node_exporter, cAdvisor's `event` label, Kepler, ebpf_exporter) or perf event name, first match
 * wins; those of Intel, AMD and Arm as tools/perf/pmu-events names them. node_exporter's `*_hits_total` are accesses: its library counts PERF_COUNT_HW_CACHE_RESULT_ACCESS for a hit.
 */
const EVENT_NAMES: Array<[CounterEvent, RegExp]> = [
  // cAdvisor (docs/storage/prometheus.md), the kernel's cpu.stat
  ['throttled-periods', /cfs_throttled_periods|(?:^|_)nr_throttled(?:_|$)/],
  ['cfs-periods', /(?:^|_)cfs_periods|(?:^|_)nr_periods(?:_|$)/],
  ['throttled-time', /cfs_throttled_seconds|cfs_throttling_seconds_sum/], // the second: ebpf_exporter, examples/cfs-throttling.yaml
  // node_exporter (collector/pressure_linux.go) and cAdvisor name them alike
  ['cpu-pressure', /pressure_cpu_waiting_seconds/],
  ['io-pressure-full', /pressure_io_stalled_seconds/],
  ['io-pressure', /pressure_io_waiting_seconds/],
  ['memory-pressure-full', /pressure_memory_stalled_seconds/],
  ['memory-pressure', /pressure_memory_waiting_seconds/],
  // node_exporter (collector/schedstat_linux.go), ebpf_exporter (examples/runqlat.yaml)
  ['run-queue-wait', /schedstat_waiting_seconds|run_queue_latency_seconds_sum/],
  ['timeslices', /schedstat_timeslices|run_queue_latency_seconds_count/],
  ['stalled-cycles-frontend', /stalled[_-]cycles[_-]frontend|idle-cycles-frontend/],
  ['stalled-cycles-backend', /stalled[_-]cycles[_-]backend|idle-cycles-backend/],
  ['LLC-load-misses', /cache_ll_read_misses|LLC-load-misses|(?:^|_)llc_(?:load_)?misses/i],
  ['LLC-loads', /cache_ll_read_hits|LLC-loads|(?:^|_)llc_(?:references|loads)/i],
  ['branch-misses', /branch[_-]miss/],
  ['branches', /branch[_-]instructions|(?:^|_)branches(?:_|$)/],
  // Intel PCM's sensor server (src/pcm-sensor-server.cpp: blanks become `_`); its shares of slots are in its JSON only
  ['cache-misses', /(?:^|_)cache[_-](?:misses|miss)(?:_total|:|$)|(?:^|_)L3_Cache_Misses$/],
  ['cache-references', /(?:^|_)cache[_-](?:refs|references)(?:_total|:|$)/],
  [
    'instructions',
    /(?:^|_|\/)instructions(?:_total|:|\/|$)|(?:^|_)Instructions_Retired_Any$|(?:^|\/)(?:inst_retired(?:\.any(?:_p)?)?|ex_ret_instr)(?:[:/]|$)/i,
  ],
  [
    'cycles',
    /(?:^|_|\/)(?:cpu)?cycles(?:_total|:|\/|$)|cpu-cycles|(?:^|_)Clock_Unhalted_Thread$|(?:^|\/)(?:cpu_clk_unhalted\.(?:thread|core)(?:_p)?|ls_not_halted_cyc)(?:[:/]|$)/i,
  ],
];
/** Other cycles and other caches must not be taken for these. */
const OTHER_EVENTS = /ref[_-]?cpu[_-]?cycles|ref-cycles|bus[_-]cycles|cache_l1|cache_bpu|tlb|L1-|kernel|user_only/i;

export function eventOfName(name: string): CounterEvent | undefined {
  return OTHER_EVENTS.test(name) ? undefined : EVENT_NAMES.find(([, pattern]) => pattern.test(name))?.[0];
}

/** Already derived: recording rules (`job:ipc:ratio`), exporters' own ratios, legends. */
const METRIC_NAMES: Array<[Metric, RegExp]> = [
  ['throttledPeriods', /throttl(?:ed|ing)[_: ]?(?:periods?[_: ]?)?(?:ratio|share|percent|%)/i],
  ['steal', /steal[_: ]?(?:ratio|share|percent|%)/i],
  ['ipc', /(?:^|[^a-z])ipc(?:$|[^a-z])|instructions[_ ]per[_ ]cycle|insn per cycle/i],
  ['cpi', /(?:^|[^a-z])cpi(?:$|[^a-z])|cycles[_ ]per[_ ]instruction/i],
  ['mpki', /(?:^|[^a-z])mpki(?:$|[^a-z])|misses per (?:1,?000|kilo)[ -]?instr/i],
  ['llcMissRatio', /llc[_: ]?(?:load[_: ])?miss(?:es)?[_: ]?(?:ratio|rate|share|%)/i],
  ['branchMissRatio', /branch[_: ]?miss(?:es)?[_: ]?(?:ratio|rate|share|%)/i],
  ['cacheMissRatio', /cache[_: ]?miss(?:es)?[_: ]?(?:ratio|rate|share|%)/i],
  // Meta's dynolog (hbt/src/perf_event/BuiltinMetrics): shares of slots, not of cycles
  ['backendBound', /backend_stalls_per_dispatch_slot/],
  ['frontendBound', /frontend_stalls_per_dispatch_slot/],
  ['stalledFrontend', /frontend[_: ]?stall\w*|stalled[_: ]frontend/i],
  ['stalledBackend', /backend[_: ]?stall\w*|stalled[_: ]backend/i],
  // Top-down, level 1 and what splits "backend bound": perf stat's and PerfSpect's `TMA_Frontend_Bound(%)`, exported as
  // `perfspect_TMA_Frontend_Bound(pct` (cmd/metrics/metrics_server.go), on AMD `Pipeline Utilization - Backend Bound - Memory (%)`.
  ['memoryBound', /memory[-_ ]bound|back[-_ ]?end[-_ ]bound[\W_]+memory/i],
  ['coreBound', /core[-_ ]bound|back[-_ ]?end[-_ ]bound[\W_]+(?:cpu|core)/i],
  ['backendBound', /back[-_ ]?end[-_ ]bound/i],
  ['frontendBound', /front[-_ ]?end[-_ ]bound(?![\W_]+(?:latency|bandwidth))/i],
  ['badSpeculation', /bad[-_ ]speculation(?![\W_]+(?:mispredict|pipeline|machine))/i],
  ['retiring', /(?:^|[^a-z])retiring(?![\W_]+(?:light|heavy|fastpath|microcode))/i],
];

/** The share of slots that a tool's own name of it says, of levels 1 and 2. */
export const topDownOf = (name: string): Metric | undefined =>
  METRIC_NAMES.find(([metric, pattern]) => TOP_DOWN.has(metric) && pattern.test(name))?.[0];

/** `a / b` of two events in a query's text is that ratio. */
function metricOfQuery(text: string): Metric | undefined {
  const parts = text.split('/');
  if (parts.length !== 2) {
    return undefined;
  }
  const [numerator, denominator] = parts.map((part) => eventsIn(part)[0]);
  if (!numerator || !denominator) {
    return undefined;
  }
  return METRICS.find(
    (metric) =>
      METRIC_INFO[metric].numerator === numerator &&
      METRIC_INFO[metric].denominator === denominator &&
      (METRIC_INFO[metric].factor === 1000) === /\b1000\b/.test(text)
  );
}

const eventsIn = (text: string): CounterEvent[] =>
  (text.match(/[a-zA-Z_:][\w:-]*/g) ?? []).flatMap((word) => eventOfName(word) ?? []);

const STEAL = /mode="steal"/;

/**
 * Steal of node_exporter's CPU seconds, which a mode tells from the others. The sum of all CPUs is a share of nothing that is known here:
 * it is taken of each CPU, or as the mean over them.
 */
function isSteal({ names, labels }: TimeSeries): boolean {
  const has = (wanted: string, value?: string) => labels.some(([name, of]) => name === wanted && of === (value ?? of));
  const ofSteal = has('mode', 'steal') || names.some((name) => STEAL.test(name));
  const ofCpus = names.some((name) => /node_cpu_seconds_total/.test(name));
  return ofSteal && ofCpus && (has('cpu') || names.some((name) => /\bavg\b/.test(name)));
}

/** What a series is: an event (as counter or as rate), a ratio already, or nothing that is known. */
export function kindOf(series: TimeSeries): CounterKind | undefined {
  if (series.kind) {
    return series.kind;
  }
  if (isSteal(series)) {
    return 'steal-time';
  }
  const event = series.labels.find(([name]) => name === 'event' || name === 'counter')?.[1];
  for (const name of [event, ...series.names]) {
    if (!name) {
      continue;
    }
    const metric = metricOfQuery(name) ?? METRIC_NAMES.find(([, pattern]) => pattern.test(name))?.[0];
    const events = new Set(eventsIn(name));
    // What is made of two events is a number of neither.
    const found = metric ?? (events.size > 1 ? undefined : (eventOfName(name) ?? [...events][0]));
    if (found) {
      return found;
    }
  }
  return undefined;
}
