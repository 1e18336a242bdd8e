import * as fc from 'fast-check';
import { prepareProfile, type Settings } from '../prepare';
import { buildCallTree, foldedLibrary, nameOf, pathNames, ProfileBuilder, totalOf } from '../profile';
import { anyStacks, contextOf, drawTree, nodeAt, text } from '../testing';
import { resolvePath } from '../panel/model/framePaths';
import { CATEGORIES, splitAt } from '.';
import { codeOf } from './code';
import { foldLibraries } from './fold';

const STACKS = [
  'net/http.(*conn).serve;main.handle;main.load;database/sql.(*DB).Query;database/sql.(*DB).conn;runtime.selectgo;runtime.gopark 6',
  'net/http.(*conn).serve;main.handle;main.load;encoding/json.Marshal;reflect.Value.Call;main.encode 3',
  'net/http.(*conn).serve;main.handle;fmt.Sprint 2',
  'net/http.(*conn).serve;bufio.(*Reader).Peek;runtime.gopark 4',
  'main.run;sort.Slice;main.less 1',
].join('\n');

const prepared = (settings: Settings) => prepareProfile([{ refId: 'A', source: text(STACKS), role: 'wall' }], settings);

it('folds what the program calls to one bar a library, and keeps every sum', () => {
  const { paired } = prepared({ onlyMyCode: true });
  const { tree, wallTime } = paired!;
  // The server's own frames are one bar with what they call; the callback hangs from it. A single frame keeps its name.
  expect(drawTree(tree, wallTime!.weights)).toBe(
    [
      'all 16 0',
      '  (3) 15 4',
      '    main.handle 11 0',
      '      fmt.Sprint 2 2',
      '      main.load 9 0',
      '        (4) database/sql 6 6',
      '        (2) encoding/json 3 0',
      '          main.encode 3 3',
      '  main.run 1 0',
      '    sort.Slice 1 0',
      '      main.less 1 1',
    ].join('\n')
  );
});

it('colours a bar by what most of its time waits for', () => {
  const { paired } = prepared({ onlyMyCode: true });
  const { tree, wallTime } = paired!;
  const paintAt = (...path: string[]) => CATEGORIES[wallTime!.displayCategory[nodeAt(tree, ...path)]];
  expect(paintAt('(3)', 'main.handle', 'main.load', '(4) database/sql')).toBe('lock');
  expect(paintAt('(3)', 'main.handle', 'main.load', '(2) encoding/json')).toBe('cpu');
  expect(paintAt('(3)', 'main.handle')).toBe('cpu');
});

it('knows whose frames a bar stands for, and where they are when it is opened', () => {
  const { paired, unfolded, sites, shownNode } = prepared({ onlyMyCode: true });
  const { tree } = paired!;
  const bar = nodeAt(tree, '(3)', 'main.handle', 'main.load', '(4) database/sql');
  expect(foldedLibrary(tree.symbols[tree.symbol[bar]])).toBe('database/sql');
  expect(foldedLibrary(tree.symbols[tree.symbol[nodeAt(tree, 'main.run')]])).toBeUndefined();
  expect(unfolded(bar)).toEqual(['net/http.(*conn).serve', 'main.handle', 'main.load']);
  expect(unfolded(nodeAt(tree, '(3)', 'main.handle'))).toEqual(['net/http.(*conn).serve', 'main.handle']);
  expect(resolvePath(tree, ['net/http.(*conn).serve', 'main.handle', 'main.load'])).toBe(tree.parent[bar]);
  const site = sites.find((s) => s.site === 'main.load')!;
  expect(pathNames(tree, site.node)).toEqual(['(3)', 'main.handle', 'main.load']);
  expect(nameOf(tree, shownNode(prepared({}).sites[0].waitNode))).toBe('(4) database/sql');
});

