import { contextOf } from '../../testing';
import { type Cause } from '../causes/cause';
import { type CauseContext } from '../causes/context';
import { causesOf, withWindows } from './causesOf';

const LOCK = 'sync.(*Mutex).Lock;runtime.gopark';
const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait';
const IDLE = 'runtime.gcBgMarkWorker;runtime.gopark';

describe('of elapsed time', () => {
  const elapsed = (of: CauseContext): CauseContext => ({ ...of, paired: { ...of.paired, elapsed: true } });
  const counts = { cpu: { total: 30, weight: 30 }, waiting: { total: 100, weight: 100 } };
  const CPU = 'main.run;main.a 20\nmain.run;main.b 10';
  const told = (context: CauseContext) =>
    causesOf(elapsed(context)).map(({ kind, site, of, share, callerShare }) => [
      kind,
      site,
      of,
      Number(share.toFixed(4)),
      callerShare === undefined ? undefined : Number(callerShare.toFixed(4)),
    ]);

  it('what runs and what waits are shares of one whole', () => {
    const context = contextOf({ cpu: CPU, wall: `${CPU}\nmain.run;main.load;${LOCK} 70` }, { counts });
    expect(told(context)).toEqual([
      ['wait', 'main.load', 'elapsed', 0.7, undefined],
      ['cpu', 'main.a', 'elapsed', 0.2, 0.3],
      ['cpu', 'main.b', 'elapsed', 0.1, 0.3],
    ]);
    const [first] = causesOf(context).filter(({ kind }) => kind === 'cpu');
    const [scaled] = causesOf(elapsed(context)).filter(({ kind }) => kind === 'cpu');
    expect([first.of, first.share]).toEqual(['cpu', 2 / 3]);
    expect(scaled.interval).toEqual(first.interval!.map((bound) => bound * 0.3));
    expect(
      causesOf(elapsed(contextOf({ cpu: 'main.a 20', wall: `main.a 20\nmain.load;${LOCK} 70` })))[1]
    ).not.toHaveProperty('interval');
  });

  it('of CPU alone it is that in which something runs', () => {
    expect(told(contextOf({ cpu: CPU }))).toEqual([
      ['cpu', 'main.a', 'running', 0.6667, 1],
      ['cpu', 'main.b', 'running', 0.3333, 1],
    ]);
    const offcpu = contextOf({ cpu: CPU, offcpu: `main.run;main.load;${LOCK} 70` }, {}, { cpu: 'cycles' });
    expect(
      told({ ...offcpu, whole: 0 })
        .filter(([kind]) => kind === 'cpu')
        .map(([, , of]) => of)
    ).toEqual(['running', 'running']);
  });
});

it('are looked for once', () => {
  const context = contextOf({ cpu: 'main.a 1' });
  expect(causesOf(context)).toBe(causesOf(context));
});

describe('what is known from windows', () => {
  const windows = (asked: number[]) => ({
    waiting: {
      sums: (nodes: Uint8Array) => {
        const marks = nodes.reduce((sum, mark) => sum + mark, 0);
        asked.push(marks);
        return [1, 9, 1, 9, 1, 9].map((part) => (marks === nodes.length ? 20 : part));
      },
    },
  });

  it('is that of the heaviest causes from 3 % on, twelve at most; idling counts by its share', () => {
    const known = (stacks: string[]) => {
      const asked: number[] = [];
      const context = contextOf({ wall: stacks.join('\n') });
      const causes = causesOf({ ...context, windows: windows(asked) });
      return causes.filter((cause) => cause.windows === 6).map(({ site }) => site);
    };
    const wait = (name: string, weight: number) => `main.run;main.${name};${READ} ${weight}`;
    expect(known([wait('a', 94), wait('b', 3), wait('c', 3)]).sort()).toEqual(['main.a', 'main.b', 'main.c']);
    expect(known([wait('a', 97.1), wait('b', 2.9)])).toEqual(['main.a']);
    // 2 of 100, but 4 of the 50 that do not idle.
    expect(known([wait('a', 48), wait('b', 2), `${IDLE} 50`])).toEqual(expect.arrayContaining(['main.a', 'main.b']));
    expect(known([wait('a', 98), `${IDLE} 2`])).toEqual(['main.a']);
    const many = Array.from({ length: 13 }, (_, i) => wait(`f${i}`, 100 - i));
    expect(known(many)).toHaveLength(12);
    expect(known(many)).not.toContain('main.f12');
    expect(causesOf(contextOf({ wall: wait('a', 1) }))[0].windows).toBeUndefined();
  });

  it('is said where it is less sure than the samples are', () => {
    const cause = { share: 0.5, samples: 100, interval: [0.4, 0.6] } as unknown as Cause;
    const wide = { interval: [0.2, 0.8] as const, windows: 24 };
    const part = { interval: [0.3, 0.9] as const, windows: 24 };
    expect(withWindows(cause, { share: wide, part })).toEqual({
      ...cause,
      interval: [0.2, 0.8],
      windows: 24,
      partInterval: [0.3, 0.9],
    });
    expect(withWindows(cause, { share: { ...wide, interval: [0.45, 0.55] }, part })).toEqual({
      ...cause,
      windows: undefined,
      partInterval: [0.3, 0.9],
    });
    expect(withWindows(cause, { share: wide })).toEqual({
      ...cause,
      interval: [0.2, 0.8],
      windows: 24,
      partInterval: undefined,
    });
    const unknown = { share: 0.5 } as Cause;
    expect(withWindows(unknown, {})).toBe(unknown);
    expect(withWindows(unknown, { share: wide })).toMatchObject({ interval: [0.2, 0.8], windows: 24 });
  });
});
