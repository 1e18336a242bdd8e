import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, splitAt } from '../../analysis';
import { rolesOf } from '../../analysis/roles';
import { prepareProfile } from '../../prepare';
import { totalOf } from '../../profile';
import { bytes, read, text } from '../../testing';
import { austin } from './austin';

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

const drawOf = (content: string) => read(text(content)).draw.replace(/\n */g, ' | ');

it('a path is the one that a program imports it by: below the root of a library, else its last two parts', () => {
  const named = (path: string) => read(text(`# austin: 3\n\nP1;T0:2;${path}:f:1 5`)).tree.symbols[0].name;
  const paths = [
    ['/usr/lib/python3.11/concurrent/futures/thread.py', 'concurrent/futures/thread.py'],
    ['/srv/venv/lib/python3.13t/site-packages/flask/app.py', 'flask/app.py'],
    ['/usr/lib/python3/dist-packages/yaml.py', 'yaml.py'],
    ['C:\\Python\\Lib\\json\\decoder.py', 'json\\decoder.py'],
    ['/srv/shop/orders/queue.py', 'orders/queue.py'],
    ['C:\\shop\\orders\\queue.py', 'orders/queue.py'],
    ['queue.py', 'queue.py'],
    ['/srv/mylib/a.py', 'mylib/a.py'],
  ];
  expect(paths.map(([path]) => named(path))).toEqual(paths.map(([, path]) => `f (${path})`));
});

it('a frame without a file, and one that austin could not read, keep their words', () => {
  const content = '# austin: 3\n\nP1;T0:2; ;:INVALID:;a.pyx:f: ;<frozen importlib>:_find:7;GC 5';
  expect(drawOf(content)).toBe(
    'all 5 0 | [invalid frame] 5 0 | f (a.pyx) 5 0 | _find (<frozen importlib>) 5 0 | GC 5 5'
  );
});

it('processes and threads in each spelling, in hexadecimal, too; a number of another kind is a frame', () => {
  const labels = (stack: string) =>
    read(text(`# austin: 3\n\n${stack} 5`)).profile.labels.map(({ name, values }) => `${name} ${values}`);
  expect(labels('P12;T0:7f3a;a.py:f:1')).toEqual(['pid 12', 'thread 7f3a']);
  expect(labels('P12;T1a:0x7F3A;a.py:f:1')).toEqual(['pid 12', 'thread 0x7F3A']);
  expect(labels('P12;T99;a.py:f:1')).toEqual(['pid 12', 'thread 99']);
  expect(labels('tid:9;a.py:f:1')).toEqual(['thread 9']);
  expect(labels('XT0:2;a.py:f:1')).toEqual([]);
  expect(labels('P1x;a.py:f:1')).toEqual([]);
  expect(labels('a.py:f:1;P1;T2')).toEqual([]);
  expect(drawOf('# austin: 3\n\nP1 5')).toBe('all 5 5');
});

it('metrics are µs of time or bytes; memory that was given back is none taken; below 0 is left out, by its line', () => {
  const of = (mode: string, ...metrics: string[]) =>
    read(text(`# austin: 3\n# mode: ${mode}\n\n${metrics.map((one) => `P1;T0:2;a.py:f:1 ${one}`).join('\n')}\n`));
  expect(of('wall', '5', '7').total).toBe(12_000);
  expect(of('cpu', '5').types).toEqual(['cpu/nanoseconds']);
  expect(of('memory', '5', '-3').total).toBe(5);
  const full = of('full', '5,0,-8', '7,1,4', '-1,0,3');
  expect([0, 1, 2].map((type) => total(full, type))).toEqual([12_000, 5000, 4]);
  expect(full.warnings).toEqual([
    expect.objectContaining({ row: 6, message: '1 line left out: the metric is -1, below 0' }),
  ]);
  const wall = of('wall', '5', '-7', '5,0,0', 'x');
  expect([wall.total, wall.dropped]).toEqual([5000, 3]);
  expect(wall.warnings.map(({ message }) => message)).toEqual(
    expect.arrayContaining([expect.stringMatching(/metric is -7, below 0|no metric at the end of the line/)])
  );
  expect(of('full', '5', '1,0,0').warnings[0].message).toBe('1 line left out: no three metrics at the end of the line');
  expect(of('wall', '1', 'x').warnings[0].message).toBe('1 line left out: no metric at the end of the line');
});

it('without a header it is austin’s where three of five stacks have its frames', () => {
  const id = (...all: string[]) => read(text(all.join('\n'))).format.id;
  const [own, other] = ['a.py:f:1;b.py:g:2 3', 'main;f 3'];
  expect(id(own, own, own, other, other)).toBe('austin');
  expect(id('# a note', '', own, own, own, '', other, other)).toBe('austin');
  expect(id(own, own, other, other)).toBe('folded');
  // A process and a thread say so, too; one of them alone does not.
  expect(id('P1;T0:2;GC 3')).toBe('austin');
  expect(id('P1;main;f 3')).toBe('folded');
  expect(id('main;T0:2;f 3')).toBe('folded');
});

it('is refused as a table, whatever an option says', () => {
  expect(austin.read({ kind: 'columns', columns: [], length: 0 } as never, {})).toMatchObject({
    ok: false,
    problem: { message: 'austin’s output is text, not a table.' },
  });
});
