import { type PanelProps } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import {
  baselineOf,
  counterCaveats,
  type Finding,
  findings,
  type PairedProfile,
  type Scope,
  splitAt,
  wholeRole,
} from '../../analysis';
import { annotationsOf } from '../grafana/annotations';
import { profileQueries } from '../grafana/queryLinks';
import { servedOf, spanOf } from '../grafana/requests';
import { t } from '../grafana/translate';
import { noteAutomatic } from '../options/detected';
import { type Mode, type PanelOptions } from '../options/options';
import { INITIAL_STATE, type PanelState } from '../state/panelState';
import { type Format, formatCounter, formatterFor, percent } from '../ui/format';
import { changesOf } from './changes';
import { type CompareOffer, compareOffers, type ComparisonWords, comparisonWords } from './compareOffers';
import { resolvePath } from './framePaths';
import { type GraphModel, graphModel } from './graphModel';
import { currentMatch, matchesOf } from './matches';
import { queryProblems } from './problems';
import {
  availableModes,
  categoryIndex,
  comparedTo,
  effectiveFilters,
  isTimed,
  labelValues,
  sandwichedSymbol,
  searchIn,
  shownList,
  shownMode,
  shownRole,
} from './selectors';
import { comparedOf, type ComparisonState, panelRange } from './useComparison';
import { useFrameCounters } from './useFrameCounters';
import { type PreparedPanel } from './usePrepared';

export interface ModelInput {
  panel: Pick<PanelProps<PanelOptions>, 'data' | 'options' | 'timeRange' | 'timeZone' | 'replaceVariables'>;
  prepared: PreparedPanel;
  paired: PairedProfile;
  state: PanelState;
  comparison: ComparisonState;
}

/** Everything that is shown and follows from data, options and state. Each part is made again only when what it is made of changes. */
export function usePanelModel({ panel, prepared, paired, state, comparison }: ModelInput) {
  const { data, options, timeRange, replaceVariables } = panel;
  const { tree } = paired;
  const timed = isTimed(paired);
  const compared = useMemo(() => comparedTo(prepared), [prepared]);
  const available = useMemo(() => availableModes(paired, compared.common !== undefined), [paired, compared]);
  const mode = shownMode(state, options.mode, available);
  const role = shownRole(paired, mode);
  const root = useMemo(() => resolvePath(tree, state.zoom), [tree, state.zoom]);
  const searched = useMemo(() => searchIn(tree, state.search), [tree, state.search]);
  const frameCounters = useFrameCounters(tree, prepared.events, prepared.counterRows.marks, state.colorBy);
  const { formatOf, format, cpuFormat } = useFormats(prepared, paired);

  const changes = useMemo(() => {
    const lasted = spanOf([panelRange(timeRange)], []);
    const spans = comparison.frames?.spans ?? { now: lasted, before: lasted };
    return mode === 'changed' ? changesOf(paired, compared.baseline, spans, format, cpuFormat) : [];
  }, [mode, paired, compared, comparison.frames, timeRange, format, cpuFormat]);
  const change = changes.find(({ measure }) => measure === state.measure) ?? changes[0];
  const category = categoryIndex(state);
  const scope = useMemo((): Scope => ({ root, mode: SCOPE_MODE[mode], category }), [root, mode, category]);
  const { counters } = frameCounters;
  const models: GraphModel[] = useMemo(() => {
    const shown = mode === 'side' ? (['cpu', 'wall'] as const) : [mode];
    const { whoseCode } = prepared;
    const inputs = { paired, category, matched: searched.matched, counters, whoseCode, format, cpuFormat, change };
    return shown.flatMap((one) => graphModel(one, inputs) ?? []);
  }, [paired, mode, category, searched, counters, prepared, format, cpuFormat, change]);

  const { matched } = searched;
  const matches = useMemo(
    () => (matched ? matchesOf(tree, models[0].weights, matched, root) : []),
    [tree, models, matched, root]
  );

  const hasSites = prepared.sites.length + frameCounters.marked.length > 0;
  const list = shownList(state, options.defaultList, timed, hasSites);
  const automaticMode = shownMode(INITIAL_STATE, 'auto', available);
  const automaticList = shownList(INITIAL_STATE, 'auto', timed, hasSites);
  useEffect(
    () => noteAutomatic(data.series, { mode: automaticMode, list: automaticList }),
    [data.series, automaticMode, automaticList]
  );
  return {
    tree,
    timed,
    compared,
    available,
    mode,
    role,
    root,
    searched,
    /** Nodes that the search finds, as drawn, and which of them the viewer stands on. */
    matches,
    match: currentMatch(tree, matches, state.match),
    ...frameCounters,
    formatOf,
    format,
    cpuFormat,
    changes,
    change,
    category,
    models,
    list,
    filters: useMemo(() => effectiveFilters(state.filters, options), [state.filters, options]),
    sandwiched: useMemo(() => sandwichedSymbol(tree, state), [tree, state]),
    /** The queries behind the profiles, as other pages of Grafana can ask them. */
    queries: useMemo(
      () => profileQueries(data.request?.targets, prepared.frames.inputs, replaceVariables),
      [data.request, prepared.frames.inputs, replaceVariables]
    ),
    split: useMemo(() => splitAt(paired, root), [paired, root]),
    findings: useFindings({ panel, prepared, paired, comparison }, scope, compared.baseline, format),
    ...useComparing(panel, state, comparison),
    caveats: useMemo(
      () => counterCaveats(prepared.counterRows.rows, panelRange(timeRange), labelValues(prepared)),
      [prepared, timeRange]
    ),
    problems: useMemo(
      () => [
        ...(comparison.error ? [{ message: comparison.error }] : []),
        ...queryProblems(data, prepared, replaceVariables, {
          asked: comparison.frames !== undefined,
          before: compared.baseline,
          common: compared.common,
        }),
      ],
      [comparison.error, comparison.frames, data, prepared, replaceVariables, compared]
    ),
  };
}

