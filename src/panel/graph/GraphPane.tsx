import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback } from 'react';
import { nameOf } from '../../profile';
import { heldByAt, wokenBy } from '../model/heldBy';
import { type View } from '../model/view';
import { type FrameLink, frameLabels, frameLinks, linkedFrame } from '../grafana/dataLinks';
import { sourceLink } from '../grafana/sourceLink';
import { describeFrame, type GraphModel } from '../model/graphModel';
import { stepMatch, stepOfKey } from '../model/matches';
import { type Hover, Hovering } from '../state/useHover';
import { useOnFrame } from '../state/useOnFrame';
import { GAP, ROWS } from '../ui/panelLayout';
import { Breadcrumb } from './Breadcrumb';
import { FlameGraph } from './FlameGraph';
import { FrameMenu } from './FrameMenu';
import { FrameTooltip } from './FrameTooltip';
import { SandwichView } from './SandwichView';

/** In smaller graphs the small one would hide too much of the large one. */
const MINIMAP_ROOM = { width: 480, height: 200 };

/** The graph, two of them, or callers and callees of one function; with tooltip and menu of the frame that is pointed at. */
export function GraphPane(view: View) {
  const { panel, model, on, layout, dispatch, hover } = view;
  const { tree, models, mode, root } = model;
  const styles = useStyles2(getStyles);
  const [menu, setMenu] = useOnFrame<MenuPlace>(tree);
  const linksOf = useLinks(view);
  const openMenu = useCallback((node: number, x: number, y: number) => setMenu({ node, x, y }), [setMenu]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    // Enter zooms here.
    const step = event.key === 'Enter' ? undefined : stepOfKey(event);
    if (step) {
      dispatch({ type: 'match', match: stepMatch(tree, model.matches, model.match, step) });
    }
  };
  const titled = mode === 'side';
  const each = Math.floor((layout.graphWidth - GAP * (models.length - 1)) / models.length);
  const height = titled ? layout.graphHeight - ROWS.title : layout.graphHeight;
  return (
    <div className={styles.pane}>
      {root > 0 && (
        <Breadcrumb models={models} root={root} width={layout.graphWidth} links={linksOf(root)} onZoom={on.zoom} />
      )}
      <div className={styles.graphs} onKeyDown={onKeyDown}>
        {model.sandwiched >= 0 ? (
          <SandwichView
            model={models[0]}
            symbol={model.sandwiched}
            width={layout.graphWidth}
            height={layout.graphHeight}
            onSymbol={(name) => dispatch({ type: 'sandwich', name })}
            onClose={() => dispatch({ type: 'sandwich', name: undefined })}
          />
        ) : (
          models.map((graph, i) => (
            <div key={i}>
              {titled && <div className={styles.title}>{`${graph.title} · ${describeFrame(graph, 0)}`}</div>}
              <FlameGraph
                tree={tree}
                model={graph}
                width={each}
                height={height}
                root={root}
                flame={panel.options.direction === 'flame'}
                skipRoot={model.timed}
                hover={hover}
                graph={i}
                match={model.matches[model.match]}
                minimap={
                  panel.options.showMinimap && each >= MINIMAP_ROOM.width && layout.graphHeight >= MINIMAP_ROOM.height
                }
                onZoom={on.zoom}
                onMenu={openMenu}
              />
            </div>
          ))
        )}
      </div>
      {menu && <MenuOfFrame {...{ view, menu }} links={linksOf(menu.node)} onClose={() => setMenu(undefined)} />}
      <Hovering store={hover} tree={tree} select={({ graph }) => graph}>
        {(hovered) =>
          hovered &&
          models[hovered.graph] && <HoveredTooltip view={view} hover={hovered} graph={models[hovered.graph]} />
        }
      </Hovering>
    </div>
  );
}

interface MenuPlace {
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
        node > 0 ? [...heldByAt(prepared, nameOf(tree, node), graph.format), ...wokenBy(prepared, tree, node)] : []
      }
      kernelLock={node > 0 ? prepared.kernelLocks.get(tree.symbol[node]) : undefined}
    />
  );
}

/** Data links of a frame; the root is none. */
function useLinks({ panel, prepared, paired, state }: View) {
  const { replaceVariables } = panel;
  return useCallback(
    (node: number) =>
      node === 0
        ? []
        : frameLinks(
            prepared.frames,
            linkedFrame(paired, node, frameLabels(paired, node, prepared, state.filters)),
            replaceVariables
          ),
    [paired, prepared, state.filters, replaceVariables]
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({ display: 'flex', flexDirection: 'column', gap: ROWS.gap, minWidth: 0 }),
  graphs: css({ display: 'flex', gap: GAP, minWidth: 0 }),
  title: css({ height: ROWS.title, fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
});
