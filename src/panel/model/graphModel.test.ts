import { CATEGORIES, CPU, sandwichOf } from '../../analysis';
import { nameOf, totalOf, type Weights } from '../../profile';
import { nodeAt, prepared } from '../../testing';
import { CATEGORY_STYLE, CHANGE_STYLE, CODE_STYLE, MERGED_STYLE, NEUTRAL } from '../ui/palette';
import { changesOf } from './changes';
import { describeFrame, type FrameCounters, type GraphModel, graphModel } from './graphModel';
import { FORMATS, NO_COUNTERS, modelsOf } from '../../testingGraph';

const both = { cpu: 'run;work 30\nrun;call 10', wall: 'run;work 35\nrun;call;ep_poll 60\nrun;call 5' };
const { paired } = prepared(both);
const { tree } = paired!;
const model = modelsOf(paired!);
/** A label in full. */
const textOf = (of: GraphModel, node: number) => {
  const { prefix = '', name, values = () => [] } = of.styleOf(node, false).label();
  return [prefix + name, ...values()].join(' ').replaceAll('\u00a0', ' ');
};
/** The colours of a frame's strip at 100 px for the zoomed one, with their lengths. */
const stripOf = (of: GraphModel, node: number, from: number, to: number, root = 0) => {
  const strip = of.strip!({ root, width: 100 });
  const counts = new Map<string, number>();
  strip
    .partsOf(node, from, to)
    ?.forEach((kind) => counts.set(strip.fills[kind], (counts.get(strip.fills[kind]) ?? 0) + 1));
  return Object.fromEntries(counts);
};
/** Widths of frames by name; those without any are not drawn. */
const widths = (weights: Weights, of = tree) =>
  Object.fromEntries(
    Array.from({ length: of.length }, (_, node) => [nameOf(of, node), totalOf(of, weights, node)] as const).filter(
      ([, width]) => width > 0
    )
  );

describe('the weights of a mode', () => {
  it('CPU is the CPU profile, the others the wall profile', () => {
    expect(widths(model('cpu').weights)).toEqual({ all: 40, run: 40, work: 30, call: 10 });
    const wall = { all: 100, run: 100, work: 35, call: 65, ep_poll: 60 };
    expect([widths(model('wall').weights), widths(model('hotcold').weights)]).toEqual([wall, wall]);
    expect([model('cpu').title, model('wall').title, model('hotcold').whole]).toEqual(['CPU', 'Wall', 100]);
  });

  it('filtered to on-CPU: the CPU profile; of the wall graph the wall stacks that do not wait', () => {
    expect(widths(model('hotcold', { category: CPU }).weights)).toEqual({ all: 40, run: 40, work: 30, call: 10 });
    expect(widths(model('wall', { category: CPU }).weights)).toEqual({ all: 40, run: 40, work: 35, call: 5 });
  });

  it('filtered to a wait: its stacks; figures are shares of the whole nonetheless', () => {
    const poll = model('hotcold', { category: CATEGORIES.indexOf('poll') });
    expect(widths(poll.weights)).toEqual({ all: 60, run: 60, call: 60, ep_poll: 60 });
    expect(poll.whole).toBe(100);
  });

  it('is absent where its profile is', () => {
    expect(model('wall', { paired: prepared({ cpu: 'a;b 1' }).paired! })).toBeUndefined();
    expect(model('cpu', { paired: prepared({ wall: 'a;b 1' }).paired! })).toBeUndefined();
  });
});

