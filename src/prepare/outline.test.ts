import * as fc from 'fast-check';
import { DEFAULT_ROLL_UP } from '../analysis';
import { layoutBoxes } from '../flamegraph';
import { nameOf } from '../profile';
import { column, table } from '../testing';
import { type OutlineOptions, outlineOf } from './outline';
import { prepareProfile } from './prepare';
import { type Prepared, type ProfileInput, type Settings } from './types';

const WIDTH = 100;
const settings: Settings = { rollUp: DEFAULT_ROLL_UP };

interface Call {
  name: string;
  own: number;
  calls: Call[];
}

/** Rows of a flame graph frame, callers first. */
function rowsOf(calls: Call[]) {
  const rows: Array<[level: number, value: number, label: string]> = [];
  const add = ({ name, own, calls: under }: Call, level: number): number => {
    const row = rows.push([level, 0, name]) - 1;
    return (rows[row][1] = own + under.reduce((sum, call) => sum + add(call, level + 1), 0));
  };
  add({ name: 'total', own: 0, calls }, 0);
  return rows;
}

function input(
  refId: string,
  role: ProfileInput['role'],
  calls: Call[],
  more: Partial<ProfileInput> = {}
): ProfileInput {
  const rows = rowsOf(calls);
  const values = <T>(of: (row: (typeof rows)[number]) => T) => rows.map(of);
  const source = table(
    column(
      'level',
      values(([level]) => level),
      'number'
    ),
    {
      ...column(
        'value',
        values(([, value]) => value),
        'number'
      ),
      unit: 'ns',
    },
    column(
      'label',
      values(([, , label]) => label)
    )
  );
  return { refId, source, role, ...more };
}

const call = (name: string, own: number, ...calls: Call[]): Call => ({ name, own, calls });
const whole: OutlineOptions = { width: WIDTH, drawn: ({ wallTime }) => (wallTime ? 'wall' : 'cpu') };

/** Boxes that can be seen, by their place; those of several narrow frames have no name. */
function boxesOf({ paired }: Prepared) {
  const { tree, wallTime, cpu } = paired!;
  const { weights } = (wallTime ?? cpu)!;
  const { node, level, x0, x1, length } = layoutBoxes(tree, weights, {
    root: 0,
    width: WIDTH,
    firstLevel: 0,
    lastLevel: tree.maxLevel,
  });
  return Array.from({ length }, (_, i) => i)
    .filter((i) => x1[i] - x0[i] >= 1.001)
    .map((i) => `${level[i]} ${x0[i].toFixed(6)} ${x1[i].toFixed(6)} ${nameOf(tree, node[i])}`);
}

/** Few names and very different weights; some run threads, some are of a build, some are nothing but the thread's start. */
const anyCalls = fc
  .array(
    fc.record({
      level: fc.nat(6),
      name: fc.constantFrom('a', 'b', 'c', 'epoll_wait', 'clone', 'Thread-1', '[worker tid=7]', 'f.cold', 'f', ''),
      own: fc.oneof(fc.nat(3), fc.nat(2000)),
    }),
    { maxLength: 60 }
  )
  .map((list) => {
    const path: Call[] = [call('total', 0)];
    for (const { level, name, own } of list) {
      path.length = Math.min(path.length, level + 1);
      const next = call(name, own);
      path[path.length - 1].calls.push(next);
      path.push(next);
    }
    return path[0].calls;
  });

/** Without names that become one with a sibling, or that are taken out, all boxes are there from the beginning. */
const distinct = (calls: Call[], level = 0): Call[] =>
  calls.map(({ name, own, calls: under }, i) => call(`${name && 'x'}${i}`, own, ...distinct(under, level + 1)));