it('names a bar by the deepest stack in it, not by its branches', () => {
  const stacks = 'main.f;fmt.Sprint;reflect.Value.String 1\nmain.f;fmt.Sprint;strconv.Itoa 1\nmain.f;fmt.Sprintf 1';
  const { paired } = prepareProfile([{ refId: 'A', source: text(stacks), role: 'wall' }], { onlyMyCode: true });
  expect(drawTree(paired!.tree, paired!.wallTime!.weights)).toBe('all 3 0\n  main.f 3 0\n    (2) 3 3');
});

it('goes by a pattern of the user', () => {
  const { paired } = prepared({ onlyMyCode: true, myCode: '^main\\.load$' });
  const { tree, wallTime } = paired!;
  expect(drawTree(tree, wallTime!.weights)).toBe(
    [
      'all 16 0',
      '  (3) 1 1',
      '  (3) net/http 15 6',
      '    main.load 9 0',
      '      (4) database/sql 6 6',
      '      (3) encoding/json 3 3',
    ].join('\n')
  );
  expect(prepared({ myCode: '(' }).errors.map(({ message }) => message)).toEqual([
    expect.stringContaining('My code "("'),
  ]);
});

it('takes no frame away from a profile that is all the program’s', () => {
  const settings = { onlyMyCode: true };
  const own = prepareProfile([{ refId: 'A', source: text('main.a;main.b 1'), role: 'wall' }], settings);
  expect(own.paired!.tree.length).toBe(3);
});

it('keeps totals by category for any stacks, with other frames taken out as well', () => {
  const names = [
    'main.a',
    'main.b',
    'net.Dial',
    'runtime.gopark',
    'java/lang/Object.wait',
    'shop',
    '[unknown]',
    'start_thread',
  ];
  fc.assert(
    fc.property(anyStacks(names), fc.boolean(), (stacks, hide) => {
      const folded = stacks.map(({ frames, weight }) => `${frames.join(';') || 'x'} ${weight + 1}`).join('\n');
      const of = (settings: Settings) =>
        prepareProfile(
          // Named: few of such stacks may be deep enough for the text to look like stacks.
          [{ refId: 'A', source: text(`x;y 1\n${folded}`), role: 'wall', options: { format: 'folded' } }],
          settings
        ).paired!;
      const filters: Settings = hide ? { stacks: [{ keep: 'hide', pattern: 'net.Dial' }] } : {};
      const [plain, mine] = [of(filters), of({ ...filters, onlyMyCode: true })];
      expect(splitAt(mine, 0)).toEqual(splitAt(plain, 0));
      expect(mine.tree.length).toBeLessThanOrEqual(plain.tree.length);
      for (let node = 0; node < mine.tree.length; node++) {
        expect(totalOf(mine.tree, mine.wallTime!.weights, node)).toBeGreaterThan(0);
      }
    })
  );
});

describe('what stands for no function is told by what made it, not by a name', () => {
  it.each(['folded: x', 'grouped by label'])('a module of the recording called "%s" is a module', (module) => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds' }]);
    builder.sample(builder.stack(-1, builder.frame({ name: 'work', module })), 1);
    const [work] = buildCallTree([builder.finish()]).tree.symbols;
    expect([work.module, work.standsFor, foldedLibrary(work)]).toEqual([module, undefined, undefined]);
    expect(codeOf(work).kind).not.toBe('mark');
  });

  it('values of a label and bars are told', () => {
    const { paired } = prepared({ onlyMyCode: true, groupBy: 'pod' });
    const told = new Map(paired!.tree.symbols.map(({ name, standsFor }) => [name, standsFor]));
    expect([told.get('pod = (no value)'), told.get('(4) database/sql'), told.get('main.load')]).toEqual([
      'label',
      { library: 'database/sql' },
      undefined,
    ]);
  });

  it('a frame that is called like a value of the label stays apart from it', () => {
    const { paired } = prepareProfile([{ refId: 'A', source: text('pod = (no value);work 3'), role: 'cpu' }], {
      groupBy: 'pod',
    });
    expect(drawTree(paired!.tree, paired!.cpu!.weights)).toBe(
      ['all 3 0', '  pod = (no value) 3 0', '    pod = (no value) 3 0', '      work 3 3'].join('\n')
    );
    expect(paired!.tree.symbols.map(({ standsFor }) => standsFor).filter(Boolean)).toEqual(['label']);
  });
});

