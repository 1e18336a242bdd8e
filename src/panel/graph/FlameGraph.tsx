import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useEffect, useMemo, useRef } from 'react';
import {
  type CssPixels,
  extentOf,
  type Geometry,
  isWhole,
  layoutBoxes,
  revealing,
  type Span,
  WHOLE,
} from '../../flamegraph';
import { type CallTree, nameOf, pathNames, totalOf } from '../../profile';
import { t } from '../grafana/translate';
import { describeFrame, type GraphModel } from '../model/graphModel';
import { type HoverStore } from '../state/useHover';
import { useOnFrame } from '../state/useOnFrame';
import { useEver } from '../ui/useStable';
import { Minimap } from './Minimap';
import { Brush, HoverOutline, Outline, type ShowBrush } from './Outline';
import { BOX_TEXT } from '../ui/palette';
import { SPOKEN } from '../ui/textStyles';
import { useCanvas } from './useCanvas';
import { useKeyboard } from './useKeyboard';
import { usePointer } from './usePointer';
import { useRows } from './useRows';
import { type HorizontalView, useMedia, useViewport } from './useViewport';
import { useWheel } from './useWheel';
import { quietFills, withQuietCallers } from './quietCallers';

export interface FlameGraphProps {
  tree: CallTree;
  model: GraphModel;
  width: CssPixels;
  height: CssPixels;
  root: number;
  flame: boolean;
  /** What is hovered, here and elsewhere: its outline is drawn in all graphs on the same tree. */
  hover: HoverStore;
  /** Which of the graphs side by side it is; 0 unless given. */
  graph?: number;
  /** The match of the search that is looked at: it is outlined while nothing is hovered. */
  match?: number;
  /** Level 0 is drawn elsewhere: rows begin at level 1. */
  skipRoot?: boolean;
  /** There is room for the whole graph in small. */
  minimap?: boolean;
  onZoom(node: number): void;
  onMenu(node: number, x: CssPixels, y: CssPixels): void;
}

/** CSS pixels. A finger needs 24 (WCAG 2.2, 2.5.8). */
const ROW_HEIGHT = { fine: 20, coarse: 24 };
const FONT_SIZE = 12;
/** Always kept free, so that boxes do not move when a zoom makes the graph fit. */
const SCROLLBAR = 8;

/**
 * The graph on a canvas of the panel's size, and the edge of what pointer and keyboard stand on. A pointer move renders nothing of it
 * but an outline.
 */
