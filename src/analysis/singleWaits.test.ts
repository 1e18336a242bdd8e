import { nodeAt, prepared, preparedOf, text } from '../testing';
import { type Prepared, type ProfileInput } from '../prepare';
import { SingleWaits } from './singleWaits';
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
