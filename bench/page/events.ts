// What is made of windows of time and of single samples, on the page's main thread: no paint but that of the heat map.
import { CATEGORIES, classifyWaits, codeOfTree, contentionOf, holdersOf, symbolFacts } from '../../src/analysis';
import { SingleWaits } from '../../src/analysis/singleWaits';
import { splitFrames } from '../../src/panel/grafana/dataFrames';
import { cellSums, gridFor, runningSum } from '../../src/panel/heatmap/grid';
import { paintCells, shadesOf } from '../../src/panel/heatmap/paint';
import { Lanes } from '../../src/panel/lanes/laneData';
import { DEFAULT_OPTIONS } from '../../src/panel/options/options';
import { type TimedSamples, WholeSplits } from '../../src/prepare';
import { buildCallTree, type CallTree, finish, ProfileBuilder, weightsOf } from '../../src/profile';
import { flameFrame, REF, TARGETS } from '../../dev/host/panelInput';
import { factorOf, generateTree, nestedSet, randomOf, type Role, SHAPES, type Tree } from '../generate';

/** Milliseconds of the main thread by the clock: on a machine that does other work they are too many. */
function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** So many of a program's stacks are not seen in a window. */
const MISSING = 0.2;

/** The answer for one window: other figures, and other stacks, than in those beside it. */
function windowFrame(tree: Tree, role: Role, window: number) {
  const figure = (node: number) => {
    const factor = factorOf(node, window + 1);
    return factor < 0.7 + 0.6 * MISSING ? 0 : factor;
  };
  const rows = nestedSet(tree, role, figure);
  const seen = <T>(column: T[]) => column.filter((_, row) => rows.value[row] > 0);
  const names = { level: seen(rows.level), self: seen(rows.self), label: seen(rows.label), value: seen(rows.value) };
  return flameFrame(REF[role], names, [...tree.names]);
}

/** Windows of a strip: from the data source's frames to what is known of each. Milliseconds each, as on a page that is asked nothing else. */
export async function stripWindows(shape: string, count: number): Promise<number[]> {
  const tree = generateTree(SHAPES[shape]);
  const request = { targets: TARGETS } as never;
  const answers = Array.from({ length: count }, (_, i) => [windowFrame(tree, 'cpu', i), windowFrame(tree, 'wall', i)]);
  const splits = new WholeSplits({ rollUp: DEFAULT_OPTIONS.rollUp });
  return answers.map((series) =>
    timed(() => {
      const { inputs } = splitFrames({ series, request }, DEFAULT_OPTIONS, (text) => text);
      if (!finish(splits.of(inputs))?.summed?.sites.size) {
        throw new Error('A window had no profile.');
      }
    })
  );
}

const STACKS = 500;
const MICROSECOND = 1000;

/** So many waits of so many threads in turn, each of a length of its own, in order of time. */
function eventsOf(length: number, threads: number): TimedSamples {
  const random = randomOf(length);
  const fill = <T extends Float64Array | Int32Array | Uint8Array>(column: T, of: (i: number) => number): T => {
    for (let i = 0; i < length; i++) {
      column[i] = of(i);
    }
    return column;
  };
  const duration = fill(new Float64Array(length), () => MICROSECOND * Math.exp(8 * random()));
  return {
    clock: 'utc',
    length,
    time: fill(new Float64Array(length), (i) => i * MICROSECOND),
    duration,
    weight: duration,
    role: fill(new Uint8Array(length), () => 2),
    roles: ['cpu', 'wall', 'offcpu'],
    node: fill(new Int32Array(length), (i) => 1 + (i % STACKS)),
    category: fill(new Uint8Array(length), (i) => 1 + (i % (CATEGORIES.length - 1))),
    thread: fill(new Int32Array(length), (i) => i % threads),
    threads: Array.from({ length: threads }, (_, i) => `pool-${i}`),
    bucket: [0, 0, 0],
  };
}

