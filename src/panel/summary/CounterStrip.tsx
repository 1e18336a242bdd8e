import { css, cx } from '@emotion/css';
import {
  type AbsoluteTimeRange,
  type DataFrame,
  DataHoverClearEvent,
  DataHoverEvent,
  dateTimeFormat,
  type EventBus,
  type GrafanaTheme2,
  type TimeRange,
} from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useEffect, useMemo, useRef, useState } from 'react';
import { baselineOf, type BaselineSpec, type CounterRow, judgeCounter, METRIC_INFO } from '../../analysis';
import { formatChange, formatCounter } from '../ui/format';
import { ROWS } from '../ui/panelLayout';
import { annotationsOf } from '../grafana/annotations';
import { t } from '../grafana/translate';

export interface CounterStripProps {
  rows: CounterRow[];
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

/** So near to an annotation, in CSS pixels, a click means it. */
const NEAR = 5;

const STRIP_ROW = ROWS.counter;
const LABEL = 168;
const FIGURES = 236;
const VERDICT_WORD = { good: '', neutral: '', warn: '!' } as const;

/** One row a counter over the dashboard's time range. Crosshair both ways, drag sets the range. */
export const CounterStrip = React.memo(function CounterStrip(props: CounterStripProps) {
  const { rows, baselines, spec, timeRange, timeZone, width, eventBus, onRange, onWindow } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const narrow = width < 620;
  const left = narrow ? 110 : LABEL;
  const right = narrow ? 120 : FIGURES;
  const plot = Math.max(20, width - left - right);
  const xOf = (time: number) => ((time - from) / (to - from)) * plot;
  const timeAt = (x: number) => from + (Math.min(Math.max(x, 0), plot) / plot) * (to - from);
  const [cursor, setCursor] = useState<number>();
  const [drag, setDrag] = useState<{ start: number; end: number }>();
  const area = useRef<HTMLDivElement>(null);

  // Other panels' crosshair; our own events come back and are passed over.
  useEffect(() => {
    const hover = eventBus.getStream(DataHoverEvent).subscribe((event) => {
      const time = event.payload.point?.time;
      if (event.origin !== eventBus && typeof time === 'number') {
        setCursor(time);
      }
    });
    const clear = eventBus.getStream(DataHoverClearEvent).subscribe((event) => {
      if (event.origin !== eventBus) {
        setCursor(undefined);
      }
    });
    return () => {
      hover.unsubscribe();
      clear.unsubscribe();
    };
  }, [eventBus]);

  const marks = useMemo(() => annotationsOf(props.annotations), [props.annotations]);
  const x = (event: React.PointerEvent) => event.clientX - (area.current?.getBoundingClientRect().left ?? 0) - left;
  const height = rows.length * STRIP_ROW;
  const markAt = (at: number) =>
    marks
      .filter(({ time }) => time > from && time < to && Math.abs(xOf(time) - at) <= NEAR)
      .sort((a, b) => Math.abs(xOf(a.time) - at) - Math.abs(xOf(b.time) - at))[0];
  const pointed = cursor === undefined ? undefined : markAt(xOf(cursor));

  return (
    <div
      ref={area}
      className={styles.strip}
      style={{ width, height, cursor: pointed && 'pointer' }}
      title={pointed && t('{what}: a click compares before with after', { what: pointed.text })}
      data-testid="dualflame-counters"
      role="group"
      aria-label={t('Hardware counters over time')}
      onPointerDown={(event) => {
        const at = x(event);
        if (at >= 0 && at <= plot && event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ start: at, end: at });
        }
      }}
      onPointerMove={(event) => {
        const at = x(event);
        if (drag) {
          setDrag({ ...drag, end: Math.min(Math.max(at, 0), plot) });
        }
        if (at >= 0 && at <= plot) {
          const time = timeAt(at);
          setCursor(time);
          eventBus.publish(new DataHoverEvent({ point: { time } }));
        }
      }}
      onPointerUp={(event) => {
        if (drag && Math.abs(drag.end - drag.start) > 4) {
          const [a, b] = [drag.start, drag.end].sort((p, q) => p - q);
          (event.shiftKey ? onWindow : onRange)({ from: Math.round(timeAt(a)), to: Math.round(timeAt(b)) });
        }
        const marked = drag && Math.abs(drag.end - drag.start) <= 4 ? markAt(drag.end) : undefined;
        if (marked) {
          props.onAnnotation(marked.time);
        }
        setDrag(undefined);
      }}
      onPointerLeave={() => {
        setCursor(undefined);
        eventBus.publish(new DataHoverClearEvent());
      }}
    >
      {rows.map((row) => {
        const baseline = baselineOf(row, spec, baselines, from, to);

        const own = props.threshold(row);
        const at = cursor === undefined ? undefined : nearest(row, cursor);
        const figure = at === undefined ? row.value : row.values[at];
        const verdict = judgeCounter(row.metric, figure, baseline?.value);
        return (
          <div key={row.metric} className={styles.row}>
            <div className={styles.label} style={{ width: left }} title={describe(row, baseline)}>
              {t(METRIC_INFO[row.metric].label)}
              <span className={styles.scope}>
                {row.scope === 'host' ? t('host') : row.scope === 'process' ? t('process') : ''}
              </span>
            </div>
            <svg width={plot} height={STRIP_ROW - 4} className={styles.plot} aria-hidden>
              <path
                d={sparkline(row, xOf, STRIP_ROW - 4)}
                fill="none"
                stroke={theme.colors.primary.text}
                strokeWidth={1.5}
              />
            </svg>
            <div className={styles.figures} style={{ width: right }}>
              <b
                style={own ? { color: own } : undefined}
                className={cx(!own && verdict === 'warn' && styles.warn, !own && verdict === 'good' && styles.good)}
              >
                {formatCounter(row.metric, figure)}
                {!own && VERDICT_WORD[verdict]}
              </b>
              {baseline && Number.isFinite(figure) && (
                <span
                  className={cx(verdict === 'warn' && styles.warn)}
                  title={t('against {what} ({figure})', {
                    what: t(baseline.words.text, baseline.words.values),
                    figure: formatCounter(row.metric, baseline.value),
                  })}
                >
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
          </div>
        );
      })}
      <svg className={styles.overlay} style={{ left }} width={plot} height={height} aria-hidden>
        {marks.map(({ time, end, color, text }, i) => (
          <g key={i}>
            <title>{text}</title>
            <rect
              x={xOf(time)}
              y={0}
              width={Math.max(1.5, end ? xOf(end) - xOf(time) : 0)}
              height={height}
              fill={color}
              opacity={end ? 0.15 : 0.8}
            />
          </g>
        ))}
        {cursor !== undefined && (
          <line
            data-testid="dualflame-crosshair"
            x1={xOf(cursor)}
            x2={xOf(cursor)}
            y1={0}
            y2={height}
            stroke={theme.colors.text.secondary}
            strokeDasharray="3 3"
          />
        )}
        {drag && (
          <rect
            x={Math.min(drag.start, drag.end)}
            y={0}
            width={Math.abs(drag.end - drag.start)}
            height={height}
            fill={theme.colors.primary.transparent}
          />
        )}
      </svg>
    </div>
  );
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
    baseline &&
      t('against {what} ({figure})', {
        what: t(baseline.words.text, baseline.words.values),
        figure: formatCounter(row.metric, baseline.value),
      }),
    ...row.notes.map(({ text, values }) => t(text, values)),
    ...(row.instances.length > 1
      ? row.instances.slice(0, 12).map(({ labels, value }) => `${labels}: ${formatCounter(row.metric, value)}`)
      : []),
  ]
    .filter(Boolean)
    .join('\n');
}

function nearest({ times, values }: CounterRow, time: number): number | undefined {
  let best: number | undefined;
  for (let i = 0; i < times.length; i++) {
    if (
      Number.isFinite(values[i]) &&
      (best === undefined || Math.abs(times[i] - time) < Math.abs(times[best] - time))
    ) {
      best = i;
    }
  }
  return best;
}

/** The least that a row's height stands for, in parts of its value: what its figures round to is no shape. */
const LEAST_SPAN = 0.02;

/** A line through the points; a missing point breaks it. The scale is the row's own. */
function sparkline({ times, values }: CounterRow, xOf: (time: number) => number, height: number): string {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const span = Math.max(high - low, LEAST_SPAN * Math.max(Math.abs(low), Math.abs(high)));
  const y = (value: number) => height / 2 - (span > 0 ? (value - (low + high) / 2) / span : 0) * (height - 6);
  let pen = 'M';
  return times
    .map((time, i) => {
      if (!Number.isFinite(values[i])) {
        pen = 'M';
        return '';
      }
      const command = `${pen}${xOf(time).toFixed(1)} ${y(values[i]).toFixed(1)}`;
      pen = 'L';
      return command;
    })
    .join('');
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
  row: css({ display: 'flex', alignItems: 'center', height: STRIP_ROW, fontSize: theme.typography.bodySmall.fontSize }),
  label: css({
    display: 'flex',
    gap: 6,
    paddingRight: 6,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    flex: 'none',
  }),
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
  scope: css({ color: theme.colors.text.secondary }),
  warn: css({ color: theme.colors.warning.text }),
  good: css({ color: theme.colors.success.text }),
  overlay: css({ position: 'absolute', top: 0, pointerEvents: 'none' }),
});
