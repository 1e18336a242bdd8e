import * as fc from 'fast-check';
import { AS_RECORDED, CATEGORIES, categoryWeights, CPU, splitAt } from '../analysis';
import { nameOf, pathNames, ProfileBuilder } from '../profile';
import { inputOf, nodeAt } from '../testing';
import { prepare, prepareProfile, readInputs } from '.';
import { type ReadInput } from './types';

describe('frames are taken out of the picture after the waits are judged', () => {
  const stacks = [
    'main;serve;handle;decode 30',
    'main;serve;handle;read;epoll_wait 50',
    'main;serve;handle;copy 5',
    'main;serve;lock;futex_wait 15',
  ].join('\n');
  const shares = (settings: Parameters<typeof prepareProfile>[1]) => {
    const prepared = prepareProfile([inputOf('A', stacks, 'wall')], settings);
    const { total, onCpu, waiting } = splitAt(prepared.paired!, 0);
    return { total, onCpu, waiting, prepared };
  };
  const paths = ({ paired }: ReturnType<typeof prepareProfile>) =>
    [...paired!.tree.symbol.keys()].map((node) => pathNames(paired!.tree, node).join(';')).sort();
  const plain = shares({});

  it('hides frames, and their time goes to their callers with its category', () => {
    const { prepared, ...sums } = shares({ stacks: [{ keep: 'hide', pattern: '/^(copy|read|epoll_wait)$/' }] });
    expect(sums).toEqual({ total: plain.total, onCpu: plain.onCpu, waiting: plain.waiting });
    expect(paths(prepared)).toEqual(
      [
        '',
        'main',
        'main;serve',
        'main;serve;handle',
        'main;serve;handle;decode',
        'main;serve;lock',
        'main;serve;lock;futex_wait',
      ].sort()
    );
    expect(prepared.removedFrames).toBe(3);
    const handle = nodeAt(prepared.paired!.tree, 'main', 'serve', 'handle');
    expect(splitAt(prepared.paired!, handle).waiting[CATEGORIES.indexOf('poll')]).toBe(50);
    expect(categoryWeights(prepared.paired!, prepared.paired!.wallTime!, CPU).self[handle]).toBe(5);
    for (const { node, site } of prepared.sites) {
      expect(nameOf(prepared.paired!.tree, node)).toBe(site === 'read' ? 'handle' : site);
    }
  });

  it('whose code frames are goes by the frames that are shown, and by what the viewer calls his own', () => {
    const whose = ({ paired, shownCode }: ReturnType<typeof prepareProfile>) => {
      const { symbols, user } = shownCode();
      expect(user).toHaveLength(paired!.tree.length);
      const copied = nodeAt(paired!.tree, 'main', 'serve', 'handle');
      return [symbols[paired!.tree.symbol[copied]].kind, nameOf(paired!.tree, user[copied])];
    };
    expect(whose(plain.prepared)).toEqual(['user', 'handle']);
    const mine = shares({ myCode: '^serve$', stacks: [{ keep: 'hide', pattern: 'copy' }] }).prepared;
    expect(whose(mine)).toEqual(['library', 'serve']);
    expect(mine.shownCode()).toBe(mine.shownCode());
  });

  it('collapses chains to their first and last frame; a branch ends one', () => {
    const chain = 'main;a;b;c;work;more 99\nmain;a;b;c;read;epoll_wait 99';
    const rollUp = { ...AS_RECORDED, collapseChains: true };
    expect(paths(prepareProfile([inputOf('A', chain, 'wall')], { rollUp }))).toEqual(
      ['', 'main', 'main;c', 'main;c;read', 'main;c;read;epoll_wait', 'main;c;work', 'main;c;work;more'].sort()
    );
  });

  it('conserves every sum, whatever is hidden', () => {
    const name = fc.constantFrom('main', 'f', 'g', 'epoll_wait', 'futex_wait', '__proto__', 'runtime.goexit');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(name, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 1000 })), {
          minLength: 1,
        }),
        fc.array(name, { maxLength: 3 }),
        fc.boolean(),
        (rows, hide, collapseChains) => {
          const text = rows.map(([path, n]) => `main;${path.join(';')} ${n}`).join('\n');
          const [before, after] = [
            {},
            {
              stacks: hide.map((n) => ({ keep: 'hide' as const, pattern: `/^${n}$/` })),
              rollUp: { ...AS_RECORDED, collapseChains },
            },
          ].map((settings) => splitAt(prepareProfile([inputOf('A', text, 'wall')], settings).paired!, 0));
          expect(after).toEqual(before);
        }
      )
    );
  });
});

