import * as fc from 'fast-check';
import { anyStacks, drawTree, nodeAt, profileOf, profileOfStacks } from '../testing';
import {
  buildCallTree,
  denseOf,
  PairIndex,
  pathOf,
  ProfileBuilder,
  sparseColumns,
  sparseTotalOf,
  totalOf,
  weightsOf,
} from '.';

describe('ProfileBuilder', () => {
  it('interns frames and stacks: equal ones are one row', () => {
    const profile = profileOf('a;b 1\na;b 2\na;c 3');
    expect(profile.frames.length).toBe(3);
    expect(profile.stacks.length).toBe(3);
    expect(profile.samples.length).toBe(3);
  });

  it('tells frames of one name apart by file, line and module', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
    const ids = [{}, { file: 'f' }, { file: 'f', line: 2 }, { module: 'm' }].map((more) =>
      builder.frame({ name: 'n', ...more })
    );
    expect(new Set(ids).size).toBe(4);
    expect(builder.frame({ name: 'n', file: 'f', line: 2 })).toBe(ids[2]);
  });

  it('keeps every sample, its labels and late value types over many growths', () => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'ns' }]);
    const stack = builder.stack(-1, builder.frame({ name: 'f' }));
    for (let i = 0; i < 3000; i++) {
      builder.label('pod', i % 3 === 0 ? undefined : `pod ${i % 3}`);
      builder.sample(stack, i);
    }
    const late = builder.valueType('wall', 'ns');
    expect([late, builder.valueType('wall', 'ns'), builder.valueType('wall', 'count')]).toEqual([1, 1, 2]);
    builder.clearLabels();
    builder.sampleOf(stack, late, 7);
    const { samples, labels, valueTypes } = builder.finish();
    expect(valueTypes.map(({ type, unit }) => `${type} ${unit}`)).toEqual(['cpu ns', 'wall ns', 'wall count']);
    expect([samples.length, samples.stack.length, samples.stack[3000]]).toEqual([3001, 3001, stack]);
    expect(samples.weights.map((column) => [column.length, column[2999], column[3000]])).toEqual([
      [3001, 2999, 0],
      [3001, 0, 7],
      [3001, 0, 0],
    ]);
    const [{ name, values, index }] = labels;
    expect([name, values, index.length]).toEqual(['pod', ['pod 1', 'pod 2'], 3001]);
    expect([...index.slice(0, 4), index[2999], index[3000]]).toEqual([-1, 0, 1, -1, 1, -1]);
  });

  it('is empty until it has a value type and a sample', () => {
    const builder = new ProfileBuilder();
    expect(builder.isEmpty).toBe(true);
    builder.valueType('x', '');
    expect(builder.isEmpty).toBe(true);
    builder.sample(-1, 1);
    expect(builder.isEmpty).toBe(false);
  });

  it.each([
    ['a stack on a stack that does not exist', (b: ProfileBuilder) => b.stack(3, b.frame({ name: 'x' }))],
    ['a frame that does not exist', (b: ProfileBuilder) => b.stack(-1, 7)],
    ['a sample of a stack that does not exist', (b: ProfileBuilder) => b.sample(0, 1)],
    ['a weight that is not finite', (b: ProfileBuilder) => b.sample(-1, NaN)],
    ['too few weights', (b: ProfileBuilder) => b.sample(-1)],
  ])('throws on %s: that is a bug of ours, not bad input', (_, act) => {
    expect(() => act(new ProfileBuilder([{ type: 'x', unit: '' }]))).toThrow('invariant broken');
  });
});

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

  it('divides weights over columns, each as if the others were not there', () => {
    fc.assert(
      fc.property(anyStacks(), fc.array(fc.integer({ min: 0, max: 3 })), (stacks, keys) => {
        const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
        const self = attach[0](0);
        const columnOf = Uint8Array.from(self, (_, node) => keys[node % Math.max(1, keys.length)] ?? 0);
        sparseColumns(self, columnOf, 4).forEach((column, key) => {
          const own = self.map((weight, node) => (columnOf[node] === key ? weight : 0));
          expect(column === undefined).toBe(own.every((weight) => weight === 0));
          if (column) {
            expect(denseOf(column, tree.length)).toEqual(own);
            for (let node = 0; node < tree.length; node++) {
              expect(sparseTotalOf(tree, column, node)).toBe(totalOf(tree, weightsOf(own), node));
            }
          }
        });
      }),
      { numRuns: 60 }
    );
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
});

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
    // What was appended is found as well.
    const appended = index.append(1000, 1000);
    expect([index.intern(1000, 1000), index.intern(0, -1)]).toEqual([appended, ids.get('0,-1')]);
  });
});

describe('times of single samples', () => {
  it('are kept beside the samples that have one, through more samples than there was room for', () => {
    const builder = new ProfileBuilder([{ type: 'wall', unit: 'ns' }]);
    const leaf = builder.stack(-1, builder.frame({ name: 'read' }));
    builder.sample(leaf, 1);
    for (let i = 0; i < 3000; i++) {
      builder.sample(leaf, 1);
      builder.at(i * 1e6, 500);
    }
    const { samples, clock } = builder.finish();
    expect(clock).toBe('monotonic');
    expect(samples.time).toHaveLength(3001);
    expect(samples.time![0]).toBeNaN();
    expect(samples.time![3000]).toBe(2999e6);
    expect(samples.duration![2000]).toBe(500);
  });

  it('take no room where no sample has one', () => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'ns' }]);
    builder.sample(-1, 1);
    expect(builder.finish().samples).not.toHaveProperty('time');
    expect(builder.finish().clock).toBeUndefined();
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
