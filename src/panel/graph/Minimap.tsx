import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useMemo, useRef } from 'react';
import { deepestLevel, hitTest, layoutBoxes, leftOf } from '../../flamegraph';
import { type CallTree, totalOf } from '../../profile';
import { type GraphModel } from '../model/graphModel';

export interface MinimapProps {
  tree: CallTree;
  model: GraphModel;
  /** What the graph shows: the node that spans its width, and the levels in view. */
  root: number;
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

/** The whole graph in small, and where in it the view is; a click goes there. Only a help for the pointer. */
export function Minimap(props: MinimapProps) {
  const { tree, model, root, firstLevel, levels, flame, hidden, onPick, onEnter } = props;
  const { width, height } = MINIMAP;
  const { weights, styleOf } = model;
  const styles = useStyles2(getStyles);
  const picture = useRef<HTMLCanvasElement>(null);
  const depth = deepestLevel(tree, weights, 0) + 1;
  const boxes = useMemo(
    () => layoutBoxes(tree, weights, { root: 0, width, firstLevel: 0, lastLevel: depth }),
    [tree, weights, width, depth]
  );
  const row = height / depth;

  const wanted = useMemo(() => ({ boxes, styleOf, flame, row }), [boxes, styleOf, flame, row]);
  const drawn = useRef<typeof wanted>(undefined);
  useLayoutEffect(() => {
    const ctx = picture.current?.getContext('2d');
    if (!ctx || hidden || drawn.current === wanted) {
      return;
    }
    drawn.current = wanted;
    const { boxes, styleOf, flame, row } = wanted;
    ctx.clearRect(0, 0, width, height);
    for (let i = 0; i < boxes.length; i++) {
      ctx.fillStyle = styleOf(boxes.node[i], boxes.merged[i] === 1).fill;
      const y = flame ? height - (boxes.level[i] + 1) * row : boxes.level[i] * row;
      ctx.fillRect(boxes.x0[i], y, boxes.x1[i] - boxes.x0[i], Math.max(row, 0.5));
    }
  }, [wanted, hidden, width, height]);

  const whole = totalOf(tree, weights, 0);
  const inView = Math.min(levels, depth - firstLevel) * row;
  const view = {
    left: (leftOf(tree, weights, root) / whole) * width,
    width: Math.max(2, (totalOf(tree, weights, root) / whole) * width),
    top: flame ? height - firstLevel * row - inView : firstLevel * row,
    height: Math.max(2, inView),
  };
  return (
    <div
      className={styles.map}
      style={{ width, height, display: hidden ? 'none' : undefined }}
      aria-hidden="true"
      data-testid="dualflame-minimap"
      onMouseEnter={onEnter}
      onMouseMove={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        const at = event.currentTarget.getBoundingClientRect();
        const y = event.clientY - at.top;
        // The deepest frame at or above the level that was meant.
        for (let level = Math.floor((flame ? height - y : y) / row); level >= 0; level--) {
          const box = hitTest(boxes, event.clientX - at.left, level);
          if (box >= 0) {
            onPick(boxes.node[box]);
            return;
          }
        }
      }}
    >
      <canvas ref={picture} width={width} height={height} />
      <div className={styles.view} style={view} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  map: css({
    position: 'absolute',
    right: theme.spacing(0.5),
    bottom: theme.spacing(0.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    boxShadow: theme.shadows.z1,
    cursor: 'pointer',
    overflow: 'hidden',
  }),
  view: css({ position: 'absolute', border: `1.5px solid ${theme.colors.text.maxContrast}`, pointerEvents: 'none' }),
});
