import { finish, nameOf, totalOf } from '../profile';
import { drawTree, nodeAt, prepared } from '../testing';
import { frameRemoverSteps, nodesToRemove } from './removeFrames';
import { CATEGORIES, CPU } from './waits';

const indexOf = (name: (typeof CATEGORIES)[number]) => CATEGORIES.indexOf(name);

/** The wall profile without the frames of a pattern. */
function without(pattern: string, wall: string) {
  const { paired, baseline } = prepared({ wall });
  const hidden = nodesToRemove(paired!, baseline, [{ keep: 'hide', pattern }], false)!;
  const { paired: moved } = finish(frameRemoverSteps(paired!.tree, hidden));
  const { tree, wallTime, waiting } = moved(paired!);
  const colours = Array.from({ length: tree.length - 1 }, (_, i) => [
    nameOf(tree, i + 1),
    CATEGORIES[wallTime!.displayCategory[i + 1]],
  ]);
  return { tree, total: wallTime!, waiting, drawn: drawTree(tree, wallTime!.weights), colours: new Map(colours as []) };
}

it('time of a hidden frame is its caller’s; sums stay', () => {
  expect(without('/^glue$/', 'run;glue;load 3\nrun;glue 2\nrun;load 4').drawn).toBe(
    ['all 9 0', '  run 9 2', '    load 7 7'].join('\n')
  );
});

describe('where boxes of two kinds become one, it takes the colour of the heavier', () => {
  // `schedule` belongs to a lock under one caller and to a poll under the other.
  it.each([
    [1, 9, 'poll'],
    [9, 1, 'lock'],
  ])('a lock %d, a poll %d', (lock, poll, expected) => {
    const { colours } = without(
      '/^(?:futex_wait|do_epoll_wait)$/',
      `run;futex_wait;schedule ${lock}\nrun;do_epoll_wait;schedule ${poll}`
    );
    expect(colours.get('schedule')).toBe(expected);
  });
});

it('what waits keeps its category', () => {
  const { waiting, tree, total } = without('/^glue$/', 'run;glue;ep_poll 6\nrun;work 4');
  const sums = waiting.map((column) => column && column.sums[column.sums.length - 1]);
  expect([sums[indexOf('poll')], sums[CPU], totalOf(tree, total.weights, nodeAt(tree, 'run', 'ep_poll'))]).toEqual([
    6,
    undefined,
    6,
  ]);
});

describe('chains', () => {
  const shown = (collapse: boolean, now: string, then?: string) => {
    const { paired, baseline } = prepared({ wall: now }, {}, then === undefined ? {} : { wall: then });
    const hidden = nodesToRemove(paired!, baseline, [], collapse);
    return Array.from({ length: paired!.tree.length - 1 }, (_, i) => i + 1)
      .filter((node) => !hidden?.[node])
      .map((node) => nameOf(paired!.tree, node));
  };

  it('keep their first and their last frame, and what shares its time', () => {
    const profile = 'a;b;c;d;left 5\na;b;c;d;right 5';
    expect(shown(true, profile)).toEqual(['a', 'd', 'left', 'right']);
    expect(shown(false, profile)).toEqual(['a', 'b', 'c', 'd', 'left', 'right']);
  });

  it('a frame of which one in a hundred is its own is on the way, of two in a hundred it is not', () => {
    expect(shown(true, 'a;b 1\na;b;c 99')).toEqual(['a', 'c']);
    expect(shown(true, 'a;b 2\na;b;c 98')).toEqual(['a', 'b', 'c']);
  });

  it('a wait stays; so does what branched before', () => {
    expect(shown(true, 'a;b;c;futex_wait;schedule;__schedule 9')).toEqual([
      'a',
      'futex_wait',
      'schedule',
      '__schedule',
    ]);
    expect(shown(true, 'a;b;c 9', 'a;b;c 5\na;b;d 5')).toContain('b');
  });
});
