import { scaleLinear, scaleLog } from 'd3';
import { type Canvas2D } from '../../flamegraph';
import { type Exemplar } from '../grafana/exemplars';
import { type LatencyCells } from '../grafana/latencyCells';
import { shadeIndex, shadesOf, type Size } from './paint';

/** From a duration to CSS pixels from the top, and back. */
export interface DurationScale {
  (value: number): number;
  invert(pixels: number): number;
}

/** Buckets that reach further are told apart only by their logarithm. */
const WIDE = 50;

/** The shortest at the bottom. A bucket without an upper bound is as tall as the one below it. */
export function durationScale(heatmaps: LatencyCells[], exemplars: Exemplar[], height: number): DurationScale {
  let [low, high, leastPositive] = [Infinity, -Infinity, Infinity];
  const see = (value: number) => {
    if (Number.isFinite(value)) {
      [low, high] = [Math.min(low, value), Math.max(high, value)];
      leastPositive = value > 0 ? Math.min(leastPositive, value) : leastPositive;
    }
  };
  for (const cells of heatmaps) {
    for (let i = 0; i < cells.count.length; i++) {
      if (cells.count[i] > 0) {
        see(cells.low[i]);
        see(Number.isFinite(cells.high[i]) ? cells.high[i] : cells.low[i] * 2);
      }
    }
  }
  exemplars.forEach(({ value }) => see(value));
  if (low >= high) {
    [low, high] = Number.isFinite(low) ? [Math.min(0, low), Math.max(low, 1)] : [0, 1];
  }
  const isWide = low >= 0 && high / leastPositive >= WIDE;
  return isWide
    ? scaleLog([low > 0 ? low : leastPositive / 2, high], [height, 0]).clamp(true)
    : scaleLinear([low, high], [height, 0]).clamp(true);
}

export interface LatencyColours {
  page: string;
  empty: string;
  fill: string;
}

/** A cell as wide as its time and as high as its bucket, at least a pixel of both. */
export function paintLatency(
  ctx: Canvas2D,
  heatmaps: LatencyCells[],
  { x, y }: { x(time: number): number; y(value: number): number },
  { width, height }: Size,
  { page, empty, fill }: LatencyColours
): void {
  ctx.fillStyle = empty;
  ctx.fillRect(0, 0, width, height);
  const { full } = shadesOf(page, fill, empty, 1);
  const most = heatmaps.reduce((top, { count }) => count.reduce((so, one) => (one > so ? one : so), top), 0);
  for (const { from, to, low, high, count } of heatmaps) {
    for (let i = 0; i < count.length; i++) {
      const [left, right] = [x(from[i]), x(to[i])];
      if (!(count[i] > 0) || right <= 0 || left >= width) {
        continue;
      }
      const [top, bottom] = [y(Number.isFinite(high[i]) ? high[i] : low[i] * 2), y(low[i])];
      ctx.fillStyle = full[shadeIndex(count[i], most)];
      ctx.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }
  }
}

/** Buckets of the column that holds a moment, of all heat maps, the longest first. */
export function countsAt(heatmaps: LatencyCells[], time: number): Array<{ low: number; high: number; count: number }> {
  return heatmaps
    .flatMap(({ from, to, low, high, count }) =>
      count.flatMap((one, i) =>
        one > 0 && from[i] < time && time <= to[i] ? [{ low: low[i], high: high[i], count: one }] : []
      )
    )
    .sort((a, b) => b.low - a.low);
}
