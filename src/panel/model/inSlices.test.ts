import { type Steps } from '../../profile';
import { inSlices } from './inSlices';

const never = () => {
  throw new Error('called');
};
const later = () => new Promise((resolve) => setTimeout(resolve, 20));

let clock = 0;
const frame = jest.fn((_: FrameRequestCallback) => 0);
beforeEach(() => {
  clock = 0;
  frame.mockReset().mockImplementation((drawn) => {
    drawn(clock);
    return 0;
  });
  jest.spyOn(performance, 'now').mockImplementation(() => clock);
  jest.spyOn(globalThis, 'requestAnimationFrame').mockImplementation(frame);
});

/** Work that yields goes before frames, as in Chromium. How much was counted at each of them. */
function framesAfterWork(counted: number[]): number[] {
  const atFrames: number[] = [];
  Object.assign(globalThis, { scheduler: { yield: () => Promise.resolve() } });
  frame.mockImplementation((drawn) => {
    setTimeout(() => {
      atFrames.push(counted.length);
      drawn(clock);
    });
    return 0;
  });
  return atFrames;
}

/** Steps that take 5 ms of a clock each. */
function* counting(until: number, counted: number[]): Steps<number> {
  for (let i = 1; i <= until; i++) {
    clock += 5;
    counted.push(i);
    yield;
  }
  return until;
}

afterEach(() => {
  jest.restoreAllMocks();
  delete (globalThis as { scheduler?: unknown }).scheduler;
});

it('others have a turn before each slice, and a slice ends when 8 ms have passed', async () => {
  const counted: number[] = [];
  const atTurns: number[] = [];
  const turn = jest.fn(() => Promise.resolve(void atTurns.push(counted.length)));
  Object.assign(globalThis, { scheduler: { yield: turn } });
  const done = jest.fn();
  const over = new Promise((resolve) => inSlices(counting(5, counted), (result) => resolve(done(result)), never));
  expect(counted).toEqual([]);
  await over;
  expect(atTurns).toEqual([0, 2, 4]);
  expect(done.mock.calls).toEqual([[5]]);
});

it('waits for a frame when one is due: input alone does not show what was typed', async () => {
  const counted: number[] = [];
  const atFrames = framesAfterWork(counted);
  await expect(new Promise((done) => inSlices(counting(9, counted), done, never))).resolves.toBe(9);
  // Slices of 10 ms: two are longer than a frame at 60 a second.
  expect(atFrames).toEqual([4, 8]);
});

it('while somebody types or scrolls there is a frame after each slice; when the hand rests, as before', async () => {
  const counted: number[] = [];
  const atFrames = framesAfterWork(counted);
  const listens = jest.spyOn(window, 'addEventListener');
  const letsGo = jest.spyOn(window, 'removeEventListener');
  const field = document.body.appendChild(document.createElement('input'));
  const over = new Promise((done) => inSlices(counting(53, counted), done, never));
  field.dispatchEvent(new Event('scroll')); // does not bubble
  await over;
  // Two steps are a slice, of 10 ms; 40 steps are 200 ms.
  expect(atFrames).toEqual([...Array.from({ length: 19 }, (_, i) => 2 * (i + 1)), 42, 46, 50]);
  await later();
  expect(letsGo.mock.calls.map(([type]) => type)).toEqual(listens.mock.calls.map(([type]) => type));
  field.remove();
});

it('goes on out of sight, where no frames are drawn', async () => {
  frame.mockImplementation(() => 0);
  await expect(new Promise((done) => inSlices(counting(5, []), done, never))).resolves.toBe(5);
});

it('a frame is asked for before the work of its time, so that it is not waited for longer than it takes', async () => {
  const counted: number[] = [];
  const asked: number[] = [];
  frame.mockImplementation((drawn) => {
    asked.push(counted.length);
    setTimeout(() => drawn(clock));
    return 0;
  });
  Object.assign(globalThis, { scheduler: { yield: () => Promise.resolve() } });
  await new Promise((done) => inSlices(counting(9, counted), done, never));
  expect(asked).toEqual([0, 4, 8]);
});

it('what is shown meanwhile is painted before anything is done', async () => {
  const counted: number[] = [];
  let draw = never as FrameRequestCallback;
  frame.mockImplementationOnce((drawn) => {
    draw = drawn;
    return 0;
  });
  const over = new Promise((done) => inSlices(counting(3, counted), done, never, { afterFrame: true }));
  await later();
  expect(counted).toEqual([]);
  draw(clock);
  await over;
  expect(counted).toEqual([1, 2, 3]);
});

it('goes on by messages where the browser cannot yield', async () => {
  await expect(new Promise((done) => inSlices(counting(3, []), done, never))).resolves.toBe(3);
});

it('work that is given up does no more, and tells nobody', async () => {
  const counted: number[] = [];
  const [done, failed] = [jest.fn(), jest.fn()];
  const giveUp = inSlices(counting(3, counted), done, failed);
  giveUp();
  await later();
  expect(counted).toEqual([]);
  expect([done, failed].flatMap(({ mock }) => mock.calls)).toEqual([]);
});

it('what a step throws is handed over', async () => {
  const thrown = new Error('row 7');
  const failed = jest.fn();
  inSlices(
    (function* (): Steps<number> {
      throw thrown;
    })(),
    never,
    failed
  );
  await later();
  expect(failed).toHaveBeenCalledWith(thrown);
});
