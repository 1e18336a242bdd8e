import {
  type Category,
  CATEGORIES,
  CATEGORY_LABEL,
  type Code,
  codeOf,
  CPU,
  categoryWeights,
  type Evidence,
  type FrameRatio,
  type Metric,
  METRIC_INFO,
  type PairedProfile,
  type RoleWeights,
  splitAt,
} from '../../analysis/index';
import { type BoxStyle, type Look } from '../../flamegraph/index';
import { type FrameInfo, nameOf, type Weights, weightsOf } from '../../profile/index';
import { formatCounter } from '../ui/format';
import { type Change, changeAt } from './changes';
import { type Mode } from '../options/options';
import {
  CATEGORY_STYLE,
  changeStyle,
  CODE_STYLE,
  counterStyle,
  hotColdSegments,
  MERGED_STYLE,
  NEUTRAL,
} from '../graph/palette';
import { t, msg } from '../grafana/translate';

/** One graph on screen: its weights, how its boxes look, and what its figures are. */
export interface GraphModel {
  mode: Exclude<Mode, 'side'>;
  /** What its figures are shares of. */
  title: string;
  unit: string;
  weights: Weights;
  /** Unfiltered sum of the mode: what "% of all" refers to. */
  whole: number;
  styleOf(node: number, merged: boolean): BoxStyle;
  /** A frame that is not drawn as a wait; undefined: the root. */
  lookOf(symbol: FrameInfo | undefined): Look;
  /** The frame is drawn as a wait: nothing runs in it. */
  waits(node: number): boolean;
}

/** What frames carry of counters. */
export interface FrameCounters {
  colorBy?: Metric;
  /** A frame's own ratio; undefined where it has none, or too few samples. */
  ratioOf(node: number, metric: Metric): FrameRatio | undefined;
  /** Of a function over all its call paths. */
  ratioOfFunction(symbol: number, metric: Metric): FrameRatio | undefined;
  /** What a series with a function label says of a symbol, appended to its label. */
  badge(symbol: number): string;
}

const TITLES: Partial<Record<Evidence, string>> = { offcpu: msg('Off-CPU'), other: msg('Value') };

/** The graph of a mode, filtered to a category if one is chosen; undefined where the mode's profile is missing. */
export function graphModel(
  paired: PairedProfile,
  mode: Exclude<Mode, 'side'>,
  category: number | undefined,
  matched: Uint8Array | undefined,
  counters: FrameCounters,
  change?: Change,
  whoseCode = (symbol: FrameInfo): Code['kind'] => codeOf(symbol).kind
): GraphModel | undefined {
  if (mode === 'changed') {
    return changedModel(paired, change, matched);
  }
  const role: RoleWeights | undefined =
    mode === 'cpu' ? paired.cpu : mode === 'wall' ? (paired.wall ?? paired.wallTime) : paired.wallTime;
  if (!role) {
    return undefined;
  }
  const { tree } = paired;
  const weights = category === undefined ? role.weights : filtered(paired, role, mode, category);
  const splits = mode === 'hotcold';
  const lookOf = (symbol: FrameInfo | undefined) =>
    mode === 'cpu' && symbol ? CODE_STYLE[whoseCode(symbol)] : NEUTRAL;

  /** In a CPU profile everything runs, garbage collection too. */
  const waits = (node: number) => mode !== 'cpu' && node > 0 && role.displayCategory[node] !== CPU;

  const styleOf = (node: number, merged: boolean): BoxStyle => {
    if (merged) {
      return { ...MERGED_STYLE, dim: matched !== undefined };
    }
    const symbol = node === 0 ? undefined : tree.symbols[tree.symbol[node]];
    const painted = node === 0 ? CPU : role.displayCategory[node];
    const dim = matched !== undefined && (node === 0 || matched[tree.symbol[node]] === 0);
    const name = () => nameOf(tree, node) + (node > 0 ? counters.badge(tree.symbol[node]) : '');
    const { colorBy, ratioOf } = counters;
    if (colorBy) {
      // Counters count work on the CPU: a wait frame has none.
      const ratio = waits(node) ? undefined : ratioOf(node, colorBy);
      const info = METRIC_INFO[colorBy];
      return {
        ...counterStyle(ratio?.value, ratioOf(0, colorBy)?.value, info.worse),
        dim,
        label: () => name() + (ratio ? ` · ${t(info.label)} ${formatCounter(colorBy, ratio.value)}` : ''),
      };
    }
    if (painted !== CPU) {
      const kind: Category = CATEGORIES[painted];
      const top = role.displayCategory[tree.parent[node]] !== painted;
      const { fill, pattern } = CATEGORY_STYLE[kind];
      return { fill, pattern, dim, label: top ? () => `${t(CATEGORY_LABEL[kind])} · ${name()}` : name };
    }
    if (splits && category === undefined) {
      return {
        fill: CATEGORY_STYLE.unattributed.fill,
        pattern: 0,
        dim,
        label: name,
        segments: () => hotColdSegments(splitAt(paired, node)),
      };
    }
    return { ...lookOf(symbol), dim, label: name };
  };

  return {
    mode,
    title: mode === 'cpu' ? 'CPU' : t(TITLES[paired.evidence] ?? 'Wall'),
    unit: role.unit,
    weights,
    whole: role.weights.prefixSum[tree.length],
    styleOf,
    lookOf,
    waits,
  };
}

/** Only the stacks of one category. On-CPU is the CPU profile itself where there is one beside the waits. */
function filtered(paired: PairedProfile, role: RoleWeights, mode: Mode, category: number): Weights {
  return category === CPU && mode !== 'wall' && paired.evidence.startsWith('cpu+')
    ? paired.cpu!.weights
    : categoryWeights(paired, role, category);
}

/**
 * Now and before in one graph: a bar is as wide as the mean of both, so what vanished and what is new are both there.
 * Widths are in units of now, so that figures under the pointer keep their size.
 */
function changedModel(
  paired: PairedProfile,
  change: Change | undefined,
  matched: Uint8Array | undefined
): GraphModel | undefined {
  if (!change) {
    return undefined;
  }
  const { tree } = paired;
  const { now, before, per, text } = change;
  const scale = per.now / per.before;
  const weights = weightsOf(now.weights.self.map((w, node) => (w + before.weights.self[node] * scale) / 2));
  const whole = changeAt(tree, change, 0);
  const most = Math.max(whole.before, whole.now);
  const styleOf = (node: number, merged: boolean): BoxStyle => {
    if (merged) {
      return { ...MERGED_STYLE, dim: matched !== undefined };
    }
    const at = changeAt(tree, change, node);
    const dim = matched !== undefined && (node === 0 || matched[tree.symbol[node]] === 0);
    const word = () =>
      at.before === 0 && at.now > 0
        ? ` · ${t('new')}`
        : at.now === 0 && at.before > 0
          ? ` · ${t('gone')}`
          : ` ${text(at.before)} → ${text(at.now)}`;
    return {
      ...changeStyle(at.before / most, at.now / most),
      dim,
      label: () => nameOf(tree, node) + (node > 0 || change.measure !== 'share' ? word() : ''),
    };
  };
  return {
    mode: 'changed',
    title: t('{what} (mean of both times)', { what: change.name }),
    unit: now.unit,
    weights,
    whole: weights.prefixSum[tree.length],
    styleOf,
    lookOf: () => NEUTRAL,
    waits: (node) => node > 0 && now.displayCategory[node] !== CPU,
  };
}
