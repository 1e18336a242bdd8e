import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type CallTree } from '../../profile';
import { describeCost, readingCost } from '../model/readingCost';

/** All that is to be known of the data, a line each: what is wrong first. */
export function Details({ problems, facts, tree }: { problems: string[]; facts: string[]; tree?: CallTree }) {
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

const getStyles = (theme: GrafanaTheme2) => ({
  wrong: css({ color: theme.colors.warning.text }),
  list: css({ margin: 0, paddingLeft: theme.spacing(2), maxWidth: 480, maxHeight: 320, overflowY: 'auto' }),
});
