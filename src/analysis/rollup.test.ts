import * as fc from 'fast-check';
import { buildCallTree, collapseTemplates, ProfileBuilder, totalOf, weightsOf } from '../profile';
import { anyStacks, drawTree, profileOf, profileOfStacks } from '../testing';
import { AS_RECORDED, groupByLabel, normaliseName, rollUp } from '.';

const draw = (text: string, options: Partial<typeof AS_RECORDED>) => {
  const profile = rollUp(profileOf(text), { ...AS_RECORDED, ...options });
  const { tree, attach } = buildCallTree([profile]);
  return { drawn: drawTree(tree, weightsOf(attach[0](0))), profile };
};

it.each([
  ['tcp_recvmsg_[k]', 'tcp_recvmsg'],
  ['schedule+0x23', 'schedule'],
  ['tokio::park::Inner::park (inlined)', 'tokio::park::Inner::park'],
  ['clock_nanosleep@@GLIBC_2.17', 'clock_nanosleep'],
  ['finish_task_switch.isra.0', 'finish_task_switch'],
  ['foo.constprop.0.cold', 'foo'],
  ['runtime.goexit.abi0', 'runtime.goexit'],
  ['core::ptr::drop_in_place::h0123456789abcdef', 'core::ptr::drop_in_place'],
  ['slices.Sort[go.shape.[]string,go.shape.string]', 'slices.Sort[...]'],
  ['Zoo$$Lambda$3.0x00007f711c001420.run()V', 'Zoo$$Lambda.run()V'],
  ['Zoo$$Lambda/0x00007f711c001420.run', 'Zoo$$Lambda.run'],
  ['java.lang.invoke.LambdaForm$MH.0x00007f711c00.invoke', 'java.lang.invoke.LambdaForm$MH.invoke'],
  ['jdk.internal.reflect.GeneratedMethodAccessor12.invoke', 'jdk.internal.reflect.GeneratedMethodAccessor.invoke'],
  ['0x7f0bbce40f16 (libc.so.6)', '[libc.so.6]'],
  ['0x41ebe7', '[unknown]'],
  ['schedule_[w]', 'schedule_[w]'],
  ['main.(*consumer).run', 'main.(*consumer).run'],
  ['deadbeef', '[unknown]'],
  ['decode', 'decode'],
])('%s is shown as %s', (name, shown) => expect(normaliseName(name)).toBe(shown));

it.each([
  ['std::vector<int, std::allocator<int>>::push_back', 'std::vector<…>::push_back'],
  ['<alloc::boxed::Box<dyn FnOnce()> as FnOnce>::call_once', '<alloc::boxed::Box<…> as FnOnce>::call_once'],
  ['operator<<', 'operator<<'],
  ['a->b', 'a->b'],
  ['std::function<void ()', 'std::function<void ()'],
])('%s collapses to %s', (name, shown) => expect(collapseTemplates(name)).toBe(shown));

it('merges builds and instances that differ in decoration only', () => {
  expect(draw('a+0x1;b.isra.0 1\na;b 2', { normalise: true }).drawn).toBe('all 3 0\n  a 3 0\n    b 3 3');
  expect(draw('a+0x1;b 1\na;b 2', {}).drawn).toContain('a+0x1');
});

it('collapses direct recursion only', () => {
  expect(draw('a;f;f;f;b 3\na;f;g;f 2', { collapseRecursion: true }).drawn).toBe(
    'all 5 0\n  a 5 0\n    f 5 0\n      b 3 3\n      g 2 0\n        f 2 2'
  );
  expect(draw('f+0x1;f+0x2;b 3', { collapseRecursion: true, normalise: true }).drawn).toBe(
    'all 3 0\n  f 3 0\n    b 3 3'
  );
});

it('merges threads and keeps them as a label', () => {
  const { drawn, profile } = draw('[worker-1 tid=7];run 1\nthread (9): main;run 2\nrun 4', { mergeThreads: true });
  expect(drawn).toBe('all 7 0\n  run 7 7');
  expect(profile.labels).toEqual([
    { name: 'thread', values: ['[worker-1 tid=7]', 'thread (9): main'], index: Int32Array.from([0, 1, -1]) },
  ]);
});

it('loses no weight, whatever is rolled up', () => {
  fc.assert(
    fc.property(
      anyStacks(['a', 'a+0x1', 'b_[k]', 'f', '[t tid=1]', '__proto__', 'std::x<int>']),
      fc.boolean(),
      (stacks, on) => {
        const profile = profileOfStacks(stacks);
        const rolled = rollUp(profile, {
          ...AS_RECORDED,
          normalise: on,
          collapseTemplates: true,
          collapseRecursion: true,
          mergeThreads: true,
        });
        const sum = (p: typeof profile) => {
          const { tree, attach } = buildCallTree([p]);
          return totalOf(tree, weightsOf(attach[0](0)), 0);
        };
        expect(sum(rolled)).toBe(sum(profile));
      }
    )
  );
});

