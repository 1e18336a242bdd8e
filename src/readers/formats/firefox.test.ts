import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { splitAt } from '../../analysis';
import { prepareProfile } from '../../prepare';
import { bytes, problemOf, read, text } from '../../testing';

const file = (name: string) => readFileSync(join(__dirname, '../../../testdata/firefox', name));
const json = (value: unknown) => text(JSON.stringify(value));

interface Recorded {
  meta: { interval: number };
  threads: Array<{ samples: { length: number; threadCPUDelta: number[] } }>;
}

describe('samply', () => {
  it.each(['samply-0.13.json', 'samply-0.13-node.json'])('%s: samples by interval, counted another way', (name) => {
    const { meta, threads } = JSON.parse(file(name).toString()) as Recorded;
    const samples = threads.reduce((sum, thread) => sum + thread.samples.length, 0);
    for (const source of [bytes(file(name)), bytes(gzipSync(file(name)))]) {
      const found = read(source);
      expect(found.format.id).toBe('firefox');
      expect(found.total).toBe(samples * meta.interval * 1e6);
      // Only running threads were sampled: their CPU time, in µs, is the time that the samples stand for.
      const cpu = threads.flatMap((thread) => thread.samples.threadCPUDelta).reduce((a, b) => a + b, 0);
      expect(Math.abs(found.total / (cpu * 1000) - 1)).toBeLessThan(0.15);
      expect(found.types).toEqual(['cpu/nanoseconds']);
    }
  });

  it('has addresses of the binary where names were not looked up, which is said, and names of a JIT', () => {
    const [plain, node] = ['samply-0.13.json', 'samply-0.13-node.json'].map((name) => read(bytes(file(name))));
    expect(plain.draw).toMatch(/libc\.so\.6\+0x[0-9a-f]+ .*\n +libc\.so\.6\+0x[0-9a-f]+ .*\n +waits\+0x[0-9a-f]+ /);
    expect(plain.warnings[0].message).toContain('have no name');
    expect(node.draw).toContain('processTimers');
  });
});

const STRINGS = ['(root)', 'main', 'epoll_wait', 'app.py', 'work', 'On CPU', 'Off CPU', 'libc.so', '0x12'];
const funcTable = { name: [0, 1, 2, 4, 8], resource: [-1, -1, -1, -1, 0], fileName: [null, 3, null, 3, null] };
const tables = {
  stackTable: { prefix: [null, 0, 1, 1, 1], frame: [0, 1, 2, 3, 4] },
  frameTable: { func: [0, 1, 2, 3, 4], line: [null, 7, 8, 9, null] },
  funcTable,
  resourceTable: { name: [7] },
};
const meta = {
  preprocessedProfileVersion: 57,
  interval: 2,
  product: 'Firefox',
  startTime: 1000,
  sampleUnits: { threadCPUDelta: 'ns' },
};
const DRAWN = 'all 8000000 0\n  main 8000000 0\n    work 2000000 2000000\n    epoll_wait 6000000 6000000';

