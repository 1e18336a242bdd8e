import * as fc from 'fast-check';
import { AS_RECORDED, CATEGORIES, categoryWeights, CPU, splitAt } from '../analysis';
import { nameOf, pathNames } from '../profile';
import { inputOf, nodeAt } from '../testing';
import { prepareProfile } from '.';

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
