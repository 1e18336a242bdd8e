import { ElapsedTime } from './elapsed';
import { type Schedule } from '../profile';

/** Runs as `[thread, from, to]`, in the order of their beginning. */
const scheduleOf = (...runs: Array<[number, number, number]>): Schedule => ({
  from: Float64Array.from(runs, ([, from]) => from),
  to: Float64Array.from(runs, ([, , to]) => to),
  thread: Int32Array.from(runs, ([thread]) => thread),
  threads: ['1', '2', '3'],
  lost: 0,
  switches: runs.length * 2,
});

describe('two threads that overlap', () => {
  // 0 runs alone to 100, both to 300, 1 alone to 400; none to 450; 0 to 500.
  const elapsed = new ElapsedTime(scheduleOf([0, 0, 300], [1, 100, 400], [0, 450, 500]));

  it('a sample weighs 1 / threads that run then', () => {
    const weightAt = (time: number) => 1 / elapsed.parallelism(time);
    expect([0, 50, 100, 299, 300, 399, 460].map(weightAt)).toEqual([1, 1, 0.5, 0.5, 1, 1, 1]);
    // 100 samples of each thread's time, one every ns: together they are the time in which anything runs.
    const sum = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => weightAt(from + i)).reduce((a, b) => a + b, 0);
    expect([sum(0, 300) + sum(450, 500), sum(100, 400)]).toEqual([250, 200]);
  });

  it('a wait is as long as nobody ran before its thread did', () => {
    expect(elapsed.waited(0, 300, 450)).toBe(50);
    // Its part that was blocked, and its part that was ready to run.
    expect([elapsed.waited(0, 300, 420), elapsed.waited(0, 420, 450)]).toEqual([20, 30]);
    // The other thread waits meanwhile, and is not what the program waits for.
    expect(elapsed.waited(1, 400, 500)).toBe(0);
    expect(elapsed.waited(2, 0, 500)).toBe(0);
  });

  it('all together is the time that has passed', () => {
    expect(250 + 200 + elapsed.waited(0, 300, 450)).toBe(500);
  });
});

it('where one thread hands the CPU to another, nobody waits and no moment has both', () => {
  const elapsed = new ElapsedTime(scheduleOf([0, 0, 100], [1, 100, 200], [0, 200, 300]));
  expect([99, 100, 200].map((time) => elapsed.parallelism(time))).toEqual([1, 1, 1]);
  expect(elapsed.waited(0, 100, 200)).toBe(0);
});

it('many stretches without anybody, some of them whole in the wait', () => {
  const runs = Array.from({ length: 100 }, (_, i): [number, number, number] => [i % 2, i * 10, i * 10 + 4]);
  const elapsed = new ElapsedTime(scheduleOf(...runs));
  // Before each run of thread 1 nobody runs for 6: 50 of them.
  expect(elapsed.waited(1, 0, 1000)).toBe(300);
  expect(elapsed.waited(1, 7, 27)).toBe(6);
  expect(elapsed.waited(0, 0, 1000)).toBe(294);
});
