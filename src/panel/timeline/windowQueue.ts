import { type AbsoluteTimeRange, type DataFrame } from '@grafana/data';
import { type Observable, type Subscription, timer } from 'rxjs';
import { windowKey } from '../grafana/windowPlan';
import { wordsOfThrown } from '../../profile';

/** What became of the question for one window. */
export type WindowAnswer = { frames: DataFrame[] } | { error: string };

/** After so many failures in a row the data source is left alone until somebody asks again. */
const PATIENCE = 3;

/**
 * Asks for windows, a few at a time, in the order in which they are wanted. What is no longer wanted is cancelled, what is wanted still
 * goes on. Every window that was asked for gets one answer, whatever the order in which they come.
 */
export class WindowQueue {
  private waiting: AbsoluteTimeRange[] = [];
  private readonly running = new Map<string, Subscription>();
  private failures = 0;
  private filling = false;

  constructor(
    private readonly ask: (window: AbsoluteTimeRange) => Observable<DataFrame[]>,
    private readonly onAnswer: (window: AbsoluteTimeRange, answer: WindowAnswer) => void,
    private readonly atOnce: number
  ) {}

  /** The data source failed too often: nothing is asked any more. */
  get halted(): boolean {
    return this.failures >= PATIENCE;
  }

  /** All that is wanted now, the most urgent first. */
  want(windows: AbsoluteTimeRange[]): void {
    const wanted = new Set(windows.map(windowKey));
    for (const [key, subscription] of [...this.running]) {
      if (!wanted.has(key)) {
        this.running.delete(key);
        subscription.unsubscribe();
      }
    }
    this.waiting = windows.filter((window) => !this.running.has(windowKey(window)));
    this.fill();
  }

  stop(): void {
    this.want([]);
  }

  private fill(): void {
    if (this.filling) {
      return; // an answer that is known comes at once: the loop below goes on
    }
    this.filling = true;
    while (this.running.size < this.atOnce && this.waiting.length && !this.halted) {
      this.start(this.waiting.shift()!);
    }
    this.filling = false;
  }

  private start(window: AbsoluteTimeRange): void {
    const key = windowKey(window);
    const end = (answer: WindowAnswer) => {
      this.running.delete(key);
      this.failures = 'error' in answer ? this.failures + 1 : 0;
      this.onAnswer(window, answer);
    };
    let over = false;
    const subscription = this.ask(window).subscribe({
      next: (frames) => end({ frames }),
      error: (error: unknown) => {
        over = true;
        end({ error: wordsOfThrown(error) });
        this.fill();
      },
      complete: () => {
        over = true;
        this.fill();
      },
    });
    if (!over) {
      this.running.set(key, subscription);
    }
  }
}

/** Whoever sends queries waits for its turn, so that no more than so many are sent in a second; the first ones at once. */
export function queriesPerSecond(most: number, now = Date.now): (queries: number) => Observable<unknown> {
  let next = 0;
  return (queries) => {
    const at = Math.max(next, now());
    next = at + (queries * 1000) / most;
    return timer(at - now());
  };
}
