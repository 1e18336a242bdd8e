// A file of its own: Grafana 12.3 has none of it (npm run versions).
import { type FieldConfigSource, PanelOptionsEditorBuilder, PanelPlugin, standardEditorsRegistry } from '@grafana/data';
import { offerToNewer, presets } from './newer';
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
  const set: Partial<PanelOptions> = {
    queries: [{ refId: 'B', role: 'wall' }],
    rules: [{ pattern: 'takeOrder', category: 'idle' }],
    myCode: '^main',
    stateVariable: 'flame',
  };
  const fieldConfig = { defaults: { links: [{ title: 'Logs', url: '/logs' }] }, overrides: [] } as FieldConfigSource;

  it('changes the look; what is set of the data, links and thresholds stays, although Grafana replaces all of it', () => {
    const offered = presets({ options: { ...DEFAULT_OPTIONS, ...set }, fieldConfig });
    expect(offered.map(({ name }) => name)).toEqual(['CPU + wall', 'Who waits', 'What runs', 'Graph alone']);
    offered.forEach((preset) => {
      expect(preset.options).toMatchObject(set);
      expect(preset.fieldConfig).toBe(fieldConfig);
    });
    expect(offered.map(({ options }) => options!.mode)).toEqual(['hotcold', 'wall', 'cpu', 'auto']);
    expect(new Set(offered.map(({ options }) => JSON.stringify(options))).size).toBe(4);
  });

  it('is not offered where it would lose that: Grafana 13.1 does not tell what is set', () =>
    expect(presets({})).toEqual([]));

  it('comes to Grafana as Grafana asks for it', () => {
    const plugin = new PanelPlugin<PanelOptions>(() => null);
    plugin.meta = { id: 'p', name: 'P' } as never;
    offerToNewer(plugin, () => []);
    expect(plugin.getPresets({ options: DEFAULT_OPTIONS } as never)![0]).toMatchObject({
      name: 'CPU + wall',
      pluginId: 'p',
      options: { mode: 'hotcold' },
    });
  });
});
