import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { CATEGORIES, CATEGORY_LABEL, IDLE, type WaitSite } from '../../analysis';
import { shortName } from '../../flamegraph';
import { type Format, percent } from '../ui/format';
import { CATEGORY_STYLE } from '../graph/palette';
import { Swatch } from '../ui/Swatch';
import { t } from '../grafana/translate';

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

const ROW = 37;
const HEAD = 21;

/**
 * Who waits, on what, how long, how much of wall time; only the visible rows are in the page. A click zooms to the site's
 * heaviest call path.
 */
export const WaitSites = React.memo(function WaitSites(props: WaitSitesProps) {
  const { sites, total, format, width, height, marked, onSite, onFrame } = props;
  const styles = useStyles2(getStyles);
  const [scroll, setScroll] = useState(0);
  // Blocked first, idle after it: 38 % in a poll may be a parked pool.
  const ordered = useMemo(
    () => [...sites.filter((s) => s.category !== IDLE), ...sites.filter((s) => s.category === IDLE)],
    [sites]
  );
  const markedTop = marked.length ? HEAD : 0;
  const sitesHead = markedTop + marked.length * ROW;
  const sitesTop = sitesHead + HEAD;
  /** Those of a list in view, and half a view more on both sides: the keyboard goes on to rows that are not in view. */
  const inView = <T,>(list: T[], top: number, row: (entry: T, top: number) => React.ReactNode) => {
    const first = Math.max(0, Math.floor((scroll - height / 2 - top) / ROW));
    const end = Math.max(0, Math.ceil((scroll + height * 1.5 - top) / ROW));
    return list.slice(first, end).map((entry, i) => row(entry, top + (first + i) * ROW));
  };
  const head = (text: string, top: number) => (
    <div className={styles.head} style={{ top }}>
      {text}
    </div>
  );
  return (
    <div
      className={styles.list}
      style={{ width, height }}
      onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
      data-testid="dualflame-sites"
    >
      <div style={{ height: sitesTop + ordered.length * ROW, position: 'relative' }}>
        {marked.length > 0 && head(t('Marked frames · all call paths'), 0)}
        {inView(marked, markedTop, ({ name, figures, node }, top) => (
          <button
            key={name}
            type="button"
            className={styles.row}
            style={{ top }}
            title={name}
            onClick={() => onFrame(node)}
          >
            <span className={styles.text}>
              <span className={styles.name}>{shortName(name)}</span>
              <span className={styles.wait}>{figures}</span>
            </span>
          </button>
        ))}
        {head(ordered.length ? t('Share of wall time') : t('No stack waits.'), sitesHead)}
        {inView(ordered, sitesTop, (site, top) => {
          const category = CATEGORIES[site.category];
          const share = percent(site.total / total);
          const figure = format(site.total);
          return (
            <button
              key={`${site.site}\n${site.waitFrame}\n${site.category}`}
              type="button"
              className={cx(styles.row, site.category === IDLE && styles.quiet)}
              style={{ top }}
              title={[
                site.broken
                  ? t('The stack of {name} is broken: recorded without frame pointers', { name: site.site })
                  : site.site,
                ...(site.call ? [t('calls {frame}', { frame: site.call })] : []),
                t('waits in {frame}', { frame: site.waitFrame }),
                t('{figure}, {share} of {what}', { figure, share, what: t('wall time') }),
              ].join('\n')}
              onClick={() => onSite(site)}
            >
              <b className={styles.share}>{share}</b>
              <Swatch look={CATEGORY_STYLE[category]} />
              <span className={styles.text}>
                <span className={styles.name}>
                  {site.broken ? t('{name} (broken stack)', { name: shortName(site.site) }) : shortName(site.site)}
                </span>
                <span className={styles.wait}>
                  {t(CATEGORY_LABEL[category])} ·{' '}
                  {t('{figure} in {frame}', { figure, frame: shortName(site.waitFrame) })}
                </span>
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ overflowY: 'auto', overflowX: 'hidden', scrollbarWidth: 'thin' }),
  head: css({
    position: 'absolute',
    height: HEAD,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    padding: theme.spacing(0.25, 1),
  }),
  row: css({
    position: 'absolute',
    height: ROW,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    width: '100%',
    padding: theme.spacing(0, 1),
    border: 0,
    background: 'none',
    textAlign: 'left',
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  // Not fainter than secondary text: that has a contrast of 4.5 : 1 in both themes.
  quiet: css({ color: theme.colors.text.secondary }),
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
