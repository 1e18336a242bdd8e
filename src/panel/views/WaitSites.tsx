import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { CATEGORIES, CATEGORY_LABEL, IDLE, type WaitSite } from '../../analysis';
import { shortName } from '../../flamegraph';
import { type Format, percent } from '../format';
import { CATEGORY_STYLE } from '../palette';
import { Swatch } from './Swatch';
import { say } from '../say';

export interface WaitSitesProps {
  sites: WaitSite[];
  total: number;
  format: Format;
  width: number;
  height: number;
  onSite(site: WaitSite): void;
  /** Frames that a series with a function label marks, worst first. */
  marked: MarkedFrame[];
  onFrame(node: number): void;
}

export interface MarkedFrame {
  name: string;
  figures: string;
  node: number;
}

/** More rows than anyone reads; the list says how many it leaves out. */
const MAX_ROWS = 100;

/** Who waits, on what, how long, how much of wall time. A click zooms to the site's heaviest call path. */
export const WaitSites = React.memo(function WaitSites({
  sites,
  total,
  format,
  width,
  height,
  onSite,
  marked,
  onFrame,
}: WaitSitesProps) {
  const styles = useStyles2(getStyles);
  // Blocked first, idle after it: 38 % in a poll may be a parked pool.
  const ordered = [...sites.filter((s) => s.category !== IDLE), ...sites.filter((s) => s.category === IDLE)];
  return (
    <div className={styles.list} style={{ width, height }} data-testid="dualflame-sites">
      {marked.length > 0 && <div className={styles.head}>{say('Marked frames · all call paths')}</div>}
      {marked.slice(0, MAX_ROWS).map(({ name, figures, node }) => (
        <button key={name} type="button" className={styles.row} title={name} onClick={() => onFrame(node)}>
          <span className={styles.text}>
            <span className={styles.name}>{shortName(name)}</span>
            <span className={styles.wait}>{figures}</span>
          </span>
        </button>
      ))}
      <div className={styles.head}>{say('Share of wall time')}</div>
      {ordered.slice(0, MAX_ROWS).map((site) => (
        <button
          key={`${site.site}\n${site.waitFrame}\n${site.category}`}
          type="button"
          className={cx(styles.row, site.category === IDLE && styles.quiet)}
          title={[
            site.site,
            say('waits in {frame}', { frame: site.waitFrame }),
            say('{figure}, {share} of {what}', {
              figure: format(site.total),
              share: percent(site.total / total),
              what: say('wall time'),
            }),
          ].join('\n')}
          onClick={() => onSite(site)}
        >
          <b className={styles.share}>{percent(site.total / total)}</b>
          <Swatch look={CATEGORY_STYLE[CATEGORIES[site.category]]} />
          <span className={styles.text}>
            <span className={styles.name}>{shortName(site.site)}</span>
            <span className={styles.wait}>
              {say(CATEGORY_LABEL[CATEGORIES[site.category]])} ·{' '}
              {say('{figure} in {frame}', { figure: format(site.total), frame: shortName(site.waitFrame) })}
            </span>
          </span>
        </button>
      ))}
      {ordered.length > MAX_ROWS && (
        <div className={styles.head}>
          {say('{count} smaller sites are not listed', { count: ordered.length - MAX_ROWS })}
        </div>
      )}
      {!ordered.length && <div className={styles.head}>{say('No stack waits.')}</div>}
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ overflowY: 'auto', overflowX: 'hidden', scrollbarWidth: 'thin' }),
  head: css({
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    padding: theme.spacing(0.25, 1),
  }),
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    width: '100%',
    padding: theme.spacing(0.25, 1),
    border: 0,
    background: 'none',
    textAlign: 'left',
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  quiet: css({ opacity: 0.75 }),
  share: css({ width: 52, whiteSpace: 'nowrap', flex: 'none', textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  text: css({ minWidth: 0, display: 'flex', flexDirection: 'column', lineHeight: 1.25 }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  wait: css({
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
});
