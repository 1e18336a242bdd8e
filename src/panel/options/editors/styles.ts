import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';

/** What the editors share: the small text that says what was detected, found, or chosen. It wraps in a pane of 300 px. */
export const getEditorStyles = (theme: GrafanaTheme2) => ({
  quiet: css({
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    minWidth: 0,
    overflowWrap: 'anywhere',
  }),
});
