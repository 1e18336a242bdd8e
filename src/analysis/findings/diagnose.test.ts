import { type Prepared } from '../../prepare';
import { contextOf, diagnosisOf, prepared } from '../../testing';
import { message } from '../../profile/message';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { causesOf } from './causesOf';
import { diagnose } from './diagnose';
import { CATEGORIES, CPU } from '../waits';

const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait;runtime.gopark';
const PARKED = 'java.util.concurrent.ThreadPoolExecutor.getTask;jdk.internal.misc.Unsafe.park';
/** So many functions that none of them is worth a word. */
const spread = (all: number) => Array.from({ length: 50 }, (_, i) => `main.run;main.f${i} ${all / 50}`).join('\n');

const kinds = ({ diagnosis }: Prepared) => diagnosis.causes.map(({ kind, site }) => `${kind} ${site}`);
const nothing = (texts: Parameters<typeof prepared>[0]) => prepared(texts).diagnosis.nothing;

describe('what stands out', () => {
  it('a function that runs for a quarter of the time: some function always runs most', () => {
    expect(nothing({ cpu: `main.run;main.hash 25\n${spread(75)}` })).toBe(false);
    expect(nothing({ cpu: `main.run;main.hash 24\n${spread(76)}` })).toBe(true);
  });

  it('a wait of a tenth', () => {
    const texts = (percent: number) => ({
      cpu: spread(100 - percent),
      wall: `main.run;main.load;${READ} ${percent}\n${spread(100 - percent)}`,
    });
    expect(nothing(texts(10))).toBe(false);
    expect(nothing(texts(9))).toBe(true);
  });

  it('a fifth that is neither known to run nor to wait', () => {
    const texts = (percent: number) => ({
      cpu: spread(100 - percent),
      wall: `${spread(100 - percent)}\nmain.run;main.hidden ${percent}`,
    });
    expect(nothing(texts(20))).toBe(false);
    expect(nothing(texts(19))).toBe(true);
  });

  it('idling never', () => {
    expect(nothing({ cpu: spread(10), wall: `${PARKED} 90\n${spread(10)}` })).toBe(true);
  });

  it('is not asked where it is not known what is measured', () => {
    expect(nothing({})).toBe(false);
  });
});

describe('the order', () => {
  it('what the program does, the larger first; what idles last, however much it is', () => {
    const of = prepared({
      cpu: 'main.run;main.hash 30',
      wall: `main.run;main.load;${READ} 20\nmain.run;main.save;sync.(*Mutex).Lock;runtime.gopark 50\nmain.run;main.hash 30\n${PARKED} 400`,
    });
    expect(kinds(of).map((kind) => kind.split(' ')[0])).toEqual(['wait', 'cpu', 'wait', 'idle']);
    expect(kinds(of).slice(0, 3)).toEqual(['wait main.save', 'cpu main.hash', 'wait main.load']);
  });

  it('what is not known stands with what the program does, where it stands out; else behind all', () => {
    const texts = (hidden: number) => ({
      cpu: `main.run;main.hash ${80 - hidden}`,
      wall: `main.run;main.hash ${80 - hidden}\nmain.run;main.hidden ${hidden}\nmain.run;main.load;${READ} 20`,
    });
    const order = (hidden: number) => kinds(prepared(texts(hidden))).map((kind) => kind.split(' ')[0]);
    expect(order(60)).toEqual(['cpu', 'unknown', 'wait']);
    expect(order(15)).toEqual(['cpu', 'wait', 'unknown']);
  });
});

describe('what is worth a sentence', () => {
  it('3 % of all time, or of the time that matters', () => {
    const has = (load: number, idle = 0) =>
      kinds(
        prepared({ wall: `main.run;main.load;${READ} ${load}\nmain.run;main.x ${100 - load}\n${PARKED} ${idle}` })
      ).includes('wait main.load');
    expect([has(3), has(2.9)]).toEqual([true, false]);
    expect(has(3, 5000)).toBe(true);
  });

  it('of idling 3 % of all time: it matters to nobody', () => {
    const has = (idle: number) =>
      kinds(prepared({ wall: `main.run;main.x ${100 - idle}\n${PARKED} ${idle}` })).some((kind) =>
        kind.startsWith('idle')
      );
    expect([has(3), has(2.9)]).toEqual([true, false]);
  });

  it('of one category 3 % of that category', () => {
    const disk = CATEGORIES.indexOf('disk');
    const of = (small: number) =>
      diagnosisOf(
        prepared({
          wall: `main.run;main.save;os.(*File).Sync;syscall.Fsync ${10 - small}\nmain.run;main.log;os.(*File).Sync;syscall.Fsync ${small}\nmain.run;main.x 990`,
        }),
        { root: 0, mode: 'both', category: disk }
      ).diagnosis.causes.map(({ site }) => site);
    expect(of(0.3)).toEqual(['main.save', 'main.log']);
    expect(of(0.29)).toEqual(['main.save']);
  });
});