describe('how a box looks', () => {
  const style = (of: ReturnType<typeof model>, ...path: string[]) => of.styleOf(nodeAt(tree, ...path), false);

  it('a wait has the colour and pattern of its category, and says it where it begins', () => {
    const wait = nodeAt(tree, 'run', 'call', 'ep_poll');
    for (const mode of ['wall', 'hotcold'] as const) {
      expect(style(model(mode), 'run', 'call', 'ep_poll')).toMatchObject(CATEGORY_STYLE.poll);
      expect(textOf(model(mode), wait)).toBe('Socket or event · ep_poll 60w');
    }
    expect(model('wall').waits(wait)).toBe(true);
    expect(model('wall').waits(nodeAt(tree, 'run', 'work'))).toBe(false);
  });

  it('figures in the format of the mode, in labels and in words', () => {
    const work = nodeAt(tree, 'run', 'work');
    expect([textOf(model('cpu'), work), textOf(model('wall'), work)]).toEqual(['work 30c', 'work 35w']);
    expect(describeFrame(model('cpu'), work)).toBe('30c, 75.0\u00a0% of CPU');
  });

  it('hot/cold: a bar has the colour of what most of its time is, and no pattern', () => {
    const looks = (of: GraphModel, ...path: string[]) => {
      const { fill, pattern } = style(of, ...path);
      return [fill, pattern];
    };
    const both = model('hotcold');
    expect(looks(both)).toEqual([CATEGORY_STYLE.poll.fill, 0]);
    expect(looks(both, 'run', 'call')).toEqual([CATEGORY_STYLE.poll.fill, 0]);
    expect(looks(both, 'run', 'work')).toEqual([CATEGORY_STYLE.cpu.fill, 0]);
    const unsaid = prepared({ cpu: 'run;work 3', wall: 'run;work 10' });
    const dark = graphModel('hotcold', { paired: unsaid.paired!, ...FORMATS })!;
    expect(dark.styleOf(nodeAt(unsaid.paired!.tree, 'run', 'work'), false).fill).toBe(CATEGORY_STYLE.unattributed.fill);
  });

  it('its strip shows the split, where frames below it have it; a wait has none', () => {
    const { cpu, poll } = CATEGORY_STYLE;
    // Of 65 px that `call` has: 60 wait, the CPU profile fills the rest.
    expect(stripOf(model('hotcold'), nodeAt(tree, 'run', 'call'), 0, 65)).toEqual({ [poll.fill]: 60, [cpu.fill]: 5 });
    expect(stripOf(model('hotcold'), nodeAt(tree, 'run', 'call', 'ep_poll'), 0, 60)).toEqual({});
    expect(model('wall').strip).toBeUndefined();
    expect(model('hotcold', { category: CPU }).strip).toBeUndefined();
    const root = nodeAt(tree, 'run', 'call');
    expect(model('hotcold').strip!({ root, width: 100 }).firstLevel).toBe(2);
  });

  it('frames under which stacks wait for several things are no wait of one', () => {
    const mixed = prepared({
      wall: 'run;runtime.gopark 10\nrun;sync.(*Mutex).Lock;runtime.gopark 60\nrun;runtime.chanrecv;runtime.gopark 40',
    });
    const symbol = mixed.paired!.tree.symbols.findIndex(({ name }) => name === 'runtime.gopark');
    const whole = graphModel('hotcold', { paired: mixed.paired!, ...FORMATS })!;
    const { callees } = sandwichOf(mixed.paired!.tree, whole.weights, symbol)!;
    const side = whole.on(callees)!;
    expect(side.styleOf(0, false)).toMatchObject({ fill: CATEGORY_STYLE.lock.fill, pattern: 0 });
    const { lock, channel } = CATEGORY_STYLE;
    const shown = stripOf(side, 0, 0, 100);
    expect(shown[lock.fill]).toBeGreaterThan(shown[channel.fill]);
  });

  it('in a sandwich a frame is painted by what its stacks wait for, not by its name', () => {
    const locks = prepared({
      wall: 'a;sync.(*Mutex).Lock;runtime.gopark 20\nb;internal/poll.runtime_pollWait;runtime.gopark 80',
    });
    const of = locks.paired!;
    const whole = graphModel('hotcold', { paired: of, ...FORMATS })!;
    const { callees } = sandwichOf(
      of.tree,
      whole.weights,
      of.tree.symbols.findIndex(({ name }) => name === 'sync.(*Mutex).Lock')
    )!;
    const side = whole.on(callees)!;
    const gopark = callees.tree.symbol.findIndex((symbol) => callees.tree.symbols[symbol].name === 'runtime.gopark');
    expect(side.styleOf(gopark, false)).toMatchObject(CATEGORY_STYLE.lock);
    expect([textOf(side, 0), side.whole]).toEqual(['Lock · sync.(*Mutex).Lock 20w', 100]);
  });

  it('a wait says its kind where it begins, not again in what it calls; nor does what runs', () => {
    const deep = prepared({ wall: 'run;call;ep_poll;schedule 6\nrun;work 4' }).paired!;
    const of = graphModel('wall', { paired: deep, ...FORMATS })!;
    expect(textOf(of, nodeAt(deep.tree, 'run', 'call', 'ep_poll', 'schedule'))).toBe('schedule 6w');
    expect(textOf(of, nodeAt(deep.tree, 'run', 'call', 'ep_poll'))).toBe('Socket or event · ep_poll 6w');
    const below = of.styleOf(nodeAt(deep.tree, 'run', 'call', 'ep_poll', 'schedule'), false);
    expect(below.fill).toBe(CATEGORY_STYLE.poll.fill);
    expect(textOf(of, nodeAt(deep.tree, 'run', 'work'))).toBe('work 4w');
  });

  it('nothing waits in a CPU profile, also what collects garbage there', () => {
    const gc = prepared({ cpu: 'main.run;runtime.gcBgMarkWorker 5' }).paired!;
    const node = nodeAt(gc.tree, 'main.run', 'runtime.gcBgMarkWorker');
    const of = graphModel('cpu', { paired: gc, ...FORMATS })!;
    expect([of.waits(node), of.styleOf(node, false).fill]).toEqual([false, CATEGORY_STYLE.gc.fill]);
    const wall = model('wall');
    expect(wall.waits(nodeAt(tree, 'run', 'call', 'ep_poll'))).toBe(true);
  });

  it('a bar of folded frames: how many, whose, and their time', () => {
    const folded = prepared(
      { wall: 'main.run;bufio.(*Reader).Peek;net.(*conn).Read;syscall.read 10\nmain.run;main.work 5' },
      { onlyMyCode: true }
    ).paired!;
    const bar = folded.tree.symbol.findIndex(
      (symbol) => symbol >= 0 && folded.tree.symbols[symbol].name.startsWith('(')
    );
    const of = graphModel('hotcold', { paired: folded, ...FORMATS })!;
    expect(textOf(of, bar)).toBe('Unknown wait · (3) bufio 10w');
  });

  it('what a search does not match is dim', () => {
    const matched = Uint8Array.from(tree.symbols, ({ name }) => (name === 'work' ? 1 : 0));
    const found = model('cpu', { matched });
    expect([style(found, 'run', 'work').dim, style(found, 'run').dim, found.styleOf(0, false).dim]).toEqual([
      false,
      true,
      true,
    ]);
    // Several frames too narrow to draw have no name of their own that could match.
    const slivers = (of: ReturnType<typeof model>) => of.styleOf(nodeAt(tree, 'run', 'work'), true).dim;
    expect([slivers(found), slivers(model('cpu'))]).toEqual([true, false]);
  });

  it('CPU: by whose code it is; what the graph is told of it counts', () => {
    const cpu = graphModel('cpu', {
      paired: paired!,
      ...FORMATS,
      whoseCode: ({ name }) => (name === 'work' ? 'library' : 'kernel'),
    })!;
    expect([style(cpu, 'run', 'work').fill, style(cpu, 'run').fill]).toEqual([
      CODE_STYLE.library.fill,
      CODE_STYLE.kernel.fill,
    ]);
    expect(style(model('wall'), 'run').fill).toBe(NEUTRAL.fill);
  });

  it('by a counter: against the whole, with its figure; a wait has none', () => {
    const ratios = new Map([
      ['all', 2],
      ['work', 4],
      ['ep_poll', 9],
    ]);
    const counters: FrameCounters = {
      ...NO_COUNTERS,
      colorBy: 'ipc',
      ratioOf: (node) => {
        const value = ratios.get(nameOf(tree, node));
        return value === undefined ? undefined : { metric: 'ipc', value };
      },
    };
    const by = model('wall', { counters });
    expect(textOf(by, nodeAt(tree, 'run', 'work'))).toBe('work · IPC 4.00');
    expect(textOf(by, nodeAt(tree, 'run', 'call', 'ep_poll'))).toBe('ep_poll');
    expect(style(by, 'run', 'work').fill).not.toBe(style(by, 'run').fill);
  });
});

