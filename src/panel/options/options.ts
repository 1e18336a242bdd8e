import {
  type BaselineSpec,
  type CounterKind,
  DEFAULT_ROLL_UP,
  type Role,
  type RollUpOptions,
  type UserRule,
} from '../../analysis';

export const MODES = ['cpu', 'wall', 'hotcold', 'side', 'changed'] as const;
export type Mode = (typeof MODES)[number];

/** What the list beside the graph shows: who waits, functions by time, the call tree. */
export const LISTS = ['sites', 'functions', 'tree'] as const;
export type ListKind = (typeof LISTS)[number];

/** ask: the viewer is told what it costs, and asks for it. */
export const TIMELINES = ['ask', 'always', 'never'] as const;

export const DIRECTIONS = ['icicle', 'flame'] as const;

/** In the order of the editor: data, graph, findings, links. */
export interface PanelOptions {
  /** Version of this shape; see migrations.ts. */
  version: number;

  /** What is set by hand of a query; an array, because refIds are the user's text. */
  queries: QueryOptions[];
  rollUp: RollUpOptions;
  /** Join stacks under the origin that a format names: goroutines under the function that created them. */
  stitchAsync: boolean;
  /** A regular expression (RE2) on names, files and modules that says what is the program's own; empty: the tables say. */
  myCode: string;
  rules: UserRule[];

  /** The mode that the panel opens in; auto: both times where both are known, else the one that is. */
  mode: 'auto' | Mode;
  direction: (typeof DIRECTIONS)[number];
  /** Leave expected waiting out until the viewer asks for it. */
  hideIdle: boolean;
  /** The whole graph in small, where the large one is scrolled. */
  showMinimap: boolean;

  /** The line that says what takes the time. */
  showFinding: boolean;
  /** The list is open to begin with, where the panel is large enough for both; viewers open and close it. */
  showList: boolean;
  /** What the list opens with; auto: wait sites where there are some, else functions. */
  defaultList: 'auto' | ListKind;
  /** What is to be known of the data: roles, hidden shares, samplers that disagree. A query that failed is always said. */
  showDataQuality: boolean;
  /** The rows of hardware counters. */
  showCounters: boolean;
  /** What counters are compared with. */
  baseline: BaselineSpec;

  /** Waits over time, where they cost queries; from samples that have a time they are shown unless it is `never`. */
  timeline: (typeof TIMELINES)[number];
  /** The most windows that the range is cut into, and so the most points that are asked for. */
  timelineWindows: number;
  /** The most queries that are sent for them in a second. */
  timelineQueries: number;

  /** Name of a dashboard variable (text box) that keeps the view, so that a link leads to it; empty: none. */
  stateVariable: string;
}

/** Overrules what is detected of a query; what is absent is detected. */
export interface QueryOptions {
  refId: string;
  role?: Role;
  /** Id of a reader. */
  format?: string;
  /** Unit of figures that carry none. */
  unit?: string;
  /** pprof sample type, perf event. */
  valueType?: string;
  /** What a time series counts. */
  counter?: CounterKind;
  /** Of off-CPU time: the probability that an event was recorded with, above 0 and at most 1; figures are scaled by its reciprocal. */
  probability?: number;
}

/** Windows that a range is cut into, and queries a second: what can be set, and what is. */
export const MAX_WINDOWS = { fewest: 12, usual: 24, most: 48 };
export const MAX_QUERIES = { fewest: 1, usual: 8, most: 100 };

export const OPTIONS_VERSION = 2;

export const DEFAULT_OPTIONS: PanelOptions = {
  version: OPTIONS_VERSION,
  queries: [],
  rollUp: DEFAULT_ROLL_UP,
  stitchAsync: false,
  myCode: '',
  rules: [],
  mode: 'auto',
  direction: 'icicle',
  hideIdle: false,
  showMinimap: true,
  showFinding: true,
  showList: false,
  defaultList: 'auto',
  showDataQuality: true,
  showCounters: true,
  baseline: { type: 'first' },
  timeline: 'ask',
  timelineWindows: MAX_WINDOWS.usual,
  timelineQueries: MAX_QUERIES.usual,
  stateVariable: '',
};
