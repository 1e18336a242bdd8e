import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Toggletip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type QueryProblem } from '../../prepare';
import { t } from '../grafana/translate';
import { describeProblem } from '../model/problems';
import { ROWS } from '../ui/panelLayout';
import { type Banner } from './banner';
import { Details } from './Details';
import { bannerLink } from '../ui/linkStyles';

/** One line over the graph, where a query failed or a share is not known (bannerOf). */
export function DataQualityBanner({
  banner,
  problems,
  children,
}: {
  banner: Banner;
  problems: QueryProblem[];
  /** What can be done about it. */
  children?: React.ReactNode;
}) {
  const styles = useStyles2(getStyles);
  return (
    <div
      className={cx(styles.banner, banner.failed ? styles.failed : styles.unknown)}
      role={banner.failed ? 'alert' : 'status'}
      data-testid="dualflame-banner"
    >
      <Icon name={banner.failed ? 'exclamation-triangle' : 'info-circle'} size="sm" />
      <span className={styles.text} title={banner.text}>
        {banner.text}
      </span>
      {problems.length > 0 && (
        <Toggletip
          title={t('Problems')}
          content={<Details problems={problems.map(describeProblem)} facts={[]} />}
          placement="bottom-end"
        >
          <button type="button" className={styles.details}>
            {t('Details')}
          </button>
        </Toggletip>
      )}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  banner: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    height: ROWS.banner,
    flex: 'none',
    padding: theme.spacing(0, 1),
    borderLeft: '3px solid',
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.primary,
  }),
  failed: css({ borderLeftColor: theme.colors.error.border, '& > svg': { color: theme.colors.error.text } }),
  unknown: css({ borderLeftColor: theme.colors.info.border, '& > svg': { color: theme.colors.info.text } }),
  text: css({ flex: '1 1 auto', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  details: css(bannerLink(theme)),
});
