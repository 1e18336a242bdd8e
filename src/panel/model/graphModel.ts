import {
  type Category,
  CATEGORIES,
  CATEGORY_LABEL,
  type Code,
  CPU,
  categoryWeights,
  type FrameRatio,
  mainKind,
  type Metric,
  METRIC_INFO,
  type PairedProfile,
  partsOfBar,
  type RoleWeights,
  type Side,
  type Split,
  splitAt,
  stripOf,
  type StripView,
  UNATTRIBUTED,
} from '../../analysis';
import { type BoxStyle, type Label, type Strip } from '../../flamegraph';
import {
  foldedLibrary,
  type FrameInfo,
  nameOf,
  totalOf,
  type Weights,
  weightsOf,
  type NodeIndex,
  type SymbolIndex,
} from '../../profile';
import { type Format, formatCounter, percent } from '../ui/format';
import { bothTimes, type Change, changeAt, changeText } from './changes';
import { EVIDENCE_WORDS, wordsOf } from './evidence';
import { type Mode } from '../options/options';
import { CATEGORY_STYLE, changeStyle, CODE_STYLE, counterStyle, MERGED_STYLE, NEUTRAL } from '../ui/palette';
import { t } from '../grafana/translate';

export type GraphMode = Exclude<Mode, 'side'>;

/** One graph on screen: its weights, how its boxes look, and what its figures are. */
export interface GraphModel {
  mode: GraphMode;
  paired: PairedProfile;
  /** What its figures are shares of. */
  title: string;
  unit: string;
  format: Format;
  /** A first picture: where its boxes are is all that is known of them. */
  unjudged?: boolean;
  weights: Weights;
  /** Unfiltered sum of the mode: what "% of all" refers to. */
  whole: number;
  /** What a comparison compares. */
  change?: Change;
  styleOf(node: NodeIndex, merged: boolean): BoxStyle;
  /** The split of its bars, where bars are split. */
  strip?(view: StripView): Strip;
  /** The frame is drawn as a wait: nothing runs in it. */
  waits(node: NodeIndex): boolean;
  /** The same graph of callers or callees; its figures stay shares of all. */
  on(side: Side): GraphModel | undefined;
}

/** What frames carry of counters. */
export interface FrameCounters {
  colorBy?: Metric;
  /** A frame's own ratio; undefined where it has none, or too few samples. */
  ratioOf(node: NodeIndex, metric: Metric): FrameRatio | undefined;
  /** Of a function over all its call paths. */
  ratioOfFunction(symbol: SymbolIndex, metric: Metric): FrameRatio | undefined;
  /** What a series with a function label says of a symbol, appended to its label. */
  badge(symbol: SymbolIndex): string;
}

export interface GraphInputs {
  paired: PairedProfile;
  /** Nothing is known of it but its boxes. */
  unjudged?: object;
  /** Only its stacks. */
  category?: number;
  /** By symbol: 1 where a search finds it. */
  matched?: Uint8Array;
  counters: FrameCounters;
  /** Absent: what its name, file and module say. */
  whoseCode?(symbol: FrameInfo): Code['kind'];
  /** Of wall and off-CPU time; CPU time may be in another unit. */
  format: Format;
  cpuFormat: Format;
  change?: Change;
}

/** "2.28 min, 38.1 % of Wall". */
export function describeFrame(
  { paired, unjudged, weights, format, whole, title }: GraphModel,
  node: NodeIndex
): string {
  if (unjudged) {
    return t('being read');
  }
  const value = totalOf(paired.tree, weights, node);
  return t('{figure}, {share} of {what}', { figure: format(value), share: percent(value / whole), what: title });
}

