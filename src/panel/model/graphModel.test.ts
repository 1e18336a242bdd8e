import { CATEGORIES, CPU } from '../../analysis/index';
import { nameOf, totalOf, type Weights } from '../../profile/index';
import { nodeAt, prepared } from '../../testing';
import { CATEGORY_STYLE, CODE_STYLE, NEUTRAL } from '../graph/palette';
import { changesOf } from './changes';
import { type FrameCounters, graphModel } from './graphModel';

const NO_COUNTERS: FrameCounters = {
  ratioOf: () => undefined,
  ratioOfFunction: () => undefined,
  badge: () => '',
};
const both = { cpu: 'run;work 30\nrun;call 10', wall: 'run;work 35\nrun;call;ep_poll 60\nrun;call 5' };
const { paired } = prepared(both);
const { tree } = paired!;
const model = (
  mode: 'cpu' | 'wall' | 'hotcold',
  category?: number,
  matched?: Uint8Array,
  counters: FrameCounters = NO_COUNTERS
) => graphModel(paired!, mode, category, matched, counters)!;
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
    expect(widths(model('hotcold', CPU).weights)).toEqual({ all: 40, run: 40, work: 30, call: 10 });
    expect(widths(model('wall', CPU).weights)).toEqual({ all: 40, run: 40, work: 35, call: 5 });
  });

  it('filtered to a wait: its stacks; figures are shares of the whole nonetheless', () => {
    const poll = model('hotcold', CATEGORIES.indexOf('poll'));
    expect(widths(poll.weights)).toEqual({ all: 60, run: 60, call: 60, ep_poll: 60 });
    expect(poll.whole).toBe(100);
  });

  it('is absent where its profile is', () => {
    expect(graphModel(prepared({ cpu: 'a;b 1' }).paired!, 'wall', undefined, undefined, NO_COUNTERS)).toBeUndefined();
    expect(graphModel(prepared({ wall: 'a;b 1' }).paired!, 'cpu', undefined, undefined, NO_COUNTERS)).toBeUndefined();
  });
});

describe('how a box looks', () => {
  const style = (of: ReturnType<typeof model>, ...path: string[]) => of.styleOf(nodeAt(tree, ...path), false);

  it('a wait has the colour of its category, and says it where it begins', () => {
    const { fill, label } = style(model('wall'), 'run', 'call', 'ep_poll');
    expect([fill, label()]).toEqual([CATEGORY_STYLE.poll.fill, 'Poll · ep_poll']);
    expect(model('wall').waits(nodeAt(tree, 'run', 'call', 'ep_poll'))).toBe(true);
    expect(model('wall').waits(nodeAt(tree, 'run', 'work'))).toBe(false);
  });

  it('hot/cold: the parts of its time from left to right', () => {
    const parts = style(model('hotcold'), 'run', 'call').segments!();
    expect(parts.map(({ share, look }) => [Math.round(share * 65), look.fill])).toEqual([
      [5, CATEGORY_STYLE.cpu.fill],
      [60, CATEGORY_STYLE.poll.fill],
    ]);
  });

  it('what a search does not match is dim', () => {
    const matched = Uint8Array.from(tree.symbols, ({ name }) => (name === 'work' ? 1 : 0));
    const found = model('cpu', undefined, matched);
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
    const cpu = graphModel(paired!, 'cpu', undefined, undefined, NO_COUNTERS, undefined, ({ name }) =>
      name === 'work' ? 'library' : 'kernel'
    )!;
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
    const by = model('wall', undefined, undefined, counters);
    expect(style(by, 'run', 'work').label()).toBe('work · IPC 4.00');
    expect(style(by, 'run', 'call', 'ep_poll').label()).toBe('ep_poll');
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
    return graphModel(compared.paired!, 'changed', undefined, undefined, NO_COUNTERS, change)!;
  };
  const shown = (measure: string) => widths(changed(measure).weights, compared.paired!.tree);

  it('a bar is as wide as the mean of both times, in units of now', () => {
    // All of before is all of now: 200 there are 100 here.
    expect(shown('share')).toEqual({ all: 100, run: 100, work: 55, fresh: 20, old: 25 });
    // 100 in 5 s are 200 in the 10 s of now.
    expect(shown('second')).toEqual({ all: 250, run: 250, work: 130, fresh: 20, old: 100 });
    expect(shown('sum')).toEqual({ all: 150, run: 150, work: 80, fresh: 20, old: 50 });
  });

  it('says what is new, what is gone, and both figures of the rest', () => {
    const { styleOf } = changed('share');
    const labels = Array.from({ length: compared.paired!.tree.length }, (_, node) => styleOf(node, false).label());
    expect(labels.sort()).toEqual(
      ['all', 'fresh · new', 'old · gone', 'run 100.0 % → 100.0 %', 'work 50.0 % → 60.0 %'].map((label) =>
        label.replaceAll(' %', '\u00a0%')
      )
    );
  });
});
