import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback } from 'react';
import { type View } from '../model/view';
import { frameLabels, frameLinks, linkedFrame } from '../grafana/dataLinks';
import { sourceLink } from '../grafana/sourceLink';
import { describeFrame, type GraphModel } from '../model/graphModel';
import { useOnFrame } from '../state/useOnFrame';
import { GAP, ROWS } from '../ui/panelLayout';
import { Breadcrumb } from './Breadcrumb';
import { FlameGraph, type Hover } from './FlameGraph';
import { FrameMenu } from './FrameMenu';
import { FrameTooltip } from './FrameTooltip';
import { SandwichView } from './SandwichView';

/** In smaller graphs the small one would hide too much of the large one. */
const MINIMAP_ROOM = { width: 480, height: 200 };

/** The graph, two of them, or callers and callees of one function; with tooltip and menu of the frame that is pointed at. */
export function GraphPane(view: View) {
  const { panel, prepared, paired, model, on, layout, dispatch } = view;
  const { tree, models, mode, root, metrics, counters } = model;
  const styles = useStyles2(getStyles);
  const [hover, setHover] = useOnFrame<Hover & { graph: number }>(tree);
  const [menu, setMenu] = useOnFrame<{ node: number; x: number; y: number }>(tree);
  const linksOf = useLinks(view);
  const describe = (graph: GraphModel) => (node: number) => describeFrame(graph, node);
  const titled = mode === 'side';
  const each = Math.floor((layout.graphWidth - GAP * (models.length - 1)) / models.length);
  const height = titled ? layout.graphHeight - ROWS.title : layout.graphHeight;
  const hovered = hover && models[hover.graph];
  return (
    <div className={styles.pane}>
      {root > 0 && (
        <Breadcrumb models={models} root={root} width={layout.graphWidth} links={linksOf(root)} onZoom={on.zoom} />
      )}
      <div className={styles.graphs}>
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
              {titled && <div className={styles.title}>{`${graph.title} · ${describe(graph)(0)}`}</div>}
              <FlameGraph
                tree={tree}
                model={graph}
                width={each}
                height={height}
                root={root}
                flame={panel.options.direction === 'flame'}
                highlighted={hover && !hover.merged ? hover.node : (model.matches[model.match] ?? -1)}
                minimap={each >= MINIMAP_ROOM.width && layout.graphHeight >= MINIMAP_ROOM.height}
                describe={describe(graph)}
                onZoom={on.zoom}
                onMenu={(node, x, y) => setMenu({ node, x, y })}
                onHover={(next) => setHover(next && { ...next, graph: i })}
              />
            </div>
          ))
        )}
      </div>
      {menu && (
        <FrameMenu
          {...menu}
          tree={tree}
          links={linksOf(menu.node)}
          source={sourceLink(
            tree.symbols[tree.symbol[menu.node]],
            frameLabels(paired, menu.node, prepared.frames.inputs, view.state.filters)
          )}
          onZoom={on.zoom}
          onSearch={(text) => dispatch({ type: 'search', text })}
          onSandwich={(name) => dispatch({ type: 'sandwich', name })}
          onFilter={on.filterStacks}
          onTable={(search) => dispatch({ type: 'table', search })}
          onClose={() => setMenu(undefined)}
        />
      )}
      {hover && hovered && (
        <FrameTooltip
          hover={hover}
          model={hovered}
          root={root}
          changes={model.changes}
          ratios={
            hovered.waits(hover.node) ? [] : metrics.flatMap((metric) => counters.ratioOf(hover.node, metric) ?? [])
          }
          counters={hover.node === 0 ? prepared.counterRows.rows : []}
          kernelLock={hover.node > 0 ? prepared.kernelLocks.get(tree.symbol[hover.node]) : undefined}
        />
      )}
    </div>
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
            linkedFrame(paired, node, frameLabels(paired, node, prepared.frames.inputs, state.filters)),
            replaceVariables
          ),
    [paired, prepared.frames, state.filters, replaceVariables]
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({ display: 'flex', flexDirection: 'column', gap: ROWS.gap, minWidth: 0 }),
  graphs: css({ display: 'flex', gap: GAP, minWidth: 0 }),
  title: css({ height: ROWS.title, fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
});
