import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import {
  type Boxes,
  deepestLevel,
  draw,
  type Geometry,
  hitTest,
  layoutBoxes,
  levelAt,
  rowTop,
  TextFitter,
} from '../../flamegraph';
import { type CallTree, nameOf, totalOf } from '../../profile';
import { BOX_TEXT } from '../palette';
import { type Direction, neighbour } from '../viewState';
import { type GraphModel } from './graphModel';
import { Minimap } from './Minimap';
import { say } from '../say';

export interface Hover {
  node: number;
  merged: boolean;
  /** Page coordinates of the pointer, or of the box that the keyboard stands on. */
  x: number;
  y: number;
}

export interface FlameGraphProps {
  tree: CallTree;
  model: GraphModel;
  width: number;
  height: number;
  root: number;
  flame: boolean;
  /** The frame under the pointer in this or in the other graph: its outline is drawn in both. */
  highlighted: number;
  /** There is room for the whole graph in small. */
  minimap?: boolean;
  describe(node: number): string;
  onZoom(node: number): void;
  onHover(hover: Hover | undefined): void;
  onMenu(node: number, x: number, y: number): void;
}

const ROW_HEIGHT = 20;
const FONT_SIZE = 12;
/** Always kept free, so that boxes do not move when a zoom makes the graph fit. */
const SCROLLBAR = 8;
const KEYS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

/**
 * The graph on two canvases of the panel's size: boxes, and an overlay for hover and keyboard. Deep stacks are reached by
 * scrolling a spacer, so no canvas is ever larger than the panel.
 */
export function FlameGraph(props: FlameGraphProps) {
  const { tree, model, height, root, flame, highlighted, describe, onZoom, onHover, onMenu } = props;
  const width = Math.max(0, props.width - SCROLLBAR);
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState(0);
  const [cursor, setCursor] = useState<number>();
  const ratio = useDevicePixelRatio();
  const { weights } = model;

  const levels = useMemo(() => deepestLevel(tree, weights, root) + 1, [tree, weights, root]);
  const content = Math.max(levels * ROW_HEIGHT, 1);
  const range = Math.max(0, content - height);
  // Scrolled pixels from the root's side, whatever side that is.
  const fromRoot = Math.min(flame ? range - Math.min(scroll, range) : scroll, range);
  const geometry: Geometry = useMemo(
    () => ({
      width,
      height,
      rowHeight: ROW_HEIGHT,
      firstLevel: Math.floor(fromRoot / ROW_HEIGHT),
      offset: fromRoot % ROW_HEIGHT,
      flame,
    }),
    [width, height, fromRoot, flame]
  );
  const boxes: Boxes = useMemo(
    () =>
      layoutBoxes(tree, weights, {
        root,
        width,
        firstLevel: geometry.firstLevel,
        lastLevel: geometry.firstLevel + Math.ceil(height / ROW_HEIGHT) + 1,
      }),
    [tree, weights, root, width, height, geometry.firstLevel]
  );

  const restored = useRestored(base, overlay);
  const font = `${FONT_SIZE}px ${theme.typography.fontFamily}`;
  const fitter = useTextFitter(font);

  useLayoutEffect(() => {
    const ctx = scaledContext(base.current, width, height, ratio);
    if (ctx && fitter) {
      draw(ctx, boxes, geometry, model.styleOf, fitter, { text: BOX_TEXT, font });
    }
  }, [boxes, geometry, model, fitter, font, width, height, ratio, restored]);

  useLayoutEffect(() => {
    const ctx = scaledContext(overlay.current, width, height, ratio);
    if (!ctx) {
      return;
    }
    ctx.clearRect(0, 0, width, height);
    const outline = (node: number, color: string, line: number) => {
      for (let i = 0; i < boxes.length; i++) {
        if (boxes.node[i] === node) {
          ctx.strokeStyle = color;
          ctx.lineWidth = line;
          const y = rowTop(geometry, boxes.level[i]);
          ctx.strokeRect(
            boxes.x0[i] + line / 2,
            y + line / 2,
            Math.max(1, boxes.x1[i] - boxes.x0[i] - line - 1),
            ROW_HEIGHT - line - 1
          );
        }
      }
    };
    if (highlighted >= 0) {
      outline(highlighted, theme.colors.text.maxContrast, 1);
    }
    if (cursor !== undefined) {
      outline(cursor, theme.colors.primary.border, 2);
    }
  }, [boxes, geometry, highlighted, cursor, theme, width, height, ratio, restored]);

  // A flame starts at its root, at the bottom of the scrolled area.
  const root0 = useRef<string | undefined>(undefined);
  useEffect(() => {
    const key = `${flame} ${root}`;
    if (root0.current !== key && scroller.current) {
      root0.current = key;
      const levelsAbove = Math.max(0, tree.level[root] * ROW_HEIGHT - height + 3 * ROW_HEIGHT);
      scroller.current.scrollTop = flame ? range - levelsAbove : levelsAbove;
      setScroll(scroller.current.scrollTop);
    }
  }, [flame, root, range, height, tree]);

  const boxAt = useCallback(
    (event: React.MouseEvent) => {
      const rect = event.currentTarget.getBoundingClientRect();
      return hitTest(boxes, event.clientX - rect.left, levelAt(geometry, event.clientY - rect.top));
    },
    [boxes, geometry]
  );

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const at = cursor ?? root;
    const direction = KEYS[event.key];
    if (direction) {
      const next = neighbour(
        tree,
        weights,
        at,
        flame && direction === 'up' ? 'down' : flame && direction === 'down' ? 'up' : direction
      );
      setCursor(next);
      revealLevel(scroller.current, geometry, content, tree.level[next], setScroll);
      const rect = overlay.current?.getBoundingClientRect();
      const box = boxes.node.indexOf(next);
      if (rect) {
        onHover({
          node: next,
          merged: false,
          x: rect.left + (box < 0 ? 0 : boxes.x0[box] + 8),
          y: rect.top + Math.min(Math.max(rowTop(geometry, tree.level[next]), 0), height - ROW_HEIGHT) + ROW_HEIGHT,
        });
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      onZoom(at);
    } else if (event.key === 'Backspace' || event.key === 'Escape') {
      onZoom(event.key === 'Escape' ? 0 : Math.max(0, tree.parent[root]));
      setCursor(undefined);
      onHover(undefined);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const described = cursor ?? root;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={{ width: props.width, height }}
      onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
      data-testid={`dualflame-graph-${model.mode}`}
    >
      <div style={{ height: content, minHeight: height }}>
        <div
          className={styles.sticky}
          style={{ width, height }}
          tabIndex={0}
          role="application"
          aria-roledescription={say('flame graph')}
          aria-label={say('{what} flame graph. Arrow keys move, Enter zooms, Backspace goes back, Escape shows all.', {
            what: model.title,
          })}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setCursor(undefined);
            onHover(undefined);
          }}
          onMouseMove={(event) => {
            const box = boxAt(event);
            onHover(
              box < 0
                ? undefined
                : { node: boxes.node[box], merged: boxes.merged[box] === 1, x: event.clientX, y: event.clientY }
            );
          }}
          onContextMenu={(event) => {
            // The menu key opens it at the frame that the keyboard stands on.
            const box = boxAt(event);
            const node = cursor !== undefined && event.button !== 2 ? cursor : box < 0 ? undefined : boxes.node[box];
            if (node !== undefined && node > 0) {
              event.preventDefault();
              onHover(undefined);
              onMenu(node, event.clientX, event.clientY);
            }
          }}
          onMouseLeave={() => onHover(undefined)}
          onClick={(event) => {
            const box = boxAt(event);
            if (box >= 0) {
              onHover(undefined);
              onZoom(boxes.node[box]);
            }
          }}
        >
          <canvas ref={base} className={styles.canvas} data-levels={levels} data-boxes={boxes.length} />
          <canvas ref={overlay} className={styles.canvas} />
          <div className={styles.live} aria-live="polite">
            {`${nameOf(tree, described)}: ${describe(described)}`}
          </div>
          {props.minimap && (root > 0 || range > 0) && (
            <Minimap
              tree={tree}
              model={model}
              root={root}
              firstLevel={geometry.firstLevel}
              levels={Math.ceil(height / ROW_HEIGHT)}
              flame={flame}
              onPick={onZoom}
              onEnter={() => onHover(undefined)}
            />
          )}
          {totalOf(tree, weights, root) === 0 && <div className={styles.empty}>{say('No stack of this kind.')}</div>}
        </div>
      </div>
    </div>
  );
}

