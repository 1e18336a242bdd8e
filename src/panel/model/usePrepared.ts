import { type DataFrame, type PanelProps } from '@grafana/data';
import { startTransition, useEffect, useMemo, useState } from 'react';
import { type BesideSeries, type CounterRow, type FrameMarks } from '../../analysis';
import {
  type OutlineOptions,
  type Prepared,
  type Preparation,
  preparation,
  type ProfileInput,
  type ReadInputs,
  type Settings,
} from '../../prepare';
import { type Steps } from '../../profile';
import { type Column, needsFileReaders } from '../../readers';
import { noteDetected } from '../options/detected';
import { type Filters } from '../state/filters';
import { isOnlySeries, splitFrames, type SplitFrames } from '../grafana/dataFrames';
import { type PanelOptions } from '../options/options';
import { besideOf } from '../grafana/beside';
import { t } from '../grafana/translate';
import { noteReading, rowsOf, type Timed, timedSteps } from './readingCost';
import { useSettings } from './settings';
import { type ComparisonFrames, panelRange } from './useComparison';
import { useInSteps } from './useInSteps';
import { useSame } from '../ui/useStable';

/**
 * Steps 1 to 6, once per change of the data or of an option that they depend on. Grafana hands a new `data` object on
 * every state change; the work is done again only when a frame, a profile type or a rule is another one. The profiles as they
 * were read take as much memory as the tree, and only the next filter needs them: they are not held on to. `waits`: the first picture
 * comes with the next render.
 */
export function usePrepared(
  panel: DataProps,
  filters: Filters,
  comparison: ComparisonFrames | undefined,
  first?: FirstPicture
): { prepared?: PreparedPanel; busy: boolean; waits: boolean } {
  const { queries } = panel.options;
  const { series, frames, size, read, beside } = useRead(panel, comparison);
  const own = useSettings(panel.options, filters);
  const settings = useMemo((): Settings => ({ ...own, beside: JSON.parse(beside) as BesideSeries }), [own, beside]);
  const work = useMemo(
    () => ({ size, steps: () => answerSteps({ series, frames, queries, read, settings }) }),
    [size, series, frames, queries, read, settings]
  );
  // What it shows is decided once: from then on what the viewer does, such as a zoom, is done to it.
  const [drawn] = useState(() => first?.drawn);
  const [begun, setBegun] = useState(!drawn);
  const { result, busy } = useInSteps(work, { held: !begun });
  const waits = !begun && !result;
  if (result && !begun) {
    setBegun(true); // a small one: there is nothing to wait for
  }
  // Boxes and graph are rendered for the first time, which takes longer than a frame: in parts, after which other work has its turn.
  useEffect(() => (waits ? startTransition(() => setBegun(true)) : undefined), [waits]);
  useEffect(() => result && noteDetected(result.series, result.prepared.frames, result.prepared.queries), [result]);
  const width = first?.width;
  const outline = useMemo(
    () => (result || !begun || !drawn || !width ? undefined : outlined({ frames, queries, settings, width, drawn })),
    [result, begun, frames, queries, settings, width, drawn]
  );
  return { prepared: result?.prepared ?? outline, busy, waits };
}

/** What is drawn first of an answer that takes long to read, where the viewer has asked for nothing else yet. */
export interface FirstPicture {
  /** CSS pixels. */
  width: number;
  drawn: OutlineOptions['drawn'] | undefined;
}

function outlined({
  frames,
  queries,
  settings,
  ...options
}: Pick<Answer, 'frames' | 'queries' | 'settings'> & OutlineOptions): PreparedPanel | undefined {
  const here = preparation.here;
  const outline = here?.outlineOf(frames.inputs, settings, options);
  return here && outline && { ...outline, frames, counterRows: countersOf(here, outline, frames, queries) };
}

type DataProps = Pick<PanelProps<PanelOptions>, 'data' | 'options' | 'replaceVariables' | 'timeRange'>;

