import { type LabelFilter, type Settings } from '../prepare';
import { say, text } from './say';

/** What the viewer filters and groups by; it survives a refresh. Absent: as the panel's options say. */
export interface Filters extends Pick<Settings, 'filter' | 'stacks' | 'hideIdle' | 'groupBy' | 'onlyMyCode'> {
  collapseRecursion?: boolean;
  collapseChains?: boolean;
}

/** True where something may be left out by it, so that an empty graph can be explained. */
export const leavesOut = ({ filter, stacks, hideIdle }: Filters): boolean =>
  Boolean(filter || stacks?.length || hideIdle);

export interface FilterChip {
  text: string;
  /** What removes it. */
  without: Filters;
  /** The label that it picks, if that is what it does. */
  label?: LabelFilter;
}

const KEPT = { only: text('only {pattern}'), without: text('without {pattern}'), hide: text('hide {pattern}') };

/** One chip for each thing that is set, in the order in which they act. */
export function filterChips(filters: Filters): FilterChip[] {
  const { filter, groupBy, stacks = [], hideIdle, onlyMyCode, collapseRecursion, collapseChains } = filters;
  return [
    ...(filter ? [{ text: `${filter.label} = ${filter.value}`, without: { filter: undefined }, label: filter }] : []),
    ...(groupBy ? [{ text: say('by {label}', { label: groupBy }), without: { groupBy: undefined } }] : []),
    ...stacks.map(({ keep, pattern }, i) => ({
      text: say(KEPT[keep], { pattern }),
      without: { stacks: stacks.filter((_, other) => other !== i) },
    })),
    ...(hideIdle ? [{ text: say('idle hidden'), without: { hideIdle: undefined } }] : []),
    ...(onlyMyCode ? [{ text: say('libraries folded'), without: { onlyMyCode: undefined } }] : []),
    ...(collapseRecursion ? [{ text: say('recursion collapsed'), without: { collapseRecursion: false } }] : []),
    ...(collapseChains ? [{ text: say('chains collapsed'), without: { collapseChains: false } }] : []),
  ];
}
