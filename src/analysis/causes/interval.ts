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

/** Whether two shares, each of so many samples, differ by more than sampling explains: their intervals' difference (Newcombe, 1998). */
export function differs(a: number, samplesA: number | undefined, b: number, samplesB: number | undefined): boolean {
  if (samplesA === undefined || samplesB === undefined) {
    return true;
  }
  const [lowA, highA] = shareInterval(a * samplesA, samplesA);
  const [lowB, highB] = shareInterval(b * samplesB, samplesB);
  const [high, low, reachHigh, reachLow] = a > b ? [a, b, a - lowA, highB - b] : [b, a, b - lowB, highA - a];
  return high - low > Math.hypot(reachHigh, reachLow);
}
