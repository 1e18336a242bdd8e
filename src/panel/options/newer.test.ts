// A file of its own: Grafana 12.3 has none of it (npm run versions).
import { PanelOptionsEditorBuilder, PanelPlugin, standardEditorsRegistry } from '@grafana/data';
import { config } from '@grafana/runtime';
import { migrateOptions } from './migrations';
import { offerToNewer } from './newer';
import { DEFAULT_OPTIONS, type PanelOptions } from './options';
import { addOptions } from './optionsBuilder';

standardEditorsRegistry.setInit(() =>
  ['boolean', 'select', 'radio', 'text', 'number'].map((id) => ({ id, name: id, editor: () => null }))
);

it('an old Grafana is asked for nothing that it has not', () => {
  const asked = jest.fn();
  offerToNewer({ setSuggestionsSupplier: asked }, () => []);
  expect(asked).toHaveBeenCalledTimes(1);
});

it('quick toggles are options of the editor, by the paths that Grafana looks them up with', () => {
  const plugin = new PanelPlugin<PanelOptions>(() => null);
  offerToNewer(plugin, () => []);
  const builder = new PanelOptionsEditorBuilder<PanelOptions>();
  addOptions(builder);
  const ids = builder.getItems().map(({ id }) => id);
  const { optionProperties } = plugin.viewPanelOptions!.quickToggles!;
  expect(optionProperties.length).toBeGreaterThan(3);
  optionProperties.forEach((id) => expect(ids).toContain(id));
});

describe('a preset', () => {
  const { buildInfo } = config;
  const offered = (version: string) => {
    config.buildInfo = { ...buildInfo, version };
    const plugin = new PanelPlugin<PanelOptions>(() => null);
    plugin.meta = { id: 'p', name: 'P' } as never;
    offerToNewer(plugin, () => []);
    return plugin.getPresets({})!;
  };
  afterEach(() => void (config.buildInfo = buildInfo));

  it('changes the look and nothing else: Grafana lays it over the options and the field config that are set', () => {
    const all = offered('13.2.3');
    expect(all.map(({ name }) => name)).toEqual(['CPU + wall', 'Who waits', 'What runs', 'Graph alone']);
    const ofData: Array<keyof PanelOptions> = ['queries', 'rollUp', 'rules', 'myCode', 'stateVariable', 'baseline'];
    all.forEach(({ options, fieldConfig, pluginId }) => {
      expect(pluginId).toBe('p');
      ofData.forEach((name) => expect(options).not.toHaveProperty(name));
      expect(fieldConfig).toEqual({ defaults: {}, overrides: [] });
      expect(Object.keys(DEFAULT_OPTIONS)).toEqual(expect.arrayContaining(Object.keys(options!)));
      // One look after another is the other one.
      expect(Object.keys(options!)).toEqual(Object.keys(all[0].options!));
    });
    const set = { ...DEFAULT_OPTIONS, stateVariable: 'flame' };
    const applied = all.map(({ options }) => migrateOptions({ options: { ...set, ...options } }));
    expect(applied.map(({ mode }) => mode)).toEqual(['hotcold', 'wall', 'cpu', 'auto']);
    expect(new Set(applied.map((look) => JSON.stringify(look))).size).toBe(4);
  });

  it.each([
    ['13.0.2', 0],
    ['13.1.0', 4],
    ['13.3.0-31234567890', 4],
    ['14.0.0', 4],
  ])('Grafana %s is offered %d: before 13.1 it put a preset in the place of all that is set', (version, many) =>
    expect(offered(version)).toHaveLength(many)
  );

  it('has a card with room for the graph only', () => {
    const [card] = offered('13.2.3');
    card.cardOptions!.previewModifier!(card);
    expect(card.options).toMatchObject({ mode: 'hotcold', showFinding: false, showMinimap: false });
  });
});
