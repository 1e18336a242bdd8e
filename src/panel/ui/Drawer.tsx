import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback, useState } from 'react';
import { t } from '../grafana/translate';
import { clampDrawer, GAP, type PanelLayout } from './panelLayout';

const STORED = 'dualflame.drawer';
/** Pixels per arrow key. */
const STEP = 24;

/** What the viewer did with the drawer, in this browser. */
export interface DrawerHabit {
  open?: boolean;
  width?: number;
}

/** Remembered from panel to panel; a page without storage forgets it when it is left. */
export function useDrawerHabit(): [DrawerHabit, (part: DrawerHabit) => void] {
  const [habit, setHabit] = useState(read);
  const keep = useCallback((part: DrawerHabit) => setHabit((old) => write({ ...old, ...part })), []);
  return [habit, keep];
}

function read(): DrawerHabit {
  try {
    const { open, width }: Partial<Record<string, unknown>> =
      JSON.parse(window.localStorage.getItem(STORED) ?? '{}') ?? {};
    return {
      open: typeof open === 'boolean' ? open : undefined,
      width: typeof width === 'number' && width > 0 ? width : undefined,
    };
  } catch {
    return {};
  }
}

function write(habit: DrawerHabit): DrawerHabit {
  try {
    window.localStorage.setItem(STORED, JSON.stringify(habit));
  } catch {
    // A browser that forbids storage.
  }
  return habit;
}

export interface DrawerProps {
  layout: NonNullable<PanelLayout['drawer']>;
  /** Of the panel. */
  panelWidth: number;
  height: number;
  onWidth(width: number): void;
  children: React.ReactNode;
}

/** Beside the graph, its left edge to be dragged; on narrow panels a sheet over the graph. */
export function Drawer({ layout, panelWidth, height, onWidth, children }: DrawerProps) {
  const styles = useStyles2(getStyles);
  const { place, width } = layout;
  const resize = (wanted: number) => onWidth(clampDrawer(wanted, panelWidth));
  return (
    <div
      className={cx(styles.drawer, place === 'sheet' && styles.sheet)}
      style={{ width, height }}
      data-testid="dualflame-lists"
      data-place={place}
    >
      {place === 'beside' && (
        <div
          className={styles.edge}
          role="separator"
          tabIndex={0}
          aria-orientation="vertical"
          aria-label={t('Width of the list')}
          aria-valuenow={width}
          aria-valuemin={clampDrawer(0, panelWidth)}
          aria-valuemax={clampDrawer(panelWidth, panelWidth)}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId)) {
              const { right } = event.currentTarget.parentElement!.getBoundingClientRect();
              resize(right - event.clientX);
            }
          }}
          onKeyDown={(event) => {
            const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
            if (step) {
              event.preventDefault();
              resize(width + step);
            }
          }}
        />
      )}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  drawer: css({ position: 'relative', flex: 'none', minWidth: 0 }),
  sheet: css({
    position: 'absolute',
    right: 0,
    bottom: 0,
    zIndex: 2,
    background: theme.colors.background.primary,
    boxShadow: theme.shadows.z3,
  }),
  edge: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    left: -GAP,
    width: GAP,
    cursor: 'col-resize',
    touchAction: 'none',
    '&::after': {
      content: '""',
      position: 'absolute',
      top: 0,
      bottom: 0,
      left: GAP / 2 - 1,
      width: 1,
      background: theme.colors.border.weak,
    },
    '&:hover::after, &:focus-visible::after': { width: 3, background: theme.colors.primary.border },
    '&:focus-visible': { outline: 'none' },
  }),
});
