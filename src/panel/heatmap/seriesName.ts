import { type DataFrame } from '@grafana/data';
import { isObject } from '../../profile/guard';
import { isHeatmap } from '../grafana/latencyCells';
import { t } from '../grafana/translate';

/** As Grafana numbers queries; another refId is a name that somebody gave. */
const NUMBERED = /^[A-Z]{1,2}$/;
/** What data sources call their frames whatever these are of. */
const ANY_FRAME = /^(?:heatmap|response|data)?$/i;
/** The histogram that PromQL asks for, and what TraceQL measures (https://grafana.com/docs/tempo/latest/metrics-from-traces/). */
const IN_QUERY = /([a-z_:][\w:]*?)(?:_bucket)?\s*[[{]|histogram_over_time\(\s*([\w.]+)/i;

/** What the heat map of a query is of: as somebody named query or frame, else the metric that it asks for, else the query by its letter. */
export function seriesName(refId: string, frames: DataFrame[], targets: unknown[]): string {
  const frame = frames.find((one) => one.refId === refId && isHeatmap(one));
  const target = targets.find((one) => isObject(one) && one.refId === refId);
  const asked = isObject(target) ? (target.expr ?? target.query) : undefined;
  const found = typeof asked === 'string' ? IN_QUERY.exec(asked) : null;
  return (
    [
      NUMBERED.test(refId) ? '' : refId,
      ANY_FRAME.test(frame?.name ?? '') ? '' : frame!.name,
      frame?.fields.map(({ labels }) => labels?.__name__).find(Boolean),
      found?.[1] ?? found?.[2],
    ].find(Boolean) ?? t('query {refId}', { refId })
  );
}
