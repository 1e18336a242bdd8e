import { CATEGORIES, isCategory, METRICS, STACK_FILTERS, type StackFilter } from '../../analysis/index';
import { COMPARE_LABEL, type CompareSpec, MEASURES } from '../model/comparison';
import { type Filters } from './filters';
import { MODES } from '../options/options';
import { LISTS, type ViewState } from './viewState';

/** What a link to an exact view holds: what the viewer did, by names. */
export interface SharedView {
  view: ViewState;
  filters: Filters;
  compare?: CompareSpec;
}

/** A link may not grow without end; longer zoom paths are left out of it. */
const MAX_LENGTH = 4000;

const FLAGS = ['hideIdle', 'onlyMyCode', 'collapseRecursion', 'collapseChains'] as const;

/** The view as one value of a dashboard variable; empty where nothing was done. */
export function encodeView({ view, filters, compare }: SharedView): string {
  const { mode, zoom, search, category, colorBy, list, listReplacesGraph, measure, sandwich } = view;
  const state = {
    ...(mode ? { mode } : {}),
    ...(zoom.length ? { zoom } : {}),
    ...(search ? { search } : {}),
    ...(category === undefined ? {} : { category: CATEGORIES[category] }),
    ...(colorBy ? { colorBy } : {}),
    ...(list ? { list } : {}),
    ...(listReplacesGraph ? { wide: true } : {}),
    ...(measure ? { measure } : {}),
    ...(compare ? { compare } : {}),
    ...(sandwich ? { sandwich } : {}),
    ...(filters.filter ? { filter: filters.filter } : {}),
    ...(filters.stacks?.length ? { stacks: filters.stacks } : {}),
    ...(filters.groupBy ? { groupBy: filters.groupBy } : {}),
    ...Object.fromEntries(FLAGS.flatMap((flag) => (filters[flag] === undefined ? [] : [[flag, filters[flag]]]))),
  };
  if (!Object.keys(state).length) {
    return '';
  }
  const text = JSON.stringify(state);
  return text.length <= MAX_LENGTH || !zoom.length
    ? text
    : encodeView({ view: { ...view, zoom: [] }, filters, compare });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const texts = (value: unknown) => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []);

/** A comparison that a link names; a window is two moments, the first one first. */
function compareOf(spec: unknown): CompareSpec | undefined {
  const { type, from, to, at } = isObject(spec) ? spec : {};
  if (type === 'event') {
    return typeof at === 'number' ? { type, at } : undefined;
  }
  if (type === 'window') {
    return typeof from === 'number' && typeof to === 'number' && from < to ? { type, from, to } : undefined;
  }
  return (Object.keys(COMPARE_LABEL) as Array<Exclude<CompareSpec['type'], 'window' | 'event'>>)
    .filter((one) => one === type)
    .map((one) => ({ type: one }))[0];
}

/** A link is written by anyone: what is not understood is left out. Undefined: no state in it. */
export function decodeView(encoded: string): SharedView | undefined {
  let state: unknown;
  try {
    state = JSON.parse(encoded);
  } catch {
    return undefined;
  }
  if (!isObject(state)) {
    return undefined;
  }
  const category = text(state.category);
  const filter = isObject(state.filter) ? state.filter : {};
  const [label, value] = [text(filter.label), text(filter.value)];
  const stacks = (Array.isArray(state.stacks) ? state.stacks : []).flatMap((stack: unknown): StackFilter[] => {
    const { keep, pattern } = isObject(stack) ? stack : {};
    const known = STACK_FILTERS.find((one) => one === keep);
    return known && typeof pattern === 'string' ? [{ keep: known, pattern }] : [];
  });
  const compare = compareOf(state.compare);
  return {
    ...(compare ? { compare } : {}),
    view: {
      mode: MODES.find((mode) => mode === (state as Record<string, unknown>).mode),
      zoom: texts(state.zoom),
      search: text(state.search) ?? '',
      category: category && isCategory(category) ? CATEGORIES.indexOf(category) : undefined,
      colorBy: METRICS.find((metric) => metric === (state as Record<string, unknown>).colorBy),
      list: LISTS.find((list) => list === (state as Record<string, unknown>).list),
      measure: MEASURES.find((measure) => measure === (state as Record<string, unknown>).measure),
      listReplacesGraph: state.wide === true ? true : undefined,
      sandwich: text(state.sandwich),
    },
    filters: {
      filter: label && value ? { label, value } : undefined,
      stacks: stacks.length ? stacks : undefined,
      groupBy: text(state.groupBy),
      ...Object.fromEntries(FLAGS.flatMap((flag) => (typeof state[flag] === 'boolean' ? [[flag, state[flag]]] : []))),
    },
  };
}
