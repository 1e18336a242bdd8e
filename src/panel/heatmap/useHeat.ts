import { useMemo } from 'react';
import { type TimedSamples } from '../../prepare';
import { type View } from '../model/view';
import { type HeatMeasure } from '../state/panelState';
import { cellSums, gridFor, type HeatGrid, runningSum } from './grid';
import { isShown, stacksWith } from './rows';

export interface Heat {
  samples: TimedSamples;
  grid: HeatGrid;
  /** By cell: what it holds in the measure that is shown, and how many samples. */
  cells: Float64Array;
  counts: Float64Array;
  /** Of `cells`, what is in stacks that the search finds; undefined: nothing is searched. */
  found?: Float64Array;
  /** The most that a cell holds. */
  most: number;
}

/**
 * All single samples of the recording, those too that the chosen times leave out. They are taken again when the data or a filter is
 * another one, and not when times are: neither their order nor what they wait for depends on these.
 */
export function useSamples({ prepared, panel, filters, comparison }: View): TimedSamples | undefined {
  const settings = JSON.stringify({ ...filters, times: undefined });
  return useMemo(
    () => prepared.timedSamples?.({ everyTime: true }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `prepared` is another one after each choice of times, too
    [panel.data.series, panel.options, settings, comparison.frames]
  );
}

/** The picture; undefined where nothing in it has a time. */
export function useHeat(view: View, measure: HeatMeasure, plot: { width: number; height: number }): Heat | undefined {
  const { model, state, filters } = view;
  const { tree, mode, searched } = model;
  const samples = useSamples(view);
  const { matched } = searched;
  const choice = useMemo(
    () => ({ mode, category: state.category, hideIdle: filters.hideIdle }),
    [mode, state.category, filters.hideIdle]
  );
  const sums = useMemo(() => samples && sumsOf(samples, isShown(samples, choice)), [samples, choice]);
  const found = useMemo(() => {
    if (!samples || !matched) {
      return undefined;
    }
    const shown = isShown(samples, choice);
    const stacks = stacksWith(tree, matched);
    return sumsOf(samples, (i) => shown(i) && samples.node[i] >= 0 && stacks[samples.node[i]] === 1);
  }, [samples, choice, tree, matched]);
  const { width, height } = plot;
  return useMemo(() => {
    if (!samples?.length || !sums) {
      return undefined;
    }
    const { time, clock } = samples;
    const grid = gridFor({ first: time[0], last: time[time.length - 1], clock }, { width, height });
    const cells = cellSums(grid, samples, sums[measure]);
    return {
      samples,
      grid,
      cells,
      counts: cellSums(grid, samples, sums.samples),
      found: found && cellSums(grid, samples, found[measure]),
      most: cells.reduce((most, value) => Math.max(most, value), 0),
    };
  }, [samples, sums, found, measure, width, height]);
}

const sumsOf = (
  { length, weight }: TimedSamples,
  shown: (sample: number) => boolean
): Record<HeatMeasure, Float64Array> => ({
  samples: runningSum(length, (i) => (shown(i) ? 1 : 0)),
  time: runningSum(length, (i) => (shown(i) ? weight[i] : 0)),
});
