import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import {
  asMarkdown,
  type Budget,
  type BudgetPart,
  CATEGORY_LABEL,
  categoryOf,
  leadingParts,
  type PairedProfile,
  type Report,
  requestBudget,
} from '../../analysis';
import { type Prepared } from '../../prepare';
import { shortName } from '../../profile';
import { type Span } from '../grafana/requests';
import { language, t } from '../grafana/translate';
import { figure, type Format, percent } from '../ui/format';
import { CopyButton } from './CopyButton';
import { linkButton } from '../ui/linkStyles';

export interface RequestBudgetProps {
  prepared: Prepared;
  paired: PairedProfile;
  /** What the profiles are of. */
  span: Span;
  /** Filters leave time out, but no requests. */
  filtered: boolean;
  /** The latency series that has an objective: "p99". */
  objective?: string;
  format: Format;
  report(): Pick<Report, 'range' | 'service' | 'link'>;
  onPart(part: BudgetPart): void;
}

/** What a request does with its time, part by part, and what that figure assumes. */
export function RequestBudget({
  prepared,
  paired,
  span,
  filtered,
  objective,
  format,
  report,
  onPart,
}: RequestBudgetProps) {
  const styles = useStyles2(getStyles);
  const budget = useMemo(
    () =>
      filtered || !span.requests
        ? undefined
        : requestBudget({
            paired,
            sites: prepared.sites,
            code: prepared.shownCode(),
            requests: span.requests,
            measured: span.measured,
          }),
    [prepared, paired, span, filtered]
  );
  if (!budget) {
    return (
      <section className={styles.budget} data-testid="dualflame-budget">
        <h6>{t('Budget of a request')}</h6>
        <p className={styles.small}>{whyNone(filtered, span)}</p>
      </section>
    );
  }
  const rows = rowsOf(budget, format);
  const notes = notesOf(budget, span, objective, format);
  const title = t('Budget of a request: {total}', { total: format(budget.total) });
  const findings = [
    ...rows.map(({ time, share, what, part }) => ({
      text: `${time} (${share}) ${what}`,
      names: part && [shortName(part.site)],
    })),
    ...notes.map((text) => ({ text })),
  ];
  return (
    <section className={styles.budget} data-testid="dualflame-budget">
      <div className={styles.head}>
        <h6>{title}</h6>
        <CopyButton
          label={t('Copy the budget as Markdown')}
          text={() => asMarkdown({ title, findings, ...report() })}
        />
      </div>
      <table className={styles.table}>
        <tbody>
          {rows.map(({ time, share, what, part }) => (
            <tr key={what}>
              <td>{time}</td>
              <td>{share}</td>
              <td className={styles.what}>
                {part ? (
                  <button type="button" className={styles.link} title={part.site} onClick={() => onPart(part)}>
                    {what}
                  </button>
                ) : (
                  what
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {notes.map((note) => (
        <p key={note} className={styles.small}>
          {note}
        </p>
      ))}
    </section>
  );
}

const whyNone = (filtered: boolean, { requests }: Span): string =>
  filtered
    ? t('Filters leave time out, and the request rate is of all of it: without them the budget is here.')
    : requests
      ? t('The profiles do not tell what waits: a wall or off-CPU profile in a unit of time is needed.')
      : t('The request rate has no point in this time range.');

interface Row {
  time: string;
  share: string;
  what: string;
  part?: BudgetPart;
}

/** They add up to the total, before they are rounded. */
function rowsOf(budget: Budget, format: Format): Row[] {
  const { shown, others, count } = leadingParts(budget);
  const row = (time: number, what: string, part?: BudgetPart): Row => ({
    time: time < 0 ? `−${format(-time)}` : format(time),
    share: time < 0 ? `−${percent(-time / budget.total)}` : percent(time / budget.total),
    what,
    part,
  });
  return [
    ...shown.map((part) =>
      row(
        part.time,
        t('{kind} in {function}', { kind: t(CATEGORY_LABEL[categoryOf(part)]), function: shortName(part.site) }),
        part
      )
    ),
    ...(count ? [row(others, t('{count} smaller parts', { count }))] : []),
    ...(budget.notExplained !== 0 ? [row(budget.notExplained, t('not explained'))] : []),
  ];
}

/** What the figure is and assumes: without it, it would be taken for a measured one. */
function notesOf(
  budget: Budget,
  { requests = 0, seconds }: Span,
  objective: string | undefined,
  format: Format
): string[] {
  return [
    ...(budget.measured
      ? [
          t(
            'Measured: how long {requests} spans took, in the mean. Its parts are estimated: samples within these spans over their number.',
            { requests }
          ),
        ]
      : estimated(requests, seconds)),
    t(
      'Left out, for each request: {idle} of threads that wait for work, {background} of runtime, kernel and libraries on their own.',
      {
        idle: format(budget.idle),
        background: format(budget.background),
      }
    ),
    ...(budget.notExplained < 0
      ? [t('The parts are more than the wall time: two samplers never agree, and GC within a request is in both.')]
      : []),
    ...(objective && !budget.measured
      ? [t('It says nothing of {objective}: slow requests may spend their time elsewhere.', { objective })]
      : []),
  ];
}

/** By Little's law, with what it assumes. */
function estimated(requests: number, seconds: number): string[] {
  return [
    t(
      'Estimated: time of busy threads over {requests} requests in {seconds} s (Little’s law), the mean of all of them.',
      {
        requests: Math.round(requests).toLocaleString(language()),
        seconds: figure(seconds, 0),
      }
    ),
    t(
      'Assumed: the profiles are of the whole time range and of the very instances whose requests are counted, and one thread at a time works on a request. Time in a queue outside of these processes is not in it.'
    ),
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  budget: css({
    maxWidth: 520,
    marginTop: theme.spacing(1),
    paddingTop: theme.spacing(1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '& h6': { margin: 0 },
  }),
  head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  table: css({
    fontVariantNumeric: 'tabular-nums',
    '& td': { paddingRight: theme.spacing(1), verticalAlign: 'top' },
    '& td:nth-child(-n+2)': { textAlign: 'right', whiteSpace: 'nowrap' },
  }),
  what: css({ overflowWrap: 'anywhere' }),
  link: css({
    ...linkButton(theme),
    textAlign: 'left',
  }),
  small: css({
    margin: theme.spacing(0.5, 0, 0),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
