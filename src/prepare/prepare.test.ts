import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CATEGORIES, splitAt } from '../analysis';
import { nameOf, totalOf } from '../profile';
import { inputOf } from '../testing';
import { prepare, prepareProfile, readInputs } from '.';

const RECORDED = join(__dirname, '../../testdata/incident/recorded');
const file = (name: string) => readFileSync(join(RECORDED, name), 'utf8');

/** pprof prints no argument lists; a semicolon separates frames, so the recording has none in names. */
const asPprof = (name: string) =>
  name
    .replaceAll(';', ':')
    .replace(/\((?!\*)[^()]*\)/g, '')
    .replace(/ +/g, ' ');

/** Flat and cumulative nanoseconds by function, from `go tool pprof -top` of the same file. */
function pprofTop(name: string): { total: number; cum: Map<string, number>; flat: Map<string, number> } {
  const cum = new Map<string, number>();
  const flat = new Map<string, number>();
  const text = file(name);
  for (const line of text.split('\n')) {
    const row =
      /^\s*(\d+)(?:ns)?\s+[\d.]+%\s+[\d.]+%\s+(\d+)(?:ns)?\s+[\d.]+%\s+(.*?)(?: \((?:inline|partial-inline)\))?$/.exec(
        line
      );
    if (row) {
      const name = asPprof(row[3]);
      flat.set(name, (flat.get(name) ?? 0) + Number(row[1]));
      cum.set(name, (cum.get(name) ?? 0) + Number(row[2]));
    }
  }
  return { total: Number(/of (\d+)ns total/.exec(text)?.[1]), cum, flat };
}

/** Cumulative weight of a function in our tree: recursion counts once, as pprof does it. */
function cumulative(prepared: ReturnType<typeof prepareProfile>, role: 'cpu' | 'wall', name: string): number {
  const { tree } = prepared.paired!;
  let sum = 0;
  for (let node = 1; node < tree.length;) {
    if (asPprof(nameOf(tree, node)) === name) {
      sum += totalOf(tree, prepared.paired![role]!.weights, node);
      node = tree.subtreeEnd[node];
    } else {
      node++;
    }
  }
  return sum;
}

describe.each(['before', 'after', 'held'])('the recorded incident, %s', (phase) => {
  const prepared = prepareProfile([
    inputOf('A', file(`${phase}.cpu.frame.json`), 'cpu'),
    inputOf('B', file(`${phase}.wall.frame.json`), 'wall'),
  ]);

  it.each(['cpu', 'wall'] as const)('has the %s figures of go tool pprof for every function', (role) => {
    const top = pprofTop(`${phase}.${role}.top.txt`);
    const { tree } = prepared.paired!;
    const { weights } = prepared.paired![role]!;
    expect(weights.prefixSum[tree.length]).toBe(top.total);
    const flat = new Map<string, number>();
    weights.self.forEach((self, node) => {
      const name = asPprof(nameOf(tree, node));
      flat.set(name, (flat.get(name) ?? 0) + self);
    });
    expect(top.flat.size).toBeGreaterThan(200);
    // The tree begins below the frame that starts a goroutine.
    const names = [...top.flat.keys()].filter((name) => name !== 'runtime.goexit');
    expect(names.filter((name) => (flat.get(name) ?? 0) !== top.flat.get(name))).toEqual([]);
    expect(names.filter((name) => cumulative(prepared, role, name) !== top.cum.get(name))).toEqual([]);
  });

  it('says the same from folded text as from the frame', () => {
    const folded = prepareProfile([
      inputOf('A', file(`${phase}.cpu.folded`), 'cpu'),
      inputOf('B', file(`${phase}.wall.folded`), 'wall'),
    ]);
    expect(splitAt(folded.paired!, 0)).toEqual(splitAt(prepared.paired!, 0));
    expect(folded.sites.map(({ site, total }) => [site, total])).toEqual(
      prepared.sites.map(({ site, total }) => [site, total])
    );
  });

  it('splits wall time without remainder', () => {
    const { total, onCpu, waiting, unattributed } = splitAt(prepared.paired!, 0);
    expect(onCpu + waiting.reduce((a, b) => a + b, 0) + unattributed).toBeCloseTo(total, 0);
  });
});

it('finds in "before" what the case study is about', () => {
  const prepared = prepareProfile([
    inputOf('A', file('before.cpu.frame.json'), 'cpu'),
    inputOf('B', file('before.wall.frame.json'), 'wall'),
  ]);
  const cpu = pprofTop('before.cpu.top.txt');
  const wall = pprofTop('before.wall.top.txt');
  const { total, waiting } = splitAt(prepared.paired!, 0);
  const share = (category: (typeof CATEGORIES)[number]) => waiting[CATEGORIES.indexOf(category)] / total;
  // decodeMessage leads the CPU profile while the wall time waits.
  expect(cumulative(prepared, 'cpu', 'main.decodeMessage') / cpu.total).toBeCloseTo(0.43, 2);
  expect(share('poll')).toBeCloseTo(wall.cum.get('internal/poll.runtime_pollWait')! / wall.total, 3);
  expect(share('lock')).toBeCloseTo(wall.cum.get('internal/sync.runtime_SemacquireMutex')! / wall.total, 3);
  expect(share('poll')).toBeGreaterThan(0.38);
  expect(prepared.sites[0]).toMatchObject({
    site: 'main.(*consumer).ReadMessage',
    waitFrame: 'internal/poll.runtime_pollWait',
    library: 'kafka-go',
    hasUser: true,
  });
  expect(
    prepared.sites.some(
      ({ site, category }) => site === 'main.(*mutexOffsets).Commit' && CATEGORIES[category] === 'lock'
    )
  ).toBe(true);
});

it('says that "after" waits on no mutex of the consumer', () => {
  const lockOf = (phase: string) => {
    const { sites } = prepareProfile([
      inputOf('A', file(`${phase}.cpu.folded`), 'cpu'),
      inputOf('B', file(`${phase}.wall.folded`), 'wall'),
    ]);
    return sites
      .filter((s) => CATEGORIES[s.category] === 'lock' && s.site.startsWith('main.'))
      .reduce((sum, s) => sum + s.total, 0);
  };
  expect(lockOf('after')).toBeLessThan(lockOf('before') / 50);
});
it('has nothing to draw without inputs', () => {
  expect(prepareProfile([]).paired).toBeUndefined();
});

it('holds none of the profiles that it was made of: they are as large as the tree', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let read: ReturnType<typeof readInputs> | undefined = readInputs([inputOf('A', 'main;a 1\nmain;b 2', 'wall')]);
  const profile = new WeakRef(read.instances[0].read.profile);
  const prepared = prepare(read);
  read = undefined;
  await new Promise((resolve) => setTimeout(resolve)); // a WeakRef is strong until its turn ends
  collect();
  expect(profile.deref()).toBeUndefined();
  expect(prepared.unfolded(prepared.shownNode(1))).toEqual(['main']);
});
