import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costGrowth } from '../../testing';
import { canonicalNames, isKernelEntry, isNeutral, markOf, readFrame, shownRuntime } from './canonical';
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

  it.each<[frame: string, names: string, file?: string]>([
    // The C library: a leading underscore is its own, and how it was compiled
    [' poll ', 'poll | libc:poll'],
    ['__libc_read', '__libc_read | libc:read'],
    ['libc_Read', 'libc_Read | libc:libc_Read'],
    ['mylibc_read', 'mylibc_read | libc:mylibc_read'],
    ['my__GI_poll', 'my__GI_poll | libc:my__GI_poll'],
    ['__nanosleep_nocancel', '__nanosleep_nocancel | libc:nanosleep'],
    ['nanosleep_nocancel_x', 'nanosleep_nocancel_x | libc:nanosleep_nocancel_x'],
    ['sem_wait64', 'sem_wait64 | libc:sem_wait64 | libc:sem_wait'],
    ['wait_time64', 'wait_time64 | libc:wait_time64 | libc:wait'],
    ['fcntl64_l64', 'fcntl64_l64 | libc:fcntl64_l64 | libc:fcntl'],
    ['epoll_wait64_fast', 'epoll_wait64_fast | libc:epoll_wait64_fast'],
    ['schedule+0x23_[k]', 'schedule+0x23_[k] | schedule | libc:schedule'],
    ['poll@@GLIBC_2.2.5', 'poll@@GLIBC_2.2.5 | poll | libc:poll'],
    // What profilers put in front
    ['[app] main.run', '[app] main.run | main.run | libc:main.run'],
    ['x [app] y', 'x [app] y | libc:x [app] y'],
    ['[Inlined] Foo', '[Inlined] Foo | Foo | libc:Foo'],
    ['x[Inlined] Foo', 'x[Inlined] Foo | libc:x[Inlined] Foo'],
    ['[HelperMethodFrame_1OBJ] A.Sleep', '[HelperMethodFrame_1OBJ] A.Sleep | A.Sleep | libc:A.Sleep'],
    ['[HelperMethodFrame]A.Sleep', '[HelperMethodFrame]A.Sleep | A.Sleep | libc:A.Sleep'],
    ['x [HelperMethodFrame] y', 'x [HelperMethodFrame] y | libc:x [HelperMethodFrame] y'],
    ["b'schedule'", "b'schedule' | schedule | libc:schedule"],
    // Argument lists, return types, hashes and closures
    ['int f(int)', 'int f(int) | int f | libc:int f(int)'],
    [
      'void a::b::wait(int, char)',
      'void a::b::wait(int, char) | void a::b::wait | a::b::wait | libc:void a::b::wait(int, char)',
    ],
    [
      'Void A.Monitor.Wait(object)',
      'Void A.Monitor.Wait(object) | Void A.Monitor.Wait | A.Monitor.Wait | libc:Void A.Monitor.Wait(object)',
    ],
    ['~Foo::Bar (x)', '~Foo::Bar (x) | ~Foo::Bar | libc:~Foo::Bar (x)'],
    ['a::wait() const', 'a::wait() const | a::wait | libc:a::wait() const'],
    ['(anonymous namespace)::f', '(anonymous namespace)::f | libc:(anonymous namespace)::f'],
    ['a::(anonymous namespace)::f', 'a::(anonymous namespace)::f | libc:a::(anonymous namespace)::f'],
    [
      'a::(anonymous namespace)::f(int)',
      'a::(anonymous namespace)::f(int) | a::(anonymous namespace)::f | libc:a::(anonymous namespace)::f(int)',
    ],
    ['a::operator()(int)', 'a::operator()(int) | a::operator() | libc:a::operator()(int)'],
    ['main.(*Queue).get', 'main.(*Queue).get | libc:main.(*Queue).get'],
    ['main.(Queue).get', 'main.(Queue).get | libc:main.(Queue).get'],
    ['a::recv::h0123456789abcdef', 'a::recv::h0123456789abcdef | a::recv | libc:a::recv::h0123456789abcdef'],
    ['a::h0123456789abcdef::b', 'a::h0123456789abcdef::b | libc:a::h0123456789abcdef::b'],
    [
      'a::run::{{closure}}::{{closure}}',
      'a::run::{{closure}}::{{closure}} | a::run | libc:a::run::{{closure}}::{{closure}}',
    ],
    [
      'a::run::{closure#0}::{closure#12}',
      'a::run::{closure#0}::{closure#12} | a::run | libc:a::run::{closure#0}::{closure#12}',
    ],
    ['a::{{closure}}::b', 'a::{{closure}}::b | libc:a::{{closure}}::b'],
    // Java
    [
      'java/lang/Object.wait()V',
      'java/lang/Object.wait()V | java.lang.Object.wait | java/lang/Object.wait | libc:java/lang/Object.wait()V',
    ],
    ['Ljava/lang/Object;::wait', 'Ljava/lang/Object;::wait | java.lang.Object.wait | libc:Ljava/lang/Object;::wait'],
    ['java/lang/Object:wait', 'java/lang/Object:wait | java.lang.Object.wait | libc:java/lang/Object:wait'],
    ['java/lang/Object;.wait', 'java/lang/Object;.wait | java.lang.Object.wait | libc:java/lang/Object;.wait'],
    [
      'java.base/a.B.wait(Native)',
      'java.base/a.B.wait(Native) | a.B.wait | java.base/a.B.wait | libc:java.base/a.B.wait(Native)',
    ],
    ['myjava.base@17/a.B.c', 'myjava.base@17/a.B.c | libc:myjava.base@17/a.B.c'],
    // Scripts: by their file only
    ['get (queue.py:171)', 'get (queue.py:171) | get@queue.py'],
    [
      '/usr/lib/python3.9/queue.py:get:171',
      '/usr/lib/python3.9/queue.py:get:171 | get@/usr/lib/python3.9/queue.py | get@usr/lib/python3.9/queue.py | get@lib/python3.9/queue.py | get@python3.9/queue.py | get@queue.py',
    ],
    [
      '/usr/lib/python3.11/concurrent/futures/thread.py:_worker:81',
      '/usr/lib/python3.11/concurrent/futures/thread.py:_worker:81 | _worker@/usr/lib/python3.11/concurrent/futures/thread.py | _worker@python3.11/concurrent/futures/thread.py | _worker@concurrent/futures/thread.py | _worker@futures/thread.py',
    ],
    [
      'block in rescue in A#b - a.rb:3',
      'block in rescue in A#b - a.rb:3 | block in rescue in A#b@a.rb | A#b@a.rb | b@a.rb | block in rescue in A#b',
    ],
    ['block (12 levels) in b - a.rb:3', 'block (12 levels) in b - a.rb:3 | block (12 levels) in b@a.rb | b@a.rb'],
    ['my block in b - a.rb:3', 'my block in b - a.rb:3 | my block in b@a.rb'],
    ['pop - <internal:thread_sync>:18', 'pop - <internal:thread_sync>:18 | pop@<internal:thread_sync>'],
    ['Q#pop', 'Q#pop | Q#pop@/srv/app.rb | Q#pop@srv/app.rb | pop@/srv/app.rb | pop@srv/app.rb', '/srv/app.rb'],
    ['f', 'f@C:/Lib/queue.py | f@Lib/queue.py | f@queue.py', 'C:\\Lib\\queue.py'],
  ])('%s is looked up as all of', (frame, names, file = '') =>
    expect(canonicalNames(frame, file).join(' | ')).toBe(names)
  );

  it.each<[file: string, runtime: string | undefined]>([
    ['a.pyi', 'python'],
    ['<frozen importlib._bootstrap>', 'python'],
    ['<string>', 'python'],
    ['x<string>', undefined],
    ['<internal:kernel>', 'ruby'],
    ['x<internal:kernel>', undefined],
    ['node:fs', 'node'],
    ['libfoo.so', 'native'],
    ['libfoo.so.1.2', 'native'],
    ['a.so.x', undefined],
    ['a.so.1/x', undefined],
    ['a.PY', undefined],
  ])('the file %s shows %s', (file, runtime) => expect(readFrame('f', file).runtime).toBe(runtime));

  it.each<[frame: string, call: boolean]>([
    ['<built-in method time.sleep>', true],
    ['<builtin method f>', true],
    ['{built-in method f}', true],
    ['sleep [c function]', true],
    ['x <built-in method>', false],
    ['sleep', false],
  ])('%s is a call into C of which nothing else is known: %s', (frame, call) =>
    expect(readFrame(frame).cCall).toBe(call)
  );

  it('of more than 1,000 characters are looked up by these', () => {
    const [whole, ...others] = canonicalNames(`${'a'.repeat(1500)}+0x1f`);
    expect(whole).toHaveLength(1505);
    expect(others.every((name) => name.length <= 1005)).toBe(true);
    expect(canonicalNames(`${'a'.repeat(995)}+0x1f`)).toContain('a'.repeat(995)); // 1,000 with what is cut from it
    expect(readFrame('f', `${'x/'.repeat(5000)}b.py`).file).toHaveLength(1000);
  });

  it.each<[frame: string, runtime: string | undefined]>([
    ['PyEval_EvalCode', 'python'],
    ['take_gil', 'python'],
    ['rb_thread_call', 'ruby'],
    ['Queue#pop', 'ruby'],
    ['tokio::run::{closure#0}', undefined], // Rust's closures have a number
    ['uv__io_poll', 'node'],
    ['(idle)', 'node'],
    ['erts_poll_wait', 'beam'],
    ['read (libc.so.6)', undefined],
    ['java/lang/Object.wait()V', 'jvm'],
  ])('%s shows that its stack is of %s', (frame, runtime) => expect(shownRuntime(readFrame(frame))).toBe(runtime));

  it.each<[frame: string, neutral: boolean]>([
    ['__switch_to_[k]', true],
    ['__switch_to_[i]', true],
    ['__switch_to+0x23', true],
    ['__switch_to+12', true],
    ['__switch_to_[x]', false],
    ['__switch_to+0x23z', false],
    ['a__switch_to', false],
    ['deadbeef', true],
    ['deadbee', false],
    [`0x${'1'.repeat(1500)}`, true],
    [`${'a'.repeat(1500)}`, false],
    [`:INVALID:`, true],
    [`:INVALID::${'a'.repeat(40)}`, true],
    [`~${' '.repeat(80)}`, false],
  ])('%.30s says nothing of a wait: %s', (frame, neutral) => expect(isNeutral(frame)).toBe(neutral));

  it.each<[frame: string, entry: boolean]>([
    ['entry_SYSCALL_64_after_hwframe', true],
    ['el0t_64_sync', true],
    ['el0_svc', true],
    ['asm_exc_page_fault', true],
    ['my_entry_SYSCALL', false],
    ['schedule', false],
  ])('%s is where the kernel is entered: %s', (frame, entry) => expect(isKernelEntry(frame)).toBe(entry));

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

  it.each<(size: number) => string>([
    (size) => 'a'.repeat(10 * size),
    (size) => 'a.py '.repeat(2 * size),
    (size) => `${'x:'.repeat(5 * size)}1`,
    (size) => `${'('.repeat(size)}${')'.repeat(size)}`,
    (size) => `${'a/'.repeat(500)}b.py:`.repeat(size / 100),
    (size) => 'f - '.repeat(size),
    (size) => '\0'.repeat(size),
  ])('takes linear time on a hostile name (%#)', (hostile) => {
    const judge = (size: number) => {
      const name = hostile(size);
      canonicalNames(name, name);
      symbolFacts(name, [], name);
    };
    expect(costGrowth(12_500, judge)).toBeLessThan(3);
  });
});
