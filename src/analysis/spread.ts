import { randomLcg } from 'd3';

/** Fewer windows do not tell how they differ. */
export const FEWEST_WINDOWS = 6;
/** From so many on, windows are drawn in runs of several: fewer would leave too few runs. */
const RUNS_FROM = 12;
/** So many draws put the ends of the interval within about a tenth of its width. */
const DRAWS = 1000;
/** Two-sided 95 %. */
export const Z = 1.959964;

/**
 * The 95 % interval of Σ `parts` / Σ `wholes` over windows of time, from how the windows differ among themselves: a bootstrap that
 * needs no count of samples. Windows are drawn with replacement in runs of ∛n, the last one followed by the first, because a window is
 * like the one before it; where likeness lasts longer than such a run, as in an incident, the interval is too narrow still. The percentiles
 * are those that make up for few runs. The same windows give the same interval. Undefined: fewer than FEWEST_WINDOWS hold anything.
 *
 * Politis, D. N., Romano, J. P. (1992), A circular block-resampling procedure for stationary data; Hesterberg, T. C. (2015), What
 * teachers should know about the bootstrap, 3.5 (expanded percentiles).
 */
export function spreadOfRatio(
  parts: readonly number[],
  wholes: readonly number[]
): readonly [low: number, high: number] | undefined {
  const filled = wholes.flatMap((whole, i) => (whole > 0 ? [i] : []));
  const count = filled.length;
  if (count < FEWEST_WINDOWS) {
    return undefined;
  }
  const run = count < RUNS_FROM ? 1 : Math.round(Math.cbrt(count));
  const random = randomLcg(0.5);
  const ratios = Float64Array.from({ length: DRAWS }, () => {
    let [part, whole] = [0, 0];
    for (let i = 0, at = 0; i < count; i++, at++) {
      at = i % run === 0 ? Math.floor(random() * count) : at;
      part += parts[filled[at % count]];
      whole += wholes[filled[at % count]];
    }
    return part / whole;
  }).sort();
  const outside = Math.round(DRAWS * outsideOf(count / run));
  return [ratios[outside], ratios[DRAWS - 1 - outside]];
}

/** The percentile on either side of what independent draws of so many make an interval of 95 %: 0.025 for many, less for few. */
export const outsideOf = (runs: number): number => aboveOf(Math.sqrt(runs / (runs - 1)) * studentOf(runs - 1));

/** Student's t of 97.5 %, right to 0.2 % from 4 degrees of freedom on: Abramowitz and Stegun, 26.7.5. */
const studentOf = (freedom: number): number =>
  Z +
  (Z ** 3 + Z) / (4 * freedom) +
  (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2) +
  (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * freedom ** 3);

/** How much of the normal distribution lies above x ≥ 0, right to 1e-5: Abramowitz and Stegun, 26.2.16. */
function aboveOf(x: number): number {
  const t = 1 / (1 + 0.33267 * x);
  return (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.4361836 + t * (-0.1201676 + t * 0.937298));
}
