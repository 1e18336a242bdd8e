import { css } from '@emotion/css';
import { type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { type ProfileTarget, type ProfileType } from '../grafana/profileTargets';
import { useProfileTypes } from '../grafana/profileTypes';
import { t } from '../grafana/translate';
import { firstSteps, type Step } from './steps';
import { copyText } from '../ui/clipboard';

export interface FirstStepsProps {
  targets: ProfileTarget[];
  range: Pick<TimeRange, 'from' | 'to'>;
}

/** From nothing to a graph: what to do in the query editor there and then, with the profile types of this data source to copy. */
export default function FirstSteps({ targets, range }: FirstStepsProps) {
  const styles = useStyles2(getStyles);
  const told = useProfileTypes(targets[0]?.datasource, { from: range.from.valueOf(), to: range.to.valueOf() });
  return (
    <div className={styles.steps} data-testid="dualflame-steps">
      <ol className={styles.list}>
        {firstSteps(targets, told === 'unknown' ? undefined : told).map((step, i) => (
          <OneStep key={i} {...step} asking={told === undefined} />
        ))}
      </ol>
      {told === 'unknown' && (
        <div className={styles.quiet}>
          {t('Usual names: this data source does not say which profile types it has.')}
        </div>
      )}
    </div>
  );
}

/** `asking`: what can be chosen is not known yet. */
function OneStep({ text, done, types, asking }: Step & { asking: boolean }) {
  const styles = useStyles2(getStyles);
  return (
    <li className={done ? styles.quiet : undefined} aria-label={done ? t('done: {step}', { step: text }) : undefined}>
      {done && <Icon name="check" size="sm" className={styles.check} />}
      {text}
      {types.length > 0 && (
        <div className={styles.types}>
          {/* The room is there while the data source is asked: nothing moves when it answers. */}
          {asking ? <span className={styles.quiet}>…</span> : types.map((type) => <Copy key={type.id} {...type} />)}
        </div>
      )}
    </li>
  );
}

/** A profile type by the name that the query editor has for it; a click copies its id, which can be typed there. */
function Copy({ id, label }: ProfileType) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="sm"
      variant="secondary"
      icon={copied ? 'check' : 'copy'}
      tooltip={id}
      aria-label={t('Copy {what}', { what: id })}
      onClick={() => void copyText(id).then(setCopied)}
    >
      {label}
    </Button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  steps: css({ height: '100%', overflow: 'auto', padding: theme.spacing(1), maxWidth: 720 }),
  list: css({ margin: 0, paddingLeft: theme.spacing(3), '& > li': { marginBottom: theme.spacing(1) } }),
  check: css({ marginRight: theme.spacing(0.5) }),
  types: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: 24,
    marginTop: theme.spacing(0.5),
  }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
