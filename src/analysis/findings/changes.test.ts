import { message } from '../../profile/message';
import { contextOf, prepared } from '../../testing';
import { type Cause } from '../causes/cause';
import { byRequest, type CauseChange, diagnoseChange, ratesOf, type Served } from './changes';

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

describe('what changed, figure by figure', () => {
  const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
  const COND = 'sync.(*Cond).Wait;runtime.gopark';
  const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait';
  const IDLE = 'runtime.gcBgMarkWorker;runtime.gopark';
  const LOOP = 'main (app.py:1);_run_once (asyncio/base_events.py:1890);EpollSelector.select (selectors.py:468)';
  type Stacks = Record<string, [before: number, now: number]>;
  type More = NonNullable<Parameters<typeof contextOf>[1]>;
  const texts = (stacks: Stacks | undefined, side: 0 | 1) =>
    stacks &&
    Object.entries(stacks)
      .map(([stack, weights]) => `${stack} ${weights[side]}`)
      .join('\n');
  const changed = (roles: { cpu?: Stacks; wall?: Stacks }, more: [before: More, now: More] = [{}, {}]) => {
    const [before, now] = ([0, 1] as const).map((side) => {
      const given = { cpu: texts(roles.cpu, side), wall: texts(roles.wall, side) };
      return contextOf(given, more[side]);
    });
    return diagnoseChange(now, before);
  };
  const figures = (list: CauseChange[]) =>
    list.map(({ cause, before, now, weight }) => [cause.site, before, now, Number(weight.toFixed(4))]);
  const run = 'main.run;';

  it('what dominated one side and went as a whole stands first: twice where a rule knows it, one and a half times in a queue', () => {
    const of = (stack: string) =>
      figures(changed({ wall: { [`${run}main.x;${stack}`]: [80, 20], [`${run}main.read;${READ}`]: [20, 80] } }));
    // 0.8² · (1 − 0.2 / 0.8) is 0.48.
    expect(of(LOCK)).toEqual([
      ['main.x', 0.8, 0.2, 0.96],
      ['main.read', 0.2, 0.8, 0.48],
    ]);
    expect(of(COND)).toEqual([
      ['main.x', 0.8, 0.2, 0.72],
      ['main.read', 0.2, 0.8, 0.48],
    ]);
  });

  it('what is there in one of the times only is compared with nothing; the amounts are of each time', () => {
    const list = changed({ wall: { [`${run}main.gone;${READ}`]: [100, 0], [`${run}main.new;${LOCK}`]: [0, 300] } });
    expect(figures(list)).toEqual([
      ['main.new', 0, 1, 2],
      ['main.gone', 1, 0, 1],
    ]);
    expect(list.map(({ amounts }) => amounts)).toEqual([
      { before: 0, now: 300 },
      { before: 100, now: 0 },
    ]);
  });

  it('is of the time that matters: what idles is no change and no part of it', () => {
    const list = changed({
      wall: { [`${run}main.load;${READ}`]: [50, 20], [`${run}main.f`]: [50, 80], [IDLE]: [100, 900] },
    });
    expect(figures(list).map((row) => row.slice(0, 3))).toEqual([
      ['main.f', 0.5, 0.8],
      ['main.load', 0.5, 0.2],
    ]);
  });

  it('an event loop that waits more is what a repair left, one that waits less is said', () => {
    const loop = (before: number, now: number) =>
      changed({
        wall: {
          [LOOP]: [before, now],
          'main (app.py:1);serve (app.py:9);recv (socket.py:706)': [100 - before, 100 - now],
        },
      })
        .filter(({ cause }) => cause.kind === 'unknown')
        .map(({ before: then, now: today }) => [then, today]);
    expect([loop(20, 80), loop(80, 20)]).toEqual([[], [[0.8, 0.2]]]);
  });

  it('says what a rule knows of it on either side', () => {
    // A line from a tenth of the time on.
    const rule = (before: number, now: number) =>
      changed({
        wall: { [`${run}main.x;${LOCK}`]: [before, now], [`${run}main.read;${READ}`]: [100 - before, 100 - now] },
      }).find(({ cause }) => cause.site === 'main.x')!.cause;
    expect([rule(5, 50), rule(50, 5)].map((cause) => [cause.rule, cause.what.text])).toEqual([
      ['lock-convoy', 'waits for a lock that others hold'],
      ['lock-convoy', 'waits for a lock that others hold'],
    ]);
    expect(rule(5, 9).rule).toBeUndefined();
  });

  it('of functions that run it is CPU time, its counts those of the CPU profile', () => {
    const counts = (cpu: number): More => ({
      counts: { cpu: { total: cpu, weight: 100 }, waiting: { total: 10, weight: 100 } },
    });
    const cpu = { [`${run}main.a`]: [60, 30], [`${run}main.b`]: [40, 70] } as Stacks;
    const [first] = changed({ cpu }, [counts(1000), counts(1000)]);
    expect(first).toMatchObject({ before: 0.4, now: 0.7 });
    // Newcombe's interval of 400 and 700 of 1000.
    expect(first.interval!.map((bound) => Number(bound.toFixed(3)))).toEqual([0.258, 0.341]);
    const few = changed({ cpu }, [counts(10), counts(10)]);
    expect(few.map(({ noise, interval }) => [noise, interval![0] < 0])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(changed({ cpu })[0].interval).toBeUndefined();
  });

  it('samples behind a wait’s share are those of the time that matters', () => {
    const counts: More = { counts: { waiting: { total: 2000, weight: 200 } } };
    const [first] = changed(
      { wall: { [`${run}main.a;${READ}`]: [60, 30], [`${run}main.b;${LOCK}`]: [40, 70], [IDLE]: [100, 100] } },
      [counts, counts]
    );
    // Half of all matters: 1000 samples of each time.
    expect(first.interval!.map((bound) => Number(bound.toFixed(3)))).toEqual([0.258, 0.341]);
    const [alone] = changed({ wall: { [`${run}main.a;${READ}`]: [60, 30], [`${run}main.b;${LOCK}`]: [40, 70] } }, [
      counts,
      {},
    ]);
    expect([alone.interval, alone.windows]).toEqual([undefined, undefined]);
  });

  it('what noise explains stands behind all others', () => {
    const counts = (total: number): More => ({ counts: { cpu: { total, weight: 100 } } });
    const list = changed(
      { cpu: { [`${run}main.a`]: [50, 20], [`${run}main.b`]: [25, 60], [`${run}main.c`]: [25, 20] } },
      [counts(200), counts(200)]
    );
    expect(list.map(({ cause, noise }) => [cause.site, noise])).toEqual([
      ['main.b', undefined],
      ['main.a', undefined],
      ['main.c', true],
    ]);
  });

  it('collecting and standing in line for a CPU are one cause each, whatever function has most of it', () => {
    const assist = (site: string) => `${run}main.${site};runtime.gcAssistAlloc;runtime.gcParkAssist;runtime.gopark`;
    const queued = (site: string) => `${run}main.${site};preempt_schedule_irq;__schedule`;
    expect(
      changed({
        wall: {
          [assist('a')]: [30, 0],
          [assist('b')]: [0, 30],
          [queued('c')]: [30, 0],
          [queued('d')]: [0, 30],
          [`${run}main.f;${READ}`]: [40, 40],
        },
      })
    ).toEqual([]);
  });
});
