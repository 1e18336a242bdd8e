import { bisectRight } from 'd3';
import { type Profile, READY_TO_RUN, WAKER_STACK, WAKER_THREAD } from '../profile';

/** So many wakers are followed from a wait: the waker, who woke that one, and so on. */
export const DEPTH = 8;
/** Waits that are followed at all, over all chains of what is asked at once. */
const MOST_STEPS = 1e6;

/** A wait of the waker, while others waited for it. `by`: who ended that wait, an index into the values of WAKER_STACK. */
export interface Meanwhile {
  sample: number;
  by: number;
  /** ns of the first wait's time that it takes. */
  time: number;
}

/** The single waits of one recording by thread: what a waker waited for itself, while somebody waited for it. */
export class WakeChains {
  private readonly waits = new Map<string, { ends: Float64Array; samples: Int32Array }>();
  private readonly begins: Float64Array;
  private readonly ends: Float64Array;
  private readonly threadOf: (sample: number) => string;
  private readonly wakerOf: (sample: number) => string;
  private readonly by: Int32Array;
  private steps = 0;

  private constructor({ samples, labels, stacks, frames, strings }: Profile, threads: Label, wakers: Label) {
    const { time, duration, length } = samples;
    this.by = labels.find(({ name }) => name === WAKER_STACK)!.index;
    this.begins = time!;
    this.ends = Float64Array.from(time!, (begin, i) => begin + (duration?.[i] ?? NaN));
    this.threadOf = textsOf(threads);
    this.wakerOf = textsOf(wakers);
    const byThread = new Map<string, number[]>();
    for (let i = 0; i < length; i++) {
      const leaf = samples.stack[i];
      // What was ready to run waited for nobody but the CPU.
      if (!(this.ends[i] > this.begins[i]) || leaf < 0 || strings[frames.name[stacks.frame[leaf]]] === READY_TO_RUN) {
        continue;
      }
      const own = byThread.get(this.threadOf(i)) ?? [];
      byThread.set(this.threadOf(i), own);
      own.push(i);
    }
    for (const [thread, own] of byThread) {
      own.sort((a, b) => this.ends[a] - this.ends[b]);
      this.waits.set(thread, {
        ends: Float64Array.from(own, (i) => this.ends[i]),
        samples: Int32Array.from(own),
      });
    }
  }

  /** Undefined: its waits have no time, or do not say which thread ended them. */
  static of(profile: Profile): WakeChains | undefined {
    const threads = profile.labels.find(({ name }) => name === 'thread');
    const wakers = profile.labels.find(({ name }) => name === WAKER_THREAD);
    return profile.samples.time && profile.samples.duration && threads && wakers
      ? new WakeChains(profile, threads, wakers)
      : undefined;
  }

  /** Before the chains of another frame are followed: each has all of the steps. */
  restart(): void {
    this.steps = 0;
  }

  /** Not all was followed since: there was too much of it. */
  get cut(): boolean {
    return this.steps >= MOST_STEPS;
  }

  /**
   * What the waker of a wait waited for itself within [from, to), a part of that wait; each with what it ended with. Threads of `above`, those
   * of the chain so far, are not followed again: who waits in a circle would be followed for ever.
   */
  meanwhile(sample: number, from: number, to: number, above: ReadonlySet<string>): Meanwhile[] {
    const thread = this.wakerOf(sample);
    const own = above.has(thread) ? undefined : this.waits.get(thread);
    const found: Meanwhile[] = [];
    for (let i = own ? bisectRight(own.ends, from) : 0; own && i < own.samples.length; i++) {
      const wait = own.samples[i];
      if (this.begins[wait] >= to || this.steps >= MOST_STEPS) {
        break;
      }
      this.steps++;
      const time = Math.min(to, this.ends[wait]) - Math.max(from, this.begins[wait]);
      // One that goes on behind the wakeup, which an interrupt made in its place, is not what was waited for.
      if (this.by[wait] >= 0 && this.ends[wait] <= to && time > 0) {
        found.push({ sample: wait, by: this.by[wait], time });
      }
    }
    return found;
  }

  /** Begin and end of a wait, ns, and its thread. */
  span(sample: number): { from: number; to: number; thread: string } {
    return { from: this.begins[sample], to: this.ends[sample], thread: this.threadOf(sample) };
  }
}

type Label = Profile['labels'][number];

const textsOf =
  ({ values, index }: Label) =>
  (sample: number): string =>
    index[sample] < 0 ? '' : values[index[sample]];
