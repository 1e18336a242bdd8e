import { type AbsoluteTimeRange, type DataFrame } from '@grafana/data';
import { type Observable } from 'rxjs';
import { type WholeSplit } from '../../prepare';
import { windowKey, type WindowPlan, windowsToAsk } from '../grafana/windowPlan';
import { type TimelineWindow } from './kinds';
import { type WindowAnswer, WindowQueue } from './windowQueue';

/** Samples may arrive so long after the time that they are of, in ms: until then a window is asked for again at each refresh. */
const LATE = 60_000;

/** What is known of a window, and whether it is asked for again. */
interface Known extends Omit<TimelineWindow, 'from' | 'to'> {
  final: boolean;
}

export interface WindowsKnown {
  byWindow: ReadonlyMap<string, Known>;
  /** The data source failed too often, and is left alone. */
  halted: boolean;
}

export interface Asking {
  ask(window: AbsoluteTimeRange): Observable<DataFrame[]>;
  /** How a window's time splits: on the main thread. */
  splitOf(frames: DataFrame[]): WholeSplit | undefined;
}

/**
 * What one question has been answered, window by window, for whom it is shown to. Each answer is worked out in a task of its own: the page
 * draws and listens between two of them.
 */
export class WindowStore {
  private known: WindowsKnown = { byWindow: new Map(), halted: false };
  private asking?: Asking;
  private readonly queue: WindowQueue;
  private readonly answers: Array<[AbsoluteTimeRange, WindowAnswer]> = [];
  private timer?: ReturnType<typeof setTimeout>;
  private readonly listeners = new Set<() => void>();

  constructor(
    atOnce: number,
    private readonly now = Date.now
  ) {
    this.queue = new WindowQueue(
      (window) => this.asking!.ask(window),
      (window, answer) => {
        this.answers.push([window, answer]);
        this.timer ??= setTimeout(this.next);
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
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private readonly next = () => {
    const [window, answer] = this.answers.shift()!;
    const failed = 'error' in answer;
    const what = failed ? { error: answer.error } : { whole: this.asking!.splitOf(answer.frames) };
    const final = failed || this.now() >= window.to + LATE;
    const byWindow = new Map(this.known.byWindow).set(windowKey(window), { ...what, answered: true, final });
    this.known = { byWindow, halted: this.queue.halted };
    this.timer = this.answers.length ? setTimeout(this.next) : undefined;
    this.listeners.forEach((listener) => listener());
  };
}
