import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { type PairedProfile, regexEngine, searchNeedsEngine, wholeRole } from '../../analysis';
import { spanOf } from '../grafana/requests';
import { type Format, formatterFor } from '../ui/format';
import { changesOf } from './changes';
import { resolvePath } from './framePaths';
import { type GraphModel, graphModel } from './graphModel';
import { currentMatch, matchesOf } from './matches';
import {
  availableModes,
  categoryIndex,
  comparedTo,
  sandwichedSymbol,
  searchIn,
  shownMode,
  shownRole,
} from './selectors';
import { panelRange } from './useComparison';
import { useFrameCounters } from './useFrameCounters';
import { type ModelInput } from './modelInput';
import { usePart } from './usePart';
import { type PreparedPanel } from './usePrepared';

/** What the graph shows: the mode, the frame that is zoomed to, what is searched, and how each box looks. */
export function usePicture(input: ModelInput) {
  const { panel, prepared, paired, state } = input;
  const { tree } = paired;
  const compared = useMemo(() => comparedTo(prepared), [prepared]);
  const { unjudged } = prepared;
  const available = useMemo(
    () => availableModes(unjudged ?? paired, compared.common !== undefined),
    [unjudged, paired, compared]
  );
  const mode = shownMode(state, panel.options.mode, available);
  const root = useMemo(() => resolvePath(tree, state.zoom), [tree, state.zoom]);
  const engine = usePart(regexEngine, searchNeedsEngine(state.search), state.search);
  const searched = useMemo(
    () => (engine === 'coming' ? {} : searchIn(tree, state.search)),
    [engine, tree, state.search]
  );
  const frameCounters = useFrameCounters(tree, prepared.events, prepared.counterRows.marks, state.colorBy);
  const formats = useFormats(prepared, paired);
  const changes = useChanges(input, mode === 'changed' ? compared.baseline : undefined, formats);
  const change = changes.find(({ measure }) => measure === state.measure) ?? changes[0];
  const category = categoryIndex(state);
  const { counters } = frameCounters;
  const { matched } = searched;
  const { format, cpuFormat } = formats;
  const models: GraphModel[] = useMemo(() => {
    const shown = mode === 'side' ? (['cpu', 'wall'] as const) : [mode];
    const { whoseCode } = prepared;
    const inputs = { paired, unjudged, category, matched, counters, whoseCode, format, cpuFormat, change };
    return shown.flatMap((one) => graphModel(one, inputs) ?? []);
  }, [paired, unjudged, mode, category, matched, counters, prepared, format, cpuFormat, change]);
  const matches = useMemo(
    () => (matched ? matchesOf(tree, models[0].weights, matched, root) : []),
    [tree, models, matched, root]
  );
  return {
    tree,
    compared,
    available,
    mode,
    role: shownRole(paired, mode),
    root,
    searched,
    /** Nodes that the search finds, as drawn, and which of them the viewer stands on. */
    matches,
    match: currentMatch(tree, matches, state.match),
    ...frameCounters,
    ...formats,
    changes,
    change,
    category,
    models,
    sandwiched: useMemo(() => sandwichedSymbol(tree, state), [tree, state]),
  };
}

export type Picture = ReturnType<typeof usePicture>;

function useChanges(
  { panel: { timeRange }, paired, comparison }: ModelInput,
  baseline: PairedProfile | undefined,
  { format, cpuFormat }: Formats
) {
  return useMemo(() => {
    const lasted = spanOf([panelRange(timeRange)], []);
    const spans = comparison.frames?.spans ?? { now: lasted, before: lasted };
    return baseline ? changesOf(paired, baseline, spans, format, cpuFormat) : [];
  }, [paired, baseline, comparison.frames, timeRange, format, cpuFormat]);
}

interface Formats {
  formatOf(unit: string): Format;
  format: Format;
  cpuFormat: Format;
}

/** Figures as the value field's unit and decimals say; CPU may be of another unit than wall. */
function useFormats({ frames }: PreparedPanel, paired: PairedProfile): Formats {
  const theme = useTheme2();
  const { unit } = wholeRole(paired)!;
  const cpuUnit = paired.cpu?.unit ?? unit;
  return useMemo(() => {
    const formatOf = (own: string): Format => formatterFor(own, own === unit ? frames.valueField : undefined, theme);
    return { formatOf, format: formatOf(unit), cpuFormat: formatOf(cpuUnit) };
  }, [unit, cpuUnit, frames.valueField, theme]);
}
