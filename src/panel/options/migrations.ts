import { type PanelModel, type PanelTypeChangedHandler } from '@grafana/data';
import {
  type BaselineSpec,
  CATEGORIES,
  EVENTS,
  METRICS,
  ROLES,
  type RollUpOptions,
  type UserRule,
} from '../../analysis';
import { flag, oneOf, record, records, text } from '../../profile/guard';
import {
  DEFAULT_OPTIONS,
  DIRECTIONS,
  LISTS,
  MAX_QUERIES,
  MAX_WINDOWS,
  MODES,
  OPTIONS_VERSION,
  type PanelOptions,
  type QueryOptions,
  TIMELINES,
} from './options';

type Saved = Record<string, unknown>;
/** The options that are on or off. */
type Switch = { [K in keyof PanelOptions]: PanelOptions[K] extends boolean ? K : never }[keyof PanelOptions];

/** What each version changed, oldest first: the first step makes version 2 of version 1. */
const STEPS: Array<(saved: Saved) => Saved> = [
  // The list stood beside the graph by itself, and a switch was against it; now it is opened by who wants it.
  ({ showSites: _, ...saved }) => saved,
];

/**
 * Options as saved by any version, or written by hand, in the shape of this one: what is not understood falls back to
 * its default.
 */
export function migrateOptions({ options }: Pick<PanelModel, 'options'>): PanelOptions {
  const written: Saved = record(options);
  const version = typeof written.version === 'number' ? written.version : 1;
  const saved = STEPS.filter((_, i) => version <= i + 1).reduce((older, step) => step(older), written);
  const isOn = (name: Switch) => flag(saved[name]) ?? DEFAULT_OPTIONS[name];
  return {
    version: OPTIONS_VERSION,
    queries: records(saved.queries).flatMap(queryFrom),
    rollUp: rollUpFrom(record(saved.rollUp)),
    stitchAsync: isOn('stitchAsync'),
    myCode: text(saved.myCode) ?? DEFAULT_OPTIONS.myCode,
    rules: records(saved.rules).flatMap(ruleFrom),
    mode: oneOf(MODES, saved.mode) ?? DEFAULT_OPTIONS.mode,
    direction: oneOf(DIRECTIONS, saved.direction) ?? DEFAULT_OPTIONS.direction,
    hideIdle: isOn('hideIdle'),
    showMinimap: isOn('showMinimap'),
    showFinding: isOn('showFinding'),
    showList: isOn('showList'),
    defaultList: oneOf(LISTS, saved.defaultList) ?? DEFAULT_OPTIONS.defaultList,
    showDataQuality: isOn('showDataQuality'),
    showCounters: isOn('showCounters'),
    baseline: baselineFrom(record(saved.baseline)),
    timeline: oneOf(TIMELINES, saved.timeline) ?? DEFAULT_OPTIONS.timeline,
    timelineWindows: within(MAX_WINDOWS, saved.timelineWindows),
    timelineQueries: within(MAX_QUERIES, saved.timelineQueries),
    stateVariable: text(saved.stateVariable) ?? DEFAULT_OPTIONS.stateVariable,
  };
}

/** A number that can be set; else the usual one. */
const within = ({ fewest, usual, most }: typeof MAX_WINDOWS, value: unknown): number =>
  typeof value === 'number' && value >= fewest && value <= most ? value : usual;

const COUNTER_KINDS = [...EVENTS, ...METRICS];

const queryFrom = ({ refId, role, format, unit, valueType, counter, probability }: Saved): QueryOptions[] =>
  typeof refId === 'string'
    ? [
        {
          refId,
          role: oneOf(ROLES, role),
          format: text(format),
          unit: text(unit),
          valueType: text(valueType),
          counter: oneOf(COUNTER_KINDS, counter),
          // One that cannot be is kept: the panel says so.
          ...(typeof probability === 'number' && { probability }),
        },
      ]
    : [];

function ruleFrom({ pattern, category, idle }: Saved): UserRule[] {
  const known = oneOf(CATEGORIES, category);
  return typeof pattern === 'string' && known ? [{ pattern, category: known, ...(idle === true ? { idle } : {}) }] : [];
}

function rollUpFrom(saved: Saved): RollUpOptions {
  const { rollUp } = DEFAULT_OPTIONS;
  const isOn = (name: keyof RollUpOptions) => flag(saved[name]) ?? rollUp[name];
  return {
    normalise: isOn('normalise'),
    collapseTemplates: isOn('collapseTemplates'),
    collapseRecursion: isOn('collapseRecursion'),
    collapseChains: isOn('collapseChains'),
    mergeThreads: isOn('mergeThreads'),
  };
}

/** A number that is not there yet is NaN: it is being typed, and nothing is compared with it. */
function baselineFrom({ type, value }: Saved): BaselineSpec {
  if (type === 'number') {
    return { type, value: typeof value === 'number' ? value : NaN };
  }
  return type === 'query' ? { type } : DEFAULT_OPTIONS.baseline;
}

/**
 * From another panel, Grafana's own flame graph included: that one has no options, and Grafana keeps its unit and decimals. What `panel`
 * holds is of this panel: what was set before the person went elsewhere, or what a suggestion sets.
 */
export const changeHandler: PanelTypeChangedHandler<PanelOptions> = (panel) => migrateOptions(panel);