/** The graph of a mode, filtered to a category if one is chosen; undefined where the mode's profile is missing. */
export function graphModel(mode: GraphMode, inputs: GraphInputs): GraphModel | undefined {
  if (mode === 'changed') {
    return inputs.change && changedModel(inputs, inputs.change);
  }
  const { paired, category, counters } = inputs;
  const role: RoleWeights | undefined =
    mode === 'cpu' ? paired.cpu : mode === 'wall' ? (paired.wall ?? paired.wallTime) : paired.wallTime;
  if (!role) {
    return undefined;
  }
  const format = mode === 'cpu' ? inputs.cpuFormat : inputs.format;
  const weights = category === undefined ? role.weights : filtered(paired, role, mode, category);
  /** In a CPU profile everything runs, garbage collection too. */
  const waits = (node: NodeIndex) => mode !== 'cpu' && role.displayCategory[node] !== CPU;
  const splits = mode === 'hotcold' && category === undefined && counters.colorBy === undefined;
  const model: GraphModel = {
    mode,
    paired,
    unjudged: inputs.unjudged !== undefined,
    title: mode === 'cpu' && !paired.elapsed ? EVIDENCE_WORDS.cpu.title : t(wordsOf(paired).title),
    unit: role.unit,
    format,
    weights,
    whole: role.weights.prefixSum[paired.tree.length],
    styleOf: (node, merged) =>
      merged
        ? mergedStyle(inputs)
        : inputs.unjudged
          ? boxOnly(inputs, node)
          : looks(inputs, { mode, role, weights, format, splits }, node),
    ...(splits && {
      strip: (view: StripView) => (inputs.unjudged ? noStrips(paired, view) : stripsOf(paired, role, view)),
    }),
    waits,
    on: (side) => onSide(mode, inputs, side, model.whole),
  };
  return model;
}

interface Drawn {
  mode: GraphMode;
  role: RoleWeights;
  weights: Weights;
  format: Format;
  splits: boolean;
}

/** How a frame looks: by a counter, by what it waits for, by what most of its time is, or by whose code it is. */
function looks(inputs: GraphInputs, { mode, role, weights, format, splits }: Drawn, node: NodeIndex): BoxStyle {
  const { paired, counters } = inputs;
  const { tree } = paired;
  const symbol = tree.symbol[node] < 0 ? undefined : tree.symbols[tree.symbol[node]];
  const shown = role.displayCategory[node];
  const dim = isDim(inputs, node);
  const value = () => format(totalOf(tree, weights, node));
  const label = (prefix?: string) => (): Label => labelOf(inputs, node, () => [value()], prefix);
  const { colorBy, ratioOf } = counters;
  if (colorBy) {
    // Counters count work on the CPU: a wait frame has none.
    const ratio = mode !== 'cpu' && shown !== CPU ? undefined : ratioOf(node, colorBy);
    const info = METRIC_INFO[colorBy];
    const figure = () => (ratio ? [`· ${t(info.label)} ${formatCounter(colorBy, ratio.value)}`] : []);
    return {
      ...counterStyle(ratio?.value, ratioOf(0, colorBy)?.value, info.worse),
      dim,
      label: () => labelOf(inputs, node, figure),
    };
  }
  if (shown !== CPU && !(splits && isMixed(paired, node, shown))) {
    const category: Category = CATEGORIES[shown];
    const begins = node === 0 || role.displayCategory[tree.parent[node]] !== shown;
    return { ...CATEGORY_STYLE[category], dim, label: label(begins ? `${t(CATEGORY_LABEL[category])} · ` : undefined) };
  }
  return splits
    ? { fill: KIND_FILLS[mainKind(splitIn(paired, node))], pattern: 0, dim, label: label() }
    : {
        ...(mode === 'cpu' && symbol ? CODE_STYLE[inputs.whoseCode?.(symbol) ?? 'user'] : NEUTRAL),
        dim,
        label: label(),
      };
}

/** A frame that is not judged: its colour says nothing, and no figure stands in it. */
const boxOnly = (inputs: GraphInputs, node: NodeIndex): BoxStyle => ({
  ...NEUTRAL,
  dim: isDim(inputs, node),
  label: () => labelOf(inputs, node, () => []),
});

/** Room for them, so that names stand where they stay. */
const noStrips = ({ tree }: PairedProfile, { root }: StripView): Strip => ({
  firstLevel: tree.level[root],
  fills: KIND_FILLS,
  partsOf: () => undefined,
});

/** Frames too narrow for a name are no match of any search. */
const mergedStyle = ({ matched }: GraphInputs): BoxStyle => ({ ...MERGED_STYLE, dim: matched !== undefined });

const isDim = ({ paired: { tree }, matched }: GraphInputs, node: NodeIndex): boolean =>
  matched !== undefined && (tree.symbol[node] < 0 || matched[tree.symbol[node]] === 0);

/** Of a bar of folded frames: their number, then whose they are. */
function labelOf(
  { paired: { tree }, counters }: GraphInputs,
  node: NodeIndex,
  values: () => string[],
  prefix?: string
): Label {
  const symbol = tree.symbol[node];
  const name = nameOf(tree, node);
  const library = symbol < 0 ? undefined : foldedLibrary(tree.symbols[symbol]);
  if (library !== undefined) {
    const count = /^\(\d+\)/.exec(name)?.[0] ?? name;
    return { prefix, name: count, values: () => (library ? [library, ...values()] : values()) };
  }
  return { prefix, name: name + (symbol < 0 ? '' : counters.badge(symbol)), values };
}

