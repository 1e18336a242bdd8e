import { type PanelProps } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import {
  baselineOf,
  counterCaveats,
  type Finding,
  findings,
  functionTable,
  type PairedProfile,
  splitAt,
  wholeRole,
} from '../../analysis';
import { servedOf } from '../grafana/beside';
import { t } from '../grafana/translate';
import { type PanelOptions } from '../options/options';
import { type PanelState } from '../state/panelState';
import { type Format, formatCounter, formatterFor, percent } from '../ui/format';
import { changesOf } from './changes';
import { objectiveWindows, spanOf } from './comparison';
import { resolvePath } from './framePaths';
import { type GraphModel, graphModel } from './graphModel';
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
import { type ComparisonState, panelRange } from './useComparison';
import { useFrameCounters } from './useFrameCounters';
import { type PreparedPanel } from './usePrepared';

export interface ModelInput {
  panel: Pick<PanelProps<PanelOptions>, 'data' | 'options' | 'timeRange' | 'replaceVariables'>;
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
  const models: GraphModel[] = useMemo(() => {
    const shown = mode === 'side' ? (['cpu', 'wall'] as const) : [mode];
    return shown.flatMap(
      (one) =>
        graphModel(paired, one, category, searched.matched, frameCounters.counters, change, prepared.whoseCode) ?? []
    );
  }, [paired, mode, category, searched, frameCounters.counters, change, prepared.whoseCode]);

  const list = shownList(state, 'auto', timed, prepared.sites.length + frameCounters.marked.length > 0);
  const functions = useMemo(() => {
    const { baseline, common } = compared;
    const before = mode === 'cpu' ? baseline?.cpu : common?.now === wholeRole(paired) ? common?.before : undefined;
    return list === 'functions' ? functionTable(paired, role, before) : [];
  }, [list, paired, role, compared, mode]);

  return {
    tree,
    timed,
    compared,
    available,
    mode,
    role,
    root,
    searched,
    ...frameCounters,
    formatOf,
    format,
    cpuFormat,
    changes,
    change,
    category,
    models,
    list,
    functions,
    filters: useMemo(() => effectiveFilters(state.filters, options), [state.filters, options]),
    sandwiched: useMemo(() => sandwichedSymbol(tree, state), [tree, state]),
    split: useMemo(() => splitAt(paired, root), [paired, root]),
    findings: useFindings({ panel, prepared, paired, comparison }, compared.baseline, format),
    caveats: useMemo(
      () => counterCaveats(prepared.counterRows.rows, panelRange(timeRange), labelValues(prepared)),
      [prepared, timeRange]
    ),
    hasObjective: useMemo(
      () => objectiveWindows(data.series, timeRange.from.valueOf(), timeRange.to.valueOf()) !== undefined,
      [data.series, timeRange]
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
  baseline: PairedProfile | undefined,
  format: Format
): Finding[] {
  const { timeRange, options } = panel;
  return useMemo(() => {
    const { rows, baselines } = prepared.counterRows;
    const { from, to } = panelRange(timeRange);
    return findings({
      paired,
      diagnosis: prepared.diagnosis,
      changes: baseline && prepared.changes,
      served: comparison.frames && servedOf(comparison.frames.spans),
      objective: comparison.frames?.objective,
      amount: format,
      nodeOf: prepared.shownNode,
      counters: rows.map((row) => ({ row, baseline: baselineOf(row, options.baseline, baselines, from, to)?.value })),
      percent,
      t,
      counter: ({ metric }, value) => formatCounter(metric, value),
    });
  }, [paired, baseline, prepared, comparison.frames, format, options.baseline, timeRange]);
}
