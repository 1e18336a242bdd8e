import { finish, type NodeIndex } from '../../profile';
import { contextOf, nodeAt } from '../../testing';
import { siteKey } from '../siteRows';
import { type Cause } from './cause';
import { type CauseContext, type RoleWindows } from './context';
import { cpuCauses } from './cpu';
import { shareOfWindows } from './interval';
import { knownSites } from './knownSites';
import { cpuContext, partSteps } from './part';
import { runnableCause, unknownCause, waitCauses } from './waits';
import { knownByWindows, marked, wholesOf } from './windows';

/** Six windows, as few as tell anything: by stack, its weight in each. */
type Drawn = Record<string, number[]>;

const CPU: Drawn = {
  'main.run;main.a': [1, 2, 3, 4, 5, 6],
  'main.run;main.a;runtime.mallocgc': [4, 0, 4, 0, 4, 0],
  'main.run;main.b': [9, 9, 2, 9, 9, 9],
  'main.run;main.b;main.a': [1, 0, 0, 0, 0, 1],
  'main.run;main.a;runtime.gcAssistAlloc;runtime.gcDrainN': [3, 0, 3, 0, 3, 0],
  'app;wait_in_line;_raw_spin_lock;native_queued_spin_lock_slowpath': [0, 0, 0, 6, 6, 6],
  'runtime/pprof.profileWriter;compress/gzip.Write': [20, 20, 20, 0, 0, 0],
};
const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
const WALL: Drawn = {
  [`main.run;main.load;${LOCK}`]: [5, 15, 25, 35, 45, 55],
  [`main.run;main.b;${LOCK}`]: [20, 10, 20, 10, 20, 10],
  'runtime.gcBgMarkWorker;runtime.gopark': [50, 40, 50, 40, 50, 40],
  'main.run;main.a;runtime.gcAssistAlloc;runtime.gcParkAssist;runtime.gopark': [2, 3, 2, 3, 2, 3],
  'app;handle;preempt_schedule_irq;__schedule': [1, 0, 1, 0, 1, 0],
  'main.run;main.hidden': [60, 50, 60, 50, 60, 50],
};

const sum = (...rows: number[][]): number[] => rows[0].map((_, i) => rows.reduce((all, row) => all + row[i], 0));
const minus = (a: number[], b: number[]): number[] => a.map((value, i) => value - b[i]);
const total = (row: number[]) => row.reduce((all, value) => all + value, 0);
const text = (drawn: Drawn) =>
  Object.entries(drawn)
    .map(([stack, row]) => `${stack} ${total(row)}`)
    .join('\n');

/** The windows of a context of drawn stacks; `asked`: how often a role was. */
function windowed(roles: { cpu?: Drawn; wall?: Drawn; offcpu?: Drawn }, units = {}) {
  const texts = Object.fromEntries(Object.entries(roles).map(([role, drawn]) => [role, text(drawn)]));
  const context = contextOf(texts, {}, units);
  const asked: string[] = [];
  const windowsOf = (name: string, drawn?: Drawn): RoleWindows | undefined =>
    drawn && {
      sums(nodes) {
        asked.push(name);
        const ends = Object.entries(drawn).filter(([stack]) => nodes[nodeAt(context.tree, ...stack.split(';'))]);
        return sum([0, 0, 0, 0, 0, 0], ...ends.map(([, row]) => row));
      },
    };
  const windows = { cpu: windowsOf('cpu', roles.cpu), waiting: windowsOf('waiting', roles.wall ?? roles.offcpu) };
  return { context: { ...context, windows }, asked };
}

const causesOf = (context: CauseContext): Cause[] => [
  ...waitCauses(context, () => undefined),
  ...finish(cpuCauses(context)),
  ...runnableCause(context),
  ...unknownCause(context),
];
const causeOf = (context: CauseContext, kind: Cause['kind'], site?: string): Cause =>
  causesOf(context).find((cause) => cause.kind === kind && (site === undefined || cause.site === site))!;

const both = windowed({ cpu: CPU, wall: WALL }).context;
const cpuWholes = sum(...Object.entries(CPU).flatMap(([stack, row]) => (stack.includes('pprof') ? [] : [row])));
const wallWholes = sum(...Object.values(WALL));
const idle = WALL['runtime.gcBgMarkWorker;runtime.gopark'];

