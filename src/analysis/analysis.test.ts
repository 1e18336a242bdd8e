import * as fc from 'fast-check';
import { buildCallTree, totalOf, weightsOf } from '../profile';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../testing';
import {
  assumeRoles,
  CATEGORIES,
  classifyWaits,
  compileSearch,
  detectRole,
  matchedWeight,
  matchSymbols,
  pairModes,
  type Role,
  roleOfContent,
  type ClassifiedRole,
  splitAt,
  symbolFacts,
  fillIn,
  wholeOfBoth,
} from '.';

const category = (name: (typeof CATEGORIES)[number]) => CATEGORIES.indexOf(name);

type Texts = Partial<Record<'cpu' | 'wall' | 'offcpu', string>>;
const KIND = { cpu: 'cpu', wall: 'wall', offcpu: 'offcpu' } as const;

/** Pairs profiles drawn as text, as the pipeline does. */
function pair(texts: Texts, units: Partial<Record<keyof Texts, string>> = {}) {
  const roles = Object.keys(texts) as Array<keyof Texts>;
  const { tree, attach } = buildCallTree(roles.map((role) => profileOf(texts[role]!)));
  const facts = tree.symbols.map((symbol) => symbolFacts(symbol.name));
  const inputs: Partial<Record<keyof Texts, ClassifiedRole>> = {};
  roles.forEach((role, i) => {
    const weights = weightsOf(attach[i](0));
    inputs[role] = {
      weights,
      unit: units[role] ?? 'nanoseconds',
      waits: classifyWaits(tree, weights, KIND[role], facts),
    };
  });
  return { paired: pairModes(tree, inputs), tree, facts, inputs };
}

