import { Part } from './part';

it('is fetched once, and at hand from then on', async () => {
  const load = jest.fn(async () => 'code');
  const part = new Part(load);
  expect(part.here).toBeUndefined();
  await Promise.all([part.fetch(), part.fetch()]);
  await part.fetch();
  expect(part.here).toBe('code');
  expect(load).toHaveBeenCalledTimes(1);
});

it('is tried again after a fetch that failed', async () => {
  const load = jest.fn<Promise<string>, []>().mockRejectedValueOnce(new Error('offline')).mockResolvedValue('code');
  const part = new Part(load);
  await expect(Promise.all([part.fetch(), part.fetch()])).rejects.toThrow('offline');
  expect(part.here).toBeUndefined();
  expect(load).toHaveBeenCalledTimes(1);
  await expect(part.fetch()).resolves.toBe('code');
  expect(part.here).toBe('code');
});

it('is there at once where all code is at hand, and has to be fetched where it is not', async () => {
  const load = jest.fn(async () => 'fetched');
  const part = new Part(load);
  const atHand = jest.fn(() => 'at hand');
  part.put(atHand);
  expect([part.here, part.here]).toEqual(['at hand', 'at hand']);
  expect(atHand).toHaveBeenCalledTimes(1);
  expect(load).not.toHaveBeenCalled();
  part.put(undefined);
  expect(part.here).toBeUndefined();
  await part.fetch();
  expect(part.here).toBe('fetched');
});
