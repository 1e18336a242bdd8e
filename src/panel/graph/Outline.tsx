import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type Ref, useImperativeHandle, useRef } from 'react';
import { type Boxes, boxOf, type Geometry, rowTop } from '../../flamegraph';
import { type CallTree } from '../../profile';
import { type HoverStore, markedNode, useHovered } from '../state/useHover';
import { BOX_TEXT } from '../ui/palette';

export interface OutlineProps {
  tree: CallTree;
  boxes: Boxes;
  geometry: Geometry;
  node: number;
  /** What is said of the frame: the pointer is on it, the keyboard stands on it, the graph is zoomed to it. */
  kind: 'pointed' | 'cursor' | 'zoomed';
}

/** The edge of one box, over the canvas: a canvas of its own would be drawn as a whole for each frame under the pointer. */
export function Outline({ tree, boxes, geometry, node, kind }: OutlineProps) {
  const styles = useStyles2(getStyles);
  const box = node < 0 ? -1 : boxOf(boxes, tree, node);
  if (box < 0) {
    return null;
  }
  const left = boxes.x0[box];
  const width = Math.max(2, boxes.x1[box] - left - 1);
  const at = { left, width, top: rowTop(geometry, boxes.level[box]), height: geometry.rowHeight - 1 };
  return <div className={cx(styles.edge, styles[kind])} style={at} data-testid={`dualflame-${kind}`} />;
}

/** Of the frame that is hovered here, in another graph or in a list. A pointer move renders this and not the graph. */
export function HoverOutline({ hover, otherwise, ...rest }: HoverOutlineProps) {
  const hovered = useHovered(hover, rest.tree, markedNode);
  return <Outline {...rest} node={hovered < 0 ? otherwise : hovered} kind="pointed" />;
}

interface HoverOutlineProps extends Omit<OutlineProps, 'node' | 'kind'> {
  hover: HoverStore;
  /** What is outlined while nothing is hovered; -1: nothing. */
  otherwise: number;
}

/** Shows and moves the range that is brushed, without rendering. CSS pixels of the graph, in any order; undefined: none. */
export type ShowBrush = (range: [from: number, to: number] | undefined) => void;

export function Brush({ show, width }: { show: Ref<ShowBrush>; width: number }) {
  const styles = useStyles2(getStyles);
  const element = useRef<HTMLDivElement>(null);
  useImperativeHandle(
    show,
    (): ShowBrush => (range) => {
      const { style } = element.current!;
      const [from, to] = (range ?? [0, 0]).map((x) => Math.min(width, Math.max(0, x)));
      style.display = range ? 'block' : 'none';
      style.left = `${Math.min(from, to)}px`;
      style.width = `${Math.abs(to - from)}px`;
    },
    [width]
  );
  return <div ref={element} className={styles.brush} data-testid="dualflame-brush" />;
}

const over = { position: 'absolute', boxSizing: 'border-box', pointerEvents: 'none' } as const;

const getStyles = (theme: GrafanaTheme2) => ({
  edge: css(over),
  pointed: css({ border: `1px solid ${theme.colors.text.maxContrast}` }),
  cursor: css({ border: `2px solid ${theme.colors.primary.border}` }),
  // Dark on the fills, which are light in both themes.
  zoomed: css({ border: `2px solid ${BOX_TEXT}`, outline: `1px solid ${theme.colors.text.maxContrast}` }),
  brush: css({
    ...over,
    display: 'none',
    top: 0,
    bottom: 0,
    background: theme.colors.primary.transparent,
    borderLeft: `1px solid ${theme.colors.primary.border}`,
    borderRight: `1px solid ${theme.colors.primary.border}`,
  }),
});
