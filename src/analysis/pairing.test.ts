import { buildCallTree, grandTotal, weightsOf } from '../profile';
import { nodeAt, profileOf } from '../testing';
import { fillIn } from '.';
import { categoryWeights, type ClassifiedRole, pairModes, type RoleInputs, sameSampler, splitAt } from './pairing';
import { CATEGORIES, classifyWaits, CPU, symbolFacts } from './waits';

type Name = 'cpu' | 'wall' | 'offcpu' | 'other';

/** Roles drawn as text, on one tree. */
function rolesOf(texts: Partial<Record<Name, string>>, units: Partial<Record<Name, string>> = {}) {
  const names = Object.keys(texts) as Name[];
  const { tree, attach } = buildCallTree(names.map((name) => profileOf(texts[name]!)));
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const roles: Partial<Record<Name, ClassifiedRole>> = {};
  names.forEach((name, i) => {
    const weights = weightsOf(attach[i](0));
    const waits = classifyWaits(tree, weights, name === 'other' ? 'cpu' : name, facts);
    roles[name] = { weights, unit: units[name] ?? 'nanoseconds', waits };
  });
  return { tree, roles };
}

function paired(
  texts: Partial<Record<Name, string>>,
  units?: Partial<Record<Name, string>>,
  more: Pick<RoleInputs, 'sameSamples'> = {}
) {
  const { tree, roles } = rolesOf(texts, units);
  const pair = pairModes(tree, { ...roles, ...more });
  return { tree, pair, notes: pair.notes.map(({ text, values }) => fillIn(text, values)) };
}

const COUNTS = { cpu: 'count', wall: 'count', offcpu: 'count' };

describe('weights of one kind', () => {
  const { tree, pair } = paired({
    wall: 'main;decode 50\nmain;fetch;ep_poll 38\nmain;fetch;ep_poll;softirq 2\nmain;lock;futex_wait 12',
  });
  const of = (category: number) => categoryWeights(pair, pair.wall!, category).self;

  it('of a wait are those of its stacks', () => {
    const poll = of(CATEGORIES.indexOf('poll'));
    expect(poll[nodeAt(tree, 'main', 'fetch', 'ep_poll')]).toBe(38);
    expect(poll.reduce((sum, w) => sum + w, 0)).toBe(38);
    expect(of(CATEGORIES.indexOf('disk')).every((w) => w === 0)).toBe(true);
  });

  it('of what runs are what the waits leave', () => {
    const running = of(CPU);
    expect(running[nodeAt(tree, 'main', 'decode')]).toBe(50);
    expect(running[nodeAt(tree, 'main', 'fetch', 'ep_poll')]).toBe(0);
    expect(running[nodeAt(tree, 'main', 'fetch', 'ep_poll', 'softirq')]).toBe(2);
    expect(running[nodeAt(tree, 'main', 'lock', 'futex_wait')]).toBe(0);
  });

  it('of what runs are never below 0, where another role waits for longer', () => {
    const both = paired({ cpu: 'main;fetch;ep_poll 5\nmain;decode 4', wall: 'main;fetch;ep_poll 38\nmain;decode 50' });
    const running = categoryWeights(both.pair, both.pair.cpu!, CPU).self;
    expect([...running].filter((w) => w !== 0)).toEqual([4]);
  });
});

describe('CPU beside wall', () => {
  const at = (cpu: number, wall: number) => paired({ cpu: `main ${cpu}`, wall: `main ${wall}` });
  it('may be 5 % more, as two samplers differ', () => {
    expect(at(105, 100).pair.evidence).toBe('cpu+wall');
    expect(at(106, 100).pair.evidence).toBe('wall');
  });
  it('is said to be how many times as much, in three figures', () => {
    expect(at(1234, 100).notes[0]).toMatch(/^CPU is 12\.3 times wall/);
    expect(at(123_456, 1000).notes[0]).toMatch(/^CPU is 123 times wall/);
    expect(at(1_234_567, 1000).notes[0]).toMatch(/^CPU is 1,235 times wall/);
  });
  it('is the running part of a wall that a filter has left nothing of', () => {
    expect(paired({ cpu: 'main 5', wall: 'main 0' }).pair.evidence).toBe('cpu+wall');
  });
  it('in samples of two samplers is noted, of one it is exact', () => {
    const [cpu, wall] = ['main 4', 'main 5\nmain;ep_poll 5'];
    expect(paired({ cpu, wall }, COUNTS).notes).toEqual([expect.stringContaining('both in samples')]);
    const exact = paired({ cpu, wall }, COUNTS, { sameSamples: true });
    expect([exact.notes, exact.pair.sameSamples]).toEqual([[], true]);
    expect(paired({ cpu, wall }).notes).toEqual([]); // times
  });
  it('that cannot be compared is of no one sampler', () => {
    const units = { cpu: 'count', wall: 'nanoseconds' };
    const pair = paired({ cpu: 'main 4', wall: 'main 5' }, units, { sameSamples: true });
    expect([pair.pair.evidence, pair.pair.sameSamples]).toEqual(['wall', undefined]);
  });
});

