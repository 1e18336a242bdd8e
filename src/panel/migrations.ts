import { type PanelModel, type PanelTypeChangedHandler } from '@grafana/data';
import { isCategory, ROLES, type UserRule } from '../analysis';
import { DEFAULT_OPTIONS, MODES, OPTIONS_VERSION, type PanelOptions } from './options';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const list = (value: unknown): Array<Record<string, unknown>> => (Array.isArray(value) ? value.filter(isObject) : []);

/**
 * Options as saved by any version, or written by hand, in the shape of this one: what is not understood falls back to
 * its default. A version's own steps go here, oldest first, when there is a second version.
 */
export function migrateOptions(panel: Pick<PanelModel, 'options'>): PanelOptions {
  const saved: Record<string, unknown> = isObject(panel.options) ? { ...panel.options } : {};
  return {
    version: OPTIONS_VERSION,
    mode: MODES.find((mode) => mode === saved.mode) ?? DEFAULT_OPTIONS.mode,
    direction: saved.direction === 'flame' ? 'flame' : DEFAULT_OPTIONS.direction,
    showSites: typeof saved.showSites === 'boolean' ? saved.showSites : DEFAULT_OPTIONS.showSites,
    roles: list(saved.roles).flatMap(({ refId, role }) => {
      const known = ROLES.find((r) => r === role);
      return typeof refId === 'string' && known ? [{ refId, role: known }] : [];
    }),
    rules: list(saved.rules).flatMap(({ pattern, category, idle }): UserRule[] =>
      typeof pattern === 'string' && typeof category === 'string' && isCategory(category)
        ? [{ pattern, category, ...(idle === true ? { idle } : {}) }]
        : []
    ),
  };
}

/** Coming from Grafana's own flame graph panel: it has no options of its own to carry over, its field config stays. */
export const changeHandler: PanelTypeChangedHandler<PanelOptions> = (panel, previousPluginId) =>
  previousPluginId === 'flamegraph' ? { ...DEFAULT_OPTIONS } : migrateOptions(panel);
