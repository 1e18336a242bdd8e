/** What is searched: ascending numbers. */
type Ascending = Float64Array | Int32Array;

/*
 * d3's look for values of any kind with a comparing function, which takes five times as long: a picture asks for some ten thousand places.
 */

/** The first place whose value is at least `x`; `end` if there is none before it. */
export function bisectLeft(values: Ascending, x: number, from = 0, end = values.length): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < x) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The first place whose value is above `x`; `end` if there is none before it. */
export function bisectRight(values: Ascending, x: number, from = 0, end = values.length): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= x) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
