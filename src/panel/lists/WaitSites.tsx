import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import {
  CATEGORIES,
  CATEGORY_LABEL,
  CATEGORY_MEANING,
  IDLE,
  methodText,
  type ShareInterval,
  siteKey,
  type SiteRow,
  UNKNOWN_WAIT,
} from '../../analysis';
import { type Apart, apart, shortName } from '../../profile';
import { type Fact } from '../model/frameFacts';
import { type Blocker } from '../model/heldBy';
import { type MarkedFrame } from '../model/useFrameCounters';
import { lengthsText } from '../model/useSingleWaits';
import { figure, type Format, percent } from '../ui/format';
import { CATEGORY_STYLE } from '../ui/palette';
import { fillOf, Swatch } from '../ui/Swatch';
import { changeOfShare } from './functionColumns';
import { type ListedSite } from './listScope';
import { RowName } from './RowName';
import { columnsIn, hasSpread, type ShownLengths, SiteHead, type SiteLengths } from './SiteHead';
import { getTableStyles, HEAD } from './tableStyles';
import { byLongest, firstFolded, type SiteGroup, type SiteListRow, siteListRows, withBlockers } from './siteListRows';
import { type RowKey, VirtualRows } from './VirtualRows';
import { t } from '../grafana/translate';

export interface WaitSitesProps {
  /** Of the frame that is zoomed to and the category that is filtered to, in the order of siteRows. */
  sites: ListedSite[];
  /** All time of that frame: what shares are of. */
  whole: number;
  /** What that is, in words: "wall time", or the frame. */
  what: string;
  format: Format;
  width: number;
  height: number;
  onSite(site: SiteRow): void;
  /** Who holds what a site waits for, or ends its waits, the most first; empty: not known. */
  blockersOf?(site: SiteRow): Blocker[];
  /** To who keeps a site waiting. */
  onBlocker?(site: SiteRow, blocker: Blocker): void;
  /** Frames that a series with a function label marks, worst first. */
  marked: MarkedFrame[];
  onFrame(node: number): void;
  /** How long single waits are, where the data has single waits, and the format of lengths. */
  lengths?: SiteLengths;
  /** How well a site's share is known; undefined: nothing tells. */
  knownOf?(site: SiteRow): ShareInterval | undefined;
}

const nothingKnown = () => undefined;
const noBlockers = (): Blocker[] => [];

const keyOf = ({ key }: SiteListRow): RowKey => key;

