import { PanelOptionsEditorBuilder, standardEditorsRegistry } from '@grafana/data';
import { DEFAULT_OPTIONS, type PanelOptions } from './options';
import { addOptions } from './optionsBuilder';

standardEditorsRegistry.setInit(() =>
  ['boolean', 'select', 'radio', 'text', 'number'].map((id) => ({ id, name: id, editor: () => null }))
);

const items = () => {
  const builder = new PanelOptionsEditorBuilder<PanelOptions>();
  addOptions(builder);
  return builder.getItems();
};
const at = (options: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], options);

it('stands in the order in which a person thinks: what goes in, how it is drawn, what is said, where it leads', () => {
  expect([...new Set(items().map(({ category }) => category?.join()))]).toEqual([
    'Data',
    'Graph',
    'Findings',
    'Waits over time',
    'Links',
  ]);
  expect(items().map(({ name }) => name)).toEqual([
    'Queries',
    'Normalise names',
    'Collapse templates',
    'Collapse recursion',
    'Collapse chains',
    'Merge threads',
    'Join async stacks',
    'My code',
    'Wait rules',
    'Mode',
    'Direction',
    'Hide idle',
    'Minimap',
    'Finding',
    'List',
    'List opens with',
    'Data quality',
    'Counters',
    'Counters are compared with',
    'Baseline',
    'Waits over time',
    'Most windows',
    'Most queries a second',
    'Keep the view in a variable',
  ]);
});

it('every option has one editor, which begins with the default', () => {
  const edited = items().map(({ path }) => path.split('.')[0]);
  expect([...new Set(edited)].sort()).toEqual(
    Object.keys(DEFAULT_OPTIONS)
      .filter((name) => name !== 'version')
      .sort()
  );
  for (const { path, defaultValue } of items().filter((item) => item.path !== 'baseline.value')) {
    expect([path, defaultValue]).toEqual([path, at(DEFAULT_OPTIONS, path)]);
  }
});

it('asks for a number to compare with only where counters are shown and compared with one', () => {
  const asked = (options: Partial<PanelOptions>) =>
    items()
      .filter(({ path, showIf }) => path.startsWith('baseline') && showIf!({ ...DEFAULT_OPTIONS, ...options }))
      .map(({ name }) => name);
  expect(asked({})).toEqual(['Counters are compared with']);
  expect(asked({ baseline: { type: 'number', value: 1 } })).toEqual(['Counters are compared with', 'Baseline']);
  expect(asked({ showCounters: false, baseline: { type: 'number', value: 1 } })).toEqual([]);
});
