import { type DataFrame, LoadingState, type PanelData } from '@grafana/data';
import { useMemo, useState } from 'react';

/**
 * The panel's data, and while queries run the last whole answer: Grafana hands out what each data source has answered so far. With one
 * half of it the panel would change its mode, or have nothing to draw, and menus and text boxes that are open would close.
 */
export function useWholeAnswer(data: PanelData): PanelData {
  const [whole, setWhole] = useState(data.series);
  const partial = data.state === LoadingState.Loading && isMissing(data.series, whole);
  if (!partial && whole !== data.series) {
    setWhole(data.series);
  }
  return useMemo(() => (partial ? { ...data, series: whole } : data), [partial, data, whole]);
}

/** A query of the last answer has none yet. */
function isMissing(series: DataFrame[], whole: DataFrame[]): boolean {
  const answered = new Set(series.map(({ refId }) => refId));
  return whole.some(({ refId }) => !answered.has(refId));
}
