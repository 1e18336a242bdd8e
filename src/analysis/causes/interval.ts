/** Two-sided 95 %. */
const Z = 1.96;

/**
 * The 95 % interval of a share of which `samples` of `of` samples were seen, by Wilson's score: holds for few samples and for
 * shares near 0 and 1. Samples are taken to be independent, which those of threads at one tick are not: the true one is wider.
 * Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
 */
export function shareInterval(samples: number, of: number): readonly [number, number] {
  if (!(of > 0)) {
    return [0, 1];
  }
  const p = Math.min(1, Math.max(0, samples / of));
  const spread = (Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of))) / (1 + (Z * Z) / of);
  const middle = (p + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  return [Math.max(0, middle - spread), Math.min(1, middle + spread)];
}

/**
 * The 95 % interval of how much a share changed, from `a` of `samplesA` to `b` of `samplesB`: Newcombe's method of square and add on
 * the two Wilson intervals. Where it holds 0, sampling explains the difference. Newcombe, R. G. (1998), Interval estimation for
 * the difference between independent proportions, method 10.
 */
export function changeInterval(a: number, samplesA: number, b: number, samplesB: number): readonly [number, number] {
  const [lowA, highA] = shareInterval(a * samplesA, samplesA);
  const [lowB, highB] = shareInterval(b * samplesB, samplesB);
  return [b - a - Math.hypot(b - lowB, highA - a), b - a + Math.hypot(highB - b, a - lowA)];
}
