import * as fc from 'fast-check';
import { buildCallTree, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, nodeAt, profileOf, profileOfStacks } from '../testing';
import {
  byOwnTime,
  CATEGORIES,
  categoryWeights,
  classifyWaits,
  CPU,
  codeOfTree,
  functionTable as tableOf,
  type FunctionRow,
  IDLE,
  type ListScope,
  pairModes,
  type PairedProfile,
  symbolFacts,
  waitSites,
  wholeScope,
} from '.';

const functionTable = (paired: PairedProfile, scope: ListScope) => tableOf(paired, scope, codeOfTree(paired.tree));

/** Profiles on one tree: the first as the CPU profile, the second as the wall profile. */
function paired(cpu: string, wall: string) {
  const { tree, attach } = buildCallTree([profileOf(cpu), profileOf(wall)]);
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const role = (i: number, kind: 'cpu' | 'wall') => {
    const weights = weightsOf(attach[i](0));
    return { weights, unit: 'nanoseconds', waits: classifyWaits(tree, weights, kind, facts) };
  };
  const roles = { cpu: role(0, 'cpu'), wall: role(1, 'wall') };
  const idle = waitSites(tree, roles.wall, facts).flatMap((site) => (site.idle ? site.stacks : []));
  return { ...pairModes(tree, roles), idle };
}

const LOCK = CATEGORIES.indexOf('lock');
const POLL = CATEGORIES.indexOf('poll');
const named = (rows: FunctionRow[], name: string) => rows.find((row) => row.name === name)!;

it('adds a function up over its call paths, recursion once', () => {
  const both = paired('main;a;f 2\nmain;b;f;g;f 3', 'main;a;f 4\nmain;b;f;g;f 4\nmain;a;f;ep_poll 6');
  const rows = functionTable(both, { ...wholeScope(both.wall!), baseline: both.cpu!.weights });
  const row = named(rows, 'f');
  expect(row).toEqual({
    symbol: row.symbol,
    key: 'f',
    name: 'f',
    place: '',
    rank: 0,
    own: 14,
    self: 8,
    total: 14,
    onCpu: 5,
    waiting: 6,
    waits: CATEGORIES.map((category) => (category === 'poll' ? 6 : 0)),
    baseline: 1,
    node: nodeAt(both.tree, 'main', 'a', 'f'),
  });
  expect(named(rows, 'main')).toMatchObject({ self: 0, total: 14 });
});

describe('of the frame that is zoomed to', () => {
  const both = paired(
    'main;a;f 2',
    'main;a;f 4\nmain;a;f;ep_poll 6\nmain;b;f 30\nmain;b;f;a;h 1\nmain;b;sync.(*Mutex).Lock 9'
  );
  const { tree } = both;
  const under = (...path: string[]): ListScope => ({ ...wholeScope(both.wall!), root: nodeAt(tree, ...path) });

  it('only what is under it counts, and the frame itself', () => {
    const rows = functionTable(both, under('main', 'a'));
    expect(rows.map(({ name, self, total }) => [name, self, total]).sort()).toEqual([
      ['a', 0, 10],
      ['ep_poll', 6, 6],
      ['f', 4, 10],
    ]);
    expect(named(rows, 'f').node).toBe(nodeAt(tree, 'main', 'a', 'f'));
  });

  it('the outermost call below it is the one that counts, though there is one above', () => {
    const rows = functionTable(both, under('main', 'b', 'f', 'a'));
    expect(rows.map(({ name, total }) => [name, total])).toEqual([
      ['a', 1],
      ['h', 1],
    ]);
  });

  it('shares of the other time are of the same frame', () => {
    const rows = functionTable(both, { ...under('main', 'a'), baseline: both.cpu!.weights });
    expect(named(rows, 'f').baseline).toBe(1);
    expect(named(functionTable(both, { ...under('main', 'b'), baseline: both.cpu!.weights }), 'f').baseline).toBe(0);
  });

  it('what a function above it waits for is time of the frame itself', () => {
    const rows = functionTable(both, under('main', 'b', 'sync.(*Mutex).Lock'));
    expect(rows.map(({ name, own }) => [name, own])).toEqual([['sync.(*Mutex).Lock', 9]]);
  });

  it('what the filter leaves: one kind of wait, or what runs', () => {
    const only = (category: number): ListScope => ({
      ...under('main'),
      weights: category === CPU ? both.cpu!.weights : categoryWeights(both, both.wall!, category),
      category,
    });
    const polls = functionTable(both, only(POLL));
    expect(polls.map(({ name }) => name).sort()).toEqual(['a', 'ep_poll', 'f', 'main']);
    expect(named(polls, 'main')).toMatchObject({ total: 6, onCpu: 0, waiting: 6 });
    expect(named(polls, 'main').waits[LOCK]).toBe(0);
    const runs = functionTable(both, only(CPU));
    expect(named(runs, 'main')).toMatchObject({ total: 2, onCpu: 2, waiting: 0 });
  });

  it('self times add up to the total of the frame, and no function has more than it', () => {
    fc.assert(
      fc.property(anyStacks(), fc.nat(), (stacks, pick) => {
        const { tree: any, attach } = buildCallTree([profileOfStacks(stacks)]);
        const facts = any.symbols.map(({ name }) => symbolFacts(name));
        const weights = weightsOf(attach[0](0));
        const wall = { weights, unit: 'nanoseconds', waits: classifyWaits(any, weights, 'wall', facts) };
        const pair = pairModes(any, { wall });
        const root = pick % any.length;
        const rows = functionTable(pair, { ...wholeScope(pair.wall!), root });
        const whole = totalOf(any, weights, root);
        const withoutStack = root === 0 ? weights.self[0] : 0;
        expect(rows.reduce((sum, { self }) => sum + self, withoutStack)).toBe(whole);
        expect(rows.reduce((sum, { own }) => sum + own, 0)).toBeLessThanOrEqual(whole);
        expect(rows.every(({ total, self }) => total <= whole && self <= total)).toBe(true);
      })
    );
  });
});

