import { type AbsoluteTimeRange } from '@grafana/data';
import { useMemo } from 'react';
import { CATEGORIES, type Finding, type StackFilter, type SiteRow } from '../../analysis';
import { type CallTree, foldedLibrary, pathNames, type NodeIndex } from '../../profile';
import { type Mode } from '../options/options';
import { type Filters } from '../state/filters';
import { type SpanBox } from '../grafana/tracedSpans';
import { type Action } from '../state/panelState';
import { type PreparedPanel } from './usePrepared';

export interface ActionContext {
  prepared: PreparedPanel;
  tree: CallTree;
  /** The mode that the viewer sees. */
  mode: Mode;
  /** The frame that is zoomed to. */
  root: NodeIndex;
  dispatch(action: Action): void;
}

/**
 * What surfaces call: nodes and columns in, names out. The same functions until data, mode or zoom are others, so that surfaces need not
 * render again for a hover.
 */
export function usePanelActions({ prepared, tree, mode, root, dispatch }: ActionContext) {
  return useMemo(() => {
    const categoryOf = (index: number | undefined) => (index === undefined ? undefined : CATEGORIES[index]);
    return {
      zoom(node: NodeIndex) {
        // A bar of folded frames is opened by a click on it.
        const isBar = node > 0 && foldedLibrary(tree.symbols[tree.symbol[node]]) !== undefined;
        dispatch(
          isBar ? { type: 'unfold', path: prepared.unfolded(node) } : { type: 'zoom', path: pathNames(tree, node) }
        );
      },
      site: ({ node, category }: Pick<SiteRow, 'node' | 'category'>) =>
        dispatch({ type: 'place', path: pathNames(tree, node), category: categoryOf(category), shown: mode }),
      finding: ({ node = 0, category }: Finding) =>
        dispatch({ type: 'place', path: pathNames(tree, node), category: categoryOf(category), shown: mode }),
      category: (index: number | undefined) => dispatch({ type: 'category', category: categoryOf(index), shown: mode }),
      filters(part: Partial<Filters>) {
        // The zoom is a path of names; with the libraries unfolded it is a longer one.
        if ('onlyMyCode' in part && !part.onlyMyCode && root > 0) {
          dispatch({ type: 'unfold', path: prepared.unfolded(root) });
        }
        dispatch({ type: 'filters', filters: part });
      },
      /** A window against the rest of the range. */
      compareWindow: ({ from, to }: AbsoluteTimeRange) =>
        dispatch({ type: 'compare', spec: { type: 'window', from, to } }),
      /** The time before an event, such as a deploy, against the time after it; ms. */
      compareEvent: (at: number) => dispatch({ type: 'compare', spec: { type: 'event', at } }),
      /** Spans that were brushed against the faster ones. */
      compareSpans: (box: SpanBox) => dispatch({ type: 'compare', spec: { type: 'spans', ...box } }),
      filterStacks: (keep: StackFilter['keep'], pattern: string) =>
        dispatch({ type: 'filterStacks', filter: { keep, pattern } }),
    };
  }, [prepared, tree, mode, root, dispatch]);
}

export type PanelActions = ReturnType<typeof usePanelActions>;
