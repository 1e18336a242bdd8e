import { contextOf, nodeAt, prepared, preparedOf, text } from '../testing';
import { type Prepared, type ProfileInput } from '../prepare';
import { type Distribution } from '../profile';
import { SingleWaits } from './singleWaits';
import { hasHistograms } from './singleWaitsPart';
import { siteRows, siteKey } from './sites';
import { CATEGORIES } from './waits';

const MS = 1e6;

/** perf script of one thread that is switched out `lasted` ms at a time in `frames` (leaf first), running 1 ms in between. */
function switches(...waits: Array<{ frames: string[]; lasted: number; times?: number; state?: string }>): string {
  let now = 1000;
  const at = () => (now / 1000).toFixed(6);
  const event = (prev: string, state: string, next: string) =>
    `app 7 [000] ${at()}: sched:sched_switch: prev_comm=${prev === '0' ? 'swapper' : 'app'} prev_pid=${prev} prev_prio=120 prev_state=${state} ==> next_comm=x next_pid=${next} next_prio=120`;
  return waits
    .flatMap(({ frames, lasted, times = 1, state = 'S' }) =>
      Array.from({ length: times }, () => {
        now += 1;
        const out = [event('7', state, '0'), ...frames.map((name) => `\t    aaaa ${name}+0x1 (/app)`), ''];
        now += lasted;
        return [...out, event('0', 'R', '7'), '\t    aaaa schedule_idle+0x1 (/app)', ''].join('\n');
      })
    )
    .join('\n');
}

const of = (content: string): Prepared => preparedOf([{ refId: 'A', source: text(content) } as ProfileInput]);
const waitsOf = ({ paired, timedSamples }: Prepared) => new SingleWaits(paired!.tree, () => timedSamples?.());
const LOCK = ['futex_do_wait', 'pthread_mutex_lock', 'take', 'main'];