describe('which stacks are a cause’s, and what they are a share of', () => {
  const known = (cause: Cause) => knownByWindows(both)(cause);
  const inWindows = (cause: Cause, parts: number[], wholes: number[], matters: number[]) => ({
    share: shareOfWindows(parts, wholes, cause.share),
    part: shareOfWindows(parts, matters, cause.part),
  });

  it('a function’s are all that run in or below it, wherever it is called; of CPU time without the profiler’s', () => {
    const cause = causeOf(both, 'cpu', 'main.a');
    const parts = sum(CPU['main.run;main.a'], CPU['main.run;main.a;runtime.mallocgc'], CPU['main.run;main.b;main.a']);
    expect(known(cause)).toEqual(inWindows(cause, parts, cpuWholes, cpuWholes));
    expect(known(cause).share?.windows).toBe(6);
  });

  it('a wait’s are those of its site; of all time, and of that which does not idle', () => {
    const cause = causeOf(both, 'wait', 'main.load');
    expect(known(cause)).toEqual(
      inWindows(cause, WALL[`main.run;main.load;${LOCK}`], wallWholes, minus(wallWholes, idle))
    );
  });

  it('garbage collection’s and spinning’s are those of the kind, on the CPU', () => {
    const [gc, spin] = [causeOf(both, 'gc'), causeOf(both, 'spin')];
    const collects = CPU['main.run;main.a;runtime.gcAssistAlloc;runtime.gcDrainN'];
    expect(known(gc)).toEqual(inWindows(gc, collects, cpuWholes, cpuWholes));
    expect(known(spin)).toEqual(
      inWindows(spin, CPU['app;wait_in_line;_raw_spin_lock;native_queued_spin_lock_slowpath'], cpuWholes, cpuWholes)
    );
  });

  it('what waits for the collector, or for a CPU, is so by the clock', () => {
    const { context } = windowed({ wall: WALL });
    const [gc, runnable] = [causeOf(context, 'gc'), causeOf(context, 'runnable')];
    const waits = (cause: Cause, stack: string) =>
      expect(knownByWindows(context)(cause)).toEqual(
        inWindows(cause, WALL[stack], wallWholes, minus(wallWholes, idle))
      );
    waits(gc, 'main.run;main.a;runtime.gcAssistAlloc;runtime.gcParkAssist;runtime.gopark');
    waits(runnable, 'app;handle;preempt_schedule_irq;__schedule');
  });

  it('of what is not known, of an unknown place and without windows nothing is', () => {
    expect(known(causeOf(both, 'unknown'))).toEqual({});
    expect(known({ ...causeOf(both, 'cpu', 'main.a'), node: undefined })).toEqual({});
    const wait = causeOf(both, 'wait', 'main.load');
    expect(known({ ...wait, stacks: undefined })).toEqual({});
    expect(knownByWindows({ ...both, windows: { cpu: both.windows.cpu } })(wait)).toEqual({});
    expect(knownByWindows({ ...both, windows: undefined })(wait)).toEqual({});
  });

  it('sums what all causes of a role are shares of once', () => {
    const { context, asked } = windowed({ cpu: CPU, wall: WALL });
    const knownOf = knownByWindows(context);
    for (let i = 0; i < 3; i++) {
      knownOf(causeOf(context, 'wait', 'main.load'));
      knownOf(causeOf(context, 'cpu', 'main.a'));
    }
    // Each cause its own; of the one role all that runs, of the other all and what idles.
    expect([asked.filter((role) => role === 'cpu').length, asked.filter((role) => role === 'waiting').length]).toEqual([
      3 + 1,
      3 + 2,
    ]);
  });
});

describe('what shares are of', () => {
  const OFFCPU = { 'main.run;main.load;futex_wait;schedule': [1, 2, 3, 4, 5, 6] };

  it('is CPU and off-CPU time together, where they can be added up', () => {
    const { context } = windowed({ cpu: CPU, offcpu: OFFCPU });
    expect(wholesOf(context, false)).toEqual(sum(...Object.values(CPU), ...Object.values(OFFCPU)));
    expect(wholesOf({ ...context, windows: { waiting: context.windows.waiting } }, false)).toEqual(
      Object.values(OFFCPU)[0]
    );
    const { context: apart } = windowed({ cpu: CPU, offcpu: OFFCPU }, { cpu: 'cycles' });
    expect(wholesOf(apart, false)).toEqual(Object.values(OFFCPU)[0]);
  });

  it('is all time of a wall profile, with the profiler’s; CPU time is without', () => {
    expect([wholesOf(both, false), wholesOf(both, true)]).toEqual([wallWholes, cpuWholes]);
  });
});

