import { type AbsoluteTimeRange } from '@grafana/data';
import { useMemo } from 'react';
import { type SummedWindow } from '../../analysis';
import { type ModelInput } from './modelInput';
import { type ComparisonState } from './useComparison';

type Sides = Pick<ModelInput, 'strip' | 'stripBefore'>;

/** Of a window that is shown alone there are no windows. */
export function useWindowsOfSides(
  strip: readonly SummedWindow[] | undefined,
  { state, comparison: { frames, answered } }: Pick<ModelInput, 'state' | 'comparison'>
): Sides {
  return useMemo(
    () => (state.window ? {} : windowsOfSides(strip, { frames, answered })),
    [strip, state.window, frames, answered]
  );
}

/**
 * The windows of the strip that are of the time that is shown, and of that compared with. Of sides that are no times (versions, spans)
 * windows have both, and none is of either.
 */
export function windowsOfSides(
  strip: readonly SummedWindow[] | undefined,
  { frames, answered }: Pick<ComparisonState, 'frames' | 'answered'>
): Sides {
  if (!strip || !frames) {
    return { strip };
  }
  if (!answered || answered.spans || frames.versions) {
    return {};
  }
  const within = (ranges: AbsoluteTimeRange[]) =>
    strip.filter(({ time }) => time && ranges.some(({ from, to }) => from <= time.from && time.to <= to));
  return { strip: answered.now ? within(answered.now) : strip, stripBefore: within(answered.before) };
}
