import { type PanelModel, type PanelTypeChangedHandler } from '@grafana/data';
import { type BaselineSpec, EVENTS, isCategory, METRICS, ROLES, type UserRule } from '../../analysis/index';
import { DEFAULT_OPTIONS, MODES, OPTIONS_VERSION, type PanelOptions, type QueryOptions } from './options';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const list = (value: unknown): Array<Record<string, unknown>> => (Array.isArray(value) ? value.filter(isObject) : []);

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const flag = (value: unknown, fallback: boolean) => (typeof value === 'boolean' ? value : fallback);

/**
 * Options as saved by any version, or written by hand, in the shape of this one: what is not understood falls back to
 * its default. A version's own steps go here, oldest first, when there is a second version.
 */
export function migrateOptions(panel: Pick<PanelModel, 'options'>): PanelOptions {
  const saved: Record<string, unknown> = isObject(panel.options) ? { ...panel.options } : {};
  const rollUp = isObject(saved.rollUp) ? saved.rollUp : {};
  return {
    version: OPTIONS_VERSION,
    mode: MODES.find((mode) => mode === saved.mode) ?? DEFAULT_OPTIONS.mode,
    direction: saved.direction === 'flame' ? 'flame' : DEFAULT_OPTIONS.direction,
    showSites: flag(saved.showSites, DEFAULT_OPTIONS.showSites),
    queries: list(saved.queries).flatMap(({ refId, role, format, unit, valueType, counter }): QueryOptions[] =>
      typeof refId === 'string'
        ? [
            {
              refId,
              role: ROLES.find((r) => r === role),
              format: text(format),
              unit: text(unit),
              valueType: text(valueType),
              counter: COUNTER_KINDS.find((k) => k === counter),
            },
          ]
        : []
    ),
    rules: list(saved.rules).flatMap(({ pattern, category, idle }): UserRule[] =>
      typeof pattern === 'string' && typeof category === 'string' && isCategory(category)
        ? [{ pattern, category, ...(idle === true ? { idle } : {}) }]
        : []
    ),
    myCode: text(saved.myCode) ?? DEFAULT_OPTIONS.myCode,
    rollUp: {
      normalise: flag(rollUp.normalise, DEFAULT_OPTIONS.rollUp.normalise),
      collapseTemplates: flag(rollUp.collapseTemplates, DEFAULT_OPTIONS.rollUp.collapseTemplates),
      collapseRecursion: flag(rollUp.collapseRecursion, DEFAULT_OPTIONS.rollUp.collapseRecursion),
      collapseChains: flag(rollUp.collapseChains, DEFAULT_OPTIONS.rollUp.collapseChains),
      mergeThreads: flag(rollUp.mergeThreads, DEFAULT_OPTIONS.rollUp.mergeThreads),
    },
    stitchAsync: flag(saved.stitchAsync, DEFAULT_OPTIONS.stitchAsync),
    baseline: baselineFrom(saved.baseline),
    stateVariable: text(saved.stateVariable) ?? DEFAULT_OPTIONS.stateVariable,
  };
}

const COUNTER_KINDS = [...EVENTS, ...METRICS];

function baselineFrom(saved: unknown): BaselineSpec {
  const { type, value } = isObject(saved) ? saved : {};
  if (type === 'number') {
    return { type, value: typeof value === 'number' ? value : NaN };
  }
  return type === 'query' ? { type } : DEFAULT_OPTIONS.baseline;
}

/** Coming from Grafana's own flame graph panel: it has no options of its own to carry over, its field config stays. */
export const changeHandler: PanelTypeChangedHandler<PanelOptions> = (panel, previousPluginId) =>
  previousPluginId === 'flamegraph' ? { ...DEFAULT_OPTIONS } : migrateOptions(panel);
