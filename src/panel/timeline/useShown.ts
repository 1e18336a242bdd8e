import { type AbsoluteTimeRange } from '@grafana/data';
import { type TimelineOffer } from '../model/timelineOffer';
import { type View } from '../model/view';

const NS = 1e6;

/**
 * The window whose graph is shown, and how one is: samples that have a time are chosen from what is here, of others the queries are asked.
 * Who picks the one that is shown gets the whole range back.
 */
export function useShown({ state, filters, on, dispatch }: View, { from }: TimelineOffer) {
  const { times } = filters;
  const chosen = times?.length === 1 ? { from: times[0].from / NS, to: times[0].to / NS } : undefined;
  const shown: AbsoluteTimeRange | undefined = from === 'samples' ? chosen : state.window;
  const show = (window: AbsoluteTimeRange | undefined) => {
    const next = window && !(window.from === shown?.from && window.to === shown.to) ? window : undefined;
    if (from === 'samples') {
      on.filters({ times: next && [{ from: next.from * NS, to: next.to * NS }] });
    } else {
      dispatch({ type: 'window', window: next && { from: next.from, to: next.to } });
    }
  };
  return { shown, show };
}
