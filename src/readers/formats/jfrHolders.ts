import { bisectRight, bisector } from 'd3';
import { type Holding } from '../../profile';

/** A stay in line for a monitor, by who had it when it ended. */
export interface InLine {
  /** Tells monitors apart: class and address. */
  lock: string;
  /** Who held it last before the one in line got it: `previousOwner` of jdk.JavaMonitorEnter. */
  owner: { id: string; name: string };
}

/** Something that a thread did, or waited for: ns, and the sample that it became. */
interface Stay {
  from: number;
  to: number;
  sample: number;
}

/** So many hand-overs during one wait are told apart, and so many events of a holder looked at. */
const MOST = 64;
/** Beyond this shares are of the lines before: a person reads the first two holders. */
const MOST_PIECES = 2e6;
/** Where less than this share of what a thread did while it held the monitor is recorded, that names nothing. */
const HALF = 0.5;

/**
 * Who held a monitor while others stood in line. An event names the last owner only, and a line has many: whoever gets the monitor ends a wait
 * himself, so the ends of the waits for one monitor cut the time into pieces, each of which belongs to the owner that its end names. Waits below
 * the event's threshold leave no end: what they held is booked to the next owner known.
 */
export class Monitors {
  private readonly lines = new Map<string, Array<Stay & InLine>>();
  private readonly did = new Map<string, Stay[]>();

  /** A sample of a thread; `line` where it waited for a monitor whose last owner is known. Times in ns. */
  add(thread: string | undefined, stay: Stay, line?: InLine): void {
    if (line) {
      addTo(this.lines, line.lock, { ...stay, ...line });
    }
    if (thread !== undefined) {
      addTo(this.did, thread, stay);
    }
  }

  /** Undefined: no wait names who held the monitor. */
  holding(): Holding | undefined {
    if (!this.lines.size) {
      return undefined;
    }
    this.did.forEach((own) => own.sort((a, b) => a.from - b.from));
    const threads = new Map<string, number>();
    const rows: number[][] = [];
    for (const line of this.lines.values()) {
      for (const { wait, owner, since, from, to } of piecesOf(line)) {
        if (rows.length >= MOST_PIECES) {
          break;
        }
        threads.set(owner.name, threads.get(owner.name) ?? threads.size);
        rows.push([wait, threads.get(owner.name)!, this.meanwhile(owner.id, since, from, to), to - from]);
      }
    }
    const column = (i: number) => Int32Array.from(rows, (row) => row[i]);
    return {
      wait: column(0),
      thread: column(1),
      meanwhile: column(2),
      time: Float64Array.from(rows, (row) => row[3]),
      threads: [...threads.keys()],
    };
  }

  /** What a thread did longest in a time; -1: too little was recorded. What it was at when another one got the monitor (`since`) is none of it. */
  private meanwhile(thread: string, since: number, from: number, to: number): number {
    const did = this.did.get(thread) ?? [];
    let [best, longest, known] = [-1, 0, 0];
    const after = byBegin(did, to);
    for (let i = after - 1; i >= 0 && i >= after - MOST; i--) {
      const overlap = did[i].from < since ? 0 : Math.max(0, Math.min(to, did[i].to) - Math.max(from, did[i].from));
      known += overlap;
      [best, longest] = overlap > longest ? [did[i].sample, overlap] : [best, longest];
    }
    return known >= (to - from) * HALF ? best : -1;
  }
}

const byBegin = bisector(({ from }: Stay) => from).left;

/** A part of a wait: who had the monitor, and when another one had got it before. */
interface Piece {
  wait: number;
  owner: InLine['owner'];
  since: number;
  from: number;
  to: number;
}

/** The waits for one monitor, cut where it changed hands. Sorts the line. */
function* piecesOf(line: Array<Stay & InLine>): Generator<Piece> {
  line.sort((a, b) => a.to - b.to);
  const ends = line.map(({ to }) => to);
  for (const [last, wait] of line.entries()) {
    const first = Math.min(last, bisectRight(ends, wait.from));
    for (let i = first; i < Math.min(last + 1, first + MOST); i++) {
      const since = ends[i - 1] ?? -Infinity;
      yield { wait: wait.sample, owner: line[i].owner, since, from: Math.max(wait.from, since), to: ends[i] };
    }
  }
}

function addTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const known = lists.get(key);
  known ? known.push(item) : lists.set(key, [item]);
}