const SCOPE_MODE: Record<Mode, Scope['mode']> = {
  cpu: 'cpu',
  wall: 'wall',
  hotcold: 'both',
  side: 'both',
  changed: 'changed',
};

/** What can be compared, and in words what is. */
function useComparing(
  panel: ModelInput['panel'],
  { compare }: PanelState,
  { answered }: ComparisonState
): { offers(): CompareOffer[]; comparing?: ComparisonWords } {
  const { data, timeRange, timeZone } = panel;
  const [marked, setMarked] = useState(compare?.type === 'window' ? compare : undefined);
  if (compare?.type === 'window' && compare !== marked) {
    setMarked(compare); // stays in the menu after it
  }
  return useMemo(() => {
    const input = () => ({
      ...comparedOf({ data, timeRange }),
      annotations: annotationsOf(data.annotations),
      marked,
      timeZone,
    });
    return {
      offers: () => compareOffers(input()),
      comparing: compare && comparisonWords(compare, answered, input()),
    };
  }, [data, timeRange, timeZone, marked, compare, answered]);
}

export type PanelModel = ReturnType<typeof usePanelModel>;

/** Figures as the value field's unit and decimals say; CPU may be of another unit than wall. */
function useFormats({ frames }: PreparedPanel, paired: PairedProfile) {
  const theme = useTheme2();
  const { unit } = wholeRole(paired)!;
  const cpuUnit = paired.cpu?.unit ?? unit;
  return useMemo(() => {
    const formatOf = (own: string): Format => formatterFor(own, own === unit ? frames.valueField : undefined, theme);
    return { formatOf, format: formatOf(unit), cpuFormat: formatOf(cpuUnit) };
  }, [unit, cpuUnit, frames.valueField, theme]);
}

function useFindings(
  { panel, prepared, paired, comparison }: Omit<ModelInput, 'state'>,
  scope: Scope,
  baseline: PairedProfile | undefined,
  format: Format
): Finding[] {
  const { timeRange, options } = panel;
  return useMemo(() => {
    const { rows, baselines } = prepared.counterRows;
    const { from, to } = panelRange(timeRange);
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
  }, [paired, scope, baseline, prepared, comparison.frames, format, options.baseline, timeRange]);
}
