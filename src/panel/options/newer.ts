import { type DataFrame, type FieldConfigSource } from '@grafana/data';
import { t } from '../grafana/translate';
import { migrateOptions } from './migrations';
import { type PanelOptions } from './options';

/*
 * What newer versions of Grafana ask a panel plugin and the oldest one that is supported (12.3) has no types of. It is offered where it
 * is asked for at run time, so that one build runs in all of them.
 */

/** What Grafana tells of a panel's data; since 12.4. */
export interface DataSummary {
  hasData?: boolean;
  rawFrames?: DataFrame[];
  hasPreferredVisualisationType(type: 'flamegraph'): boolean;
}

/** A way to show that data; `score` of 100 at most. */
export interface Suggestion {
  name: string;
  description?: string;
  score?: number;
  options?: Partial<PanelOptions>;
  fieldConfig?: FieldConfigSource;
  cardOptions?: { previewModifier?(shown: Suggestion): void };
}

interface PresetContext {
  /** The panel as it is; Grafana 13.1 does not tell it. */
  options?: unknown;
  fieldConfig?: FieldConfigSource;
}

interface Newer {
  setSuggestionsSupplier(supplier: (data: DataSummary) => Suggestion[] | void): unknown;
  setPresetsSupplier?(supplier: (context: PresetContext) => Suggestion[]): unknown;
  setViewPanelOptions?(options: {
    quickToggles: { optionProperties: string[]; fieldConfigProperties: string[] };
  }): unknown;
}

/** Options that a viewer may want to turn for a look: paths as in the builder. The mode is a switch of the panel itself. */
const QUICK_TOGGLES = ['direction', 'hideIdle', 'showFinding', 'showList', 'showCounters'];

export function offerToNewer(plugin: object, suggest: (data: DataSummary) => Suggestion[] | void): void {
  const newer = plugin as Newer;
  newer.setSuggestionsSupplier(suggest);
  newer.setPresetsSupplier?.(presets);
  newer.setViewPanelOptions?.({ quickToggles: { optionProperties: QUICK_TOGGLES, fieldConfigProperties: [] } });
}

/**
 * Looks of the panel. Grafana puts a preset in the place of all options and the field config: what is set of the data (queries, rules,
 * links, thresholds) is kept, and where Grafana does not tell it nothing is offered.
 */
export function presets({ options, fieldConfig }: PresetContext): Suggestion[] {
  if (options === undefined) {
    return [];
  }
  const kept = migrateOptions({ options });
  return looks().map(({ look, ...words }) => ({ ...words, options: { ...kept, ...look }, fieldConfig }));
}

const looks = (): Array<{ name: string; description: string; look: Partial<PanelOptions> }> => [
  {
    name: t('CPU + wall'),
    description: t('Both times in one graph, the finding above it'),
    look: { mode: 'hotcold', showFinding: true, showList: false, hideIdle: false },
  },
  {
    name: t('Who waits'),
    description: t('Wall time without expected waiting, wait sites beside it'),
    look: { mode: 'wall', hideIdle: true, showFinding: true, showList: true, defaultList: 'sites' },
  },
  {
    name: t('What runs'),
    description: t('CPU time, functions beside it'),
    look: { mode: 'cpu', showFinding: true, showList: true, defaultList: 'functions' },
  },
  {
    name: t('Graph alone'),
    description: t('No finding, no list, no counters'),
    look: { showFinding: false, showList: false, showCounters: false, showMinimap: false },
  },
];