/** Who waits, on what, which share of the time, how long; what is below 1 % is one row. A click zooms to the site's heaviest call path. */
export const WaitSites = React.memo(function WaitSites(props: WaitSitesProps) {
  const { whole, what, format, width, height, marked, lengths } = props;
  const { blockersOf = noBlockers, knownOf = nothingKnown } = props;
  const styles = useStyles2(getStyles);
  const table = useStyles2(getTableStyles);
  const [open, setOpen] = useState<ReadonlySet<SiteGroup>>(new Set());
  const [active, setActive] = useState<RowKey>();
  const [longestFirst, setLongestFirst] = useState(false);
  const sorted = longestFirst && lengths !== undefined;
  const sites = useMemo(
    () => (sorted ? byLongest(props.sites, lengths.of) : props.sites),
    [props.sites, sorted, lengths]
  );
  const rows = useMemo(
    () => withBlockers(siteListRows(sites, whole, marked, open, sorted), blockersOf),
    [sites, whole, marked, open, sorted, blockersOf]
  );
  const choose = (row: SiteListRow) => {
    if (row.type === 'site') {
      props.onSite(row.site);
    } else if (row.type === 'blocker') {
      props.onBlocker?.(row.site, row.blocker);
    } else if (row.type === 'marked') {
      props.onFrame(row.frame.node);
    } else {
      const next = new Set(open);
      next[row.open ? 'delete' : 'add'](row.group);
      setOpen(next);
      setActive(row.open ? row.key : firstFolded(rows, siteListRows(sites, whole, marked, next)));
    }
  };
  const attributes = useCallback(
    (row: SiteListRow, index: number) => ({
      'aria-posinset': index + 1,
      'aria-setsize': rows.length,
      title:
        row.type === 'site'
          ? describe(row.site, format(row.site.total), percent(row.site.total / whole), what, [
              ...intervalOf(knownOf(row.site)),
              ...lengthsOf(row.site, lengths),
              ...factTexts(blockersOf(row.site)),
            ])
          : row.type === 'marked'
            ? t('{name}: marked by a series, over all call paths', { name: row.frame.name })
            : row.type === 'blocker'
              ? factTexts([row.blocker])[0]
              : undefined,
      className: cx(styles.row, row.type === 'site' && row.site.idle && styles.quiet),
    }),
    [rows.length, format, whole, what, lengths, styles, blockersOf, knownOf]
  );
  const told = useMemo(() => apart([...sites.map(siteName), ...marked.map(({ name }) => name)]), [sites, marked]);
  const compared = sites.some(({ before }) => before !== undefined);
  const shown = useMemo(() => columnsIn(width, lengths), [width, lengths]);
  const spreadOf = hasSpread(width, lengths) && sites.some(knownOf) ? knownOf : undefined;
  const content = useCallback(
    (row: SiteListRow) => <Cells {...{ row, told, whole, format, spreadOf, lengths: shown }} />,
    [told, whole, format, spreadOf, shown]
  );
  return (
    <div className={table.table} style={{ width, height }} data-testid="dualflame-sites">
      {rows.length > 0 && shown && (
        <SiteHead
          lengths={shown}
          spread={spreadOf !== undefined}
          {...{ longestFirst, compared, onLongestFirst: setLongestFirst }}
        />
      )}
      {rows.length ? (
        <VirtualRows
          rows={rows}
          height={lengths ? height - HEAD : height}
          role="listbox"
          label={t('Wait sites: who waits, on what, share of {what}', { what })}
          keyOf={keyOf}
          attributes={attributes}
          active={active}
          onActive={setActive}
          onChoose={choose}
        >
          {content}
        </VirtualRows>
      ) : (
        <div className={styles.none}>{t('No stack waits.')}</div>
      )}
    </div>
  );
});

type CellsProps = Pick<WaitSitesProps, 'whole' | 'format'> & {
  row: SiteListRow;
  /** What tells the names of the list apart. */
  told: ReadonlyMap<string, Apart>;
  lengths?: ShownLengths;
  /** Where the interval of shares has a column. */
  spreadOf?(site: SiteRow): ShareInterval | undefined;
};

function Cells({ row, told, whole, format, lengths, spreadOf }: CellsProps) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(getTableStyles);
  // Of two times the change stands where the time does of one.
  const figures = ({ total, before }: { total: number; before?: number }, spread = '') => (
    <>
      <span className={table.figure}>{percent(total / whole)}</span>
      {spreadOf && <span className={table.spread}>{spread}</span>}
      <span className={table.time}>{before === undefined ? format(total) : changeOfShare(total / whole - before)}</span>
    </>
  );
  switch (row.type) {
    case 'marked':
      return (
        <>
          <span className={table.name}>
            <RowName name={row.frame.name} apart={told.get(row.frame.name)} />
          </span>
          <span className={styles.quiet}>{row.frame.figures}</span>
        </>
      );
    case 'blocker':
      return (
        <span className={cx(table.name, styles.blocker)}>
          {row.blocker.value}
          <span className={styles.what}> {row.blocker.label}</span>
        </span>
      );
    case 'tail':
      return (
        <>
          <span className={cx(table.name, styles.quiet)}>{tailText(row)}</span>
          {!row.open && figures(row)}
          {lengths?.count && <span className={table.figure} />}
          {lengths?.longest && <span className={table.time} />}
        </>
      );
    case 'site': {
      const { category, total } = row.site;
      const look = CATEGORY_STYLE[CATEGORIES[category]];
      const own = lengths?.of.get(siteKey(row.site));
      const inside = insideShare(row.site);
      const notes = [
        kindOf(row.site),
        inside !== undefined && t('{share} in requests', { share: percent(inside) }),
        row.site.noise && t('not distinguishable from noise'),
      ];
      return (
        <>
          <Swatch look={look} />
          <span className={styles.cell}>
            <span className={table.name}>
              <RowName name={siteName(row.site)} apart={told.get(siteName(row.site))} />
              <span className={table.aside}> {notes.filter(Boolean).join(' · ')}</span>
            </span>
            <span aria-hidden className={styles.bar} style={{ ...fillOf(look), width: `${(100 * total) / whole}%` }} />
          </span>
          {figures(row.site, plusMinus(spreadOf?.(row.site)))}
          {lengths?.count && <span className={table.figure}>{own?.count}</span>}
          {lengths?.longest && <span className={table.time}>{own && lengths.format(own.longest)}</span>}
        </>
      );
    }
  }
}

