import { CATEGORIES } from '../../analysis';
import { type TimedSamples } from '../../prepare';
import { type CallTree, nameOf } from '../../profile';

/** No sample in this pixel; else a category's index. */
export const NOTHING = 255;
const KINDS = CATEGORIES.length;

/** The samples of each thread, in order of time: nothing is copied but their rows. */
export class Lanes {
  readonly names: string[];
  readonly from: number;
  readonly to: number;
  private readonly starts: Int32Array;
  private readonly rows: Int32Array;
  private readonly painted = new Map<string, Uint8Array>();

  constructor(
    private readonly tree: CallTree,
    readonly samples: TimedSamples
  ) {
    const { thread, threads, length } = samples;
    this.starts = new Int32Array(threads.length + 1);
    for (let i = 0; i < length; i++) {
      if (thread[i] >= 0) {
        this.starts[thread[i] + 1]++;
      }
    }
    threads.forEach((_, i) => (this.starts[i + 1] += this.starts[i]));
    const next = this.starts.slice();
    this.rows = new Int32Array(this.starts[threads.length]);
    let [from, to] = [Infinity, -Infinity];
    for (let i = 0; i < length; i++) {
      if (thread[i] >= 0) {
        this.rows[next[thread[i]]++] = i;
        from = Math.min(from, this.beginOf(i));
        to = Math.max(to, samples.time[i]);
      }
    }
    [this.from, this.to] = from < to ? [from, to] : [0, 1];
    this.names = threads.map((name, i) => this.nameOf(name, i));
  }

  /** A wait lasts; a sample stands for the time since the one before it, its weight where that is time. */
  beginOf(row: number): number {
    const { time, duration, weight } = this.samples;
    return time[row] - (duration[row] >= 0 ? duration[row] : weight[row]);
  }

  private rowsOf(thread: number): Int32Array {
    return this.rows.subarray(this.starts[thread], this.starts[thread + 1]);
  }

  /** A number alone says little: the outermost frame of its last sample is what perf and bcc know the thread by. */
  private nameOf(name: string, thread: number): string {
    const own = this.rowsOf(thread);
    let node = own.length && /^\d+$/.test(name) ? this.samples.node[own[own.length - 1]] : 0;
    while (node > 0 && this.tree.parent[node] > 0) {
      node = this.tree.parent[node];
    }
    return node > 0 ? `${nameOf(this.tree, node)} ${name}` : name;
  }

  /** By pixel, what the threads do for most of its time: a category, or NOTHING. Worked out when a row is first seen at this width. */
  paint(key: string, threads: number[], width: number): Uint8Array {
    const known = this.painted.get(key);
    if (known?.length === width) {
      return known;
    }
    const sums = new Float64Array(width * KINDS);
    threads.forEach((thread) => this.add(thread, width, sums));
    const most = new Uint8Array(width).fill(NOTHING);
    for (let x = 0; x < width; x++) {
      let largest = 0;
      for (let kind = 0; kind < KINDS; kind++) {
        if (sums[x * KINDS + kind] > largest) {
          largest = sums[x * KINDS + kind];
          most[x] = kind;
        }
      }
    }
    this.painted.set(key, most);
    return most;
  }

  private add(thread: number, width: number, sums: Float64Array): void {
    const { time, category } = this.samples;
    const scale = width / (this.to - this.from);
    for (const row of this.rowsOf(thread)) {
      const begin = Math.max(0, (this.beginOf(row) - this.from) * scale);
      const end = Math.min(width, Math.max((time[row] - this.from) * scale, begin + 1e-6));
      for (let x = Math.floor(begin); x < end; x++) {
        sums[x * KINDS + category[row]] += Math.min(end, x + 1) - Math.max(begin, x);
      }
    }
  }

  /** The sample of a thread that lasts at a time, or the next one that ends within `slack` ns; -1: none. */
  at(thread: number, time: number, slack: number): number {
    const own = this.rowsOf(thread);
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.samples.time[own[middle]] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < own.length && this.beginOf(own[low]) <= time + slack ? own[low] : -1;
  }
}
