import { siteKey } from '../analysis';
import { nodeAt, prepared } from '../testing';

const LOCK = 'main.run;main.store;sync.(*Mutex).Lock;runtime.gopark';
const NET = 'main.run;main.store;net.(*conn).Read;internal/poll.runtime_pollWait';
const wall = `${LOCK} 400\n${NET} 100\nmain.run;main.f 500`;
const rounded = ([low, high]: readonly [number, number]) => [Number(low.toFixed(3)), Number(high.toFixed(3))];

it('a site’s share has the interval of its samples, in a zoomed frame of those in it', () => {
  const of = prepared({ wall });
  const lock = of.sites.find(({ total }) => total === 400)!;
  const known = of.sitesKnown(0)(siteKey(lock))!;
  expect(known.samples).toBe(400);
  expect(rounded(known.interval)).toEqual([0.37, 0.431]); // Wilson, 400 of 1000
  const zoomed = of.sitesKnown(nodeAt(of.paired!.tree, 'main.run', 'main.store'))(siteKey(lock))!;
  expect(rounded(zoomed.interval)).toEqual([0.763, 0.833]); // 400 of 500
});

it('what is not there is known to be little; what a source has summed up is not known', () => {
  const of = prepared({ wall });
  expect(rounded(of.sitesKnown(0)('0 main.other')!.interval)).toEqual([0, 0.004]);
  const summed = prepared({ wall: wall.replace(/0$/gm, '00000000') });
  expect(summed.sitesKnown(0)(siteKey(summed.sites[0]))).toBeUndefined();
});

it('the other time has its own', () => {
  const of = prepared({ wall }, {}, { wall: wall.replace('400', '40') });
  const key = siteKey(of.sites[0]);
  expect(of.sitesKnown(0, 'before')(key)).toBeUndefined(); // of a unit: its samples are not counted
  const counted = prepared({ wall });
  expect(counted.sitesKnown(0, 'before')(key)).toBeUndefined();
  expect(of.sitesKnown(0)(key)).toBeDefined();
});
