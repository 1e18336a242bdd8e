import { type Steps } from '../../profile';

/** Of one task, ms: a frame has 16, and the browser needs some of them. */
const SLICE = 8;
/** As long as it takes until a frame is due at 60 a second, ms. */
const FRAME = 16;
/** So long after something that a person did more of it may come, ms. */
const HAND_RESTS = 200;
/** A page out of sight draws no frames: then work goes on without them, ms. */
const NO_FRAME = 100;

/** Takes steps for so many ms, at least one; what the last one gave. */
export function advance<T>(steps: Steps<T>, ms: number): IteratorResult<void, T> {
  const end = performance.now() + ms;
  let step = steps.next();
  while (!step.done && performance.now() < end) {
    step = steps.next();
  }
  return step;
}

/**
 * Does work in slices between which the page answers: one a frame while somebody types, scrolls or points, else as many as have room.
 * `afterFrame`: what is shown until then is painted first. Returns how to give it up; then neither `done` nor `failed` is called.
 * No worker: what a worker would be sent is copied on the main thread, and its answer again (docs/decisions/10-no-worker.md).
 */
export function inSlices<T>(
  steps: Steps<T>,
  done: (result: T) => void,
  failed: (error: unknown) => void,
  { afterFrame = false } = {}
): () => void {
  let givenUp = false;
  const hand = new Hand();
  const run = async () => {
    let frame = new Frame();
    if (afterFrame) {
      await frame.over;
    }
    for (;;) {
      await turnOfInput();
      // Work that goes on after `scheduler.yield` goes before frames, which then come when it is done: three a second for a million nodes.
      if (frame.isDue || (frame.hasWorked && hand.isBusy)) {
        await frame.over;
      }
      if (frame.isOver) {
        frame = new Frame();
      }
      if (givenUp) {
        return;
      }
      const step = advance(steps, SLICE);
      frame.hasWorked = true;
      if (step.done) {
        done(step.value);
        return;
      }
    }
  };
  run()
    .catch((error: unknown) => givenUp || failed(error))
    .finally(() => hand.letGo());
  return () => {
    givenUp = true;
  };
}

/** Not in every browser: https://developer.mozilla.org/en-US/docs/Web/API/Scheduler/yield. */
type MayYield = typeof globalThis & { scheduler?: { yield?(): Promise<void> } };

/** Resolves when input has had its turn. */
const turnOfInput = (): Promise<void> =>
  (globalThis as MayYield).scheduler?.yield?.() ?? new Promise((resolve) => nextTask(resolve));

/** Not a timer, which takes milliseconds more. */
function nextTask(task: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = task;
  port2.postMessage(undefined);
}

const GESTURES = ['keydown', 'input', 'pointerdown', 'pointermove', 'wheel', 'scroll'];

/** Whether somebody does something to the page, wherever on it. */
class Hand {
  private last = -Infinity;
  private readonly note = () => {
    this.last = performance.now();
  };

  constructor() {
    GESTURES.forEach((type) => window.addEventListener(type, this.note, { capture: true, passive: true }));
  }

  get isBusy(): boolean {
    return performance.now() - this.last < HAND_RESTS;
  }

  letGo(): void {
    GESTURES.forEach((type) => window.removeEventListener(type, this.note, { capture: true }));
  }
}

/** The next frame of the page. Asked for before the work that is done until then, it comes when it is due, and nothing waits for one more. */
class Frame {
  isOver = false;
  /** Work was done since it was asked for. */
  hasWorked = false;
  readonly over: Promise<void>;
  private readonly asked = performance.now();

  constructor() {
    this.over = new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.isOver = true;
        resolve();
      };
      const timer = setTimeout(end, NO_FRAME);
      // Frames are drawn after their callbacks: what comes next is after them.
      requestAnimationFrame(() => nextTask(end));
    });
  }

  get isDue(): boolean {
    return !this.isOver && performance.now() - this.asked >= FRAME;
  }
}
