import React, { useCallback } from 'react';
import { linkToView } from '../grafana/dashboardVariable';
import { queriedService, rangeText } from '../grafana/queryLinks';
import { t } from '../grafana/translate';
import { type View } from '../model/view';
import { Findings } from './Findings';
import { RowWithQuality } from './Quality';

/** The first thing to read: what takes the time, in a sentence. */
export function FindingRow(view: View) {
  const { panel, axis, prepared, state, model, on } = view;
  const { options, timeRange, timeZone } = panel;
  const report = useCallback(
    () => ({
      range: rangeText(timeRange, timeZone),
      service: queriedService(model.queries, prepared.frames.inputs),
      link: linkToView({ options, timeRange: axis }, state),
    }),
    [timeRange, axis, timeZone, model.queries, prepared.frames.inputs, options, state]
  );
  return (
    <RowWithQuality view={view}>
      {(width) => (
        <Findings
          findings={model.findings}
          title={panel.title || t('Where the time goes')}
          width={width}
          report={report}
          onFinding={on.finding}
        />
      )}
    </RowWithQuality>
  );
}
