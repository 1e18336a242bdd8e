import { type DataFrame } from '@grafana/data';
import { fileReaders, holdsCalls, holdsProfile, needsFileReaders } from '../../readers';
import { columnOf } from '../grafana/dataFrames';
import { t } from '../grafana/translate';
import { CARD, type DataSummary, type Suggestion } from './newer';

/** Enough to tell what a table holds. */
const HEAD = 50;
/** Grafana's scores of a suggestion; its own panels stand before those of plugins, whatever these are. */
const SCORE = { best: 100, good: 70 };

/**
 * Offers the panel for flame graph frames, and for tables of stacks or of recordings. Called by Grafana 13 and newer; older ones keep a
 * fixed list of panels.
 */
export function suggest(data: DataSummary): Suggestion[] | void {
  if (!data.hasData) {
    return;
  }
  if (data.hasPreferredVisualisationType('flamegraph')) {
    return [suggestion(SCORE.best)];
  }
  if (data.rawFrames?.some(holdsStacks)) {
    return [suggestion(SCORE.good)];
  }
}

const suggestion = (score: number): Suggestion => ({
  name: t('Dual Flame: CPU and waiting'),
  score,
  cardOptions: CARD,
});

/** Its first rows are of functions that call each other. */
function holdsStacks(frame: DataFrame): boolean {
  const length = Math.min(frame.length, HEAD);
  const columns = frame.fields
    .map(columnOf)
    .map((column) => ({ ...column, values: Array.from({ length }, (_, row) => column.values[row]) }));
  const source = { kind: 'columns' as const, columns, length };
  if (!needsFileReaders(source)) {
    return holdsCalls(source);
  }
  const { here } = fileReaders;
  if (!here) {
    fileReaders.fetch().catch(() => undefined); // Grafana wants its answer at once: the next one knows
    return false;
  }
  return (
    holdsProfile(source) &&
    here.read(source, {}).reads.some(({ profile }) => profile.stacks.prefix.some((caller) => caller >= 0))
  );
}
