import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalNames, isNeutral, markOf, readFrame } from './canonical';
import { CATEGORIES } from './categories';
import { classifyStack } from './classify';
import { symbolFacts } from './rules';

/** A frame of a script: how py-spy spells it, taken apart. */
const LOCATED = /^(.+) \((.+?):(\d+)\)$/;

const judge = (frames: Array<{ name: string; file?: string }>) => {
  const verdict = classifyStack(
    {
      length: frames.length,
      facts: (i) => symbolFacts(frames[frames.length - 1 - i].name, [], frames[frames.length - 1 - i].file),
    },
    'wall'
  );
  return CATEGORIES[verdict.category];
};

describe('stacks of py-spy (testdata/waits/zoo.json) in the spelling of other profilers', () => {
  const cases: Array<{ frames: string }> = JSON.parse(
    readFileSync(join(__dirname, '../../../testdata/waits/zoo.json'), 'utf8')
  );
  const stacks = cases
    .map(({ frames }) => frames.split(';'))
    .filter((frames) => LOCATED.exec(frames[frames.length - 1])?.[2].endsWith('.py'));
  const wanted = stacks.map((frames) => judge(frames.map((name) => ({ name }))));
  const respelt = (spell: (name: string, file: string, line: string) => { name: string; file?: string }) =>
    stacks.map((frames) =>
      judge(
        frames.map((frame) => {
          const at = LOCATED.exec(frame);
          return at ? spell(at[1], at[2], at[3]) : { name: frame };
        })
      )
    );
  /** Names without their class, as before Python 3.11. */
  const plain = (name: string) => name.slice(name.lastIndexOf('.') + 1);

  it('has waits of several kinds', () => {
    expect(stacks.length).toBeGreaterThan(20);
    expect(new Set(wanted).size).toBeGreaterThan(5);
    expect(wanted.filter((category) => category !== 'cpu').length).toBeGreaterThan(wanted.length / 2);
  });

  it.each<[string, (name: string, file: string, line: string) => { name: string; file?: string }]>([
    ['austin, pyflame: file:function:line', (name, file, line) => ({ name: `${file}:${name}:${line}` })],
    ['austin with whole paths', (name, file, line) => ({ name: `/usr/lib/python3.11/${file}:${name}:${line}` })],
    ['Pyroscope: file function', (name, file) => ({ name: `${file} ${name}` })],
    ['Pyroscope with whole paths', (name, file) => ({ name: `/usr/lib/python3.11/${file} ${name}` })],
    ['Pyroscope up to 1.0: file:-1 - function', (name, file) => ({ name: `${file}:-1 - ${name}` })],
    ['pyroscope-rs: file:line - function', (name, file, line) => ({ name: `${file}:${line} - ${name}` })],
    ['rbspy: function - file:line', (name, file, line) => ({ name: `${name} - ${file}:${line}` })],
    ['speedscope, pprof: the file beside the name', (name, file) => ({ name, file })],
    ['without a line', (name, file) => ({ name: `${name} (${file})` })],
    ['Python before 3.11', (name, file, line) => ({ name: `${plain(name)} (${file}:${line})` })],
    [
      'Python before 3.11, the file beside',
      (name, file) => ({ name: plain(name), file: `/usr/lib/python3.9/${file}` }),
    ],
  ])('%s', (_, spell) => expect(respelt(spell)).toEqual(wanted));
});

