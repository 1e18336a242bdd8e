import { type GrafanaTheme2 } from '@grafana/data';

/** Both heat maps: the line above says what is pointed at, and is cut where it has no room. */
export const told = (theme: GrafanaTheme2) =>
  ({
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }) as const;

/** The ends of the upright axis, `width` CSS pixels left of the plot. */
export const upright = (theme: GrafanaTheme2, width: number) =>
  ({
    width,
    paddingRight: 4,
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    alignItems: 'flex-end',
    lineHeight: 1,
    fontSize: 10,
    color: theme.colors.text.secondary,
  }) as const;
