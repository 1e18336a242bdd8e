import { FieldConfigProperty, PanelPlugin, ThresholdsMode } from '@grafana/data';
import { beforehand } from './panel/beforehand';
import { DualFlamePanel } from './panel/DualFlamePanel';
import { changeHandler, migrateOptions } from './panel/options/migrations';
import { offerToNewer } from './panel/options/newer';
import { type PanelOptions } from './panel/options/options';
import { addOptions } from './panel/options/optionsBuilder';
import { grafanaTexts, translationsAreLoaded } from './panel/grafana/translate';
import { suggest } from './panel/options/suggestions';
import pluginJson from './plugin.json';

// Where a part does not come, the panel asks for it again and says so.
beforehand().catch(() => undefined);

// Grafana has read src/locales by then; the option names below are looked up in them.
translationsAreLoaded(...grafanaTexts(pluginJson.id));

export const plugin = new PanelPlugin<PanelOptions>(DualFlamePanel)
  .setPanelOptions(addOptions)
  .useFieldConfig({
    standardOptions: {
      // One step is no threshold: counters are then judged by the documented defaults.
      [FieldConfigProperty.Thresholds]: {
        defaultValue: { mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'text' }] },
      },
    },
    disableStandardOptions: [
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.DisplayName,
      FieldConfigProperty.NoValue,
      FieldConfigProperty.Color,
      FieldConfigProperty.Mappings,
      FieldConfigProperty.Filterable,
      FieldConfigProperty.FieldMinMax,
      FieldConfigProperty.Actions,
    ],
  })
  .setDataSupport({ annotations: true, alertStates: true })
  .setMigrationHandler(migrateOptions)
  .setPanelChangeHandler(changeHandler);

offerToNewer(plugin, suggest);