export const FlameGraph = React.memo(function FlameGraph(props: FlameGraphProps) {
  const { tree, model, height, root, flame, hover, graph = 0, match, onZoom, onMenu } = props;
  const styles = useStyles2(getStyles);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const brush = useRef<ShowBrush>(null);
  const [standing, setStanding] = useOnFrame<{ node: number }>(tree);
  const cursor = standing?.node;
  const { rows, boxes, viewport } = useView(props, scroller, canvas);
  const { geometry } = rows;

  const onReset = () => {
    viewport.set(WHOLE);
    onZoom(0);
  };
  const shared = { tree, root, flame, hover, graph, viewport, geometry, onZoom, onMenu, onReset };
  const { handlers, pointerX } = usePointer({
    ...shared,
    boxes,
    scrollTop: rows.scrollTop,
    dragTo: rows.dragTo,
    width: geometry.width,
    onBrush: (range) => brush.current?.(range),
    onKeyMenu: () => keyboard.openMenu(),
  });
  const keyboard = useKeyboard({
    ...shared,
    weights: model.weights,
    lowest: props.skipRoot ? 1 : 0,
    cursor,
    onCursor: (node) => setStanding(node === undefined ? undefined : { node }),
    surface,
    pointerX,
    reveal: rows.reveal,
  });
  useWheel(surface, geometry.width, viewport);
  useEffect(() => {
    if (match !== undefined) {
      rows.reveal(tree.level[match]);
      viewport.set(revealing(viewport.now(), extentOf(tree, model.weights, root, match)));
    }
    // Once per match: where the person goes from there is not undone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [match]);

  const described = cursor ?? root;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={{ width: props.width, height }}
      onScroll={rows.onScroll}
      data-testid={`dualflame-graph-${model.mode}`}
    >
      <div style={{ height: rows.content, minHeight: height }}>
        <div
          ref={surface}
          className={styles.sticky}
          style={{ width: geometry.width, height }}
          tabIndex={0}
          role="application"
          aria-roledescription={t('flame graph')}
          aria-label={t(
            '{what} flame graph. Arrow keys move, Enter zooms, Backspace goes back, Escape shows all. W and S zoom in width, A and D move.',
            { what: model.title }
          )}
          {...handlers}
          onKeyDown={keyboard.onKeyDown}
          onBlur={() => {
            setStanding(undefined);
            hover.setGraph(tree, undefined);
          }}
        >
          <canvas ref={canvas} className={styles.canvas} data-levels={rows.levels} data-boxes={boxes.length} />
          {root > 0 && <Outline {...{ tree, boxes, geometry }} node={root} kind="zoomed" />}
          <HoverOutline {...{ tree, boxes, geometry, hover }} otherwise={match ?? -1} />
          {cursor !== undefined && <Outline {...{ tree, boxes, geometry }} node={cursor} kind="cursor" />}
          <Brush show={brush} width={geometry.width} />
          <div className={styles.live} aria-live="polite">
            {`${nameOf(tree, described)}: ${describeFrame(model, described)}`}
          </div>
          {props.minimap && (
            <WhereInWhole {...props} span={viewport.span} geometry={geometry} scrolls={rows.range > 0} />
          )}
          {totalOf(tree, model.weights, root) === 0 && (
            <div className={styles.empty}>{t('No stack of this kind.')}</div>
          )}
        </div>
      </div>
    </div>
  );
});

interface WhereInWholeProps extends FlameGraphProps {
  span: Span;
  geometry: Geometry;
  /** There are more rows than fit. */
  scrolls: boolean;
}

/** The whole graph in small, while a part of it is in view. */
function WhereInWhole({ tree, model, root, flame, hover, onZoom, span, geometry, scrolls }: WhereInWholeProps) {
  const inPart = root > 0 || scrolls || !isWhole(span);
  const mapped = useEver(inPart);
  return (
    mapped && (
      <Minimap
        hidden={!inPart}
        {...{ tree, model, root, flame, span }}
        firstLevel={geometry.firstLevel}
        levels={Math.ceil(geometry.height / geometry.rowHeight)}
        onPick={onZoom}
        onEnter={() => hover.setGraph(tree, undefined)}
      />
    )
  );
}

/** What of the graph is in view, and its picture. */
function useView(
  { tree, model, width: outer, height, root, flame, skipRoot }: FlameGraphProps,
  scroller: React.RefObject<HTMLDivElement | null>,
  canvas: React.RefObject<HTMLCanvasElement | null>
) {
  const theme = useTheme2();
  const { weights } = model;
  const width = Math.max(0, outer - SCROLLBAR);
  const rowHeight = useMedia('(pointer: coarse)') ? ROW_HEIGHT.coarse : ROW_HEIGHT.fine;
  // By names: a refresh keeps what is in view.
  const zoom = useMemo(() => JSON.stringify(pathNames(tree, root)), [tree, root]);
  const viewport: HorizontalView = useViewport(zoom);
  const { span } = viewport;
  const rows = useRows(
    {
      tree,
      weights,
      root,
      flame,
      width,
      height,
      rowHeight,
      lowest: skipRoot ? 1 : 0,
      view: `${flame} ${zoom}`,
    },
    scroller
  );
  const { firstLevel } = rows.geometry;
  const lastLevel = firstLevel + Math.ceil(height / rowHeight) + 1;
  const boxes = useMemo(
    () => layoutBoxes(tree, weights, { root, width, firstLevel, lastLevel, span }),
    [tree, weights, root, width, firstLevel, lastLevel, span]
  );
  const quiet = useMemo(() => quietFills(theme.colors.background.primary, BOX_TEXT), [theme]);
  const styleOf = useMemo(
    () => withQuietCallers(model.styleOf, (node) => tree.level[node] < tree.level[root], quiet),
    [model, tree, root, quiet]
  );
  const strip = useMemo(() => model.strip?.({ root, width, ...span }), [model, root, width, span]);
  useCanvas(canvas, {
    tree,
    boxes,
    geometry: rows.geometry,
    styleOf,
    strip,
    font: `${FONT_SIZE}px ${theme.typography.fontFamily}`,
  });
  return { rows, boxes, viewport };
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroller: css({
    overflowX: 'hidden',
    overflowY: 'auto',
    position: 'relative',
    '&::-webkit-scrollbar': { width: SCROLLBAR },
    '&::-webkit-scrollbar-thumb': { background: theme.colors.border.strong, borderRadius: SCROLLBAR / 2 },
    '@supports not selector(::-webkit-scrollbar)': { scrollbarWidth: 'thin' },
  }),
  sticky: css({
    position: 'sticky',
    top: 0,
    overflow: 'hidden',
    cursor: 'pointer',
    userSelect: 'none',
    // Up and down the browser scrolls; what two fingers do is the graph's.
    touchAction: 'pan-y',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  canvas: css({ position: 'absolute', top: 0, left: 0, pointerEvents: 'none' }),
  empty: css({
    position: 'absolute',
    top: theme.spacing(1),
    left: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  live: css(SPOKEN),
});
