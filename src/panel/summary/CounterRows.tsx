import { type DataFrame } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo } from 'react';
import { type CounterRow, stripRows } from '../../analysis';
import { thresholdColor } from '../grafana/thresholdColor';
import { type View } from '../model/view';
import { CounterStrip, isWorse, judgedBy } from './CounterStrip';

const NO_FRAMES: DataFrame[] = [];

/** Counters of the hardware, as many as have room, on the dashboard's time axis. */
export function CounterRows({ panel, axis, prepared, layout, on }: View) {
  const theme = useTheme2();
  const { rows, baselines } = prepared.counterRows;
  const { thresholds } = prepared.frames;
  const threshold = useCallback(
    (row: CounterRow) => thresholdColor(thresholds.get(row.refIds[0]), row.value, theme),
    [thresholds, theme]
  );
  const { baseline: spec } = panel.options;
  const { shown, rest } = useMemo(() => {
    const [from, to] = [axis.from.valueOf(), axis.to.valueOf()];
    const judged = judgedBy({ baselines, spec, threshold }, from, to);
    return stripRows(rows, layout.counters, (row) => isWorse(judged(row)));
  }, [rows, baselines, spec, axis, layout.counters, threshold]);
  return (
    <CounterStrip
      rows={shown}
      rest={rest}
      baselines={baselines}
      spec={spec}
      annotations={panel.data.annotations ?? NO_FRAMES}
      timeRange={axis}
      timeZone={panel.timeZone}
      width={panel.width}
      eventBus={panel.eventBus}
      threshold={threshold}
      onRange={panel.onChangeTimeRange}
      onWindow={on.compareWindow}
      onAnnotation={on.compareEvent}
    />
  );
}
