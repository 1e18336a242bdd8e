import * as fc from 'fast-check';
import { anyStacks, drawTree, nodeAt, profileOf, profileOfStacks } from '../testing';
import { buildCallTree, type Removed, removingSteps } from './buildCallTree';
import { finish } from './steps';
import { nameOf, pathOf } from './callTree';
import { frameIdentity } from './frameIdentity';
import { type Profile } from './profile';
import { ProfileBuilder } from './profileBuilder';
import { totalOf, weightsOf } from './weights';

describe('buildCallTree', () => {
  it('is one preorder tree over all profiles, siblings by name', () => {
    const { tree, attach } = buildCallTree([profileOf('main;z 1\nmain;a;x 2'), profileOf('main;a 4\nmain;m 8')]);
    expect(drawTree(tree, weightsOf(attach[0](0)))).toBe(
      ['all 3 0', '  main 3 0', '    a 2 0', '      x 2 2', '    m 0 0', '    z 1 1'].join('\n')
    );
    expect(drawTree(tree, weightsOf(attach[1](0)))).toBe(
      ['all 12 0', '  main 12 0', '    a 4 4', '      x 0 0', '    m 8 8', '    z 0 0'].join('\n')
    );
  });

  it('begins below the frames that start a thread, but keeps them elsewhere', () => {
    const { tree, attach } = buildCallTree([
      profileOf('runtime.goexit;main.run 1'),
      profileOf('main.run;runtime.goexit 2'),
    ]);
    const both = weightsOf(attach[0](0).map((w, i) => w + attach[1](0)[i]));
    expect(drawTree(tree, both)).toBe('all 3 0\n  main.run 3 1\n    runtime.goexit 2 2');
  });

  it('has a root that is no frame, and takes file and line from the profile that knows them', () => {
    const withFile = new ProfileBuilder([{ type: 'x', unit: '' }]);
    withFile.sample(withFile.stack(-1, withFile.frame({ name: 'a', file: 'a.go', line: 3 })), 1);
    const other = new ProfileBuilder([{ type: 'x', unit: '' }]);
    other.sample(other.stack(-1, other.frame({ name: 'a', file: 'late.go', line: 9 })), 1);
    const { tree } = buildCallTree([profileOf('a 1'), withFile.finish(), other.finish()]);
    expect([tree.length, tree.symbol[0], tree.parent[0], tree.parent[1]]).toEqual([2, -1, -1, 0]);
    expect(tree.symbols).toMatchObject([{ name: 'a', file: 'a.go', line: 3 }]);
  });

  it('is the same tree where a source lists equal stacks twice, and for many callees', () => {
    const names = Array.from({ length: 60 }, (_, i) => `f${(i * 7) % 60}`);
    const twice = new ProfileBuilder([{ type: 'x', unit: '' }]);
    const once = new ProfileBuilder([{ type: 'x', unit: '' }]);
    for (const [builder, make] of [
      [twice, (under: number, frame: number) => twice.newStack(under, frame)],
      [once, (under: number, frame: number) => once.stack(under, frame)],
    ] as const) {
      for (const name of [...names, 'f3', 'f59']) {
        const stack = make(-1, builder.frame({ name }));
        builder.sample(make(stack, builder.frame({ name: 'leaf' })), 1);
      }
    }
    const drawn = [twice, once].map((builder) => {
      const { tree, attach } = buildCallTree([builder.finish()]);
      return drawTree(tree, weightsOf(attach[0](0)));
    });
    expect(drawn[0]).toBe(drawn[1]);
    expect(drawn[0].split('\n')).toHaveLength(1 + 2 * 60);
    expect(drawn[0]).toContain('  f3 2 0\n    leaf 2 2');
  });

  it('takes names such as __proto__ for data', () => {
    const { tree, attach } = buildCallTree([profileOf('__proto__;constructor;toString 5\n__proto__;hasOwnProperty 1')]);
    expect(totalOf(tree, weightsOf(attach[0](0)), nodeAt(tree, '__proto__', 'constructor'))).toBe(5);
  });

  it('holds a stack of 100,000 frames', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: 'count' }]);
    let stack = -1;
    for (let i = 0; i < 100_000; i++) {
      stack = builder.stack(stack, builder.frame({ name: i % 2 ? 'odd' : 'even' }));
    }
    builder.sample(stack, 3);
    const { tree, attach } = buildCallTree([builder.finish()]);
    expect(tree.maxLevel).toBe(100_000);
    expect(totalOf(tree, weightsOf(attach[0](0)), 1)).toBe(3);
    expect(pathOf(tree, tree.length - 1)).toHaveLength(100_000);
  });

  it('keeps its invariants and every weight on random profiles', () => {
    fc.assert(
      fc.property(anyStacks(), anyStacks(), (first, second) => {
        const { tree, attach } = buildCallTree([profileOfStacks(first), profileOfStacks(second)]);
        for (let node = 1; node < tree.length; node++) {
          const parent = tree.parent[node];
          expect(parent).toBeLessThan(node);
          expect(tree.level[node]).toBe(tree.level[parent] + 1);
          expect(tree.subtreeEnd[node]).toBeGreaterThan(node);
          expect(tree.subtreeEnd[node]).toBeLessThanOrEqual(tree.subtreeEnd[parent]);
        }
        [first, second].forEach((stacks, p) => {
          const weights = weightsOf(attach[p](0));
          // Every path has the weight of the stacks that begin with it; self sums to total.
          for (let node = 0; node < tree.length; node++) {
            const path = pathOf(tree, node).map((symbol) => tree.symbols[symbol].name);
            const expected = stacks
              .filter(({ frames }) => path.every((name, i) => frames[i] === name))
              .reduce((sum, { weight }) => sum + weight, 0);
            expect(totalOf(tree, weights, node)).toBe(expected);
          }
          expect(weights.self.reduce((a, b) => a + b, 0)).toBe(totalOf(tree, weights, 0));
        });
      }),
      { numRuns: 60 }
    );
  });

  it('does not depend on the order of the samples', () => {
    fc.assert(
      fc.property(anyStacks(), (stacks) => {
        const draw = (list: typeof stacks) => {
          const { tree, attach } = buildCallTree([profileOfStacks(list)]);
          return drawTree(tree, weightsOf(attach[0](0)));
        };
        expect(draw([...stacks].reverse())).toBe(draw(stacks));
      })
    );
  });

  it('names a frame by its module where it has one', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
    for (const module of ['libc.so', 'libm.so', '']) {
      builder.sample(builder.stack(-1, builder.frame({ name: 'read', module })), 1);
    }
    const { tree } = buildCallTree([builder.finish()]);
    expect(tree.symbols.map(({ module }) => module)).toEqual(['libc.so', 'libm.so', '']);
    expect(tree.length).toBe(4);
  });

  it('holds the name of a group apart from a function, and takes a histogram from whoever has one', () => {
    const distribution = { unit: 'ns', buckets: [{ from: 1, to: 2, count: 3 }] };
    const grouped = profileOf('a;b 1');
    const { tree } = buildCallTree([
      profileOf('a;b 2'),
      { ...grouped, frames: { ...grouped.frames, firstLabel: 0 }, distributions: new Map([[1, distribution]]) },
      { ...profileOf('b 1'), distributions: new Map([[0, distribution]]) },
    ]);
    expect(tree.symbols.map(({ name, standsFor, distribution: of }) => [name, standsFor, of])).toEqual([
      ['a', undefined, undefined],
      ['b', undefined, distribution],
      ['a', 'label', undefined],
      ['b', 'label', distribution],
    ]);
    expect(tree.length).toBe(6);
  });

  it('knows from which frame on they are names of groups', () => {
    const profile = profileOf('a;b 1');
    const { tree } = buildCallTree([{ ...profile, frames: { ...profile.frames, firstLabel: 1 } }]);
    expect(tree.symbols.map(({ standsFor }) => standsFor)).toEqual([undefined, 'label']);
  });

  it('a bar of folded frames is of its library', () => {
    const folded = (library: string) => frameIdentity({ name: '3 frames', standsFor: { library } });
    expect(folded('kafka')).not.toBe(folded('redis'));
    expect(folded('kafka')).not.toBe(frameIdentity({ name: '3 frames' }));
    expect(frameIdentity({ name: 'a', standsFor: 'label' })).not.toBe(folded(''));
  });

  it('takes weights of the samples that are kept, or counts them; the time of no stack is the root', () => {
    const builder = new ProfileBuilder([
      { type: 'x', unit: '' },
      { type: 'y', unit: '' },
    ]);
    const a = builder.stack(-1, builder.frame({ name: 'a' }));
    const start = builder.stack(-1, builder.frame({ name: 'start_thread' }));
    builder.sample(a, 5, 1);
    builder.sample(a, -7, 2);
    builder.sample(-1, 11, 0);
    builder.sample(start, 13, 4);
    const { attach, nodesOfSamples } = buildCallTree([profileOf('z 1'), builder.finish()]);
    const of = (...rest: Parameters<(typeof attach)[0]>) => [...attach[1](...rest)];
    expect(of(0)).toEqual([24, -2, 0]);
    expect(of(1)).toEqual([4, 3, 0]);
    expect(of(0, (sample) => sample !== 1)).toEqual([24, 5, 0]);
    expect(of(0, undefined, true)).toEqual([2, 0, 0]);
    expect(of(1, (sample) => sample > 0, true)).toEqual([1, 1, 0]);
    expect([...nodesOfSamples(1)]).toEqual([1, 1, 0, 0]);
    expect([...nodesOfSamples(0)]).toEqual([2]);
  });

  it('is the same tree in whatever order profiles come', () => {
    fc.assert(
      fc.property(anyStacks(), anyStacks(), anyStacks(), (...all) => {
        const [a, b, c] = all.map((stacks) => profileOfStacks(stacks));
        const draw = (profiles: Profile[]) => {
          const { tree, attach } = buildCallTree(profiles);
          return drawTree(tree, weightsOf(tree.symbol.length ? attach[profiles.indexOf(a)](0) : new Float64Array()));
        };
        expect(draw([c, a, b])).toBe(draw([a, b, c]));
        expect(draw([b, c, a])).toBe(draw([a, b, c]));
      })
    );
  });
});