describe('bars, frame by frame', () => {
  /** What each node of a stack is drawn as; `-`: left out. */
  const drawn = (stacks: string, hide: string[] = []) => {
    const { tree, code } = contextOf({ cpu: stacks.replace(/$/gm, ' 1') });
    const hidden = Uint8Array.from({ length: tree.length }, (_, node) => (hide.includes(nameOf(tree, node)) ? 1 : 0));
    const folding = foldLibraries(tree, code, hide.length ? hidden : undefined);
    return (
      folding &&
      stacks.split('\n').map((stack) => {
        const path = stack.split(';');
        return path
          .map((_, i) => nodeAt(tree, ...path.slice(0, i + 1)))
          .map((node) => (folding.hidden[node] ? '-' : folding.symbols[folding.symbol[node]].name))
          .join(';');
      })
    );
  };

  it('are none where no two frames of others hang together', () => {
    expect(drawn('main.a;fmt.Sprint;main.b;fmt.Sprint')).toBeUndefined();
    expect(drawn('main.a;main.b')).toBeUndefined();
  });

  it('count the frames on one stack, begin again behind a function of the program', () => {
    expect(drawn('main.a;fmt.Sprint;reflect.Call;main.b;os.Open;io.Copy;io.Read')).toEqual([
      'main.a;(2);-;main.b;(3);-;-',
    ]);
    expect(drawn('main.a;fmt.Sprint;fmt.x\nmain.a;fmt.Sprint;fmt.y;fmt.z')).toEqual(['main.a;(3);-', 'main.a;(3);-;-']);
  });

  it('are named by the library where one function has several of more than one frame', () => {
    expect(drawn('main.a;fmt.Sprint;fmt.x\nmain.a;os.Open;os.x;os.y')).toEqual([
      'main.a;(2) fmt;-',
      'main.a;(3) os;-;-',
    ]);
    expect(drawn('main.a;fmt.Sprint;fmt.x\nmain.a;os.Open')).toEqual(['main.a;(2);-', 'main.a;os.Open']);
    expect(drawn('main.a;fmt.Sprint;fmt.x\nmain.b;os.Open;os.x')).toEqual(['main.a;(2);-', 'main.b;(2);-']);
    expect(drawn('main.a;do_syscall_64;vfs_read_[k]\nmain.a;os.Open;os.x')).toEqual([
      'main.a;(2) Linux kernel;-',
      'main.a;(2) os;-',
    ]);
  });

  it('never stand for names of processes and threads from the root down, but for marks further down', () => {
    expect(drawn('shop;main;main.a;fmt.Sprint;fmt.x')?.[0].startsWith('shop;')).toBe(true);
    expect(drawn('thread 12;fmt.Sprint;fmt.x')).toEqual(['thread 12;(2);-']);
    expect(drawn('main.a;[unknown];fmt.x')).toEqual(['main.a;(2);-']);
    expect(drawn('thread 12;process 3 x;fmt.Sprint;fmt.x')).toEqual(['thread 12;process 3 x;(2);-']);
  });

  it('frames that filters took out are no part of them', () => {
    expect(drawn('main.a;fmt.Sprint;os.Open;io.Copy', ['os.Open'])).toEqual(['main.a;(2);-;-']);
    expect(drawn('main.a;fmt.Sprint;os.Open', ['os.Open'])).toBeUndefined();
    expect(drawn('thread 12;fmt.Sprint;process 3 x;io.Copy;io.Read', ['fmt.Sprint'])).toEqual([
      'thread 12;-;process 3 x;(2);-',
    ]);
  });
});
