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
    ['kworker/0:1', 'kworker'],
    ['kworker/0x1F', 'kworker'],
    ['ForkJoinPool.commonPool-worker-3', 'ForkJoinPool.commonPool-worker'],
    ['a1-2-3', 'a1'],
    ['a-1-2-3', 'a-1'],
    ['7 of 9 lives', '7 of 9 lives'],
    ['x-1b', 'x-1b'],
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
    expect(laneRows(pools, names, new Set(['main', 'worker']))).toEqual([
      { type: 'thread', key: 'thread 1', name: 'main', threads: [1], inPool: false },
      { type: 'pool', key: 'pool worker', name: 'worker', threads: [3, 2, 0], open: true },
      { type: 'thread', key: 'thread 3', name: 'worker-1', threads: [3], inPool: true },
      { type: 'thread', key: 'thread 2', name: 'worker-2', threads: [2], inPool: true },
      { type: 'thread', key: 'thread 0', name: 'worker-10', threads: [0], inPool: true },
    ]);
    expect(laneRows(pools, names, new Set())[1]).toMatchObject({ name: 'worker', open: false });
  });

  it('stand in the order of their names, numbers by their size, whatever comes first', () => {
    expect(poolsOf(['z-1', 'b10c-1', 'z-2', 'b9c-1', 'a-1']).map(({ name }) => name)).toEqual([
      'a',
      'b9c',
      'b10c',
      'z',
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

  it('reach from the first begin to the last end; a second without any is as wide as one', () => {
    expect([lanes.from, lanes.to]).toEqual([0, 100]);
    const late = new Lanes(tree, samplesOf(['a', 50, 60, 0], ['a', 20, 90, 0]));
    expect([late.from, late.to]).toEqual([20, 90]);
    const none = new Lanes(tree, samplesOf());
    expect([none.from, none.to, none.names]).toEqual([0, 1, []]);
    const moment = new Lanes(tree, samplesOf(['a', 5, 5, 0]));
    expect([moment.from, moment.to]).toEqual([0, 1]);
  });

  it('samples that name no thread are in no lane, and do not widen the time', () => {
    const samples = samplesOf(['1', 10, 20, LOCK], ['2', 0, 90, 0], ['1', 20, 30, LOCK]);
    samples.thread[1] = -1;
    const own = new Lanes(tree, samples);
    expect([own.from, own.to]).toEqual([10, 30]);
    expect([...own.paint('1', [0], 2)]).toEqual([LOCK, LOCK]);
    expect([...own.paint('2', [1], 2)]).toEqual([NOTHING, NOTHING]);
    expect(own.at(1, 15, 0)).toBe(-1);
    expect(own.names).toEqual(['worker 1', '2']);
  });

  it('without a length a sample stands for its weight; a length of nothing is one', () => {
    const samples = samplesOf(['a', 0, 40, 0], ['a', 50, 60, LOCK], ['a', 0, 100, 0]);
    samples.duration.set([NaN, NaN, 0]);
    samples.weight.set([30, 10, 100]);
    const own = new Lanes(tree, samples);
    expect([0, 1, 2].map((row) => own.beginOf(row))).toEqual([10, 50, 100]);
    expect([own.from, own.to]).toEqual([10, 100]);
  });

  it('a name says enough; a number whose sample has no frame stays one', () => {
    const samples = samplesOf(['main-1', 0, 10, 0], ['7', 0, 10, 0], ['7', 10, 20, 0], ['8', 0, 5, 0]);
    samples.node[1] = 0;
    samples.node[2] = nodeAt(tree, 'main', 'read');
    samples.node[3] = 0;
    expect(new Lanes(tree, samples).names).toEqual(['main-1', 'main 7', '8']);
  });

  it('of a pixel with two kinds the longer one is shown, with both halves of a kind together', () => {
    const own = new Lanes(tree, samplesOf(['a', 0, 4, LOCK], ['a', 4, 10, 0], ['a', 10, 16, LOCK], ['a', 16, 20, 0]));
    expect([...own.paint('a', [0], 2)]).toEqual([0, LOCK]);
    expect([...own.paint('a', [0], 1)]).toEqual([LOCK]);
    expect([...own.paint('a', [0], 4)]).toEqual([LOCK, 0, LOCK, 0]);
  });

  it('what is shorter than a pixel is still seen', () => {
    const own = new Lanes(tree, samplesOf(['a', 50, 50, LOCK], ['b', 0, 100, 0]));
    expect([...own.paint('a', [0], 4)]).toEqual([NOTHING, NOTHING, LOCK, NOTHING]);
    expect([...own.paint('nobody', [], 2)]).toEqual([NOTHING, NOTHING]);
  });

  it('a row is painted once for a width, and each row for itself', () => {
    const first = lanes.paint('once', [0], 10);
    expect(lanes.paint('once', [0], 10)).toBe(first);
    expect(lanes.paint('once', [0], 5)).toHaveLength(5);
    expect([...lanes.paint('other', [1], 10)]).not.toEqual([...first]);
  });

  it('of a moment between two samples the next is meant when it is near, at the ends and in the middle of many', () => {
    const many = new Lanes(
      tree,
      samplesOf(
        ...[0, 1, 2, 3, 4]
          .map((i) => ['a', 10 * i, 10 * i + 6, 0] as const)
          .map(([thread, from, to, kind]): [string, number, number, number] => [thread, from, to, kind])
      )
    );
    const at = (time: number, slack = 0) => many.at(0, time, slack);
    expect([at(0), at(6), at(7), at(7, 3), at(10), at(26), at(44), at(46), at(47, 100)]).toEqual([
      0, 0, -1, 1, 1, 2, 4, 4, -1,
    ]);
  });
});