describe('everything in sight is of the picture', () => {
  const now = 'main;serve;read;epoll_wait 60\nmain;serve;work 40';
  const hide = { stacks: [{ keep: 'hide' as const, pattern: '/^serve$/' }] };

  it('is the tree as it is where nothing is taken out', () => {
    const { paired, removedFrames, shownNode, unfolded } = prepareProfile([inputOf('A', now, 'wall')]);
    const work = nodeAt(paired!.tree, 'main', 'serve', 'work');
    expect([removedFrames, shownNode(work), unfolded(work)]).toEqual([0, work, ['main', 'serve', 'work']]);
  });

  /** An answer with samples of an event, in `serve`. */
  function sampled(unit: string): ReadInput {
    const builder = new ProfileBuilder([{ type: 'cycles', unit }]);
    const main = builder.stack(-1, builder.frame({ name: 'main' }));
    builder.sample(builder.stack(main, builder.frame({ name: 'serve' })), 7);
    const [{ read }] = readInputs([inputOf('E', now)]).instances;
    return { input: inputOf('E', ''), read: { ...read, profile: builder.finish() } };
  }

  it('with the baseline and the events, whose time goes to callers, too', () => {
    const { instances, errors } = readInputs([
      inputOf('A', now, 'wall'),
      { ...inputOf('A', now.replace('60', '10'), 'wall'), baseline: true },
    ]);
    const picture = (unit: string, settings = {}) =>
      prepare({ instances: [...instances, sampled(unit)], errors }, settings);
    const { paired, baseline, events, removedFrames, shownNode, unfolded } = picture('count', hide);
    const { tree } = paired!;
    expect(baseline!.tree).toBe(tree);
    expect([splitAt(paired!, 0).total, splitAt(baseline!, 0).total]).toEqual([100, 50]);
    expect(removedFrames).toBe(1);
    const main = nodeAt(tree, 'main');
    expect(events.get('cycles')!.weights.self[main]).toBe(7);
    expect(events.get('cycles')!.counts!.self[main]).toBe(7);
    expect(picture('', hide).events.get('cycles')).toMatchObject({ counts: undefined });
    const work = nodeAt(tree, 'main', 'work');
    expect(unfolded(work)).toEqual(['main', 'serve', 'work']);
    const whole = picture('count').paired!.tree;
    expect(shownNode(nodeAt(whole, 'main', 'serve', 'work'))).toBe(work);
    expect(shownNode(nodeAt(whole, 'main', 'serve'))).toBe(main);
    expect(prepareProfile([inputOf('A', now, 'wall')], hide).baseline).toBeUndefined();
  });

  it('folded: a bar opens at its caller, any other frame at itself', () => {
    const stacks = 'main.run;sort.Slice;sort.insertionSort;main.less 5\nmain.run;sort.Slice;sort.swap 4';
    const { paired, unfolded, removedFrames } = prepareProfile([inputOf('A', stacks, 'wall')], { onlyMyCode: true });
    const { tree } = paired!;
    const all = Array.from({ length: tree.length }, (_, node) => [nameOf(tree, node), unfolded(node).join(';')]);
    expect(all.filter(([name]) => name.startsWith('main.'))).toEqual([
      ['main.run', 'main.run'],
      ['main.less', 'main.run;sort.Slice;sort.insertionSort;main.less'],
    ]);
    expect(all.filter(([name]) => /^\(\d/.test(name)).map(([, path]) => path)).toEqual(['main.run']);
    expect(removedFrames).toBe(0);
  });
});
