import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { least, scaleLinear } from 'd3';
import React, { useLayoutEffect, useMemo, useRef } from 'react';
import { annotationsOf } from '../grafana/annotations';
import { type Exemplar, exemplarsOf } from '../grafana/exemplars';
import { counted, msg, t } from '../grafana/translate';
import { type View } from '../model/view';
import { scaledContext, useDevicePixelRatio, useRestored } from '../ui/canvas';
import { formatField } from '../ui/format';
import { CATEGORY_STYLE } from '../ui/palette';
import { SPOKEN } from '../ui/textStyles';
import { TimeOverlay } from '../ui/TimeOverlay';
import { nearestMark, type TimeScale, useCrosshair, usePlotPointer } from '../ui/timePlot';
import { countsAt, type DurationScale, durationScale, paintLatency } from './latency';
import { told, upright } from './mapStyles';
import { COLUMNS, type Marked, useLatencyKeys } from './useLatencyKeys';
import { durationFactor, HEAD, SIDE, useValueBrush } from './useValueBrush';
import { seriesName } from './seriesName';

/** So near to a point the pointer means it. */
const NEAR = 6;
const RADIUS = 3.5;

/** How long requests took, on the dashboard's time axis: cells of a heat map among the queries, and exemplars as points. */
export function LatencyStrip({ panel, prepared, layout, on }: View) {
  const { data, timeRange, timeZone, width, eventBus, onChangeTimeRange } = panel;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { heatmaps } = prepared.frames;
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const plot = { width: Math.max(1, width - SIDE), height: Math.max(1, layout.latency - HEAD) };
  const exemplars = useMemo(() => exemplarsOf(data.annotations), [data.annotations]);
  const marks = useMemo(() => annotationsOf(data.annotations), [data.annotations]);
  const x = useMemo(() => scaleLinear([from, to], [0, plot.width]).clamp(true), [from, to, plot.width]);
  const y = useMemo(() => durationScale(heatmaps, exemplars, plot.height), [heatmaps, exemplars, plot.height]);
  const format = useMemo(() => formatField(heatmaps[0]?.field, theme), [heatmaps, theme]);
  const [cursor, setCursor] = useCrosshair(eventBus);
  const { area, drag, handlers, cancel } = usePlotPointer({
    eventBus,
    onRange: onChangeTimeRange,
    onWindow: on.compareWindow,
    onAnnotation: on.compareEvent,
    scale: x,
    left: SIDE,
    markAt: (at) => nearestMark(marks, x, at),
    setCursor,
  });
  const factor = durationFactor(heatmaps, exemplars);
  const values = useValueBrush({ x, y, factor, cancel, onBox: on.compareSpans });
  const keys = useLatencyKeys({
    ...{ x, y, factor, setCursor, height: plot.height },
    onRange: onChangeTimeRange,
    onBox: on.compareSpans,
  });
  const timeOf = (time: number) => dateTimeFormat(time, { timeZone, format: 'HH:mm:ss' });
  const pointed = cursor === undefined ? undefined : near(exemplars, cursor, x);
  const words = pointed
    ? describeExemplar(pointed, format)
    : cursor === undefined
      ? ''
      : t('{when}: {counts}', {
          when: timeOf(cursor),
          counts: describeCounts(countsAt(heatmaps, cursor), format),
        });
  return (
    <section
      ref={area}
      className={styles.strip}
      style={{ width, height: layout.latency }}
      aria-label={t('Latency over time')}
      data-testid="dualflame-latency"
      {...values.around(handlers)}
      title={
        values.factor ? t('A drag upwards or downwards compares the requests in it with the faster ones') : undefined
      }
    >
      <div className={styles.head}>
        <b>{t('Latency')}</b>
        <span className={styles.text} data-testid="dualflame-latency-told">
          {words ||
            [
              ...new Set(heatmaps.map(({ refId }) => seriesName(refId, data.series, data.request?.targets ?? []))),
              ...(exemplars.length ? [counted(exemplars.length, msg('1 exemplar'), msg('{count} exemplars'))] : []),
            ].join(', ')}
        </span>
      </div>
      <div className={styles.body}>
        <div className={styles.bounds} style={{ height: plot.height }} aria-hidden>
          <span>{format(y.invert(0))}</span>
          <span>{format(y.invert(plot.height))}</span>
        </div>
        <Plot {...{ heatmaps, exemplars, pointed, x, y, plot, keys, format }} box={values.box}>
          {describeMarked(keys.marked, exemplars, timeOf, format)}
        </Plot>
      </div>
      <ul style={SPOKEN}>
        {exemplars.slice(0, MOST_SPOKEN).map((one) => (
          <li key={`${one.id} ${one.time}`}>{describeExemplar(one, format)}</li>
        ))}
      </ul>
      <TimeOverlay {...{ marks, cursor, drag }} scale={x} left={SIDE} height={layout.latency} />
    </section>
  );
}

/** A list that is longer is listened to by nobody. */
const MOST_SPOKEN = 20;