describe('removeNodes', () => {
  const removeNodes = (...of: Parameters<typeof removingSteps>) => finish(removingSteps(...of));
  const { tree, attach } = buildCallTree([profileOf('a;x;b 1\na;y;b;c 2\nx 4')]);
  const hide = (...names: string[]) =>
    Uint8Array.from(tree.symbol, (_, node) => (names.includes(nameOf(tree, node)) ? 1 : 0));
  const drawn = (to: Removed) => {
    const self = new Float64Array(to.tree.length);
    attach[0](0).forEach((weight, node) => (self[to.toNew[node]] += weight));
    return drawTree(to.tree, weightsOf(self)).split('\n');
  };

  it('gives what was under a removed frame to its caller, where equal frames become one', () => {
    expect(drawn(removeNodes(tree, hide('x', 'y')))).toEqual(['all 7 4', '  a 3 0', '    b 3 1', '      c 2 2']);
    expect(drawn(removeNodes(tree, hide('b')))).toEqual([
      'all 7 0',
      '  a 3 0',
      '    x 1 1',
      '    y 2 0',
      '      c 2 2',
      '  x 4 4',
    ]);
    expect(drawn(removeNodes(tree, hide()))).toEqual(drawTree(tree, weightsOf(attach[0](0))).split('\n'));
  });

  it('draws the others under other names, where it is given some', () => {
    const symbols = [...tree.symbols, { name: 'kafka', standsFor: { library: 'kafka' } }];
    const symbol = tree.symbol.map((of, node) => (['x', 'y'].includes(nameOf(tree, node)) ? symbols.length - 1 : of));
    expect(drawn(removeNodes(tree, hide(), { symbol, symbols }))).toEqual([
      'all 7 0',
      '  kafka 4 4',
      '  a 3 0',
      '    kafka 3 0',
      '      b 3 1',
      '        c 2 2',
    ]);
  });
});

