import { type AbsoluteTimeRange } from '@grafana/data';
import { CATEGORIES, CATEGORY_LABEL, type Category, IDLE, shownCpu, type Split, spreadOfRatio } from '../../analysis';
import { type WholeSplit } from '../../prepare';
import { language, msg, t } from '../grafana/translate';
import { percent } from '../ui/format';
import { CATEGORY_ORDER } from '../ui/palette';

/** What a window's time is of, as it is stacked: on the CPU below, then the waits, then what nobody knows; idle stands apart. */
export const KINDS: ReadonlyArray<Category | 'unattributed'> = [
  'cpu',
  ...CATEGORY_ORDER.filter((category) => category !== IDLE).map((category) => CATEGORIES[category]),
  'unattributed',
  'idle',
];
export type Kind = (typeof KINDS)[number];
const APART = KINDS.length - 1;

export const labelOf = (kind: Kind): string => t(kind === 'unattributed' ? msg('Unattributed') : CATEGORY_LABEL[kind]);

/** One window of the strip. */
export interface TimelineWindow extends AbsoluteTimeRange {
  /** How its time splits; absent: not known yet, or no profile was taken in it. */
  whole?: WholeSplit;
  /** Its query has been answered. */
  answered?: boolean;
  /** It failed, in the query's words. */
  error?: string;
}

/** Weights by kind, in the order of KINDS. No part is negative, and all add up to the whole, as in the bar. */
export function weightsOf(split: Split): number[] {
  const cpu = shownCpu(split);
  const waits = split.waiting.reduce((sum, weight) => sum + weight, 0);
  return KINDS.map((kind) =>
    kind === 'cpu'
      ? cpu
      : kind === 'unattributed'
        ? Math.max(0, split.total - cpu - waits)
        : split.waiting[CATEGORIES.indexOf(kind)]
  );
}

/** What figures are in: threads (ns per ns), so many a second of another unit, or a share of the time that is not idle. */
export type Measure = 'rate' | 'share';

const secondsOf = ({ from, to }: AbsoluteTimeRange) => (to - from) / 1000;
const perSecond = (unit: string) => (unit === 'nanoseconds' ? 1e-9 : 1);

const busy = (weights: readonly number[]): number => weights.reduce((sum, w, i) => (i === APART ? sum : sum + w), 0);

/** Figures of a window by kind, in a measure; undefined where it has none. */
export function figuresOf(window: TimelineWindow, measure: Measure): number[] | undefined {
  const { whole } = window;
  if (!whole || !(whole.split.total > 0)) {
    return undefined;
  }
  const weights = weightsOf(whole.split);
  const by = measure === 'rate' ? secondsOf(window) / perSecond(whole.unit) : busy(weights);
  return weights.map((weight) => (by > 0 ? weight / by : 0));
}

/** Of all windows that are known: a kind's figure, and its interval from how the windows differ. */
export function overall(windows: readonly TimelineWindow[], kind: Kind, measure: Measure) {
  const known = windows.flatMap((window) => (window.whole ? [{ window, weights: weightsOf(window.whole.split) }] : []));
  const unit = known[0]?.window.whole!.unit ?? '';
  const parts = known.map(({ weights }) => weights[KINDS.indexOf(kind)]);
  const wholes = known.map(({ window, weights }) =>
    measure === 'rate' ? secondsOf(window) / perSecond(unit) : busy(weights)
  );
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  return { figure: sum(parts) / sum(wholes), interval: spreadOfRatio(parts, wholes) };
}

/** "3.1", "31.0 %": without its unit, which stands once beside it. */
export const figureText = (value: number, measure: Measure): string =>
  measure === 'share'
    ? percent(value)
    : value.toLocaleString(language(), { maximumFractionDigits: value < 10 ? 1 : 0 });

/** What a rate is counted in. */
export const rateUnit = (unit: string): string => (unit === 'nanoseconds' ? t('threads') : t('samples a second'));
