import { sum } from 'd3';
import {
  type Category,
  CATEGORIES,
  CATEGORY_LABEL,
  CATEGORY_MEANING,
  type Code,
  CPU,
  type Evidence,
  IDLE,
  isCategory,
  shownCpu,
  type Split,
} from '../../analysis';
import { type Look } from '../../flamegraph';
import { language, msg, t } from '../grafana/translate';
import { CATEGORY_ORDER, CATEGORY_STYLE, CHANGE_STYLE, type ChangeKind, CODE_STYLE } from '../ui/palette';
import { type RunningKind } from '../model/whoRuns';
import { type Format, LEAST_SHARE, percent } from '../ui/format';

/** One segment of the bar, and one row of its menu. */
export interface BarPart {
  key: string;
  label: string;
  look: Look;
  /** Segments are as wide as their weights are to each other; in any unit. */
  weight: number;
  /** In whole percent, which add up to 100 over a bar: "43 %". Absent in a scale, whose parts are equal. */
  rounded?: string;
  /** "42.7 %", as everywhere else. */
  share?: string;
  /** "2.28 min", and how many threads that is where the time range is known. */
  figure?: string;
  meaning: string;
  /** A click filters by it. */
  category?: number;
}

/** Whole percents that add up to 100: rounded down, then the largest remainders get what is left. */
export function percentsOf(weights: readonly number[]): number[] {
  const whole = sum(weights);
  const exact = weights.map((weight) => (whole > 0 ? (weight / whole) * 100 : 0));
  const percents = exact.map(Math.floor);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => exact[b] - percents[b] - (exact[a] - percents[a]));
  const left = whole > 0 ? 100 - sum(percents) : 0;
  byRemainder.slice(0, left).forEach((i) => percents[i]++);
  return percents;
}

type Weighed = Omit<BarPart, 'share' | 'rounded'>;

function withShares(parts: Weighed[]): BarPart[] {
  const whole = sum(parts, ({ weight }) => weight);
  const percents = percentsOf(parts.map(({ weight }) => weight));
  return parts.map((part, i) => ({
    ...part,
    share: percent(part.weight / whole),
    // What rounds to nothing is there all the same.
    rounded: percents[i] === 0 ? '<1\u00a0%' : `${percents[i]}\u00a0%`,
  }));
}

export interface WaitPartsInput {
  split: Split;
  evidence: Evidence;
  format: Format;
  /** How long was recorded; absent where that is not known, or where weights are no nanoseconds. */
  seconds?: number;
}

/**
 * Where the time goes: on the CPU first, then what waits, the most first, then idle, then what nobody knows.
 * No part is negative and all add up to the whole, also where two samplers count more than that (see shownCpu): how far they are
 * apart is said in the data quality.
 */
export function waitParts({ split, evidence, format, seconds }: WaitPartsInput): BarPart[] {
  if (evidence === 'other' || !(split.total > 0)) {
    return [];
  }
  const onCpu = evidence === 'offcpu' ? 0 : shownCpu(split);
  const known = (weight: number, name: Category | 'unattributed', label: string, meaning: string): Weighed => ({
    key: name,
    label,
    look: CATEGORY_STYLE[name],
    weight,
    figure: figureOf(weight, format, seconds),
    meaning,
    ...(name !== 'unattributed' && { category: CATEGORIES.indexOf(name) }),
  });
  const waits = CATEGORY_ORDER.filter((category) => split.waiting[category] > 0).map((category) => {
    const name = CATEGORIES[category];
    return known(split.waiting[category], name, t(CATEGORY_LABEL[name]), `${t(CATEGORY_MEANING[name])}.`);
  });
  const isIdle = ({ category }: Weighed) => category === IDLE;
  const unknown = split.total - onCpu - sum(waits, ({ weight }) => weight);
  return withShares([
    ...(onCpu > 0 ? [known(onCpu, CATEGORIES[CPU], t(CATEGORY_LABEL.cpu), t(CPU_SOURCE[evidence]))] : []),
    ...waits.filter((part) => !isIdle(part)).sort((a, b) => b.weight - a.weight),
    ...waits.filter(isIdle),
    ...(unknown > split.total * LEAST_SHARE
      ? [known(unknown, 'unattributed', t('Unattributed'), t(evidence === 'wall' ? UNSURE : UNEXPLAINED))]
      : []),
  ]);
}

const CPU_SOURCE: Record<Exclude<Evidence, 'other'>, string> = {
  'cpu+wall': msg('From the CPU profile.'),
  'cpu+offcpu': msg('From the CPU profile.'),
  wall: msg('Wall stacks without a wait frame: running, or ready to run. A CPU query would tell them apart.'),
  cpu: msg('From the CPU profile. Waiting is not in it: add a wall or off-CPU query.'),
  offcpu: '',
};
const UNSURE = msg(
  'Wall time of stacks that cannot show whether they run or wait: add a CPU profile, or record native frames.'
);
const UNEXPLAINED = msg(
  'Wall time that neither the CPU profile nor a wait frame explains: ready to run without a CPU, or a wait that no rule knows.'
);

const ONE_THREAD = msg('{figure} (1 thread × {seconds} s)');
const THREADS = msg('{figure} ({threads} threads × {seconds} s)');

