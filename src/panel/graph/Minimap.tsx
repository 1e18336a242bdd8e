import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useMemo, useRef } from 'react';
import {
  type Boxes,
  type BoxStyle,
  deepestLevel,
  draw,
  extentOf,
  type Geometry,
  hitTest,
  layoutBoxes,
  levelAt,
  rowTop,
  type Span,
  TextFitter,
} from '../../flamegraph';
import { type CallTree } from '../../profile';
import { type GraphModel } from '../model/graphModel';

export interface MinimapProps {
  tree: CallTree;
  model: GraphModel;
  /** What the graph shows: the node that it is zoomed to, the part of that node's width, and the levels in view. */
  root: number;
  span: Span;
  firstLevel: number;
  levels: number;
  flame: boolean;
  onPick(node: number): void;
  /** Kept for the next zoom, but not shown. */
  hidden: boolean;
  /** The pointer is no longer on the large graph. */
  onEnter(): void;
}

export const MINIMAP = { width: 140, height: 64 };
/** There is no room for labels. */
const NO_TEXT = new TextFitter(() => 0);

/** The whole graph in small, and where in it the view is; a click goes there. Only a help for the pointer. */
export function Minimap(props: MinimapProps) {
  const { tree, model, root, span, firstLevel, levels, flame, hidden, onPick, onEnter } = props;
  const { width, height } = MINIMAP;
  const { weights, styleOf } = model;
  const styles = useStyles2(getStyles);
  const depth = deepestLevel(tree, weights, 0) + 1;
  const boxes = useMemo(
    () => layoutBoxes(tree, weights, { root: 0, width, firstLevel: 0, lastLevel: depth }),
    [tree, weights, width, depth]
  );
  const geometry = useMemo(
    (): Geometry => ({ width, height, rowHeight: height / depth, firstLevel: 0, offset: 0, flame, gap: 0 }),
    [width, height, depth, flame]
  );
  const picture = usePicture({ boxes, geometry, styleOf, hidden });
  return (
    <div
      className={styles.map}
      // Where stacks end, not over the rows that all of them begin with.
      style={{ width, height, [flame ? 'top' : 'bottom']: 4, display: hidden ? 'none' : undefined }}
      aria-hidden="true"
      data-testid="dualflame-minimap"
      onPointerEnter={onEnter}
      onPointerMove={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        const at = event.currentTarget.getBoundingClientRect();
        // The deepest frame at or above the level that was meant.
        for (let level = levelAt(geometry, event.clientY - at.top); level >= 0; level--) {
          const box = hitTest(boxes, event.clientX - at.left, level);
          if (box >= 0) {
            onPick(boxes.node[box]);
            return;
          }
        }
      }}
    >
      <canvas ref={picture} width={width} height={height} />
      <div
        className={styles.view}
        style={viewIn(
          geometry,
          extentOf(tree, weights, 0, root),
          span,
          firstLevel,
          Math.min(levels, depth - firstLevel)
        )}
        data-testid="dualflame-minimap-view"
      />
    </div>
  );
}

interface PictureProps {
  boxes: Boxes;
  geometry: Geometry;
  styleOf: GraphModel['styleOf'];
  hidden: boolean;
}

/** Draws when the whole looks different, and only while it is shown: not for each zoom. */
function usePicture({ boxes, geometry, styleOf, hidden }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const wanted = useMemo(() => ({ boxes, geometry, styleOf }), [boxes, geometry, styleOf]);
  const drawn = useRef<typeof wanted>(undefined);
  useLayoutEffect(() => {
    const ctx = canvas.current?.getContext('2d');
    if (!ctx || hidden || drawn.current === wanted) {
      return;
    }
    drawn.current = wanted;
    const plain = (node: number, merged: boolean): BoxStyle => ({
      fill: wanted.styleOf(node, merged).fill,
      pattern: 0,
      label: () => ({ name: '' }),
    });
    draw(ctx, wanted.boxes, wanted.geometry, plain, NO_TEXT, { text: '', dim: { opacity: 1, text: '' }, font: '' });
  }, [wanted, hidden]);
  return canvas;
}

/** Where in the picture the view is: a part of a frame's extent, and some levels. */
function viewIn(g: Geometry, frame: Span, { from, to }: Span, firstLevel: number, levels: number) {
  const size = frame.to - frame.from;
  const [top, end] = [rowTop(g, firstLevel), rowTop(g, firstLevel + levels - 1)];
  return {
    left: (frame.from + from * size) * g.width,
    width: Math.max(2, (to - from) * size * g.width),
    top: Math.min(top, end),
    height: Math.max(2, levels * g.rowHeight),
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  map: css({
    position: 'absolute',
    right: theme.spacing(0.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    boxShadow: theme.shadows.z1,
    cursor: 'pointer',
    overflow: 'hidden',
  }),
  view: css({ position: 'absolute', border: `1.5px solid ${theme.colors.text.maxContrast}`, pointerEvents: 'none' }),
});
