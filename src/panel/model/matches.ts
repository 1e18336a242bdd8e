import { type CallTree, pathNames, totalOf, type Weights } from '../../profile';
import { resolvePath } from './framePaths';

/** Narrower boxes are no pixel wide in any panel: share of the graph's width. */
const VISIBLE = 1 / 2000;

/** Where the viewer stands among the matches. By names, so that a refresh with new data keeps it. */
export interface MatchPlace {
  /** Names from the root's child down to the frame. */
  path: string[];
  /** Its number among the matches when it was stepped to. */
  index: number;
}

/**
 * Nodes under `root` that match, in the order in which they are drawn, left to right: of matches that call each other only the
 * outermost, so that recursion counts once. `matched`: 1 per symbol that matches. `least`: share of the root's total that a node
 * must have to be counted, that is, to be seen.
 */
export function matchesOf(tree: CallTree, weights: Weights, matched: Uint8Array, root = 0, least = VISIBLE): number[] {
  const nodes: number[] = [];
  const enough = least * totalOf(tree, weights, root);
  for (let node = root; node < tree.subtreeEnd[root];) {
    const total = totalOf(tree, weights, node);
    const hit = node > 0 && matched[tree.symbol[node]] === 1;
    if (hit && total > 0 && total >= enough) {
      nodes.push(node);
    }
    // No callee is wider than its caller.
    node = hit || total <= 0 || total < enough ? tree.subtreeEnd[node] : node + 1;
  }
  return nodes;
}

/** Index of the match that the viewer stands on; -1: on none. A frame that is gone leaves its number in the row. */
export function currentMatch(tree: CallTree, matches: number[], place: MatchPlace | undefined): number {
  if (!place || !matches.length) {
    return -1;
  }
  const at = matches.indexOf(resolvePath(tree, place.path));
  return at >= 0 ? at : Math.min(place.index, matches.length - 1);
}

/** The place `step` matches on (1) or back (-1), round the ends; undefined where nothing matches. `current`: see `currentMatch`. */
export function stepMatch(tree: CallTree, matches: number[], current: number, step: 1 | -1): MatchPlace | undefined {
  if (!matches.length) {
    return undefined;
  }
  const from = current < 0 && step < 0 ? 0 : current;
  const index = (from + step + matches.length) % matches.length;
  return { path: pathNames(tree, matches[index]), index };
}

/** What a key means where matches can be walked: n and N in the graph, Enter and Shift+Enter in the box. */
export function stepOfKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>
): 1 | -1 | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || !['n', 'N', 'Enter'].includes(event.key)) {
    return undefined;
  }
  return event.key === 'N' || event.shiftKey ? -1 : 1;
}
