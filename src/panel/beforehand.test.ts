import { type Prepared, preparation } from '../prepare';
import { beforehand } from './beforehand';
import { controls } from './toolbar/part';

const here = preparation.here!;
afterEach(() => {
  preparation.put(() => here);
  jest.restoreAllMocks();
});

it('fetches what nearly every panel needs, and prepares a sample of CPU time and waits, of which nothing is wrong', async () => {
  const prepared: Prepared[] = [];
  preparation.put(() => ({
    ...here,
    *preparingSteps(inputs, settings) {
      const result = yield* here.preparingSteps(inputs, settings);
      prepared.push(result);
      return result;
    },
  }));
  jest.spyOn(preparation, 'fetch').mockImplementation(() => Promise.resolve(preparation.here!));
  const fetched = jest.spyOn(controls, 'fetch');
  await beforehand();
  expect(fetched).toHaveBeenCalled();
  const [{ paired, errors, warnings }] = prepared;
  expect(paired).toMatchObject({ evidence: 'cpu+wall' });
  expect(paired!.waiting.filter(Boolean)).toHaveLength(1);
  expect([...errors, ...warnings]).toEqual([]);
});

it('a sample that cannot be prepared is no fault, a part that cannot be fetched is', async () => {
  const fetch = jest.spyOn(preparation, 'fetch');
  fetch.mockResolvedValueOnce({
    ...here,
    readingSteps: () => {
      throw new Error('broken');
    },
  });
  await beforehand();
  fetch.mockRejectedValueOnce(new Error('offline'));
  await expect(beforehand()).rejects.toThrow('offline');
});
