import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { SPOKEN } from '../ui/textStyles';

/** Pixels: the row of column heads, a column of figures ("<0.1 %", "+12.3 pp"), the space between two. */
export const HEAD = 24;
const FIGURE = 54;
const GAP = 4;
/** Room that is kept for names, and for the button in the corner. */
const MIN_NAME = 130;
const CSV_BUTTON = 22;

/** How many columns of figures have room beside the name. */
export const figuresIn = (width: number): number =>
  Math.max(2, Math.floor((width - MIN_NAME - CSV_BUTTON) / (FIGURE + GAP)));

/** Of all that holds figures. */
const FIGURES = { flex: 'none', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' } as const;

export const getTableStyles = (theme: GrafanaTheme2) => ({
  frame: css({ position: 'relative' }),
  csv: css({ position: 'absolute', right: 0, top: 4, zIndex: 1 }),
  table: css({ fontSize: theme.typography.bodySmall.fontSize }),
  head: css({
    display: 'flex',
    alignItems: 'center',
    height: HEAD,
    gap: GAP,
    padding: theme.spacing(0, `${CSV_BUTTON}px`, 0, 1),
    color: theme.colors.text.secondary,
  }),
  header: css({
    font: 'inherit',
    background: 'none',
    border: 0,
    padding: 0,
    height: HEAD,
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: theme.colors.text.secondary,
    cursor: 'pointer',
    whiteSpace: 'nowrap',
  }),
  sorted: css({ color: theme.colors.text.primary }),
  row: css({ gap: GAP, padding: theme.spacing(0, `${CSV_BUTTON}px`, 0, 1) }),
  name: css({
    flex: '1 1 0',
    minWidth: 0,
    display: 'flex',
    alignItems: 'center',
    overflow: 'hidden',
    whiteSpace: 'pre',
  }),
  spread: css({ ...FIGURES, width: 40, color: theme.colors.text.secondary }),
  figure: css({
    ...FIGURES,
    width: FIGURE,
    textAlign: 'right',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  /** A time, with its unit. */
  time: css({ ...FIGURES, minWidth: 62, textAlign: 'right', color: theme.colors.text.secondary }),
  // Beside a name; gives way before it does.
  aside: css({
    minWidth: 0,
    flexShrink: 1e6,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: theme.colors.text.secondary,
  }),
  toggle: css({ flex: 'none', width: 18, lineHeight: 1 }),
  mark: css({ flex: 'none', display: 'flex', marginRight: GAP }),
  dim: css({ color: theme.colors.text.secondary }),
  // Read out, not seen.
  spoken: css(SPOKEN),
});
