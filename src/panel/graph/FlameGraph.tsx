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
import { type CallTree, nameOf, pathNames, totalOf } from '../../profile';
import { BOX_TEXT, dimming } from './palette';
import { type Direction, neighbour } from './neighbour';
import { type GraphModel } from '../model/graphModel';
import { Minimap } from './Minimap';
import { t } from '../grafana/translate';
import { useOnFrame } from '../state/useOnFrame';
import { useEver } from '../ui/useStable';

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
 * The graph on a canvas of the panel's size, and the edge of what pointer and keyboard stand on. Deep stacks are reached by
 * scrolling a spacer, so the canvas is never larger than the panel.
 */
export function FlameGraph(props: FlameGraphProps) {
  const { tree, model, height, root, flame, highlighted, describe, onZoom, onHover, onMenu } = props;
  const width = Math.max(0, props.width - SCROLLBAR);
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const base = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [standing, setStanding] = useOnFrame<{ node: number }>(tree);
  const cursor = standing?.node;
  const ratio = useDevicePixelRatio();
  const { weights } = model;

  const levels = deepestLevel(tree, weights, root) + 1;
  const content = Math.max(levels * ROW_HEIGHT, 1);
  const range = Math.max(0, content - height);
  // Scrolled pixels from the root's side, whatever side that is. They belong to a zoom, by its names: a refresh keeps them. Another
  // zoom begins where its frame is, in its first picture.
  const view = useMemo(() => JSON.stringify([flame, ...pathNames(tree, root)]), [flame, tree, root]);
  const [scrolled, setScrolled] = useState<{ view: string; pixels: number }>();
  const levelsAbove = Math.max(0, tree.level[root] * ROW_HEIGHT - height + 3 * ROW_HEIGHT);
  const fromRoot = Math.min(scrolled?.view === view ? scrolled.pixels : levelsAbove, range);
  const topOf = (pixels: number) => (flame ? range - pixels : pixels);
  const scrollTop = useRef(0);
  const scrollTo = (pixels: number) => {
    // Asking the element, or telling it what it has, would lay out the page at once.
    if (scroller.current && scrollTop.current !== topOf(pixels)) {
      scroller.current.scrollTop = scrollTop.current = topOf(pixels);
    }
  };
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

  const inPart = props.minimap === true && (root > 0 || range > 0);
  const mapped = useEver(inPart);
  const restored = useRestored(base);
  const font = `${FONT_SIZE}px ${theme.typography.fontFamily}`;
  const fitter = useTextFitter(font);

  const strip = useMemo(() => model.strip?.({ root, width }), [model, root, width]);
  useLayoutEffect(() => {
    const ctx = scaledContext(base.current, width, height, ratio);
    if (ctx && fitter) {
      draw(ctx, boxes, geometry, model.styleOf, fitter, { text: BOX_TEXT, dim: dimming(theme), font }, strip);
    }
  }, [boxes, geometry, model, strip, fitter, theme, font, width, height, ratio, restored]);

  // Not after each scrolled pixel: the page may have moved on since.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => scrollTo(fromRoot), [view, range]);

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
      setStanding({ node: next });
      // Down to the frame's lower edge, or up to its upper one.
      const top = tree.level[next] * ROW_HEIGHT;
      const pixels = Math.max(top + ROW_HEIGHT - height, Math.min(fromRoot, top));
      if (pixels !== fromRoot) {
        scrollTo(pixels);
        setScrolled({ view, pixels });
      }
      const rect = base.current?.getBoundingClientRect();
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
      setStanding(undefined);
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
      onScroll={(event) => {
        scrollTop.current = event.currentTarget.scrollTop;
        const pixels = topOf(scrollTop.current);
        if (pixels !== fromRoot) {
          setScrolled({ view, pixels });
        }
      }}
      data-testid={`dualflame-graph-${model.mode}`}
    >
      <div style={{ height: content, minHeight: height }}>
        <div
          className={styles.sticky}
          style={{ width, height }}
          tabIndex={0}
          role="application"
          aria-roledescription={t('flame graph')}
          aria-label={t('{what} flame graph. Arrow keys move, Enter zooms, Backspace goes back, Escape shows all.', {
            what: model.title,
          })}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setStanding(undefined);
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
          {highlighted >= 0 && <Outline {...{ boxes, geometry }} node={highlighted} className={styles.pointed} />}
          {cursor !== undefined && <Outline {...{ boxes, geometry }} node={cursor} className={styles.cursor} />}
          <div className={styles.live} aria-live="polite">
            {`${nameOf(tree, described)}: ${describe(described)}`}
          </div>
          {mapped && (
            <Minimap
              hidden={!inPart}
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
          {totalOf(tree, weights, root) === 0 && <div className={styles.empty}>{t('No stack of this kind.')}</div>}
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

/** Counts how often the browser took the canvas away and gave it back, empty (a driver's reset, a laptop's sleep). */
function useRestored(canvas: React.RefObject<HTMLCanvasElement | null>): number {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const again = () => setTimes((before) => before + 1);
    const { current } = canvas;
    current?.addEventListener('contextrestored', again);
    return () => current?.removeEventListener('contextrestored', again);
  }, [canvas]);
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

/** The edge of one box, over the canvas: a canvas of its own would be drawn as a whole for each frame under the pointer. */
function Outline({ boxes, geometry, node, className }: OutlineProps) {
  const box = boxes.node.indexOf(node);
  if (box < 0) {
    return null;
  }
  const left = boxes.x0[box];
  const width = Math.max(2, boxes.x1[box] - left - 1);
  const at = { left, width, top: rowTop(geometry, boxes.level[box]), height: geometry.rowHeight - 1 };
  return <div className={className} style={at} />;
}

interface OutlineProps {
  boxes: Boxes;
  geometry: Geometry;
  node: number;
  className: string;
}

const edge = { position: 'absolute', boxSizing: 'border-box', pointerEvents: 'none' } as const;

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
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  canvas: css({ position: 'absolute', top: 0, left: 0, pointerEvents: 'none' }),
  pointed: css({ ...edge, border: `1px solid ${theme.colors.text.maxContrast}` }),
  cursor: css({ ...edge, border: `2px solid ${theme.colors.primary.border}` }),
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
