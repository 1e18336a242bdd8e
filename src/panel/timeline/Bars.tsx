import { css, cx } from '@emotion/css';
import { type AbsoluteTimeRange, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { CATEGORY_STYLE } from '../ui/palette';
import { fillOf } from '../ui/Swatch';
import { type TimeScale } from '../ui/timePlot';
import { figuresOf, KINDS, type Measure, type TimelineWindow } from './kinds';

/** Height in pixels of the lane of idle time below the others, and of the gap above it. */
const IDLE_LANE = 6;
const LANE_GAP = 2;
const IDLE_AT = KINDS.indexOf('idle');

export interface BarsProps {
  windows: TimelineWindow[];
  measure: Measure;
  scale: TimeScale;
  height: number;
  /** The window whose graph is shown. */
  shown?: AbsoluteTimeRange;
}

/** A column for each window: what runs and waits, stacked, on one scale; below it idle time on its own. */
export const Bars = React.memo(function Bars({ windows, measure, scale, height, shown }: BarsProps) {
  const styles = useStyles2(getStyles);
  const all = windows.map((window) => figuresOf(window, measure));
  const busyOf = (figures: number[]) => figures.reduce((sum, figure, i) => (i === IDLE_AT ? sum : sum + figure), 0);
  const most = all.reduce((max, figures) => Math.max(max, figures ? busyOf(figures) : 0), 0);
  const mostIdle = all.reduce((max, figures) => Math.max(max, figures?.[IDLE_AT] ?? 0), 0);
  const room = height - (mostIdle > 0 ? IDLE_LANE + LANE_GAP : 0);
  return (
    <>
      {windows.map((window, i) => {
        const left = scale(window.from);
        const isShown = shown?.from === window.from && shown.to === window.to;
        return (
          <div
            key={window.from}
            className={cx(
              styles.window,
              !window.answered && styles.open,
              window.error !== undefined && styles.failed,
              isShown && styles.shown
            )}
            style={{ left, width: Math.max(1, scale(window.to) - left - 1), height }}
            data-testid="dualflame-timeline-window"
            data-state={window.error !== undefined ? 'failed' : !window.answered ? 'open' : all[i] ? 'known' : 'empty'}
          >
            {all[i] && <Stack figures={all[i]} scale={most > 0 ? room / most : 0} room={room} />}
            {all[i] && mostIdle > 0 && (
              <div
                className={styles.idle}
                style={{ ...fillOf(CATEGORY_STYLE.idle), height: (all[i][IDLE_AT] / mostIdle) * IDLE_LANE }}
              />
            )}
          </div>
        );
      })}
    </>
  );
});

/** `scale`: pixels of one unit. */
function Stack({ figures, scale, room }: { figures: number[]; scale: number; room: number }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.stack} style={{ height: room }}>
      {KINDS.map((kind, i) =>
        i === IDLE_AT || figures[i] * scale < 0.25 ? null : (
          <div
            key={kind}
            data-kind={kind}
            style={{ ...fillOf(CATEGORY_STYLE[kind]), height: figures[i] * scale, flex: 'none' }}
          />
        )
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  window: css({ position: 'absolute', top: 0, overflow: 'hidden' }),
  open: css({
    background: `repeating-linear-gradient(135deg, ${theme.colors.border.weak} 0 1px, transparent 1px 6px)`,
  }),
  failed: css({ borderBottom: `2px solid ${theme.colors.error.main}` }),
  shown: css({ outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2, zIndex: 1 }),
  stack: css({ display: 'flex', flexDirection: 'column-reverse', justifyContent: 'flex-start' }),
  idle: css({ position: 'absolute', bottom: 0, left: 0, right: 0 }),
});
