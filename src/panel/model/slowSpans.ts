import { type AbsoluteTimeRange, type PanelData } from '@grafana/data';
import { unitOf } from '../../profile';
import { type Latency } from '../grafana/latency';
import { spanTargets } from '../grafana/spanTargets';
import { type SpanBox, type TracedSpan, tracedSpans } from '../grafana/tracedSpans';
import { counted, msg, t } from '../grafana/translate';
import { formatTime } from '../ui/format';

/** Ids in one request: the data source looks each of them up. */
export const MAX_SPANS = 200;
/** Without an objective, the slowest tenth is slow. */
const SLOWEST = 0.9;

/** The spans that are compared. `sampled`: told apart by what a profiler saw of them, as nothing says how long they took. */
export interface SlowSpans {
  /** Asked for: of the slow ones the slowest, of the fast ones the newest, `MAX_SPANS` of each at most. */
  slow: TracedSpan[];
  fast: TracedSpan[];
  /** How many there are. */
  count: { slow: number; fast: number };
  /** ns: a span that took as long is slow. */
  limit: number;
  /** Whether `limit` is the objective's, and not the 90th percentile. */
  ofObjective: boolean;
  sampled: boolean;
  /** The slow ones were brushed. */
  brushed?: true;
}

/** Why there are none. */
export interface NoSpans {
  why: string;
}

/** The slow spans of a panel's range, or why none can be compared. */
export function slowSpansOf(
  data: Pick<PanelData, 'series' | 'annotations' | 'request'>,
  range: AbsoluteTimeRange,
  objective: Latency | undefined,
  replaceVariables: (text: string) => string,
  box?: SpanBox
): SlowSpans | NoSpans {
  if (!spanTargets(data, replaceVariables).carrying.length) {
    return { why: t('No query can be asked for spans: Pyroscope’s queries for CPU and wall time can.') };
  }
  const unit = objective?.field.config.unit;
  const { kind, factor } = unitOf(unit);
  const inside = tracedSpans(data, unit).filter(({ time }) => time >= range.from && time <= range.to);
  return slowSpans(inside, objective && kind === 'time' ? objective.limit * factor : undefined, box);
}

/**
 * @param objective ns
 * @param box the slow ones; fast are all of the range that took less than it begins with
 */
export function slowSpans(spans: TracedSpan[], objective?: number, box?: SpanBox): SlowSpans | NoSpans {
  const timed = spans.filter(({ sampled }) => !sampled);
  const sampled = !timed.length;
  const bySlowness = [...(sampled ? spans : timed)].sort((a, b) => a.duration - b.duration);
  const count = bySlowness.length;
  if (!count) {
    return {
      why: t(
        'No span ids are known: exemplars with a span ID or a search for spans among the queries would tell them.'
      ),
    };
  }
  // The objective is of how long requests take: what was sampled of them is no such time.
  const ofObjective = !box && objective !== undefined && !sampled;
  const limit = box ? box.least : ofObjective ? objective : bySlowness[Math.floor(count * SLOWEST)].duration;
  const isBrushed = ({ time, duration }: TracedSpan) =>
    !box || (duration <= box.most && time >= box.from && time <= box.to);
  const slow = bySlowness.filter((span) => span.duration >= limit && isBrushed(span)).reverse();
  const fast = bySlowness.filter(({ duration }) => duration < limit).sort((a, b) => b.time - a.time);
  if (box && !slow.length) {
    return { why: t('No span with an id was brushed.') };
  }
  if (!slow.length) {
    const values = { count, limit: formatTime(limit) };
    return {
      why:
        count === 1
          ? t('The only span that is known took less than {limit}.', values)
          : t('None of {count} spans took {limit} or longer.', values),
    };
  }
  if (!fast.length) {
    const values = { count, limit: formatTime(limit) };
    return {
      why:
        count === 1
          ? t('The only span that is known took {limit} or longer: none is fast.', values)
          : t('Each of {count} spans took {limit} or longer: none is fast.', values),
    };
  }
  return {
    slow: slow.slice(0, MAX_SPANS),
    fast: fast.slice(0, MAX_SPANS),
    count: { slow: slow.length, fast: fast.length },
    limit,
    ofObjective,
    sampled,
    ...(box && { brushed: true as const }),
  };
}

/** "17 slow spans (≥ 200 ms) against 120 fast" */
export function spanWords({ slow, fast, limit, sampled }: SlowSpans): string {
  const slowOnes = sampled
    ? counted(slow.length, msg('1 span with most samples'), msg('{count} spans with most samples'))
    : counted(slow.length, msg('1 slow span'), msg('{count} slow spans'));
  const fastOnes = sampled
    ? counted(fast.length, msg('1 other'), msg('{count} others'))
    : counted(fast.length, msg('1 fast'), msg('{count} fast'));
  return t('{slow} (≥ {limit}) against {fast}', { slow: slowOnes, limit: formatTime(limit), fast: fastOnes });
}

/** How they were chosen, and what was left out of the request. */
export const spanFacts = ({ slow, fast, count, ofObjective, sampled, brushed }: SlowSpans): string[] => [
  ...(sampled ? [t('The profiler’s exemplars say what was sampled of a span, not how long it took.')] : []),
  brushed
    ? t('The slow ones are those that were brushed, the fast ones all of the range that took less.')
    : ofObjective
      ? t('The limit is the objective’s.')
      : t('The limit is the 90th percentile of the spans that are known.'),
  ...(count.slow > slow.length
    ? [t('Asked for the slowest {asked} of {count} slow spans.', { asked: slow.length, count: count.slow })]
    : []),
  ...(count.fast > fast.length
    ? [t('Asked for the newest {asked} of {count} fast spans.', { asked: fast.length, count: count.fast })]
    : []),
];