describe('Changed', () => {
  const then = { wall: 'run;work 100\nrun;old 100' };
  const compared = prepared({ wall: 'run;work 60\nrun;fresh 40' }, {}, then);
  const spans = { now: { seconds: 10 }, before: { seconds: 5 } };
  const changed = (measure: string) => {
    const change = changesOf(compared.paired!, compared.baseline, spans, String, String).find(
      (one) => one.measure === measure
    );
    return graphModel('changed', { paired: compared.paired!, ...FORMATS, change })!;
  };
  const shown = (measure: string) => widths(changed(measure).weights, compared.paired!.tree);

  it('a bar is as wide as the mean of both times, in units of now', () => {
    // All of before is all of now: 200 there are 100 here.
    expect(shown('share')).toEqual({ all: 100, run: 100, work: 55, fresh: 20, old: 25 });
    // 100 in 5 s are 200 in the 10 s of now.
    expect(shown('second')).toEqual({ all: 250, run: 250, work: 130, fresh: 20, old: 100 });
    expect(shown('sum')).toEqual({ all: 150, run: 150, work: 80, fresh: 20, old: 50 });
  });

  const labels = (measure: string) => {
    const of = changed(measure);
    return Array.from({ length: compared.paired!.tree.length }, (_, node) => textOf(of, node)).sort();
  };

  it('says what is new, what is gone, and of the rest the difference before both figures', () => {
    expect(labels('share')).toEqual([
      'all',
      'fresh new 40.0 %',
      'old gone 50.0 %',
      'run ±0 pp 100.0 % → 100.0 %',
      'work +10.0 pp 50.0 % → 60.0 %',
    ]);
    expect(labels('second')).toContain('work −70 % 20/s → 6/s');
  });

  it('the whole says its change only where it is not all of it by definition', () => {
    expect(textOf(changed('share'), 0)).toBe('all');
    expect(textOf(changed('second'), 0)).toBe('all −75 % 40/s → 10/s');
  });

  it('what changed is coloured by its part of the whole, in any measure: a sliver that doubled means nothing', () => {
    const slivers = prepared(
      { wall: 'run;big 100000\nrun;tiny 2\nrun;half 50000' },
      {},
      { wall: 'run;big 100000\nrun;tiny 1\nrun;half 100000' }
    );
    const once = { now: { seconds: 1 }, before: { seconds: 1 } };
    for (const change of changesOf(slivers.paired!, slivers.baseline, once, String, String)) {
      const of = graphModel('changed', { paired: slivers.paired!, ...FORMATS, change })!;
      const look = (name: string) => of.styleOf(nodeAt(slivers.paired!.tree, 'run', name), false);
      expect(look('tiny')).toMatchObject(NEUTRAL);
      expect([change.measure, look('half').fill]).toEqual([change.measure, CHANGE_STYLE.less.fill]);
    }
  });

  it('frames that wait do so in a comparison; several too narrow to draw are grey', () => {
    const waits = prepared({ wall: 'run;work 6\nrun;ep_poll 4' }, {}, { wall: 'run;work 5\nrun;ep_poll 5' });
    const [change] = changesOf(waits.paired!, waits.baseline, spans, String, String);
    const of = graphModel('changed', { paired: waits.paired!, ...FORMATS, change })!;
    const at = (...path: string[]) => nodeAt(waits.paired!.tree, ...path);
    expect([of.waits(at('run', 'ep_poll')), of.waits(at('run', 'work'))]).toEqual([true, false]);
    expect(of.styleOf(at('run', 'work'), true).fill).toBe(MERGED_STYLE.fill);
    expect(of.title).toBe('Wall (mean of both times)');
  });

  it('of callers and callees, too', () => {
    const of = changed('share');
    const { tree: whole } = compared.paired!;
    const { callees } = sandwichOf(
      whole,
      of.weights,
      whole.symbols.findIndex(({ name }) => name === 'work')
    )!;
    expect(textOf(of.on(callees)!, 0)).toBe('work +10.0 pp 50.0 % → 60.0 %');
  });
});
