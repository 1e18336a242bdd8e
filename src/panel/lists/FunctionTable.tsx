import { cx } from '@emotion/css';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { CATEGORIES, CATEGORY_LABEL, type FunctionRow, type Metric, METRIC_INFO } from '../../analysis';
import { shortName } from '../../flamegraph';
import { download, type Format, formatCounter, percent, toCsv } from '../ui/format';
import { CATEGORY_ORDER } from '../graph/palette';
import { figuresIn, getTableStyles, HEAD, ROW, windowOf } from './tableStyles';
import { type FrameCounters } from '../model/graphModel';
import { t } from '../grafana/translate';

export interface FunctionTableProps {
  rows: FunctionRow[];
  /** Sum of the shown mode. */
  whole: number;
  /** 1 for symbols that the search matches; absent where nothing is searched. */
  matched?: Uint8Array;
  format: Format;
  hasWaits: boolean;
  /** Counters that frames have. */
  metrics: Metric[];
  counters: FrameCounters;
  width: number;
  height: number;
  highlighted: number;
  onFrame(node: number): void;
  onHover(row: FunctionRow | undefined): void;
}

interface Column {
  key: string;
  label: string;
  meaning?: string;
  /** What is sorted by, and written to CSV. */
  value(row: FunctionRow): number | string;
  text(row: FunctionRow): string;
}

