import React from 'react';
import { nameOf } from '../../profile';
import { type FrameLink, frameLabels } from '../grafana/dataLinks';
import { sourceLink } from '../grafana/sourceLink';
import { type GraphModel } from '../model/graphModel';
import { heldByAt, ownersOf, wokenBy } from '../model/heldBy';
import { type View } from '../model/view';
import { type Hover } from '../state/useHover';
import { FrameMenu } from './FrameMenu';
import { FrameTooltip } from './FrameTooltip';
import { SandwichView } from './SandwichView';

export interface MenuPlace {
  node: number;
  /** CSS pixels of the page. */
  x: number;
  y: number;
}

interface MenuOfFrameProps {
  view: View;
  menu: MenuPlace;
  links: FrameLink[];
  onClose(): void;
}

function MenuOfFrame({ view, menu, links, onClose }: MenuOfFrameProps) {
  const { prepared, paired, model, on, dispatch, state } = view;
  const { tree } = model;
  return (
    <FrameMenu
      {...{ ...menu, tree, links, onClose }}
      source={sourceLink(tree.symbols[tree.symbol[menu.node]], frameLabels(paired, menu.node, prepared, state.filters))}
      onZoom={on.zoom}
      onSearch={(text) => dispatch({ type: 'search', text })}
      onSandwich={(name) => dispatch({ type: 'sandwich', name })}
      onFilter={on.filterStacks}
      onTable={(search) => dispatch({ type: 'table', search })}
    />
  );
}

function HoveredTooltip({ view, hover, graph }: { view: View; hover: Hover; graph: GraphModel }) {
  const { prepared, model } = view;
  const { tree, root, metrics, counters, changes, category } = model;
  const { node } = hover;
  const lengths = graph.mode === 'cpu' ? undefined : model.singleWaits?.under(node, category);
  return (
    <FrameTooltip
      {...{ hover, root, changes }}
      lengths={lengths && { of: lengths, format: model.formatOf('nanoseconds') }}
      model={graph}
      ratios={graph.waits(node) ? [] : metrics.flatMap((metric) => counters.ratioOf(node, metric) ?? [])}
      counters={node === 0 ? prepared.counterRows.rows : []}
      blockers={
        node > 0
          ? [
              ...heldByAt(prepared, nameOf(tree, node), graph.format),
              ...ownersOf(prepared, tree, node),
              ...wokenBy(prepared, tree, node),
            ]
          : []
      }
      kernelLock={node > 0 ? prepared.kernelLocks.get(tree.symbol[node]) : undefined}
    />
  );
}

/** What is said of one frame, and done with it, when it is asked for. */
export const FRAME_DETAILS = { MenuOfFrame, HoveredTooltip, SandwichView };