/** A smaller part of a bar cannot be seen. */
const MIN_PART = 0.005;

/** Splits of frames that were drawn, of so many: a gesture draws nearly the same ones in each frame. */
const MAX_SPLITS = 8192;
const drawnSplits = new WeakMap<PairedProfile, Map<NodeIndex, Split>>();

function splitIn(paired: PairedProfile, node: NodeIndex): Split {
  let known = drawnSplits.get(paired);
  if (!known || known.size >= MAX_SPLITS) {
    drawnSplits.set(paired, (known = new Map()));
  }
  const split = known.get(node) ?? splitAt(paired, node);
  known.set(node, split);
  return split;
}

/** Stacks that wait for something else than most of them, under one frame: a lock's queue and an idle worker both park. */
function isMixed(paired: PairedProfile, node: NodeIndex, shown: number): boolean {
  const { total, waiting } = splitIn(paired, node);
  let others = 0;
  for (let category = 0; category < waiting.length; category++) {
    others += category === shown ? 0 : waiting[category];
  }
  return others > total * MIN_PART;
}

/** By kind of a strip. */
const KIND_FILLS: string[] = [...CATEGORIES, 'unattributed' as const].map((kind) => CATEGORY_STYLE[kind].fill);

function stripsOf(paired: PairedProfile, { displayCategory }: RoleWeights, view: StripView): Strip {
  const row = stripOf(paired, view);
  // Of one sampler's samples each stack's split is known, not only a frame's.
  const exact = paired.evidence !== 'cpu+wall' || paired.sameSamples === true;
  return {
    firstLevel: paired.tree.level[view.root],
    fills: KIND_FILLS,
    partsOf: (node, from, to) => {
      const shown = displayCategory[node];
      if (shown !== CPU && !isMixed(paired, node, shown)) {
        return undefined;
      }
      const parts = row.subarray(from, to);
      return exact || !parts.includes(UNATTRIBUTED) ? parts : partsOfBar(parts, splitIn(paired, node));
    },
  };
}

function onSide(mode: GraphMode, inputs: GraphInputs, side: Side, whole: number): GraphModel | undefined {
  const { change } = inputs;
  const model = graphModel(mode, {
    ...inputs,
    paired: side.paired(inputs.paired),
    // Counters are known by node of the whole tree.
    counters: { ...inputs.counters, colorBy: undefined },
    change: change && { ...change, before: side.role(change.before), now: side.role(change.now) },
  });
  return model && { ...model, whole };
}

/** Only the stacks of one category. On-CPU is the CPU profile itself where there is one beside the waits. */
function filtered(paired: PairedProfile, role: RoleWeights, mode: GraphMode, category: number): Weights {
  return category === CPU && mode !== 'wall' && paired.evidence.startsWith('cpu+')
    ? paired.cpu!.weights
    : categoryWeights(paired, role, category);
}

/**
 * Now and before in one graph: a bar is as wide as the mean of both, so what vanished and what is new are both there.
 * Widths are in units of now, so that figures under the pointer keep their size.
 */
function changedModel(inputs: GraphInputs, change: Change): GraphModel {
  const { tree } = inputs.paired;
  const { now, before, per } = change;
  const scale = per.now / per.before;
  const weights = weightsOf(now.weights.self.map((w, node) => (w + before.weights.self[node] * scale) / 2));
  const whole = changeAt(tree, change, 0);
  const most = Math.max(whole.before, whole.now);
  const model: GraphModel = {
    mode: 'changed',
    paired: inputs.paired,
    title: t('{what} (mean of both times)', { what: change.name }),
    unit: now.unit,
    format: change.format,
    weights,
    whole: weights.prefixSum[tree.length],
    change,
    styleOf: (node, merged) => {
      if (merged) {
        return mergedStyle(inputs);
      }
      const at = changeAt(tree, change, node);
      // All of a share is all of it at both times.
      const says = tree.symbol[node] >= 0 || change.measure !== 'share';
      return {
        ...changeStyle(at.before / most, at.now / most),
        dim: isDim(inputs, node),
        label: () => labelOf(inputs, node, () => (says ? [changeText(change, at), bothTimes(change, at)] : [])),
      };
    },
    waits: (node) => now.displayCategory[node] !== CPU,
    on: (side) => onSide('changed', inputs, side, model.whole),
  };
  return model;
}
