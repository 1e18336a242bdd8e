import { type PanelOptionsEditorBuilder } from '@grafana/data';
import {
  type BaselineSpec,
  type CounterKind,
  DEFAULT_ROLL_UP,
  type Role,
  type RollUpOptions,
  type UserRule,
} from '../../analysis/index';
import { MyCodeEditor } from './editors/MyCodeEditor';
import { QueriesEditor } from './editors/QueriesEditor';
import { RulesEditor } from './editors/RulesEditor';
import { t } from '../grafana/translate';

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
  /** A regular expression (RE2) on names, files and modules that says what is the program's own; empty: the tables say. */
  myCode: string;
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
  myCode: '',
  rollUp: DEFAULT_ROLL_UP,
  stitchAsync: false,
  baseline: { type: 'first' },
  stateVariable: '',
};

export function addOptions(builder: PanelOptionsEditorBuilder<PanelOptions>): void {
  builder
    .addSelect({
      path: 'mode',
      name: t('Mode'),
      description: t('What the panel opens with; viewers can switch.'),
      defaultValue: DEFAULT_OPTIONS.mode,
      settings: {
        options: [
          { value: 'auto', label: t('Automatic'), description: t('Hot/cold where CPU and wall are known') },
          { value: 'cpu', label: 'CPU' },
          { value: 'wall', label: t('Wall') },
          { value: 'hotcold', label: t('Hot/cold') },
          { value: 'side', label: t('Side by side') },
        ],
      },
    })
    .addRadio({
      path: 'direction',
      name: t('Direction'),
      defaultValue: DEFAULT_OPTIONS.direction,
      settings: {
        options: [
          { value: 'icicle', label: t('Icicle'), description: t('Callers on top') },
          { value: 'flame', label: t('Flame'), description: t('Callers at the bottom') },
        ],
      },
    })
    .addTextInput({
      path: 'stateVariable',
      name: t('Keep the view in a variable'),
      description: t(
        'Name of a text box variable of the dashboard: zoom, search, mode and filters are then part of its link.'
      ),
      defaultValue: DEFAULT_OPTIONS.stateVariable,
      settings: { placeholder: t('none') },
    })
    .addBooleanSwitch({
      path: 'showSites',
      name: t('Wait sites'),
      description: t('List the application frames that wait longest, where the panel is large enough.'),
      defaultValue: DEFAULT_OPTIONS.showSites,
    })
    .addCustomEditor({
      id: 'queries',
      path: 'queries',
      name: t('Queries'),
      description: t(
        'What each query measures, its format, unit and value type. All of it is detected; set what is detected wrong.'
      ),
      defaultValue: DEFAULT_OPTIONS.queries,
      editor: QueriesEditor,
    })
    .addCustomEditor({
      id: 'rules',
      path: 'rules',
      name: t('Wait rules'),
      description: t(
        'Regular expressions (RE2) on frame names, before the built-in table. "CPU" means: this is no wait.'
      ),
      defaultValue: DEFAULT_OPTIONS.rules,
      editor: RulesEditor,
    })
    .addCustomEditor({
      id: 'myCode',
      path: 'myCode',
      name: t('My code'),
      description: t(
        'Regular expression (RE2) on names, files and modules of the functions that are yours: waits and CPU time are put down to them. Empty: libraries, runtimes and the kernel are known by name, everything else is yours.'
      ),
      defaultValue: DEFAULT_OPTIONS.myCode,
      editor: MyCodeEditor,
    })
    .addBooleanSwitch({
      path: 'rollUp.normalise',
      name: t('Normalise names'),
      category: [t('Roll-up')],
      description: t(
        'Take off addresses, offsets, hashes and the marks of compilers, so that builds and instances merge.'
      ),
      defaultValue: DEFAULT_OPTIONS.rollUp.normalise,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseTemplates',
      name: t('Collapse templates'),
      category: [t('Roll-up')],
      description: t('Show C++ and Rust type arguments as <…>.'),
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseTemplates,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseRecursion',
      name: t('Collapse recursion'),
      category: [t('Roll-up')],
      description: t('A function that calls itself is one frame'),
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseRecursion,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseChains',
      name: t('Collapse chains'),
      category: [t('Roll-up')],
      description: t('Leave out frames that hand on all their time to one callee, which does the same.'),
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseChains,
    })
    .addBooleanSwitch({
      path: 'rollUp.mergeThreads',
      name: t('Merge threads'),
      category: [t('Roll-up')],
      description: t('Leave out root frames that only name a thread; split by the label "thread" instead.'),
      defaultValue: DEFAULT_OPTIONS.rollUp.mergeThreads,
    })
    .addBooleanSwitch({
      path: 'stitchAsync',
      name: t('Join async stacks'),
      category: [t('Roll-up')],
      description: t('Put a stack under the function that started it, where the profile names it (goroutine dumps).'),
      defaultValue: DEFAULT_OPTIONS.stitchAsync,
    })
    .addRadio({
      path: 'baseline.type',
      name: t('Counters are compared with'),
      category: [t('Counters')],
      description: t('For another period: a second query with an offset, its role set to Baseline.'),
      defaultValue: DEFAULT_OPTIONS.baseline.type,
      settings: {
        options: [
          { value: 'first', label: t('Start of range'), description: t('The first quarter of the time range') },
          { value: 'query', label: t('Query'), description: t('A query with the role Baseline') },
          { value: 'number', label: t('Number') },
        ],
      },
    })
    .addNumberInput({
      path: 'baseline.value',
      name: t('Baseline'),
      category: [t('Counters')],
      settings: { placeholder: '1.6' },
      showIf: (options) => options.baseline?.type === 'number',
    });
}
