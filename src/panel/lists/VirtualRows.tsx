import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useMemo, useRef, useState } from 'react';

/** Height of every row in pixels: what a finger hits (WCAG 2.2, 2.5.8 Target size). */
export const ROW = 24;

export type RowKey = string | number;

export interface VirtualRowsProps<T> {
  rows: readonly T[];
  /** Pixels. */
  height: number;
  role: 'listbox' | 'tree' | 'rowgroup';
  label?: string;
  /** The same for a row before and after a refresh. */
  keyOf(row: T): RowKey;
  /** What stands in a row. As long as this function is the same, rows that are the same are not rendered again. */
  children(row: T): React.ReactNode;
  /** More attributes of a row's element. */
  attributes(row: T, index: number): React.HTMLAttributes<HTMLDivElement>;
  /** The row that the keyboard stands on; where it is gone, the one that has come in its place. */
  active: RowKey | undefined;
  onActive(key: RowKey): void;
  /** The row of what is under the pointer elsewhere. */
  highlighted?: RowKey;
  /** Enter, Space or a click. */
  onChoose(row: T): void;
  onHover?(row: T | undefined): void;
  /** Keys that this list has beside those of all lists; true: nothing more is to be done. */
  onKey?(key: string, index: number): boolean;
}

const ROW_ROLE = { listbox: 'option', tree: 'treeitem', rowgroup: 'row' } as const;

/**
 * Rows of one height, of which only those in view and half a view on both sides are in the page. The list is one tab stop: the arrow
 * keys, Home, End, Page Up and Page Down move the focus from row to row (WAI-ARIA "roving tabindex"), and it stays with its row on a refresh.
 */
export function VirtualRows<T>(props: VirtualRowsProps<T>) {
  const { rows, height, role, label, keyOf, children, attributes, highlighted } = props;
  const styles = useStyles2(getStyles);
  const { box, found, at, press, focus } = useStanding(props);
  const handlers = useRowHandlers(props, { at, press, focus });
  const [scroll, setScroll] = useState(0);
  return (
    <div
      ref={box}
      className={styles.box}
      style={{ height }}
      role={role}
      aria-label={label}
      onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
      {...handlers}
    >
      <div role="presentation" style={{ height: rows.length * ROW, position: 'relative' }}>
        {indicesInPage(rows.length, height, scroll, at).map((index) => (
          <Row
            key={keyOf(rows[index])}
            row={rows[index]}
            index={index}
            role={ROW_ROLE[role]}
            className={cx(styles.row, keyOf(rows[index]) === highlighted && styles.highlighted)}
            selected={index === found}
            tabIndex={index === at ? 0 : -1}
            attributes={attributes}
          >
            {children}
          </Row>
        ))}
      </div>
    </div>
  );
}

interface Standing {
  /** The row that Tab leads to; -1 without rows. */
  at: number;
  /** A button went down on a row. */
  press(down: boolean): void;
  /** The list has the focus. */
  focus(inside: boolean): void;
}

/** Where the keyboard stands, which keeps the focus and comes into view. `found`: the row of the active key, -1 where it is gone. */
function useStanding<T>({ rows, height, keyOf, active }: VirtualRowsProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const hasFocus = useRef(false);
  const pressed = useRef(false);
  const [place, setPlace] = useState(0);
  const found = useMemo(() => rows.findIndex((row) => keyOf(row) === active), [rows, keyOf, active]);
  if (found >= 0 && found !== place) {
    setPlace(found);
  }
  const at = Math.min(found < 0 ? place : found, rows.length - 1);

  useLayoutEffect(() => {
    const row = box.current?.querySelector<HTMLElement>('[tabindex="0"]');
    if (hasFocus.current && row && row !== document.activeElement) {
      row.focus({ preventScroll: true });
    }
  });
  // Not on a refresh, and not between the press and the release of a button: the click would go to another row.
  useLayoutEffect(() => {
    if (box.current && active !== undefined && !pressed.current) {
      box.current.scrollTop = Math.min(Math.max(box.current.scrollTop, (at + 1) * ROW - height), at * ROW);
    }
    pressed.current = false;
  }, [active]); // eslint-disable-line react-hooks/exhaustive-deps
  const standing: Standing = {
    at,
    press: (down) => (pressed.current = down),
    focus: (inside) => (hasFocus.current = inside),
  };
  return { box, found, ...standing };
}