it('holds functions of a script apart by their file, in whatever folder it is installed', () => {
  const of = (file: string) => {
    const builder = new ProfileBuilder([{ type: 'wall', unit: 'count' }]);
    builder.sample(builder.stack(-1, builder.frame({ name: 'get', file })), 1);
    return builder.finish();
  };
  const symbols = (...files: string[]) => buildCallTree(files.map(of)).tree.symbols.length;
  expect(symbols('/usr/lib/python3.11/queue.py', '/app/views.py')).toBe(2);
  expect(symbols('/srv/1/app/views.py', 'C:\\srv\\2\\app\\views.py')).toBe(1);
  expect(symbols('/srv/a.go', '/srv/b.go')).toBe(1);
  expect(symbols('/srv/one/views.py', '/srv/two/views.py')).toBe(2);
  for (const ending of ['py', 'pyx', 'rb', 'php', 'js', 'mjs', 'cjs', 'jsx', 'ts', 'tsx']) {
    expect([ending, symbols(`/srv/a.${ending}`, `/srv/b.${ending}`)]).toEqual([ending, 2]);
  }
  expect(symbols('/srv/a.pyc', '/srv/b.pyc')).toBe(1);
  expect(symbols('/srv/a.py.go', '/srv/b.py.go')).toBe(1);
});

it('one name in two modules is two functions', () => {
  const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
  for (const where of [{ module: 'a' }, { module: 'b' }, { module: 'a' }]) {
    builder.sample(builder.stack(-1, builder.frame({ name: 'get', ...where })), 1);
  }
  const { tree, attach } = buildCallTree([builder.finish()]);
  expect(tree.symbols.map(({ module }) => module)).toEqual(['a', 'b']);
  expect([...attach[0](0)]).toEqual([0, 2, 1]);
});
