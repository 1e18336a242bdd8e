import { CATEGORIES, type Evidence } from '../analysis';
import { splitsOver, type TimedSamples } from '.';

type Row = [time: number, weight: number, role: 'cpu' | 'wall' | 'offcpu', category: number, duration?: number];
const [LOCK, POLL] = [CATEGORIES.indexOf('lock'), CATEGORIES.indexOf('poll')];

const samplesOf = (rows: Row[], bucket = [0, 0, 0]): TimedSamples => ({
  bucket,
  clock: 'utc',
  length: rows.length,
  time: Float64Array.from(rows, ([time]) => time),
  weight: Float64Array.from(rows, ([, weight]) => weight),
  duration: Float64Array.from(rows, ([, , , , duration]) => duration ?? NaN),
  roles: ['cpu', 'wall', 'offcpu'],
  role: Uint8Array.from(rows, ([, , role]) => ['cpu', 'wall', 'offcpu'].indexOf(role)),
  category: Uint8Array.from(rows, ([, , , category]) => category),
  node: Int32Array.from(rows, () => 1),
  thread: Int32Array.from(rows, () => -1),
  threads: [],
});
const over = (rows: Row[], evidence: Evidence, bucket?: number[]) =>
  splitsOver(samplesOf(rows, bucket), { evidence }, { from: 1000, step: 100, count: 3 }).map(
    ({ total, onCpu, waiting }) => [total, onCpu, waiting[LOCK], waiting[POLL]]
  );

it('a sample is in the window in which it was taken; none is outside of them', () =>
  expect(
    over(
      [
        [999, 7, 'wall', LOCK],
        [1000, 1, 'wall', LOCK],
        [1099, 2, 'wall', 0],
        [1100, 3, 'wall', POLL],
        [1299, 4, 'wall', LOCK],
        [1300, 7, 'wall', LOCK],
      ],
      'wall'
    )
  ).toEqual([
    [3, 2, 1, 0],
    [3, 0, 0, 3],
    [4, 0, 4, 0],
  ]));

it('a wait that lasted gives each window its part, also where it began before the first', () =>
  expect(
    over(
      [
        [1050, 100, 'offcpu', LOCK, 100],
        [1250, 150, 'offcpu', POLL, 150],
      ],
      'offcpu'
    )
  ).toEqual([
    [50, 0, 50, 0],
    [100, 0, 0, 100],
    [50, 0, 0, 50],
  ]));

it('CPU and off-CPU time add up; beside wall time CPU is its running part', () => {
  const both = (role: 'wall' | 'offcpu', weight: number): Row[] => [
    [1010, 30, 'cpu', 0],
    [1020, weight, role, LOCK],
  ];
  expect(over(both('offcpu', 50), 'cpu+offcpu')[0]).toEqual([80, 30, 50, 0]);
  expect(over(both('wall', 50), 'cpu+wall')[0]).toEqual([50, 30, 50, 0]);
});

it('a sum over a bucket gives each window its part of it, as one that lies in a window gives all', () => {
  // Windows of 100 from 1000 on. Buckets of 150 from 1000: two thirds are in the first window.
  expect(over([[1000, 30, 'wall', LOCK]], 'wall', [0, 150, 0]).map(([total]) => total)).toEqual([20, 10, 0]);
  expect(over([[1100, 30, 'wall', LOCK]], 'wall', [0, 100, 0]).map(([total]) => total)).toEqual([0, 30, 0]);
});
