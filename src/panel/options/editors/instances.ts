import { type DataFrame } from '@grafana/data';
import { useMemo } from 'react';
import { preparation, type ReadInputs } from '../../../prepare';
import { fileReaders } from '../../../readers';
import { mayHoldFile, splitFrames } from '../../grafana/dataFrames';
import { usePart } from '../../model/usePart';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options';

/** The panel's profiles as it reads them: with its own options, so that nothing is read for an editor alone. None before the panel can read. */
export function instancesOf(series: DataFrame[], options: Partial<PanelOptions> = {}): ReadInputs['instances'] {
  const { queries, stitchAsync } = { ...DEFAULT_OPTIONS, ...options };
  const { inputs } = splitFrames({ series }, { queries, stitchAsync }, (text) => text);
  return preparation.here?.readInputs(inputs).instances ?? [];
}

/** The frames, without those of files until these can be read. */
export function useReadableFrames(series: DataFrame[]): DataFrame[] {
  const readers = usePart(fileReaders, series.some(mayHoldFile), series);
  return useMemo(
    () => (readers === 'coming' ? series.filter((frame) => !mayHoldFile(frame)) : series),
    [readers, series]
  );
}
