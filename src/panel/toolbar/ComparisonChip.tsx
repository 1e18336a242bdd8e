import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, Spinner, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type ComparisonWords } from '../model/compareOffers';

export interface ComparisonChipProps extends ComparisonWords {
  loading: boolean;
  /** CSS pixels. */
  maxWidth: number;
  /** What × does. */
  stop: string;
  onStop(): void;
}

/** What the panel is compared with, or which part of the range it shows, as long as it does; × ends it. */
export const ComparisonChip = React.memo(function ComparisonChip(props: ComparisonChipProps) {
  const { label, title, loading, maxWidth, stop, onStop } = props;
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.chip} style={{ maxWidth }} data-testid="dualflame-comparing">
      {loading && <Spinner inline size="sm" />}
      <span className={styles.label} title={title}>
        {label}
      </span>
      <IconButton name="times" size="sm" tooltip={stop} onClick={onStop} />
    </span>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  chip: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    flex: '0 1 auto',
    minWidth: 60,
    height: 24,
    padding: theme.spacing(0, 0.5, 0, 1),
    borderRadius: theme.shape.radius.pill,
    border: `1px solid ${theme.colors.border.medium}`,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  label: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
