import { type Schedule } from '../../profile';

/** A switch of a CPU from one thread to another, as the tracepoint `sched:sched_switch` prints it. */
export interface Switch {
  prev: string;
  prevComm: string;
  next: string;
  /** Of the thread that was switched out: R still wants to run, S and D wait, X and Z have ended. */
  state: string;
}

const FIELDS = /prev_comm=(.*) prev_pid=(-?\d+) .*prev_state=(\S+) ==> next_comm=.* next_pid=(-?\d+)/;
/** The same by libtraceevent's plugin: `comm:tid [priority] state ==> comm:tid [priority]` */
const PLUGIN = /^\s*(.*):(-?\d+) \[-?\d+\] (\S+) ==> .*:(-?\d+) \[-?\d+\]/;
const LONGEST = 300;

/** Reads both spellings; undefined where it is neither. */
export function readSwitch(args: string): Switch | undefined {
  const text = args.slice(0, LONGEST);
  const found = FIELDS.exec(text);
  if (found) {
    const [, prevComm, prev, state, next] = found;
    return { prev, prevComm, next, state };
  }
  const plugin = PLUGIN.exec(text);
  if (plugin) {
    const [, prevComm, prev, state, next] = plugin;
    return { prev, prevComm, next, state };
  }
  return undefined;
}

/** `sched:sched_wakeup`, `sched_waking`, `sched_wakeup_new`: the thread that is woken, in both spellings. */
const WOKEN = /^\s*(?:comm=.* pid=(\d+) prio=|.*:(\d+) \[-?\d+\](?: |$))/;

/** The thread that becomes ready to run; undefined where the text is none of the spellings. */
export function readWakeup(args: string): string | undefined {
  const found = WOKEN.exec(args.slice(0, LONGEST));
  return found?.[1] ?? found?.[2];
}

/** The idle task: one a CPU, all with this id. Its time off the CPU is the time that the CPU was busy, and no wait. */
export const IDLE_TASK = '0';

/** A wait that begins with a switch; its end is filled in when the thread is switched back. */
export interface OpenWait {
  time?: number;
  /** Nanoseconds; NaN while it has no end. */
  value: number;
  /** When the thread was ready to run again: from then on it waited for a CPU. Undefined where no wakeup was recorded. */
  woken?: number;
  /** Who woke it, as `wakerText` writes it, where its stack was recorded. */
  waker?: string;
  wakerThread?: string;
}

/** Below this share of switches that find their end, the recording has gaps and times would be invented. */
const PAIRED_SHARE = 0.5;

/** Pairs the switch of a thread off the CPU with the switch back to it. Switches must come in the order of time. */
export class Switches<Wait extends OpenWait> {
  /** Switches of threads that did not end with them. */
  waits = 0;
  idle = 0;
  private paired = 0;
  private readonly off = new Map<string, Wait>();

  /** True where the switch begins a wait: not that of the idle task, nor the last one of a thread. */
  add({ prev, next, state }: Switch, time: number | undefined, wait: Wait): boolean {
    const back = this.off.get(next);
    if (back?.time !== undefined && time !== undefined && time >= back.time) {
      this.paired++;
      back.value = time - back.time;
    }
    this.off.delete(next);
    if (prev === IDLE_TASK) {
      this.idle++;
      return false;
    }
    if (/^[XZx]/.test(state)) {
      this.off.delete(prev);
      return false;
    }
    this.waits++;
    this.off.set(prev, wait);
    return true;
  }

  /** The first wakeup after the switch ends what the thread waited for. */
  wake(thread: string, time: number | undefined, waker?: string, wakerThread?: string): void {
    const wait = this.off.get(thread);
    if (wait?.time !== undefined && time !== undefined && time >= wait.time) {
      if (wait.woken === undefined) {
        [wait.waker, wait.wakerThread] = [waker, wakerThread];
      }
      wait.woken ??= time;
    }
  }

  /** Enough switches found their end. */
  get timed(): boolean {
    return this.paired >= this.waits * PAIRED_SHARE;
  }

  get withoutEnd(): number {
    return this.waits - this.paired;
  }
}

interface Thread {
  number: number;
  /** It runs since then. */
  since?: number;
  /** It was switched out before. */
  seen: boolean;
}

/** When threads run: from the switch to them to the switch to another one. Switches must come in the order of time. */
export class Runs {
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly thread: number[] = [];
  private readonly threads = new Map<string, Thread>();
  private first?: number;
  private last = 0;
  private lost = 0;
  private switches = 0;

  add({ prev, next }: Switch, time: number | undefined): void {
    if (time === undefined) {
      return;
    }
    this.first ??= time;
    this.last = time;
    this.switches++;
    if (prev !== IDLE_TASK) {
      const out = this.of(prev);
      if (out.since !== undefined) {
        this.run(out.number, out.since, time);
      } else if (!out.seen) {
        this.run(out.number, this.first, time); // it ran when the recording began
      } else {
        this.lost++;
      }
      out.since = undefined;
      out.seen = true;
    }
    if (next !== IDLE_TASK) {
      const into = this.of(next);
      this.lost += into.since === undefined ? 0 : 1;
      into.since = time;
    }
  }

  /** Undefined where there are no switches with a time. */
  finish(): Schedule | undefined {
    for (const { number, since, seen } of this.threads.values()) {
      // What never was switched out is a thread that is not recorded.
      if (since !== undefined && seen) {
        this.run(number, since, this.last);
      }
    }
    const order = Uint32Array.from(this.from.keys()).sort((a, b) => this.from[a] - this.from[b]);
    return this.switches
      ? {
          from: Float64Array.from(order, (i) => this.from[i]),
          to: Float64Array.from(order, (i) => this.to[i]),
          thread: Int32Array.from(order, (i) => this.thread[i]),
          threads: [...this.threads.keys()],
          lost: this.lost,
          switches: this.switches,
        }
      : undefined;
  }

  private of(thread: string) {
    const known: Thread = this.threads.get(thread) ?? { number: this.threads.size, seen: false };
    this.threads.set(thread, known);
    return known;
  }

  private run(thread: number, from: number, to: number) {
    if (to > from) {
      this.from.push(from);
      this.to.push(to);
      this.thread.push(thread);
    }
  }
}
