import { type GrafanaTheme2 } from '@grafana/data';

/** A button that reads as a link. */
export const linkButton = (theme: GrafanaTheme2) =>
  ({ padding: 0, border: 0, background: 'none', color: theme.colors.text.link, cursor: 'pointer' }) as const;

/** The same at the end of a banner, as high as a finger needs. */
export const bannerLink = (theme: GrafanaTheme2) =>
  ({
    ...linkButton(theme),
    flex: 'none',
    height: 24,
    padding: theme.spacing(0, 0.5),
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }) as const;
