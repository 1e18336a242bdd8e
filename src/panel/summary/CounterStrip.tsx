import { css, cx } from '@emotion/css';
import {
  type AbsoluteTimeRange,
  type DataFrame,
  dateTimeFormat,
  type EventBus,
  type GrafanaTheme2,
  type TimeRange,
} from '@grafana/data';
import { Toggletip, useStyles2, useTheme2 } from '@grafana/ui';
import { extent, leastIndex, line, scaleLinear } from 'd3';
import React, { useMemo } from 'react';
import { baselineOf, type BaselineSpec, type CounterRow, judgeCounter, METRIC_INFO } from '../../analysis';
import { formatChange, formatCounter } from '../ui/format';
import { ROWS } from '../ui/panelLayout';
import { TimeOverlay } from '../ui/TimeOverlay';
import { nearestMark, plotIn, type TimeScale, useCrosshair, usePlotPointer } from '../ui/timePlot';
import { annotationsOf } from '../grafana/annotations';
import { counted, msg, t } from '../grafana/translate';
import { linkButton } from '../ui/linkStyles';

export interface CounterStripProps {
  rows: CounterRow[];
  /** Those that have no room: a click on their number lists them. */
  rest: CounterRow[];
  baselines: CounterRow[];
  spec: BaselineSpec;
  annotations: DataFrame[];
  timeRange: TimeRange;
  timeZone: string;
  width: number;
  eventBus: EventBus;
  /** Set by the panel's field config; else the documented defaults judge. */
  threshold(row: CounterRow): string | undefined;
  onRange(range: AbsoluteTimeRange): void;
  /** A drag with Shift marks a window, which is compared with the rest of the range. */
  onWindow(range: AbsoluteTimeRange): void;
  /** A click on an annotation: what was before it is compared with what came after. */
  onAnnotation(time: number): void;
}

/** Of the line and what it stands on, in a row. */
const PLOT_HEIGHT = ROWS.counter - 4;

/** One row per counter over the dashboard's time range. Crosshair both ways, drag sets the range. */
export const CounterStrip = React.memo(function CounterStrip(props: CounterStripProps) {
  const { annotations, timeRange, timeZone, width, eventBus } = props;
  const styles = useStyles2(getStyles);
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const { narrow, left, right } = plotIn(width);
  const scale = useMemo(() => scaleLinear([from, to], [0, plotIn(width).plot]).clamp(true), [from, to, width]);
  const [cursor, setCursor] = useCrosshair(eventBus);
  const marks = useMemo(() => annotationsOf(annotations), [annotations]);
  const markAt = (x: number) => nearestMark(marks, scale, x);
  const { area, drag, handlers } = usePlotPointer({ ...props, scale, left, markAt, setCursor });
  const pointed = cursor === undefined ? undefined : markAt(scale(cursor));
  const { rows, rest } = useJudged(props, from, to);
  const height = rows.length * ROWS.counter;
  return (
    <div
      ref={area}
      className={styles.strip}
      style={{ width, height, cursor: pointed && 'pointer' }}
      title={pointed && t('{what}: a click compares before with after', { what: pointed.text })}
      data-testid="dualflame-counters"
      role="group"
      aria-label={t('Hardware counters over time')}
      {...handlers}
    >
      {rows.map((one) => (
        <Row
          key={one.row.metric}
          {...one}
          at={cursor === undefined ? undefined : nearest(one.row, cursor)}
          {...{ scale, left, right, narrow, timeZone }}
        />
      ))}
      {rest.length > 0 && <MoreRows rows={rest} {...{ from, to, timeZone }} />}
      <TimeOverlay {...{ marks, cursor, drag, scale, left, height }} />
    </div>
  );
});

/** The same for every place of the crosshair. */
function useJudged({ rows, rest, baselines, spec, threshold }: CounterStripProps, from: number, to: number) {
  return useMemo(() => {
    const judged = judgedBy({ baselines, spec, threshold }, from, to);
    return { rows: rows.map(judged), rest: rest.map(judged) };
  }, [rows, rest, baselines, spec, threshold, from, to]);
}

interface Judged {
  row: CounterRow;
  baseline: ReturnType<typeof baselineOf>;
  /** Colour of the field config's threshold; it judges instead of us. */
  own: string | undefined;
}

