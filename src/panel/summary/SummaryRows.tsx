import { css } from '@emotion/css';
import { type DataFrame } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo } from 'react';
import { type CounterRow } from '../../analysis';
import { type View } from '../model/view';
import { linkToView } from '../grafana/dashboardVariable';
import { queriedService, rangeText } from '../grafana/queryLinks';
import { thresholdColor } from '../grafana/thresholdColor';
import { t } from '../grafana/translate';
import { CounterStrip } from './CounterStrip';
import { DataQuality, DataQualityBanner } from './DataQuality';
import { Findings } from './Findings';
import { bannerOf } from './quality';
import { useBarParts } from './useBarParts';
import { WaitsBar } from './WaitsBar';

const NO_FRAMES: DataFrame[] = [];
/** Of the button of the data quality with its gap. */
const ICON = 24;

/** What is read before the graph: the finding, the bar, the counters. */
export function SummaryRows({ panel, prepared, paired, state, model, on, layout, dispatch }: View) {
  const { width, timeRange, timeZone, data, options, eventBus } = panel;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
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
  const bar = useBarParts({ panel, prepared, paired, model });
  const banner = bannerOf(model.problems, paired.evidence);
  const hasFinding = model.findings.length > 0;
  const quality = (
    <DataQuality
      paired={paired}
      queries={prepared.queries}
      problems={model.problems}
      caveats={model.caveats}
      filteredShare={prepared.filteredShare}
      removedFrames={prepared.removedFrames}
    />
  );
  return (
    <>
      {banner && <DataQualityBanner banner={banner} problems={model.problems} />}
      {hasFinding && (
        <div className={styles.row}>
          <Findings
            findings={model.findings}
            title={panel.title || t('Where the time goes')}
            width={width - ICON}
            report={report}
            onFinding={on.finding}
          />
          {quality}
        </div>
      )}
      {model.timed && (
        <div className={styles.row}>
          <WaitsBar
            {...bar}
            width={hasFinding ? width : width - ICON}
            category={model.category}
            onCategory={on.category}
          />
          {!hasFinding && quality}
        </div>
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
      {!hasFinding && !model.timed && <div className={styles.corner}>{quality}</div>}
    </>
  );
}

const getStyles = () => ({
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: 4,
    flex: 'none',
    '& > :first-child': { flex: '1 1 auto', minWidth: 0 },
  }),
  // Where neither a finding nor a bar has a row.
  corner: css({ position: 'absolute', right: 0, bottom: 0, zIndex: 1 }),
});
