import { group } from 'd3';
import { type CallTree } from '../../profile';
import { normaliseName } from '../normaliseName';
import { type FrameRatio } from './frameRatios';
import { type TimeSeries } from './model';
import { computeCounters } from './ratios';
import { functionOf } from './series';

/** Figures of series with a function label, by symbol. */
export interface FrameMarks {
  bySymbol: Map<number, FrameRatio[]>;
}

/**
 * Marks functions of equal names, as written or normalised: a frame is never guessed. One
 * value holds for all call paths of a function; one event alone makes no ratio and marks nothing.
 */
export function frameMarks(tree: CallTree, series: TimeSeries[]): FrameMarks {
  const byFunction = group(
    series.filter(({ labels }) => functionOf(labels) !== undefined),
    ({ labels }) => normaliseName(functionOf(labels) ?? '')
  );
  const ratios = new Map(
    [...byFunction].map(([name, own]) => [
      name,
      computeCounters(own).flatMap(({ metric, value }): FrameRatio[] =>
        Number.isFinite(value) ? [{ metric, value }] : []
      ),
    ])
  );
  const bySymbol = new Map<number, FrameRatio[]>();
  if (ratios.size) {
    tree.symbols.forEach(({ name }, symbol) => {
      const own = ratios.get(normaliseName(name));
      if (own?.length) {
        bySymbol.set(symbol, own);
      }
    });
  }
  return { bySymbol };
}
