import { type DataFrame } from '@grafana/data';
import { config } from '@grafana/runtime';
import { t } from '../grafana/translate';
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
  cardOptions?: { previewModifier?(shown: Suggestion): void };
}

/** A card of some 200 pixels: the graph and its bar. */
export const CARD: NonNullable<Suggestion['cardOptions']> = {
  previewModifier: (shown) => {
    shown.options = { ...shown.options, showFinding: false, showCounters: false, showMinimap: false };
  },
};

interface Newer {
  setSuggestionsSupplier(supplier: (data: DataSummary) => Suggestion[] | void): unknown;
  setPresetsSupplier?(supplier: () => Suggestion[]): unknown;
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
 * Looks of the panel, for the person who edits it. Since 13.1 Grafana lays a preset over the options and the field config that are set:
 * queries, rules, links and thresholds stay. Before, where a switch was on, it put the preset in their place.
 */
const presets = (): Suggestion[] =>
  laysPresetsOver(config.buildInfo.version)
    ? looks().map(({ look, ...words }) => ({ ...words, options: look, cardOptions: CARD }))
    : [];

const laysPresetsOver = (version: string): boolean => {
  const [major, minor] = version.split('.').map(Number);
  return major > 13 || (major === 13 && minor >= 1);
};

/** All that a look is made of: none depends on the one that was chosen before. */
const USUAL = {
  mode: 'auto',
  hideIdle: false,
  showFinding: true,
  showList: false,
  defaultList: 'auto',
  showCounters: true,
  showMinimap: true,
} satisfies Partial<PanelOptions>;

const looks = (): Array<{ name: string; description: string; look: Partial<PanelOptions> }> => [
  {
    name: t('CPU + wall'),
    description: t('Both times in one graph, the finding above it'),
    look: { ...USUAL, mode: 'hotcold' },
  },
  {
    name: t('Who waits'),
    description: t('Wall time without expected waiting, wait sites beside it'),
    look: { ...USUAL, mode: 'wall', hideIdle: true, showList: true, defaultList: 'sites' },
  },
  {
    name: t('What runs'),
    description: t('CPU time, functions beside it'),
    look: { ...USUAL, mode: 'cpu', showList: true, defaultList: 'functions' },
  },
  {
    name: t('Graph alone'),
    description: t('No finding, no list, no counters'),
    look: { ...USUAL, showFinding: false, showCounters: false, showMinimap: false },
  },
];