describe('a part', () => {
  const ends = (...stacks: string[]): NodeIndex[] => stacks.map((stack) => nodeAt(both.tree, ...stack.split(';')));
  const inB = marked(both.tree.length, ends('main.run;main.b', 'main.run;main.b;main.a', `main.run;main.b;${LOCK}`));

  it('has the windows of its stacks: not of their callers, though they have time of their own', () => {
    const { context } = finish(partSteps(both, inB));
    const all = new Uint8Array(context.tree.length).fill(1);
    expect(context.windows!.cpu!.sums(all)).toEqual(sum(CPU['main.run;main.b'], CPU['main.run;main.b;main.a']));
    expect(context.windows!.waiting!.sums(all)).toEqual(WALL[`main.run;main.b;${LOCK}`]);
    const nested = marked(both.tree.length, ends('main.run;main.b;main.a'));
    const inner = finish(partSteps(both, nested)).context;
    expect(inner.windows!.cpu!.sums(new Uint8Array(inner.tree.length).fill(1))).toEqual(CPU['main.run;main.b;main.a']);
    const own = marked(context.tree.length, [nodeAt(context.tree, 'main.run', 'main.b')]);
    expect(context.windows!.cpu!.sums(own)).toEqual(CPU['main.run;main.b']);
  });

  it('has none where the whole has none', () => {
    expect(finish(partSteps({ ...both, windows: undefined }, inB)).context.windows).toBeUndefined();
    const { windows } = finish(partSteps({ ...both, windows: { cpu: both.windows.cpu } }, inB)).context;
    expect([windows!.cpu === undefined, windows!.waiting]).toEqual([false, undefined]);
  });

  it('of CPU time alone knows nothing of waits', () => {
    const context = cpuContext(both)!;
    expect(causesOf(context).map(({ kind }) => kind)).toEqual(['cpu', 'cpu', 'gc', 'spin']);
    expect(context.matters).toBe(total(cpuWholes));
    expect(cpuContext(windowed({ wall: WALL }).context)).toBeUndefined();
  });
});

describe('how well the share of a site is known', () => {
  const of = (context: CauseContext, site: string) => siteKey(context.sites.find((one) => one.site === site)!);
  const counted = (perNode: boolean): CauseContext => {
    const byNode = Float64Array.from(both.waiting!.weights.self, (weight) => weight / 10);
    const all = total(wallWholes) / 10;
    return {
      ...both,
      windows: undefined,
      counts: { waiting: { total: all, weight: all * 10, ...(perNode && { byNode }) } },
    };
  };
  const inB = marked(both.tree.length, [
    nodeAt(both.tree, ...`main.run;main.b;${LOCK}`.split(';')),
    nodeAt(both.tree, 'main.run', 'main.hidden'),
  ]);

  it('is by windows, of all time or of that of a part', () => {
    const known = knownSites({ ...both, counts: {} });
    const load = WALL[`main.run;main.load;${LOCK}`];
    expect(known(of(both, 'main.load'))).toEqual(shareOfWindows(load, wallWholes, total(load) / total(wallWholes)));
    const inPart = knownSites({ ...both, counts: {} }, inB);
    const parts = WALL[`main.run;main.b;${LOCK}`];
    const wholes = sum(parts, WALL['main.run;main.hidden']);
    expect(inPart(of(both, 'main.b'))).toEqual(shareOfWindows(parts, wholes, total(parts) / total(wholes)));
    expect([inPart(of(both, 'main.load')), inPart('1 main.nobody')]).toEqual([undefined, undefined]);
  });

  it.each([false, true])('is by samples, counted at their stacks: %p', (perNode) => {
    const context = counted(perNode);
    // 180 of 888 units, ten to a sample.
    expect(total(wallWholes)).toBe(888);
    expect(knownSites(context)(of(context, 'main.load'))).toMatchObject({ samples: 18 });
    const known = knownSites(context, inB);
    // 90 of 420 in the part: 9 samples of 42; of those that are elsewhere none of the 42.
    expect(known(of(context, 'main.b'))).toMatchObject({ samples: 9 });
    const [low, high] = known(of(context, 'main.b'))!.interval;
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.117', '0.359']);
    const { samples, interval } = known(of(context, 'main.load'))!;
    expect([samples, interval[0], interval[1].toFixed(3)]).toEqual([0, 0, '0.084']);
  });

  it('is worked out once for each', () => {
    const { context, asked } = windowed({ wall: WALL });
    const known = knownSites(context);
    asked.length = 0;
    const key = of(context, 'main.load');
    expect(known(key)).toBe(known(key));
    known('1 main.nobody');
    expect(asked).toEqual(['waiting']);
  });

  it('is not where there are neither samples nor windows', () => {
    const context = contextOf({ wall: text(WALL) });
    expect(knownSites(context)(of(context, 'main.load'))).toBeUndefined();
  });
});
