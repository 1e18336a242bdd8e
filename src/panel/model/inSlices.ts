import { type Steps } from '../../profile';

/** Of one task, ms: a frame has 16, and the browser needs some of them. */
const SLICE = 8;
/** As long as it takes until a frame is due at 60 a second, ms. */
const FRAME = 16;
/** A page out of sight draws no frames: then work goes on without them, ms. */
const NO_FRAME = 100;

/**
 * Does work in slices between which the page answers. Returns how to give it up; then neither `done` nor `failed` is called.
 * No worker: what a worker would be sent is copied on the main thread, and its answer again (docs/decisions/10-no-worker.md).
 */
export function inSlices<T>(steps: Steps<T>, done: (result: T) => void, failed: (error: unknown) => void): () => void {
  let givenUp = false;
  const run = async () => {
    let drawn = performance.now();
    for (;;) {
      await turnOfInput();
      // Work that goes on after `scheduler.yield` goes before frames, which then come when it is done: three a second for a million nodes.
      if (performance.now() - drawn >= FRAME) {
        await turnOfFrame();
        drawn = performance.now();
      }
      if (givenUp) {
        return;
      }
      const end = performance.now() + SLICE;
      let step = steps.next();
      while (!step.done && performance.now() < end) {
        step = steps.next();
      }
      if (step.done) {
        done(step.value);
        return;
      }
    }
  };
  run().catch((error: unknown) => givenUp || failed(error));
  return () => {
    givenUp = true;
  };
}

/** Not in every browser: https://developer.mozilla.org/en-US/docs/Web/API/Scheduler/yield. */
type MayYield = typeof globalThis & { scheduler?: { yield?(): Promise<void> } };

/** Resolves when input has had its turn. */
const turnOfInput = (): Promise<void> =>
  (globalThis as MayYield).scheduler?.yield?.() ??
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });

/** Resolves when a frame has been drawn. */
const turnOfFrame = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, NO_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      // Frames are drawn after their callbacks: what comes next is after them.
      setTimeout(resolve);
    });
  });