describe('judged by hand-made causes', () => {
  const base = contextOf({ cpu: 'main.run;main.a 50', wall: 'main.run;main.a 100' });
  const cause = (site: string, weight: number, more: Partial<Cause> = {}): Cause => ({
    kind: 'wait',
    of: 'wall',
    share: weight,
    part: weight,
    weight,
    hasUser: true,
    site,
    what: message('waits'),
    evidence: [],
    ...more,
  });
  /** Diagnosed of these causes, which stand in for those of a context of its own. */
  const of = (causes: Cause[], more: Partial<CauseContext> = {}, category?: number) => {
    const context = { ...base, ...more };
    const found = causesOf(context);
    found.splice(0, found.length, ...causes);
    return diagnose(context, category);
  };
  const order = (...given: Parameters<typeof of>) => of(...given).causes.map(({ site }) => site);
  const foreign = (site: string, weight: number, more: Partial<Cause> = {}) =>
    cause(site, weight, { hasUser: false, ...more });
  const unknown = (site: string, share: number, more: Partial<Cause> = {}) =>
    cause(site, 0, { kind: 'unknown', share, ...more });

  it('what is not the program’s comes first only with half of the time that matters, and behind what stands out', () => {
    expect(order([foreign('foreign', 0.5), cause('small', 0.09)])).toEqual(['foreign', 'small']);
    expect(order([foreign('foreign', 0.49), cause('small', 0.09)])).toEqual(['small', 'foreign']);
    expect(order([foreign('foreign', 0.9), cause('own', 0.1)])).toEqual(['own', 'foreign']);
    expect(order([foreign('idle', 0.9, { kind: 'idle' }), cause('small', 0.05)])).toEqual(['small', 'idle']);
    expect(order([cause('idles', 0.9, { kind: 'idle' }), cause('small', 0.05)])).toEqual(['idles', 'small']);
  });

  it('but not where nearly all of the time idles', () => {
    const little = { whole: 1000, matters: 49 };
    expect(order([foreign('foreign', 0.9), cause('small', 0.09)], little)).toEqual(['small', 'foreign']);
    expect(order([foreign('foreign', 0.9), cause('small', 0.09)], { whole: 1000, matters: 50 })).toEqual([
      'foreign',
      'small',
    ]);
    expect(order([foreign('foreign', 0.9), cause('small', 0.09)], { whole: 0, cpuWhole: 1000, matters: 50 })).toEqual([
      'foreign',
      'small',
    ]);
    expect(order([foreign('foreign', 0.9), cause('small', 0.09)], { whole: 0, cpuWhole: 1000, matters: 49 })).toEqual([
      'small',
      'foreign',
    ]);
  });

  it('what is not known stands out from a fifth on; an event loop that waits is nobody’s', () => {
    expect(order([unknown('hidden', 0.2), cause('own', 0.5)])).toEqual(['own', 'hidden']);
    expect(order([unknown('hidden', 0.2), cause('small', 0.05)])).toEqual(['hidden', 'small']);
    expect(order([unknown('hidden', 0.19), cause('small', 0.05)])).toEqual(['small', 'hidden']);
    expect(order([unknown('loop', 0.9, { category: 3 }), cause('own', 0.1), foreign('foreign', 0.6)])).toEqual([
      'own',
      'foreign',
      'loop',
    ]);
    expect(order([unknown('nobody', 0.9, { hasUser: false }), cause('own', 0.1)])).toEqual(['own', 'nobody']);
  });

  it('of the same weight the larger share stands first', () => {
    expect(order([cause('small', 0.2, { share: 0.2 }), cause('large', 0.2, { share: 0.3 })])).toEqual([
      'large',
      'small',
    ]);
  });

  it('nothing stands out where nothing of the program does, and nothing foreign has half', () => {
    const nothing = (...causes: Cause[]) => of(causes).nothing;
    expect([
      nothing(cause('own', 0.1)),
      nothing(cause('own', 0.09)),
      nothing(foreign('foreign', 0.4)),
      nothing(foreign('foreign', 0.5)),
    ]).toEqual([false, true, true, false]);
    expect([nothing(unknown('loop', 0.2, { hasUser: false })), nothing(unknown('x', 0.19))]).toEqual([false, true]);
    expect([
      nothing(cause('idles', 0, { kind: 'idle', share: 0.9 })),
      nothing(cause('runs', 0.24, { kind: 'cpu' })),
      nothing(cause('gc', 0.25, { kind: 'gc' })),
    ]).toEqual([true, true, false]);
    expect(of([], { evidence: 'other' }).nothing).toBe(false);
  });

  it('is worth a sentence from 3 %: of idling and what is not known by its share, else by share or weight', () => {
    const has = (one: Cause) => of([one]).causes.length;
    expect([
      has(cause('a', 0.03)),
      has(cause('a', 0.029)),
      has(cause('a', 0.03, { share: 0.01 })),
      has(cause('a', 0.01, { share: 0.03 })),
    ]).toEqual([1, 0, 1, 1]);
    expect([has(cause('a', 0.9, { kind: 'idle', share: 0.029 })), has(unknown('a', 0.029, { weight: 0.9 }))]).toEqual([
      0, 0,
    ]);
  });

  it('of one category what bears it, from 3 % of that on; of running time shares are of it already', () => {
    const poll = CATEGORIES.indexOf('poll');
    const byCategory = CATEGORIES.map((_, category) => (category === poll ? 10 : 0));
    const of3 = (share: number, category: number, more: Partial<Cause> = {}) =>
      of([cause('a', share, { category: poll, ...more })], { byCategory, whole: 100 }, category).causes.length;
    expect([of3(0.003, poll), of3(0.0029, poll), of3(0.5, poll + 1)]).toEqual([1, 0, 0]);
    expect([
      of3(0.03, CPU, { kind: 'cpu', category: undefined }),
      of3(0.029, CPU, { kind: 'cpu', category: undefined }),
    ]).toEqual([1, 0]);
    const none = of([cause('a', 0.029, { category: poll })], { byCategory, whole: 0 }, poll);
    expect([none.causes, none.nothing]).toEqual([[], true]);
    expect(of([cause('a', 0.01, { category: poll })], { byCategory, whole: 100 }, poll).nothing).toBe(false);
  });

  it('the profiler’s share is of all CPU time', () => {
    expect([
      of([], { profilerCpu: 10, cpuWhole: 30 }).profiler,
      of([], { profilerCpu: 0, cpuWhole: 0 }).profiler,
    ]).toEqual([0.25, 0]);
  });
});
