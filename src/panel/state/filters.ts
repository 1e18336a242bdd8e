import { type LabelFilter, type Settings } from '../../prepare/index';
import { t, msg } from '../grafana/translate';

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

const KEPT = { only: msg('only {pattern}'), without: msg('without {pattern}'), hide: msg('hide {pattern}') };

/** One chip for each thing that is set, in the order in which they act. */
export function filterChips(filters: Filters): FilterChip[] {
  const { filter, groupBy, stacks = [], hideIdle, onlyMyCode, collapseRecursion, collapseChains } = filters;
  return [
    ...(filter ? [{ text: `${filter.label} = ${filter.value}`, without: { filter: undefined }, label: filter }] : []),
    ...(groupBy ? [{ text: t('by {label}', { label: groupBy }), without: { groupBy: undefined } }] : []),
    ...stacks.map(({ keep, pattern }, i) => ({
      text: t(KEPT[keep], { pattern }),
      without: { stacks: stacks.filter((_, other) => other !== i) },
    })),
    ...(hideIdle ? [{ text: t('idle hidden'), without: { hideIdle: undefined } }] : []),
    ...(onlyMyCode ? [{ text: t('libraries folded'), without: { onlyMyCode: undefined } }] : []),
    ...(collapseRecursion ? [{ text: t('recursion collapsed'), without: { collapseRecursion: false } }] : []),
    ...(collapseChains ? [{ text: t('chains collapsed'), without: { collapseChains: false } }] : []),
  ];
}
