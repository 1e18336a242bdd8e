import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type WaitLengths } from '../../analysis';
import { t } from '../grafana/translate';
import { lengthsText } from '../model/useSingleWaits';
import { type Format } from '../ui/format';

const HEIGHT = 22;

/** How long one wait is: in words, and which lengths the waiting time is made of. */
export function LengthBars({ lengths, format }: { lengths: WaitLengths; format: Format }) {
  const styles = useStyles2(getStyles);
  const { buckets } = lengths;
  const most = buckets.reduce((largest, { time }) => Math.max(largest, time), 0);
  return (
    <div className={styles.all} data-testid="dualflame-lengths">
      <div>{lengthsText(lengths, format)}</div>
      {lengths.count > 1 && (
        <>
          <div className={styles.bars} aria-hidden>
            {buckets.map(({ from, count, time }) => (
              <div
                key={from}
                className={styles.bar}
                style={{ height: count > 0 ? Math.max(1, (time / most) * HEIGHT) : 0 }}
              />
            ))}
          </div>
          <div className={styles.ends}>
            <span>{format(buckets[0].from)}</span>
            <span>{t('time by the length of a wait')}</span>
            <span>{format(lengths.longest)}</span>
          </div>
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  all: css({ marginTop: 4, paddingTop: 4, borderTop: `1px solid ${theme.colors.border.weak}` }),
  bars: css({
    display: 'flex',
    alignItems: 'flex-end',
    gap: 1,
    height: HEIGHT,
    marginTop: 3,
    borderBottom: `1px solid ${theme.colors.border.medium}`,
  }),
  bar: css({ flex: '1 1 0', background: theme.colors.primary.main }),
  ends: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
});
