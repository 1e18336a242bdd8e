import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, splitAt } from '../../analysis';
import { rolesOf } from '../../analysis/roles';
import { prepareProfile } from '../../prepare';
import { totalOf } from '../../profile';
import { bytes, read, text } from '../../testing';

const load = (name: string) => readFileSync(join(__dirname, '../../../testdata/austin', name));
/** Metrics of a file's lines, counted another way. */
const metricsOf = (name: string) =>
  load(name)
    .toString()
    .split('\n')
    .flatMap((line) =>
      line.startsWith('P')
        ? [
            line
              .slice(line.lastIndexOf(' ') + 1)
              .split(',')
              .map(Number),
          ]
        : []
    );
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const total = (found: ReturnType<typeof read>, type: number) => totalOf(found.tree, found.weights[type], 0);
const roles = (found: ReturnType<typeof read>) => rolesOf(found.profile, {}).map(({ role }) => role);

it('the header’s mode is the role, metrics are µs: austin#262’s recording of 7.353 s of wall time', () => {
  const found = read(bytes(load('reported-wall.austin')));
  expect([found.format.id, roles(found), found.total]).toEqual(['austin', ['wall'], 7_353_432_000]);
  // Stacks that hold Queue.get or Queue.put, by grep: 1,331,574 µs
  const { strings, frames, stacks, samples } = found.profile;
  const inQueue = (stack: number): boolean =>
    stack >= 0 &&
    (/^Queue\.(?:get|put) \(queue\.py\)$/.test(strings[frames.name[stacks.frame[stack]]]) ||
      inQueue(stacks.prefix[stack]));
  expect(sum(Array.from(samples.stack, (stack, i) => (inQueue(stack) ? samples.weights[0][i] : 0)))).toBe(
    1_331_574_000
  );
});

it('full mode: the time of all threads, and of those that were not idle: an exact pair', () => {
  for (const name of ['reported-full.austin', 'full.austin']) {
    const found = read(bytes(load(name)));
    const metrics = metricsOf(name);
    expect(found.types).toEqual(['wall/nanoseconds', 'cpu/nanoseconds', 'alloc_space/bytes']);
    expect(roles(found)).toEqual(['wall', 'cpu']);
    expect(total(found, 0)).toBe(1000 * sum(metrics.map(([time]) => time)));
    expect(total(found, 1)).toBe(1000 * sum(metrics.map(([time, idle]) => (idle ? 0 : time))));
    expect(found.dropped).toBe(0);
  }
});

it.each([
  ['wall.austin', 'wall', 1000],
  ['cpu.austin', 'cpu', 1000],
  ['memory.austin', 'other', 1],
])('%s', (name, role, factor) => {
  const found = read(bytes(load(name)));
  expect([roles(found), found.dropped]).toEqual([[role], 0]);
  expect(found.total).toBe(factor * sum(metricsOf(name).map(([metric]) => Math.max(0, metric))));
});

it('process and thread are labels; functions of one name in two files are two, lines of one function are one', () => {
  const found = read(
    text(
      '# austin: 3.7.0\n# mode: wall\n\nP1;T0:2;/app/a.py:<module>:1;/usr/lib/python3.11/queue.py:Queue.get:3 5\nP1;T0:3;/app/a.py:<module>:2;/app/queue.py:Queue.get:3 7\n'
    )
  );
  expect(found.draw).toBe(
    'all 12000 0\n  <module> (app/a.py) 12000 0\n    Queue.get (app/queue.py) 7000 7000\n    Queue.get (queue.py) 5000 5000'
  );
  expect(found.profile.labels.map(({ name, values }) => [name, ...values])).toEqual([
    ['pid', '1'],
    ['thread', '2', '3'],
  ]);
  expect(found.tree.symbols.find(({ name }) => name === 'Queue.get (queue.py)')).toMatchObject({
    file: '/usr/lib/python3.11/queue.py',
    line: 3,
  });
});

// pyflame (uber-archive/pyflame#62) and profiling.sampling of Python 3.15 (stack_collector.py) write the same notation without a header.
it.each([
  ['pyflame', '/app/a.py:<module>:3;/app/a.py:f:9 4\n/app/a.py:<module>:3 1\n(idle) 1\n', 6, undefined],
  ['profiling.sampling', 'tid:12;a.py:<module>:3;threading.py:Event.wait:629 4\ntid:13;a.py:f:9;<GC> 2\n', 6, 'tid'],
])('%s', (_, content, samples, thread) => {
  const found = read(text(content));
  expect([found.format.id, found.types, found.total]).toEqual(['austin', ['samples/count'], samples]);
  expect(found.profile.labels.map(({ values }) => values)).toEqual(thread ? [['12', '13']] : []);
});

it('other notations with colons are left to folded stacks', () => {
  expect(read(text('main;fn /app/a.js:3:9 4\nmain;a::b 2\n')).format.id).toBe('folded');
  expect(read(bytes(load('py-spy-raw.folded'))).format.id).toBe('folded');
});

it('lines without their metrics are counted', () => {
  const found = read(
    text('# austin: 3.7.0\n# mode: full\n\nP1;T0:2;a.py:f:1 5,0,0\nP1;T0:2;a.py:f:1 5\nP1;T0:2;a.py:f:1\n')
  );
  expect([found.total, found.dropped, found.warnings[0].row]).toEqual([5000, 2, 5]);
});

it('the waits of austin#262’s recording are those of the same stacks as speedscope: lock 24.9 %, channel 17.9 %', () => {
  const content = load('reported-wall.austin').toString();
  const { paired } = prepareProfile([{ refId: 'A', source: { kind: 'text', text: content } }]);
  const { total: whole, waiting } = splitAt(paired!, 0);
  const share = (name: 'lock' | 'channel') => waiting[CATEGORIES.indexOf(name)] / whole;
  expect([share('lock').toFixed(3), share('channel').toFixed(3)]).toEqual(['0.249', '0.179']);
});
