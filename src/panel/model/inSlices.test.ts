import { type Steps } from '../../profile';
import { inSlices } from './inSlices';

const never = () => {
  throw new Error('called');
};
const later = () => new Promise((resolve) => setTimeout(resolve, 20));

let clock = 0;
beforeEach(() => {
  clock = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => clock);
});

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
  inSlices(counting(5, counted), done, never);
  expect(counted).toEqual([]);
  await later();
  expect(atTurns).toEqual([0, 2, 4]);
  expect(done.mock.calls).toEqual([[5]]);
});

it('goes on by messages where the browser cannot yield', async () => {
  const done = jest.fn();
  inSlices(counting(3, []), done, never);
  await later();
  expect(done).toHaveBeenCalledWith(3);
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
