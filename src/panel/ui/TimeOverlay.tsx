import { css } from '@emotion/css';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { type Annotation } from '../grafana/annotations';
import { type Drag, type TimeScale } from './timePlot';

export interface TimeOverlayProps {
  marks: Annotation[];
  cursor: number | undefined;
  drag: Drag | undefined;
  scale: TimeScale;
  /** Of the plot in its strip. */
  left: number;
  height: number;
}

/** Annotations, crosshair and drag over a strip on the dashboard's time axis. */
export function TimeOverlay({ marks, cursor, drag, scale, left, height }: TimeOverlayProps) {
  const styles = useStyles2(overlayStyle);
  const theme = useTheme2();
  const [from, to] = scale.domain();
  return (
    <svg className={styles} style={{ left }} width={scale.range()[1]} height={height} aria-hidden>
      {marks
        .filter(({ time, end = time }) => end >= from && time <= to)
        .map(({ time, end, color, text }, i) => (
          <g key={i}>
            <title>{text}</title>
            <rect
              x={scale(time)}
              y={0}
              width={Math.max(1.5, end ? scale(end) - scale(time) : 0)}
              height={height}
              fill={color}
              opacity={end ? 0.15 : 0.8}
            />
          </g>
        ))}
      {cursor !== undefined && cursor >= from && cursor <= to && (
        <line
          data-testid="dualflame-crosshair"
          x1={scale(cursor)}
          x2={scale(cursor)}
          y1={0}
          y2={height}
          stroke={theme.colors.text.secondary}
          strokeDasharray="3 3"
        />
      )}
      {drag && (
        <rect
          x={Math.min(drag.start, drag.end)}
          y={0}
          width={Math.abs(drag.end - drag.start)}
          height={height}
          fill={theme.colors.primary.transparent}
        />
      )}
    </svg>
  );
}

const overlayStyle = () => css({ position: 'absolute', top: 0, pointerEvents: 'none' });
