import * as fc from 'fast-check';
import { buildCallTree, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, contextOf, nodeAt, profileOf, profileOfStacks } from '../testing';
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

describe('what a row says of the time, by what was measured', () => {
  const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait';
  const IDLES = 'runtime.gcBgMarkWorker;runtime.gopark';
  type Texts = Parameters<typeof contextOf>[0];
  const rows = (texts: Texts, scope: Partial<ListScope> = {}, units: Texts = {}) => {
    const { paired: pair, code, sites, tree } = contextOf(texts, {}, units);
    const role = pair.wallTime ?? pair.cpu!;
    const idle = sites.flatMap((site) => (site.idle ? site.stacks : []));
    return {
      tree,
      pair,
      of: (name: string) => named(tableOf(pair, { ...wholeScope(role), idle, ...scope }, code), name),
    };
  };
  const split = ({ total, onCpu, waiting }: FunctionRow) => [total, onCpu, waiting];

  it('what runs is the CPU profile’s, never more than the whole', () => {
    const { of } = rows({ cpu: 'main.a 70\nmain.b 10', wall: `main.a 50\nmain.b 10\nmain.b;${READ} 40` });
    expect([split(of('main.a')), split(of('main.b'))]).toEqual([
      [50, 50, 0],
      [50, 10, 40],
    ]);
  });

  it('without one it is what neither waits nor is unsure; of off-CPU time nothing', () => {
    expect(split(rows({ wall: `main.a 50\nmain.a;${READ} 40` }).of('main.a'))).toEqual([90, 50, 40]);
    const script = rows({
      wall: 'run (app.py:3) 30\nrun (app.py:3);recv (socket.py:706) 20\nrun (app.py:3);f (app.py:4) 10',
    });
    expect(split(script.of('run (app.py:3)'))).toEqual([60, 0, 20]);
    expect(split(rows({ offcpu: `main.a 50\nmain.a;${READ} 40` }).of('main.a'))).toEqual([90, 0, 90]);
    const { pair, tree } = rows({ cpu: 'main.a 50' });
    const other: PairedProfile = { ...pair, cpu: undefined, wallTime: pair.cpu, evidence: 'other' };
    expect(split(tableOf(other, wholeScope(pair.cpu!), codeOfTree(tree))[0])).toEqual([50, 0, 0]);
  });

  it('waiting for work is no waiting, nor anybody’s own time', () => {
    const wall = `main.a;${READ} 40\nmain.a;${IDLES} 25\nmain.a 10`;
    const row = rows({ wall }).of('main.a');
    expect([row.total, row.own, row.waiting, row.waits[IDLE]]).toEqual([75, 50, 40, 25]);
    const { tree } = rows({ wall });
    expect(rows({ wall }, { root: nodeAt(tree, 'main.a', 'net.(*conn).Read') }).of('net.(*conn).Read').own).toBe(40);
    const under = rows({ wall }, { root: nodeAt(tree, 'main.a', 'runtime.gcBgMarkWorker') }).of(
      'runtime.gcBgMarkWorker'
    );
    expect([under.total, under.own]).toEqual([25, 0]);
  });

  it('of one category it is that one’s, idle stacks too; a CPU profile beside waits has none of them', () => {
    const wall = `main.a;${READ} 40\nmain.a;${IDLES} 25\nmain.a 10`;
    const { pair } = rows({ wall });
    const idle = rows({ wall }, { category: IDLE, weights: categoryWeights(pair, pair.wallTime!, IDLE) }).of('main.a');
    expect([idle.total, idle.own]).toEqual([25, 25]);
    const { paired: both, code, sites } = contextOf({ cpu: `main.a 10\nmain.a;${IDLES} 5`, wall });
    const stacks = sites.flatMap((site) => (site.idle ? site.stacks : []));
    expect(named(tableOf(both, { ...wholeScope(both.cpu!), idle: stacks }, code), 'main.a')).toMatchObject({
      total: 15,
      own: 15,
    });
    expect(named(tableOf(both, { ...wholeScope(both.wallTime!), idle: stacks }, code), 'main.a').own).toBe(50);
  });

  it('a function that is gone keeps its row, with its share of before; one that was in neither time has none', () => {
    const { tree, pair } = rows({
      cpu: 'main.a 10\nmain.gone 0\nmain.never 0',
      wall: 'main.a 50\nmain.gone 0\nmain.never 0',
    });
    const then = weightsOf(
      Float64Array.from({ length: tree.length }, (_, node) =>
        node === nodeAt(tree, 'main.gone') ? 3 : node === nodeAt(tree, 'main.a') ? 1 : 0
      )
    );
    const table = tableOf(pair, { ...wholeScope(pair.wallTime!), baseline: then }, codeOfTree(tree));
    expect(table.map(({ name, total, baseline }) => [name, total, baseline])).toEqual([
      ['main.a', 50, 0.25],
      ['main.gone', 0, 0.75],
    ]);
    const none = weightsOf(new Float64Array(tree.length));
    expect(tableOf(pair, { ...wholeScope(pair.wallTime!), baseline: none }, codeOfTree(tree))[0].baseline).toBe(0);
  });

  it('its node is the heaviest in the scope, of now and before together, of equals the first', () => {
    const { tree, pair } = rows({ wall: 'main.a;main.f 5\nmain.b;main.f 5\nmain.c;main.f 4' });
    const at = (caller: string) => nodeAt(tree, caller, 'main.f');
    const node = (scope: Partial<ListScope>) =>
      named(tableOf(pair, { ...wholeScope(pair.wallTime!), ...scope }, codeOfTree(tree)), 'main.f').node;
    const before = (caller: string, weight: number) =>
      weightsOf(Float64Array.from({ length: tree.length }, (_, own) => (own === at(caller) ? weight : 0)));
    expect([node({}), node({ root: nodeAt(tree, 'main.b') }), node({ root: at('main.c') })]).toEqual([
      at('main.a'),
      at('main.b'),
      at('main.c'),
    ]);
    expect([node({ baseline: before('main.c', 2) }), node({ baseline: before('main.c', 1) })]).toEqual([
      at('main.c'),
      at('main.a'),
    ]);
  });

  it('says the module by its last part and the file where a name alone does not tell', () => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds' }]);
    const frames = [
      { name: 'f' },
      { name: 'f', module: '/usr/lib/libx.so' },
      { name: 'f (a.py:3)', file: '/app/a.py' },
    ];
    frames.forEach((frame) => builder.sample(builder.stack(-1, builder.frame(frame)), 1));
    const { tree, attach } = buildCallTree([builder.finish()]);
    const weights = weightsOf(attach[0](0));
    const role = { weights, unit: 'nanoseconds', displayCategory: new Uint8Array(tree.length) };
    const pair = { tree, cpu: role, evidence: 'cpu', waiting: [], notes: [] } as PairedProfile;
    const places = tableOf(pair, wholeScope(role), codeOfTree(tree)).map(({ name, place }) => [name, place]);
    expect(places.map(([name, place]) => [name, /libx/.test(place), /a\.py/.test(place)])).toEqual([
      ['f', false, false],
      ['f', true, false],
      ['f (a.py:3)', false, true],
    ]);
    expect(places[0][1]).toBe('');
  });
});
