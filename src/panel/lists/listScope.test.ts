import { wholeRole } from '../../analysis';
import { inputOf, preparedOf } from '../../testing';
import { knownSites, scopedSites } from './listScope';

const wall = (lock: number, net: number, disk: number, rest: number) =>
  [
    `main.run;main.store;sync.(*Mutex).Lock;runtime.gopark ${lock}`,
    `main.run;main.read;net.(*conn).Read;internal/poll.runtime_pollWait ${net}`,
    `main.run;main.save;fsync ${disk}`,
    `main.run;main.work ${rest}`,
  ].join('\n');

it('of two times what noise explains stands behind what changed, however large it is', () => {
  // Of 40 samples 20 → 26 % is noise; of 4000 the disk’s 5 → 9 % is not, and neither is what came.
  const compared = (now: string, before: string) => {
    const of = preparedOf([inputOf('A', now, 'wall'), { ...inputOf('B', before, 'wall'), baseline: true }]);
    const role = wholeRole(of.paired!)!;
    const change = { now: role, before: wholeRole(of.baseline!)! };
    return scopedSites(of.paired!, of, { mode: 'changed', root: 0, category: undefined, change } as Parameters<
      typeof scopedSites
    >[2]).sites.map(({ site, noise }) => `${site}${noise ? ' noise' : ''}`);
  };
  expect(compared(wall(11, 10, 3, 16), wall(8, 10, 4, 18))).toEqual([
    'main.store noise',
    'main.save noise',
    'main.read',
  ]);
  expect(compared(wall(1100, 1000, 300, 1600), wall(800, 1000, 400, 1800))).toEqual([
    'main.store',
    'main.save',
    'main.read',
  ]);
  const list = compared(wall(16, 10, 4, 10), wall(10, 10, 1, 19));
  expect(list[0]).toBe('main.store noise');
});

it('the strip’s windows tell of the whole range, where samples are not counted', () => {
  const of = preparedOf([inputOf('A', wall(11e8, 10e8, 3e8, 16e8), 'wall')]);
  const { sites, whole } = scopedSites(of.paired!, of, {
    mode: 'wall',
    root: 0,
    category: undefined,
    change: undefined!,
  });
  const [store] = sites;
  const strip = Array.from({ length: 24 }, (_, i) => ({
    total: 100,
    idle: 0,
    sites: new Map([[`${store.category} ${store.site}`, 20 + (i % 5) * 4]]),
    cpu: 0,
    functions: new Map<string, number>(),
  }));
  expect(knownSites(of, 0, undefined, whole)(store)).toBeUndefined();
  expect(knownSites(of, 0, strip, whole)(store)).toMatchObject({ windows: 24 });
  expect(knownSites(of, 1, strip, whole)(store)).toBeUndefined();
});
