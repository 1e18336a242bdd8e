import { PairIndex } from './pairIndex';

describe('PairIndex', () => {
  it('gives the same id to the same pair only, over many growths', () => {
    const index = new PairIndex(4);
    const ids = new Map<string, number>();
    const wrong: number[] = [];
    // 301 · 97 pairs, each twice.
    for (let i = 0; i < 2 * 301 * 97; i++) {
      const [a, b] = [(i * 7919) % 301, ((i * 31) % 97) - 1];
      const id = index.intern(a, b);
      if ((ids.get(`${a},${b}`) ?? id) !== id || index.first[id] !== a || index.second[id] !== b) {
        wrong.push(i);
      }
      ids.set(`${a},${b}`, id);
    }
    expect(wrong).toEqual([]);
    expect(index.size).toBe(301 * 97);
  });

  it('has room for as many as were expected, and for more', () => {
    for (const expected of [0, 1024, 1025, 3000]) {
      const index = new PairIndex(expected);
      const ids = Array.from({ length: 5000 }, (_, i) => index.intern(i, -i));
      expect(ids).toEqual([...ids.keys()]);
      expect([index.size, index.first[4999], index.second[4999]]).toEqual([5000, 4999, -4999]);
      expect([index.intern(4999, -4999), index.intern(4999, 0), index.intern(0, -0)]).toEqual([4999, 5000, 0]);
    }
  });
});
