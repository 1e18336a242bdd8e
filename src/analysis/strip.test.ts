import * as fc from 'fast-check';
import { buildCallTree, totalOf, weightsOf } from '../profile';
import { layoutBoxes } from '../flamegraph';
import { contextOf, nodeAt, prepared, profileOfStacks } from '../testing';
import { CATEGORIES, CPU, mainKind, type PairedProfile, partsOfBar, shownCpu, splitAt, stripOf, UNATTRIBUTED } from '.';

const nameOfKind = (kind: number) => CATEGORIES[kind] ?? 'unattributed';

/** Runs of one kind with their lengths in pixels, from the left. */
function runs(row: Uint8Array): string {
  const found: Array<[number, number]> = [];
  row.forEach((kind) => {
    const last = found[found.length - 1];
    if (last?.[0] === kind) {
      last[1]++;
    } else {
      found.push([kind, 1]);
    }
  });
  return found.map(([kind, length]) => `${nameOfKind(kind)} ${length}`).join(', ');
}

const barOf = (paired: PairedProfile, root: number, width: number, node: number) => {
  const boxes = layoutBoxes(paired.tree, paired.wallTime!.weights, { root, width, firstLevel: 0, lastLevel: 99 });
  const box = boxes.node.indexOf(node);
  const row = stripOf(paired, { root, width }).subarray(Math.round(boxes.x0[box]), Math.round(boxes.x1[box]));
  return paired.evidence === 'cpu+wall' ? partsOfBar(row, splitAt(paired, node)) : row;
};

const { paired } = prepared({
  cpu: 'run;call 10\nrun;work 15',
  wall: 'run;call;ep_poll 40\nrun;call 10\nrun;lock;futex_wait 30\nrun;work 20',
});
const { tree } = paired!;
const at = (...path: string[]) => nodeAt(tree, ...path);

it('shows the time where it is drawn: callees from the left, the own time of a caller at its right', () => {
  expect(runs(stripOf(paired!, { root: 0, width: 100 }))).toBe('poll 40, cpu 10, lock 30, cpu 15, unattributed 5');
});

it('a caller shows at a place what its callee shows there', () => {
  expect(runs(barOf(paired!, 0, 100, at('run', 'call')))).toBe('poll 40, cpu 10');
  expect(runs(barOf(paired!, 0, 100, at('run', 'lock')))).toBe('lock 30');
  expect(runs(barOf(paired!, 0, 100, at('run', 'work')))).toBe('cpu 15, unattributed 5');
});

it('zoomed, and of a part of the zoomed frame', () => {
  const root = at('run', 'call');
  expect(runs(stripOf(paired!, { root, width: 100 }))).toBe('poll 80, cpu 20');
  expect(runs(stripOf(paired!, { root, width: 60, from: 0.6, to: 1 }))).toBe('poll 30, cpu 30');
});

it('two samplers: CPU time that its stacks have no room for takes unattributed time of the bar, never a wait’s', () => {
  const { paired: uneven } = prepared({
    cpu: 'run;a 30\nrun;b 5\nrun;c 5',
    wall: 'run;a 10\nrun;b 20\nrun;c 10\nrun;d;ep_poll 60',
  });
  // 40 of CPU, 35 of which are seen in stacks of less wall time: all that does not wait ran.
  expect(runs(barOf(uneven!, 0, 100, 0))).toBe('cpu 40, poll 60');
  expect(runs(barOf(uneven!, 0, 100, nodeAt(uneven!.tree, 'run', 'b')))).toBe('cpu 5, unattributed 15');
});

it('wall only: what does not wait runs; off-CPU beside CPU: each stack its own', () => {
  const wall = prepared({ wall: 'run;call;ep_poll 60\nrun;work 40' }).paired!;
  expect(runs(stripOf(wall, { root: 0, width: 10 }))).toBe('poll 6, cpu 4');
  const off = prepared({ cpu: 'run;work 20', offcpu: 'run;work;futex_wait 60\nrun;work 20' }).paired!;
  expect(runs(stripOf(off, { root: 0, width: 10 }))).toBe('lock 6, unknown-wait 2, cpu 2');
});

