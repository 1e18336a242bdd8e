import { randomLcg } from 'd3';
import { preparedOf, inputOf } from '../../testing';
import { WholeSplits } from '../../prepare';
import { finish } from '../../profile';
import { causeInWindows, siteInWindows, type SummedWindow } from './summedWindows';

const LOCK = 'main.run;main.store;sync.(*Mutex).Lock;runtime.gopark';
const NET = 'main.run;main.read;net.(*conn).Read;internal/poll.runtime_pollWait';
const IDLE = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';

const wall = (lock: number, net: number) => `${LOCK} ${lock}\n${NET} ${net}\n${IDLE} 1000`;
const cpu = (encode: number) => `main.run;main.encode;main.encode;main.copy ${encode}\nmain.run 100`;
const windowOf = (lock: number, net: number, encode: number): SummedWindow =>
  finish(new WholeSplits().of([inputOf('A', cpu(encode), 'cpu'), inputOf('B', wall(lock, net), 'wall')]))!.summed!;

it('a window knows its time by site and by function; recursion counts once', () => {
  const { total, sites, cpu, functions } = windowOf(300, 700, 60);
  expect([total, cpu]).toEqual([2000, 160]);
  expect([...sites.values()].sort((a, b) => a - b)).toEqual([300, 700, 1000]);
  expect([...sites].find(([key]) => key.endsWith(' main.store'))![1]).toBe(300);
  expect(Object.fromEntries(functions)).toEqual({ 'main.run': 160, 'main.encode': 60, 'main.copy': 60 });
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