/** All functions, sorted by any column; only the visible rows are in the page. Follows the search box. */
export const FunctionTable = React.memo(function FunctionTable(props: FunctionTableProps) {
  const { rows, whole, matched, format, width, height, hasWaits, highlighted, metrics, counters } = props;
  const styles = useStyles2(getTableStyles);
  const [sort, setSort] = useState<{ by: string; down: boolean }>({ by: 'self', down: true });
  const [scroll, setScroll] = useState(0);

  const columns = useMemo(
    () => columnsOf(rows, whole, hasWaits, metrics, counters),
    [rows, whole, hasWaits, metrics, counters]
  );
  const shown = columns.slice(0, 1 + figuresIn(width));
  const sorted = useMemo(() => {
    const { value } = columns.find(({ key }) => key === sort.by) ?? columns[1];
    const found = matched ? rows.filter(({ symbol }) => matched[symbol] === 1) : [...rows];
    return found.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (sort.down ? -1 : 1);
    });
  }, [rows, columns, matched, sort]);
  const { first, end } = windowOf(scroll, height);
  const csv = () =>
    download(
      'functions.csv',
      'text/csv',
      toCsv(
        columns.map(({ key }) => key),
        sorted.map((row) => columns.map(({ value }) => noMissing(value(row))))
      )
    );
  const title = (row: FunctionRow) =>
    [
      row.name,
      t('self {self}, total {total}, on CPU {onCpu}, waiting {waiting}, over all call paths', {
        self: format(row.self),
        total: format(row.total),
        onCpu: format(row.onCpu),
        waiting: format(row.waiting),
      }),
      ...CATEGORY_ORDER.flatMap((c) =>
        row.waits[c] > 0 ? `${t(CATEGORY_LABEL[CATEGORIES[c]])} ${format(row.waits[c])}` : []
      ),
    ].join('\n');
  return (
    <div className={styles.frame} style={{ width, height }}>
      <IconButton className={styles.csv} name="download-alt" size="sm" tooltip={t('Download as CSV')} onClick={csv} />
      <div
        style={{ width, height }}
        className={styles.table}
        role="table"
        aria-label={t('Functions')}
        aria-rowcount={sorted.length}
        data-testid="dualflame-functions"
      >
        <div className={styles.head} role="row">
          {shown.map(({ key, label, meaning }, i) => (
            <span
              key={key}
              role="columnheader"
              aria-sort={sort.by === key ? (sort.down ? 'descending' : 'ascending') : 'none'}
              className={i === 0 ? styles.name : styles.figure}
            >
              <button
                type="button"
                className={styles.header}
                title={meaning}
                onClick={() => setSort({ by: key, down: sort.by === key ? !sort.down : i > 0 })}
              >
                {label}
                {sort.by === key ? (sort.down ? ' ↓' : ' ↑') : ''}
              </button>
            </span>
          ))}
        </div>
        <div
          className={styles.body}
          style={{ height: height - HEAD }}
          onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        >
          <div style={{ height: sorted.length * ROW, position: 'relative' }}>
            {sorted.slice(first, end).map((row, i) => (
              <div
                key={row.symbol}
                role="row"
                className={cx(styles.row, row.symbol === highlighted && styles.active)}
                style={{ top: (first + i) * ROW }}
                title={title(row)}
                onMouseEnter={() => props.onHover(row)}
                onMouseLeave={() => props.onHover(undefined)}
              >
                {shown.map(({ key, text }, column) => (
                  <span key={key} role="cell" className={column === 0 ? styles.name : styles.figure}>
                    {column === 0 ? (
                      <button type="button" className={styles.link} onClick={() => props.onFrame(row.node)}>
                        {text(row)}
                      </button>
                    ) : (
                      text(row)
                    )}
                  </span>
                ))}
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
});

/** The most wanted first: a narrow list shows the first ones. */
function columnsOf(
  rows: FunctionRow[],
  whole: number,
  hasWaits: boolean,
  metrics: Metric[],
  counters: FrameCounters
): Column[] {
  const share = (key: string, label: string, meaning: string, value: (row: FunctionRow) => number): Column => ({
    key,
    label,
    meaning,
    value,
    text: (row) => (value(row) === 0 ? '' : percent(value(row) / whole)),
  });
  const then = (row: FunctionRow) => row.baseline ?? 0;
  const change = (row: FunctionRow) => row.total / whole - then(row);
  const hasChange = rows.some(({ baseline }) => baseline !== undefined);
  const categories = hasWaits ? CATEGORY_ORDER.filter((c) => rows.some(({ waits }) => waits[c] > 0)) : [];
  return [
    { key: 'function', label: t('Function'), value: ({ name }) => name, text: ({ name }) => shortName(name) },
    share('self', t('Self'), t('In the function itself'), ({ self }) => self),
    share('total', t('Total'), t('In the function and what it calls'), ({ total }) => total),
    ...(hasChange
      ? [
          {
            key: 'share_change',
            label: t('Change'),
            meaning: t('Points of the share of the total, against the baseline'),
            value: change,
            text: (row: FunctionRow) => `${change(row) < 0 ? '−' : '+'}${percent(Math.abs(change(row)))}`,
          },
        ]
      : []),
    ...(hasWaits ? [share('waiting', t('Waits'), t('Blocked, idle left out'), ({ waiting }) => waiting)] : []),
    share('on_cpu', t('On CPU'), t('Running'), ({ onCpu }) => onCpu),
    ...metrics.map((metric): Column => {
      const value = ({ symbol }: FunctionRow) => counters.ratioOfFunction(symbol, metric)?.value;
      return {
        key: metric,
        label: t(METRIC_INFO[metric].label),
        meaning: t('Of the function, over all call paths'),
        value: (row) => value(row) ?? -Infinity,
        text: (row) => {
          const figure = value(row);
          return figure === undefined ? '' : formatCounter(metric, figure);
        },
      };
    }),
    ...categories.map((c) =>
      share(CATEGORIES[c], t(CATEGORY_LABEL[CATEGORIES[c]]), t('Waiting of this kind'), ({ waits }) => waits[c])
    ),
    ...(hasChange
      ? [
          {
            key: 'share_before',
            label: t('Before'),
            meaning: t('Share of the total in the baseline'),
            value: then,
            text: (row: FunctionRow) => (then(row) === 0 ? '' : percent(then(row))),
          },
        ]
      : []),
  ];
}

/** A function without a figure has an empty cell. */
const noMissing = (value: number | string) => (value === -Infinity ? '' : value);
