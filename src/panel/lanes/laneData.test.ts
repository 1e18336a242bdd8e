import { CATEGORIES } from '../../analysis';
import { type TimedSamples } from '../../prepare';
import { nodeAt, prepared } from '../../testing';
import { Lanes, NOTHING } from './laneData';
import { laneRows, poolName, poolsOf } from './pools';

const { paired } = prepared({ wall: 'worker;take;futex_wait 10\nmain;read 5' });
const { tree } = paired!;
const LOCK = CATEGORIES.indexOf('lock');

/** Samples by thread: `[thread, from, to, category]` in order of their ends. */
function samplesOf(...all: Array<[thread: string, from: number, to: number, category: number]>): TimedSamples {
  const threads = [...new Set(all.map(([thread]) => thread))];
  return {
    clock: 'monotonic',
    length: all.length,
    time: Float64Array.from(all, ([, , to]) => to),
    duration: Float64Array.from(all, ([, from, to]) => to - from),
    weight: Float64Array.from(all, ([, from, to]) => to - from),
    role: new Uint8Array(all.length),
    roles: ['cpu', 'wall', 'offcpu'],
    node: Int32Array.from(all, () => nodeAt(tree, 'worker', 'take', 'futex_wait')),
    category: Uint8Array.from(all, ([, , , category]) => category),
    thread: Int32Array.from(all, ([thread]) => threads.indexOf(thread)),
    threads,
    bucket: [0, 0, 0],
  };
}

describe('pools', () => {
  it.each([
    ['worker-12', 'worker'],
    ['http-nio-8080-exec-3 tid=4711', 'http-nio-8080-exec'],
    ['pool-1-thread-7', 'pool-1-thread'],
    ['worker_3 21751', 'worker'],
    ['main', 'main'],
    ['21751', '21751'],
    ['Thread[#22]', 'Thread'],
  ])('%s is of %s', (name, pool) => expect(poolName(name)).toBe(pool));

  it('threads stand in the order of their numbers; a pool of one is that thread; an open pool has its threads below', () => {
    const names = ['worker-10', 'main', 'worker-2', 'worker-1'];
    const pools = poolsOf(names);
    expect(pools).toEqual([
      { name: 'main', threads: [1] },
      { name: 'worker', threads: [3, 2, 0] },
    ]);
    const shown = (open: string[]) => laneRows(pools, names, new Set(open)).map(({ type, name }) => `${type} ${name}`);
    expect(shown([])).toEqual(['thread main', 'pool worker']);
    expect(shown(['worker'])).toEqual([
      'thread main',
      'pool worker',
      'thread worker-1',
      'thread worker-2',
      'thread worker-10',
    ]);
  });
});

describe('lanes', () => {
  const lanes = new Lanes(tree, samplesOf(['1', 0, 40, LOCK], ['2', 0, 30, 0], ['1', 50, 100, 0]));

  it('each pixel is what the thread did for most of it; nothing where it has no sample', () => {
    expect([...lanes.paint('1', [0], 10)]).toEqual([LOCK, LOCK, LOCK, LOCK, NOTHING, 0, 0, 0, 0, 0]);
    expect([...lanes.paint('2', [1], 10)].slice(0, 4)).toEqual([0, 0, 0, NOTHING]);
  });

  it('a pool has what most of its threads do', () => {
    expect([...lanes.paint('both', [0, 1], 10)].slice(2, 5)).toEqual([0, LOCK, NOTHING]);
  });

  it('a number is named by the outermost frame of its thread', () => {
    expect(lanes.names).toEqual(['worker 1', 'worker 2']);
  });

  it('finds the sample that lasts at a time', () => {
    expect([
      lanes.at(0, 20, 0),
      lanes.at(0, 45, 0),
      lanes.at(0, 45, 5),
      lanes.at(0, 60, 0),
      lanes.at(1, 60, 0),
    ]).toEqual([0, -1, 2, 2, -1]);
  });
});
