import { cx } from '@emotion/css';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import { CATEGORIES, CATEGORY_LABEL, type FunctionRow } from '../../analysis';
import { download, type Format, toCsv } from '../ui/format';
import { apart } from '../../profile';
import { CATEGORY_ORDER } from '../ui/palette';
import { type Column, type ColumnInput, functionColumns } from './functionColumns';
import { RowName } from './RowName';
import { figuresIn, getTableStyles, HEAD } from './tableStyles';
import { type RowKey, VirtualRows } from './VirtualRows';
import { t } from '../grafana/translate';

export interface FunctionTableProps extends ColumnInput {
  /** 1 for symbols that the search matches; absent where nothing is searched. */
  matched?: Uint8Array;
  format: Format;
  width: number;
  height: number;
  /** Symbol of the frame under the pointer in the graph; -1: none. */
  highlighted: number;
  onFrame(node: number): void;
  onHover(row: FunctionRow | undefined): void;
}

const keyOf = ({ key }: FunctionRow): RowKey => key;

/** All functions, sorted by any column; the search box leaves those that match. Enter or a click shows the heaviest call path in the graph. */
export const FunctionTable = React.memo(function FunctionTable(props: FunctionTableProps) {
  const { rows, whole, matched, format, width, height, hasWaits, highlighted, metrics, counters } = props;
  const styles = useStyles2(getTableStyles);
  const [active, setActive] = useState<RowKey>();
  const columns = useMemo(
    () => functionColumns({ rows, whole, hasWaits, metrics, counters }),
    [rows, whole, hasWaits, metrics, counters]
  );
  const { sort, onSort } = useSort(columns);
  const shown = useMemo(() => columns.slice(0, 1 + figuresIn(width)), [columns, width]);
  const sorted = useMemo(() => {
    const found = matched ? rows.filter(({ symbol }) => matched[symbol] === 1) : [...rows];
    found.sort(sort.column.order);
    return sort.reversed ? found.reverse() : found;
  }, [rows, matched, sort.column, sort.reversed]);
  const { told, twice } = useMemo(() => namesApart(rows), [rows]);
  const underPointer = useMemo(() => rows.find(({ symbol }) => symbol === highlighted)?.key, [rows, highlighted]);
  const attributes = useCallback(
    (row: FunctionRow, index: number) => ({
      'aria-rowindex': index + 2, // the heads are the first row
      title: describe(row, format, hasWaits),
      className: styles.row,
    }),
    [format, hasWaits, styles]
  );
  const cells = useCallback(
    (row: FunctionRow) =>
      shown.map(({ key, text }, column) => (
        <span key={key} role="gridcell" className={column === 0 ? styles.name : styles.figure}>
          {column === 0 ? (
            <RowName name={row.name} apart={told.get(row.name)} place={twice.has(row.name) ? row.place : undefined} />
          ) : (
            text(row)
          )}
        </span>
      )),
    [shown, styles, told, twice]
  );
  return (
    <div className={styles.frame} style={{ width, height }}>
      <IconButton
        className={styles.csv}
        name="download-alt"
        size="sm"
        tooltip={t('Download as CSV')}
        onClick={() => downloadCsv(columns, sorted)}
      />
      <div
        className={styles.table}
        role="grid"
        aria-label={t('Functions')}
        aria-rowcount={sorted.length + 1}
        data-testid="dualflame-functions"
      >
        <div className={styles.head} role="row" aria-rowindex={1}>
          {shown.map((column, i) => (
            <Head
              key={column.key}
              column={column}
              className={i === 0 ? styles.name : styles.figure}
              sorted={sort.column === column ? sort.direction : undefined}
              onSort={onSort}
            >
              {i === 0 && matched && ` · ${t('{found} of {all}', { found: sorted.length, all: rows.length })}`}
            </Head>
          ))}
        </div>
        <VirtualRows
          rows={sorted}
          height={height - HEAD}
          role="rowgroup"
          keyOf={keyOf}
          attributes={attributes}
          active={active}
          onActive={setActive}
          highlighted={underPointer}
          onChoose={({ node }) => props.onFrame(node)}
          onHover={props.onHover}
        >
          {cells}
        </VirtualRows>
      </div>
    </div>
  );
});

/** What tells names apart, and those that several functions have. */
function namesApart(rows: FunctionRow[]) {
  const seen = new Set<string>();
  const twice = new Set(rows.flatMap(({ name }) => (seen.has(name) ? name : (seen.add(name), []))));
  return { told: apart(seen), twice };
}

interface HeadProps {
  column: Column;
  className: string;
  /** Undefined where another column orders the rows. */
  sorted: 'ascending' | 'descending' | undefined;
  onSort(column: Column): void;
  children: React.ReactNode;
}

function Head({ column, className, sorted, onSort, children }: HeadProps) {
  const styles = useStyles2(getTableStyles);
  return (
    <span role="columnheader" aria-sort={sorted ?? 'none'} className={className}>
      <button
        type="button"
        className={cx(styles.header, sorted && styles.sorted)}
        title={[column.label, column.meaning].filter(Boolean).join(': ')}
        onClick={() => onSort(column)}
      >
        {column.label}
        {sorted && (sorted === 'descending' ? ' ↓' : ' ↑')}
      </button>
      {children}
    </span>
  );
}

/** All columns, those that there is no room for, too. */
function downloadCsv(columns: Column[], rows: FunctionRow[]) {
  const heads = columns.map(({ key }) => key);
  const cells = rows.map((row) => columns.map(({ value }) => value(row)));
  download('functions.csv', 'text/csv', toCsv(heads, cells));
}

/** What it is sorted by: by the first column of figures, the change where two times are compared, until somebody chooses another. */
function useSort(columns: Column[]) {
  const [, first] = columns;
  const [chosen, setChosen] = useState<{ key: string; reversed: boolean; against: string }>();
  const kept = chosen?.against === first.key ? columns.find(({ key }) => key === chosen.key) : undefined;
  const column = kept ?? first;
  const reversed = kept !== undefined && chosen!.reversed;
  const direction = (column.first === 'ascending') === reversed ? ('descending' as const) : ('ascending' as const);
  return {
    sort: { column, reversed, direction },
    onSort: (next: Column) =>
      setChosen({ key: next.key, reversed: next === column ? !reversed : false, against: first.key }),
  };
}

const describe = (row: FunctionRow, format: Format, hasWaits: boolean): string =>
  [
    row.name,
    hasWaits
      ? t('self {self}, total {total}, on CPU {onCpu}, waiting {waiting}, over all call paths', {
          self: format(row.self),
          total: format(row.total),
          onCpu: format(row.onCpu),
          waiting: format(row.waiting),
        })
      : t('self {self}, total {total}, over all call paths', { self: format(row.self), total: format(row.total) }),
    ...(hasWaits ? CATEGORY_ORDER : []).flatMap((c) =>
      row.waits[c] > 0 ? `${t(CATEGORY_LABEL[CATEGORIES[c]])} ${format(row.waits[c])}` : []
    ),
  ].join('\n');
