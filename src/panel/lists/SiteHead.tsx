import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type WaitLengths } from '../../analysis';
import { t } from '../grafana/translate';
import { type Format } from '../ui/format';
import { getTableStyles } from './tableStyles';

/** Narrower lists have no room for the longest wait, and for the number of waits. */
const ROOM = { longest: 300, count: 420 };
/** Neither have others for the interval of shares: beside lengths of waits it takes more. */
const SPREAD_ROOM = { alone: 360, besideLengths: 520 };

/** How long the waits of sites are, by siteKey, and the format of lengths. */
export interface SiteLengths {
  of: ReadonlyMap<string, WaitLengths>;
  format: Format;
}

/** What of it has room. */
export interface ShownLengths extends SiteLengths {
  count: boolean;
  longest: boolean;
}

export const columnsIn = (width: number, lengths: SiteLengths | undefined): ShownLengths | undefined =>
  lengths && { ...lengths, count: width >= ROOM.count, longest: width >= ROOM.longest };

export const hasSpread = (width: number, lengths: SiteLengths | undefined): boolean =>
  width >= (lengths ? SPREAD_ROOM.besideLengths : SPREAD_ROOM.alone);

interface SiteHeadProps {
  lengths: ShownLengths;
  longestFirst: boolean;
  /** Of two times the change stands where the time does of one. */
  compared: boolean;
  /** The interval of shares has a column. */
  spread: boolean;
  onLongestFirst(longest: boolean): void;
}

/** The columns' names; two of them are what the list can be sorted by. */
export function SiteHead({ lengths, longestFirst, compared, spread, onLongestFirst }: SiteHeadProps) {
  const table = useStyles2(getTableStyles);
  const styles = useStyles2(getStyles);
  const sorter = (label: string, title: string, chosen: boolean, longest: boolean) => (
    <button
      type="button"
      className={cx(table.header, chosen && table.sorted)}
      title={title}
      aria-pressed={chosen}
      onClick={() => onLongestFirst(longest)}
    >
      {label}
      {chosen ? ' ↓' : ''}
    </button>
  );
  return (
    <div className={cx(table.head, styles.head)} data-testid="dualflame-sites-head">
      <span className={table.name}>{t('Wait site')}</span>
      <span className={table.figure}>{sorter(t('Share'), t('The most time first'), !longestFirst, false)}</span>
      {spread && (
        <span className={table.spread} title={t('95 % interval of the share')}>
          ±
        </span>
      )}
      <span className={table.time}>{compared ? 'Δ' : t('Time')}</span>
      {lengths.count && <span className={table.figure}>{t('Waits')}</span>}
      <span className={lengths.longest ? table.time : undefined}>
        {sorter(t('Longest'), t('The longest single wait first'), longestFirst, true)}
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ gap: theme.spacing(0.75), padding: theme.spacing(0, 1) }),
});