describe('the boxes of the first picture', () => {
  const first = (cpu: Call[], wall: Call[]) =>
    outlineOf([input('A', 'cpu', cpu), input('B', 'wall', wall)], settings, whole);
  const last = (cpu: Call[], wall: Call[]) =>
    prepareProfile([input('A', 'cpu', cpu), input('B', 'wall', wall)], settings);

  it('are all boxes of the last one, each at its place', () => {
    fc.assert(
      fc.property(
        anyCalls.map((calls) => distinct(calls)),
        anyCalls,
        (wall, cpu) => {
          const outline = first(cpu, wall);
          fc.pre(outline !== undefined);
          expect(boxesOf(outline!)).toEqual(boxesOf(last(cpu, wall)));
        }
      )
    );
  });

  it('never move, where threads begin in frames of their own, and names become one: then there is none, or it has them', () => {
    fc.assert(
      fc.property(anyCalls, anyCalls, (wall, cpu) => {
        const outline = first(cpu, wall);
        if (outline) {
          expect(boxesOf(last(cpu, wall))).toEqual(expect.arrayContaining(boxesOf(outline)));
        }
      })
    );
  });

  it('begin below the frame that starts a thread', () => {
    const wall = [call('clone', 0, call('main', 90, call('read', 5)), call('worker', 5))];
    expect(boxesOf(first([], wall)!)).toEqual(boxesOf(last([], wall)));
    expect(boxesOf(first([], wall)!)[1]).toBe('1 0.000000 95.000000 main');
  });

  it('are fewer than there are frames: what is too narrow to have callees in sight is not read', () => {
    const thin = (name: string) => call(name, 0, call('deep', 0, call('deeper', 1)));
    const outline = first([], [call('main', 1000, thin('a'), thin('b'), call('run', 500, call('leaf', 30)))])!;
    const { tree } = outline.paired!;
    expect(Array.from({ length: tree.length }, (_, node) => nameOf(tree, node))).toEqual([
      'all',
      'main',
      'a',
      'b',
      'run',
      'leaf',
    ]);
    expect(outline.unjudged).toEqual({ cpu: false, wallTime: true, evidence: 'wall' });
  });

  it('of the mode that is drawn: CPU, where that is it', () => {
    const outline = outlineOf([input('A', 'cpu', [call('work', 7)]), input('B', 'wall', [call('wait', 9)])], settings, {
      width: WIDTH,
      drawn: ({ cpu, wallTime }) => (cpu && wallTime ? 'cpu' : undefined),
    })!;
    expect(boxesOf(outline)).toEqual(['0 0.000000 100.000000 all', '1 0.000000 100.000000 work']);
    expect(outline.paired!.wallTime).toBeUndefined();
  });
});

describe('there is none', () => {
  const wall = [call('run', 5, call('f', 5))];
  const none = (inputs: ProfileInput[], own: Settings = settings, options: Partial<OutlineOptions> = {}) =>
    expect(outlineOf(inputs, own, { ...whole, ...options })).toBeUndefined();

  it('where only the stacks tell what a query measures', () => none([input('A', undefined, wall)]));
  it('of a comparison', () => none([input('A', 'wall', wall), input('B', 'wall', wall, { baseline: true })]));
  it('of wall time that is added up', () => none([input('A', 'cpu', wall), input('B', 'offcpu', wall)]));
  it('of other formats', () => none([{ refId: 'A', role: 'wall', source: table(column('stack', ['a;b'])) }]));
  it('of instances, whose thin frames are one frame', () => none([input('A', 'wall', wall), input('A', 'wall', wall)]));
  it('of threads that are made one', () => none([input('A', 'wall', [call('Thread-1', 1), call('Thread-2', 1)])]));
  it('of callees that become one', () => none([input('A', 'wall', [call('f', 1), call('f.cold', 1)])]));
  it('without samples', () => none([input('A', 'wall', [])]));
  it('where nothing is drawn of it', () => none([input('A', 'wall', wall)], settings, { drawn: () => undefined }));
  it('in a panel without width', () => none([input('A', 'wall', wall)], settings, { width: 0 }));
  it.each<Settings>([
    { hideIdle: true },
    { groupBy: 'pod' },
    { onlyMyCode: true },
    { stacks: [{ keep: 'only', pattern: 'f' }] },
    { filter: { label: 'pod', value: 'a' } },
    { times: [{ from: 0, to: 1 }] },
    { rollUp: { ...DEFAULT_ROLL_UP, collapseChains: true } },
    { rollUp: { ...DEFAULT_ROLL_UP, collapseRecursion: true } },
  ])('where a part is left out or put elsewhere: %j', (own) => none([input('A', 'wall', wall)], own));
});
