import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf, read, text } from '../../testing';

const recorded = JSON.parse(
  readFileSync(join(__dirname, '../../../testdata/cpuprofile/app.cpuprofile')).toString()
) as {
  nodes: Array<{ id: number; callFrame: object; children?: number[]; hitCount: number }>;
  samples: number[];
  timeDeltas: number[];
  startTime: number;
  endTime: number;
};
const json = (value: unknown) => text(JSON.stringify(value));
const shown = (value: unknown) => {
  const { draw, types, total } = read(json(value));
  return { draw, types, total };
};

/** As Chromium's ProfileChunk has it. */
function withParents() {
  const parentOf = new Map(recorded.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  return {
    ...recorded,
    nodes: recorded.nodes.map(({ id, callFrame }) => ({ id, callFrame, parent: parentOf.get(id) })),
  };
}

/** As V8 wrote it before 2015: one tree, time stamps, seconds. */
function oldForm(more: object) {
  const byId = new Map(recorded.nodes.map((node) => [node.id, node]));
  const tree = (id: number): object => {
    const { callFrame, children = [], hitCount } = byId.get(id)!;
    const { lineNumber, ...frame } = callFrame as { lineNumber: number };
    return { ...frame, lineNumber: lineNumber + 1, id, hitCount, children: children.map(tree) };
  };
  const { samples, startTime, endTime } = recorded;
  return { head: tree(1), samples, startTime: startTime / 1e6, endTime: endTime / 1e6, ...more };
}

describe('one recording of node --cpu-prof in three forms', () => {
  it('is the same with parents instead of children', () => expect(shown(withParents())).toEqual(shown(recorded)));

  it('is the same in the old form', () => {
    let at = recorded.startTime;
    const timestamps = recorded.timeDeltas.map((delta) => (at += delta));
    const [old, now] = [shown(oldForm({ timestamps })), shown(recorded)];
    expect(Math.abs(old.total - now.total)).toBeLessThan(1000); // seconds are rounded
    const names = (draw: string) => draw.replace(/ \d+(?:\.\d+)? \d+(?:\.\d+)?$/gm, '');
    expect(names(old.draw)).toBe(names(now.draw));
  });

  it('counts hits where there are no samples, and divides the time evenly where there are no time stamps', () => {
    const hits = recorded.nodes.reduce((sum, { hitCount }) => sum + hitCount, 0);
    const { samples: _, timeDeltas: __, ...without } = recorded;
    expect(shown(without)).toMatchObject({ total: hits, types: ['cpu/count', 'wall/count'] });
    const even = shown(oldForm({}));
    expect(even.types[1]).toBe('wall/nanoseconds');
    expect(even.total / 1000 / (recorded.endTime - recorded.startTime)).toBeCloseTo(1, 6);
  });

  it('knows when each sample was taken, and how long it lasted', () => {
    const { samples, clock } = read(json(recorded)).profile;
    expect(clock).toBe('monotonic');
    expect(samples.time![0]).toBe((recorded.startTime + recorded.timeDeltas[0]) * 1000);
    expect(samples.duration![0]).toBe(recorded.timeDeltas[1] * 1000);
  });
});

it('names the callers by parent ids (discoveryjs/cpupro#5)', () => {
  const node = (id: number, functionName: string, parent?: number) => ({ id, parent, callFrame: { functionName } });
  const nodes = [node(1, '(root)'), node(2, 'main', 1), node(3, 'work', 2)];
  expect(read(json({ nodes, samples: [3, 3, 2], timeDeltas: [0, 1000, 1000], startTime: 0, endTime: 3000 })).draw).toBe(
    'all 3000000 0\n  main 3000000 1000000\n    work 2000000 2000000'
  );
});

it.each([
  ['samples that are no numbers', { nodes: [{ id: 1, callFrame: {} }], samples: ['x'], timeDeltas: [1] }, /no numbers/],
  ['no samples at all', { nodes: [{ id: 1, callFrame: {} }] }, /holds no sample/],
])('says what is wrong with %s', (_, value, message) => expect(problemOf(json(value))).toMatch(message));

it('ends where parents go in a circle, and reads a tree of any depth', () => {
  const nodes = [
    { id: 1, parent: 2, callFrame: { functionName: 'a' } },
    { id: 2, parent: 1, callFrame: { functionName: 'b' } },
  ];
  expect(read(json({ nodes, samples: [1], timeDeltas: [0], startTime: 0, endTime: 1 })).total).toBe(1000);
  const depth = 3000;
  const open = Array.from({ length: depth }, (_, i) => `{"functionName":"f${i}","id":${i},"hitCount":1,"children":[`);
  const deep = `{"head":${open.join('')}${']}'.repeat(depth)}}`;
  expect(read(text(deep)).tree.maxLevel).toBe(depth);
});

describe('V8 .cpuprofile written by hand', () => {
  const json = (value: unknown) => text(JSON.stringify(value));
  const node = (id: number, functionName: string, children: number[] = [], lineNumber: unknown = 0) => ({
    id,
    callFrame: { functionName, url: 'file:///a.js', lineNumber },
    children,
  });
  const nodes = [
    node(1, '(root)', [2, 4, 5]),
    node(2, 'main', [3]),
    node(3, '', [], 4),
    node(4, '(idle)'),
    node(5, '(program)'),
  ];
  const doc = (samples: unknown, timeDeltas: unknown, more: object = {}) =>
    json({ nodes, samples, timeDeltas, ...more });

  it('a gap is the time of the sample before it; the last one lasts to the end of the recording', () => {
    const found = read(doc([3, 4, 2, 3], [5, 10, 20, 40], { startTime: 1000, endTime: 1175 }));
    expect(found.draw).toBe('all 170000 0\n  (idle) 20000 20000\n  main 150000 40000\n    (anonymous) 110000 110000');
    // The CPU part has no idle time.
    expect([...found.profile.samples.weights[0]]).toEqual([10_000, 0, 40_000, 100_000]);
    expect(found.types).toEqual(['cpu/nanoseconds', 'wall/nanoseconds']);
    expect(found.tree.symbols.find(({ name }) => name === '(anonymous)')).toMatchObject({
      file: 'file:///a.js',
      line: 5,
    });
  });

  it('without its end the last sample has no time; clocks that step back give none', () => {
    expect(read(doc([2, 2, 2], [0, 7, -3])).total).toBe(7000);
    expect(read(doc([2, 2], [0, 7], { startTime: 5 })).total).toBe(7000);
    expect(read(doc([2, 2], [0, 7], { endTime: 5 })).total).toBe(7000);
  });

  it('names a node that is not there', () => {
    const found = read(doc([2, 77], [0, 5]));
    expect(found.warnings[0]).toMatchObject({ row: 2, message: expect.stringContaining('names node 77') });
    const odd = json({
      nodes: [...nodes, 'x', { id: 'y' }, node(9, 'far', [9], 'no')],
      samples: [9],
      timeDeltas: [0, 3],
    });
    expect(read(odd).draw).toBe('all 3000 0\n  far 3000 3000');
  });
});
