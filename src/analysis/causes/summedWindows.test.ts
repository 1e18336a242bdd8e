import { randomLcg } from 'd3';
import { contextOf, inputOf, preparedOf } from '../../testing';
import { WholeSplits } from '../../prepare';
import { finish } from '../../profile';
import { changesByWindows, type CauseChange } from '../findings';
import { causeInWindows, partInWindows, siteInWindows, type SummedWindow } from './summedWindows';

const LOCK = 'main.run;main.store;sync.(*Mutex).Lock;runtime.gopark';
const NET = 'main.run;main.read;net.(*conn).Read;internal/poll.runtime_pollWait';
const IDLE = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';

const wall = (lock: number, net: number) => `${LOCK} ${lock}\n${NET} ${net}\n${IDLE} 1000`;
const cpu = (encode: number) => `main.run;main.encode;main.encode;main.copy ${encode}\nmain.run 100`;
const windowOf = (lock: number, net: number, encode: number): SummedWindow =>
  finish(new WholeSplits().of([inputOf('A', cpu(encode), 'cpu'), inputOf('B', wall(lock, net), 'wall')]))!.summed!;

it('a window knows its time by site and by function; recursion counts once', () => {
  const { total, idle, sites, cpu, functions } = windowOf(300, 700, 60);
  expect([total, idle, cpu]).toEqual([2000, 1000, 160]);
  expect([...sites.values()].sort((a, b) => a - b)).toEqual([300, 700, 1000]);
  expect([...sites].find(([key]) => key.endsWith(' main.store'))![1]).toBe(300);
  expect(Object.fromEntries(functions)).toEqual({ 'main.run': 160, 'main.encode': 60, 'main.copy': 60 });
});

it('an event loop that waits is no idling of a window, as it is none of the time that causes are parts of', () => {
  const text = `(root);(idle) 600\n(root);serve (/app/server.js:9) 300\n${IDLE} 1000`;
  const { summed } = finish(new WholeSplits().of([inputOf('A', text, 'wall')]))!;
  const { whole, matters } = contextOf({ wall: text });
  expect([whole, matters]).toEqual([1900, 900]);
  expect([summed!.total, summed!.total - summed!.idle]).toEqual([whole, matters]);
});

describe('how well a share is known from windows', () => {
  const random = randomLcg(0.4);
  const windows = Array.from({ length: 24 }, () => {
    const lock = Math.round(200 + 200 * random());
    return windowOf(lock, 1000 - lock, Math.round(50 + 100 * random()));
  });
  const all = preparedOf([inputOf('A', cpu(100), 'cpu'), inputOf('B', wall(300, 700), 'wall')]);
  const cause = (site: string) => all.diagnosis.causes.find((one) => one.site === site)!;

  it('of a wait, of all time, also of that of a site in the list', () => {
    const known = causeInWindows(windows, cause('main.store'))!;
    const key = [...windows[0].sites.keys()].find((one) => one.endsWith(' main.store'))!;
    expect(known).toEqual(siteInWindows(windows, key, 0.15));
    expect(known.windows).toBe(24);
    // s of the share is 0.05 / √3, of the mean of 24 a fifth of that: ± 1.2 points.
    expect(known.interval[0]).toBeGreaterThan(0.125);
    expect(known.interval[0]).toBeLessThan(0.147);
    expect(known.interval[1]).toBeGreaterThan(0.153);
    expect(known.interval[1]).toBeLessThan(0.175);
  });

  it('of a function, of CPU time', () => {
    const running = cause('main.copy');

    const known = causeInWindows(windows, running)!;
    expect(running).toMatchObject({ of: 'cpu', share: 0.5 });
    expect(known.interval[0]).toBeGreaterThan(0.4);
    expect(known.interval[0]).toBeLessThan(0.5);
    expect(known.interval[1]).toBeGreaterThan(0.5);
    expect(known.interval[1]).toBeLessThan(0.6);
  });

  it('nothing is claimed of what windows do not tell apart, or of few windows', () => {
    expect(causeInWindows(windows, { ...cause('main.store'), site: 'main.other' })).toBeUndefined();
    expect(causeInWindows(windows, { ...cause('main.store'), kind: 'gc' })).toBeUndefined();
    expect(causeInWindows(windows.slice(0, 5), cause('main.store'))).toBeUndefined();
  });
});

describe('how well a change is known from the windows of both sides', () => {
  const all = preparedOf([inputOf('A', cpu(100), 'cpu'), inputOf('B', wall(300, 700), 'wall')]);
  const cause = all.diagnosis.causes.find((one) => one.site === 'main.store')!;
  const lock = (each: number[]) => each.map((weight) => windowOf(weight, 1000 - weight, 60));
  const change = (before: number, now: number, more: Partial<CauseChange> = {}): CauseChange => ({
    cause,
    before,
    now,
    amounts: { before, now },
    weight: 1,
    ...more,
  });
  const steady = [290, 300, 310, 290, 300, 310];
  const grown = [590, 600, 610, 590, 600, 610];

  it('a part of the time that matters: idle time is no part of it', () => {
    const { interval, windows } = partInWindows(lock(steady), cause, 0.3)!;
    expect(windows).toBe(6);
    expect(interval[0]).toBeGreaterThan(0.28);
    expect(interval[1]).toBeLessThan(0.32);
    expect(partInWindows(lock([0, 0, 0, 0, 0, 0]), cause, 0)).toEqual({ interval: [0, 0], windows: 6 });
    expect(partInWindows(lock(steady.slice(1)), cause, 0.3)).toBeUndefined();
  });

  it('steady windows tell a change from noise, uneven ones do not; the less certain way counts', () => {
    const [known] = changesByWindows([change(0.3, 0.6)], lock(grown), lock(steady));
    expect(known).toMatchObject({ windows: 6 });
    expect(known).not.toHaveProperty('noise');
    expect(known.interval![0]).toBeGreaterThan(0.27);
    expect(known.interval![1]).toBeLessThan(0.33);
    const uneven = [100, 900, 100, 900, 700, 900];
    const [unsure] = changesByWindows([change(0.3, 0.6, { interval: [0.29, 0.31] })], lock(uneven), lock(steady));
    expect(unsure).toMatchObject({ noise: true, windows: 6 });
    const wide = { interval: [-0.1, 0.7], noise: true } as const;
    expect(changesByWindows([change(0.3, 0.6, wide)], lock(grown), lock(steady))[0]).toMatchObject(wide);
  });

  it('few windows on a side say nothing; noise stands last', () => {
    const one = change(0.3, 0.6);
    expect(changesByWindows([one], lock(grown), lock(steady.slice(1)))).toEqual([one]);
    const other = change(0.3, 0.3, { weight: 2 });
    const [first, last] = changesByWindows([other, one], lock(grown), lock(steady)).map(({ weight }) => weight);
    expect([first, last]).toEqual([1, 2]);
  });
});
