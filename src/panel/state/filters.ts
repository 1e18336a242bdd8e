import { exactName } from '../../analysis';
import { type LabelFilter, type Settings, type TimeSpan } from '../../prepare';
import { spokenName } from '../../profile';
import { t, msg } from '../grafana/translate';

/** What the viewer filters and groups by; it survives a refresh. Absent: as the panel's options say. */
export interface Filters extends Pick<
  Settings,
  'filter' | 'times' | 'stacks' | 'hideIdle' | 'groupBy' | 'onlyMyCode' | 'elapsed'
> {
  collapseRecursion?: boolean;
  collapseChains?: boolean;
}

/** True where something may be left out by it, so that an empty graph can be explained. */
export const leavesOut = ({ filter, times, stacks, hideIdle, elapsed }: Filters): boolean =>
  Boolean(filter || times || stacks?.length || hideIdle || elapsed);

export interface FilterChip {
  /** Short, as a person says it. */
  text: string;
  /** Nothing shortened. */
  title: string;
  /** What removes it. */
  without: Filters;
  /** The label that it picks, if that is what it does. */
  label?: LabelFilter;
}

const KEPT = { only: msg('only {pattern}'), without: msg('without {pattern}'), hide: msg('hide {pattern}') };

/** One chip for each thing that is set, in the order in which they act; `inWords` says times of the samples as a person reads them. */
export function filterChips(filters: Filters, inWords: (times: TimeSpan[]) => string): FilterChip[] {
  const {
    filter,
    times,
    groupBy,
    stacks = [],
    hideIdle,
    onlyMyCode,
    collapseRecursion,
    collapseChains,
    elapsed,
  } = filters;
  const chip = (text: string, without: Filters): FilterChip => ({ text, title: text, without });
  return [
    ...(filter ? [{ ...chip(`${filter.label} = ${filter.value}`, { filter: undefined }), label: filter }] : []),
    ...(times ? [chip(inWords(times), { times: undefined })] : []),
    ...(elapsed ? [chip(t('Share of elapsed time'), { elapsed: undefined })] : []),
    ...(groupBy ? [chip(t('by {label}', { label: groupBy }), { groupBy: undefined })] : []),
    ...stacks.map(({ keep, pattern }, i): FilterChip => {
      const name = exactName(pattern);
      return {
        text: t(KEPT[keep], { pattern: name === undefined ? pattern : spokenName(name) }),
        title: t(KEPT[keep], { pattern: name ?? pattern }),
        without: { stacks: stacks.filter((_, other) => other !== i) },
      };
    }),
    ...(hideIdle ? [chip(t('idle hidden'), { hideIdle: false })] : []),
    ...(onlyMyCode ? [chip(t('libraries folded'), { onlyMyCode: undefined })] : []),
    ...(collapseRecursion ? [chip(t('recursion collapsed'), { collapseRecursion: false })] : []),
    ...(collapseChains ? [chip(t('chains collapsed'), { collapseChains: false })] : []),
  ];
}
