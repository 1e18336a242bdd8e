import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Toggletip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { counted, msg, t } from '../grafana/translate';
import { describeProblem } from '../model/problems';
import { SPOKEN } from '../ui/textStyles';
import { Details } from './Details';
import { factsOf, type QualityInput } from './qualityFacts';

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
    : counted(problems.length, msg('What is measured: 1 problem'), msg('What is measured: {count} problems'));
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
  };
};
