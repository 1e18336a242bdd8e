import { useMemo, useState } from 'react';
import { type VersionReport } from '../../prepare';
import { annotationsOf } from '../grafana/annotations';
import { type PanelState } from '../state/panelState';
import { type CompareOffer, compareOffers, type ComparisonWords, comparisonWords } from './compareOffers';
import { comparedOf, type ComparisonState } from './useComparison';
import { type ModelInput } from './modelInput';

/** What can be compared, and in words what is. */
export function useComparing(
  panel: ModelInput['panel'],
  { compare }: PanelState,
  versions: VersionReport | undefined,
  { answered }: ComparisonState
): { offers(): CompareOffer[]; comparing?: ComparisonWords } {
  const { data, timeRange, timeZone, replaceVariables } = panel;
  const [marked, setMarked] = useState(compare?.type === 'window' ? compare : undefined);
  if (compare?.type === 'window' && compare !== marked) {
    setMarked(compare); // stays in the menu after it
  }
  return useMemo(() => {
    const input = () => ({
      ...comparedOf({ data, timeRange, replaceVariables }),
      annotations: annotationsOf(data.annotations),
      marked,
      timeZone,
      versions,
    });
    return {
      offers: () => compareOffers(input()),
      comparing: compare && comparisonWords(compare, answered, input()),
    };
  }, [data, timeRange, timeZone, replaceVariables, marked, compare, answered, versions]);
}
