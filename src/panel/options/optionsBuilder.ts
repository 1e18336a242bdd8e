import { type PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '../grafana/translate';
import { type AutomaticSettings } from './editors/AutomaticEditor';
import { fetchedEditor } from './editors/fetchedEditor';
import { automaticEditor, myCodeEditor, queriesEditor, rulesEditor } from './editors/part';
import { DEFAULT_OPTIONS, MAX_QUERIES, MAX_WINDOWS, type PanelOptions } from './options';

type Builder = PanelOptionsEditorBuilder<PanelOptions>;

/** The panel's options in the order in which a person thinks of them: what goes in, how it is drawn, what is said of it, where it leads. */
export function addOptions(builder: Builder): void {
  addData(builder);
  addRollUp(builder);
  addCode(builder);
  addGraph(builder);
  addFindings(builder);
  addCounters(builder);
  addTimeline(builder);
  addLinks(builder);
}

const data = () => [t('Data')];
const graph = () => [t('Graph')];
const findings = () => [t('Findings')];
const timeline = () => [t('Waits over time')];
const links = () => [t('Links')];

function addData(builder: Builder): void {
  builder.addCustomEditor({
    id: 'queries',
    path: 'queries',
    name: t('Queries'),
    category: data(),
    description: t(
      'What each query measures, its format, unit and value type. All of it is detected; set what is detected wrong.'
    ),
    defaultValue: DEFAULT_OPTIONS.queries,
    editor: fetchedEditor(queriesEditor),
  });
}

function addRollUp(builder: Builder): void {
  const { rollUp } = DEFAULT_OPTIONS;
  const add = (name: keyof typeof rollUp, label: string, description: string) =>
    builder.addBooleanSwitch({
      path: `rollUp.${name}`,
      name: label,
      category: data(),
      description,
      defaultValue: rollUp[name],
    });
  add(
    'normalise',
    t('Normalise names'),
    t('Take off addresses, offsets, hashes and the marks of compilers, so that builds and instances merge.')
  );
  add('collapseTemplates', t('Collapse templates'), t('Show C++ and Rust type arguments as <…>.'));
  add('collapseRecursion', t('Collapse recursion'), t('A function that calls itself is one frame'));
  add(
    'collapseChains',
    t('Collapse chains'),
    t('Leave out frames that hand on all their time to one callee, which does the same.')
  );
  add(
    'mergeThreads',
    t('Merge threads'),
    t('Leave out root frames that only name a thread; split by the label "thread" instead.')
  );
  addSwitch(
    builder,
    'stitchAsync',
    data(),
    t('Join async stacks'),
    t('Put a stack under the function that started it, where the profile names it (goroutine dumps).')
  );
}

function addCode(builder: Builder): void {
  builder
    .addCustomEditor({
      id: 'myCode',
      path: 'myCode',
      name: t('My code'),
      category: data(),
      description: t(
        'Regular expression (RE2) on names, files and modules of the functions that are yours: waits and CPU time are put down to them. Empty: libraries, runtimes and the kernel are known by name, everything else is yours.'
      ),
      defaultValue: DEFAULT_OPTIONS.myCode,
      editor: fetchedEditor(myCodeEditor),
    })
    .addCustomEditor({
      id: 'rules',
      path: 'rules',
      name: t('Wait rules'),
      category: data(),
      description: t(
        'Regular expressions (RE2) on frame names, before the built-in table. "CPU" means: this is no wait.'
      ),
      defaultValue: DEFAULT_OPTIONS.rules,
      editor: fetchedEditor(rulesEditor),
    });
}

function addGraph(builder: Builder): void {
  builder
    .addCustomEditor<AutomaticSettings, PanelOptions['mode']>({
      id: 'mode',
      path: 'mode',
      name: t('Mode'),
      category: graph(),
      description: t('What the panel opens with; viewers can switch.'),
      defaultValue: DEFAULT_OPTIONS.mode,
      editor: fetchedEditor(automaticEditor),
      settings: { of: 'mode' },
    })
    .addRadio({
      path: 'direction',
      name: t('Direction'),
      category: graph(),
      defaultValue: DEFAULT_OPTIONS.direction,
      settings: {
        options: [
          { value: 'icicle', label: t('Icicle'), description: t('Callers on top') },
          { value: 'flame', label: t('Flame'), description: t('Callers at the bottom') },
        ],
      },
    });
  addSwitch(
    builder,
    'hideIdle',
    graph(),
    t('Hide idle'),
    t('Leave out expected waiting, such as parked workers; viewers can show it.')
  );
  addSwitch(
    builder,
    'showMinimap',
    graph(),
    t('Minimap'),
    t('Show the whole graph in small where only a part of it is in sight.')
  );
}

function addFindings(builder: Builder): void {
  addSwitch(builder, 'showFinding', findings(), t('Finding'), t('One line that says what takes the time.'));
  addSwitch(
    builder,
    'showList',
    findings(),
    t('List'),
    t('Begin with the list open, where the panel is wide enough; viewers open and close it.')
  );
  builder.addCustomEditor<AutomaticSettings, PanelOptions['defaultList']>({
    id: 'defaultList',
    path: 'defaultList',
    name: t('List opens with'),
    category: findings(),
    defaultValue: DEFAULT_OPTIONS.defaultList,
    editor: fetchedEditor(automaticEditor),
    settings: { of: 'list' },
  });
  addSwitch(
    builder,
    'showDataQuality',
    findings(),
    t('Data quality'),
    t('Say what is to be known of the data. A query that failed is always said.')
  );
}

function addCounters(builder: Builder): void {
  addSwitch(
    builder,
    'showCounters',
    findings(),
    t('Counters'),
    t('Show rows of hardware counters where there are some.')
  );
  builder
    .addRadio({
      path: 'baseline.type',
      name: t('Counters are compared with'),
      category: findings(),
      description: t('For another period: a second query with an offset, its role set to Baseline.'),
      defaultValue: DEFAULT_OPTIONS.baseline.type,
      settings: {
        options: [
          { value: 'first', label: t('Start of range'), description: t('The first quarter of the time range') },
          { value: 'query', label: t('Query'), description: t('A query with the role Baseline') },
          { value: 'number', label: t('Number') },
        ],
      },
      showIf: ({ showCounters }) => showCounters,
    })
    .addNumberInput({
      path: 'baseline.value',
      name: t('Baseline'),
      category: findings(),
      settings: { placeholder: '1.6' },
      showIf: ({ showCounters, baseline }) => showCounters && baseline?.type === 'number',
    });
}

function addTimeline(builder: Builder): void {
  const isOn = (options: PanelOptions) => options.timeline !== 'never';
  const asNumber = ({ fewest, most }: typeof MAX_WINDOWS) => ({ min: fewest, max: most, integer: true });
  builder
    .addRadio({
      path: 'timeline',
      name: t('Waits over time'),
      category: timeline(),
      description: t(
        'A strip of what runs and what waits on the dashboard’s time axis. Where samples have no time of their own, the panel’s queries are asked again for each window.'
      ),
      defaultValue: DEFAULT_OPTIONS.timeline,
      settings: {
        options: [
          { value: 'ask', label: t('Ask'), description: t('Viewers see what it costs and ask for it') },
          { value: 'always', label: t('Always'), description: t('Ask the queries as the dashboard is opened') },
          { value: 'never', label: t('Never') },
        ],
      },
    })
    .addNumberInput({
      path: 'timelineWindows',
      name: t('Most windows'),
      category: timeline(),
      description: t('The range is cut into at most so many; each asks every profile query once.'),
      defaultValue: DEFAULT_OPTIONS.timelineWindows,
      settings: asNumber(MAX_WINDOWS),
      showIf: isOn,
    })
    .addNumberInput({
      path: 'timelineQueries',
      name: t('Most queries a second'),
      category: timeline(),
      description: t('For all windows of this panel in one browser; no more than two requests run at once.'),
      defaultValue: DEFAULT_OPTIONS.timelineQueries,
      settings: asNumber(MAX_QUERIES),
      showIf: isOn,
    });
}

function addLinks(builder: Builder): void {
  builder.addTextInput({
    path: 'stateVariable',
    name: t('Keep the view in a variable'),
    category: links(),
    description: t(
      'Name of a text box variable of the dashboard: zoom, search, mode and filters are then part of its link.'
    ),
    defaultValue: DEFAULT_OPTIONS.stateVariable,
    settings: { placeholder: t('none') },
  });
}

type Switch =
  'stitchAsync' | 'hideIdle' | 'showMinimap' | 'showFinding' | 'showList' | 'showDataQuality' | 'showCounters';

function addSwitch(builder: Builder, path: Switch, category: string[], name: string, description: string): void {
  builder.addBooleanSwitch({ path, name, category, description, defaultValue: DEFAULT_OPTIONS[path] });
}