describe('pairing', () => {
  it('CPU + wall: on-CPU from the CPU profile, waits by category, the rest unattributed', () => {
    const { paired, tree } = pair({
      cpu: 'main;decode 40',
      wall: 'main;decode 50\nmain;fetch;ep_poll 38\nmain;lock;futex_wait 12',
    });
    expect(paired.evidence).toBe('cpu+wall');
    const split = splitAt(paired, 0);
    expect([split.total, split.onCpu, split.unattributed]).toEqual([100, 40, 10]);
    expect([split.waiting[category('poll')], split.waiting[category('lock')]]).toEqual([38, 12]);
    expect(splitAt(paired, nodeAt(tree, 'main', 'decode'))).toMatchObject({ total: 50, onCpu: 40, unattributed: 10 });
  });

  it('keeps a negative mismatch', () => {
    const { paired } = pair({ cpu: 'main 60', wall: 'main 50\nmain;ep_poll 30' });
    expect(splitAt(paired, 0).unattributed).toBe(-10);
  });

  it('CPU + off-CPU: wall is their sum and nothing is left', () => {
    const { paired } = pair({ cpu: 'main;decode 40', offcpu: 'main;fetch;ep_poll;schedule 60' });
    expect(paired.evidence).toBe('cpu+offcpu');
    expect(splitAt(paired, 0)).toMatchObject({ total: 100, onCpu: 40, unattributed: 0 });
  });

  it('wall alone: on-CPU is what does not wait', () => {
    expect(splitAt(pair({ wall: 'main;decode 7\nmain;ep_poll 3' }).paired, 0)).toMatchObject({
      total: 10,
      onCpu: 7,
      unattributed: 0,
    });
  });

  it('CPU alone has no waits but the kinds of CPU time', () => {
    const { paired } = pair({ cpu: 'main;ep_poll 5\nruntime.gcBgMarkWorker;runtime.gcDrain 3' });
    const split = splitAt(paired, 0);
    expect([paired.evidence, split.waiting[category('poll')], split.waiting[category('gc')], split.onCpu]).toEqual([
      'cpu',
      0,
      3,
      5,
    ]);
    expect(paired.wallTime).toBeUndefined();
  });

  it('never subtracts what cannot be compared, and says so', () => {
    const { paired } = pair({ cpu: 'main 60', wall: 'main 5\nmain;ep_poll 5' }, { cpu: 'count' });
    expect(paired.evidence).toBe('wall');
    expect(paired.notes.map(({ text, values }) => fillIn(text, values)).join()).toContain(
      'CPU is in samples and wall in nanoseconds: they are not subtracted'
    );
    const off = pair({ cpu: 'main 60', offcpu: 'main;ep_poll 5' }, { cpu: 'count' }).paired;
    expect([off.evidence, off.notes.length]).toEqual(['offcpu', 1]);
  });

  it.each<[string, Texts, Parameters<typeof pair>[1], string[]]>([
    ['nothing', { cpu: 'main 5', wall: 'main 9' }, {}, []],
    [
      'that rates may differ',
      { cpu: 'main 5', wall: 'main 9' },
      { cpu: 'count', wall: 'count' },
      ['CPU and wall are both in samples: the split holds only if both samplers ran at the same rate.'],
    ],
    [
      'that off-CPU is not needed beside wall',
      { wall: 'main 9', offcpu: 'main;ep_poll 2' },
      {},
      ['Wall is measured, so the off-CPU profile takes no part in the sums.'],
    ],
    [
      'that samples and time do not add up',
      { cpu: 'main 5', offcpu: 'main;ep_poll 2' },
      { cpu: 'count' },
      [
        'CPU is in samples and off-CPU in nanoseconds: they cannot be added up to wall time. Shares are of each of the two; set the unit of the query that has none.',
      ],
    ],
    ['nothing of one profile', { offcpu: 'main;ep_poll 2' }, {}, []],
  ])('says %s', (_, texts, units, said) =>
    expect(pair(texts, units).paired.notes.map(({ text, values }) => fillIn(text, values))).toEqual(said)
  );

  it('conserves every sum at every node: on-CPU + waits + unattributed = wall', () => {
    const names = ['main', 'decode', 'ep_poll', 'futex_wait', 'schedule', 'runtime.gopark', '__proto__'];
    fc.assert(
      fc.property(anyStacks(names), anyStacks(names), fc.boolean(), (first, second, measuredWall) => {
        const profiles = [profileOfStacks(first), profileOfStacks(second)];
        const { tree, attach } = buildCallTree(profiles);
        const facts = tree.symbols.map((symbol) => symbolFacts(symbol.name));
        const role = (i: number, kind: 'cpu' | 'wall' | 'offcpu'): ClassifiedRole => {
          const weights = weightsOf(attach[i](0));
          return { weights, unit: 'nanoseconds', waits: classifyWaits(tree, weights, kind, facts) };
        };
        const paired = pairModes(
          tree,
          measuredWall
            ? { cpu: role(0, 'cpu'), wall: role(1, 'wall') }
            : { cpu: role(0, 'cpu'), offcpu: role(1, 'offcpu') }
        );
        for (let node = 0; node < tree.length; node++) {
          const { total, onCpu, waiting, unattributed } = splitAt(paired, node);
          expect(onCpu + waiting.reduce((a, b) => a + b, 0) + unattributed).toBeCloseTo(total, 6);
          expect(total).toBe(totalOf(tree, paired.wallTime!.weights, node));
        }
      })
    );
  });
});

