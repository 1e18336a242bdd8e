import { type AbsoluteTimeRange } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { type VersionReport } from '../../prepare';
import { type Annotation } from '../grafana/annotations';
import { t } from '../grafana/translate';
import { fullTimes, shortTime, shortTimes } from '../ui/timeText';
import { COMPARE_LABEL, type Compared, comparisonOf, type CompareSpec, versionSpec, whyNot } from './comparison';
import { type SlowSpans, spanFacts, spanWords } from './slowSpans';
import { leftOut, type SpanAnswers } from './spanComparison';

/** One line of the menu "What changed?". */
export interface CompareOffer {
  spec: CompareSpec;
  label: string;
  /** What it is compared with; where it cannot be asked, why not. */
  description?: string;
  disabled: boolean;
}

export interface OffersInput extends Compared {
  annotations: Annotation[];
  /** The window that was marked last. */
  marked?: CompareSpec & { type: 'window' };
  timeZone: TimeZone;
  /** Two versions of the program among the samples. */
  versions?: VersionReport;
}

/** Dashboards with an annotation for every pod have hundreds: those nearest to the end of the range are offered. */
const MAX_EVENTS = 5;
const LONGEST_LABEL = 60;

/** All that can be compared, the likeliest question of somebody on call first. */
export function compareOffers(input: OffersInput): CompareOffer[] {
  const { marked, timeZone, range } = input;
  const offer = (spec: CompareSpec, label = t(COMPARE_LABEL[spec.type])): CompareOffer => {
    const why = whyNot(spec, input);
    return { spec, label, description: why ?? described(spec, input), disabled: why !== undefined };
  };
  const spans = offer({ type: 'spans' });
  return [
    offer({ type: 'objective' }),
    ...(spans.disabled ? [] : [spans]),
    ...(input.versions ? [versionOffer(input.versions, input)] : []),
    ...eventsOf(input).map(({ time, text }) =>
      offer(
        { type: 'event', at: time },
        t('Before and after {what} {time}', { what: text, time: shortTime(time, range, timeZone) })
      )
    ),
    ...(marked && marked.from < range.to && marked.to > range.from ? [offer(marked)] : []),
    offer({ type: 'previous' }),
    offer({ type: 'day' }),
    offer({ type: 'week' }),
    ...(spans.disabled ? [spans] : []),
  ];
}

function versionOffer(versions: VersionReport, { range, timeZone }: OffersInput): CompareOffer {
  const { label, now, before, others, at } = versions;
  const values = { label, now: short(now), before: short(before), time: at ? shortTime(at, range, timeZone) : '' };
  const order = at
    ? t('{label}: {now}, seen from {time} on, against {before}', values)
    : t('{label}: {now} against {before}, in the order of the rows: no time tells which is older', values);
  return {
    spec: versionSpec(versions),
    label: t(COMPARE_LABEL.version),
    description: others ? t('{order}; {count} older left out', { order, count: others }) : order,
    disabled: false,
  };
}

/** What it is compared with, as far as it is known before it is asked. */
function described(spec: CompareSpec, input: OffersInput): string | undefined {
  const { range, timeZone, slow } = input;
  if (spec.type === 'event') {
    return undefined;
  }
  if (spec.type === 'spans') {
    return slow && !('why' in slow) ? spanWords(slow) : undefined;
  }
  const found = comparisonOf(spec, input);
  return found
    ? t('with {time}', { time: shortTimes(found.before, range, timeZone) })
    : t('looks for the nearest time when it held');
}

const short = (text: string) => (text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text);

/** Annotations inside of the range, each moment and text once, the latest first. */
function eventsOf({ annotations, range }: OffersInput): Annotation[] {
  const byContent = new Map<string, Annotation>();
  for (const { text, ...one } of annotations) {
    if (one.time > range.from && one.time < range.to) {
      const plain = text.replace(/\s+/g, ' ').trim();
      byContent.set(JSON.stringify([one.time, short(plain)]), { ...one, text: short(plain) });
    }
  }
  return [...byContent.values()].sort((a, b) => b.time - a.time).slice(0, MAX_EVENTS);
}

/** What a comparison is told by, as long as it lasts. */
export interface ComparisonWords {
  /** "vs 10:12–10:19". */
  label: string;
  /** In full: both times, the question, the latency then. */
  title: string;
}

interface Answered {
  now?: AbsoluteTimeRange[];
  before: AbsoluteTimeRange[];
  latency?: string;
  /** Which spans were asked for, and which queries did not have them. */
  spans?: SlowSpans & Pick<SpanAnswers, 'onlyCpu' | 'left'>;
}

/** The words of a comparison that has been answered, or of its question until it is. */
export function comparisonWords(
  spec: CompareSpec,
  answered: Answered | undefined,
  { range, annotations, timeZone }: Pick<OffersInput, 'range' | 'annotations' | 'timeZone'>
): ComparisonWords {
  const event = spec.type === 'event' ? annotations.find(({ time }) => time === spec.at)?.text : undefined;
  const question =
    spec.type === 'event'
      ? t('Before and after {what} {time}', {
          what: event ?? t('annotation'),
          time: shortTime(spec.at, range, timeZone),
        })
      : t(COMPARE_LABEL[spec.type]);
  if (spec.type === 'version') {
    const { label, now, before } = spec;
    const both = t('{label}: {now} against {before}', { label, now: short(now), before: short(before) });
    return {
      label: t('{now} vs {before}', { now: short(now), before: short(before) }),
      title: [question, both, t('Samples of the range that carry neither are left out.')].join('\n'),
    };
  }
  if (!answered) {
    return { label: question, title: question };
  }
  if (answered.spans) {
    const { spans } = answered;
    const words = spanWords(spans);
    return {
      label: spans.onlyCpu ? t('{spans}, CPU only', { spans: words }) : words,
      title: [question, words, ...spanFacts(spans), ...leftOut(spans)].join('\n'),
    };
  }
  const times = { now: fullTimes(answered.now ?? [range], timeZone), before: fullTimes(answered.before, timeZone) };
  return {
    label: t('vs {time}', { time: shortTimes(answered.before, range, timeZone) }),
    title: [question, t('{now} compared with {before}', times), answered.latency].filter(Boolean).join('\n'),
  };
}