describe('how long one wait is', () => {
  it('a hundred of 1 ms and one of 100 ms are the same time, and another story', () => {
    const [many, one] = [
      switches({ frames: LOCK, lasted: 1, times: 100 }),
      switches({ frames: LOCK, lasted: 100 }),
    ].map((content) => waitsOf(of(content)).under(0)!);
    expect([many.total, one.total].map((total) => Math.round(total / MS))).toEqual([100, 100]);
    expect([many.count, many.longest / MS]).toEqual([100, expect.closeTo(1, 3)]);
    expect([one.count, one.longest / MS]).toEqual([1, expect.closeTo(100, 3)]);
  });

  it('half of 1000 are 1 ms, one in a hundred is longer than 5 ms, the longest takes 300 ms', () => {
    const prepared = of(
      switches(
        { frames: LOCK, lasted: 1, times: 900 },
        { frames: LOCK, lasted: 5, times: 90 },
        { frames: LOCK, lasted: 40, times: 9 },
        { frames: LOCK, lasted: 300 }
      )
    );
    const { count, half, most, longest, buckets, class: of_, rough } = waitsOf(prepared).under(0)!;
    expect([count, of_, rough]).toEqual([1000, 'blocked', false]);
    expect([half, most, longest].map((ns) => ns / MS)).toEqual([1, 5, 300].map((ms) => expect.closeTo(ms, 2)));
    expect(buckets.map((bucket) => bucket.count).filter(Boolean)).toEqual([900, 90, 9, 1]);
    expect(buckets.every(({ from, to }) => to === from * 2)).toBe(true);
    expect(buckets.filter((bucket) => bucket.count === 1)[0].time / MS).toBeCloseTo(300, 2);
  });

  it('a frame has the waits under it, a category those of its kind', () => {
    const prepared = of(
      switches({ frames: LOCK, lasted: 2, times: 3 }, { frames: ['do_nanosleep', 'nap', 'main'], lasted: 50 })
    );
    const waits = waitsOf(prepared);
    const { tree } = prepared.paired!;
    expect(waits.under(nodeAt(tree, 'app', 'main'))!.count).toBe(4);
    expect(waits.under(nodeAt(tree, 'app', 'main', 'take'))!.count).toBe(3);
    expect(waits.under(nodeAt(tree, 'app', 'main'), CATEGORIES.indexOf('sleep'))!.longest / MS).toBeCloseTo(50, 2);
    expect(waits.under(nodeAt(tree, 'app', 'main'), CATEGORIES.indexOf('disk'))).toBeUndefined();
  });

  it('each site of the list has its own', () => {
    const prepared = of(
      switches({ frames: LOCK, lasted: 2, times: 3 }, { frames: ['do_nanosleep', 'nap', 'main'], lasted: 50 })
    );
    const { tree } = prepared.paired!;
    const lengths = waitsOf(prepared).ofSites(prepared.sites, 0);
    expect(siteRows(tree, prepared.sites).map((site) => [site.site, lengths.get(siteKey(site))!.count])).toEqual([
      ['nap', 1],
      ['take', 3],
    ]);
    expect(waitsOf(prepared).ofSites(prepared.sites, nodeAt(tree, 'app', 'main', 'nap')).size).toBe(1);
  });

  it('samples that touch are one wait: what a sampler saw twice did not end in between', () => {
    const time = Float64Array.of(10, 20, 35);
    const { paired } = prepared({ wall: 'main;ep_poll 30' });
    const samples = {
      length: 3,
      time,
      duration: Float64Array.of(10, 10, 5),
      node: Int32Array.of(2, 2, 2),
      category: Uint8Array.of(2, 2, 2),
      thread: Int32Array.of(-1, -1, -1),
    };
    const { count, longest } = new SingleWaits(paired!.tree, () => samples).under(0)!;
    expect([count, longest]).toEqual([2, 20]);
  });

  it('a histogram that was recorded as such gives what its buckets tell', () => {
    const recorded = of(['@usecs[app]: ', '[1, 2)  90 |@@@@|', '[2, 4)  9 |@|', '[64, 128)  1 |@|'].join('\n'));
    expect(waitsOf(recorded).under(0)).toMatchObject({
      count: 100,
      half: 2000,
      most: 2000,
      longest: 128_000,
      rough: true,
    });
    expect([...waitsOf(recorded).ofSites(recorded.sites, 0).values()][0].count).toBe(100);
  });

  it('weights without single waits tell no length', () => {
    expect(waitsOf(prepared({ wall: 'main;ep_poll 30' })).under(0)).toBeUndefined();
  });
});

