import { type PanelProps } from '@grafana/data';
import { type SummedWindow } from '../../analysis';
import { type KnownAnswers } from '../grafana/queryRanges';
import { type PanelOptions } from '../options/options';
import { type Action } from '../state/panelState';
import { type HoverStore } from '../state/useHover';
import { type PanelLayout } from '../ui/panelLayout';
import { type PanelActions } from './usePanelActions';
import { type ModelInput } from './modelInput';
import { type PanelModel } from './usePanelModel';

export interface PanelInput extends ModelInput {
  panel: PanelProps<PanelOptions>;
  /** What the queries have answered for windows of the range. */
  windows: KnownAnswers;
  dispatch(action: Action): void;
}

/** What the surfaces share: the data, what follows from it, what can be done, and where there is room. */
export interface View extends PanelInput {
  model: PanelModel;
  on: PanelActions;
  layout: PanelLayout;
  hover: HoverStore;
  /** Hands over what the strip of waits over time has been answered, once it is all there; undefined: it is not. */
  onStrip(windows: readonly SummedWindow[] | undefined): void;
}
