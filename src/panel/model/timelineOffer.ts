import { type PanelData, type TimeRange } from '@grafana/data';
import { type Prepared } from '../../prepare';
import { type SplitFrames } from '../grafana/dataFrames';
import { bySource, queriesToAsk } from '../grafana/queryRanges';
import { t } from '../grafana/translate';
import { planWindows, type WindowPlan } from '../grafana/windowPlan';
import { type PanelOptions } from '../options/options';
import { type PanelState } from '../state/panelState';
import { panelRange } from './useComparison';

/** Waits over time, as they can be had. */
export interface TimelineOffer {
  /** From samples that have a time, or by asking the queries again. */
  from: 'samples' | 'queries';
  /** Queries that are asked for each window. */
  refIds: Set<string | undefined>;
  /** `asked`: the viewer wants it; `fitting`: where there is room; absent: it is offered. */
  shown?: 'asked' | 'fitting';
  /** The windows that the queries are asked for. */
  plan?: WindowPlan;
  /** What it costs: "asks 24 × 2 queries". */
  cost: string;
}

export interface OfferInput {
  data: Pick<PanelData, 'request'>;
  options: Pick<PanelOptions, 'timeline' | 'timelineWindows'>;
  state: Pick<PanelState, 'timeline'>;
  prepared: Pick<Prepared, 'queries'> & { frames: Pick<SplitFrames, 'inputs'> };
  /** The dashboard's. */
  axis: TimeRange;
}

/** Undefined: the options are against it, or neither a sample has a time nor a query can be asked again. */
export function timelineOffer({ data, options, state, prepared, axis }: OfferInput): TimelineOffer | undefined {
  if (options.timeline === 'never') {
    return undefined;
  }
  const shown = (unasked: boolean) =>
    (state.timeline ? 'asked' : unasked && state.timeline !== false && 'fitting') || undefined;
  const range = panelRange(axis);
  const inputs = prepared.frames.inputs.filter(({ role, baseline }) => !baseline && role !== 'baseline');
  const refIds = new Set<string | undefined>(inputs.map(({ refId }) => refId));
  // Of two queries of which one has no times, windows would have one half of what the panel shows.
  const timed = prepared.queries.filter(({ role, empty }) => !empty && ['cpu', 'wall', 'offcpu'].includes(role));
  const recorded = timed.filter((query) => overlaps(query.recorded, range));
  const queries = queriesToAsk(data.request, refIds);
  if (recorded.length && (recorded.length === timed.length || !queries.length)) {
    return { from: 'samples', refIds, shown: shown(true), cost: t('from the samples, asks nothing') };
  }
  const plan = planWindows(range, nowOf(data) ?? range.to, options.timelineWindows);
  if (!queries.length || plan.windows.length < 2) {
    return undefined;
  }
  return {
    from: 'queries',
    refIds,
    plan,
    shown: shown(options.timeline === 'always'),
    cost: t('asks {windows} × {queries} queries', { windows: plan.windows.length, queries: queries.length }),
  };
}

/** As of the last answer: what was not over by then is not asked for. */
const nowOf = ({ request }: OfferInput['data']): number | undefined => request?.endTime ?? request?.startTime;

const overlaps = (recorded: Prepared['queries'][number]['recorded'], range: { from: number; to: number }) =>
  recorded?.clock === 'utc' && recorded.to > range.from && recorded.from < range.to;

/** Windows that are asked for at once, so that no more than two requests run. */
export const atOnce = (offer: TimelineOffer, { request }: Pick<PanelData, 'request'>): number =>
  Math.max(1, Math.floor(2 / bySource(queriesToAsk(request, offer.refIds)).size));
