import { CATEGORIES, type Contention } from '../../analysis';
import { nodeAt, prepared } from '../../testing';
import { heldBy, heldByAt, ownersOf, threadsOf } from './heldBy';

const LOCK = CATEGORIES.indexOf('lock');
const contention: Contention = {
  released: [
    { site: 'main.(*Journal).flushLocked', share: 0.6 },
    { site: 'main.put', share: 0.25 },
    { site: 'main.(*Journal).Commit', share: 0.15 },
  ],
  waited: new Map([[`${LOCK} main.(*Journal).Commit`, { time: 30e9, count: 3000 }]]),
};
const commit = { site: 'main.(*Journal).Commit', category: LOCK, hasUser: true };
const format = (ns: number) => `${ns / 1e6} ms`;
const said = (...given: Parameters<typeof heldBy>) =>
  heldBy(...given).map(({ label, value, note }) => `${label}: ${value} ${note}`.replaceAll('\u00a0', ' '));

it('says who lets go of the lock, how that is known, and how long one wait is', () => {
  expect(said(contention, commit, format)).toEqual([
    'Released in Journal.flushLocked: 80.0 % of locks of its type',
    'Released in Journal.Commit: 20.0 % of locks of its type',
    'Waits counted: 3,000 10 ms each',
  ]);
  expect(said(contention, { ...commit, site: 'main.work' }, format)).toEqual([
    'Released in Journal.flushLocked: 60.0 % of all locks of the program',
    'Released in put: 25.0 % of all locks of the program',
  ]);
});

it('says nothing of other waits, nor of nobody’s', () => {
  expect(said(contention, { ...commit, category: CATEGORIES.indexOf('network') }, format)).toEqual([]);
  expect(said(contention, { ...commit, hasUser: false }, format)).toEqual([]);
  expect(said(undefined, commit, format)).toEqual([]);
});

it('a frame is spoken of where it waits for a lock itself', () => {
  const prepared = { contention, sites: [commit] };
  expect(heldByAt(prepared, 'main.(*Journal).Commit', format)).toHaveLength(3);
  expect(heldByAt(prepared, 'main.commits', format)).toEqual([]);
});

it('names the threads that held it, with the function that they were in where it is known', () => {
  const { tree } = prepared({ wall: 'main;commit;lock 10\nmain;flush;sleep 5' }).paired!;
  const commit = nodeAt(tree, 'main', 'commit');
  const holders = [
    { name: 'awaitReplica', caller: 'Journal.flush', process: 'flusher', share: 0.625 },
    { name: 'reporter', process: 'reporter', share: 0.25 },
    { name: 'committer', process: 'committer', share: 0.125 },
  ];
  const said = (node: number) =>
    ownersOf(
      { heldBy: (from, end) => (from === commit && end === tree.subtreeEnd[commit] ? holders : []) },
      tree,
      node
    ).map(({ label, value, note }) => `${label}: ${value} ${note}`.replaceAll('\u00a0', ' '));
  expect(said(commit)).toEqual(['Held by awaitReplica ← Journal.flush: 62.5 % flusher', 'Held by reporter: 25.0 % ']);
  expect([said(1), ownersOf({}, tree, commit)]).toEqual([[], []]);
});

it('counts the other threads of a waker as one speaks', () => {
  const of = (...processes: string[]) => threadsOf({ name: 'hand_out', processes });
  expect([of(), of('hand_out'), of('a'), of('a', 'b'), of('a', 'b', 'c')]).toEqual([
    '',
    '',
    'a',
    'a and 1 other',
    'a and 2 others',
  ]);
});
