import { type DataFrame } from '@grafana/data';
import { type ReadInputs, readInputs } from '../../../prepare';
import { splitFrames } from '../../grafana/dataFrames';
import { DEFAULT_OPTIONS, type PanelOptions } from '../options';

/** The panel's profiles as it reads them: with its own options, so that nothing is read for an editor alone. */
export function instancesOf(series: DataFrame[], options: Partial<PanelOptions> = {}): ReadInputs['instances'] {
  const { queries, stitchAsync } = { ...DEFAULT_OPTIONS, ...options };
  return readInputs(splitFrames({ series }, { queries, stitchAsync }, (text) => text).inputs).instances;
}
