import {
  CATEGORIES,
  CATEGORY_LABEL,
  CPU,
  type CounterRow,
  type FrameRatio,
  METRIC_INFO,
  shownCpu,
  splitAt,
} from '../../analysis';
import { type Look } from '../../flamegraph';
import { totalOf, type NodeIndex } from '../../profile';
import { CATEGORY_STYLE } from '../ui/palette';
import { counted, msg, t } from '../grafana/translate';
import { formatCounter, LEAST_SHARE, percent } from '../ui/format';
import { bothTimes, type Change, changeAt, changeText } from './changes';
import { type GraphModel } from './graphModel';

/** A row of a frame's tooltip. */
export interface Fact {
  look?: Look;
  label: string;
  value: string;
  note: string;
}

/** What is known of a frame beside its time. */
export interface FrameExtras {
  /** Every way to put both times beside each other, the shown one among them. */
  changes?: Change[];
  /** Counters of this frame. */
  ratios?: FrameRatio[];
  /** Counters of the process or host: known of the root only. */
  counters?: CounterRow[];
  /** Who holds what it waits for, who wakes it. */
  blockers?: Fact[];
  /** Waits for kernel locks that this function asked for, over all call paths. */
  kernelLock?: { wait: number; contended: number };
}

/** More than this is not read while pointing. */
const MAX_PARTS = 4;
const MAX_CHANGES = 3;
const MAX_COUNTERS = 2;

const SCOPE_WORDS = {
  host: msg('Whole host, not this process or function'),
  process: msg('Whole process, not this function'),
  function: msg('By function'),
} as const;

/** At most `rows` facts, what matters most first: what changed, total, own time, what it is made of, counters. */
export function frameFacts(
  model: GraphModel,
  node: NodeIndex,
  root: NodeIndex,
  extras: FrameExtras,
  rows: number
): Fact[] {
  const { changes = [], ratios = [], counters = [], blockers = [], kernelLock } = extras;
  const first = [...changesOf(model, changes, node), ...times(model, node, root)];
  const last: Fact[] = [
    ...blockers,
    ...ratios.slice(0, MAX_COUNTERS).map(ratioFact),
    ...(kernelLock
      ? [
          {
            label: t('Kernel lock wait'),
            value: model.format(kernelLock.wait),
            note: t('{count} contended, all call paths', { count: kernelLock.contended }),
          },
        ]
      : []),
    ...(counters.length ? [{ label: t(SCOPE_WORDS[counters[0].scope]), value: '', note: '' }] : []),
    ...counters.slice(0, MAX_COUNTERS).map(({ metric, value }) => ({
      label: t(METRIC_INFO[metric].label),
      value: formatCounter(metric, value),
      note: '',
    })),
  ];
  const room = Math.max(1, rows - first.length - last.length);
  return [...first, ...partsOf(model, node, Math.min(room, MAX_PARTS)), ...last].slice(0, rows);
}

/** The shown way first. */
function changesOf({ change, paired }: GraphModel, changes: Change[], node: NodeIndex): Fact[] {
  if (!change) {
    return [];
  }
  const others = changes.filter(({ label }) => label !== change.label);
  return [change, ...others].slice(0, MAX_CHANGES).map((way) => {
    // Only the shown one is on the tree of callers or callees.
    const at = changeAt(paired.tree, way, node);
    return { label: way.label, value: changeText(way, at), note: bothTimes(way, at) };
  });
}

function times(
  { paired: { tree }, weights, whole, title, format }: GraphModel,
  node: NodeIndex,
  root: NodeIndex
): Fact[] {
  const total = totalOf(tree, weights, node);
  const shown = totalOf(tree, weights, root);
  const all = percent(total / whole);
  const note = shown === whole ? all : t('{share} of shown, {all} of all', { share: percent(total / shown), all });
  const self = weights.self[node];
  return [
    { label: t('{what} total', { what: title }), value: format(total), note },
    ...(tree.symbol[node] < 0 && self === 0
      ? []
      : [{ label: t('Self'), value: format(self), note: percent(self / whole) }]),
  ];
}

/** What the time under a frame is made of, the largest parts first, the smaller ones as one. None where only a part of it is drawn. */
function partsOf({ paired, weights, mode, format }: GraphModel, node: NodeIndex, rows: number): Fact[] {
  const split = splitAt(paired, node);
  const { total, waiting } = split;
  const isAll = Math.abs(totalOf(paired.tree, weights, node) - total) <= total * 1e-9;
  if (!(total > 0) || !isAll || paired.evidence === 'other' || (mode === 'cpu' && paired.evidence !== 'cpu')) {
    return [];
  }
  const onCpu = shownCpu(split);
  const unattributed = total - onCpu - waiting.reduce((sum, weight) => sum + weight, 0);
  const parts = [
    { label: t(CATEGORY_LABEL.cpu), look: CATEGORY_STYLE.cpu, weight: onCpu },
    ...waiting.map((weight, category) => ({
      label: t(CATEGORY_LABEL[CATEGORIES[category]]),
      look: CATEGORY_STYLE[CATEGORIES[category]],
      weight: category === CPU ? 0 : weight,
    })),
    { label: t('Unattributed'), look: CATEGORY_STYLE.unattributed, weight: unattributed },
  ]
    .filter(({ weight }) => weight > total * LEAST_SHARE)
    .sort((a, b) => b.weight - a.weight);
  const fact = ({ label, look, weight }: { label: string; look?: Look; weight: number }): Fact => ({
    look,
    label,
    value: format(weight),
    note: percent(weight / total),
  });
  if (parts.length <= rows || rows < 2) {
    return parts.slice(0, rows).map(fact);
  }
  const others = parts.slice(rows - 1).reduce((sum, { weight }) => sum + weight, 0);
  return [...parts.slice(0, rows - 1), { label: t('Other'), weight: others }].map(fact);
}

const ratioFact = ({ metric, value, error, samples }: FrameRatio): Fact => ({
  label: t(METRIC_INFO[metric].label),
  value: formatCounter(metric, value),
  note:
    error === undefined
      ? ''
      : `± ${percent(error)} (${counted(samples ?? 0, msg('1 sample'), msg('{count} samples'))})`,
});
