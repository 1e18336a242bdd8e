import { message } from '../../profile/message';
import { prepared } from '../../testing';
import { type Cause } from '../causes/cause';
import { byRequest, type CauseChange, ratesOf, type Served } from './changes';

const change = (site: string, before: number, now: number, over: Partial<Cause> = {}, weight = 0): CauseChange => ({
  cause: {
    kind: 'cpu',
    share: 0,
    of: 'cpu',
    part: 0,
    weight: 0,
    hasUser: true,
    site,
    what: message('runs'),
    evidence: [],
    ...over,
  },
  before: 0,
  now: 0,
  amounts: { before, now },
  weight,
});
const served = (before: number, now: number): Served => ({
  before: { requests: before, seconds: 10 },
  now: { requests: now, seconds: 10 },
});

describe('by request', () => {
  const order = (changes: CauseChange[], of: Served) => byRequest(changes, of).map(({ cause }) => cause.site);

  it('the cause of which one request costs another amount than before stands first', () => {
    // Twice the requests: what doubled costs the same.
    const list = [change('same', 10, 20), change('more', 10, 24), change('less', 50, 40)];
    expect(order(list, served(100, 200))).toEqual(['less', 'more', 'same']);
    expect(list.map(({ cause }) => cause.site)).toEqual(['same', 'more', 'less']); // the list is left as it was
  });

  it('the program’s own and event loops stand before all others, the likelier one first where nothing moved', () => {
    const list = [
      change('foreign', 10, 90, { hasUser: false }),
      change('less likely', 10, 10, {}, 1),
      change('likely', 10, 10, {}, 2),
      change('loop', 10, 11, { kind: 'unknown', hasUser: false }),
    ];
    expect(order(list, served(100, 100))).toEqual(['loop', 'likely', 'less likely', 'foreign']);
  });

  it('rates are whole from a hundred on, with three digits below', () => {
    const rate = (requests: number) => ratesOf(served(requests, requests)).now;
    expect([rate(18_144), rate(1000), rate(999.4), rate(12.345), rate(0)]).toEqual([1814, 100, 99.9, 1.23, 0]);
    expect(ratesOf(served(1370, 18_140))).toEqual({ before: 137, now: 1814 });
  });
});

describe('what changed', () => {
  const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
  const POLL = 'net.(*conn).Read;internal/poll.runtime_pollWait';
  const wall = (lock: number, poll: number, more = '') =>
    `main.run;main.store;${LOCK} ${lock}e7\nmain.run;main.read;${POLL} ${poll}e7${more}`
      .replace(/(\d+)e7/g, (_, n: string) => `${Number(n) * 1e7}`)
      .replace(/ 0$/gm, ' 1');
  const changes = (now: string, before: string) =>
    prepared({ wall: now }, {}, { wall: before }).changes!.map(({ cause, before: then, now: today }) => [
      cause.site,
      Math.round(then * 100),
      Math.round(today * 100),
    ]);

  it('a queue in the program more likely was the reason than the network that fills its place', () => {
    expect(changes(wall(10, 90), wall(90, 10))).toEqual([
      ['main.store', 90, 10],
      ['main.read', 10, 90],
    ]);
    expect(changes(wall(90, 10), wall(10, 90))).toEqual([
      ['main.store', 10, 90],
      ['main.read', 90, 10],
    ]);
  });

  it('less than three points are none', () => {
    expect(changes(wall(52, 48), wall(50, 50))).toEqual([]);
    expect(changes(wall(54, 46), wall(50, 50)).length).toBe(2);
  });

  it('what is no function of the program stands last', () => {
    const foreign = (n: number) => `\nruntime.mcall;${LOCK} ${n}e7`;
    const list = changes(wall(10, 20, foreign(70)), wall(20, 70, foreign(10)));
    expect(list.at(-1)).toEqual([expect.anything(), 10, 70]);
    expect(list[0][0]).toBe('main.read');
  });

  it('amounts are in the weights’ own unit', () => {
    const [first] = prepared({ wall: wall(20, 180) }, {}, { wall: wall(90, 10) }).changes!;
    expect(first.cause.site).toBe('main.store');
    expect([first.amounts.before / 1e7, first.amounts.now / 1e7].map(Math.round)).toEqual([90, 20]);
  });
});
