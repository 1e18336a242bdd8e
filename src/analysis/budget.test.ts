import { prepareProfile, type Settings } from '../prepare';
import { contextOf, inputOf, nodeAt } from '../testing';
import { categoryOf, leadingParts, requestBudget } from '.';

const MS = 1e6;
const CPU = `main.main;main.serve;main.decode ${90 * MS}
main.main;main.serve;main.encode ${20 * MS}
runtime.gcBgMarkWorker;runtime.gcDrain ${40 * MS}`;
const WALL = `${CPU}
main.main;main.serve;main.fetch;net.(*conn).Read;runtime.netpollblock;runtime.gopark ${310 * MS}
main.main;main.serve;main.Commit;sync.(*Mutex).Lock;runtime.semacquire1;runtime.gopark ${120 * MS}
main.main;main.serve;main.work ${25 * MS}
main.main;net/http.(*Server).Serve;net.(*netFD).accept;runtime.gopark ${900 * MS}`;

const budget = (
  { cpu, wall }: { cpu?: string; wall?: string },
  more: { requests?: number; measured?: number } = {},
  settings?: Settings
) => {
  const input = (refId: string, text: string, role: 'cpu' | 'wall') => ({
    ...inputOf(refId, text),
    role,
    options: { unit: 'nanoseconds' },
  });
  const { paired, sites, shownCode } = prepareProfile(
    [...(cpu ? [input('A', cpu, 'cpu')] : []), ...(wall ? [input('B', wall, 'wall')] : [])],
    settings
  );
  return requestBudget({ paired: paired!, sites, code: shownCode(), requests: 10, ...more });
};
const lines = (of: NonNullable<ReturnType<typeof requestBudget>>) =>
  of.parts.map((part) => `${part.time / MS} ${categoryOf(part)} ${part.site}`);

it('is what waits and what runs under the functions of the program, by requests; what idles and the background are left out', () => {
  const of = budget({ cpu: CPU, wall: WALL })!;
  expect(lines(of)).toEqual(['31 poll main.fetch', '12 lock main.Commit', '9 cpu main.decode', '2 cpu main.encode']);
  expect([of.total, of.notExplained, of.idle, of.background].map((ns) => Math.round(ns / 1e4) / 100)).toEqual([
    56.5, 2.5, 90, 4,
  ]);
});

it('adds up: parts and what is not explained are the total', () => {
  const { total, parts, notExplained } = budget({ cpu: CPU, wall: WALL }, { requests: 7 })!;
  expect(parts.reduce((sum, { time }) => sum + time, notExplained)).toBeCloseTo(total, 3);
});

it('of a wall profile alone takes for running what is not seen to wait', () => {
  const of = budget({ wall: WALL })!;
  expect(lines(of)).toContain('2.5 cpu main.work');
  expect(of.notExplained).toBeCloseTo(0, 3);
});

it('of requests that were measured is as long as they took: what the profiles have not seen is not explained', () => {
  const of = budget({ cpu: CPU, wall: WALL }, { measured: 85 * MS })!;
  expect([of.total / MS, of.notExplained / MS].map(Math.round)).toEqual([85, 31]);
});

it.each<[string, ReturnType<typeof budget>]>([
  ['only CPU is known: waits would be missing without a word', budget({ cpu: CPU })],
  ['nobody knows how many requests there were', budget({ cpu: CPU, wall: WALL }, { requests: NaN })],
  ['nothing of the program was seen', budget({ wall: 'runtime.mcall;runtime.gopark 5' })],
])('is none where %s', (_, of) => expect(of).toBeUndefined());

it('is the same with idle waits hidden', () => {
  const { total } = budget({ cpu: CPU, wall: WALL })!;
  expect(budget({ cpu: CPU, wall: WALL }, {}, { hideIdle: true })!.total).toBeCloseTo(total, 3);
});

it('names as many parts as make up most of it, and sums up the others', () => {
  const of = budget({ cpu: CPU, wall: WALL })!;
  const { shown, others, count } = leadingParts(of);
  expect([shown.length, Math.round(others / MS), count]).toEqual([3, 2, 1]);
  expect(leadingParts(of, 2).shown).toHaveLength(4);
  expect(leadingParts(of, 1, 1)).toMatchObject({ count: 3 });
});

describe('by what was measured', () => {
  const READ = 'net.(*conn).Read;internal/poll.runtime_pollWait';
  const of = (texts: Parameters<typeof contextOf>[0], units = {}, requests = 1) => {
    const { paired, sites, code } = contextOf(texts, {}, units);
    return requestBudget({ paired, sites, code, requests });
  };
  const said = (found: ReturnType<typeof of>) =>
    found && found.parts.map((part) => [part.time, categoryOf(part), part.site]);

  it('CPU and off-CPU time, wall time alone; no other', () => {
    expect(said(of({ cpu: 'main.a 30', offcpu: `main.a;${READ} 70` }))).toEqual([
      [70, 'poll', 'main.a'],
      [30, 'cpu', 'main.a'],
    ]);
    expect(said(of({ wall: `main.a 30\nmain.a;${READ} 70` }))).toEqual([
      [70, 'poll', 'main.a'],
      [30, 'cpu', 'main.a'],
    ]);
    expect([
      of({ offcpu: `main.a;${READ} 70` }),
      of({ wall: 'main.a 30' }, { wall: 'bytes' }),
      of({ wall: 'main.a 30' }, {}, 0),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it('is as long as it was measured, else as the profiles come to', () => {
    const { paired, sites, code } = contextOf({ wall: 'main.a 30' });
    const measured = (ns?: number) => requestBudget({ paired, sites, code, requests: 2, measured: ns })!;
    expect([measured().total, measured().measured, measured(40).total, measured(40).measured]).toEqual([
      15,
      false,
      40,
      true,
    ]);
  });

  it('parts of the same length stand by name, each leads to where most of it runs', () => {
    expect(said(of({ wall: 'main.b 10\nmain.a 10\nmain.c 10' }))!.map(([, , site]) => site)).toEqual([
      'main.a',
      'main.b',
      'main.c',
    ]);
    const { paired, sites, code, tree } = contextOf({ wall: 'main.x;main.f 10\nmain.y;main.f 20\nmain.z;main.f 20' });
    const [part] = requestBudget({ paired, sites, code, requests: 1 })!.parts;
    expect([part.time, part.node]).toEqual([50, nodeAt(tree, 'main.y', 'main.f')]);
  });

  it('the leading parts end where they make up enough, or are enough', () => {
    const parts = [50, 40, 5, 5].map((time) => ({ category: 0, site: 'x', node: 0, time }));
    const leading = (...how: [number?, number?]) => {
      const { shown, others, count } = leadingParts({ parts, total: 100 } as never, ...how);
      return [shown.length, others, count];
    };
    expect([leading(), leading(0.91), leading(1, 2), leading(1), leading(0)]).toEqual([
      [2, 10, 2],
      [3, 5, 1],
      [2, 10, 2],
      [4, 0, 0],
      [0, 100, 4],
    ]);
  });
});