/** What keys and the pointer do in the list: one listener of each kind on the list, none on its rows. */
function useRowHandlers<T>(
  props: VirtualRowsProps<T>,
  { at, press, focus }: Standing
): React.HTMLAttributes<HTMLDivElement> {
  const { rows, height, keyOf } = props;
  const hovered = useRef<T>(undefined);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !rows.length) {
      return;
    }
    const to = rowAfter(event.key, at, rows.length, height);
    press(false);
    if (to !== undefined) {
      props.onActive(keyOf(rows[to]));
    } else if (!props.onKey?.(event.key, at)) {
      if (event.key !== 'Enter' && event.key !== ' ') {
        return;
      }
      props.onChoose(rows[at]);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const rowOf = ({ target }: React.SyntheticEvent): T | undefined => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    return element ? rows[Number(element.dataset.row)] : undefined;
  };
  const onRow = (act: (row: T) => void) => (event: React.SyntheticEvent) => {
    const row = rowOf(event);
    if (row !== undefined) {
      act(row);
    }
  };
  const hover = (row: T | undefined) => {
    if (row !== hovered.current) {
      hovered.current = row;
      props.onHover?.(row);
    }
  };
  return {
    onKeyDown,
    onMouseDown: () => press(true),
    onClick: onRow((row) => {
      props.onActive(keyOf(row));
      props.onChoose(row);
    }),
    onMouseOver: (event) => hover(rowOf(event)),
    onMouseLeave: () => hover(undefined),
    onFocus: (event) => {
      focus(true);
      onRow((row) => props.onActive(keyOf(row)))(event);
    },
    onBlur: (event) => focus(event.currentTarget.contains(event.relatedTarget)),
  };
}

/** The row that a key of all lists leads to from row `at` of `count`; undefined: it is no such key. */
function rowAfter(key: string, at: number, count: number, height: number): number | undefined {
  const page = Math.max(1, Math.floor(height / ROW) - 1);
  const moves = new Map([
    ['ArrowDown', at + 1],
    ['ArrowUp', at - 1],
    ['PageDown', at + page],
    ['PageUp', at - page],
    ['Home', 0],
    ['End', count - 1],
  ]);
  const to = moves.get(key);
  return to === undefined ? undefined : Math.min(Math.max(0, to), count - 1);
}

/** Rows that are in the page. Where Tab leads (`at`) stays in it, wherever the wheel has gone. `height`, `scroll`: pixels. */
function indicesInPage(count: number, height: number, scroll: number, at: number): number[] {
  const top = Math.min(scroll, Math.max(0, count * ROW - height));
  const first = Math.max(0, Math.floor((top - height / 2) / ROW));
  const end = Math.min(count, Math.ceil((top + 1.5 * height) / ROW));
  const shown = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  if (at < 0 || (at >= first && at < end)) {
    return shown;
  }
  return at < first ? [at, ...shown] : [...shown, at];
}

interface RowProps<T> extends Pick<VirtualRowsProps<T>, 'children' | 'attributes'> {
  row: T;
  index: number;
  role: 'option' | 'treeitem' | 'row';
  className: string;
  selected: boolean;
  tabIndex: 0 | -1;
}

function PlainRow<T>({ row, index, role, className, selected, tabIndex, children, attributes }: RowProps<T>) {
  const { className: own, style, ...others } = attributes(row, index);
  return (
    <div
      role={role}
      aria-selected={selected}
      tabIndex={tabIndex}
      data-row={index}
      {...others}
      className={cx(className, own)}
      style={{ ...style, top: index * ROW }}
    >
      {children(row)}
    </div>
  );
}

/** A pointer that moves over a list renders the row that it comes to and the row that it leaves. */
const Row = React.memo(PlainRow) as typeof PlainRow;

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ overflowY: 'auto', overflowX: 'hidden', scrollbarWidth: 'thin' }),
  row: css({
    position: 'absolute',
    left: 0,
    right: 0,
    height: ROW,
    display: 'flex',
    alignItems: 'center',
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&[aria-selected="true"]': { background: theme.colors.action.selected },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  highlighted: css({ background: theme.colors.action.focus }),
});