describe('roles', () => {
  // The table of profile type ids and its traps.
  it.each<[string, Role]>([
    ['process_cpu:cpu:nanoseconds:cpu:nanoseconds', 'cpu'],
    ['process_cpu:samples:count:cpu:nanoseconds', 'cpu'],
    ['wall:wall:nanoseconds:wall:nanoseconds', 'wall'],
    ['wall:wall:nanoseconds:cpu:nanoseconds', 'wall'],
    ['wall:wall:microseconds:wall:microseconds', 'wall'],
    ['wall:cpu:nanoseconds:wall:nanoseconds', 'cpu'],
    ['process_cpu:time:nanoseconds:wallclock:nanoseconds', 'wall'],
    ['fgprof:time:nanoseconds:wallclock:nanoseconds', 'wall'],
    ['off_cpu:off_cpu:nanoseconds::', 'offcpu'],
    ['offcpu:offcpu:nanoseconds::', 'offcpu'],
    ['parca_agent:samples:count:cpu:nanoseconds:delta', 'cpu'],
    ['parca_agent:wallclock:nanoseconds:samples:count:delta', 'offcpu'],
    ['mutex:delay:nanoseconds:contentions:count', 'contention'],
    ['block:delay:nanoseconds:block:count', 'contention'],
    ['lock:lock_time:nanoseconds:cpu:nanoseconds', 'contention'],
    ['memory:alloc_space:bytes:space:bytes', 'other'],
  ])('%s is %s', (profileTypeId, role) => expect(detectRole({ profileTypeId })).toBe(role));

  it('falls back to names, then to the refId', () => {
    expect(detectRole({ names: ['value', 'wall_ns'] })).toBe('wall');
    expect(detectRole({ names: ['off-cpu time'] })).toBe('offcpu');
    expect(detectRole({ names: ['value'], refId: 'cpu' })).toBe('cpu');
    expect(detectRole({ names: ['value'], refId: 'A' })).toBeUndefined();
  });

  it('looks at what stacks end in where no name tells', () => {
    expect(roleOfContent(profileOf('main;work 60\nmain;runtime.gopark 40'))).toBe('wall');
    expect(roleOfContent(profileOf('main;schedule;__schedule 40'))).toBe('offcpu');
    expect(roleOfContent(profileOf('main;work 60'))).toBeUndefined();
  });

  it('assumes the free roles in order, the same for all frames of a query', () => {
    const roles = assumeRoles([{ refId: 'A' }, { refId: 'A' }, { refId: 'B' }, { refId: 'C' }]);
    expect(roles).toEqual(['cpu', 'cpu', 'wall', 'other']);
    expect(assumeRoles([{ refId: 'A', role: 'cpu' }, { refId: 'B' }])).toEqual(['cpu', 'wall']);
  });
});

describe('search', () => {
  const { tree, attach } = buildCallTree([profileOf('a;b;a 3\na;c 2\nd 5')]);
  const weights = weightsOf(attach[0](0));
  const found = (query: string, root = 0) => {
    const test = compileSearch(query);
    return test.ok ? matchedWeight(tree, weights, matchSymbols(tree, test.value), root) : test.problem.message;
  };
  it('counts a stack with several matches once', () => expect(found('a')).toBe(5));
  it('finds text without regard to case, and /regex/', () =>
    expect([found('A'), found('/^[CD]$/'), found('/x|b/')]).toEqual([5, 7, 3]));
  it('searches under the zoomed frame', () => expect(found('c', nodeAt(tree, 'a'))).toBe(2));
  it('says that a pattern is invalid', () => expect(found('/(/')).toContain('Not a regular expression'));
});

describe('the whole of two times', () => {
  const kind = (now: Texts, before: Texts) => wholeOfBoth(pair(now).paired, pair(before).paired)?.kind;
  const [cpu, wall, offcpu] = ['main 1', 'main;ep_poll 2', 'main;ep_poll 3'];

  it('is what both measured', () => {
    expect(kind({ cpu, wall }, { wall })).toBe('wall');
    expect(kind({ offcpu }, { offcpu })).toBe('offcpu');
    expect(kind({ cpu, offcpu }, { wall })).toBe('wall');
  });

  it('is CPU time where both have that alone; waiting is not set against all time', () => {
    expect(kind({ cpu, wall }, { cpu })).toBe('cpu');
    expect(kind({ wall }, { offcpu })).toBeUndefined();
    expect(kind({ offcpu }, { cpu, wall })).toBeUndefined();
  });
});
