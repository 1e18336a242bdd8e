import { type PanelOptionsEditorBuilder } from '@grafana/data';
import {
  type BaselineSpec,
  type CounterKind,
  DEFAULT_ROLL_UP,
  type Role,
  type RollUpOptions,
  type UserRule,
} from '../analysis';
import { MyCodeEditor } from './editors/MyCodeEditor';
import { QueriesEditor } from './editors/QueriesEditor';
import { RulesEditor } from './editors/RulesEditor';
import { say } from './say';

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
      name: say('Mode'),
      description: say('What the panel opens with; viewers can switch.'),
      defaultValue: DEFAULT_OPTIONS.mode,
      settings: {
        options: [
          { value: 'auto', label: say('Automatic'), description: say('Hot/cold where CPU and wall are known') },
          { value: 'cpu', label: 'CPU' },
          { value: 'wall', label: say('Wall') },
          { value: 'hotcold', label: say('Hot/cold') },
          { value: 'side', label: say('Side by side') },
        ],
      },
    })
    .addRadio({
      path: 'direction',
      name: say('Direction'),
      defaultValue: DEFAULT_OPTIONS.direction,
      settings: {
        options: [
          { value: 'icicle', label: say('Icicle'), description: say('Callers on top') },
          { value: 'flame', label: say('Flame'), description: say('Callers at the bottom') },
        ],
      },
    })
    .addTextInput({
      path: 'stateVariable',
      name: say('Keep the view in a variable'),
      description: say(
        'Name of a text box variable of the dashboard: zoom, search, mode and filters are then part of its link.'
      ),
      defaultValue: DEFAULT_OPTIONS.stateVariable,
      settings: { placeholder: say('none') },
    })
    .addBooleanSwitch({
      path: 'showSites',
      name: say('Wait sites'),
      description: say('List the application frames that wait longest, where the panel is large enough.'),
      defaultValue: DEFAULT_OPTIONS.showSites,
    })
    .addCustomEditor({
      id: 'queries',
      path: 'queries',
      name: say('Queries'),
      description: say(
        'What each query measures, its format, unit and value type. All of it is detected; set what is detected wrong.'
      ),
      defaultValue: DEFAULT_OPTIONS.queries,
      editor: QueriesEditor,
    })
    .addCustomEditor({
      id: 'rules',
      path: 'rules',
      name: say('Wait rules'),
      description: say(
        'Regular expressions (RE2) on frame names, before the built-in table. "CPU" means: this is no wait.'
      ),
      defaultValue: DEFAULT_OPTIONS.rules,
      editor: RulesEditor,
    })
    .addCustomEditor({
      id: 'myCode',
      path: 'myCode',
      name: say('My code'),
      description: say(
        'Regular expression (RE2) on names, files and modules of the functions that are yours: waits and CPU time are put down to them. Empty: libraries, runtimes and the kernel are known by name, everything else is yours.'
      ),
      defaultValue: DEFAULT_OPTIONS.myCode,
      editor: MyCodeEditor,
    })
    .addBooleanSwitch({
      path: 'rollUp.normalise',
      name: say('Normalise names'),
      category: [say('Roll-up')],
      description: say(
        'Take off addresses, offsets, hashes and the marks of compilers, so that builds and instances merge.'
      ),
      defaultValue: DEFAULT_OPTIONS.rollUp.normalise,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseTemplates',
      name: say('Collapse templates'),
      category: [say('Roll-up')],
      description: say('Show C++ and Rust type arguments as <…>.'),
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseTemplates,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseRecursion',
      name: say('Collapse recursion'),
      category: [say('Roll-up')],
      description: say('A function that calls itself is one frame'),
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseRecursion,
    })
    .addBooleanSwitch({
      path: 'rollUp.collapseChains',
      name: say('Collapse chains'),
      category: [say('Roll-up')],
      description: say('Leave out frames that hand on all their time to one callee, which does the same.'),
      defaultValue: DEFAULT_OPTIONS.rollUp.collapseChains,
    })
    .addBooleanSwitch({
      path: 'rollUp.mergeThreads',
      name: say('Merge threads'),
      category: [say('Roll-up')],
      description: say('Leave out root frames that only name a thread; split by the label "thread" instead.'),
      defaultValue: DEFAULT_OPTIONS.rollUp.mergeThreads,
    })
    .addBooleanSwitch({
      path: 'stitchAsync',
      name: say('Join async stacks'),
      category: [say('Roll-up')],
      description: say('Put a stack under the function that started it, where the profile names it (goroutine dumps).'),
      defaultValue: DEFAULT_OPTIONS.stitchAsync,
    })
    .addRadio({
      path: 'baseline.type',
      name: say('Counters are compared with'),
      category: [say('Counters')],
      description: say('For another period: a second query with an offset, its role set to Baseline.'),
      defaultValue: DEFAULT_OPTIONS.baseline.type,
      settings: {
        options: [
          { value: 'first', label: say('Start of range'), description: say('The first quarter of the time range') },
          { value: 'query', label: say('Query'), description: say('A query with the role Baseline') },
          { value: 'number', label: say('Number') },
        ],
      },
    })
    .addNumberInput({
      path: 'baseline.value',
      name: say('Baseline'),
      category: [say('Counters')],
      settings: { placeholder: '1.6' },
      showIf: (options) => options.baseline?.type === 'number',
    });
}
