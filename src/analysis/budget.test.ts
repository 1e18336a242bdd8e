import { prepareProfile, type Settings } from '../prepare';
import { inputOf } from '../testing';
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