type Judges = Pick<CounterStripProps, 'baselines' | 'spec' | 'threshold'>;

export const judgedBy =
  ({ baselines, spec, threshold }: Judges, from: number, to: number) =>
  (row: CounterRow): Judged => ({ row, baseline: baselineOf(row, spec, baselines, from, to), own: threshold(row) });

/** Over the range. */
export const isWorse = ({ row, baseline, own }: Judged): boolean =>
  !own && judgeCounter(row.metric, row.value, baseline?.value) === 'warn';

interface RowProps extends Judged {
  /** The point under the crosshair. */
  at: number | undefined;
  scale: TimeScale;
  left: number;
  right: number;
  narrow: boolean;
  timeZone: string;
}

/** Its figures follow the crosshair; name and line stay. */
function Row({ scale, left, ...figures }: RowProps) {
  const styles = useStyles2(getStyles);
  const { row, baseline } = figures;
  return (
    <div className={styles.row} data-testid="dualflame-counter">
      <NameAndLine {...{ row, baseline, scale, left }} />
      <Figures {...figures} />
    </div>
  );
}

const NameAndLine = React.memo(function NameAndLine({
  row,
  baseline,
  scale,
  left,
}: Pick<RowProps, 'row' | 'baseline' | 'scale' | 'left'>) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [, plot] = scale.range();
  return (
    <>
      <div className={styles.label} style={{ width: left }} title={describe(row, baseline)}>
        {t(METRIC_INFO[row.metric].label)}{' '}
        <span className={styles.scope}>
          {row.scope === 'host' ? t('host') : row.scope === 'process' ? t('process') : ''}
        </span>
      </div>
      <svg width={plot} height={PLOT_HEIGHT} className={styles.plot} aria-hidden>
        <path d={sparkline(row, scale)} fill="none" stroke={theme.colors.primary.text} strokeWidth={1.5} />
      </svg>
    </>
  );
});

const Figures = React.memo(function Figures({
  row,
  baseline,
  own,
  at,
  right,
  narrow,
  timeZone,
}: Omit<RowProps, 'scale' | 'left'>) {
  const styles = useStyles2(getStyles);
  const figure = at === undefined ? row.value : row.values[at];
  const verdict = judgeCounter(row.metric, figure, baseline?.value);
  return (
    <div className={styles.figures} style={{ width: right }}>
      <b
        style={own ? { color: own } : undefined}
        className={cx(!own && verdict === 'warn' && styles.warn, !own && verdict === 'good' && styles.good)}
      >
        {formatCounter(row.metric, figure)}
        {!own && verdict === 'warn' && '!'}
      </b>
      {baseline && Number.isFinite(figure) && (
        <span className={cx(verdict === 'warn' && styles.warn)} title={against(row, baseline)}>
          {formatChange(figure, baseline.value)}
        </span>
      )}
      {!narrow && (
        <span className={styles.scope}>
          {at === undefined
            ? baseline
              ? t('vs {figure}', { figure: formatCounter(row.metric, baseline.value) })
              : t('no baseline')
            : dateTimeFormat(row.times[at], { timeZone, format: 'HH:mm:ss' })}
        </span>
      )}
    </div>
  );
});

/** CSS pixels of a row in the list: of a narrow strip, in a panel of 400 pixels, too. */
const LISTED = { left: 152, plot: 90, right: 120 };

interface MoreRowsProps extends Pick<RowProps, 'timeZone'> {
  rows: Judged[];
  from: number;
  to: number;
}

/** How many counters have no room; a click lists them as the strip shows the others. */
const MoreRows = React.memo(function MoreRows({ rows, from, to, timeZone }: MoreRowsProps) {
  const styles = useStyles2(getStyles);
  const { left, plot, right } = LISTED;
  const scale = scaleLinear([from, to], [0, plot]).clamp(true);
  const warns = rows.some(isWorse);
  const count = counted(rows.length, msg('1 more'), msg('{count} more'));
  const names = rows.map(({ row }) => `${t(METRIC_INFO[row.metric].label)} ${formatCounter(row.metric, row.value)}`);
  const list = (
    <div className={styles.listed} data-testid="dualflame-more-counters">
      {rows.map((one) => (
        <Row key={one.row.metric} {...one} at={undefined} narrow {...{ scale, left, right, timeZone }} />
      ))}
    </div>
  );
  return (
    <Toggletip content={list} title={t('Hardware counters over time')} placement="bottom-end">
      <button
        type="button"
        className={cx(styles.more, warns && styles.warn)}
        title={[count, ...names].join('\n')}
        aria-label={`${count}: ${names.join(', ')}`}
      >
        +{rows.length}
        {warns && '!'}
      </button>
    </Toggletip>
  );
});