function near(exemplars: Exemplar[], time: number, x: (time: number) => number): Exemplar | undefined {
  const distance = (one: Exemplar) => Math.abs(x(one.time) - x(time));
  return least(
    exemplars.filter((one) => distance(one) <= NEAR),
    (a, b) => b.value - a.value
  );
}

const describeExemplar = ({ id, idName, value, labels }: Exemplar, format: (value: number) => string): string =>
  [`${idName} ${id}: ${format(value)}`, ...labels.map(([name, of]) => `${name}=${of}`)].join(', ');

/** What is marked, for who hears it. */
const describeMarked = (
  { from, to, least, most }: Marked,
  exemplars: Exemplar[],
  timeOf: (time: number) => string,
  format: (value: number) => string
): string =>
  t('{from} to {to}, {low} to {high}: {exemplars}', {
    from: timeOf(from),
    to: timeOf(to),
    low: format(least),
    high: format(most),
    exemplars: counted(
      exemplars.filter(({ time, value }) => time >= from && time < to && value >= least && value <= most).length,
      msg('1 exemplar'),
      msg('{count} exemplars')
    ),
  });

/** The longest first: they are what is looked for. */
function describeCounts(counts: ReturnType<typeof countsAt>, format: (value: number) => string): string {
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  return counts.length
    ? t('{all} in all, {count} of {low} to {high}', {
        all,
        count: counts[0].count,
        low: format(counts[0].low),
        high: Number.isFinite(counts[0].high) ? format(counts[0].high) : '∞',
      })
    : t('nothing');
}

interface PlotProps extends CellsProps {
  exemplars: Exemplar[];
  pointed: Exemplar | undefined;
  /** What the pointer marks. */
  box: Marked['box'] | undefined;
  keys: ReturnType<typeof useLatencyKeys>;
  format(value: number): string;
  /** What the keyboard marks, in words. */
  children: string;
}

/** Cells, points and what is marked; the keyboard is on it. */
function Plot({ heatmaps, exemplars, pointed, x, y, plot, box, keys, format, children }: PlotProps) {
  const styles = useStyles2(getStyles);
  const shown = box ?? (keys.isOn ? keys.marked.box : undefined);
  const [from, to] = x.domain();
  return (
    <div
      className={styles.plot}
      role="slider"
      tabIndex={0}
      aria-label={t('Latency over time')}
      aria-valuemin={0}
      aria-valuemax={COLUMNS - 1}
      aria-valuenow={keys.column}
      aria-valuetext={children}
      onKeyDown={keys.onKeyDown}
      onBlur={keys.onBlur}
      data-testid="dualflame-latency-plot"
    >
      <Cells {...{ heatmaps, x, y, plot }} />
      <svg className={styles.points} width={plot.width} height={plot.height} aria-hidden>
        {shown && <rect {...shown} className={styles.brush} data-testid="dualflame-latency-brush" />}
        {exemplars
          .filter(({ time }) => time >= from && time <= to)
          .map((one) => (
            <circle
              key={`${one.id} ${one.time}`}
              cx={x(one.time)}
              cy={y(one.value)}
              r={one === pointed ? RADIUS * 1.6 : RADIUS}
              data-testid="dualflame-exemplar"
            >
              <title>{describeExemplar(one, format)}</title>
            </circle>
          ))}
      </svg>
    </div>
  );
}

interface CellsProps {
  heatmaps: Parameters<typeof paintLatency>[1];
  x: TimeScale;
  y: DurationScale;
  plot: { width: number; height: number };
}

function Cells({ heatmaps, x, y, plot }: CellsProps) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = useDevicePixelRatio();
  const restored = useRestored(canvas);
  const { width, height } = plot;
  useLayoutEffect(() => {
    const ctx = scaledContext(canvas.current, width, height, ratio);
    if (ctx) {
      const { primary, secondary } = theme.colors.background;
      paintLatency(
        ctx,
        heatmaps,
        { x, y },
        { width, height },
        { page: primary, empty: secondary, fill: CATEGORY_STYLE.cpu.fill }
      );
    }
  }, [heatmaps, x, y, width, height, theme, ratio, restored]);
  return <canvas ref={canvas} aria-hidden />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  brush: css({ fill: theme.colors.primary.transparent, stroke: theme.colors.primary.border }),
  strip: css({
    position: 'relative',
    flex: 'none',
    overflow: 'hidden',
    cursor: 'crosshair',
    touchAction: 'none',
    userSelect: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  head: css({ display: 'flex', gap: theme.spacing(1), height: HEAD, lineHeight: `${HEAD}px`, overflow: 'hidden' }),
  text: css(told(theme)),
  body: css({ position: 'relative', display: 'flex' }),
  plot: css({
    position: 'relative',
    lineHeight: 0,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  bounds: css({
    ...upright(theme, SIDE),
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  }),
  points: css({
    position: 'absolute',
    left: 0,
    top: 0,
    pointerEvents: 'none',
    '& circle': { fill: theme.colors.primary.main, stroke: theme.colors.background.primary },
  }),
});