/** Sets size and scale only when they change: setting a canvas' size clears it and costs an allocation. */
function scaledContext(canvas: HTMLCanvasElement | null, width: number, height: number, ratio: number) {
  const ctx = canvas?.getContext('2d');
  if (!canvas || !ctx || width <= 0 || height <= 0) {
    return undefined;
  }
  const w = Math.round(width * ratio);
  const h = Math.round(height * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ctx;
}

/** Counts how often the browser took a canvas away and gave it back, empty (a driver's reset, a laptop's sleep). */
function useRestored(...canvases: Array<React.RefObject<HTMLCanvasElement | null>>): number {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const again = () => setTimes((before) => before + 1);
    const list = canvases.flatMap(({ current }) => current ?? []);
    list.forEach((canvas) => canvas.addEventListener('contextrestored', again));
    return () => list.forEach((canvas) => canvas.removeEventListener('contextrestored', again));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the canvases live as long as the component
  }, []);
  return times;
}

/** Follows the window when it moves to a screen with another ratio or is zoomed. */
function useDevicePixelRatio(): number {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio || 1);
  useEffect(() => {
    const media = window.matchMedia?.(`(resolution: ${ratio}dppx)`);
    const update = () => setRatio(window.devicePixelRatio || 1);
    media?.addEventListener?.('change', update);
    return () => media?.removeEventListener?.('change', update);
  }, [ratio]);
  return ratio;
}

function useTextFitter(font: string): TextFitter | undefined {
  return useMemo(() => {
    const ctx = document.createElement('canvas').getContext('2d');
    if (!ctx) {
      return undefined;
    }
    ctx.font = font;
    return new TextFitter((text) => ctx.measureText(text).width);
  }, [font]);
}

function revealLevel(
  scroller: HTMLDivElement | null,
  g: Geometry,
  content: number,
  level: number,
  setScroll: (scroll: number) => void
): void {
  const y = rowTop(g, level);
  const by = y < 0 ? y : y + g.rowHeight > g.height ? y + g.rowHeight - g.height : 0;
  if (scroller && by !== 0) {
    scroller.scrollTop = Math.min(Math.max(0, scroller.scrollTop + by), content);
    setScroll(scroller.scrollTop);
  }
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
    cursor: 'pointer',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  canvas: css({ position: 'absolute', top: 0, left: 0, pointerEvents: 'none' }),
  empty: css({
    position: 'absolute',
    top: theme.spacing(1),
    left: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  live: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
