import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { CATEGORIES, CATEGORY_LABEL, type FunctionRow } from '../../analysis';
import { shortName } from '../../flamegraph';
import { download, type Format, percent, toCsv } from '../format';

export interface FunctionTableProps {
  rows: FunctionRow[];
  /** Sum of the shown mode. */
  whole: number;
  /** 1 for symbols that the search matches; absent where nothing is searched. */
  matched?: Uint8Array;
  format: Format;
  hasWaits: boolean;
  width: number;
  height: number;
  highlighted: number;
  onFrame(node: number): void;
  onHover(row: FunctionRow | undefined): void;
}

type Column = 'name' | 'self' | 'total' | 'onCpu' | 'waiting' | 'change';
const LABEL: Record<Column, string> = {
  name: 'Function',
  self: 'Self',
  total: 'Total',
  onCpu: 'On CPU',
  waiting: 'Waits',
  change: 'Change',
};

const ROW = 24;
const HEAD = 24;
/** Rows above and below the visible ones. */
const OVERSCAN = 6;

/** All functions, sorted by any column; only the visible rows are in the page. Follows the search box. */
export function FunctionTable(props: FunctionTableProps) {
  const { rows, whole, matched, format, width, height, hasWaits, highlighted } = props;
  const styles = useStyles2(getStyles);
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'self', down: true });
  const [scroll, setScroll] = useState(0);
  const hasChange = rows.some(({ before }) => before !== undefined);
  const waitedFor = useMemo(() => [...CATEGORIES.keys()].filter((c) => rows.some(({ waits }) => waits[c] > 0)), [rows]);
  const columns: Column[] = [
    'name',
    'self',
    'total',
    ...(hasWaits && width >= 300 ? (['waiting'] as const) : []),
    ...(hasChange ? (['change'] as const) : []),
  ];
  const sorted = useMemo(() => {
    const value = (row: FunctionRow): number | string =>
      sort.by === 'name' ? row.name : sort.by === 'change' ? row.total / whole - (row.before ?? 0) : row[sort.by];
    const shown = matched ? rows.filter(({ symbol }) => matched[symbol] === 1) : rows;
    return [...shown].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (sort.down ? -1 : 1);
    });
  }, [rows, matched, sort, whole]);
  const first = Math.max(0, Math.floor(scroll / ROW) - OVERSCAN);
  const visible = sorted.slice(first, first + Math.ceil(height / ROW) + 2 * OVERSCAN);
  const cell = (row: FunctionRow, column: Column) => {
    if (column === 'change') {
      const change = row.total / whole - (row.before ?? 0);
      return `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;
    }
    return column === 'name' ? shortName(row.name) : percent(row[column] / whole);
  };
  const csv = () =>
    download(
      'functions.csv',
      'text/csv',
      toCsv(
        [
          'function',
          'self',
          'total',
          'on_cpu',
          'waiting',
          ...waitedFor.map((c) => CATEGORIES[c]),
          ...(hasChange ? ['share_before', 'share_now'] : []),
        ],
        sorted.map((row) => [
          row.name,
          row.self,
          row.total,
          row.onCpu,
          row.waiting,
          ...waitedFor.map((c) => row.waits[c]),
          ...(hasChange ? [row.before ?? 0, row.total / whole] : []),
        ])
      )
    );
  return (
    <div className={styles.frame} style={{ width, height }}>
      <IconButton className={styles.csv} name="download-alt" size="sm" tooltip="Download as CSV" onClick={csv} />
      <div
        style={{ width, height }}
        className={styles.table}
        role="table"
        aria-label="Functions"
        aria-rowcount={sorted.length}
        data-testid="dualflame-functions"
      >
        <div className={styles.head} role="row">
          {columns.map((column) => (
            <span
              key={column}
              role="columnheader"
              aria-sort={sort.by === column ? (sort.down ? 'descending' : 'ascending') : 'none'}
              className={column === 'name' ? styles.name : styles.figure}
            >
              <button
                type="button"
                className={styles.header}
                onClick={() => setSort({ by: column, down: sort.by === column ? !sort.down : column !== 'name' })}
              >
                {LABEL[column]}
                {sort.by === column ? (sort.down ? ' ↓' : ' ↑') : ''}
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
            {visible.map((row, i) => (
              <div
                key={row.symbol}
                role="row"
                className={cx(styles.row, row.symbol === highlighted && styles.active)}
                style={{ top: (first + i) * ROW }}
                title={[
                  row.name,
                  `self ${format(row.self)}, total ${format(row.total)}, on CPU ${format(row.onCpu)}, waiting ${format(row.waiting)}, over all call paths`,
                  ...waitedFor.flatMap((c) =>
                    row.waits[c] > 0 ? `${CATEGORY_LABEL[CATEGORIES[c]]} ${format(row.waits[c])}` : []
                  ),
                ].join('\n')}
                onMouseEnter={() => props.onHover(row)}
                onMouseLeave={() => props.onHover(undefined)}
              >
                {columns.map((column) =>
                  column === 'name' ? (
                    <span key={column} role="cell" className={styles.name}>
                      <button type="button" className={styles.link} onClick={() => props.onFrame(row.node)}>
                        {cell(row, column)}
                      </button>
                    </span>
                  ) : (
                    <span key={column} role="cell" className={styles.figure}>
                      {cell(row, column)}
                    </span>
                  )
                )}
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ position: 'relative' }),
  csv: css({ position: 'absolute', right: 0, top: 4, zIndex: 1 }),
  table: css({ fontSize: theme.typography.bodySmall.fontSize }),
  head: css({ display: 'flex', alignItems: 'center', height: HEAD, gap: 4, paddingRight: 20 }),
  header: css({ background: 'none', border: 0, padding: 0, color: theme.colors.text.secondary, cursor: 'pointer' }),
  body: css({ overflowY: 'auto', scrollbarWidth: 'thin' }),
  row: css({
    position: 'absolute',
    left: 0,
    right: 0,
    height: ROW,
    display: 'flex',
    alignItems: 'center',
    gap: 4,
    paddingRight: 20,
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.selected }),
  name: css({
    flex: '1 1 auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'left',
  }),
  link: css({
    display: 'block',
    width: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'left',
    background: 'none',
    border: 0,
    padding: 0,
    cursor: 'pointer',
    color: theme.colors.text.primary,
  }),
  figure: css({
    flex: 'none',
    width: 58,
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  }),
});
