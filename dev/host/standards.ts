import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  type FieldConfigPropertyItem,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformersRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

const NoEditor = () => null;
const any = () => true;

const property = (id: string, process: unknown): FieldConfigPropertyItem =>
  ({
    id,
    path: id,
    name: id,
    editor: NoEditor,
    override: NoEditor,
    process,
    settings: {},
    shouldApply: any,
  }) as unknown as FieldConfigPropertyItem;

/** The standard field config and option editors that Grafana registers at its start; without them no unit is applied. */
export function registerStandards(): void {
  standardEditorsRegistry.setInit(() =>
    [
      'text',
      'number',
      'slider',
      'boolean',
      'select',
      'multi-select',
      'radio',
      'unit',
      'color',
      'fieldColor',
      'links',
      'thresholds',
      'mappings',
      'strings',
      'timezone',
      'stats-picker',
      'field-name',
      'multi-variable',
      'dashboard-uid',
    ].map((id) => ({ id, name: id, editor: NoEditor }) as never)
  );
  standardFieldConfigEditorRegistry.setInit(() => [
    property('unit', unitOverrideProcessor),
    property('min', numberOverrideProcessor),
    property('max', numberOverrideProcessor),
    property('decimals', numberOverrideProcessor),
    property('displayName', displayNameOverrideProcessor),
    property('noValue', stringOverrideProcessor),
    property('color', identityOverrideProcessor),
    property('thresholds', thresholdsOverrideProcessor),
    property('mappings', valueMappingsOverrideProcessor),
    property('links', dataLinksOverrideProcessor),
    property('filterable', booleanOverrideProcessor),
    property('fieldMinMax', booleanOverrideProcessor),
    property('actions', identityOverrideProcessor),
  ]);
  standardTransformersRegistry.setInit(() => []);
}
