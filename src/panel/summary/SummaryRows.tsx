import { type DataFrame } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo } from 'react';
import { type CounterRow } from '../../analysis';
import { type View } from '../model/view';
import { linkToView } from '../grafana/dashboardVariable';
import { queriedService, rangeText } from '../grafana/queryLinks';
import { thresholdColor } from '../grafana/thresholdColor';
import { t } from '../grafana/translate';
import { CounterStrip } from './CounterStrip';
import { DataQuality } from './DataQuality';
import { Findings } from './Findings';
import { legendLines, WaitsBar } from './WaitsBar';

const NO_FRAMES: DataFrame[] = [];

/** What is read before the graph: the finding, the bar, the counters. */
export function SummaryRows({ panel, prepared, paired, state, model, on, layout, dispatch }: View) {
  const { width, timeRange, timeZone, data, options, eventBus } = panel;
  const theme = useTheme2();
  const { rows, baselines } = prepared.counterRows;
  const { thresholds } = prepared.frames;
  const threshold = useCallback(
    (row: CounterRow) => thresholdColor(thresholds.get(row.refIds[0]), row.value, theme),
    [thresholds, theme]
  );
  const shown = useMemo(() => rows.slice(0, layout.counters), [rows, layout.counters]);
  const report = useCallback(
    () => ({
      range: rangeText(timeRange, timeZone),
      service: queriedService(model.queries, prepared.frames.inputs),
      link: linkToView(panel, state),
    }),
    [timeRange, timeZone, model.queries, prepared.frames.inputs, panel, state]
  );
  const onWindow = useCallback(
    ({ from, to }: { from: number; to: number }) => dispatch({ type: 'compare', spec: { type: 'window', from, to } }),
    [dispatch]
  );
  const onAnnotation = useCallback(
    (at: number) => dispatch({ type: 'compare', spec: { type: 'event', at } }),
    [dispatch]
  );
  return (
    <>
      {model.findings.length > 0 && (
        <Findings
          findings={model.findings}
          title={panel.title || t('Where the time goes')}
          width={width}
          report={report}
          onFinding={on.finding}
        />
      )}
      {model.timed && (
        <WaitsBar
          split={model.split}
          evidence={paired.evidence}
          format={model.format}
          width={width}
          legend={legendLines(model.split, paired.evidence, width)}
          category={model.category}
          onCategory={on.category}
        />
      )}
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
          onAnnotation={onAnnotation}
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
