import React, { type CSSProperties, useMemo } from 'react';
import { type BudgetPart, type Finding } from '../../analysis';
import { FetchedSurface } from '../FetchedSurface';
import { linkToView } from '../grafana/dashboardVariable';
import { latencyOf } from '../grafana/latency';
import { queriedService, rangeText } from '../grafana/queryLinks';
import { isRequestRate, spanOf } from '../grafana/requests';
import { t } from '../grafana/translate';
import { panelRange } from '../model/useComparison';
import { type View } from '../model/view';
import { ROWS } from '../ui/panelLayout';
import { useStable } from '../ui/useStable';
import { budgetPart } from './budgetPart';
import { Findings } from './Findings';
import { RowWithQuality } from './Quality';
import { type RequestBudgetProps } from './RequestBudget';

/** The first thing to read: what takes the time, in a sentence. */
export function FindingRow(view: View) {
  const { findings } = view.model;
  return findings ? <Row view={view} findings={findings} /> : <div style={ROOM} aria-busy />;
}

const ROOM: CSSProperties = { height: ROWS.finding, flex: 'none' };

function Row({ view, findings }: { view: View; findings: Finding[] }) {
  const { panel, axis, prepared, state, model, on } = view;
  const { options, timeRange, timeZone } = panel;
  const { report, onFinding } = useStable({
    report: () => ({
      range: rangeText(timeRange, timeZone),
      service: queriedService(model.queries, prepared.frames.inputs),
      link: linkToView({ options, timeRange: axis }, state),
    }),
    onFinding: on.finding,
  });
  const below = useBudget(view, report);
  return (
    <RowWithQuality view={view}>
      {(width) => (
        <Findings
          findings={findings}
          title={panel.title || t('Where the time goes')}
          width={width}
          report={report}
          onFinding={onFinding}
          below={below}
        />
      )}
    </RowWithQuality>
  );
}

/** The budget of a request, where a rate of requests is among the queries. */
function useBudget(
  { panel, prepared, paired, filters, model, on, comparison }: View,
  report: RequestBudgetProps['report']
) {
  const { data, timeRange } = panel;
  const { series, request } = data;
  const { format } = model;
  const { filter, times, stacks } = filters;
  return useMemo(() => {
    // Spans that are compared are requests, whose number is known.
    const measured = comparison.frames?.spans.now.measured !== undefined;
    if ((!series.some(isRequestRate) && !measured) || !model.timed) {
      return undefined;
    }
    const budget = {
      prepared,
      paired,
      span: comparison.frames?.spans.now ?? spanOf([panelRange(timeRange)], series),
      filtered: Boolean(filter || times || stacks?.some(({ keep }) => keep !== 'hide')),
      objective: latencyOf(series, request?.targets ?? [])?.name,
      format,
      report,
    };
    return function below(close: () => void) {
      const onPart = (part: BudgetPart) => {
        close(); // else it stands over what it led to
        on.site(part);
      };
      return <FetchedSurface part={budgetPart} props={{ ...budget, onPart }} occasion={series} />;
    };
  }, [
    prepared,
    paired,
    comparison.frames,
    timeRange,
    series,
    request,
    filter,
    times,
    stacks,
    model.timed,
    format,
    report,
    on,
  ]);
}
