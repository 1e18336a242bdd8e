import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolesOf } from '../../analysis/roles';
import { bytes, problemOf, read, text } from '../../testing';

const load = (name: string) => readFileSync(join(__dirname, '../../../testdata/backtraces', name));
/** The stacks of a file, root first, one per thread. */
function stacksOf(found: ReturnType<typeof read>): string[] {
  const { strings, frames, stacks, samples } = found.profile;
  return Array.from(samples.stack, (leaf) => {
    const path: string[] = [];
    for (let stack = leaf; stack >= 0; stack = stacks.prefix[stack]) {
      path.unshift(strings[frames.name[stacks.frame[stack]]]);
    }
    return path.join(';');
  });
}
const label = (found: ReturnType<typeof read>, name: string) => {
  const column = found.profile.labels.find((own) => own.name === name)!;
  return Array.from(column.index, (i) => column.values[i]);
};
/** What the threads of testdata/programs/c/waits.c run. */
const BODIES = ['computer', 'holder', 'locker', 'poller', 'reader', 'sleeper', 'writer'];

it('gdb, as in wallClockProfiler#5: two threads, wall time by one sample each', () => {
  const found = read(bytes(load('gdb-reported.txt')));
  expect(found.format.id).toBe('backtraces');
  expect(stacksOf(found)).toEqual([
    'clone3;start_thread;hold;usleep;__GI___nanosleep;__GI___clock_nanosleep',
    'main;__GI___poll',
  ]);
  expect(rolesOf(found.profile, {}).map(({ role }) => role)).toEqual(['wall']);
  expect(label(found, 'thread')).toEqual(['w', 'w']);
});

it.each(['gdb.txt', 'eu-stack.txt', 'eu-stack-modules.txt'])('%s: eight threads, each with what it runs', (name) => {
  const found = read(bytes(load(name)));
  const stacks = stacksOf(found);
  expect(stacks).toHaveLength(8);
  expect(stacks.filter((stack) => /(?:^|;)main;/.test(stack))).toHaveLength(1);
  const bodies = stacks.flatMap((stack) => /;start_thread;(\w+)/.exec(stack)?.[1] ?? []);
  expect(bodies.sort()).toEqual(BODIES);
  expect(found.dropped).toBe(0);
});

it('gdb: arguments, addresses and sources are no part of a name; the source is kept beside it', () => {
  const found = read(bytes(load('gdb.txt')));
  expect(found.tree.symbols.filter(({ name }) => /[(=]|0x| at /.test(name))).toEqual([]);
  expect(found.tree.symbols.find(({ name }) => name === 'poller')).toMatchObject({ file: '/app/waits.c', line: 32 });
});

it('a poor man’s profile: three dumps in one text are 24 samples', () => {
  const found = read(bytes(load('gdb-three-times.txt')));
  expect(found.total).toBe(3 * 8);
});

it('a stripped program: what has no name is unknown, or its library', () => {
  const stacks = stacksOf(read(bytes(load('gdb-stripped.txt'))));
  expect(stacks).toHaveLength(8);
  expect(stacks.join('\n')).toMatch(/\[unknown\]/);
  expect(stacks.join('\n')).not.toContain('??');
});

describe('names in frames', () => {
  const one = (frame: string) => stacksOf(read(text(`Thread 1 (LWP 7 "a"):\n${frame}\n`)))[0];
  it.each([
    ['#0  0x01 in std::function<void (int)>::operator() (this=0x1) at f.h:3', 'std::function<void (int)>::operator()'],
    ['#0  (anonymous namespace)::work (x=1) at a.cc:7', '(anonymous namespace)::work'],
    [
      '#0  0x01 in ns::T<std::pair<int, char> >::f(int, char) const (this=0x1, f=0x5 <g(int)>)',
      'ns::T<std::pair<int, char> >::f(int, char) const',
    ],
    ['#0  operator<< (s=..., x="a (b")', 'operator<<'],
    ['#0  0x01 in ?? () from /usr/lib/libx.so.6', '[libx.so.6]'],
    ['#0  0x01 in ?? ()', '[unknown]'],
    ['#0  <signal handler called>', '<signal handler called>'],
    ['#0  0x01 in runtime.futex () at /usr/go/src/runtime/sys.s:557', 'runtime.futex'],
    ['#0  0x01 in main.(*T).run (t=0x1) at /app/a.go:3', 'main.(*T).run'],
    [
      '#0  0x01 in <alloc::vec::Vec<T> as core::ops::Drop>::drop (self=0x1) at lib.rs:3',
      '<alloc::vec::Vec<T> as core::ops::Drop>::drop',
    ],
  ])('%s', (frame, name) => expect(one(frame)).toBe(name));

  it('a frame that gdb breaks at its width is one', () =>
    expect(
      stacksOf(
        read(
          text(
            'Thread 1 (LWP 7 "a"):\n#0  0x01 in f (\n    x=1,\n    y=2) at\n    a.c:3\n#1  0x02 in main () at a.c:9\n'
          )
        )
      )
    ).toEqual(['main;f']));

  it('lldb', () =>
    expect(
      stacksOf(
        read(
          text(
            "* thread #1, name = 'a', queue = 'main', stop reason = signal SIGSTOP\n  * frame #0: 0x01 libsystem_kernel.dylib`__semwait_signal + 10\n    frame #1: 0x02 a`ns::f(this=0x1, x=3) at a.cc:3:9\n    frame #2: 0x03 a`main + 4\n  thread #2\n    frame #0: 0x04 libc.so`___lldb_unnamed_symbol12\n"
          )
        )
      )
    ).toEqual(['main;ns::f;__semwait_signal', '[libc.so]']));

  it('coredumpctl', () =>
    expect(
      stacksOf(
        read(
          text(
            '                Stack trace of thread 12:\n                #0  0x01 poll (libc.so.6 + 0xf426f)\n                #1  0x02 n/a (app + 0x11)\n'
          )
        )
      )
    ).toEqual(['[app];poll']));

  it('a bare bt is one thread; threads without frames are counted, none at all is a problem', () => {
    expect(stacksOf(read(text('#0  f (x=1) at a.c:3\n#1  0x02 in main () at a.c:9\n')))).toEqual(['main;f']);
    const found = read(text('Thread 2 (LWP 8 "b"):\nThread 1 (LWP 7 "a"):\n#0  main () at a.c:3\n'));
    expect([found.total, found.dropped]).toEqual([1, 1]);
    expect(problemOf(text('Thread 1 (LWP 7 "a"):\n'))).toContain('no frame');
  });
});
