import { bisectLeft, bisectRight } from 'd3';
import { type Schedule } from '../profile';

/** A stretch of time in which no thread ran, by the thread that ran next. Sums of those before it in `sums`, one more than stretches. */
interface Gaps {
  from: number[];
  to: number[];
  sums: number[];
}

/**
 * Elapsed time, each moment of it once. While threads run, it is theirs in equal parts: a sample weighs 1 / threads that run, as
 * `perf report --latency` weighs it (tools/perf/Documentation/cpu-and-latency-overheads.txt, Linux 6.15). While none runs, it is of the
 * wait of the thread that runs next: its end is what all of the program waited for. All times in ns of the schedule's clock.
 */
export class ElapsedTime {
  /** When the number of running threads changes, and what it is from then on. */
  private readonly times: number[] = [];
  private readonly running: number[] = [];
  private readonly gaps = new Map<number, Gaps>();

  constructor({ from, to, thread }: Schedule) {
    const ends = Float64Array.from(to).sort();
    let [begun, ended, last] = [0, 0, NaN];
    while (ended < ends.length) {
      // Who goes gives the CPU to who comes: both at once is no moment with both.
      const isEnd = begun >= from.length || ends[ended] <= from[begun];
      const time = isEnd ? ends[ended++] : from[begun++];
      if (!isEnd && begun - ended === 1 && time > last) {
        this.addGap(thread[begun - 1], last, time);
      }
      if (begun === ended) {
        last = time;
      }
      if (this.times.at(-1) === time) {
        this.running[this.running.length - 1] = begun - ended;
      } else {
        this.times.push(time);
        this.running.push(begun - ended);
      }
    }
  }

  private addGap(thread: number, from: number, to: number) {
    const own = this.gaps.get(thread) ?? { from: [], to: [], sums: [0] };
    this.gaps.set(thread, own);
    own.from.push(from);
    own.to.push(to);
    own.sums.push(own.sums[own.sums.length - 1] + to - from);
  }

  /** How many threads run; the thread that a sample is of runs itself. */
  parallelism(time: number): number {
    return Math.max(1, this.running[bisectRight(this.times, time) - 1] ?? 1);
  }

  /** How much of a thread's wait nobody ran and it was the next to run; `thread` as in the schedule. */
  waited(thread: number, from: number, to: number): number {
    const own = this.gaps.get(thread);
    if (!own) {
      return 0;
    }
    const first = bisectRight(own.to, from);
    const end = bisectLeft(own.from, to);
    return first >= end
      ? 0
      : own.sums[end] - own.sums[first] - Math.max(0, from - own.from[first]) - Math.max(0, own.to[end - 1] - to);
  }
}
