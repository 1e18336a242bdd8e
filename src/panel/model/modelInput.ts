import { type PanelProps, type TimeRange } from '@grafana/data';
import { type PairedProfile, type SummedWindow } from '../../analysis';
import { type PanelOptions } from '../options/options';
import { type Filters } from '../state/filters';
import { type PanelState } from '../state/panelState';
import { type ComparisonState } from './useComparison';
import { type PreparedPanel } from './usePrepared';

/** What the panel's model follows from: Grafana's props, the prepared data, what the viewer did, and what is compared. */
export interface ModelInput {
  panel: Pick<PanelProps<PanelOptions>, 'data' | 'options' | 'timeRange' | 'timeZone' | 'replaceVariables'>;
  /** The dashboard's time range, on whose axis strips stand; that of `panel` is the one that the profile is of. */
  axis: TimeRange;
  prepared: PreparedPanel;
  paired: PairedProfile;
  state: PanelState;
  /** The viewer's, and where he set none the options'. */
  filters: Filters;
  comparison: ComparisonState;
  /** What the strip of waits over time has been answered of the time that is shown, once all of it is there. */
  strip?: readonly SummedWindow[];
  /** The same of the time compared with. */
  stripBefore?: readonly SummedWindow[];
}