it('keeps file, line and module beside a name that is rolled up, and the label of threads that is there', () => {
  const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
  const frame = (name: string, module: string) => builder.frame({ name, module, file: `${module}.c`, line: 7 });
  const thread = builder.stack(-1, builder.frame({ name: 'Thread-1' }));
  // The same name in two modules is two functions: no recursion.
  const leaf = builder.stack(builder.stack(thread, frame('f+0x1', 'a')), frame('f+0x2', 'b'));
  builder.label('thread', 'main');
  builder.sample(leaf, 1);
  builder.sample(-1, 2);
  const profile = rollUp(builder.finish(), {
    ...AS_RECORDED,
    normalise: true,
    collapseRecursion: true,
    mergeThreads: true,
  });
  expect(profile.labels).toEqual([{ name: 'thread', values: ['main'], index: Int32Array.from([0, 0]) }]);
  expect([profile.stacks.length, profile.stacks.prefix.length, profile.stacks.frame.length]).toEqual([2, 2, 2]);
  expect([...profile.samples.stack]).toEqual([1, -1]);
  const { tree } = buildCallTree([profile]);
  expect(tree.symbols.filter(({ name }) => name === 'f')).toMatchObject([
    { module: 'a', file: 'a.c', line: 7 },
    { module: 'b', file: 'b.c', line: 7 },
  ]);
  const threads = rollUp(profileOf('Thread-1;a 1\nThread-2;a 2\nb 3'), { ...AS_RECORDED, mergeThreads: true });
  expect(threads.labels).toEqual([
    { name: 'thread', values: ['Thread-1', 'Thread-2'], index: Int32Array.from([0, 1, -1]) },
  ]);
  expect(rollUp(profileOf('a;b 1'), { ...AS_RECORDED, mergeThreads: true }).labels).toEqual([]);
});

it('leaves a profile alone where nothing is rolled up, and names too long for a rule', () => {
  const profile = profileOf('a+0x1 1');
  expect(rollUp(profile, AS_RECORDED)).toBe(profile);
  const long = `${'x'.repeat(2001)}<int>+0x1`;
  expect([normaliseName(long), collapseTemplates(long)]).toEqual([long, long]);
  expect(collapseTemplates('a->b<int>')).toBe('a->b<…>');
  expect(collapseTemplates('f<a->b>')).toBe('f<…>');
});

it('keeps the name of a thread that tells what it is for, without its number', () => {
  const { drawn } = draw('[GC Thread#1 tid=7];futex 1\n[GC Thread#2 tid=8];futex 2\n[pool-1-thread-1 tid=9];futex 4', {
    mergeThreads: true,
  });
  expect(drawn).toBe('all 7 0\n  [GC Thread] 3 0\n    futex 3 3\n  futex 4 4');
});

describe('grouped by a label', () => {
  const builder = new ProfileBuilder([{ type: 'x', unit: '' }]);
  const stackOf = (...names: string[]) =>
    names.reduce((under, name) => builder.stack(under, builder.frame({ name, file: 'f.c', line: 7, module: 'm' })), -1);
  const sample = (pod: string | undefined, stack: number, weight: number) => {
    builder.label('zone', 'north');
    builder.label('pod', pod);
    builder.sample(stack, weight);
  };
  sample('a', stackOf('main', 'read'), 1);
  sample('b', stackOf('start_thread', 'main'), 2);
  sample(undefined, stackOf('main', 'start_thread'), 4);
  sample('a', -1, 8);
  const profile = builder.finish();
  const drawn = (label: string) => {
    const { tree, attach } = buildCallTree([groupByLabel(profile, label)]);
    return drawTree(tree, weightsOf(attach[0](0))).split('\n');
  };

  it('every stack is under the value of its sample, below the frame that starts its thread', () => {
    expect(drawn('pod')).toEqual([
      'all 15 0',
      '  pod = (no value) 4 0',
      '    main 4 0',
      '      start_thread 4 4',
      '  pod = a 9 8',
      '    main 1 0',
      '      read 1 1',
      '  pod = b 2 0',
      '    main 2 2',
    ]);
    expect(drawn('zone').slice(0, 2)).toEqual(['all 15 0', '  zone = north 15 8']);
    expect(drawn('host').slice(0, 2)).toEqual(['all 15 0', '  host = (no value) 15 8']);
  });

  it('a group is no function of a file; stacks have the room that they need', () => {
    const { frames, strings, stacks } = groupByLabel(profile, 'pod');
    const groups = [...frames.name.keys()].slice(frames.firstLabel);
    expect(groups.map((f) => [frames.name, frames.file, frames.module].map((column) => strings[column[f]]))).toEqual([
      ['pod = a', '', ''],
      ['pod = b', '', ''],
      ['pod = (no value)', '', ''],
    ]);
    expect(groups.map((f) => frames.line[f])).toEqual([0, 0, 0]);
    expect([strings[frames.file[0]], frames.line[0], strings[frames.module[0]]]).toEqual(['f.c', 7, 'm']);
    expect([stacks.prefix.length, stacks.frame.length]).toEqual([stacks.length, stacks.length]);
  });
});

it('collapses a function that calls itself, and none that another calls', () => {
  const { drawn } = draw('a;f;f;f;b 1\na;f;g;f 2\nf 4', { collapseRecursion: true });
  expect(drawn.split('\n')).toEqual([
    'all 7 0',
    '  a 3 0',
    '    f 3 0',
    '      b 1 1',
    '      g 2 0',
    '        f 2 2',
    '  f 4 4',
  ]);
});

it('a frame that names a thread is one at the root only', () => {
  const { drawn, profile } = draw('main;Thread-1;a 1\nThread-2;a 2', { mergeThreads: true });
  expect(drawn.split('\n')).toEqual(['all 3 0', '  a 2 2', '  main 1 0', '    Thread-1 1 0', '      a 1 1']);
  expect(profile.labels).toEqual([{ name: 'thread', values: ['Thread-2'], index: Int32Array.of(-1, 0) }]);
});

it('names of threads stay as they are where threads are not merged', () => {
  expect(draw('[GC Thread#1 tid=7];futex 1', {}).drawn).toContain('[GC Thread#1 tid=7] 1 0');
  expect(draw('[GC Thread#12 tid=7];futex 1', { normalise: true }).drawn).toContain('[GC Thread#12 tid=7] 1 0');
  expect(draw('[GC Thread#12 tid=7];futex 1', { mergeThreads: true }).drawn).toContain('[GC Thread] 1 0');
});
