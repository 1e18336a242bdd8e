import { type DataFrame, dateTimeFormat } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo } from 'react';
import { type CounterRow } from '../../analysis';
import { type View } from '../model/view';
import { thresholdColor } from '../grafana/thresholdColor';
import { t } from '../grafana/translate';
import { CounterStrip } from './CounterStrip';
import { DataQuality } from './DataQuality';
import { Findings } from './Findings';
import { useBarParts } from './useBarParts';
import { WaitsBar } from './WaitsBar';

const NO_FRAMES: DataFrame[] = [];

/** What is read before the graph: the finding, the bar, the counters. */
export function SummaryRows({ panel, prepared, paired, model, on, layout, dispatch }: View) {
  const { width, timeRange, timeZone, data, options, eventBus } = panel;
  const theme = useTheme2();
  const { rows, baselines } = prepared.counterRows;
  const { thresholds } = prepared.frames;
  const threshold = useCallback(
    (row: CounterRow) => thresholdColor(thresholds.get(row.refIds[0]), row.value, theme),
    [thresholds, theme]
  );
  const shown = useMemo(() => rows.slice(0, layout.counters), [rows, layout.counters]);
  const range = useCallback(
    () => `${dateTimeFormat(timeRange.from, { timeZone })} – ${dateTimeFormat(timeRange.to, { timeZone })}`,
    [timeRange, timeZone]
  );
  const onWindow = useCallback(
    ({ from, to }: { from: number; to: number }) => dispatch({ type: 'compare', spec: { type: 'window', from, to } }),
    [dispatch]
  );
  const bar = useBarParts({ panel, prepared, paired, model });
  return (
    <>
      {model.findings.length > 0 && (
        <Findings
          findings={model.findings}
          title={panel.title || t('Where the time goes')}
          range={range}
          onFinding={on.finding}
        />
      )}
      {model.timed && <WaitsBar {...bar} width={width} category={model.category} onCategory={on.category} />}
      {shown.length > 0 && (
        <CounterStrip
          rows={shown}
          baselines={baselines}
          spec={options.baseline}
          annotations={data.annotations ?? NO_FRAMES}
          timeRange={timeRange}
          timeZone={timeZone}
          width={width}
          eventBus={eventBus}
          threshold={threshold}
          onRange={panel.onChangeTimeRange}
          onWindow={onWindow}
        />
      )}
      <DataQuality
        paired={paired}
        queries={prepared.queries}
        problems={model.problems}
        caveats={model.caveats}
        filteredShare={prepared.filteredShare}
        removedFrames={prepared.removedFrames}
      />
    </>
  );
}
