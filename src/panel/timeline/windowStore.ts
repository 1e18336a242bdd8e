import { type AbsoluteTimeRange, type DataFrame } from '@grafana/data';
import { type Observable } from 'rxjs';
import { type WholeSplit } from '../../prepare';
import { type Steps, wordsOfThrown } from '../../profile';
import { windowKey, type WindowPlan, windowsToAsk } from '../grafana/windowPlan';
import { inSlices } from '../model/inSlices';
import { type TimelineWindow } from './kinds';
import { type WindowAnswer, WindowQueue } from './windowQueue';

/** Samples may arrive so long after the time that they are of, in ms: until then a window is asked for again at each refresh. */
const LATE = 60_000;

/** What is known of a window, and whether it is asked for again. */
interface Known extends Omit<TimelineWindow, 'from' | 'to'> {
  final: boolean;
}

type Found = Pick<Known, 'whole' | 'error'>;

export interface WindowsKnown {
  byWindow: ReadonlyMap<string, Known>;
  /** The data source failed too often, and is left alone. */
  halted: boolean;
}

export interface Asking {
  ask(window: AbsoluteTimeRange): Observable<DataFrame[]>;
  /** How a window's time splits. */
  splitOf(frames: DataFrame[], window: AbsoluteTimeRange): Steps<WholeSplit | undefined>;
}

/**
 * What one question has been answered, window by window, for whom it is shown to. One answer is worked out after the other, in slices: the page
 * draws and listens in between.
 */
export class WindowStore {
  private known: WindowsKnown = { byWindow: new Map(), halted: false };
  private asking?: Asking;
  private readonly queue: WindowQueue;
  private readonly answers: Array<[AbsoluteTimeRange, WindowAnswer]> = [];
  private giveUp?: () => void;
  private readonly listeners = new Set<() => void>();

  constructor(
    atOnce: number,
    private readonly now = Date.now,
    private readonly work: typeof inSlices<Found> = inSlices
  ) {
    this.queue = new WindowQueue(
      (window) => this.asking!.ask(window),
      (window, answer) => {
        this.answers.push([window, answer]);
        this.giveUp ?? this.next();
      },
      atOnce
    );
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = (): WindowsKnown => this.known;

  /** Asks for what is not known of a plan, and goes on with what already runs. */
  want(plan: WindowPlan, asking: Asking): void {
    this.asking = asking;
    this.queue.want(windowsToAsk(plan, (window) => this.known.byWindow.get(windowKey(window))?.final === true));
  }

  /** Cancels what runs; what is known stays. */
  stop(): void {
    this.queue.stop();
    this.answers.length = 0;
    this.giveUp?.();
    this.giveUp = undefined;
  }

  private next(): void {
    const [window, answer] = this.answers.shift() ?? [];
    if (!window || !answer) {
      this.giveUp = undefined;
      return;
    }
    const end = (what: Found) => {
      const final = what.error !== undefined || this.now() >= window.to + LATE;
      const byWindow = new Map(this.known.byWindow).set(windowKey(window), { ...what, answered: true, final });
      this.known = { byWindow, halted: this.queue.halted };
      this.next();
      this.listeners.forEach((listener) => listener());
    };
    this.giveUp = this.work(worksOut(window, answer, this.asking!), end, (error) =>
      end({ error: wordsOfThrown(error) })
    );
  }
}

function* worksOut(window: AbsoluteTimeRange, answer: WindowAnswer, { splitOf }: Asking): Steps<Found> {
  return 'error' in answer ? { error: answer.error } : { whole: yield* splitOf(answer.frames, window) };
}
