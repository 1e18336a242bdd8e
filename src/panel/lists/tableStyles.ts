import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';

export const ROW = 24;
export const HEAD = 24;
export const FIGURE = 62;
/** Room that is kept for names. */
const MIN_NAME = 150;
const CSV_BUTTON = 20;
/** Rows above and below the visible ones. */
const OVERSCAN = 6;

/** How many columns of figures have room beside the name. */
export const figuresIn = (width: number): number =>
  Math.max(2, Math.floor((width - MIN_NAME - CSV_BUTTON) / (FIGURE + 4)));

/** The rows to put into the page: those in view and a few around them. */
export function windowOf(scroll: number, height: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(scroll / ROW) - OVERSCAN);
  return { first, end: first + Math.ceil(height / ROW) + 2 * OVERSCAN };
}

export const getTableStyles = (theme: GrafanaTheme2) => ({
  frame: css({ position: 'relative' }),
  csv: css({ position: 'absolute', right: 0, top: 4, zIndex: 1 }),
  table: css({ fontSize: theme.typography.bodySmall.fontSize }),
  head: css({ display: 'flex', alignItems: 'center', height: HEAD, gap: 4, paddingRight: CSV_BUTTON }),
  header: css({
    font: 'inherit',
    background: 'none',
    border: 0,
    padding: 0,
    color: theme.colors.text.secondary,
    cursor: 'pointer',
    whiteSpace: 'nowrap',
  }),
  body: css({ overflowY: 'auto', scrollbarWidth: 'thin' }),
  row: css({
    position: 'absolute',
    left: 0,
    right: 0,
    height: ROW,
    display: 'flex',
    alignItems: 'center',
    gap: 4,
    paddingRight: CSV_BUTTON,
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.selected }),
  name: css({
    flex: '1 1 auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'left',
  }),
  link: css({
    display: 'block',
    width: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'left',
    font: 'inherit',
    background: 'none',
    border: 0,
    padding: 0,
    cursor: 'pointer',
    color: theme.colors.text.primary,
  }),
  figure: css({
    flex: 'none',
    width: FIGURE,
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
});