const siteName = ({ site, broken }: SiteRow): string => (broken ? t('{name} (broken stack)', { name: site }) : site);

function tailText({ open, group, count }: SiteListRow & { type: 'tail' }): string {
  if (open) {
    return t('Fold those below 1 %');
  }
  return group === 'idle' ? t('{count} more that idle', { count }) : t('{count} more', { count });
}

/** What it waits for; where nobody knows, by what call: "Unknown wait, syscall.Read". */
function kindOf({ category, idle, waitFrame }: SiteRow): string {
  const kind = t(CATEGORY_LABEL[CATEGORIES[category]]);
  if (category === UNKNOWN_WAIT) {
    return `${kind}, ${shortName(waitFrame)}`;
  }
  return idle && category !== IDLE ? t('{kind}, idle', { kind }) : kind;
}

/** The share of it that requests wait for, where their spans are known. */
const insideShare = ({ inside, total }: SiteRow): number | undefined =>
  inside === undefined || !(total > 0) ? undefined : inside / total;

function describe(row: ListedSite, figure: string, share: string, what: string, more: string[]): string {
  const inside = insideShare(row);
  return [
    row.broken ? t('The stack of {name} is broken: recorded without frame pointers', { name: row.site }) : row.site,
    ...(row.call ? [t('calls {frame}', { frame: row.call })] : []),
    t('waits in {frame}', { frame: row.waitFrame }),
    `${t(CATEGORY_LABEL[CATEGORIES[row.category]])}: ${t(CATEGORY_MEANING[CATEGORIES[row.category]])}`,
    t('{figure}, {share} of {what}', { figure, share, what }),
    ...(inside === undefined
      ? []
      : [
          t('{inside} of it within spans of requests, {outside} outside', {
            inside: percent(inside),
            outside: percent(1 - inside),
          }),
        ]),
    ...(row.before === undefined ? [] : [`${t('Before')}: ${percent(row.before)}`]),
    ...(row.noise ? [t('The difference is not distinguishable from noise.')] : []),
    ...more,
    ...(row.idle ? [t('waits for work: nothing is slower for it')] : []),
  ].join('\n');
}

/** The interval of its share, and what that is from. */
const intervalOf = (known: ShareInterval | undefined): string[] =>
  known
    ? [
        t('{low} to {high}, {method}', {
          low: percent(known.interval[0]),
          high: percent(known.interval[1]),
          method: methodText(known, t),
        }),
      ]
    : [];

/** "±3.1": half of the interval, in points. */
const plusMinus = (known: ShareInterval | undefined): string =>
  known ? `±${figure(50 * (known.interval[1] - known.interval[0]), 1)}` : '';

/** How long its waits are. */
const lengthsOf = (site: SiteRow, lengths: SiteLengths | undefined): string[] => {
  const own = lengths?.of.get(siteKey(site));
  return own ? [lengthsText(own, lengths!.format)] : [];
};

const factTexts = (facts: Fact[]): string[] => facts.map(({ label, value, note }) => `${label}: ${value} ${note}`);

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ gap: theme.spacing(0.75), padding: theme.spacing(0, 1) }),
  // Not fainter than secondary text: that has a contrast of 4.5 : 1 in both themes.
  quiet: css({ color: theme.colors.text.secondary }),
  /** Under the name of the site. */
  blocker: css({ paddingLeft: 18, color: theme.colors.text.secondary }),
  what: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
  cell: css({
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    flex: '1 1 0',
    minWidth: 0,
    height: '100%',
  }),
  bar: css({ position: 'absolute', left: 0, bottom: 1, height: 3 }),
  none: css({ padding: theme.spacing(0.5, 1), color: theme.colors.text.secondary }),
});
