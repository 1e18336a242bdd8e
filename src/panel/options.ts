import { type PanelOptionsEditorBuilder } from '@grafana/data';
import { type BaselineSpec, type CounterKind, type Role, type RollUpOptions, type UserRule } from '../analysis';
import { QueriesEditor } from './editors/QueriesEditor';
import { RulesEditor } from './editors/RulesEditor';

export const MODES = ['cpu', 'wall', 'hotcold', 'side', 'changed'] as const;
export type Mode = (typeof MODES)[number];

export interface PanelOptions {
  /** Version of this shape; see migrations.ts. */
  version: number;
  /** The mode that the panel opens in; auto: hot/cold where both times are known, else the one that is. */
  mode: 'auto' | Mode;
  direction: 'icicle' | 'flame';
  /** The list of the heaviest wait sites, where the panel is large enough. */
  showSites: boolean;
  /** What is set by hand of a query; an array, because refIds are the user's text. */
  queries: QueryOptions[];
  rules: UserRule[];
  rollUp: RollUpOptions;
  /** Join stacks under the origin that a format names: goroutines under the function that created them. */
  stitchAsync: boolean;
  /** What counters are compared with. */
  baseline: BaselineSpec;
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
}

export const OPTIONS_VERSION = 1;

export const DEFAULT_OPTIONS: PanelOptions = {
  version: OPTIONS_VERSION,
  mode: 'auto',
  direction: 'icicle',
  showSites: true,
  queries: [],
  rules: [],
  rollUp: {
    normalise: true,
    collapseTemplates: false,
    collapseRecursion: false,
    collapseChains: false,
    mergeThreads: true,
  },
  stitchAsync: false,
  baseline: { type: 'first' },
  stateVariable: '',
};

export function addOptions(builder: PanelOptionsEditorBuilder<PanelOptions>): void {
  builder
    .addSelect({
      path: 'mode',
      name: 'Mode',
      description: 'What the panel opens with; viewers can switch.',
      defaultValue: DEFAULT_OPTIONS.mode,
      settings: {
        options: [
          { value: 'auto', label: 'Automatic', description: 'Hot/cold where CPU and wall are known' },
          { value: 'cpu', label: 'CPU' },
          { value: 'wall', label: 'Wall' },
          { value: 'hotcold', label: 'Hot/cold' },
          { value: 'side', label: 'Side by side' },
        ],
      },
    })
    .addRadio({
      path: 'direction',
      name: 'Direction',
      defaultValue: DEFAULT_OPTIONS.direction,
      settings: {
        options: [
          { value: 'icicle', label: 'Icicle', description: 'Callers on top' },
          { value: 'flame', label: 'Flame', description: 'Callers at the bottom' },
        ],
      },
    })
    .addTextInput({
      path: 'stateVariable',
      name: 'Keep the view in a variable',
      description:
        'Name of a text box variable of the dashboard: zoom, search, mode and filters are then part of its link.',
      defaultValue: DEFAULT_OPTIONS.stateVariable,
      settings: { placeholder: 'none' },
    })
    .addBooleanSwitch({
      path: 'showSites',
      name: 'Wait sites',
      description: 'List the application frames that wait longest, where the panel is large enough.',
      defaultValue: DEFAULT_OPTIONS.showSites,
    })
    .addCustomEditor({
      id: 'queries',
      path: 'queries',
      name: 'Queries',
      description:
        'What each query measures, its format, unit and value type. All of it is detected; set what is detected wrong.',
      defaultValue: DEFAULT_OPTIONS.queries,
      editor: QueriesEditor,
    })
    .addCustomEditor({
      id: 'rules',
      path: 'rules',
      name: 'Wait rules',
      description: 'Regular expressions (RE2) on frame names, before the built-in table. "CPU" means: this is no wait.',
      defaultValue: DEFAULT_OPTIONS.rules,
      editor: RulesEditor,
    })
    .addBooleanSwitch({
      path: 'rollUp.normalise',
      name: 'Normalise names',
      category: ['Roll-up'],
      description:
        'Take off addresses, offsets, hashes and the marks of compilers, so that builds and instances merge.',
      defaultValue: DEFAULT_OPTIONS.rollUp.normalise,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseTemplates',
      name: 'Collapse templates',
      category: ['Roll-up'],
      description: 'Show C++ and Rust type arguments as <…>.',
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseTemplates,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseRecursion',
      name: 'Collapse recursion',
      category: ['Roll-up'],
      description: 'A function that calls itself is one frame.',
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseRecursion,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseChains',
      name: 'Collapse chains',
      category: ['Roll-up'],
      description: 'Leave out frames that hand on all their time to one callee, which does the same.',
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseChains,
    })
    .addBooleanSwitch({
      path: 'rollUp.mergeThreads',
      name: 'Merge threads',
      category: ['Roll-up'],
      description: 'Leave out root frames that only name a thread; split by the label "thread" instead.',
      defaultValue: DEFAULT_OPTIONS.rollUp.mergeThreads,
    })
    .addBooleanSwitch({
      path: 'stitchAsync',
      name: 'Join async stacks',
      category: ['Roll-up'],
      description: 'Put a stack under the function that started it, where the profile names it (goroutine dumps).',
      defaultValue: DEFAULT_OPTIONS.stitchAsync,
    })
    .addRadio({
      path: 'baseline.type',
      name: 'Counters are compared with',
      category: ['Counters'],
      description: 'For another period: a second query with an offset, its role set to Baseline.',
      defaultValue: DEFAULT_OPTIONS.baseline.type,
      settings: {
        options: [
          { value: 'first', label: 'Start of range', description: 'The first quarter of the time range' },
          { value: 'query', label: 'Query', description: 'A query with the role Baseline' },
          { value: 'number', label: 'Number' },
        ],
      },
    })
    .addNumberInput({
      path: 'baseline.value',
      name: 'Baseline',
      category: ['Counters'],
      settings: { placeholder: '1.6' },
      showIf: (options) => options.baseline?.type === 'number',
    });
}