describe('what is asked first: whose code takes the time', () => {
  const both = paired(
    'main.run;main.decode;hash/fnv.(*sum64a).Write 40\nmain.run;main.sort 10',
    [
      'main.run;main.decode;hash/fnv.(*sum64a).Write 40',
      'main.run;main.sort 10',
      'main.run;main.load;net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark 70',
      'main.run;main.pool;main.idler;goroutine [finalizer wait] 500',
      'runtime.bgsweep;runtime.gopark 300',
    ].join('\n')
  );
  const order = (scope: ListScope) =>
    functionTable(both, scope)
      .sort(byOwnTime)
      .map(({ name, own }) => [name, own]);

  it('waiting and running is time of the caller that is the program’s; gopark is last, idle time is nobody’s', () => {
    expect(order({ ...wholeScope(both.wall!), idle: both.idle })).toEqual([
      ['main.load', 70],
      ['main.decode', 40],
      ['main.sort', 10],
      ['main.run', 0],
      ['main.pool', 0],
      ['main.idler', 0],
      ['hash/fnv.(*sum64a).Write', 0],
      ['net.(*conn).Read', 0],
      ['internal/poll.runtime_pollWait', 0],
      ['goroutine [finalizer wait]', 0],
      ['runtime.gopark', 0],
      ['runtime.bgsweep', 0],
    ]);
  });

  it('in CPU mode it is CPU time', () =>
    expect(order({ ...wholeScope(both.cpu!), idle: both.idle }).slice(0, 3)).toEqual([
      ['main.decode', 40],
      ['main.sort', 10],
      ['main.run', 0],
    ]));

  it('filtered to idle waiting, idle is what is asked for', () =>
    expect(
      order({
        ...wholeScope(both.wall!),
        idle: both.idle,
        weights: categoryWeights(both, both.wall!, IDLE),
        category: IDLE,
      })[0]
    ).toEqual(['main.idler', 500]));
});

it('keeps functions of one name and two modules apart', () => {
  const builder = new ProfileBuilder([{ type: 'wall', unit: 'nanoseconds' }]);
  ['libssl.so', 'libz.so'].forEach((module, i) =>
    builder.sample(builder.stack(-1, builder.frame({ name: 'init', module })), i + 1)
  );
  const { tree, attach } = buildCallTree([builder.finish()]);
  const weights = weightsOf(attach[0](0));
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const pair = pairModes(tree, { wall: { weights, unit: '', waits: classifyWaits(tree, weights, 'wall', facts) } });
  const rows = functionTable(pair, wholeScope(pair.wall!));
  expect(rows.map(({ name, total }) => [name, total])).toEqual([
    ['init', 1],
    ['init', 2],
  ]);
  expect(rows[0].key).not.toBe(rows[1].key);
});

it('idle time is no waiting', () => {
  const both = paired('main 1', 'main;ep_poll 6\nmain;goroutine [finalizer wait] 20\nmain 1');
  expect(named(functionTable(both, wholeScope(both.wall!)), 'main')).toMatchObject({ total: 27, waiting: 6 });
});