describe('a function of the program is called like one of a library', () => {
  it.each([
    ['worker (app/score.py:20)'],
    ['wait (app.py:3)'],
    ['lock (app.py:3)'],
    ['sleep (app.py:3)'],
    ['Queue.get (app/models.py:3)'],
    ['/srv/app/queue.py get'],
    ['/srv/app/threading.py:wait:12'],
    ['join - /srv/app/lib.rb:3'],
    ['sleep - app.rb:3'],
    ['select file:///app/db.js:3:1'],
    ['worker /app/pool.js:3:1'],
    ['read node:internal/streams:3:1'],
    ['Array#select (app.rb:3)'],
    ['pop [c function] - (unknown):0'],
    ['lock (app.php)'],
    ['worker'],
  ])('%s is no wait', (name) => expect(judge([{ name: 'main' }, { name }])).toBe('cpu'));

  it.each([
    ['get', '/srv/app/queue.py'],
    ['worker', '/srv/app/pool.js'],
    ['sleep', 'app.rb'],
    ['poll', 'Poller.java'],
    ['read', 'reader.cs'],
    ['lock', 'src/store.rs'],
  ])('%s of %s is no wait', (name, file) => expect(judge([{ name: 'main' }, { name, file }])).toBe('cpu'));

  it('is one where the class says so', () => {
    expect(judge([{ name: '<main>' }, { name: 'Thread::Queue#pop', file: '/srv/app/app.rb' }])).toBe('channel');
    expect(judge([{ name: '<main>' }, { name: 'Queue#pop (app.rb:3)' }])).toBe('channel');
  });

  it('counts where another frame shows the runtime', () => {
    expect(judge([{ name: 'Queue.get' }])).toBe('cpu');
    expect(judge([{ name: '_PyEval_EvalFrameDefault' }, { name: 'Queue.get' }])).toBe('channel');
    expect(judge([{ name: 'worker' }, { name: 'uv_cond_wait' }])).not.toBe('cpu');
  });
});

describe('spellings', () => {
  it.each([
    ['get (queue.py:171)', '', 'get@queue.py', 'python'],
    ['/usr/lib/python3.9/queue.py:get:171', '', 'get@queue.py', 'python'],
    ['<frozen importlib._bootstrap>:_find_and_load:1176', '', '_find_and_load@<frozen importlib._bootstrap>', 'python'],
    ['C:\\Python311\\Lib\\queue.py:get:3', '', 'get@queue.py', 'python'],
    [
      '/opt/venv/lib/python3.11/site-packages/urllib3/util/retry.py _sleep_backoff',
      '',
      '_sleep_backoff@urllib3/util/retry.py',
      'python',
    ],
    ['Retry._sleep_backoff', 'urllib3/util/retry.py', '_sleep_backoff@urllib3/util/retry.py', 'python'],
    [
      'block (2 levels) in spawn_thread - /gems/puma-6.4/lib/puma/thread_pool.rb:9',
      '',
      'spawn_thread@puma/thread_pool.rb',
      'ruby',
    ],
    ['sleep [c function] - (unknown):0', '', 'sleep [c function]', 'ruby'],
    ['fsyncSync node:fs:1234:3', '', 'fsyncSync@node:fs', 'node'],
    ['LazyCompile:*render /app/a.js:12:3', '', 'render@/app/a.js', 'node'],
    ['java/lang/Object.wait()V', '', 'java.lang.Object.wait', 'jvm'],
    ['net/http.(*conn).serve', '', 'net/http.(*conn).serve', undefined],
    ['os/signal.loop', '', 'os/signal.loop', undefined],
    ['sock_call (socketmodule.c:972)', '', 'sock_call', 'native'],
    ['System.Private.CoreLib!System.Threading.Thread.Sleep(int32)', '', 'System.Threading.Thread.Sleep', undefined],
    ['__GI___poll', '', 'libc:poll', undefined],
  ])('%s', (name, file, canonical, runtime) => {
    expect(readFrame(name, file).names).toContain(canonical);
    expect(readFrame(name, file).runtime).toBe(runtime);
  });

  it.each([
    'UNMANAGED_CODE_TIME',
    'CPU_TIME',
    '(unknown) [c function] - (unknown):0',
    '<native>',
    '[native]',
    '~',
    'futex_wait',
    'main',
  ])('%s is a mark or it is not', (name) => expect(isNeutral(name)).toBe(!['futex_wait', 'main'].includes(name)));

  it('knows which marks hide code that may wait', () => {
    expect(markOf('UNMANAGED_CODE_TIME')?.unsure).toBe(true);
    expect(markOf('CPU_TIME')?.unsure).toBe(false);
  });

  it.each([
    'a'.repeat(1_000_000),
    `${'a.py '.repeat(200_000)}`,
    `${'x:'.repeat(500_000)}1`,
    `${'('.repeat(1000)}${')'.repeat(1000)}`,
    `${'a/'.repeat(500)}b.py:`.repeat(900),
    `${'f - '.repeat(100_000)}`,
    '\0'.repeat(1000),
  ])('takes linear time on a hostile name (%#)', (name) => {
    const start = performance.now();
    canonicalNames(name, name);
    symbolFacts(name, [], name);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