describe('CPU beside off-CPU', () => {
  const [cpu, offcpu] = ['main 4', 'main;ep_poll 6'];
  it('are added up, with a note where neither has a unit', () => {
    const counted = paired({ cpu, offcpu }, COUNTS);
    expect(counted.pair.evidence).toBe('cpu+offcpu');
    expect(counted.notes).toEqual([expect.stringContaining('name no unit')]);
    expect(splitAt(counted.pair, 0)).toMatchObject({ total: 10, onCpu: 4, unattributed: 0 });
    expect(paired({ cpu, offcpu }).notes).toEqual([]);
  });
});

describe('the rest that nothing tells of', () => {
  it('of off-CPU time is what no category takes, of memory nothing', () => {
    expect(splitAt(paired({ offcpu: 'main;ep_poll 6\nmain;decode 4' }).pair, 0)).toMatchObject({
      total: 10,
      onCpu: 0,
      unattributed: 0, // off the CPU everything waits, if for something unknown
    });
    const memory = paired({ other: 'main;alloc 9' }).pair;
    expect([memory.evidence, splitAt(memory, 0)]).toMatchObject(['other', { total: 9, onCpu: 0, unattributed: 0 }]);
  });

  it('of wall time is where the profiler sees no further, and only where there is no CPU profile', () => {
    const wall = '<module> (a.py:1);step (a.py:3) 5\n<module> (a.py:1);Queue.get (queue.py:171) 4';
    expect(splitAt(paired({ wall }).pair, 0)).toMatchObject({ total: 9, onCpu: 0, unattributed: 5 });
    const both = paired({ cpu: '<module> (a.py:1);step (a.py:3) 2', wall });
    expect(both.pair.unsure).toBeUndefined();
    expect(splitAt(both.pair, 0)).toMatchObject({ total: 9, onCpu: 2, unattributed: 3 });
  });
});

describe('one sampler', () => {
  const lines = (count: number, weight: number) =>
    Array.from({ length: count }, (_, i) => `main;f${i} ${weight}`).join('\n');
  const same = (cpu: string, wall: string, units?: Partial<Record<Name, string>>) => {
    const { roles } = rolesOf({ cpu, wall }, units);
    return sameSampler(roles.cpu!, roles.wall!);
  };
  it('has CPU at no stack above wall, in 20 stacks and more that run', () => {
    expect(same(lines(20, 3), lines(20, 3))).toBe(true);
    expect(same(lines(19, 3), lines(30, 3))).toBe(false);
    expect(same(`${lines(19, 3)}\nmain;f19 0`, lines(30, 3))).toBe(false);
    expect(same(`${lines(25, 3)}\nmain;f3 1`, lines(25, 3))).toBe(false);
    expect(same(lines(20, 3), lines(20, 3), { cpu: 'count' })).toBe(false);
  });
});

it('what is judged for waits is what the CPU leaves of wall, where both are of one sampler', () => {
  const texts = { cpu: 'main;ep_poll 30', wall: 'main;ep_poll 38\nmain;decode 2' };
  const poll = (same: boolean) =>
    grandTotal(
      categoryWeights(
        paired(texts, COUNTS, { sameSamples: same }).pair,
        { ...paired(texts).pair.wall! },
        CATEGORIES.indexOf('poll')
      )
    );
  expect([poll(true), poll(false)]).toEqual([8, 38]);
});

describe('a collector that works beside a CPU profile', () => {
  const gc = CATEGORIES.indexOf('gc');
  const marks = 'runtime.gcBgMarkWorker;runtime.gcDrain';
  const split = (cpu: string, wall: string, units?: Partial<Record<Name, string>>) =>
    splitAt(paired({ cpu, wall }, units).pair, 0);

  it('is on the CPU and not in a wait as well; who waits for it still waits', () => {
    const waits = 'main;alloc;runtime.gcAssistAlloc;runtime.gcParkAssist;runtime.gopark 5';
    const { onCpu, waiting, unattributed } = split(`main 40\n${marks} 20`, `main 40\n${marks} 20\n${waits}`);
    expect([onCpu, waiting[gc], unattributed]).toEqual([60, 5, 0]);
  });

  it('waits for as much as the CPU profile has nothing of', () => {
    const { onCpu, waiting, unattributed } = split(`main 40\n${marks} 5`, `main 40\n${marks} 20`);
    expect([onCpu, waiting[gc], unattributed]).toEqual([45, 15, 0]);
  });

  it('is no figure to take off in another unit', () => {
    expect(split(`${marks} 20`, `main 40\n${marks} 20`, { cpu: 'count' }).waiting[gc]).toBe(20);
  });
});
