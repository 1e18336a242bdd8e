import { type AbsoluteTimeRange } from '@grafana/data';
import { type VersionReport } from '../../prepare';
import { type SpanBox } from '../grafana/tracedSpans';
import { msg, t } from '../grafana/translate';
import {
  apart,
  clearOfNext,
  isEnough,
  longest,
  type ObjectiveSeries,
  type ObjectiveWindows,
  objectiveWindows,
} from './objective';
import { type NoSpans, type SlowSpans } from './slowSpans';

/** The box of a comparison of spans, where they were brushed. */
export const boxOf = (spec: CompareSpec | undefined): SpanBox | undefined =>
  spec?.type === 'spans' && spec.least !== undefined ? (spec as SpanBox) : undefined;

/** What the panel's profiles are compared with. Ranges are queried when asked for, through Grafana's data sources. */
export type CompareSpec =
  | { type: 'previous' }
  | { type: 'day' }
  | { type: 'week' }
  | { type: 'objective' }
  | { type: 'window'; from: number; to: number }
  /** Before and after a moment of the range: a deploy, an alert. */
  | { type: 'event'; at: number }
  /** Spans of slow requests and of fast ones, by the rule of `slowSpans`: which they are follows from the data. */
  | ({ type: 'spans' } & Partial<SpanBox>)
  /** Samples of one version of the program against those of another one, by a label of the samples. */
  | { type: 'version'; label: string; now: string; before: string };

export const versionSpec = ({ label, now, before }: VersionReport): CompareSpec & { type: 'version' } => ({
  type: 'version',
  label,
  now,
  before,
});

export const COMPARE_LABEL: Record<CompareSpec['type'], string> = {
  previous: msg('Previous period'),
  day: msg('One day before'),
  week: msg('One week before'),
  objective: msg('Objective broken against held'),
  window: msg('Marked window against the rest'),
  event: msg('Before and after'),
  spans: msg('Slow requests against the fast ones'),
  version: msg('New version against the old one'),
};

/** In ms. */
const SHIFT = { day: 86_400_000, week: 7 * 86_400_000 };
/** Each window is a query of its own: more of them are not asked for, the longest are. */
const MAX_WINDOWS = 4;

/** Both sides of a comparison; no time is in both. */
export interface Comparison {
  /** Undefined: what the panel shows already. */
  now?: AbsoluteTimeRange[];
  before: AbsoluteTimeRange[];
}

/** What a comparison is asked about. */
export interface Compared {
  range: AbsoluteTimeRange;
  /** The series that has an objective, where there is one. */
  objective?: ObjectiveSeries;
  /** Absent: not looked for. */
  slow?: SlowSpans | NoSpans;
}

/** Why there is nothing to compare, before anything is asked; undefined: it can be tried. */
export function whyNot(spec: CompareSpec, { range, objective, slow }: Compared): string | undefined {
  switch (spec.type) {
    case 'objective': {
      if (!objective) {
        return t('No query has a threshold: set the latency objective as the threshold of its field.');
      }
      const { broken, held } = objectiveWindows(objective, range);
      return broken.length
        ? undefined
        : held.length
          ? t('The objective held all the time in this range.')
          : t('The query with the objective has no values in this range.');
    }
    case 'window':
      return restOf(spec, range).length ? undefined : t('The marked window is the whole range: nothing is left.');
    case 'event':
      return spec.at > range.from && spec.at < range.to ? undefined : t('The event is not inside of this time range.');
    case 'day':
    case 'week':
      return range.to - range.from <= SHIFT[spec.type]
        ? undefined
        : t('The range is longer than that: it would be compared with a part of itself.');
    case 'spans':
      return slow && 'why' in slow ? slow.why : undefined;
    case 'previous':
    case 'version':
      return undefined;
  }
}

/**
 * The ranges of a comparison that needs no search; undefined: see `whyNot`, the objective did not hold for long enough, or times are not
 * what is compared.
 */
export function comparisonOf(spec: CompareSpec, { range, objective }: Compared): Comparison | undefined {
  const { from, to } = range;
  const shifted = (by: number) => ({ before: [{ from: from - by, to: to - by }] });
  switch (spec.type) {
    case 'spans':
    case 'version':
      return undefined;
    case 'previous':
      return shifted(to - from);
    case 'day':
    case 'week':
      return whyNot(spec, { range }) ? undefined : shifted(SHIFT[spec.type]);
    case 'window': {
      const rest = restOf(spec, range);
      return rest.length ? { now: [{ from: spec.from, to: spec.to }], before: rest } : undefined;
    }
    case 'event':
      return whyNot(spec, { range })
        ? undefined
        : { now: [{ from: spec.at, to }], before: [clearOfNext({ from, to: spec.at })] };
    case 'objective': {
      const windows = objective && objectiveWindows(objective, range);
      return windows?.broken.length && isEnough(windows.held, windows.broken) ? brokenAgainst(windows) : undefined;
    }
  }
}

const restOf = (marked: AbsoluteTimeRange, { from, to }: AbsoluteTimeRange): AbsoluteTimeRange[] =>
  [
    { from, to: Math.min(marked.from, to) },
    { from: Math.max(marked.to, from), to },
  ].filter((part) => part.to > part.from);

/** The broken time of a range against a time that held, of the range itself or of another one. */
export function brokenAgainst(windows: ObjectiveWindows): Comparison {
  const { broken, held } = apart(windows);
  return { now: longest(broken, MAX_WINDOWS), before: longest(held, MAX_WINDOWS) };
}

/** What a change can be measured in. `request` where a request rate is among the queries. */
export const MEASURES = ['share', 'second', 'request', 'sum'] as const;
export type Measure = (typeof MEASURES)[number];

export const MEASURE_LABEL: Record<Measure, string> = {
  share: msg('Share of the time'),
  second: msg('Per second'),
  request: msg('Per request'),
  sum: msg('Sum'),
};
