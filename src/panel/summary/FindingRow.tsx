import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback } from 'react';
import { linkToView } from '../grafana/dashboardVariable';
import { queriedService, rangeText } from '../grafana/queryLinks';
import { t } from '../grafana/translate';
import { type View } from '../model/view';
import { Findings } from './Findings';
import { QUALITY, Quality } from './Quality';

/** The first thing to read: what takes the time, in a sentence. */
export function FindingRow(view: View) {
  const { panel, prepared, state, model, on } = view;
  const { width, timeRange, timeZone } = panel;
  const styles = useStyles2(getStyles);
  const report = useCallback(
    () => ({
      range: rangeText(timeRange, timeZone),
      service: queriedService(model.queries, prepared.frames.inputs),
      link: linkToView(panel, state),
    }),
    [timeRange, timeZone, model.queries, prepared.frames.inputs, panel, state]
  );
  return (
    <div className={styles.row}>
      <Findings
        findings={model.findings}
        title={panel.title || t('Where the time goes')}
        width={width - QUALITY}
        report={report}
        onFinding={on.finding}
      />
      <Quality {...view} />
    </div>
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
});
