import { type DataFrame, type PanelProps } from '@grafana/data';
import { useEffect, useMemo, useState } from 'react';
import {
  type Beside,
  computeCounters,
  type CounterRow,
  countersOfReadings,
  type FrameMarks,
  frameMarks,
  scopeOf,
} from '../../analysis';
import { prepare, type Prepared, readInputs } from '../../prepare';
import { noteDetected } from '../options/detected';
import { type Filters } from '../state/filters';
import { isOnlySeries, splitFrames, type SplitFrames } from '../grafana/dataFrames';
import { type PanelOptions } from '../options/options';
import { besideOf } from '../grafana/beside';
import { noteReading, rowsOf, timed } from './readingCost';
import { useSettings } from './settings';
import { type ComparisonFrames, panelRange } from './useComparison';

/**
 * Steps 1 to 6, once per change of the data or of an option that they depend on. Grafana hands a new `data` object on
 * every state change; the work is done again only when a frame, a profile type or a rule is another one. The profiles as they
 * were read take as much memory as the tree, and only the next filter needs them: they are not held on to.
 */
export function usePrepared(
  {
    data,
    options,
    replaceVariables,
    timeRange,
  }: Pick<PanelProps<PanelOptions>, 'data' | 'options' | 'replaceVariables' | 'timeRange'>,
  filters: Filters,
  comparison: ComparisonFrames | undefined
): PreparedPanel {
  const targets = JSON.stringify(data.request?.targets ?? [], (key, value) =>
    key === 'datasource' ? undefined : value
  );
  const series = useStableArray(comparison?.now ? withoutProfiles(data.series, comparison.now) : data.series);
  const before = useStableArray(comparison?.before ?? NONE);
  const resolved = replaceVariables(targets);
  const { queries, stitchAsync } = options;
  const { frames, read } = useMemo(() => {
    const split = (list: DataFrame[]) =>
      splitFrames({ series: list, request: data.request }, { queries, stitchAsync }, replaceVariables);
    const frames = split(series);
    const baseline = split(before).inputs.map((input) => ({ ...input, baseline: true }));
    return { frames, read: reclaimable(() => timed(() => readInputs([...frames.inputs, ...baseline]))) };
    // data.request and replaceVariables change their identity at every render; `resolved` is their content.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [series, before, resolved, queries, stitchAsync]);
  // By content: a refresh that changes none of it must not judge the profiles again.
  const beside = useMemo(
    () => JSON.stringify(besideOf(data.series, data.request?.targets ?? [], panelRange(timeRange))),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
    [series, resolved, timeRange]
  );
  const settings = useSettings(options, filters);
  const prepared = useMemo(() => {
    const { result: inputs, ms: reading } = read();
    const { result, ms: judging } = timed(() => prepare(inputs, { ...settings, beside: JSON.parse(beside) as Beside }));
    if (result.paired) {
      noteReading(result.paired.tree, { rows: rowsOf(inputs), reading, judging });
    }
    return result;
  }, [read, settings, beside]);
  useEffect(() => noteDetected(series, frames, prepared.queries), [series, frames, prepared.queries]);
  const counterRows = useMemo(() => countersOf(prepared, frames, queries), [prepared, frames, queries]);
  return useMemo(() => ({ ...prepared, frames, counterRows }), [prepared, frames, counterRows]);
}

/** What was made stays as long as the browser has memory for it, and is made again when it is asked for after that. */
function reclaimable<T extends object>(make: () => T): () => T {
  let kept: WeakRef<T> | undefined;
  return () => {
    let value = kept?.deref();
    if (!value) {
      value = make();
      kept = new WeakRef(value);
    }
    return value;
  };
}

const NONE: DataFrame[] = [];

/** A comparison's own frames in the place of the panel's; series of other queries stay. */
const withoutProfiles = (series: DataFrame[], now: DataFrame[]): DataFrame[] => [
  ...series.filter(isOnlySeries),
  ...now.filter((frame) => !isOnlySeries(frame)),
];

/** What the panel's queries hold, prepared. */
export type PreparedPanel = Prepared & { frames: SplitFrames; counterRows: PanelCounters };

/** Counters as the panel shows them. */
export interface PanelCounters {
  /** Of hosts and processes: the strip. */
  rows: CounterRow[];
  /** What they are compared with: queries with the role baseline. */
  baselines: CounterRow[];
  marks?: FrameMarks;
}

function countersOf(
  { counters, paired }: Prepared,
  { series }: SplitFrames,
  queries: PanelOptions['queries']
): PanelCounters {
  const isBaseline = ({ refId }: { refId: string }) => queries.some((q) => q.refId === refId && q.role === 'baseline');
  const ofFunctions = series.filter(({ labels }) => scopeOf(labels) === 'function');
  const others = series.filter((one) => !ofFunctions.includes(one));
  return {
    rows: [
      ...computeCounters(others.filter((one) => !isBaseline(one))),
      ...counters.flatMap(({ refId, readings }) => (isBaseline({ refId }) ? [] : countersOfReadings(refId, readings))),
    ],
    baselines: [
      ...computeCounters(others.filter(isBaseline)),
      ...counters.flatMap(({ refId, readings }) => (isBaseline({ refId }) ? countersOfReadings(refId, readings) : [])),
    ],
    marks: paired && ofFunctions.length ? frameMarks(paired.tree, ofFunctions) : undefined,
  };
}

/** The previous array as long as its entries are the same objects. */
function useStableArray<T>(next: T[]): T[] {
  const [kept, setKept] = useState(next);
  const same = kept.length === next.length && kept.every((entry, i) => entry === next[i]);
  if (!same) {
    setKept(next);
  }
  return same ? kept : next;
}
