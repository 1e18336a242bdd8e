import { CATEGORIES, type Category, CPU, IDLE } from './categories';
import { compileWaits } from './compile';
import { unpacked } from './entry';
import { NameTable } from './nameTable';
import { isOfRuntime, symbolFacts } from './rules';

const said = (text: string, name: string) =>
  new NameTable(compileWaits(text), unpacked)
    .find(name)
    .map(({ entry, bare }) => ({ ...entry, category: CATEGORIES[entry.category], bare }));

describe('a group of the table', () => {
  it('gives its names category, runtime, rank and where they count', () => {
    expect(said('lock kernel 2 on-cpu leaf<3 seen\n  spin\n\n   \n  slow', 'slow')).toEqual([
      { category: 'lock', runtime: 'kernel', rank: 2, onCpu: true, maxFromLeaf: 3, bare: false },
    ]);
    expect(said('sleep go 1 documented\n  time.Sleep', 'time.Sleep')).toEqual([
      { category: 'sleep', runtime: 'go', rank: 1, onCpu: false, maxFromLeaf: 0, bare: false },
    ]);
  });

  it.each(['lock kernel 5 seen', 'lock kernel 12 seen', 'lock kernel x2 seen', 'lock kernel 2x seen'])(
    'is refused where its rank is none: %s',
    (group) => expect(() => compileWaits(`${group}\n  x`)).toThrow('not a group')
  );

  it('of the C library has names of its own', () => {
    expect(said('poll libc 1 seen\n  poll', 'poll')).toEqual([]);
    expect(said('poll libc 1 seen\n  poll', 'libc:poll')).toHaveLength(1);
    expect(said('poll kernel 1 seen\n  poll', 'poll')).toHaveLength(1);
  });

  it('of Python names methods without their file, too: then another frame has to show Python', () => {
    const text = 'channel python 3 seen\n  Queue.get@queue.py\n  get@queue.py';
    expect(said(text, 'Queue.get@queue.py')).toMatchObject([{ bare: false }]);
    expect(said(text, 'Queue.get')).toMatchObject([{ category: 'channel', bare: true }]);
    expect(said(text, 'get')).toEqual([]);
    expect(said('channel ruby 3 seen\n  Queue.get@queue.rb', 'Queue.get')).toEqual([]);
    expect(said('channel python 3 seen\n  a-b.get@queue.py\n  x.Queue.get@queue.py', 'b.get')).toEqual([]);
    expect(said('channel python 3 seen\n  x.Queue.get@queue.py', 'Queue.get')).toEqual([]);
  });

  it.each<[runtime: string, name: string, bare: boolean]>([
    ['python', 'lock_acquire', true],
    ['python', 'PyThread_acquire_lock', false], // shows Python itself
    ['python', 'acquire@threading.py', false],
    ['ruby', 'native_sleep', true],
    ['ruby', 'rb_thread_sleep', false],
    ['ruby', 'Queue#pop', false],
    ['node', 'worker', true],
    ['node', 'uv_cond_wait', false],
    ['node', 'Foo::Bar', false],
    ['node', '(idle)', false],
    ['beam', 'scheduler_wait', true],
    ['go', 'worker', false],
    ['kernel', 'schedule', false],
  ])('%s: %s needs a frame beside it that shows the runtime: %s', (runtime, name, bare) =>
    expect(said(`lock ${runtime} 1 seen\n  ${name}`, name)).toMatchObject([{ bare }])
  );
});

describe('what is known of a frame', () => {
  it.each<[string, Partial<ReturnType<typeof symbolFacts>>]>([
    ['futex_wait_queue', { neutral: false, kernelEntry: false, weak: false, word: true, blind: false, native: true }],
    ['do_syscall_64', { neutral: true, kernelEntry: true, word: true, native: true }],
    ['poll', { native: true, word: true, weak: false }],
    ['sock_call (socketmodule.c:972)', { native: true, word: false, shows: undefined }],
    ['main.run', { native: false, word: false, blind: false, shows: undefined }],
    ['step (a.py:3)', { native: false, blind: true, shows: 'python' }],
    ['step (a.rb:3)', { blind: true, shows: 'ruby' }],
    ['step (a.php:3)', { blind: true, shows: 'php' }],
    ['step file:///app/a.js:3:1', { blind: false, shows: 'node' }],
    ['<built-in method time.sleep>', { blind: true, native: false }],
    ['<native>', { blind: true, neutral: true }],
    ['CPU_TIME', { blind: false, neutral: true }],
    ['Queue.get', { weak: true }],
    ['Queue.get (queue.py:171)', { weak: false }],
    ['a-b', { word: true }],
    ['a b', { word: false }],
  ])('%s', (name, facts) => expect(symbolFacts(name)).toMatchObject(facts));

  it('is the entry of highest rank of several, whatever their order', () => {
    const rankOf = (name: string) => symbolFacts(name).entry?.rank;
    expect(rankOf('runtime.gcBgMarkWorker')).toBe(4);
    expect(symbolFacts('main.nothing').entry).toBeUndefined();
  });

  it('depends on the file only where that tells the runtime', () => {
    expect(symbolFacts('get', [], '/usr/lib/python3.11/queue.py').entry).toBeDefined();
    expect(symbolFacts('get', [], 'queue.txt').entry).toBeUndefined();
    expect(symbolFacts('get', [], 'queue.txt')).toBe(symbolFacts('get'));
  });
});

describe('a rule of the user', () => {
  const facts = (category: Category, idle?: boolean) =>
    symbolFacts('schedule', [
      { test: () => false, category: 'disk' },
      { test: (name) => name === 'schedule', category, idle },
    ]);
  it('takes the place of all that is known, for CPU profiles where it says that the frame runs', () => {
    expect(facts('network')).toMatchObject({
      entry: { category: CATEGORIES.indexOf('network'), runtime: 'user', onCpu: false, maxFromLeaf: 0 },
      neutral: false,
      kernelEntry: false,
      weak: false,
      word: false,
    });
    expect(facts('cpu').entry).toMatchObject({ category: CPU, onCpu: true });
    expect(facts('network', true).entry).toMatchObject({ category: IDLE, onCpu: false });
    expect(facts('network').entry!.rank).toBeGreaterThan(4);
  });
});

it.each<[own: string, frame: Parameters<typeof isOfRuntime>[1], may: boolean]>([
  ['libc', undefined, true],
  ['libc', 'native', true],
  ['python', 'python', true],
  ['libc', 'python', false],
  ['jvm', 'ruby', false],
  ['reader', 'python', true],
])('a name of %s may be meant by a frame of %s: %s', (own, frame, may) => expect(isOfRuntime(own, frame)).toBe(may));
