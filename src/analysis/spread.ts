import { randomLcg } from 'd3';

/** Fewer windows do not tell how they differ. */
export const FEWEST_WINDOWS = 6;
/** So many draws put the ends of the interval within about a tenth of its width. */
const DRAWS = 1000;
/** On either side of the interval. */
const OUTSIDE = 0.025 * DRAWS;

/**
 * The 95 % interval of Σ `parts` / Σ `wholes` over windows of time, from how the windows differ among themselves: the percentile bootstrap,
 * windows drawn with replacement. It needs no count of samples, and holds as far as one window is like another: where one follows from
 * the one before it, as in an incident, it is too narrow. The same windows give the same interval. Undefined: too few windows.
 *
 * Efron, B. (1979), Bootstrap methods: another look at the jackknife.
 */
export function spreadOfRatio(
  parts: readonly number[],
  wholes: readonly number[]
): readonly [low: number, high: number] | undefined {
  const count = parts.length;
  if (count < FEWEST_WINDOWS) {
    return undefined;
  }
  const random = randomLcg(0.5);
  const ratios = Float64Array.from({ length: DRAWS }, () => {
    let [part, whole] = [0, 0];
    for (let i = 0; i < count; i++) {
      const drawn = Math.floor(random() * count);
      part += parts[drawn];
      whole += wholes[drawn];
    }
    return whole > 0 ? part / whole : 0;
  }).sort();
  return [ratios[OUTSIDE], ratios[DRAWS - 1 - OUTSIDE]];
}
