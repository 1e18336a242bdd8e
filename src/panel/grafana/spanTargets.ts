import { type PanelData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { type ProfileTarget, profileTargets, profileType } from './profileTargets';

const PYROSCOPE = 'grafana-pyroscope-datasource';

/** Which of the panel's profile queries can be asked for spans. */
export interface SpanTargets {
  /** May carry them: whether they do, only their answer says. */
  carrying: Array<{ refId: string; role: 'cpu' | 'wall' }>;
  /** Other profile queries, which stay out. */
  left: string[];
}

/**
 * Queries of Grafana's Pyroscope data source for CPU and wall time: other profile types have no spans (Java's profiler labels both, all
 * others CPU alone: grafana.com/docs/pyroscope, "Span profiles"). Queries that have not answered in `series` are not asked.
 */
export function spanTargets(
  { request, series }: Pick<PanelData, 'request' | 'series'>,
  replaceVariables: (text: string) => string
): SpanTargets {
  const answered = new Set(series.map(({ refId }) => refId));
  const result: SpanTargets = { carrying: [], left: [] };
  for (const target of profileTargets({ request }, replaceVariables)) {
    const role = roleOf(target);
    if (role === 'cpu' || role === 'wall') {
      if (answered.has(target.refId)) {
        result.carrying.push({ refId: target.refId, role });
      }
    } else if (target.queryType !== 'metrics') {
      result.left.push(target.refId);
    }
  }
  return result;
}

const roleOf = ({ datasource, queryType, profileTypeId }: ProfileTarget) =>
  datasource?.type === PYROSCOPE && queryType !== 'metrics' ? profileType(profileTypeId)?.role : undefined;

/**
 * The same query, for the profile of these spans alone. `spanSelector` is a list of ids in the query's published schema (grafana/grafana,
 * grafana-pyroscope-datasource/dataquery.cue); series beside the profile would be of all requests, so they are not asked for.
 */
export const withSpans = (target: DataQuery, spanSelector: string[]): DataQuery & { spanSelector: string[] } => ({
  ...target,
  queryType: 'profile',
  spanSelector,
});
