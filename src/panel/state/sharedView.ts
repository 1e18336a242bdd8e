import { type AbsoluteTimeRange } from '@grafana/data';
import { CATEGORIES, METRICS, STACK_FILTERS, type StackFilter } from '../../analysis';
import { flag, isObject, oneOf, record, records, text, texts } from '../../profile/guard';
import { type TimeSpan } from '../../prepare';
import { COMPARE_LABEL, type CompareSpec, MEASURES } from '../model/comparison';
import { MODES } from '../options/options';
import { type Filters } from './filters';
import { HEAT_MEASURES, LISTS, type PanelState } from './panelState';

/** A link may not grow without end; longer zoom paths are left out of it. */
const MAX_LENGTH = 4000;

const FLAGS = ['hideIdle', 'onlyMyCode', 'elapsed', 'collapseRecursion', 'collapseChains'] as const;

/** The state as one value of a dashboard variable: what was not done is not in it; empty where nothing was done. */
export function encodeView({ zoom, search, filters, match: _match, ...state }: PanelState): string {
  const { stacks, ...others } = filters;
  const said = {
    ...state,
    ...others,
    ...(zoom.length && { zoom }),
    ...(search && { search }),
    ...(stacks?.length && { stacks }),
  };
  const text = JSON.stringify(said); // leaves out what is undefined
  if (text === '{}') {
    return '';
  }
  return text.length <= MAX_LENGTH || !zoom.length ? text : encodeView({ ...state, search, filters, zoom: [] });
}

/** Two moments, the first one first. */
function windowOf(said: unknown): AbsoluteTimeRange | undefined {
  const { from, to } = record(said);
  return typeof from === 'number' && typeof to === 'number' && from < to ? { from, to } : undefined;
}

/** A comparison that a link names. */
function compareOf(spec: unknown): CompareSpec | undefined {
  const { type, at } = record(spec);
  if (type === 'event') {
    return typeof at === 'number' ? { type, at } : undefined;
  }
  if (type === 'window') {
    const window = windowOf(spec);
    return window && { type, ...window };
  }
  if (type === 'spans') {
    const { least, most } = record(spec);
    const window = windowOf(spec);
    return window && typeof least === 'number' && typeof most === 'number' && least < most
      ? { type, ...window, least, most }
      : { type };
  }
  if (type === 'version') {
    const [label, now, before] = [text(record(spec).label), text(record(spec).now), text(record(spec).before)];
    return label && now !== undefined && before !== undefined ? { type, label, now, before } : undefined;
  }
  const known = oneOf(
    Object.keys(COMPARE_LABEL) as Array<Exclude<CompareSpec['type'], 'window' | 'event' | 'version'>>,
    type
  );
  return known && { type: known };
}

/** A link is written by anyone: what is not understood is left out. Undefined: no state in it. */
export function decodeView(encoded: string): PanelState | undefined {
  let said: unknown;
  try {
    said = JSON.parse(encoded);
  } catch {
    return undefined;
  }
  return isObject(said)
    ? {
        mode: oneOf(MODES, said.mode),
        zoom: texts(said.zoom),
        search: text(said.search) ?? '',
        category: oneOf(CATEGORIES, said.category),
        colorBy: oneOf(METRICS, said.colorBy),
        sandwich: text(said.sandwich),
        list: oneOf(LISTS, said.list),
        drawer: flag(said.drawer),
        timeline: flag(said.timeline),
        window: said.compare === undefined ? windowOf(said.window) : undefined,
        heatmap: oneOf(HEAT_MEASURES, said.heatmap),
        lanes: flag(said.lanes),
        measure: oneOf(MEASURES, said.measure),
        compare: compareOf(said.compare),
        filters: filtersOf(said),
      }
    : undefined;
}

/** Times of the samples that a link names. */
const timesOf = (said: unknown): TimeSpan[] | undefined => {
  const times = records(said).flatMap(({ from, to }) =>
    typeof from === 'number' && typeof to === 'number' && from < to ? [{ from, to }] : []
  );
  return times.length ? times : undefined;
};

function filtersOf(said: Record<string, unknown>): Filters {
  const filter = record(said.filter);
  const [label, value] = [text(filter.label), text(filter.value)];
  const stacks = records(said.stacks).flatMap(({ keep, pattern }): StackFilter[] => {
    const known = oneOf(STACK_FILTERS, keep);
    return known && typeof pattern === 'string' ? [{ keep: known, pattern }] : [];
  });
  return {
    filter: label && value ? { label, value } : undefined,
    times: timesOf(said.times),
    stacks: stacks.length ? stacks : undefined,
    groupBy: text(said.groupBy),
    ...Object.fromEntries(FLAGS.flatMap((name) => (flag(said[name]) === undefined ? [] : [[name, said[name]]]))),
  };
}
