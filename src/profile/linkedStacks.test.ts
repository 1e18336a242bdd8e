import { costGrowth } from '../testing';
import { LinkedStacks } from './linkedStacks';

const calleesOf = ({ firstChild, nextSibling, frame }: LinkedStacks, under: number): number[] => {
  const callees: number[] = [];
  for (let stack = firstChild[under + 1]; stack >= 0; stack = nextSibling[stack]) {
    callees.push(frame[stack]);
  }
  return callees;
};

describe('LinkedStacks', () => {
  it('gives the same stack for the same caller and frame only, with few callees and many, over many growths', () => {
    const stacks = new LinkedStacks(4);
    const ids = new Map<string, number>();
    const wrong: string[] = [];
    // Callers have 1 to 300 callees, which come mixed, each twice.
    for (let i = 0; i < 2 * 300 * 300; i++) {
      const under = ((i * 7919) % 300) - 1;
      if (under >= stacks.size) {
        continue;
      }
      const key = `${under},${((i * 31) % 299) % (under + 2)}`;
      const frame = Number(key.split(',')[1]);
      const stack = stacks.add(under, frame);
      if ((ids.get(key) ?? stack) !== stack || stacks.prefix[stack] !== under || stacks.frame[stack] !== frame) {
        wrong.push(key);
      }
      ids.set(key, stack);
    }
    expect(wrong).toEqual([]);
    expect(ids.size).toBeGreaterThan(20_000);
    expect([stacks.size, new Set(ids.values()).size]).toEqual([ids.size, ids.size]);
  });

  it('has the callees of each in the order in which they came', () => {
    const stacks = new LinkedStacks();
    const main = stacks.add(-1, 7);
    [3, 1, 2, 1].forEach((frame) => stacks.add(main, frame));
    expect([calleesOf(stacks, -1), calleesOf(stacks, main), calleesOf(stacks, main + 1)]).toEqual([[7], [3, 1, 2], []]);
  });

  it('appends equal ones, of which the first is found; many as well as few, whenever they came', () => {
    for (const callees of [3, 100]) {
      const stacks = new LinkedStacks();
      const appended = Array.from({ length: callees }, (_, frame) => stacks.append(-1, frame));
      expect(stacks.append(-1, 0)).toBe(callees);
      expect(appended.map((_, frame) => stacks.add(-1, frame))).toEqual(appended);
      const later = stacks.append(-1, 1000);
      expect([stacks.add(-1, 1000), stacks.add(-1, 2000), stacks.add(-1, 2000)]).toEqual([later, later + 1, later + 1]);
      expect(calleesOf(stacks, -1)).toEqual([...appended.keys(), 0, 1000, 2000]);
    }
  });

  it('one stack with many callees costs in proportion to them', () => {
    const growth = costGrowth(20_000, (size) => {
      const stacks = new LinkedStacks();
      for (let turn = 0; turn < 2; turn++) {
        for (let frame = 0; frame < size; frame++) {
          stacks.add(-1, frame);
        }
      }
    });
    expect(growth).toBeLessThan(3);
  });
});
