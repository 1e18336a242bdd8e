import { type PanelProps } from '@grafana/data';
import { useEffect, useMemo } from 'react';
import { splitAt } from '../../analysis';
import { profileQueries } from '../grafana/queryLinks';
import { noteAutomatic } from '../options/detected';
import { INITIAL_STATE } from '../state/panelState';
import { type ModelInput } from './modelInput';
import { isTimed, shownList, shownMode } from './selectors';
import { timelineOffer } from './timelineOffer';
import { useComparing } from './useComparing';
import { useFindings, useProblems } from './useFindings';
import { usePicture } from './usePicture';
import { useSingleWaits } from './useSingleWaits';

/** Everything that is shown and follows from data, options and state. Each part is made again only when what it is made of changes. */
export function usePanelModel(input: ModelInput) {
  const { panel, axis, prepared, paired, state, comparison } = input;
  const { data, options, replaceVariables } = panel;
  const timed = isTimed(paired);
  const picture = usePicture(input);
  const hasSites = prepared.sites.length + picture.marked.length > 0;
  useAutomatic(data.series, {
    mode: shownMode(INITIAL_STATE, 'auto', picture.available),
    list: shownList(INITIAL_STATE, 'auto', timed, hasSites),
  });
  return {
    ...picture,
    ...useComparing({ ...panel, timeRange: axis }, state, prepared.versions, comparison),
    ...useProblems(input, picture.compared),
    timed,
    timeline: useTimelineOffer(input, timed),
    findings: useFindings(input, picture),
    singleWaits: useSingleWaits(prepared, picture.tree),
    list: shownList(state, options.defaultList, timed, hasSites),
    /** The queries behind the profiles, as other pages of Grafana can ask them. */
    queries: useMemo(
      () => profileQueries(data.request?.targets, prepared.frames.inputs, replaceVariables),
      [data.request, prepared.frames.inputs, replaceVariables]
    ),
    /** How the time of the zoomed frame splits. */
    split: useMemo(() => splitAt(paired, picture.root), [paired, picture.root]),
  };
}

export type PanelModel = ReturnType<typeof usePanelModel>;

function useTimelineOffer({ panel: { data, options }, state, prepared, axis }: ModelInput, timed: boolean) {
  const { request } = data;
  const { timeline } = state;
  return useMemo(
    () => (timed ? timelineOffer({ data: { request }, options, state: { timeline }, prepared, axis }) : undefined),
    [timed, request, options, timeline, prepared, axis]
  );
}

/** Options' editors say what "automatic" came to. */
function useAutomatic(series: PanelProps['data']['series'], { mode, list }: Parameters<typeof noteAutomatic>[1]) {
  useEffect(() => noteAutomatic(series, { mode, list }), [series, mode, list]);
}
