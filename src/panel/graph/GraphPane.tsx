import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback } from 'react';
import { usePart } from '../model/usePart';
import { type View } from '../model/view';
import { frameLabels, frameLinks, linkedFrame } from '../grafana/dataLinks';
import { describeFrame } from '../model/graphModel';
import { stepMatch, stepOfKey } from '../model/matches';
import { Hovering } from '../state/useHover';
import { useOnFrame } from '../state/useOnFrame';
import { GAP, ROWS } from '../ui/panelLayout';
import { FlameGraph } from './FlameGraph';
import { FetchedSurface } from '../FetchedSurface';
import { type FRAME_DETAILS, type MenuPlace } from './frameDetails';
import { breadcrumb, frameDetails } from './part';

/** In smaller graphs the small one would hide too much of the large one. */
const MINIMAP_ROOM = { width: 480, height: 200 };

/** Until it is here, and while nothing is known of a frame, there is the graph alone. */
const NOT_YET: Partial<typeof FRAME_DETAILS> = {};

/** The graph, two of them, or callers and callees of one function; with tooltip and menu of the frame that is pointed at. */
export function GraphPane(view: View) {
  const { panel, model, on, layout, dispatch, hover } = view;
  const { tree, models, mode, root } = model;
  const styles = useStyles2(getStyles);
  const [menu, setMenu] = useOnFrame<MenuPlace>(tree);
  const linksOf = useLinks(view);
  usePart(frameDetails, true, panel.data);
  const { unjudged } = view.prepared;
  const { MenuOfFrame, HoveredTooltip, SandwichView } = (!unjudged && frameDetails.here) || NOT_YET;
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
        <FetchedSurface
          part={breadcrumb}
          props={{ models, root, width: layout.graphWidth, links: linksOf(root), onZoom: on.zoom }}
          height={ROWS.breadcrumb}
          occasion={panel.data}
          waits={unjudged !== undefined}
          silent
        />
      )}
      <div className={styles.graphs} onKeyDown={onKeyDown}>
        {model.sandwiched >= 0 && SandwichView ? (
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
      {menu && MenuOfFrame && (
        <MenuOfFrame {...{ view, menu }} links={linksOf(menu.node)} onClose={() => setMenu(undefined)} />
      )}
      <Hovering store={hover} tree={tree} select={({ graph }) => graph}>
        {(hovered) =>
          hovered &&
          HoveredTooltip &&
          models[hovered.graph] && <HoveredTooltip view={view} hover={hovered} graph={models[hovered.graph]} />
        }
      </Hovering>
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