describe('single waits, row by row', () => {
  const [LOCKED, SLEEPS, QUEUES, IDLES, RUNS] = ['lock', 'sleep', 'scheduler', 'idle', 'cpu'].map((name) =>
    CATEGORIES.indexOf(name as (typeof CATEGORIES)[number])
  );
  const { tree } = contextOf({ wall: 'main.a 1\nmain.a;lock 1\nmain.a;sleep 1\nmain.b;lock 1\nmain.b;sleep 1' });
  const at = (...path: string[]) => nodeAt(tree, ...path);
  const [A, A_LOCK, A_SLEEP, B_LOCK] = [
    at('main.a'),
    at('main.a', 'lock'),
    at('main.a', 'sleep'),
    at('main.b', 'lock'),
  ];

  type Row = [node: number, duration: number, category?: number, end?: number, thread?: number];
  /** Rows far apart in time, of one thread, where no other is given. */
  const waits = (...rows: Row[]) =>
    new SingleWaits(tree, () => ({
      length: rows.length,
      time: Float64Array.from(rows, ([, , , end], i) => end ?? 1e6 * (i + 1)),
      duration: Float64Array.from(rows, ([, duration]) => duration),
      node: Int32Array.from(rows, ([node]) => node),
      category: Uint8Array.from(rows, ([, , category]) => category ?? LOCKED),
      thread: Int32Array.from(rows, ([, , , , thread]) => thread ?? 1),
    }));
  const figures = (of: SingleWaits, node = 0, category?: number) => {
    const { class: kind, count, total, longest } = of.under(node, category) ?? {};
    return kind && [kind, count, total, longest];
  };

  it('a frame has its own and those of its callees, not its neighbours’', () => {
    const all = waits([A, 1], [A_LOCK, 2], [A_SLEEP, 4, SLEEPS], [B_LOCK, 8]);
    expect([figures(all), figures(all, A), figures(all, A_LOCK), figures(all, B_LOCK)]).toEqual([
      ['blocked', 4, 15, 8],
      ['blocked', 3, 7, 4],
      ['blocked', 1, 2, 2],
      ['blocked', 1, 8, 8],
    ]);
    expect([figures(all, A, LOCKED), figures(all, 0, SLEEPS), figures(all, B_LOCK, SLEEPS)]).toEqual([
      ['blocked', 2, 3, 2],
      ['blocked', 1, 4, 4],
      undefined,
    ]);
    expect(all.under(A)).toBe(all.under(A));
  });

  it('are those of what takes most of the time: blocked, or ready to run; idle where it does nothing else', () => {
    const kinds = (blocked: number, runnable: number, idle: number) =>
      figures(waits([A_LOCK, blocked], [A_LOCK, runnable, QUEUES], [A_LOCK, idle, IDLES]));
    expect(kinds(3, 2, 100)).toEqual(['blocked', 1, 3, 3]);
    expect(kinds(2, 3, 100)).toEqual(['runnable', 1, 3, 3]);
    expect(kinds(2, 2, 100)).toEqual(['blocked', 1, 2, 2]);
    expect(kinds(0, 0, 5)).toEqual(['idle', 1, 5, 5]);
    expect(kinds(0, 3, 5)).toEqual(['runnable', 1, 3, 3]);
    const mixed = waits([A_LOCK, 2], [A_LOCK, 3, QUEUES], [A_SLEEP, 9, IDLES]);
    expect([figures(mixed, 0, LOCKED), figures(mixed, 0, QUEUES), figures(mixed, 0, IDLES)]).toEqual([
      ['blocked', 1, 2, 2],
      ['runnable', 1, 3, 3],
      ['idle', 1, 9, 9],
    ]);
  });

  it('what runs, ends nowhere in the tree or did not last is none', () => {
    expect(figures(waits([A_LOCK, 5, RUNS], [-1, 5], [A_LOCK, 0], [A_LOCK, NaN], [0, 7]))).toEqual([
      'blocked',
      1,
      7,
      7,
    ]);
    expect(figures(waits([A_LOCK, 5, RUNS]))).toBeUndefined();
    expect(figures(new SingleWaits(tree, () => undefined))).toBeUndefined();
  });

  it('of one thread in one stack are one where the next begins when the last ends, give or take a nanosecond', () => {
    const two = (...rows: Row[]) =>
      waits(...rows)
        .under(0)!
        .buckets.reduce((all, { count }) => all + count, 0);
    expect(two([A_LOCK, 10, LOCKED, 10], [A_LOCK, 10, LOCKED, 20])).toBe(1);
    expect(two([A_LOCK, 10, LOCKED, 10], [A_LOCK, 10, LOCKED, 21])).toBe(1);
    expect(two([A_LOCK, 10, LOCKED, 10], [A_LOCK, 10, LOCKED, 19])).toBe(1);
    expect(two([A_LOCK, 10, LOCKED, 10], [A_LOCK, 10, LOCKED, 22])).toBe(2);
    expect(two([A_LOCK, 10, LOCKED, 10], [B_LOCK, 10, LOCKED, 20])).toBe(2);
    expect(two([A_LOCK, 10, LOCKED, 10, 1], [A_LOCK, 10, LOCKED, 20, 2])).toBe(2);
    expect(figures(waits([A_LOCK, 1, LOCKED, 1], [A_LOCK, 2, LOCKED, 3], [A_LOCK, 4, LOCKED, 7]))).toEqual([
      'blocked',
      1,
      7,
      7,
    ]);
    // The first rows of two threads, interleaved.
    expect(
      figures(
        waits(
          [A_LOCK, 10, LOCKED, 10, 1],
          [B_LOCK, 10, LOCKED, 10, 2],
          [A_LOCK, 5, LOCKED, 15, 1],
          [B_LOCK, 6, LOCKED, 16, 2]
        )
      )
    ).toEqual(['blocked', 2, 31, 16]);
  });

  it('stand in buckets of powers of two from the shortest to the longest; the ends belong to the next', () => {
    const { buckets } = waits([A_LOCK, 4], [A_LOCK, 7], [A_LOCK, 8], [A_LOCK, 31], [A_LOCK, 16]).under(0)!;
    expect(buckets).toEqual([
      { from: 4, to: 8, count: 2, time: 11 },
      { from: 8, to: 16, count: 1, time: 8 },
      { from: 16, to: 32, count: 2, time: 47 },
    ]);
    expect(waits([A_LOCK, 8]).under(0)!.buckets).toEqual([{ from: 8, to: 16, count: 1, time: 8 }]);
    // Seventeen powers of two would be too many: of four each.
    const wide = waits([A_LOCK, 1], [A_LOCK, 2 ** 16]).under(0)!.buckets;
    expect([wide.length, wide[0], wide[8]]).toEqual([
      9,
      { from: 1, to: 4, count: 1, time: 1 },
      { from: 2 ** 16, to: 2 ** 18, count: 1, time: 2 ** 16 },
    ]);
    expect(waits([A_LOCK, 1], [A_LOCK, 2 ** 15]).under(0)!.buckets).toHaveLength(16);
  });

  it('half of them are not longer, one in a hundred is', () => {
    const of = (count: number) => {
      const { half, most } = waits(
        ...Array.from({ length: count }, (_, i): Row => [A_LOCK, ((i * 37) % count) + 1])
      ).under(0)!;
      return [half, most];
    };
    expect([of(100), of(200), of(1), of(3)]).toEqual([
      [50, 99],
      [100, 198],
      [1, 1],
      [2, 3],
    ]);
  });

  it('of a site are those of its stacks in the frame that is looked at, of its kind or idle', () => {
    const site = (site: string, category: number, ...nodes: number[]) =>
      ({ site, category, stacks: { node: nodes, at: nodes, weight: nodes } }) as never;
    const sites = [
      site('main.a', LOCKED, A_LOCK),
      site('main.a', LOCKED, A),
      site('main.b', LOCKED, B_LOCK),
      site('x', SLEEPS, A_SLEEP),
    ];
    const all = waits(
      [A_LOCK, 1],
      [A, 2],
      [A_LOCK, 4, SLEEPS],
      [A_LOCK, 8, IDLES],
      [B_LOCK, 16],
      [A_SLEEP, 32, QUEUES]
    );
    const found = (root: number) =>
      [...all.ofSites(sites, root)].map(([key, { class: kind, count, total }]) => [key, kind, count, total]);
    expect(found(0)).toEqual([
      [`${LOCKED} main.a`, 'blocked', 3, 11],
      [`${LOCKED} main.b`, 'blocked', 1, 16],
    ]);
    expect(found(A)).toEqual([[`${LOCKED} main.a`, 'blocked', 3, 11]]);
    expect(found(A_LOCK)).toEqual([[`${LOCKED} main.a`, 'blocked', 2, 9]]);
    expect(found(B_LOCK)).toEqual([[`${LOCKED} main.b`, 'blocked', 1, 16]]);
    const queues = waits([A_LOCK, 3, QUEUES]);
    expect([...queues.ofSites([site('main.a', QUEUES, A_LOCK)], 0).values()]).toMatchObject([
      { class: 'runnable', total: 3 },
    ]);
  });
});

