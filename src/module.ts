import { FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { DualFlamePanel } from './panel/DualFlamePanel';
import { changeHandler, migrateOptions } from './panel/migrations';
import { addOptions, type PanelOptions } from './panel/options';
import { suggest } from './panel/suggestions';

export const plugin = new PanelPlugin<PanelOptions>(DualFlamePanel)
  .setPanelOptions(addOptions)
  .useFieldConfig({
    disableStandardOptions: [
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.DisplayName,
      FieldConfigProperty.NoValue,
      FieldConfigProperty.Color,
      FieldConfigProperty.Thresholds,
      FieldConfigProperty.Mappings,
      FieldConfigProperty.Filterable,
      FieldConfigProperty.FieldMinMax,
      FieldConfigProperty.Actions,
    ],
  })
  .setMigrationHandler(migrateOptions)
  .setPanelChangeHandler(changeHandler)
  .setSuggestionsSupplier(suggest);
