import {
  codeOfTree,
  frameRemoverSteps,
  type EventProfiles,
  foldLibraries,
  movedSites,
  nodesToRemove,
  type PairedProfile,
  type TreeCode,
} from '../analysis';
import { type FrameInfo, pathNames, type Steps } from '../profile';
import { type Judging } from './roleWeights';
import { type Prepared } from './types';

type Shown = Pick<
  Prepared,
  | 'paired'
  | 'baseline'
  | 'sites'
  | 'sitesBefore'
  | 'events'
  | 'removedFrames'
  | 'shownNode'
  | 'unfolded'
  | 'shownCode'
  | 'whoseCode'
>;

/** Takes hidden frames and chains out of the picture and folds libraries: waits and causes were judged before. */
export function* shownOf(
  { tree, code, mine, settings }: Judging,
  paired: PairedProfile | undefined,
  before: PairedProfile | undefined,
  { sites, sitesBefore }: Pick<Shown, 'sites' | 'sitesBefore'>,
  events: EventProfiles
): Steps<Shown> {
  const { stacks = [], rollUp, onlyMyCode } = settings;
  const taken = paired && nodesToRemove(paired, before, stacks, rollUp?.collapseChains ?? false);
  const folding = paired && onlyMyCode ? foldLibraries(tree, code, taken) : undefined;
  const hidden = folding?.hidden ?? taken;
  const kinds = new Map(tree.symbols.map((symbol, i) => [symbol, code.symbols[i].kind]));
  // By the symbol itself, which folding gives another index; only bars of folded frames are new.
  const whoseCode = (symbol: FrameInfo) => kinds.get(symbol) ?? 'library';
  if (!paired || !hidden) {
    return {
      whoseCode,
      shownCode: () => code,
      paired,
      baseline: before,
      sites,
      sitesBefore,
      events,
      removedFrames: 0,
      shownNode: (node) => node,
      unfolded: (node) => pathNames(tree, node),
    };
  }
  const { toNew, ...moved } = yield* frameRemoverSteps(tree, hidden, folding);
  yield;
  const shown = moved.paired(paired);
  let shownCode: TreeCode | undefined;
  return {
    whoseCode,
    shownCode: () => (shownCode ??= codeOfTree(shown.tree, mine)),
    paired: shown,
    baseline: before && moved.paired(before),
    sites: movedSites(sites, toNew),
    sitesBefore: sitesBefore && movedSites(sitesBefore, toNew),
    events: new Map(
      [...events].map(([event, { weights, counts }]) => [
        event,
        { weights: moved.weights(weights), counts: counts && moved.weights(counts) },
      ])
    ),
    removedFrames: taken ? taken.reduce((sum, h) => sum + h, 0) : 0,
    shownNode: (node) => toNew[node],
    unfolded(node) {
      const first = toNew.indexOf(node); // preorder: the outermost of those that became one
      return pathNames(tree, folding && folding.symbol[first] !== tree.symbol[first] ? tree.parent[first] : first);
    },
  };
}
