import { max, min } from 'd3';
import { useMemo } from 'react';
import { wholeRole } from '../../analysis';
import { type QueryReport } from '../../prepare';
import { t } from '../grafana/translate';
import { wordsOf } from '../model/evidence';
import { type View } from '../model/view';
import { whoRuns } from '../model/whoRuns';
import { changeParts, cpuParts, waitParts } from './bar';

/** How long a file was recorded, which need not be the dashboard's range; undefined where the samples have no times. */
export const secondsRecorded = (queries: Array<Pick<QueryReport, 'role' | 'recorded'>>): number | undefined => {
  const recorded = queries.flatMap(({ role, recorded: own }) => (own && role !== 'baseline' ? [own] : []));
  const [from = NaN, to = NaN] = [min(recorded, (one) => one.from), max(recorded, (one) => one.to)];
  return to > from ? (to - from) / 1000 : undefined;
};

/** The parts of the bar are those of the graph below it: kinds of time, whose code runs, or what changed. */
export function useBarParts({ panel, prepared, paired, model }: Pick<View, 'panel' | 'prepared' | 'paired' | 'model'>) {
  const { timeRange } = panel;
  const { mode, split, root, format, cpuFormat } = model;
  const range = secondsRecorded(prepared.queries) ?? (timeRange.to.valueOf() - timeRange.from.valueOf()) / 1000;
  const { whoseCode } = prepared;
  return useMemo(() => {
    const secondsOf = (unit: string | undefined) => (unit === 'nanoseconds' && !paired.elapsed ? range : undefined);
    if (mode === 'changed') {
      return { title: t('How much it changed'), of: '', parts: changeParts() };
    }
    if (mode === 'cpu') {
      const running = whoRuns(paired, root, whoseCode);
      const seconds = secondsOf(paired.cpu?.unit);
      const filters = paired.evidence === 'cpu';
      return {
        title: t('Whose code runs'),
        of: t('CPU time'),
        parts: cpuParts({ running, filters, format: cpuFormat, seconds }),
      };
    }
    const seconds = secondsOf(wholeRole(paired)?.unit);
    const { evidence } = paired;
    return {
      title: t('How the time splits'),
      of: t(wordsOf(paired).time),
      parts: waitParts({ split, evidence, format, seconds }),
    };
  }, [mode, paired, root, whoseCode, cpuFormat, split, format, range]);
}
