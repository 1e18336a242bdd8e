import { max, min, sum } from 'd3';
import { useMemo } from 'react';
import { wholeRole } from '../../analysis';
import { type QueryReport, type TimeSpan } from '../../prepare';
import { type Span } from '../grafana/requests';
import { t } from '../grafana/translate';
import { EVIDENCE_WORDS } from '../model/evidence';
import { type View } from '../model/view';
import { whoRuns } from '../model/whoRuns';
import { changeParts, cpuParts, waitParts } from './bar';

/**
 * How long a file was recorded, which need not be the dashboard's range; of `times` that were chosen from it (ns, none of them twice)
 * what lies inside. Undefined where the samples have no times.
 */
export const secondsRecorded = (
  queries: Array<Pick<QueryReport, 'role' | 'recorded'>>,
  times?: TimeSpan[]
): number | undefined => {
  const recorded = queries.flatMap(({ role, recorded: own }) => (own && role !== 'baseline' ? [own] : []));
  const [from = NaN, to = NaN] = [min(recorded, (one) => one.from), max(recorded, (one) => one.to)];
  const all = times ?? [{ from: from * NS, to: to * NS }];
  const inside = sum(all, (one) => Math.max(0, Math.min(one.to, to * NS) - Math.max(one.from, from * NS)));
  return inside > 0 ? inside / 1e9 : undefined;
};

/** In a millisecond. */
const NS = 1e6;

interface Shown {
  queries: Parameters<typeof secondsRecorded>[0];
  times?: TimeSpan[];
  /** This side of a comparison. */
  compared?: Span;
}

/**
 * What threads × time is of: what was chosen, else recorded, else what a comparison asked for, else the `range`. Undefined of requests
 * that were chosen among others: they overlap, and no clock ran for them.
 */
export const secondsShown = ({ queries, times, compared }: Shown, range: number): number | undefined =>
  compared?.chosen ? undefined : (secondsRecorded(queries, times) ?? (compared?.seconds || range));

/** The parts of the bar are those of the graph below it: kinds of time, whose code runs, or what changed. */
export function useBarParts({
  panel,
  prepared,
  paired,
  model,
  filters,
  comparison,
}: Pick<View, 'panel' | 'prepared' | 'paired' | 'model' | 'filters' | 'comparison'>) {
  const { timeRange } = panel;
  const { mode, split, root, format, cpuFormat } = model;
  const range = secondsShown(
    { queries: prepared.queries, times: filters.times, compared: comparison.frames?.spans.now },
    (timeRange.to.valueOf() - timeRange.from.valueOf()) / 1000
  );
  const { whoseCode } = prepared;
  return useMemo(() => {
    const secondsOf = (unit: string | undefined) => (unit === 'nanoseconds' ? range : undefined);
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
      of: t(EVIDENCE_WORDS[evidence].time),
      parts: waitParts({ split, evidence, format, seconds }),
    };
  }, [mode, paired, root, whoseCode, cpuFormat, split, format, range]);
}