it('for any stacks: a bar’s parts are as wide as splitAt says, to about a pixel each', () => {
  const stacks = fc.array(
    fc.record({
      frames: fc.array(fc.constantFrom('a', 'b', 'c', 'ep_poll', 'futex_wait', 'nanosleep'), { maxLength: 6 }),
      weight: fc.nat(1000),
    }),
    { minLength: 1, maxLength: 60 }
  );
  const folded = (of: Array<{ frames: string[]; weight: number }>) =>
    [{ frames: ['a'], weight: 0 }, ...of]
      .map(({ frames, weight }) => `${['root', ...frames].join(';')} ${weight + 1}`)
      .join('\n');
  fc.assert(
    fc.property(stacks, stacks, fc.integer({ min: 20, max: 900 }), (cpu, wall, width) => {
      const pair = prepared({ cpu: folded(cpu), wall: folded(wall) }).paired!;
      const boxes = layoutBoxes(pair.tree, pair.wallTime!.weights, { root: 0, width, firstLevel: 0, lastLevel: 99 });
      for (let box = 0; box < boxes.length; box++) {
        const node = boxes.node[box];
        if (boxes.merged[box] || boxes.x1[box] - boxes.x0[box] < 3) {
          continue;
        }
        const split = splitAt(pair, node);
        const row = barOf(pair, 0, width, node);
        const pixels = (weight: number) => (weight / split.total) * (boxes.x1[box] - boxes.x0[box]);
        const count = (kind: number) => row.reduce((sum, own) => sum + (own === kind ? 1 : 0), 0);
        split.waiting.forEach((weight, category) => {
          if (category !== CPU) {
            expect(Math.abs(count(category) - pixels(weight))).toBeLessThan(2.5); // its ends are whole pixels, too
          }
        });
        if (pair.evidence === 'cpu+wall') {
          expect(Math.abs(count(CPU) - pixels(shownCpu(split)))).toBeLessThan(3);
        }
        expect(count(CPU) + count(UNATTRIBUTED) + CATEGORIES.reduce((sum, _, c) => sum + (c ? count(c) : 0), 0)).toBe(
          row.length
        );
      }
    }),
    { numRuns: 60 }
  );
});

it.each([
  [{ onCpu: 50, waits: 40, unattributed: 10 }, 'cpu'],
  [{ onCpu: 30, waits: 40, unattributed: 30 }, 'poll'],
  [{ onCpu: 10, waits: 40, unattributed: 50 }, 'unattributed'],
  // Both samplers counted it: the waits are what is sure.
  [{ onCpu: 60, waits: 60, unattributed: -20 }, 'poll'],
])('%o is mainly %s', ({ onCpu, waits, unattributed }, expected) => {
  const waiting = CATEGORIES.map((category) => (category === 'poll' ? waits : 0));
  expect(nameOfKind(mainKind({ total: 100, onCpu, waiting, unattributed }))).toBe(expected);
});

it('the places of nodes are those of the layout', () => {
  const stacks = Array.from({ length: 40 }, (_, i) => ({ frames: [`f${i % 7}`, `g${i % 3}`, `h${i}`], weight: i + 1 }));
  const { tree: any, attach } = buildCallTree([profileOfStacks(stacks)]);
  const weights = weightsOf(attach[0](0));
  const ends = [0];
  const order = Array.from({ length: any.length }, (_, node) => node).sort(
    (a, b) => any.subtreeEnd[a] - any.level[a] - (any.subtreeEnd[b] - any.level[b])
  );
  order.forEach((node) => ends.push(ends[ends.length - 1] + weights.self[node]));
  const whole = totalOf(any, weights, 0);
  const boxes = layoutBoxes(any, weights, { root: 0, width: whole, firstLevel: 0, lastLevel: 9 });
  for (let box = 0; box < boxes.length; box++) {
    const node = boxes.node[box];
    expect(boxes.x0[box]).toBeCloseTo(ends[node - any.level[node]], 6);
  }
});

describe('pixel by pixel', () => {
  const strip = (texts: Parameters<typeof contextOf>[0], width: number, root = 0) =>
    runs(stripOf(contextOf(texts).paired, { root, width }));

  it('what a runtime hides is unattributed in a wall profile alone', () => {
    const stacks = 'run (app.py:3) 6\nrun (app.py:3);recv (socket.py:706) 4';
    expect(strip({ wall: stacks }, 10)).toBe('network 4, unattributed 6');
  });

  it('many small waits beside one another, and few of them in a large tree, are the same picture', () => {
    const many = Array.from({ length: 40 }, (_, i) => `f${String(i).padStart(2, '0')};ep_poll 1`).join('\n');
    expect(strip({ wall: many }, 40)).toBe('poll 40');
    const mixed = Array.from(
      { length: 40 },
      (_, i) => `f${String(i).padStart(2, '0')}${i % 2 ? ';ep_poll' : ''} 1`
    ).join('\n');
    expect(strip({ wall: mixed }, 40)).toBe(
      Array.from({ length: 40 }, (_, i) => `${i % 2 ? 'poll' : 'cpu'} 1`).join(', ')
    );
    const few = Array.from(
      { length: 400 },
      (_, i) => `f${String(i).padStart(3, '0')}${i === 399 || i === 3 ? ';ep_poll' : ''} 1`
    ).join('\n');
    expect(strip({ wall: few }, 400)).toBe('cpu 3, poll 1, cpu 395, poll 1');
  });

  it('off-CPU time alone has no running in it', () => {
    expect(strip({ offcpu: 'a;ep_poll 3\nb;futex_wait 1' }, 4)).toBe('poll 3, lock 1');
  });

  it('a frame without time has nothing to show', () => {
    const { paired: pair, tree: own } = contextOf({ wall: 'a;ep_poll 3\nb 0' });
    expect(runs(stripOf(pair, { root: nodeAt(own, 'b'), width: 3 }))).toBe('unattributed 3');
    expect(stripOf(pair, { root: 0, width: 0 })).toHaveLength(0);
  });
});
