import {
  type Category,
  CATEGORIES,
  CATEGORY_LABEL,
  CPU,
  type Evidence,
  maskSelf,
  type PairedProfile,
  type RoleWeights,
  splitAt,
} from '../../analysis';
import { type BoxStyle } from '../../flamegraph';
import { nameOf, type Weights, weightsOf } from '../../profile';
import { type Mode } from '../options';
import { CATEGORY_STYLE, hotColdSegments, MERGED_STYLE, shade } from '../palette';

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
}

const TITLES: Partial<Record<Evidence, string>> = { offcpu: 'Off-CPU', other: 'Value' };

const EMPTY = (length: number): Weights => weightsOf(new Float64Array(length));

/** The graph of a mode, filtered to a category if one is chosen; undefined where the mode's profile is missing. */
export function graphModel(
  paired: PairedProfile,
  mode: Exclude<Mode, 'side'>,
  category: number | undefined,
  matched: Uint8Array | undefined
): GraphModel | undefined {
  const role: RoleWeights | undefined =
    mode === 'cpu' ? paired.cpu : mode === 'wall' ? (paired.wall ?? paired.total) : paired.total;
  if (!role) {
    return undefined;
  }
  const { tree } = paired;
  const weights = category === undefined ? role.weights : filtered(paired, role, mode, category);
  const splits = mode === 'hotcold';

  const styleOf = (node: number, merged: boolean): BoxStyle => {
    if (merged) {
      return { ...MERGED_STYLE, label: '' };
    }
    const symbol = node === 0 ? undefined : tree.symbols[tree.frame[node]];
    const painted = node === 0 ? CPU : role.waits.paint[node];
    const dim = matched !== undefined && (node === 0 || matched[tree.frame[node]] === 0);
    const name = nameOf(tree, node);
    if (painted !== CPU) {
      const kind: Category = CATEGORIES[painted];
      const top = role.waits.paint[tree.parent[node]] !== painted;
      return { ...CATEGORY_STYLE[kind], dim, label: top ? `${CATEGORY_LABEL[kind]} · ${name}` : name };
    }
    if (splits && category === undefined) {
      return {
        fill: CATEGORY_STYLE.unattributed.fill,
        pattern: 0,
        dim,
        label: name,
        segments: hotColdSegments(splitAt(paired, node)),
      };
    }
    return { fill: shade(symbol, mode === 'cpu'), pattern: 0, dim, label: name };
  };

  return {
    mode,
    title: mode === 'cpu' ? 'CPU' : (TITLES[paired.evidence] ?? 'Wall'),
    unit: role.unit,
    weights,
    whole: role.weights.before[tree.length],
    styleOf,
  };
}

/** Only the stacks of one category. On-CPU of a hot/cold graph is the CPU profile itself where there is one. */
function filtered(paired: PairedProfile, role: RoleWeights, mode: Mode, category: number): Weights {
  if (category === CPU && mode === 'hotcold' && paired.evidence.startsWith('cpu+')) {
    return paired.cpu!.weights;
  }
  const self = maskSelf(role, category);
  return self ? weightsOf(self) : EMPTY(paired.tree.length);
}
