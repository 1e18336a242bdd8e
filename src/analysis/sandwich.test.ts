import * as fc from 'fast-check';
import { buildCallTree, type CallTree, totalOf, weightsOf } from '../profile';
import { anyStacks, contextOf, drawTree, nodeAt, prepared, profileOf, profileOfStacks } from '../testing';
import { CATEGORIES, matchedWeight, type PairedProfile, sandwichOf, splitAt } from '.';

function sandwich(text: string, name: string) {
  const { tree, attach } = buildCallTree([profileOf(text)]);
  const weights = weightsOf(attach[0](0));
  const found = sandwichOf(
    tree,
    weights,
    tree.symbols.findIndex((symbol) => symbol.name === name)
  );
  const drawn = (side: 'callers' | 'callees') => found && drawTree(found[side].tree, found[side].weights(weights));
  return found && { total: found.total, callers: drawn('callers'), callees: drawn('callees') };
}

it('lays all call paths of a function over each other, the function at the root of both', () => {
  expect(sandwich('main;a;f;x 1\nmain;b;f;x 2\nmain;b;f;y 3\nmain;b 4', 'f')).toEqual({
    total: 6,
    callers: 'f 6 0\n  a 1 0\n    main 1 1\n  b 5 0\n    main 5 5',
    callees: 'f 6 0\n  x 3 3\n  y 3 3',
  });
});

it('counts recursion once', () => {
  const found = sandwich('main;f;g;f;h 5', 'f')!;
  expect([found.total, found.callees]).toEqual([5, 'f 5 0\n  g 5 0\n    f 5 0\n      h 5 5']);
});

it('siblings stand in the order of their names, threads’ first frames are kept', () => {
  expect(sandwich('z;b;f 1\nz;a;f 1\nz;clone;f 1', 'f')!.callers).toBe(
    'f 3 0\n  a 1 0\n    z 1 1\n  b 1 0\n    z 1 1\n  clone 1 0\n    z 1 1'
  );
  expect(sandwich('z;clone;f 2', 'clone')!.callees).toBe('clone 2 0\n  f 2 2');
});

it('callers that wait for two things keep both, to the last', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { paired } = prepared({ wall: names.map((name) => `${name};f;futex_wait 3\n${name};f;ep_poll 4`).join('\n') });
  const { tree, wallTime } = paired!;
  const symbol = tree.symbols.findIndex(({ name }) => name === 'f');
  const { callers } = sandwichOf(tree, wallTime!.weights, symbol)!;
  expect(names.map((name) => waitsOf(callers.paired(paired!), callersNode(callers.tree, name)))).toEqual(
    names.map(() => ({ poll: 4, lock: 3 }))
  );
});

it('every column comes with it: each side splits as the function does over all its call paths', () => {
  const { paired } = prepared({
    cpu: 'a;f 10\nb;f 4',
    wall: 'a;f;futex_wait 30\nb;f;ep_poll 50\nb;f 6\na;f 9',
  });
  const { tree, wallTime } = paired!;
  const symbol = tree.symbols.findIndex(({ name }) => name === 'f');
  const { callers, callees } = sandwichOf(tree, wallTime!.weights, symbol)!;
  const split = { total: 95, onCpu: 14, unattributed: 1 };
  for (const side of [callers, callees].map((one) => one.paired(paired!))) {
    expect(splitAt(side, 0)).toMatchObject(split);
    expect(waitsOf(side, 0)).toEqual({ lock: 30, poll: 50 });
  }
  const shown = callees.paired(paired!).wallTime!.displayCategory;
  expect([...shown].map((category) => CATEGORIES[category])).toEqual(['cpu', 'poll', 'lock']);
  expect(waitsOf(callers.paired(paired!), callersNode(callers.tree, 'a'))).toEqual({ lock: 30 });
});

const callersNode = (tree: CallTree, name: string) =>
  tree.symbol.findIndex((symbol) => tree.symbols[symbol].name === name);

const waitsOf = (side: PairedProfile, node: number) =>
  Object.fromEntries(
    splitAt(side, node).waiting.flatMap((weight, category) => (weight ? [[CATEGORIES[category], weight]] : []))
  );

it('is nothing for a function without weight', () => expect(sandwich('main;f 0\nmain 1', 'f')).toBeUndefined());

it('has the total of the function on both sides, for any stacks', () => {
  fc.assert(
    fc.property(anyStacks(['a', 'b', 'c', '__proto__']), (stacks) => {
      const { tree, attach } = buildCallTree([profileOfStacks(stacks)]);
      const weights = weightsOf(attach[0](0));
      tree.symbols.forEach((_, symbol) => {
        const expected = matchedWeight(
          tree,
          weights,
          Uint8Array.from(tree.symbols, (__, id) => (id === symbol ? 1 : 0))
        );
        const found = sandwichOf(tree, weights, symbol);
        expect(found?.total ?? 0).toBe(expected);
        if (found) {
          for (const side of [found.callers, found.callees]) {
            expect(totalOf(side.tree, side.weights(weights), 0)).toBe(expected);
          }
        }
      });
    })
  );
});

it('of wall and off-CPU profiles each side has the role and what is unsure, its depth and its own categories', () => {
  const roles = (texts: Parameters<typeof contextOf>[0]) => {
    const { paired: pair, tree } = contextOf(texts);
    const symbol = tree.symbols.findIndex(({ name }) => name === 'f (a.py:1)');
    const { callees } = sandwichOf(tree, pair.wallTime!.weights, symbol)!;
    const side = callees.paired(pair);
    const total = (role?: { weights: { prefixSum: Float64Array } }) => role?.weights.prefixSum.at(-1);
    return [
      total(side.cpu),
      total(side.wall),
      total(side.offcpu),
      splitAt(side, 0).unattributed,
      callees.tree.maxLevel,
    ];
  };
  const stack = 'a (a.py:2);f (a.py:1)';
  expect(roles({ wall: `${stack} 10\n${stack};recv (socket.py:706) 5` })).toEqual([undefined, 15, undefined, 10, 1]);
  expect(roles({ cpu: `${stack} 2`, offcpu: `${stack};ep_poll 5\n${stack};g;ep_poll 4` })).toEqual([
    2,
    undefined,
    9,
    0,
    2,
  ]);
});

it('a function over several paths is shown as what most of its time waits for, of equals as the first', () => {
  const shown = (a: number, b: number) => {
    const { paired: pair, tree } = contextOf({ wall: 'a;f 1\nb;f 1' });
    const at = (caller: string) => nodeAt(tree, caller, 'f');
    const weights = weightsOf(
      Float64Array.from({ length: tree.length }, (_, node) => (node === at('a') ? a : node === at('b') ? b : 0))
    );
    const displayCategory = Uint8Array.from({ length: tree.length }, (_, node) =>
      node === at('a') ? 3 : node === at('b') ? 5 : 0
    );
    const { callees } = sandwichOf(
      tree,
      weights,
      tree.symbols.findIndex(({ name }) => name === 'f')
    )!;
    return callees.role({ ...pair.wallTime!, weights, displayCategory }).displayCategory[0];
  };
  expect([shown(3, 4), shown(4, 3), shown(4, 4)]).toEqual([5, 3, 3]);
});
