/**
 * Rows by their time, those of one time as they came. Samplers write what they see in order, so whole runs are in order already: each pass
 * merges them two by two, and two samplers cost one pass, where a sort would compare every sample some twenty times.
 */
export function byTime(time: Float64Array, rows: Uint32Array): Uint32Array {
  let ends = endsOfRuns(time, rows);
  let [from, to]: Uint32Array[] = [rows, new Uint32Array(rows.length)];
  while (ends.length > 1) {
    const merged: number[] = [];
    for (let i = 0; i < ends.length; i += 2) {
      const end = ends[i + 1] ?? ends[i];
      merge(time, from, to, i > 0 ? ends[i - 1] : 0, ends[i], end);
      merged.push(end);
    }
    [from, to] = [to, from];
    ends = merged;
  }
  return from;
}

/** Where runs of rows in order end, the last end being that of the rows. */
function endsOfRuns(time: Float64Array, rows: Uint32Array): number[] {
  const ends: number[] = [];
  for (let i = 1; i < rows.length; i++) {
    if (time[rows[i]] < time[rows[i - 1]]) {
      ends.push(i);
    }
  }
  ends.push(rows.length);
  return ends;
}

/** Two runs side by side, [start, middle) and [middle, end). */
function merge(
  time: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number
): void {
  let [left, right] = [start, middle];
  for (let at = start; at < end; at++) {
    const takesLeft = right >= end || (left < middle && time[from[left]] <= time[from[right]]);
    to[at] = takesLeft ? from[left++] : from[right++];
  }
}
