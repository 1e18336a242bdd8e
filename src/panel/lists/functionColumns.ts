import { ascending } from 'd3';
import {
  byOwnTime,
  CATEGORIES,
  CATEGORY_LABEL,
  CATEGORY_MEANING,
  type FunctionRow,
  IDLE,
  type Metric,
  METRIC_INFO,
} from '../../analysis';
import { formatCounter, LEAST_SHARE, percent, points } from '../ui/format';
import { CATEGORY_ORDER } from '../ui/palette';
import { type FrameCounters } from '../model/graphModel';
import { msg, t } from '../grafana/translate';

export interface Column {
  /** Also the column's name in CSV. */
  key: string;
  label: string;
  meaning?: string;
  /** What is written to CSV. */
  value(row: FunctionRow): number | string;
  text(row: FunctionRow): string;
  /** The first click on the column's head gives this order, the next one its reverse. */
  order(a: FunctionRow, b: FunctionRow): number;
  /** Which of the two that is, for those who hear it. */
  first: 'ascending' | 'descending';
}

export interface ColumnInput {
  rows: FunctionRow[];
  /** What shares are of. */
  whole: number;
  hasWaits: boolean;
  /** Counters that frames have. */
  metrics: Metric[];
  counters: FrameCounters;
}

const OWN = msg(
  'In the function and in what it calls that is not the program’s: libraries, runtime, kernel; idle waiting left out. Sorted by it, functions of the program come first, then those of libraries, then what executes them.'
);

/** Columns, the most wanted first: a narrow list shows the first ones. Where two times are compared, the change stands before all others. */
export function functionColumns({ rows, whole, hasWaits, metrics, counters }: ColumnInput): Column[] {
  const compared = rows.some(({ baseline }) => baseline !== undefined);
  const weight = (category: number) => rows.reduce((sum, { waits }) => Math.max(sum, waits[category]), 0);
  const rank = (category: number) => (category === IDLE ? 0 : weight(category));
  const categories = hasWaits ? CATEGORY_ORDER.filter((c) => weight(c) > 0).sort((a, b) => rank(b) - rank(a)) : [];
  const share = (key: string, label: string, meaning: string, value: (row: FunctionRow) => number): Column =>
    figure(key, label, meaning, value, (row) => (value(row) === 0 ? '' : percent(value(row) / whole)));
  return [
    {
      key: 'function',
      label: t('Function'),
      value: ({ name }) => name,
      text: ({ name }) => name,
      order: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
      first: 'ascending',
    },
    ...(compared ? [changeColumn(whole)] : []),
    { ...share('own', t('Own'), t(OWN), ({ own }) => own), order: byOwnTime },
    share('self', t('Self'), t('In the function itself'), ({ self }) => self),
    share('total', t('Total'), t('In the function and what it calls'), ({ total }) => total),
    ...metrics.map((metric): Column => {
      const value = ({ symbol }: FunctionRow) => counters.ratioOfFunction(symbol, metric)?.value;
      return {
        ...figure(
          metric,
          t(METRIC_INFO[metric].label),
          t('Of the function, over all call paths'),
          (row) => value(row) ?? -Infinity,
          (row) => (value(row) === undefined ? '' : formatCounter(metric, value(row)!))
        ),
        value: (row) => value(row) ?? '',
      };
    }),
    ...categories.map((c) => {
      const kind = CATEGORIES[c];
      return share(kind, t(CATEGORY_LABEL[kind]), t(CATEGORY_MEANING[kind]), ({ waits }) => waits[c]);
    }),
    ...(hasWaits
      ? [
          share('waiting', t('Waits'), t('Blocked, idle left out'), ({ waiting }) => waiting),
          share('on_cpu', t('On CPU'), t('Running'), ({ onCpu }) => onCpu),
        ]
      : []),
    ...(compared
      ? [
          figure(
            'share_before',
            t('Before'),
            t('Share of the total in the baseline'),
            ({ baseline = 0 }) => baseline,
            ({ baseline = 0 }) => (baseline === 0 ? '' : percent(baseline))
          ),
        ]
      : []),
  ];
}

const figure = (
  key: string,
  label: string,
  meaning: string,
  value: (row: FunctionRow) => number,
  text: (row: FunctionRow) => string
): Column => ({ key, label, meaning, value, text, order: (a, b) => value(b) - value(a), first: 'descending' });

/** Sorted by how much has changed, up or down: of the program's own functions, then of libraries, then of what executes them. */
function changeColumn(whole: number): Column {
  const change = ({ total, baseline = 0 }: FunctionRow) => (whole > 0 ? total / whole : 0) - baseline;
  const size = (row: FunctionRow) => Math.abs(change(row));
  // What prints no change tells nothing, whosever it is.
  const rank = (row: FunctionRow) => (size(row) < LEAST_SHARE ? Infinity : row.rank);
  return {
    ...figure(
      'share_change',
      'Δ',
      t(
        'Change of the share of the total against the baseline, in percentage points; the largest change first, up or down: of functions of the program, then of those of libraries, then of what executes them'
      ),
      change,
      (row) => changeOfShare(change(row))
    ),
    order: (a, b) => ascending(rank(a), rank(b)) || size(b) - size(a) || byOwnTime(a, b),
  };
}

/** 0.0312 → "+3.1 pp"; nothing where nothing is left after rounding. */
export const changeOfShare = (change: number): string => (Math.abs(change) < LEAST_SHARE ? '' : points(change));