/** "6 min (6 threads × 60 s)": a sum over threads reads as a length of time, and is longer than the range. */
function figureOf(nanoseconds: number, format: Format, seconds: number | undefined): string {
  const threads = seconds ? nanoseconds / 1e9 / seconds : 0;
  if (!seconds || threads < 0.05) {
    return format(nanoseconds);
  }
  const said = threads.toLocaleString(language(), { maximumFractionDigits: threads < 10 ? 1 : 0 });
  return t(said === '1' ? ONE_THREAD : THREADS, {
    figure: format(nanoseconds),
    threads: said,
    seconds: seconds.toLocaleString(language(), { maximumFractionDigits: seconds < 10 ? 1 : 0 }),
  });
}

const CODE_WORDS: Record<Code['kind'], { label: string; meaning: string }> = {
  user: {
    label: msg('Own code'),
    meaning: msg('functions of the program itself; a pattern in the options can say which'),
  },
  library: { label: msg('Libraries'), meaning: msg('what the program is built on, the standard library as well') },
  runtime: {
    label: msg('Runtime'),
    meaning: msg('what executes the program: interpreter, collector, virtual machine'),
  },
  kernel: { label: msg('Kernel'), meaning: msg('the operating system') },
  mark: { label: msg('Without a name'), meaning: msg('addresses, threads and files instead of functions') },
};

export interface CpuPartsInput {
  running: ReadonlyMap<RunningKind, number>;
  /** Where CPU is all there is, the graph can be filtered by what is no plain running. */
  filters: boolean;
  format: Format;
  seconds?: number;
}

/** Whose code runs, in the colours of the CPU graph: own CPU time by kind. */
export function cpuParts({ running, filters, format, seconds }: CpuPartsInput): BarPart[] {
  const part = (kind: RunningKind, look: Look, label: string, meaning: string): Weighed[] => {
    const weight = running.get(kind) ?? 0;
    const figure = figureOf(weight, format, seconds);
    return weight > 0 ? [{ key: kind, label, look, weight, figure, meaning: `${meaning}.` }] : [];
  };
  const code = (Object.keys(CODE_WORDS) as Array<Code['kind']>).flatMap((kind) =>
    part(kind, CODE_STYLE[kind], t(CODE_WORDS[kind].label), t(CODE_WORDS[kind].meaning))
  );
  const others = [...running.keys()]
    .filter(isCategory)
    .flatMap((kind) => part(kind, CATEGORY_STYLE[kind], t(CATEGORY_LABEL[kind]), t(CATEGORY_MEANING[kind])))
    .map((other) => (filters ? { ...other, category: CATEGORIES.findIndex((name) => name === other.key) } : other))
    .sort((a, b) => b.weight - a.weight);
  return withShares([...code, ...others]);
}

const CHANGE_WORDS: Record<ChangeKind, { label: string; meaning: string }> = {
  gone: { label: msg('gone'), meaning: msg('there before, not now') },
  less: { label: msg('less'), meaning: msg('at most 0.7 times what it was, and by points that count') },
  'slightly-less': { label: msg('a little less'), meaning: msg('0.7 to 0.93 times what it was') },
  same: { label: msg('the same'), meaning: msg('hardly changed, or too small to mean anything') },
  'slightly-more': { label: msg('a little more'), meaning: msg('1.07 to 1.4 times what it was') },
  more: { label: msg('more'), meaning: msg('at least 1.4 times what it was, and by points that count') },
  new: { label: msg('new'), meaning: msg('not there before') },
};

/** The colours of a comparison, as a scale. */
export const changeParts = (): BarPart[] =>
  (Object.keys(CHANGE_WORDS) as ChangeKind[]).map((kind) => ({
    key: kind,
    label: t(CHANGE_WORDS[kind].label),
    look: CHANGE_STYLE[kind],
    weight: 1,
    meaning: `${t(CHANGE_WORDS[kind].meaning)}.`,
  }));

/** CSS pixels at the bar's font size, 11: the mean width of a letter, and what stands on both sides of a text. */
const LETTER = 6;
const PADDING = 5;
export const GAP = 1;
/** Of the button that lists all parts. */
export const MORE = 30;

const textWidth = (text: string) => text.length * LETTER + 2 * PADDING;

export interface Segment {
  part: BarPart;
  /** CSS pixels. */
  width: number;
  /** What of its words has room: all, its name, or nothing. */
  text: string;
}

/** What stands in the bar of a width in CSS pixels; `unnamed`: how many parts have no room for their name. */
export function barOf(parts: readonly BarPart[], width: number): { segments: Segment[]; unnamed: number } {
  const all = placed(parts, width);
  const unnamed = (segments: Segment[]) => segments.filter(({ text }) => text === '').length;
  if (unnamed(all) === 0) {
    return { segments: all, unnamed: 0 };
  }
  const beside = placed(parts, width - MORE - GAP);
  return { segments: beside, unnamed: unnamed(beside) };
}

function placed(parts: readonly BarPart[], width: number): Segment[] {
  const room = Math.max(0, width - GAP * (parts.length - 1));
  const whole = sum(parts, ({ weight }) => weight);
  return parts.map((part) => {
    const own = whole > 0 ? (part.weight / whole) * room : 0;
    const full = [part.label, part.rounded].filter(Boolean).join(' ');
    return { part, width: own, text: [full, part.label].find((text) => textWidth(text) <= own) ?? '' };
  });
}