/** A root and its callees: where the events' stacks end. */
const flatTree = (): CallTree => ({
  length: STACKS + 1,
  symbol: Int32Array.from({ length: STACKS + 1 }, (_, i) => i),
  parent: new Int32Array(STACKS + 1),
  level: new Int32Array(STACKS + 1).fill(1, 1),
  subtreeEnd: Int32Array.from({ length: STACKS + 1 }, (_, i) => (i ? i + 1 : STACKS + 1)),
  symbols: Array.from({ length: STACKS + 1 }, (_, i) => ({ name: `fn${i}` })),
  maxLevel: 1,
});

/** Single samples as a heat map: sums, cells, picture. */
export function heatMap(length: number): number {
  const samples = eventsOf(length, 64);
  const size = { width: 1200, height: 200 };
  const context = Object.assign(document.createElement('canvas'), size).getContext('2d')!;
  return timed(() => {
    const { time, clock } = samples;
    const sums = runningSum(length, (i) => samples.weight[i]);
    const grid = gridFor({ first: time[0], last: time[length - 1], clock }, size);
    const cells = cellSums(grid, samples, sums);
    const most = cells.reduce((a, b) => Math.max(a, b), 0);
    paintCells(
      context,
      { samples, grid, cells, counts: cells, most },
      size,
      shadesOf('#ffffff', '#1f77b4', '#eeeeee', 0.3)
    );
    context.getImageData(0, 0, 1, 1); // drawn, not only asked for
  });
}

/** A lane for each thread: their samples put together, all threads as one row, and the first of them singly, as a screen shows them. */
export function lanes(length: number, threads: number): { made: number; all: number; singly: number } {
  const samples = eventsOf(length, threads);
  const tree = flatTree();
  let data: Lanes;
  return {
    made: timed(() => (data = new Lanes(tree, samples))),
    all: timed(() => data.paint('all', [...samples.threads.keys()], 1000)),
    singly: timed(() => Array.from({ length: 24 }, (_, i) => data.paint(`${i}`, [i], 1000))),
  };
}

/** How long single waits are, with their ranks: asked of everything. */
export function ranks(length: number): number {
  const samples = eventsOf(length, 2000);
  const waits = new SingleWaits(flatTree(), () => samples);
  return timed(() => {
    if (!waits.under(0)?.count) {
      throw new Error('No wait was ranked.');
    }
  });
}

/** The same where nobody points at anything: the samples are not even put together. */
export function ranksUnasked(length: number): number {
  const samples = eventsOf(length, 2000);
  let asked = 0;
  const took = timed(() => new SingleWaits(flatTree(), () => (asked++, samples)));
  if (asked) {
    throw new Error('Single waits were put together for nobody.');
  }
  return took;
}

const TYPES = 200;

/** Who stands in line and who lets go, of a profile with so many stacks, joined with each function that waits. */
export function contention(stacks: number): number {
  const builder = new ProfileBuilder([{ type: 'delay', unit: 'nanoseconds' }]);
  for (let i = 0; i < stacks; i++) {
    const method = `main.(*Type${i % TYPES}).method${i % (10 * TYPES)}`;
    const names = ['main.main', `main.caller${i}`, method, `sync.(*Mutex).${(i / TYPES) % 2 < 1 ? 'Unlock' : 'Lock'}`];
    builder.sample(
      names.reduce((stack, name) => builder.stack(stack, builder.frame({ name })), -1),
      1 + (i % 7)
    );
  }
  const { tree, attach } = buildCallTree([builder.finish()]);
  const facts = tree.symbols.map(({ name }) => symbolFacts(name));
  const code = codeOfTree(tree);
  const weights = weightsOf(attach[0](0));
  const waits = classifyWaits(tree, weights, 'wall', facts);
  return timed(() => {
    const found = contentionOf(tree, [{ time: { weights, unit: 'nanoseconds', waits } }], facts, code);
    const joined = Array.from({ length: TYPES }, (_, i) => holdersOf(found, `main.(*Type${i}).method${i}`));
    if (!joined.every((one) => one?.by === 'type')) {
      throw new Error('Nobody was found to hold a lock.');
    }
  });
}
