import { useMemo } from 'react';
import { type Settings } from '../../prepare';
import { type PanelOptions } from '../options/options';
import { type Filters } from '../state/filters';

/** How profiles are prepared: as the panel's options say, and where the viewer says otherwise, as he does. */
const settingsOf = (
  { rules, rollUp, myCode }: Pick<PanelOptions, 'rules' | 'rollUp' | 'myCode'>,
  { collapseRecursion, collapseChains, ...filters }: Filters
): Settings => ({
  ...filters,
  rules,
  myCode,
  rollUp: {
    ...rollUp,
    ...(collapseRecursion !== undefined && { collapseRecursion }),
    ...(collapseChains !== undefined && { collapseChains }),
  },
});

/** The same object as long as its content is the same: options and filters are others at every render of the dashboard. */
export function useSettings(options: PanelOptions, filters: Filters): Settings {
  const content = JSON.stringify(settingsOf(options, filters));
  return useMemo(() => JSON.parse(content) as Settings, [content]);
}
