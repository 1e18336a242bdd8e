import { type AbsoluteTimeRange } from '@grafana/data';
import { type Category, type Metric, type StackFilter } from '../../analysis';
import { type CompareSpec, type Measure } from '../model/comparison';
import { type MatchPlace } from '../model/matches';
import { type ListKind, type Mode } from '../options/options';
import { type Filters } from './filters';

export { LISTS, type ListKind } from '../options/options';

/** What a cell of the heat map holds: how many samples, or their time. */
export const HEAT_MEASURES = ['samples', 'time'] as const;
export type HeatMeasure = (typeof HEAT_MEASURES)[number];

/**
 * What the viewer did, and nothing that follows from the data: kept by names, not by nodes, so that a refresh with new data, a link and
 * another version of the program find the same view. Absent: as the panel's options and the data say.
 */
export interface PanelState {
  mode?: Mode;
  /** Names from the root's callee down to the zoomed frame. */
  zoom: string[];
  search: string;
  /** The match of the search that the viewer has stepped to; it is in no link. */
  match?: MatchPlace;
  /** The graph shows only stacks of this category. */
  category?: Category;
  /** The counter that frames are coloured by. */
  colorBy?: Metric;
  /** The function whose callers and callees are shown in the graph's place. */
  sandwich?: string;
  /** What the drawer lists, and whether it is open. */
  list?: ListKind;
  drawer?: boolean;
  /** Waits over time were asked for, or put away. */
  timeline?: boolean;
  /** A part of the dashboard's range whose profile is shown in the place of all of it; never together with a comparison. */
  window?: AbsoluteTimeRange;
  /** What the cells of the heat map are of; absent: it is closed. */
  heatmap?: HeatMeasure;
  /** The lanes of threads are open. */
  lanes?: boolean;
  filters: Filters;
  compare?: CompareSpec;
  /** What the Changed mode measures in. */
  measure?: Measure;
}

export const INITIAL_STATE: PanelState = { zoom: [], search: '', filters: {} };

export type Action =
  | { type: 'mode'; mode: Mode }
  | { type: 'zoom'; path: string[] }
  | { type: 'search'; text: string }
  | { type: 'match'; match: MatchPlace | undefined }
  /** `shown`: the mode that the viewer sees, which may be the data's choice. */
  | { type: 'category'; category: Category | undefined; shown: Mode }
  /** To a place that waits (or computes): a wait site, a finding. */
  | { type: 'place'; path: string[]; category: Category | undefined; shown: Mode }
  | { type: 'colorBy'; metric: Metric | undefined }
  | { type: 'sandwich'; name: string | undefined }
  | { type: 'list'; list: ListKind }
  | { type: 'drawer'; open: boolean }
  | { type: 'timeline'; on: boolean }
  | { type: 'window'; window: AbsoluteTimeRange | undefined }
  | { type: 'heatmap'; of: HeatMeasure | undefined }
  | { type: 'lanes'; open: boolean }
  | { type: 'filters'; filters: Partial<Filters> }
  | { type: 'filterStacks'; filter: StackFilter }
  /** A bar of folded frames is opened: the libraries are shown again, zoomed to the same place. */
  | { type: 'unfold'; path: string[] }
  | { type: 'compare'; spec: CompareSpec | undefined }
  | { type: 'measure'; measure: Measure }
  /** The functions that a search finds, in the table. */
  | { type: 'table'; search: string }
  /** A link, or the browser's Back. */
  | { type: 'restore'; state: PanelState }
  | { type: 'reset' };

/** Every transition of the panel. Pure. */
export function panelReducer(state: PanelState, action: Action): PanelState {
  switch (action.type) {
    case 'mode': {
      // Nothing waits in a CPU profile: a category of waits would leave nothing.
      const category = action.mode === 'cpu' && state.category !== 'cpu' ? undefined : state.category;
      return { ...state, mode: action.mode, category };
    }
    case 'zoom':
      return { ...state, zoom: action.path, sandwich: undefined };
    case 'search':
      return { ...state, search: action.text, match: undefined };
    case 'match':
      return { ...state, match: action.match };
    case 'category':
      return { ...showingWaits(state, action), category: action.category };
    case 'place': {
      // A filter on another kind would hide what is led to.
      const category = state.category === action.category ? state.category : undefined;
      return { ...showingWaits(state, action), zoom: action.path, sandwich: undefined, category };
    }
    case 'colorBy':
      return { ...state, colorBy: action.metric };
    case 'sandwich':
      return { ...state, sandwich: action.name };
    case 'list':
      return { ...state, list: action.list, drawer: true };
    case 'drawer':
      return { ...state, drawer: action.open };
    case 'timeline':
      return { ...state, timeline: action.on };
    case 'window':
      return { ...state, window: action.window, compare: undefined, mode: state.compare ? undefined : state.mode };
    case 'heatmap':
      return { ...state, heatmap: action.of };
    case 'lanes':
      return { ...state, lanes: action.open || undefined };
    case 'filters':
      return { ...state, filters: { ...state.filters, ...action.filters } };
    case 'filterStacks': {
      const { stacks = [] } = state.filters;
      return { ...state, filters: { ...state.filters, stacks: [...stacks, action.filter] } };
    }
    case 'unfold':
      return { ...state, filters: { ...state.filters, onlyMyCode: undefined }, zoom: action.path, sandwich: undefined };
    case 'compare':
      return { ...state, compare: action.spec, window: undefined, mode: action.spec ? 'changed' : undefined };
    case 'measure':
      return { ...state, measure: action.measure };
    case 'table':
      return { ...state, search: action.search, match: undefined, list: 'functions', drawer: true };
    case 'restore':
      return action.state;
    case 'reset':
      // What the viewer looks at stays open; what was done to the graph is undone.
      return { ...INITIAL_STATE, ...openedBeside(state) };
  }
}

/** What stands beside the graph, or not. */
const openedBeside = ({ list, drawer, timeline, heatmap, lanes }: PanelState) => ({
  list,
  drawer,
  timeline,
  heatmap,
  lanes,
});

/** Waits are not in a CPU profile: who asks for one leaves the CPU mode for all that is known. */
function showingWaits(state: PanelState, { category, shown }: { category?: Category; shown: Mode }): PanelState {
  return category !== undefined && category !== 'cpu' && shown === 'cpu' ? { ...state, mode: 'hotcold' } : state;
}

/** Whether there is anything that *Reset* would undo. */
export const isTouched = ({
  list: _list,
  drawer: _drawer,
  timeline: _timeline,
  heatmap: _heatmap,
  lanes: _lanes,
  zoom,
  search,
  filters,
  ...rest
}: PanelState): boolean =>
  zoom.length > 0 ||
  search !== '' ||
  Object.values(filters).some((value) => value !== undefined) ||
  Object.values(rest).some((value) => value !== undefined);
