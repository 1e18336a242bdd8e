import { useMemo } from 'react';
import { type Evidence, wholeRole } from '../../analysis';
import { msg, t } from '../grafana/translate';
import { type View } from '../model/view';
import { whoRuns } from '../model/whoRuns';
import { changeParts, cpuParts, waitParts } from './bar';

/** What the shares are of. */
const WHOLE: Record<Evidence, string> = {
  'cpu+wall': msg('wall time'),
  'cpu+offcpu': msg('wall time'),
  wall: msg('wall time'),
  cpu: msg('CPU time'),
  offcpu: msg('off-CPU time'),
  other: '',
};

/** The parts of the bar are those of the graph below it: kinds of time, whose code runs, or what changed. */
export function useBarParts({ panel, prepared, paired, model }: Pick<View, 'panel' | 'prepared' | 'paired' | 'model'>) {
  const { timeRange } = panel;
  const { mode, split, root, format, cpuFormat } = model;
  const range = (timeRange.to.valueOf() - timeRange.from.valueOf()) / 1000;
  const { whoseCode } = prepared;
  return useMemo(() => {
    const secondsOf = (unit: string | undefined) => (unit === 'nanoseconds' ? range : undefined);
    if (mode === 'changed') {
      return { title: t('What changed'), of: '', parts: changeParts() };
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
      of: t(WHOLE[evidence]),
      parts: waitParts({ split, evidence, format, seconds }),
    };
  }, [mode, paired, root, whoseCode, cpuFormat, split, format, range]);
}