describe('processed format', () => {
  const samples = { stack: [2, 2, 3, 2], time: [10, 12, 14, 16], weight: null, weightType: 'samples' };

  it('reads tables of the thread', () => {
    const found = read(json({ meta, threads: [{ name: 't', samples, stringArray: STRINGS, ...tables }] }));
    expect(found.draw).toBe(DRAWN);
    expect(found.tree.symbols.find(({ name }) => name === 'main')).toMatchObject({ file: 'app.py', line: 7 });
    expect([...found.profile.samples.time!]).toEqual([1010, 1012, 1014, 1016].map((ms) => ms * 1e6));
    expect(found.profile.clock).toBe('utc');
  });

  it('reads shared tables, sources of functions, and gaps between the times', () => {
    const shared = {
      ...tables,
      funcTable: { ...funcTable, fileName: undefined, source: [null, 0, null, 0, null] },
      sources: { filename: [3] },
      stringArray: STRINGS,
    };
    const { time: _, ...rest } = samples;
    const found = read(
      json({ meta, shared, threads: [{ name: 't', samples: { ...rest, timeDeltas: [10, 2, 2, 2] } }] })
    );
    expect(found.draw).toBe(DRAWN);
    expect(found.tree.symbols.find(({ name }) => name === 'main')).toMatchObject({ file: 'app.py' });
    expect([...found.profile.samples.time!].at(-1)).toBe(1016e6);
  });

  it('fills both roles from the same samples where the CPU time of a thread is recorded', () => {
    const timed = { ...samples, threadCPUDelta: [0, 500_000, 2_000_000, null] };
    // The C library's poll: one in a file of Python is the program's own function and no wait.
    const ofLibc = { ...tables, funcTable: { ...funcTable, fileName: [null, 3, null, 3, null] } };
    const { queries, paired } = prepareProfile([
      { refId: 'A', source: json({ meta, threads: [{ name: 't', samples: timed, stringArray: STRINGS, ...ofLibc }] }) },
    ]);
    expect(queries.map(({ role, total }) => [role, total]).sort()).toEqual([
      ['cpu', 2_500_000],
      ['wall', 8_000_000],
    ]);
    expect([paired!.evidence, paired!.sameSamples]).toEqual(['cpu+wall', true]);
    const { onCpu, waiting } = splitAt(paired!, 0);
    expect([onCpu, waiting.reduce((a, b) => a + b, 0)]).toEqual([2_500_000, 5_500_000]);
  });

  it('takes the state of Python’s threads from its markers', () => {
    const markers = { name: [6, 5, 6], startTime: [0, 13, 15], endTime: [13, 15, 20], data: [], phase: [] };
    const thread = { name: 't', samples, markers, ...tables };
    const { types, weights } = read(json({ meta, shared: { stringArray: STRINGS }, threads: [thread] }));
    expect(types).toEqual(['wall/nanoseconds', 'cpu/nanoseconds']);
    expect(weights[1].self.reduce((a, b) => a + b, 0)).toBe(2e6); // the sample at 14 ms
  });

  it.each([
    ['ms', { ...samples, weight: [1, 2, 3, 4], weightType: 'tracing-ms' }, 'samples/nanoseconds', 10e6],
    ['bytes', { ...samples, weight: [1, 2, 3, 4], weightType: 'bytes' }, 'alloc/bytes', 10],
    ['samples', { ...samples, weight: [1, 2, 3, null] }, 'samples/nanoseconds', 12e6],
  ])('weights in %s', (_, own, type, total) => {
    const found = read(json({ meta, threads: [{ name: 't', samples: own, stringArray: STRINGS, ...tables }] }));
    expect([found.types[0], found.total]).toEqual([type, total]);
  });

  it('threads and processes are labels; a bad stack costs its sample only', () => {
    const thread = (name: string, stack: unknown[]) => ({
      name,
      processName: 'app',
      samples: { ...samples, stack },
      stringArray: STRINGS,
      ...tables,
    });
    const found = read(json({ meta, threads: [thread('main', [2, 99, null, 2]), thread('pool', [3, 3, 3, 3])] }));
    expect([found.total, found.dropped]).toEqual([14e6, 1]);
    expect(found.profile.labels.map(({ name, values }) => [name, values])).toEqual([
      ['thread', ['main', 'pool']],
      ['process', ['app']],
    ]);
  });
});

it('Gecko format: rows by a schema, other processes inside', () => {
  const thread = {
    name: 'GeckoMain',
    samples: { schema: { stack: 0, time: 1 }, data: [[1, 10], [1, 12], [0]] },
    stackTable: {
      schema: { prefix: 0, frame: 1 },
      data: [
        [null, 0],
        [0, 1],
      ],
    },
    frameTable: { schema: { location: 0, line: 2 }, data: [[1], [4, false, 9]] },
    stringTable: STRINGS,
  };
  const own = { version: 24, interval: 1 };
  const found = read(json({ meta: own, threads: [thread], processes: [{ meta: own, threads: [thread] }] }));
  expect(found.draw).toBe('all 6000000 0\n  main 6000000 2000000\n    work 4000000 4000000');
});

it.each([
  ['no threads', { meta, threads: [] }, /holds no sample/],
  ['odd tables', { meta, threads: [{ samples: { stack: 'x' }, stackTable: 7 }, 'x', null] }, /holds no sample/],
])('with %s is a problem in words', (_, value, message) => expect(problemOf(json(value))).toMatch(message));
