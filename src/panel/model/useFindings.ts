import { useMemo } from 'react';
import { baselineOf, counterCaveats, type Finding, findings, type Message, type Scope } from '../../analysis';
import { type QueryProblem } from '../../prepare';
import { servedOf } from '../grafana/requests';
import { t } from '../grafana/translate';
import { type Mode } from '../options/options';
import { formatCounter, percent } from '../ui/format';
import { type ModelInput } from './modelInput';
import { queryProblems } from './problems';
import { labelValues } from './selectors';
import { panelRange } from './useComparison';
import { type Picture } from './usePicture';

const SCOPE_MODE: Record<Mode, Scope['mode']> = {
  cpu: 'cpu',
  wall: 'wall',
  hotcold: 'both',
  side: 'both',
  changed: 'changed',
};

/** What can be said of what is in sight: of the zoomed frame, the mode, the category. */
export function useFindings({ panel, prepared, paired, comparison }: ModelInput, picture: Picture): Finding[] {
  const { timeRange, options } = panel;
  const { root, mode, category, format, compared } = picture;
  const { baseline } = compared;
  return useMemo(() => {
    const { rows, baselines } = prepared.counterRows;
    const { from, to } = panelRange(timeRange);
    const scope: Scope = { root, mode: SCOPE_MODE[mode], category };
    const { diagnosis, changes } = prepared.diagnosisOf(scope);
    return findings({
      paired,
      scope,
      diagnosis,
      changes: baseline && changes,
      served: comparison.frames && servedOf(comparison.frames.spans),
      objective: comparison.frames?.objective,
      amount: format,
      nodeOf: prepared.shownNode,
      counters: rows.map((row) => ({ row, baseline: baselineOf(row, options.baseline, baselines, from, to)?.value })),
      percent,
      t,
      counter: ({ metric }, value) => formatCounter(metric, value),
    });
  }, [paired, root, mode, category, baseline, prepared, comparison.frames, format, options.baseline, timeRange]);
}

/** What is wrong with the queries, and what the counters may not claim. */
export function useProblems(
  { panel, prepared, comparison }: ModelInput,
  { baseline, common }: Picture['compared']
): { problems: QueryProblem[]; caveats: Message[] } {
  const { data, timeRange, replaceVariables } = panel;
  const { error, frames } = comparison;
  const problems = useMemo(
    () => [
      ...(error ? [{ message: error }] : []),
      ...queryProblems(data, prepared, replaceVariables, { asked: frames !== undefined, before: baseline, common }),
    ],
    [error, frames, data, prepared, replaceVariables, baseline, common]
  );
  const caveats = useMemo(
    () => counterCaveats(prepared.counterRows.rows, panelRange(timeRange), labelValues(prepared)),
    [prepared, timeRange]
  );
  return { problems, caveats };
}
