import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Menu, Toggletip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { ROLE_LABEL } from '../../analysis';
import { type QueryReport } from '../../prepare';
import { counted, language, msg, t } from '../grafana/translate';
import { scaledText } from '../model/evidence';
import { formatTime, percent } from '../ui/format';
import { CONTROL } from './IconControl';

export interface QueryStatusProps {
  queries: QueryReport[];
  /** What was read and is not part of the graph. */
  notDrawn: Array<{ refId: string; what: string }>;
  formatTotal(query: QueryReport): string;
  /** No room for words. */
  compact?: boolean;
}

const hasDoubt = ({ origin, dropped, truncated, empty }: QueryReport) =>
  origin === 'assumed' || dropped > 0 || truncated > 0 || empty;

const countText = (count: number) => counted(count, msg('1 profile'), msg('{count} profiles'));

/** One dot for all queries, orange where one of them left something out; what is known of each stands behind it. */
export const QueryStatus = React.memo(function QueryStatus(props: QueryStatusProps) {
  const { queries, compact } = props;
  const styles = useStyles2(getStyles);
  const doubt = queries.some(hasDoubt);
  const text = countText(queries.length);
  const label = doubt ? t('{what}, with remarks', { what: text }) : text;
  return (
    <Toggletip content={<QueryTable {...props} />} title={t('Queries')} placement="bottom-end">
      <button type="button" className={styles.button} aria-label={label} title={label} data-testid="dualflame-status">
        <span className={doubt ? styles.warning : styles.fine} />
        {compact ? queries.length : text}
      </button>
    </Toggletip>
  );
});

/** The same as an entry of a menu, a query each. */
export function QueryItems({ queries, formatTotal }: QueryStatusProps) {
  return (
    <Menu.Item
      label={countText(queries.length)}
      icon="database"
      childItems={queries.map((query, i) => (
        <Menu.Item
          key={i}
          label={roleText(query)}
          description={[formatTotal(query), ...remarksOf(query)].join(' · ')}
        />
      ))}
    />
  );
}

const roleText = ({ refId, role, origin }: QueryReport) =>
  `${refId ? `${refId}: ` : ''}${t('{role} ({origin})', { role: t(ROLE_LABEL[role]), origin: t(origin) })}`;

/** What a person should know of a query beside its figures. */
function remarksOf(query: QueryReport): string[] {
  const { role, origin, empty, instances, windows, valueTypes, recorded, probability } = query;
  return [
    empty ? t('answered without samples') : '',
    origin === 'assumed' ? t('Nothing tells what this query measures: set its role in the panel options') : '',
    role === 'other' ? t('Neither CPU, wall nor off-CPU time: not part of the sums') : '',
    role === 'contention'
      ? t('Who waits for locks and who lets go of them: beside the waits, not part of the sums')
      : '',
    probability !== undefined && probability < 1 ? scaledText(probability) : '',
    instances > 1 ? t('{count} instances added up', { count: instances }) : '',
    windows > 1 ? t('{count} windows of time added up', { count: windows }) : '',
    valueTypes.length > 1
      ? t('{shown} shown, also in it: {others}', { shown: valueTypes[0], others: valueTypes.slice(1).join(', ') })
      : '',
    recorded ? recordedText(recorded) : '',
  ].filter(Boolean);
}

/** When the samples were taken, where they have times. */
function recordedText({ from, to, clock, bucket }: NonNullable<QueryReport['recorded']>): string {
  const format = (ms: number) => (clock === 'utc' ? dateTimeFormat(ms) : (ms / 1000).toFixed(3));
  const ends = { from: format(from), to: format(to) };
  if (clock !== 'utc') {
    return t('recorded from {from} s to {to} s of its own clock', ends);
  }
  return bucket
    ? t('recorded from {from} to {to}, in sums of {time}', { ...ends, time: formatTime(bucket * 1e6) })
    : t('recorded from {from} to {to}', ends);
}

function QueryTable({ queries, notDrawn, formatTotal }: QueryStatusProps) {
  const styles = useStyles2(getStyles);
  const samplesOf = ({ samples, aggregated }: QueryReport) =>
    aggregated
      ? counted(samples, msg('1 stack'), msg('{count} stacks'))
      : counted(samples, msg('1 sample'), msg('{count} samples'));
  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="dualflame-queries">
        <thead>
          <tr>
            {[t('Query'), t('Measures'), t('Read as'), t('Total'), t('Samples'), t('Left out'), t('Cut off')].map(
              (head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              )
            )}
          </tr>
        </thead>
        <tbody>
          {queries.map((query, i) => {
            const remarks = remarksOf(query);
            return (
              <React.Fragment key={i}>
                <tr data-testid="dualflame-query">
                  <th scope="row">{query.refId}</th>
                  <td>{t('{role} ({origin})', { role: t(ROLE_LABEL[query.role]), origin: t(query.origin) })}</td>
                  <td>{query.format}</td>
                  <td>{formatTotal(query)}</td>
                  <td>{samplesOf(query)}</td>
                  <td>{query.dropped ? counted(query.dropped, msg('1 row'), msg('{count} rows')) : '–'}</td>
                  <td>{query.truncated ? percent(query.truncated) : '–'}</td>
                </tr>
                {remarks.length > 0 && (
                  <tr>
                    <td />
                    <td colSpan={6} className={styles.remark}>
                      {remarks.join(' · ')}
                    </td>
                  </tr>
                )}
              </React.Fragment>
            );
          })}
          {eachOnce(notDrawn).map(({ refId, what, count }) => (
            <tr key={`${refId} ${what}`} data-testid="dualflame-query">
              <th scope="row">{refId}</th>
              <td colSpan={6}>
                {isRead(what) ? t(what) : t('{what} (not drawn)', { what: t(what) })}
                {count > 1 ? ` ×${count.toLocaleString(language())}` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Series that are no part of the graph and yet of use. */
const isRead = (what: string) => what === 'objective' || what === 'request rate';

/** What was not drawn, by query and kind, in the order of the queries. */
export function eachOnce(
  notDrawn: QueryStatusProps['notDrawn']
): Array<{ refId: string; what: string; count: number }> {
  const byKind = new Map<string, { refId: string; what: string; count: number }>();
  for (const { refId, what } of notDrawn) {
    const key = JSON.stringify([refId, what]);
    byKind.set(key, { refId, what, count: (byKind.get(key)?.count ?? 0) + 1 });
  }
  return [...byKind.values()];
}

const dot = { flex: 'none', width: 8, height: 8, borderRadius: '50%' } as const;

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    minWidth: CONTROL,
    height: CONTROL,
    padding: theme.spacing(0, 0.5),
    background: 'none',
    border: 0,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  fine: css({ ...dot, background: theme.colors.success.main }),
  // Another shape, too: colour alone tells not everyone.
  warning: css({ ...dot, borderRadius: 0, transform: 'rotate(45deg)', background: theme.colors.warning.main }),
  scroll: css({ maxWidth: 'min(640px, 90vw)', maxHeight: 320, overflow: 'auto' }),
  table: css({
    borderSpacing: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    '& th, & td': { padding: theme.spacing(0.25, 1), textAlign: 'left', verticalAlign: 'top' },
  }),
  remark: css({ color: theme.colors.text.secondary }),
});