describe('histograms', () => {
  const { tree, sites } = contextOf({ wall: 'main.a;futex_wait 1\nmain.b;futex_wait 1\nmain.b;ep_poll 1' });
  const at = (...path: string[]) => nodeAt(tree, ...path);
  /** The tree with a histogram at the symbol of a node. */
  const recorded = (node: number, unit: string, ...buckets: Array<[from: number, to: number, count: number]>) => {
    const distribution: Distribution = { unit, buckets: buckets.map(([from, to, count]) => ({ from, to, count })) };
    const symbols = tree.symbols.map((one, symbol) => (symbol === tree.symbol[node] ? { ...one, distribution } : one));
    return { ...tree, symbols };
  };
  const of = (...given: Parameters<typeof recorded>) => new SingleWaits(recorded(...given), () => undefined);
  const POLL = at('main.b', 'ep_poll');

  it('of time are in ns, with the middle of each bucket for its waits; the last is open', () => {
    expect(of(POLL, 'us', [2, 4, 10], [0, 2, 30], [4, Infinity, 2], [8, 9, 0]).under(0)).toEqual({
      class: 'blocked',
      count: 42,
      total: 30 * 1000 + 10 * 3000 + 2 * 4000,
      half: 2000,
      most: 4000,
      longest: 4000,
      rough: true,
      buckets: [
        { from: 0, to: 2000, count: 30, time: 30_000 },
        { from: 2000, to: 4000, count: 10, time: 30_000 },
        { from: 4000, to: Infinity, count: 2, time: 8000 },
      ],
    });
  });

  it('of one bucket are added up, and sorted by where it begins, then by where it ends', () => {
    const { count, buckets } = of(POLL, 'ns', [4, 16, 1], [4, 8, 1], [2, 4, 1], [4, 8, 2]).under(0)!;
    expect([count, buckets.map(({ from, to, count: own }) => [from, to, own])]).toEqual([
      5,
      [
        [2, 4, 1],
        [4, 8, 3],
        [4, 16, 1],
      ],
    ]);
  });

  it('are those in the frame, of no category; of sites those of their stacks', () => {
    const waits = of(POLL, 'ns', [2, 4, 9]);
    expect([waits.under(0), waits.under(POLL), waits.under(at('main.b'))].map((lengths) => lengths?.count)).toEqual([
      9, 9, 9,
    ]);
    expect([waits.under(at('main.a')), waits.under(at('main.b', 'futex_wait')), waits.under(0, 3)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const lengths = waits.ofSites(sites, 0);
    expect([...lengths.values()].map(({ count }) => count)).toEqual([9]);
    expect([...lengths.keys()].every((key) => key.endsWith(' main.b'))).toBe(true);
  });

  it('of something else than time, or without counts, tell no length', () => {
    expect(
      [of(POLL, 'bytes', [2, 4, 9]), of(POLL, '', [2, 4, 9]), of(POLL, 'ns', [2, 4, 0])].map((waits) => waits.under(0))
    ).toEqual([undefined, undefined, undefined]);
  });

  it('are there or not', () => {
    expect([hasHistograms(tree), hasHistograms(recorded(POLL, 'ns', [2, 4, 9]))]).toEqual([false, true]);
  });
});

it('samples are put together when somebody asks how long a wait is, once for all who ask', () => {
  const { paired, timedSamples } = of(switches({ frames: LOCK, lasted: 1, times: 10 }));
  const asked = jest.fn(() => timedSamples?.());
  const waits = new SingleWaits(paired!.tree, asked);
  expect(asked).not.toHaveBeenCalled();
  expect([waits.under(0)?.count, waits.under(1)?.count]).toEqual([10, 10]);
  expect(asked).toHaveBeenCalledTimes(1);
});
