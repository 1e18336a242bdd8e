import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Toggletip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type QueryProblem } from '../../prepare';
import { t } from '../grafana/translate';
import { type CallTree } from '../../profile';
import { describeProblem } from '../model/problems';
import { describeCost, readingCost } from '../model/readingCost';
import { ROWS } from '../ui/panelLayout';
import { SPOKEN } from '../ui/spoken';
import { type Banner, factsOf, type QualityInput } from './qualityFacts';

/** A button of 20 px that opens all that is to be known of the data; a triangle where something is wrong. */
export const DataQuality = React.memo(function DataQuality(props: QualityInput) {
  const styles = useStyles2(getStyles);
  const facts = factsOf(props);
  const problems = props.problems.map(describeProblem);
  // The first serious one is in the banner, and is not said twice.
  const first = props.problems.find(({ minor }) => !minor);
  const spoken = props.problems.filter((problem) => problem !== first).map(describeProblem);
  const wrong = problems.length > 0;
  const label = !wrong
    ? t('What is measured')
    : problems.length === 1
      ? t('What is measured: 1 problem')
      : t('What is measured: {count} problems', { count: problems.length });
  return (
    <div className={styles.quality} data-testid="dualflame-data-quality">
      <Toggletip
        title={t('What is measured')}
        content={<Details problems={problems} facts={facts} tree={props.paired.tree} />}
        placement="bottom-end"
      >
        <button type="button" className={cx(styles.button, wrong && styles.wrong)} aria-label={label} title={label}>
          <Icon name={wrong ? 'exclamation-triangle' : 'info-circle'} size="md" />
        </button>
      </Toggletip>
      <span className={styles.spoken}>{[...spoken, ...facts].join(' · ')}</span>
    </div>
  );
});

function Details({ problems, facts, tree }: { problems: string[]; facts: string[]; tree?: CallTree }) {
  const styles = useStyles2(getStyles);
  // Of the time when the details are opened: painting is known after it.
  const cost = tree && readingCost(tree);
  return (
    <ul className={styles.list}>
      {problems.map((text, i) => (
        <li key={i} className={styles.wrong}>
          {text}
        </li>
      ))}
      {facts.map((text, i) => (
        <li key={problems.length + i}>{text}</li>
      ))}
      {cost && <li>{describeCost(cost)}</li>}
    </ul>
  );
}

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

const getStyles = (theme: GrafanaTheme2) => {
  const focus = { '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 } };
  return {
    quality: css({ position: 'relative', flex: 'none', height: 20 }),
    button: css({
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      width: 20,
      height: 20,
      padding: 0,
      border: 0,
      background: 'none',
      color: theme.colors.text.secondary,
      cursor: 'pointer',
      borderRadius: theme.shape.radius.default,
      '&:hover': { background: theme.colors.action.hover },
      ...focus,
    }),
    wrong: css({ color: theme.colors.warning.text }),
    spoken: css(SPOKEN),
    list: css({ margin: 0, paddingLeft: theme.spacing(2), maxWidth: 480, maxHeight: 320, overflowY: 'auto' }),
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
    details: css({
      flex: 'none',
      height: 24,
      padding: theme.spacing(0, 0.5),
      border: 0,
      background: 'none',
      color: theme.colors.text.link,
      cursor: 'pointer',
      ...focus,
    }),
  };
};