const against = (row: CounterRow, baseline: NonNullable<RowProps['baseline']>): string =>
  t('against {what} ({figure})', {
    what: t(baseline.words.text, baseline.words.values),
    figure: formatCounter(row.metric, baseline.value),
  });

function describe(row: CounterRow, baseline: ReturnType<typeof baselineOf>): string {
  const scope = {
    host: t('of the whole host, not of this process or function'),
    process: t('of the whole process, not of a function'),
    function: t('of a function'),
  };
  return [
    t('{label} {figure} over the range, {scope}; query {queries}', {
      label: t(METRIC_INFO[row.metric].label),
      figure: formatCounter(row.metric, row.value),
      scope: scope[row.scope],
      queries: row.refIds.join(', '),
    }),
    baseline && against(row, baseline),
    ...row.notes.map(({ text, values }) => t(text, values)),
    ...(row.instances.length > 1
      ? row.instances.slice(0, 12).map(({ labels, value }) => `${labels}: ${formatCounter(row.metric, value)}`)
      : []),
  ]
    .filter(Boolean)
    .join('\n');
}

/** The point next to a time, of those that have a value. */
function nearest({ times, values }: CounterRow, time: number): number | undefined {
  const distance = (i: number) => (Number.isFinite(values[i]) ? Math.abs(times[i] - time) : Infinity);
  const index = leastIndex(times.keys(), (a, b) => distance(a) - distance(b));
  return index !== undefined && Number.isFinite(values[index]) ? index : undefined;
}

/** The least that a row's height stands for, in parts of its value: what its figures round to is no shape. */
const LEAST_SPAN = 0.02;
/** Of the line to the upper and to the lower edge of a row, in pixels. */
const MARGIN = 3;

/** A line through the points; a missing point breaks it. The scale is the row's own. */
function sparkline({ times, values }: CounterRow, xOf: TimeScale): string {
  const [low = 0, high = 0] = extent(values.filter(Number.isFinite));
  const half = Math.max(high - low, LEAST_SPAN * Math.max(Math.abs(low), Math.abs(high))) / 2;
  const middle = (low + high) / 2;
  const y = scaleLinear([middle - half, middle + half], [PLOT_HEIGHT - MARGIN, MARGIN]);
  return (
    line<number>(
      (_, i) => xOf(times[i]),
      (value) => y(value)
    )
      .defined(Number.isFinite)
      .digits(1)(values) ?? ''
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({
    position: 'relative',
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'crosshair',
    flex: 'none',
    overflow: 'hidden',
  }),
  row: css({
    display: 'flex',
    alignItems: 'center',
    height: ROWS.counter,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  // A row has room for two lines of it: names are longer in some languages than in others, and none is cut.
  label: css({ flex: 'none', paddingRight: 6, lineHeight: '12px' }),
  plot: css({ flex: 'none', background: theme.colors.background.secondary }),
  figures: css({
    display: 'flex',
    gap: theme.spacing(1),
    paddingLeft: theme.spacing(1),
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    overflow: 'hidden',
    flex: 'none',
  }),
  // Over the end of the last row's figures, which leave it this much room in every language.
  more: css({
    ...linkButton(theme),
    position: 'absolute',
    right: 0,
    bottom: 1,
    height: 24,
    minWidth: 24,
    fontSize: theme.typography.bodySmall.fontSize,
    textAlign: 'right',
    background: theme.colors.background.primary,
  }),
  listed: css({ maxHeight: 'min(420px, calc(100vh - 120px))', overflow: 'hidden auto' }),
  scope: css({ color: theme.colors.text.secondary }),
  warn: css({ color: theme.colors.warning.text }),
  good: css({ color: theme.colors.success.text }),
});
