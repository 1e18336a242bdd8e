import {
  CATEGORIES,
  compileSearch,
  matchSymbols,
  type PairedProfile,
  type RoleWeights,
  wholeOfBoth,
  wholeRole,
} from '../../analysis';
import { type OutlineOptions, type Prepared, type Promised } from '../../prepare';
import { type CallTree } from '../../profile';
import { type Mode, type PanelOptions } from '../options/options';
import { type Filters } from '../state/filters';
import { type ListKind, type PanelState } from '../state/panelState';

/* What follows from the data and from what the viewer did. Pure. */

/** Anything to draw: a profile whose sums are not zero. */
export const hasTime = ({ tree, wallTime, cpu }: PairedProfile): boolean =>
  [wallTime, cpu].some((role) => role !== undefined && role.weights.prefixSum[tree.length] > 0);

/** Memory, contention, goroutines have no clock: there is nothing to split. */
export const isTimed = ({ evidence }: Pick<PairedProfile, 'evidence'>): boolean => evidence !== 'other';

/** The viewer's filters; where he set none, the panel's options. */
export const effectiveFilters = (
  filters: Filters,
  { rollUp, hideIdle }: Pick<PanelOptions, 'rollUp' | 'hideIdle'>
): Filters => ({
  ...filters,
  hideIdle: filters.hideIdle ?? hideIdle,
  collapseRecursion: filters.collapseRecursion ?? rollUp.collapseRecursion,
  collapseChains: filters.collapseChains ?? rollUp.collapseChains,
});

/** What this time is compared with, and the role that both times have. An empty baseline would make everything new. */
export function comparedTo({ paired, baseline }: Pick<Prepared, 'paired' | 'baseline'>) {
  const other = baseline && hasTime(baseline) ? baseline : undefined;
  return { baseline: other, common: paired && other && wholeOfBoth(paired, other) };
}

/** Modes that the data can show. */
export const availableModes = (
  paired: Promised | Pick<PairedProfile, 'cpu' | 'wallTime' | 'evidence'>,
  comparable: boolean
): Record<Mode, boolean> => ({
  cpu: Boolean(paired.cpu),
  wall: Boolean(paired.wallTime),
  hotcold: Boolean(paired.wallTime) && isTimed(paired),
  side: Boolean(paired.cpu && paired.wallTime),
  changed: comparable,
});

/** As the viewer wants it, else as the panel's option says, else all that is known. */
export function shownMode(state: PanelState, option: PanelOptions['mode'], available: Record<Mode, boolean>): Mode {
  const wanted = state.mode ?? (option === 'auto' ? undefined : option);
  if (wanted && available[wanted]) {
    return wanted;
  }
  return available.cpu && available.hotcold ? 'hotcold' : available.wall ? 'wall' : 'cpu';
}

/** The role that figures are of: CPU in its mode, else what 100 % is. */
export const shownRole = (paired: PairedProfile, mode: Mode): RoleWeights =>
  (mode === 'cpu' ? paired.cpu : undefined) ?? wholeRole(paired)!;

/**
 * Which role's boxes a first picture has. Undefined: the viewer, or a link, asks for what only the whole answer tells, or for another part
 * of it than all.
 */
export const drawnFirst = (
  state: PanelState,
  { mode }: Pick<PanelOptions, 'mode'>
): OutlineOptions['drawn'] | undefined =>
  state.zoom.length || state.category || state.sandwich !== undefined || state.compare || state.window
    ? undefined
    : (promised) => ROLE_OF_MODE[shownMode(state, mode, availableModes(promised, false))];

const ROLE_OF_MODE: Partial<Record<Mode, 'cpu' | 'wall'>> = { cpu: 'cpu', wall: 'wall', hotcold: 'wall' };

export interface Searched {
  /** 1 for every symbol that matches; undefined: nothing is searched, or what is typed is no pattern yet. */
  matched?: Uint8Array;
  error?: string;
}

export function searchIn(tree: CallTree, search: string): Searched {
  if (!search) {
    return {};
  }
  const test = compileSearch(search);
  return test.ok
    ? { matched: matchSymbols(tree, test.value) }
    : { error: [test.problem.message, test.problem.remedy].filter(Boolean).join(' ') };
}

/** What of the data is there to be listed. */
export interface Listable {
  /** Nothing waits in memory, or in a contention profile. */
  timed: boolean;
  hasSites: boolean;
  hasWakers: boolean;
}

/** Whether there is something to list of a kind. */
export const canList = (kind: ListKind, { timed, hasWakers }: Omit<Listable, 'hasSites'>): boolean =>
  kind === 'sites' ? timed : kind !== 'wakers' || hasWakers;

/** What the drawer lists: waits where there are any. */
export function shownList(state: PanelState, option: ListKind | 'auto', has: Listable): ListKind {
  const listed = state.list ?? (option !== 'auto' ? option : has.hasSites ? 'sites' : 'functions');
  return [listed, 'sites' as const].find((kind) => canList(kind, has)) ?? 'functions';
}

/** The category's place in columns. */
export const categoryIndex = ({ category }: PanelState): number | undefined =>
  category === undefined ? undefined : CATEGORIES.indexOf(category);

/** The node of the function that is shown with callers and callees; −1: none, or gone with a refresh. */
export const sandwichedSymbol = ({ symbols }: CallTree, { sandwich }: PanelState): number =>
  sandwich === undefined ? -1 : symbols.findIndex(({ name }) => name === sandwich);

/** Labels whose values tell queries apart, for the caveats of counters. */
export const labelValues = ({ labels }: Pick<Prepared, 'labels'>): Map<string, string[]> =>
  new Map(labels.map(({ name, values }) => [name, values.map(({ value }) => value)]));