/** The panel's frames taken apart, those of a comparison among them, how they are read, and what stands beside them, as JSON. */
function useRead(
  { data, options: { queries, stitchAsync }, replaceVariables, timeRange }: DataProps,
  comparison: ComparisonFrames | undefined
) {
  const targets = JSON.stringify(data.request?.targets ?? [], (key, value) =>
    key === 'datasource' ? undefined : value
  );
  const series = useSame(comparison?.now ? withoutProfiles(data.series, comparison.now) : data.series);
  const before = useSame(comparison?.before ?? NONE);
  const versions = comparison?.versions;
  const resolved = replaceVariables(targets);
  const { frames, size, read } = useMemo(() => {
    const split = (list: DataFrame[]) =>
      splitFrames({ series: list, request: data.request }, { queries, stitchAsync }, replaceVariables);
    const frames = split(series);
    const baseline = split(before).inputs.map((input) => ({ ...input, baseline: true }));
    const of = (value: string | undefined) => (input: ProfileInput) =>
      versions && value !== undefined ? { ...input, only: { label: versions.label, value } } : input;
    const inputs = [...frames.inputs.map(of(versions?.now)), ...baseline.map(of(versions?.before))];
    return {
      frames,
      size: sizeOf(inputs),
      read: reclaimable((here: Preparation) => timedSteps(here.readingSteps(inputs))),
    };
    // data.request and replaceVariables change their identity at every render; `resolved` is their content.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [series, before, versions, resolved, queries, stitchAsync]);
  // By content: a refresh that changes none of it must not judge the profiles again.
  const beside = useMemo(
    () =>
      JSON.stringify(
        besideOf(
          {
            series: data.series,
            targets: data.request?.targets ?? [],
            counters: frames.series.filter((one) => !isBaseline(queries, one)),
          },
          panelRange(timeRange)
        )
      ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
    [series, resolved, timeRange, frames, queries]
  );
  return { series, frames, size, read, beside };
}

/** What an answer is prepared of. */
interface Answer {
  series: DataFrame[];
  frames: SplitFrames;
  queries: PanelOptions['queries'];
  read: (here: Preparation) => Steps<Timed<ReadInputs>>;
  settings: Settings;
}

/** Of which frames. */
interface Answered {
  series: DataFrame[];
  prepared: PreparedPanel;
}

function* answerSteps({ series, frames, queries, read, settings }: Answer): Steps<Answered> {
  const { here } = preparation;
  if (!here) {
    throw new Error(
      t('A part of the panel could not be loaded from the server. Reload the page where the plugin was updated.')
    );
  }
  const { result: inputs, ms: reading } = yield* read(here);
  const { result, ms: judging } = yield* timedSteps(here.preparingSteps(inputs, settings));
  if (result.paired) {
    noteReading(result.paired.tree, { rows: rowsOf(inputs), reading, judging });
  }
  return { series, prepared: { ...result, frames, counterRows: countersOf(here, result, frames, queries) } };
}

/** Characters of a file that are as much work as a row of a table. */
const ROW = 64;

/** Rows, and of files that stand in cells about as many as they would be. */
function sizeOf(inputs: ProfileInput[]): number {
  let size = 0;
  for (const { source } of inputs) {
    if (source.kind === 'columns') {
      size += source.length + (needsFileReaders(source) ? charactersOf(source.columns) / ROW : 0);
    }
  }
  return size;
}

function charactersOf(columns: Column[]): number {
  let sum = 0;
  for (const { values } of columns) {
    for (let row = 0; row < values.length; row++) {
      const cell = values[row];
      sum += typeof cell === 'string' ? cell.length : 0;
    }
  }
  return sum;
}
/** What was made stays as long as the browser has memory for it, and is made again when it is asked for after that. */
function reclaimable<A, T extends object>(make: (of: A) => Steps<T>): (of: A) => Steps<T> {
  let kept: WeakRef<T> | undefined;
  return function* (of) {
    let value = kept?.deref();
    if (!value) {
      value = yield* make(of);
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

const isBaseline = (queries: PanelOptions['queries'], { refId }: { refId: string }) =>
  queries.some((q) => q.refId === refId && q.role === 'baseline');

function countersOf(
  { scopeOf, computeCounters, countersOfReadings, frameMarks }: Preparation,
  { counters, paired }: Prepared,
  { series }: SplitFrames,
  queries: PanelOptions['queries']
): PanelCounters {
  const ofFunctions = series.filter(({ labels }) => scopeOf(labels) === 'function');
  const others = series.filter((one) => !ofFunctions.includes(one));
  return {
    rows: [
      ...computeCounters(others.filter((one) => !isBaseline(queries, one))),
      ...counters.flatMap(({ refId, readings }) =>
        isBaseline(queries, { refId }) ? [] : countersOfReadings(refId, readings)
      ),
    ],
    baselines: [
      ...computeCounters(others.filter((one) => isBaseline(queries, one))),
      ...counters.flatMap(({ refId, readings }) =>
        isBaseline(queries, { refId }) ? countersOfReadings(refId, readings) : []
      ),
    ],
    marks: paired && ofFunctions.length ? frameMarks(paired.tree, ofFunctions) : undefined,
  };
}
