import {
  type DataFrame,
  type PanelDataSummary,
  type VisualizationSuggestion,
  VisualizationSuggestionScore,
} from '@grafana/data';
import { fileReaders, holdsProfile, needsFileReaders, readSource } from '../../readers';
import { columnOf } from '../grafana/dataFrames';
import { type PanelOptions } from './options';

/** Enough to tell what a table holds. */
const HEAD = 50;

/**
 * Offers the panel for flame graph frames, and for tables of stacks or of recordings. Called by Grafana 13 and newer; older ones keep a
 * fixed list of panels.
 */
export function suggest(data: PanelDataSummary): Array<VisualizationSuggestion<PanelOptions>> | void {
  if (!data.hasData) {
    return;
  }
  const name = 'Dual Flame: CPU and waiting';
  if (data.hasPreferredVisualisationType('flamegraph')) {
    return [{ name, score: VisualizationSuggestionScore.Best }];
  }
  if (data.rawFrames?.some(holdsStacks)) {
    return [{ name, score: VisualizationSuggestionScore.Good }];
  }
}

/** Its first rows read as a profile in which functions call each other: ids in a column named `trace` do not. */
function holdsStacks(frame: DataFrame): boolean {
  const length = Math.min(frame.length, HEAD);
  const columns = frame.fields
    .map(columnOf)
    .map((column) => ({ ...column, values: Array.from({ length }, (_, row) => column.values[row]) }));
  const source = { kind: 'columns' as const, columns, length };
  if (needsFileReaders(source) && !fileReaders.here) {
    fileReaders.fetch().catch(() => undefined); // Grafana wants its answer at once: the next one knows
    return false;
  }
  return (
    holdsProfile(source) &&
    readSource(source).reads.some(({ profile }) => profile.stacks.prefix.some((caller) => caller >= 0))
  );
}
